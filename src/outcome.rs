//! What an audit came to: findings, coverage and counts. Everything a report shows is here.

pub(crate) mod names;
mod options;
mod picture;
mod since_last;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Basis, Finding, Location, Related, Severity, Source, Values};
use crate::fold;
use crate::lang::{Lang, Note};
use crate::rule_page::Block;

pub use options::{Options, Period};
pub use picture::{PictureCell, PictureColumn, RowPicture, Unseen};
pub use since_last::{Baseline, Gone, GoneWhy, SinceLast, StaleWaiver, StaleWhy, Waivers};

/// The whole result of one audit, in the order of CONTRACT: inputs, then what was found in them.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The day that date rules counted from.
    pub as_of: Date,
    /// The language of every rule's text in here.
    pub lang: Lang,
    /// Which rules judged.
    pub pack: PackInfo,
    /// The rules that were on, in the pack's order. [`Finding::rule`] is an index into these.
    pub rules: Vec<RuleInfo>,
    /// The clauses of the routine, in the pack's order.
    pub clauses: Vec<ClauseInfo>,
    /// What was audited.
    pub inputs: Vec<SourceReport>,
    /// The tables that were given.
    pub tables: Vec<SourceReport>,
    /// By input, sheet, row, column, rule.
    pub findings: Vec<Finding>,
    /// The rows behind the findings, for renderers that draw them; see [`RowKey`].
    pub rows: BTreeMap<RowKey, RowPicture>,
    /// Rows that were judged.
    pub rows_judged: u64,
    /// Kinds of row that only some rules judge, with how many: handled, heading.
    pub rows_by_kind: Vec<(String, u64)>,
    /// What could not be read or judged; any of these makes exit code 2.
    pub errors: Vec<Problem>,
    /// What the reader should know about the run as a whole.
    pub notes: Vec<Note>,
    /// For how many days a report of this may be kept.
    pub retain_days: u32,
    /// The column to count findings by, where that was asked for: who filled in the row.
    pub adviser: Option<Arc<str>>,
    /// What was asked that decides what came of it.
    pub options: Options,
    /// How it stands to an earlier audit, and what was accepted.
    pub since: SinceLast,
}

/// Which rules judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackInfo {
    /// The pack's name.
    pub name: String,
    /// The pack's version.
    pub version: String,
    /// The folder it came from; none for the pack built into the binary.
    pub source: Option<String>,
    /// `sha256:…` over its files.
    pub digest: String,
    /// `sha256:…` over what all its rules share, with what a configuration changed of it.
    pub shared_digest: String,
    /// Rules that are off, by id.
    pub off: Vec<String>,
    /// What a configuration changed, as a person would say it.
    pub overridden: Vec<String>,
}

/// A rule and what became of it in this audit.
#[derive(Debug, Clone)]
pub struct RuleInfo {
    /// Its file's stem.
    pub id: Arc<str>,
    /// Names the fault.
    pub title: Arc<str>,
    /// What to do about it, on any row.
    pub help: Arc<str>,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
    /// As the pack (or its override) has it.
    pub severity: Severity,
    /// `sha256:…` over what its file says, its tests aside.
    pub digest: String,
    /// What became of it.
    pub coverage: Coverage,
    /// Its page, without its title; empty where it found nothing.
    pub page: Vec<Block>,
}

/// What became of a rule in this audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Was it judged?
    pub status: Status,
    /// Rows that it applied to.
    pub rows_applicable: u64,
    /// Rows that it could not decide.
    pub rows_undecided: u64,
    /// Why rows were undecided, with how many; most first.
    pub undecided: Vec<(Note, u64)>,
}

/// Was a rule judged?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It decided at least one row, or applied to none.
    Checked,
    /// What it needs was not given, or it could decide none of its rows.
    NotChecked(Note),
    /// The rule itself broke.
    Failed(Note),
}

/// A clause of the routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseInfo {
    /// `3.5`.
    pub id: String,
    /// What it demands, in the report's language.
    pub title: String,
    /// A clause that nothing can decide, with the reason; such a clause has no rule.
    pub never: Option<String>,
    /// What it needs, where this pack has no rule for it yet. None where rules speak for it.
    pub needs: Option<Note>,
}

/// What became of a clause: of all its rules together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseStatus {
    /// Every rule was checked.
    Checked,
    /// Some rules were checked, some not.
    PartlyChecked,
    /// No rule was checked, or there is none.
    NotChecked,
    /// One of its rules broke.
    Failed,
}

