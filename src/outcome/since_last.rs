//! How an audit stands to an earlier one, and what was accepted.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Outcome;
use crate::finding::{Severity, State};

/// What an audit says of last time. Empty where it was not asked.
#[derive(Debug, Clone, Default)]
pub struct SinceLast {
    /// Which secret the fingerprints are made with; none where there are none.
    pub key_id: Option<String>,
    /// The report that findings were held against.
    pub baseline: Option<Baseline>,
    /// What stood in it and is no more, in its order.
    pub gone: Vec<Gone>,
    /// The waivers that were given.
    pub waivers: Option<Waivers>,
}

/// An earlier report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Its file, as it was named.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// How many findings it has.
    pub findings: usize,
    /// Other rules judged then: what is new or gone may be so for that.
    pub other_rules: bool,
    /// New findings of rules that did not judge then: the sheet need not have changed.
    pub new_of_new_rules: usize,
}

/// A finding of the baseline that is no more. What its cells held is not repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// What it was known by.
    pub fingerprint: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// How grave it was.
    pub severity: Severity,
    /// The input or table that it stood in.
    pub input: String,
    /// The sheet.
    pub sheet: String,
    /// The table, by its name in the pack.
    pub table: Option<String>,
    /// The row.
    pub row: u32,
    /// The column.
    pub column: Option<String>,
    /// The cell: `E14`.
    pub cell: Option<String>,
    /// Why it is no more.
    pub why: GoneWhy,
}

/// Why a finding of the baseline is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoneWhy {
    /// Its rule was judged and did not find it: it was mended, or its row is not there.
    Mended,
    /// Its rule was not checked, or what it stood in could not be read.
    NotChecked,
    /// Its rule is off, or not in the pack.
    NoRule,
}

impl GoneWhy {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mended => "mended",
            Self::NotChecked => "not_checked",
            Self::NoRule => "no_rule",
        }
    }
}

/// The waivers that were given, and what came of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waivers {
    /// Their file, as it was named.
    pub path: String,
    /// How many there are.
    pub count: usize,
    /// Those that accept nothing, in the file's order.
    pub stale: Vec<StaleWaiver>,
}

/// A waiver that accepts nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleWaiver {
    /// The 1-based line where it stands.
    pub line: usize,
    /// The rule or the clause that it names.
    pub about: String,
    /// Why it accepts nothing.
    pub why: StaleWhy,
    /// The reason that it gives.
    pub reason: String,
    /// The last day that it held, as in JSON.
    pub until: Date,
}

/// Why a waiver accepts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaleWhy {
    /// Its last day is past.
    Expired,
    /// The row has such a finding, and its cells hold something else now.
    Changed,
    /// No finding is the one that it means.
    Unmatched,
    /// The pack has no such rule or clause.
    Unknown,
}

impl StaleWhy {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Changed => "changed",
            Self::Unmatched => "unmatched",
            Self::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// Findings that stand so to the baseline.
    #[must_use]
    pub fn in_state(&self, state: State) -> usize {
        self.findings.iter().filter(|finding| finding.since.state == Some(state)).count()
    }

    /// Findings that are accepted.
    #[must_use]
    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|finding| finding.since.waived.is_some()).count()
    }
}
