//! The tests that stand beside the rules: how they went, what they leave untried, and which changes of
//! a rule they would not notice.

pub mod coverage;
mod judge;
pub mod mutate;
mod sheet;
mod tree;

use jiff::civil::Date;

use crate::ruleset::RuleSet;
use crate::ruleset::rule::{Expected, RuleTest};
use judge::{Got, judge};

/// The day that rules' tests are judged on, unless they say another.
pub const DEFAULT_DAY: Date = jiff::civil::date(2026, 11, 23);

/// How a test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// As expected.
    Passed,
    /// A finding was expected, and there was none.
    Missing,
    /// A finding that was not expected.
    Noisy,
    /// A finding, at another cell, of another severity or with another text; or another answer.
    Wrong,
}

impl Went {
    /// The word that JSON uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Missing => "missing",
            Self::Noisy => "noisy",
            Self::Wrong => "wrong",
        }
    }
}

/// A test and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// The rule's id.
    pub rule: String,
    /// The test's name.
    pub name: String,
    /// The rule's file and the 1-based line of the test.
    pub place: (String, usize),
    /// How it went.
    pub went: Went,
    /// What was expected, fact by fact, as a test writes it.
    pub expected: Vec<String>,
    /// What came, likewise.
    pub got: Vec<String>,
}

/// Runs every test of the chosen rules (indices into the rule set).
#[must_use]
pub fn run(rules: &RuleSet, chosen: &[usize]) -> Vec<TestResult> {
    let of_rule = |index: &usize| {
        let tests = rules.rules[*index].tests.iter();
        tests.map(|test| run_one(rules, *index, test)).collect::<Vec<_>>()
    };
    chosen.iter().flat_map(of_rule).collect()
}

fn run_one(rules: &RuleSet, index: usize, test: &RuleTest) -> TestResult {
    let rule = &rules.rules[index];
    let got = judge(rules, index, test);
    TestResult {
        rule: rule.id.to_string(),
        name: test.name.clone(),
        place: (rule.file.path.clone(), test.line),
        went: went(&test.expect, &got),
        expected: expected(&test.expect),
        got: said(&got, &test.expect),
    }
}

fn went(expected: &Expected, got: &Got) -> Went {
    match (expected, got) {
        (Expected::Pass, Got::Pass)
        | (Expected::NotApplicable, Got::NotApplicable)
        | (Expected::Undecided, Got::Undecided) => Went::Passed,
        (
            Expected::Fail { column, row, severity, text },
            Got::Fail { column: at, row: on, severity: grave, text: said },
        ) => {
            let same = column == at
                && row.is_none_or(|row| u32::try_from(row + 1) == Ok(*on))
                && severity.is_none_or(|severity| severity == *grave)
                && text.as_ref().is_none_or(|text| said.contains(text));
            if same { Went::Passed } else { Went::Wrong }
        }
        (Expected::Fail { .. }, _) => Went::Missing,
        (_, Got::Fail { .. }) => Went::Noisy,
        _ => Went::Wrong,
    }
}

/// Do the rule's own tests all go as they should?
fn all_pass(rules: &RuleSet, index: usize) -> bool {
    let tests = &rules.rules[index].tests;
    tests.iter().all(|test| went(&test.expect, &judge(rules, index, test)) == Went::Passed)
}

fn expected(expected: &Expected) -> Vec<String> {
    match expected {
        Expected::Pass => vec!["pass".to_owned()],
        Expected::NotApplicable => vec!["not_applicable".to_owned()],
        Expected::Undecided => vec!["undecided".to_owned()],
        Expected::Fail { column, row, severity, text } => {
            let mut facts = vec![format!("fail: {column}")];
            facts.extend(row.map(|row| format!("row: {row}")));
            facts.extend(severity.map(|severity| format!("severity: {}", severity.word())));
            facts.extend(text.as_ref().map(|text| format!("text: {text}")));
            facts
        }
    }
}

/// What came, with the facts that the test asks for; all of them where it expected no finding.
fn said(got: &Got, expected: &Expected) -> Vec<String> {
    match got {
        Got::Pass => vec!["pass".to_owned()],
        Got::NotApplicable => vec!["not_applicable".to_owned()],
        Got::Undecided => vec!["undecided".to_owned()],
        Got::Broke(reason) => vec![reason.clone()],
        Got::Fail { column, row, severity, text } => {
            let (asks_row, asks_severity, part) = match expected {
                Expected::Fail { row, severity, text, .. } => {
                    (row.is_some(), severity.is_some(), Some(text.as_deref()))
                }
                _ => (true, true, None),
            };
            let text = match part {
                // A test gives a part of the message.
                Some(Some(part)) if text.contains(part) => Some(part),
                Some(None) => None,
                _ => Some(text.as_str()),
            };
            let mut facts = vec![format!("fail: {column}")];
            facts.extend(asks_row.then(|| format!("row: {}", row.saturating_sub(1))));
            facts.extend(asks_severity.then(|| format!("severity: {}", severity.word())));
            facts.extend(text.map(|text| format!("text: {text}")));
            facts
        }
    }
}
