//! What `--help` says, in one language: the texts stand in `lang/*.ftl`, and are put in only when help is asked for.
//!
//! `help-COMMAND` is a command's text, `help-COMMAND-OPTION` an option's, `help-arg-OPTION` that of an option
//! that several commands have, and `help-value-NAME` the name of what an option takes.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _, ValueEnum as _};
use rutinkoll::lang::{Lang, Note};

use crate::cli::{Cli, LangArg, with_default_command};

/// Reads the command line. Where it asks for help, or is wrong, that is said and the program ends.
pub(crate) fn parse() -> Cli {
    let lang = wanted(std::env::args_os());
    let args = with_default_command(std::env::args_os());
    let parsed = Cli::command().try_get_matches_from(&args);
    let parsed = match parsed.as_ref().map_err(clap::Error::kind) {
        Err(ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => {
            command(lang).try_get_matches_from(&args)
        }
        _ => parsed,
    };
    parsed.and_then(|matches| Cli::from_arg_matches(&matches)).unwrap_or_else(|error| error.exit())
}

/// The whole command line, with its texts in a language.
pub(crate) fn command(lang: Lang) -> Command {
    let mut named = Cli::command();
    named.build();
    with_texts(Cli::command().disable_version_flag(true), &mut named, "rutinkoll", lang)
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version))
        .mut_arg("version", |arg| described(arg, "rutinkoll", lang))
}

/// The language that the command line asks for; else the environment; else Swedish.
fn wanted(args: impl Iterator<Item = OsString>) -> Lang {
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    let after = args.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1].clone());
    let joined = args.iter().filter_map(|arg| arg.strip_prefix("--lang=")).map(str::to_owned);
    let said = after.chain(joined).next().or_else(|| std::env::var("RUTINKOLL_LANG").ok());
    said.and_then(|said| LangArg::from_str(&said, true).ok()).map(Lang::from).unwrap_or_default()
}

/// A command and those below it. `named` is the same command, built: it knows its whole name.
fn with_texts(mut command: Command, named: &mut Command, path: &str, lang: Lang) -> Command {
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in inner {
        let path = if path == "rutinkoll" { name.clone() } else { format!("{path}-{name}") };
        let Some(named) = named.find_subcommand_mut(&name) else { continue };
        command = command.mut_subcommand(&name, |inner| with_texts(inner, named, &path, lang));
    }
    let template = template(&command, lang);
    command
        .about(lang.lookup(&format!("help-{path}")).unwrap_or_default())
        .override_usage(usage(named, lang))
        .help_template(template)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help))
        .mut_args(|arg| described(arg, path, lang))
}

/// An option or argument with its text, its default and its choices.
fn described(arg: Arg, path: &str, lang: Lang) -> Arg {
    let mut text = text(&arg, path, lang).unwrap_or_default();
    if !arg.get_action().takes_values() {
        return arg.help(text);
    }
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    let choices = arg.get_value_parser().possible_values().into_iter().flatten();
    let facts = [
        (
            "help-environment",
            arg.get_env().map(|name| name.to_string_lossy().into_owned()).into_iter().collect(),
        ),
        ("help-default", defaults.collect::<Vec<_>>()),
        ("help-choices", choices.map(|choice| choice.get_name().to_owned()).collect()),
    ];
    for (id, values) in facts.into_iter().filter(|(_, values)| !values.is_empty()) {
        text = format!("{text} {}", lang.say(&Note::new(id).with("values", values.join(", "))));
    }
    let name = lang.lookup(&value_name(&arg));
    let arg = match name {
        Some(name) => arg.value_name(name),
        None => arg,
    };
    arg.help(text).hide_default_value(true).hide_possible_values(true).hide_env(true)
}

fn text(arg: &Arg, path: &str, lang: Lang) -> Option<String> {
    let id = arg.get_id().as_str().replace('_', "-");
    lang.lookup(&format!("help-{path}-{id}")).or_else(|| lang.lookup(&format!("help-arg-{id}")))
}

