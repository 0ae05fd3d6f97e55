//! Inputs and tables of the JSON, and how their sheets were read.

use serde::Serialize;

use crate::lang::Lang;
use crate::outcome::{self, FoundColumn, SheetReport, SheetStatus, SourceReport};
use crate::sheet::column_letter;

#[derive(Serialize)]
pub(super) struct Input<'a> {
    path: &'a str,
    sha256: &'a str,
    content_sha256: Option<&'a str>,
    rows: u64,
    /// What it came to, by itself.
    summary: Totals,
    sheets: Vec<Sheet<'a>>,
}

impl<'a> Input<'a> {
    pub(super) fn of(from: &'a SourceReport, totals: outcome::Totals, lang: Lang) -> Self {
        Self {
            path: &from.path,
            sha256: &from.sha256,
            content_sha256: from.content_sha256.as_deref(),
            rows: totals.rows,
            summary: totals.into(),
            sheets: sheets(from, lang),
        }
    }
}

/// What a part of the audit came to.
#[derive(Serialize)]
pub(super) struct Totals {
    rows_with_findings: u64,
    error: u64,
    warning: u64,
    info: u64,
}

impl From<outcome::Totals> for Totals {
    fn from(from: outcome::Totals) -> Self {
        let outcome::Totals { rows_with_findings, error, warning, info, .. } = from;
        Self { rows_with_findings, error, warning, info }
    }
}

#[derive(Serialize)]
pub(super) struct Table<'a> {
    name: Option<&'a str>,
    path: &'a str,
    sha256: &'a str,
    content_sha256: Option<&'a str>,
    rows: u64,
    /// The days that it covers, where they matter.
    period: Option<Period>,
    sheets: Vec<Sheet<'a>>,
}

#[derive(Serialize)]
struct Period {
    from: String,
    to: String,
}

impl<'a> Table<'a> {
    pub(super) fn of(from: &'a SourceReport, lang: Lang) -> Self {
        Self {
            name: from.table.as_deref(),
            path: &from.path,
            sha256: &from.sha256,
            content_sha256: from.content_sha256.as_deref(),
            rows: from.rows(),
            period: from.period.map(|(from, to)| Period { from: from.to_string(), to: to.to_string() }),
            sheets: sheets(from, lang),
        }
    }
}

fn sheets(from: &SourceReport, lang: Lang) -> Vec<Sheet<'_>> {
    from.sheets.iter().map(|sheet| Sheet::of(sheet, lang)).collect()
}

#[derive(Serialize)]
struct Sheet<'a> {
    name: &'a str,
    #[serde(flatten)]
    status: Status<'a>,
    notes: Vec<String>,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Status<'a> {
    Audited {
        header_row: u32,
        rows: u64,
        columns: Vec<Column<'a>>,
    },
    Skipped {
        /// A word for programs; `message` is the sentence.
        reason: &'a str,
        message: String,
        help: Option<String>,
    },
}

#[derive(Serialize)]
struct Column<'a> {
    column: &'a str,
    header: &'a str,
    letter: String,
    #[serde(rename = "match")]
    how: &'a str,
}

impl<'a> Sheet<'a> {
    fn of(from: &'a SheetReport, lang: Lang) -> Self {
        Self {
            name: &from.name,
            status: Status::of(&from.status, lang),
            notes: from.notes.iter().map(|note| lang.say(note)).collect(),
        }
    }
}

impl<'a> Status<'a> {
    fn of(from: &'a SheetStatus, lang: Lang) -> Self {
        match from {
            SheetStatus::Audited { header_row, rows, columns } => Self::Audited {
                header_row: *header_row,
                rows: *rows,
                columns: columns.iter().map(Column::of).collect(),
            },
            SheetStatus::Skipped(note) => Self::Skipped {
                reason: note.id.strip_prefix("sheet-").unwrap_or(note.id),
                message: lang.say(note),
                help: lang.help(note),
            },
        }
    }
}

impl<'a> Column<'a> {
    fn of(from: &'a FoundColumn) -> Self {
        Self {
            column: &from.column,
            header: &from.header,
            letter: column_letter(from.index),
            how: from.how.word(),
        }
    }
}
