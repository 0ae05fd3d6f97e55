//! Reports of earlier audits, read back from their JSON.
//!
//! [`report::json`](crate::report::json) writes what this reads. It is strict about what it needs, since a
//! comparison with half a report would call old findings new; what it does not know, it leaves alone.

pub mod compare;
mod fields;
mod read;
pub mod trend;
pub mod verify;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::finding::{Basis, Severity, State, Values};
use crate::lang::Lang;

pub use read::{MOST_BYTES, Unread};

/// A report of an earlier audit.
#[derive(Debug, Clone)]
pub struct Report {
    /// The version of the program that made it.
    pub tool_version: String,
    /// When it was made.
    pub created: Timestamp,
    /// The day that date rules counted from.
    pub as_of: Date,
    /// Its language.
    pub lang: Lang,
    /// Could its writer show personal data?
    pub values: Values,
    /// What was asked, beside inputs, rules and the day; as the report has it.
    pub options: Value,
    /// Which rules judged.
    pub rules: Rules,
    /// What was audited, in order.
    pub inputs: Vec<Source>,
    /// The tables that were given.
    pub tables: Vec<Source>,
    /// What became of each rule that was on.
    pub coverage: Vec<Covered>,
    /// The clauses of the routine, in the pack's order: id and title.
    pub clauses: Vec<(String, String)>,
    /// What it came to.
    pub summary: Summary,
    /// Names the secret that its fingerprints were made with; none where there was none.
    pub key_id: Option<String>,
    /// In the order of the report.
    pub findings: Vec<Finding>,
    /// Does it say what it said when it was made?
    pub seal: Seal,
    /// Everything else that it holds, as it stands.
    pub rest: Map<String, Value>,
}

/// Does a report say what it said when it was made?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Yes.
    Whole,
    /// No: somebody or something changed it.
    Broken,
    /// It has no seal: made before there were any, or taken away.
    Absent,
}

/// Which rules judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The pack's name.
    pub pack: String,
    /// The pack's version.
    pub version: String,
    /// `built-in`, or a path.
    pub source: String,
    /// `sha256:…` over its files.
    pub digest: String,
    /// `sha256:…` over what all its rules share.
    pub shared_digest: String,
    /// Rules that were off.
    pub off: Vec<String>,
    /// What a configuration changed.
    pub overridden: Vec<String>,
}

/// An input or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// A table's name in the pack; none for an input.
    pub name: Option<String>,
    /// As it was given.
    pub path: String,
    /// `sha256:…` of its bytes; empty where it could not be read.
    pub sha256: String,
    /// The same of a text's content; none of a workbook.
    pub content_sha256: Option<String>,
    /// Its sheets, each with whether it was audited.
    pub sheets: Vec<(String, bool)>,
}

impl Source {
    /// The digest of what it says: of a text, to which line ends do not matter, and else of its bytes.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.content_sha256.as_deref().unwrap_or(&self.sha256)
    }
}

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The rule's id.
    pub rule: String,
    /// Names the fault.
    pub title: String,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
    /// As the pack, or its override, had it.
    pub severity: Severity,
    /// `sha256:…` over what it says, its tests aside.
    pub digest: String,
    /// Was it judged?
    pub status: Status,
    /// Why it was not checked, or failed, in the report's language.
    pub reason: Option<String>,
}

/// Was a rule judged?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was.
    Checked,
    /// It lacked something, or could decide no row.
    NotChecked,
    /// It broke.
    Failed,
}

/// What an audit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were judged.
    pub rows: u64,
    /// Rows with at least one finding.
    pub rows_with_findings: u64,
    /// Findings of that severity.
    pub error: u64,
    /// Findings of that severity.
    pub warning: u64,
    /// Findings of that severity.
    pub info: u64,
}

/// A finding as a report has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// How grave it is.
    pub severity: Severity,
    /// The input that it stands in.
    pub input: String,
    /// Its sheet.
    pub sheet: String,
    /// The pack's table that it stands in; none for an input.
    pub table: Option<String>,
    /// 1-based.
    pub row: u32,
    /// The column's canonical name.
    pub column: Option<String>,
    /// `E14`; none where the column is missing.
    pub cell: Option<String>,
    /// What is wrong.
    pub message: String,
    /// Who it is: rule, column and row, keyed with the secret. None where there was no secret.
    pub fingerprint: Option<String>,
    /// Its row, keyed with the secret.
    pub row_key: Option<String>,
    /// What its cells held, keyed with the secret.
    pub content: Option<String>,
    /// Held against a baseline; none where there was none.
    pub state: Option<State>,
    /// Accepted, and why.
    pub waived: Option<Waived>,
    /// The finding whole, as it stands in the report.
    pub json: Value,
}

/// Why a finding is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The reason.
    pub reason: String,
    /// Who accepted it.
    pub by: Option<String>,
    /// The last day that it holds.
    pub until: Option<Date>,
}
