//! Reports over time: findings a clause a week, what came and what was mended.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Report;
use super::compare::{Cause, compare};
use crate::lang::Note;

/// What places a report in time. A report itself may be large; this is kept of each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The day that its audit counted from.
    pub as_of: Date,
    /// When it was made.
    pub created: Timestamp,
    /// Its file, as it was named.
    pub path: String,
}

impl Head {
    /// Of a report.
    #[must_use]
    pub fn of(path: &str, report: &Report) -> Self {
        Self { as_of: report.as_of, created: report.created, path: path.to_owned() }
    }

    /// Year and week, as ISO 8601 counts them.
    fn week(&self) -> (i16, i8) {
        let week = self.as_of.iso_week_date();
        (week.year(), week.week())
    }
}

/// The last report of each week, in order of time; and the others.
#[must_use]
pub fn last_of_weeks(mut heads: Vec<Head>) -> (Vec<Head>, Vec<Head>) {
    heads.sort();
    let mut last: BTreeMap<(i16, i8), Head> = BTreeMap::new();
    let others = heads.into_iter().filter_map(|head| last.insert(head.week(), head)).collect();
    (last.into_values().collect(), others)
}

/// Weeks, one after the other.
#[derive(Debug, Default)]
pub struct Trend {
    /// In order of time. Weeks without a report are not there.
    pub weeks: Vec<Week>,
    /// The clauses that anything was found by, in the packs' order, with their titles.
    pub clauses: Vec<(String, String)>,
    /// What whoever reads it should know.
    pub notes: Vec<Note>,
    last: Option<Report>,
}

/// What the last report of a week says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// ISO 8601's.
    pub year: i16,
    /// ISO 8601's.
    pub week: i8,
    /// The report.
    pub head: Head,
    /// Rows that were judged.
    pub rows: u64,
    /// Findings.
    pub findings: u64,
    /// Findings by clause. One that rests on two clauses counts under both.
    pub by_clause: BTreeMap<String, u64>,
    /// Findings that are accepted.
    pub waived: u64,
    /// Against the report before; none of the first, and where they cannot be compared.
    pub since: Option<SinceBefore>,
}

/// What differs from the report before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SinceBefore {
    /// Findings that were not there.
    pub new: u64,
    /// Findings that were there and are no more.
    pub mended: u64,
    /// Came or went because the rules differ, or because one of the audits did not look there.
    pub otherwise: u64,
}

impl Trend {
    /// Adds the next report in order of time.
    pub fn add(&mut self, head: Head, report: Report) {
        let (year, week) = head.week();
        let since = self.last.as_ref().and_then(|before| match compare(before, &report) {
            Ok(differs) => {
                let by_place = Note::new("trend-by-place");
                if !differs.keyed && !self.notes.contains(&by_place) {
                    self.notes.push(by_place);
                }
                let of = |findings: &[serde_json::Value], sheet: bool| {
                    let is = |cause: Cause| {
                        [Cause::Sheet, Cause::Either, Cause::Tables, Cause::Day].contains(&cause)
                    };
                    let causes = Cause::ALL.into_iter().filter(|cause| is(*cause) == sheet);
                    let words: Vec<&str> = causes.map(Cause::word).collect();
                    let counts =
                        |it: &&serde_json::Value| it["cause"].as_str().is_some_and(|it| words.contains(&it));
                    findings.iter().filter(counts).count() as u64
                };
                let (new, gone) = (&differs.diff.new, &differs.diff.gone);
                let otherwise = of(new, false) + of(gone, false);
                Some(SinceBefore { new: of(new, true), mended: of(gone, true), otherwise })
            }
            Err(_) => {
                self.notes.push(Note::new("trend-other-secret").with("path", head.path.as_str()));
                None
            }
        });
        let mut by_clause = BTreeMap::new();
        for clause in report.findings.iter().flat_map(|finding| &finding.clauses) {
            *by_clause.entry(clause.clone()).or_insert(0) += 1;
        }
        for (id, title) in &report.clauses {
            if by_clause.contains_key(id) && !self.clauses.iter().any(|(known, _)| known == id) {
                self.clauses.push((id.clone(), title.clone()));
            }
        }
        let order = |id: &str| report.clauses.iter().position(|(own, _)| own == id).unwrap_or(usize::MAX);
        self.clauses.sort_by_key(|(id, _)| order(id));
        self.weeks.push(Week {
            year,
            week,
            head,
            rows: report.summary.rows,
            findings: report.findings.len() as u64,
            by_clause,
            waived: report.findings.iter().filter(|finding| finding.waived.is_some()).count() as u64,
            since,
        });
        self.last = Some(report);
    }
}
