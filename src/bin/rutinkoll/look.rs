//! What the terminal can show, and how it says that something will not do.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use miette::{GraphicalReportHandler, GraphicalTheme};

use rutinkoll::lang::{Lang, Note};

use crate::cli::Colour;

/// Is standard output a terminal?
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Columns to draw in: the terminal's, or `COLUMNS`, or 80.
pub(crate) fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = if is_terminal() { measured.or(named) } else { named };
    width.unwrap_or(80).clamp(40, 240)
}

/// Colour, by the option and the world's conventions.
pub(crate) fn colour(option: Colour) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match option {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => is_terminal() && !set("NO_COLOR") && std::env::var("TERM").as_deref() != Ok("dumb"),
    }
}

/// Lines and marks outside ASCII: everywhere but on a terminal whose locale is not UTF-8.
pub(crate) fn unicode() -> bool {
    if cfg!(windows) || !is_terminal() {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// How faults of a pack are drawn: severity in a word of the report's language.
pub(crate) fn handler(option: Colour, lang: Lang) -> GraphicalReportHandler {
    let mut theme = match (colour(option), unicode()) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    theme.characters.error = format!("{}:", lang.word("severity-error"));
    theme.characters.advice = format!("{}:", lang.word("fault-advice"));
    GraphicalReportHandler::new_themed(theme).with_width(width()).with_context_lines(1)
}

/// What to do about it, wrapped to the width.
pub(crate) fn advice(text: &str, lang: Lang) -> String {
    let label = format!("  {}: ", lang.word("report-help"));
    let indent = " ".repeat(label.chars().count());
    let options = textwrap::Options::new(width().min(100)).initial_indent(&label).subsequent_indent(&indent);
    textwrap::fill(text, options)
}

/// Says on stderr what is wrong and what to do: exit code 2.
pub(crate) fn refuse(lang: Lang, note: &Note) -> ExitCode {
    eprintln!("{}", lang.say(note));
    if let Some(help) = lang.help(note) {
        eprintln!("{}", advice(&help, lang));
    }
    ExitCode::from(2)
}
