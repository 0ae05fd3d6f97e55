//! What was asked of an audit that decides what comes of it, beside its inputs, its rules and the day.

use jiff::civil::Date;

use crate::finding::Severity;

/// Options that change an outcome or its exit code. The same bytes, rules, day and options give the same report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Only these sheets were asked for; all, where empty.
    pub sheets: Vec<String>,
    /// Limits that were changed, by name, as a person writes them.
    pub limits: Vec<(String, String)>,
    /// Tables that were said to cover other days than their own dates do.
    pub periods: Vec<Period>,
    /// The least severity that makes exit code 1; none: nothing does.
    pub fail_on: Option<Severity>,
    /// A rule that was not checked makes exit code 2.
    pub strict: bool,
}

/// The days that a table was said to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its name in the pack.
    pub table: String,
    /// The first, where that was said.
    pub from: Option<Date>,
    /// The last, where that was said.
    pub to: Option<Date>,
}

impl Options {
    /// What changes findings and was not left as it is by itself, as it is written on the command line (and in the
    /// settings: a table's days).
    #[must_use]
    pub fn written(&self) -> Vec<String> {
        let sheets = self.sheets.iter().map(|sheet| format!("--sheet {sheet}"));
        let limits = self.limits.iter().map(|(name, value)| format!("--max {name}={value}"));
        let day = |name, day: Option<Date>| day.map(|day| format!(" {name}: {day}")).unwrap_or_default();
        let periods = self
            .periods
            .iter()
            .map(|period| format!("{}:{}{}", period.table, day("from", period.from), day("to", period.to)));
        sheets.chain(limits).chain(periods).collect()
    }

    /// The word that the option and JSON use.
    #[must_use]
    pub fn fails_on(&self) -> &'static str {
        self.fail_on.map_or("never", Severity::word)
    }
}
