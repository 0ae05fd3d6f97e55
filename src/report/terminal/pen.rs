//! What everything on the page is drawn with: the words of the language, the marks that the
//! terminal can show, and colours.

use anstyle::{AnsiColor, Style};

use crate::finding::Severity;
use crate::lang::{Arg, Lang, Note};

use super::Look;
use super::text;

/// Prose and titles end here, however wide the terminal is.
const READING_WIDTH: usize = 100;
/// Nothing useful can be drawn in less.
const LEAST_WIDTH: usize = 40;
/// More columns than any sheet needs.
const MOST_WIDTH: usize = 240;

/// A language, a look, and how to draw with them.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub(super) lang: Lang,
    pub(super) look: &'a Look,
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

impl Pen<'_> {
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
        self.plain(&self.lang.say(note))
    }

    /// A sentence without arguments.
    pub(super) fn word(&self, id: &'static str) -> String {
        self.say(&Note::new(id))
    }

    /// A sentence with one count.
    pub(super) fn count(&self, id: &'static str, n: impl Into<Arg>) -> String {
        self.say(&Note::new(id).with("n", n))
    }

    /// What to do about a note.
    pub(super) fn help(&self, note: &Note) -> Option<String> {
        self.lang.help(note).map(|help| self.plain(&help))
    }

    /// Text from outside, on one line and harmless.
    pub(super) fn plain(&self, text: &str) -> String {
        let line_break = if self.look.narrated { ", " } else { self.pick("↵", " ") };
        text::harmless(text, line_break)
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
