//! What everything on the page is drawn with: the words of the language, the marks that the
//! terminal can show, and colours.

use std::collections::BTreeMap;
use std::path::Path;

use anstyle::{AnsiColor, Style};

use crate::finding::{Held, Location, Severity};
use crate::lang::Note;
use crate::outcome::Outcome;

use super::Look;
use super::text;

/// Prose and titles end here, however wide the terminal is.
const READING_WIDTH: usize = 100;
/// Nothing useful can be drawn in less.
const LEAST_WIDTH: usize = 40;
/// More columns than any sheet needs.
const MOST_WIDTH: usize = 240;

/// An outcome, a look, and how to draw with them.
pub(super) struct Ink<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) look: &'a Look,
    /// How many sources share a file name: those are shown by their whole path.
    names: BTreeMap<String, usize>,
}

/// What a piece of text is, for its colour. Colour never says anything that words do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// As grave as this.
    Severity(Severity),
    /// Beside the matter.
    Quiet,
    /// Titles and headings.
    Strong,
    /// What to do.
    Help,
}

impl<'a> Ink<'a> {
    pub(super) fn new(outcome: &'a Outcome, look: &'a Look) -> Self {
        let mut names = BTreeMap::new();
        for source in outcome.inputs.iter().chain(&outcome.tables) {
            *names.entry(file_name(&source.path)).or_default() += 1;
        }
        Self { outcome, look, names }
    }

    /// Columns for pictures.
    pub(super) fn width(&self) -> usize {
        self.look.width.clamp(LEAST_WIDTH, MOST_WIDTH)
    }

    /// Columns for prose.
    pub(super) fn reading_width(&self) -> usize {
        self.width().min(READING_WIDTH)
    }

    /// A sentence of the program, made harmless: its arguments may come from a file.
    pub(super) fn say(&self, note: &Note) -> String {
        self.plain(&self.outcome.lang.say(note))
    }

    /// A sentence without arguments.
    pub(super) fn word(&self, id: &'static str) -> String {
        self.say(&Note::new(id))
    }

    /// A sentence with one count.
    pub(super) fn count(&self, id: &'static str, n: impl Into<crate::lang::Arg>) -> String {
        self.say(&Note::new(id).with("n", n))
    }

    /// What to do about a note.
    pub(super) fn help(&self, note: &Note) -> Option<String> {
        self.outcome.lang.help(note).map(|help| self.plain(&help))
    }

    /// Text from outside, on one line and harmless.
    pub(super) fn plain(&self, text: &str) -> String {
        let line_break = if self.look.narrated { ", " } else { self.pick("↵", " ") };
        text::harmless(text, line_break)
    }

    /// What a cell holds, as far as it may be seen. What is masked has one width.
    pub(super) fn value(&self, held: &Held) -> String {
        match held.show(self.look.values) {
            Some(shown) => self.plain(shown).trim().to_owned(),
            None => self.masked(),
        }
    }

    /// What stands in place of a value that may not be seen.
    pub(super) fn masked(&self) -> String {
        let word = self.word("report-masked");
        if self.look.narrated {
            return word;
        }
        format!("{}{word}{}", self.pick("‹", "<"), self.pick("›", ">"))
    }

    /// The first where the terminal knows more than ASCII.
    pub(super) fn pick<'t>(&self, unicode: &'t str, ascii: &'t str) -> &'t str {
        if self.look.unicode { unicode } else { ascii }
    }

    /// Between the parts of a line.
    pub(super) fn dot(&self) -> &'static str {
        match (self.look.narrated, self.look.unicode) {
            (true, _) => ", ",
            (false, true) => " · ",
            (false, false) => " | ",
        }
    }

    /// Where something was left out.
    pub(super) fn ellipsis(&self) -> &'static str {
        self.pick("…", "...")
    }

    /// A file's name; its path where two files share a name.
    pub(super) fn file(&self, path: &str) -> String {
        let name = file_name(path);
        let shared = self.names.get(&name).is_some_and(|count| *count > 1);
        self.plain(if shared { path } else { &name })
    }

    /// `Book.xlsx › November`
    pub(super) fn sheet(&self, at: &Location) -> String {
        let file = self.file(&self.outcome.source(at).path);
        let sheet = self.plain(self.outcome.sheet_name(at));
        format!("{file}{}{sheet}", self.within())
    }

    /// `Book.xlsx › November › row 14`
    pub(super) fn place(&self, at: &Location) -> String {
        let row = self.say(&Note::new("report-row").with("row", at.row));
        format!("{}{}{row}", self.sheet(at), self.within())
    }

    /// Between a place and what stands within it.
    pub(super) fn within(&self) -> &'static str {
        match (self.look.narrated, self.look.unicode) {
            (true, _) => ", ",
            (false, true) => " › ",
            (false, false) => " > ",
        }
    }

    /// Text in a colour, where there are colours.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.look.colour || text.trim().is_empty() {
            return text.to_owned();
        }
        let style = style(tone);
        format!("{style}{text}{style:#}")
    }

    /// A paragraph with something before its first line, and as much space before the others.
    pub(super) fn paragraph(&self, lead: (&str, Tone), prose: &str) -> String {
        let indent = text::width(lead.0);
        let room = self.reading_width().saturating_sub(indent).max(20);
        let lines = text::wrap(prose, room);
        let rest = format!("\n{}", " ".repeat(indent));
        format!("{}{}\n", self.paint(lead.1, lead.0), lines.join(&rest))
    }

    /// Parts with dots between them, broken only between parts.
    pub(super) fn dotted(&self, parts: &[String]) -> String {
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if self.has_room(line, part) => {
                    line.push_str(self.dot());
                    line.push_str(part);
                }
                _ => lines.push(part.clone()),
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    fn has_room(&self, line: &str, part: &str) -> bool {
        let used = [line, self.dot(), part].map(text::width);
        used.iter().sum::<usize>() <= self.reading_width()
    }

    /// One text at the left and one at the right; on two lines where they do not fit on one.
    pub(super) fn both_ends(&self, left: (&str, String), right: (&str, String)) -> String {
        let used = text::width(left.0) + text::width(right.0);
        if right.0.is_empty() {
            return format!("{}\n", left.1);
        }
        if self.look.narrated {
            return format!("{}, {}\n", left.1, right.1);
        }
        let width = self.reading_width();
        if used + 2 <= width {
            return format!("{}{}{}\n", left.1, " ".repeat(width - used), right.1);
        }
        let indent = width.saturating_sub(text::width(right.0));
        format!("{}\n{}{}\n", left.1, " ".repeat(indent), right.1)
    }
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Severity(Severity::Error) => AnsiColor::Red.on_default().bold(),
        Tone::Severity(Severity::Warning) => AnsiColor::Yellow.on_default().bold(),
        Tone::Severity(Severity::Info) => AnsiColor::Cyan.on_default().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Strong => Style::new().bold(),
        Tone::Help => AnsiColor::Green.on_default(),
    }
}