/// The id of what stands in the place of an option's value: `NAME=FILE`.
fn value_name(arg: &Arg) -> String {
    let name = match arg.get_value_names() {
        Some([name, ..]) => name.as_str(),
        _ => arg.get_id().as_str(),
    };
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    format!("help-value-{}", words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-"))
}

/// `rutinkoll audit [OPTIONS] <INPUT>...`, with the names in a language.
fn usage(named: &mut Command, lang: Lang) -> String {
    let names: Vec<(String, String)> = named
        .get_positionals()
        .filter_map(|arg| Some((arg.get_value_names()?.first()?.to_string(), lang.lookup(&value_name(arg))?)))
        .collect();
    let usage = named.render_usage().to_string();
    let mut usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    for (name, said) in names {
        usage = usage.replace(&format!("<{name}>"), &format!("<{said}>"));
        usage = usage.replace(&format!("[{name}]"), &format!("[{said}]"));
    }
    usage
        .replace("[OPTIONS]", &format!("[{}]", lang.word("help-usage-options")))
        .replace("<COMMAND>", &format!("<{}>", lang.word("help-usage-command")))
}

/// clap's own, with the headings in a language.
fn template(command: &Command, lang: Lang) -> String {
    let (usage, header) = (command.get_styles().get_usage(), command.get_styles().get_header());
    let mut template =
        format!("{{about-with-newline}}\n{usage}{}{usage:#} {{usage}}", lang.word("help-usage"));
    let mut section = |id: &'static str, tag: &str| {
        template.push_str(&format!("\n\n{header}{}{header:#}\n{{{tag}}}", lang.word(id)));
    };
    if command.has_subcommands() {
        section("help-commands", "subcommands");
    }
    if command.get_positionals().next().is_some() {
        section("help-arguments", "positionals");
    }
    section("help-options", "options");
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command with its path, `rules-list`.
    fn commands(command: &Command, path: &str) -> Vec<(String, Command)> {
        let mut found = vec![(path.to_owned(), command.clone())];
        for inner in command.get_subcommands() {
            let name = inner.get_name();
            let path = if path == "rutinkoll" { name.to_owned() } else { format!("{path}-{name}") };
            found.extend(commands(inner, &path));
        }
        found
    }

    #[test]
    fn every_command_and_argument_has_its_text_in_both_languages() {
        let mut missing = Vec::new();
        for (path, command) in commands(&Cli::command(), "rutinkoll") {
            assert!(command.get_about().is_none(), "{path}: its text belongs in lang/*.ftl, not behind ///");
            for lang in [Lang::Sv, Lang::En] {
                let mut want = |id: String| {
                    if lang.lookup(&id).is_none() {
                        missing.push(format!("{}.ftl: {id}", lang.code()));
                    }
                };
                want(format!("help-{path}"));
                for arg in command.get_arguments() {
                    assert!(
                        arg.get_help().is_none(),
                        "{path} {}: its text belongs in lang/*.ftl",
                        arg.get_id()
                    );
                    if text(arg, &path, lang).is_none() {
                        want(format!("help-{path}-{}", arg.get_id().as_str().replace('_', "-")));
                    }
                    if arg.get_action().takes_values() {
                        want(value_name(arg));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
    }

    #[test]
    fn no_text_of_help_is_left_behind() {
        let said: Vec<String> = include_str!("../../lang/sv.ftl")
            .lines()
            .filter_map(|line| {
                line.strip_prefix("help-")?.split_once(" =").map(|(id, _)| format!("help-{id}"))
            })
            .collect();
        let mut used: Vec<String> =
            ["usage", "usage-options", "usage-command", "commands", "arguments", "options"]
                .into_iter()
                .chain(["environment", "default", "choices", "arg-help", "arg-version"])
                .map(|id| format!("help-{id}"))
                .collect();
        for (path, command) in commands(&Cli::command(), "rutinkoll") {
            used.push(format!("help-{path}"));
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str().replace('_', "-");
                let own = format!("help-{path}-{id}");
                used.push(if said.contains(&own) { own } else { format!("help-arg-{id}") });
                used.push(value_name(arg));
            }
        }
        let left: Vec<&String> = said.iter().filter(|id| !used.contains(id)).collect();
        assert!(left.is_empty(), "no command or option has these: {left:?}");
    }

    #[test]
    fn help_is_one_language_throughout() {
        for (lang, theirs) in
            [(Lang::Sv, ["Usage", "Options", "default:"]), (Lang::En, ["Användning", "Flaggor", "förval:"])]
        {
            for (path, _) in commands(&Cli::command(), "rutinkoll") {
                let mut args: Vec<&str> = vec!["rutinkoll"];
                args.extend(path.split('-').filter(|name| *name != "rutinkoll"));
                args.push("--help");
                let help = command(lang).try_get_matches_from(&args).unwrap_err().to_string();
                for word in theirs {
                    assert!(!help.contains(word), "{args:?} says {word}:\n{help}");
                }
            }
        }
    }
}