impl ClauseStatus {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::PartlyChecked => "partly_checked",
            Self::NotChecked => "not_checked",
            Self::Failed => "failed",
        }
    }
}

impl Status {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::NotChecked(_) => "not_checked",
            Self::Failed(_) => "failed",
        }
    }

    /// Why, unless it was checked.
    #[must_use]
    pub fn reason(&self) -> Option<&Note> {
        match self {
            Self::Checked => None,
            Self::NotChecked(note) | Self::Failed(note) => Some(note),
        }
    }
}

/// An input, or a table, and how it was understood.
#[derive(Debug, Clone, Default)]
pub struct SourceReport {
    /// A table's name in the pack; none for an input.
    pub table: Option<String>,
    /// As the user gave it, or as it was found in a folder. `-` is standard input.
    pub path: String,
    /// `sha256:` and 64 hex digits, of the bytes.
    pub sha256: String,
    /// The same of a text's content, to which line ends and a byte order mark do not matter; none of a workbook.
    pub content_sha256: Option<String>,
    /// Its sheets, in the workbook's order.
    pub sheets: Vec<SheetReport>,
    /// The first and the last day that a table covers, where its links look at days.
    pub period: Option<(Date, Date)>,
}

impl SourceReport {
    /// Rows that were judged, over its sheets.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let rows = |sheet: &SheetReport| match sheet.status {
            SheetStatus::Audited { rows, .. } => rows,
            SheetStatus::Skipped(_) => 0,
        };
        self.sheets.iter().map(rows).sum()
    }
}

/// What a part of an audit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Rows that were judged; 0 where that is not known.
    pub rows: u64,
    /// Rows that have at least one finding.
    pub rows_with_findings: u64,
    /// Findings of that severity.
    pub error: u64,
    /// Findings of that severity.
    pub warning: u64,
    /// Findings of that severity.
    pub info: u64,
}

impl Totals {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

/// A sheet and how it was understood.
#[derive(Debug, Clone)]
pub struct SheetReport {
    /// Its tab's name. For a CSV, the file's stem.
    pub name: String,
    /// Audited, or why not.
    pub status: SheetStatus,
    /// What a person should know of how it was read.
    pub notes: Vec<Note>,
}

/// Was a sheet audited?
#[derive(Debug, Clone)]
pub enum SheetStatus {
    /// Yes.
    Audited {
        /// 1-based.
        header_row: u32,
        /// Rows that were judged, of every kind but headings.
        rows: u64,
        /// How each column of the pack was found, in the pack's order; the missing are left out.
        columns: Vec<FoundColumn>,
    },
    /// No, and why.
    Skipped(Note),
}

/// A column of the pack, as it was found on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundColumn {
    /// The canonical name.
    pub column: Arc<str>,
    /// The header as it stands.
    pub header: String,
    /// 0-based.
    pub index: u32,
    /// How they were matched.
    pub how: HeaderMatch,
}

/// How a column was matched to a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeaderMatch {
    /// The canonical name, folded.
    Exact,
    /// One of the pack's aliases, folded.
    Alias,
    /// A near match: a guess, and said so.
    Near,
    /// No header means it.
    Missing,
    /// Two headers mean it.
    Twice,
}

impl HeaderMatch {
    /// The word that packs, `inspect` and JSON use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Near => "near",
            Self::Missing => "missing",
            Self::Twice => "twice",
        }
    }
}

/// What could not be read or judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The input, table or rule it is about.
    pub input: Option<String>,
    /// What happened. Its id is the `code` of the JSON, its `.help` what to do.
    pub note: Note,
}

/// Names a row in [`Outcome::rows`]: source, sheet, row.
pub type RowKey = (Source, usize, u32);

impl Outcome {
    /// Findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Findings of a rule, by its index.
    #[must_use]
    pub fn findings_of(&self, rule: usize) -> usize {
        self.findings.iter().filter(|finding| finding.rule == rule).count()
    }

    /// The rules that rest on a clause.
    pub fn rules_of<'a>(&'a self, clause: &'a ClauseInfo) -> impl Iterator<Item = &'a RuleInfo> {
        let rests_on = |rule: &&RuleInfo| rule.clauses.contains(&clause.id);
        self.rules.iter().filter(rests_on)
    }

