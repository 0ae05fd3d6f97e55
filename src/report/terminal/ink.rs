//! A pen, and what an audit's report needs besides: values as far as they may be seen, names of places.

use std::collections::BTreeMap;
use std::path::Path;

use crate::finding::{Held, Location};
use crate::lang::Note;
use crate::outcome::Outcome;

use super::Look;
use super::pen::Pen;
pub(super) use super::pen::Tone;
use super::text;

/// An outcome, a look, and how to draw with them.
pub(super) struct Ink<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) look: &'a Look,
    pen: Pen<'a>,
    /// How many sources share a file name: those are shown by their whole path.
    names: BTreeMap<String, usize>,
}

impl<'a> Ink<'a> {
    pub(super) fn new(outcome: &'a Outcome, look: &'a Look) -> Self {
        let mut names = BTreeMap::new();
        for source in outcome.inputs.iter().chain(&outcome.tables) {
            *names.entry(file_name(&source.path)).or_default() += 1;
        }
        Self { outcome, look, pen: Pen { lang: outcome.lang, look }, names }
    }

    /// Columns for pictures.
    pub(super) fn width(&self) -> usize {
        self.pen.width()
    }

    /// Columns for prose.
    pub(super) fn reading_width(&self) -> usize {
        self.pen.reading_width()
    }

    /// A sentence of the program, made harmless: its arguments may come from a file.
    pub(super) fn say(&self, note: &Note) -> String {
        self.pen.say(note)
    }

    /// A sentence without arguments.
    pub(super) fn word(&self, id: &'static str) -> String {
        self.pen.word(id)
    }

    /// A sentence with one count.
    pub(super) fn count(&self, id: &'static str, n: impl Into<crate::lang::Arg>) -> String {
        self.pen.count(id, n)
    }

    /// What to do about a note.
    pub(super) fn help(&self, note: &Note) -> Option<String> {
        self.pen.help(note)
    }

    /// Text from outside, on one line and harmless.
    pub(super) fn plain(&self, text: &str) -> String {
        self.pen.plain(text)
    }

    /// What a cell holds, as far as it may be seen. What is masked has one width.
    pub(super) fn value(&self, held: &Held<impl AsRef<str>>) -> String {
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
        self.pen.pick(unicode, ascii)
    }

    /// Between the parts of a line.
    pub(super) fn dot(&self) -> &'static str {
        self.pen.dot()
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
        self.pen.within()
    }

    /// Text in a colour, where there are colours.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        self.pen.paint(tone, text)
    }

    /// A paragraph with something before its first line, and as much space before the others.
    pub(super) fn paragraph(&self, lead: (&str, Tone), prose: &str) -> String {
        self.pen.paragraph(lead, prose)
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
        self.pen.both_ends(left, right)
    }
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
