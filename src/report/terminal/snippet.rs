//! The part that miette draws: one row as its source, underlined where the line points.
//!
//! miette is handed the row alone, so that it never looks for line breaks in a whole sheet. It
//! numbers the line as Excel numbers the row; Excel's letters are put above it here.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::finding::Severity;

use super::ink::{Ink, Tone};
use super::layout::{Line, Pointer};

/// Draws a row under the name of its place.
pub(super) fn draw(ink: &Ink<'_>, place: &str, row: u32, line: Line) -> String {
    let above = letters(ink, row, &line.letters);
    let handler = GraphicalReportHandler::new_themed(theme(ink, &line.pointers))
        .with_width(ink.width())
        .with_wrap_lines(false)
        .with_context_lines(0)
        .without_primary_span_start()
        .without_syntax_highlighting();
    let mut drawn = String::new();
    let diagnostic = Snippet::new(place, row, line);
    if handler.render_report(&mut drawn, &diagnostic).is_err() {
        return format!("  {place}\n");
    }
    with_letters(&drawn, &above)
}

/// Columns that miette draws before the row.
pub(super) fn gutter(row: u32) -> usize {
    digits(row) + 4
}

fn digits(row: u32) -> usize {
    row.to_string().len()
}

fn letters(ink: &Ink<'_>, row: u32, letters: &str) -> String {
    let space = " ".repeat(digits(row));
    let bar = ink.pick("│", "|");
    format!(" {space} {bar} {}", ink.paint(Tone::Quiet, letters.trim_end()))
}

/// miette begins with its title, which is empty here; the letters belong after the box's first line.
fn with_letters(drawn: &str, letters: &str) -> String {
    let mut page = String::with_capacity(drawn.len() + letters.len());
    for (index, line) in drawn.trim_start_matches('\n').lines().enumerate() {
        page.push_str(line.trim_end());
        page.push('\n');
        if index == 0 {
            page.push_str(letters);
            page.push('\n');
        }
    }
    page
}

fn theme(ink: &Ink<'_>, pointers: &[Pointer]) -> GraphicalTheme {
    let mut styles = if ink.look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let highlights = pointers.iter().map(|pointer| match pointer.severity {
        Some(Severity::Error) => styles.error,
        Some(Severity::Warning) => styles.warning,
        Some(Severity::Info) => styles.advice,
        None => styles.linum,
    });
    styles.highlights = highlights.collect();
    styles.link = styles.linum;
    GraphicalTheme {
        characters: if ink.look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles,
    }
}

#[derive(Debug)]
struct Snippet {
    source: RowSource,
    labels: Vec<LabeledSpan>,
}

impl Snippet {
    fn new(place: &str, row: u32, line: Line) -> Self {
        let label = |pointer: Pointer| {
            let text = Some(pointer.label.join("\n")).filter(|text| !text.is_empty());
            LabeledSpan::new(text, pointer.start, pointer.length)
        };
        Self {
            source: RowSource { place: place.to_owned(), row, text: line.text },
            labels: line.pointers.into_iter().map(label).collect(),
        }
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A row as a source of one line.
#[derive(Debug)]
struct RowSource {
    place: String,
    row: u32,
    text: String,
}

impl SourceCode for RowSource {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let line = usize::try_from(self.row).unwrap_or_default().saturating_sub(1);
        Ok(Box::new(MietteSpanContents::new_named(
            self.place.clone(),
            self.text.as_bytes(),
            whole,
            line,
            0,
            1,
        )))
    }
}