    /// What became of a clause, and the first reason why it was not checked whole.
    #[must_use]
    pub fn clause_status(&self, clause: &ClauseInfo) -> (ClauseStatus, Option<Note>) {
        let statuses: Vec<&Status> = self.rules_of(clause).map(|rule| &rule.coverage.status).collect();
        let failed = statuses.iter().find(|status| matches!(status, Status::Failed(_)));
        if let Some(failed) = failed {
            return (ClauseStatus::Failed, failed.reason().cloned());
        }
        let reason = statuses.iter().find_map(|status| status.reason());
        let checked = statuses.iter().any(|status| **status == Status::Checked);
        let status = match (checked, reason) {
            (true, None) => ClauseStatus::Checked,
            (true, Some(_)) => ClauseStatus::PartlyChecked,
            (false, _) => ClauseStatus::NotChecked,
        };
        (status, reason.or(clause.needs.as_ref()).cloned())
    }

    /// What each input came to, in their order.
    #[must_use]
    pub fn by_input(&self) -> Vec<Totals> {
        let of = |input: &SourceReport| Totals { rows: input.rows(), ..Totals::default() };
        let mut totals: Vec<Totals> = self.inputs.iter().map(of).collect();
        let mut last = None;
        for finding in &self.findings {
            if let Source::Input(index) = finding.at.source {
                // In order of place: a row's findings stand together.
                let row = finding.at.row_key();
                totals[index].rows_with_findings += u64::from(last.replace(row) != Some(row));
                totals[index].add(finding.severity);
            }
        }
        totals
    }

    /// Findings by whoever filled in the row, most first; empty unless it was asked for. Names are compared
    /// folded; one that may not be shown to anybody counts under the empty name.
    #[must_use]
    pub fn by_adviser(&self) -> Vec<(String, Totals)> {
        let Some(column) = &self.adviser else { return Vec::new() };
        let mut people: BTreeMap<String, (String, Totals)> = BTreeMap::new();
        let mut last = None;
        for finding in &self.findings {
            let row = finding.at.row_key();
            let Some(picture) = self.rows.get(&row).filter(|_| matches!(row.0, Source::Input(_))) else {
                continue;
            };
            let name = picture.cells().find(|cell| cell.column == column);
            let name = name.map_or("", |cell| cell.value.text.trim());
            let person =
                people.entry(fold::plain(name)).or_insert_with(|| (name.to_owned(), Totals::default()));
            person.1.rows_with_findings += u64::from(last.replace(row) != Some(row));
            person.1.add(finding.severity);
        }
        let mut people: Vec<(String, Totals)> = people.into_values().collect();
        people.sort_by_key(|(_, totals)| std::cmp::Reverse((totals.error, totals.warning, totals.info)));
        people
    }

    /// Rows that have at least one finding.
    #[must_use]
    pub fn rows_with_findings(&self) -> usize {
        let mut rows: Vec<RowKey> = self.findings.iter().map(|finding| finding.at.row_key()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    /// Does a report that shows values as this policy says hold personal data?
    #[must_use]
    pub fn shows_personal_data(&self, values: Values) -> bool {
        if values == Values::Masked {
            return false;
        }
        let differs = |said: &crate::finding::Said| said.show(Values::Shown) != said.show(Values::Masked);
        let named = self.adviser.is_some() && !self.findings.is_empty();
        named
            || self.rows.values().flat_map(RowPicture::cells).any(|cell| cell.value.is_personal())
            || self.findings.iter().any(|finding| {
                finding.value.is_personal()
                    || finding.because.iter().any(|because| because.value.is_personal())
                    || finding.related.iter().any(|related| differs(&related.message))
                    || differs(&finding.message)
                    || differs(&finding.help)
            })
    }

    /// The input or table behind a location.
    #[must_use]
    pub fn source(&self, at: &Location) -> &SourceReport {
        match at.source {
            Source::Input(index) => &self.inputs[index],
            Source::Table(index) => &self.tables[index],
        }
    }

    /// The name of the sheet behind a location.
    #[must_use]
    pub fn sheet_name(&self, at: &Location) -> &str {
        &self.source(at).sheets[at.sheet].name
    }
}

impl Location {
    /// The row that this stands on.
    #[must_use]
    pub fn row_key(&self) -> RowKey {
        (self.source, self.sheet, self.row)
    }
}

impl Related {
    /// The row that this stands on.
    #[must_use]
    pub fn row_key(&self) -> RowKey {
        self.at.row_key()
    }
}
