//! Reports. A format is a function from an [`Outcome`] to bytes: it reads, and neither judges, rewords
//! nor looks at the clock.

pub mod comparison;
pub mod csv;
pub mod differences;
mod gaps;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod prose;
pub mod sarif;
mod since;
mod table;
pub mod terminal;
pub mod trend;
pub mod workbook;
mod xml;

use std::io;
use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::finding::Values;
use crate::outcome::Outcome;

/// A format that is written from the outcome alone, without a terminal's width or the audited file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The contract's own.
    Json,
    /// One finding a line.
    Ndjson,
    /// For a spreadsheet.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// For a message or an issue.
    Markdown,
    /// Annotations of a GitHub workflow.
    Github,
    /// One page for a browser.
    Html,
}

/// The file name extensions that choose a format. An annotated workbook is `.xlsx`, and its own matter.
pub const EXTENSIONS: [(&str, Format); 7] = [
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("csv", Format::Csv),
    ("sarif", Format::Sarif),
    ("xml", Format::Junit),
    ("md", Format::Markdown),
    ("html", Format::Html),
];

impl Format {
    /// Does it show the rows behind findings?
    #[must_use]
    pub fn shows_rows(self) -> bool {
        self == Self::Html
    }

    /// The format that a file's name asks for. (`x.sarif.json` is SARIF, as others name it.)
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        if name.ends_with(".sarif.json") {
            return Some(Self::Sarif);
        }
        let (stem, extension) = name.rsplit_once('.')?;
        let found = EXTENSIONS.iter().find(|(known, _)| *known == extension && !stem.is_empty());
        found.map(|(_, format)| *format)
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(
        self,
        outcome: &Outcome,
        made: &Made,
        values: Values,
        out: &mut impl io::Write,
    ) -> io::Result<()> {
        match self {
            Self::Json => json::write(outcome, made, values, out),
            Self::Ndjson => json::write_lines(outcome, made, values, out),
            Self::Csv => self::csv::write(outcome, made, values, out),
            Self::Sarif => sarif::write(outcome, made, values, out),
            Self::Junit => junit::write(outcome, made, values, out),
            Self::Markdown => markdown::write(outcome, made, values, out),
            Self::Github => github::write(outcome, made, values, out),
            Self::Html => html::write(outcome, made, values, out),
        }
    }
}

/// What a report says of its own making; the caller reads the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// When.
    pub created: Timestamp,
    /// By which version of the program.
    pub tool_version: &'static str,
}

impl Made {
    /// The day by which the report should be erased (UTC).
    #[must_use]
    pub fn erase_by(&self, outcome: &Outcome) -> Date {
        let made = self.created.to_zoned_datetime(TimeZone::UTC).date();
        made.checked_add(i64::from(outcome.retain_days).days()).unwrap_or(Date::MAX)
    }

    fn created_text(&self) -> String {
        self.created.to_zoned_datetime(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
    }
}
