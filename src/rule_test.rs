//! The tests that stand beside the rules: passed, missing, noisy or wrong.

use std::collections::VecDeque;

use jiff::civil::Date;

use crate::check::{Audit, HeaderSeen, Judged, SheetAt};
use crate::finding::{Severity, Source, Values};
use crate::outcome::Status;
use crate::ruleset::rule::{Expected, Over, Rule, RuleTest};
use crate::ruleset::{Node, RuleSet, Written, YamlValue};
use crate::schema::{ColumnId, Schema};
use crate::sheet::{NumberFormat, RawCell, RawRow, RawValue, Row, SheetFacts};
use crate::table::{Table, Tables};
use crate::workbook::typing::{Opened, Step, TypedRows};
use crate::workbook::{RawRows, ReadError};

/// The day that rules' tests are judged on, unless they say another.
pub const DEFAULT_DAY: Date = jiff::civil::date(2026, 11, 23);

/// How a test went.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What was expected, and what came.
    pub expected: String,
    /// What came.
    pub got: String,
}

/// Runs every test of the chosen rules; of all rules, where none is chosen.
#[must_use]
pub fn run(rules: &RuleSet, chosen: &[String]) -> Vec<TestResult> {
    let wanted = |rule: &&Rule| chosen.is_empty() || chosen.iter().any(|id| **id == *rule.id);
    rules
        .rules
        .iter()
        .filter(wanted)
        .flat_map(|rule| rule.tests.iter().map(|test| run_one(rules, rule, test)))
        .collect()
}

/// What a rule made of a test's rows.
#[derive(Debug, PartialEq, Eq)]
enum Got {
    Pass,
    NotApplicable,
    Undecided,
    Fail { column: String, row: u32, severity: Severity, text: String },
    Broke(String),
}

fn run_one(rules: &RuleSet, rule: &Rule, test: &RuleTest) -> TestResult {
    let got = judge(rules, rule, test);
    TestResult {
        rule: rule.id.to_string(),
        name: test.name.clone(),
        place: (rule.file.path.clone(), test.line),
        went: went(&test.expect, &got),
        expected: expected(&test.expect),
        got: said(&got),
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

fn expected(expected: &Expected) -> String {
    match expected {
        Expected::Pass => "pass".to_owned(),
        Expected::NotApplicable => "not_applicable".to_owned(),
        Expected::Undecided => "undecided".to_owned(),
        Expected::Fail { column, row, severity, text } => {
            let mut parts = vec![format!("fail: {column}")];
            parts.extend(row.map(|row| format!("row: {row}")));
            parts.extend(severity.map(|severity| format!("severity: {}", severity.word())));
            parts.extend(text.as_ref().map(|text| format!("text: {text}")));
            parts.join(", ")
        }
    }
}

fn said(got: &Got) -> String {
    match got {
        Got::Pass => "pass".to_owned(),
        Got::NotApplicable => "not_applicable".to_owned(),
        Got::Undecided => "undecided".to_owned(),
        Got::Fail { column, row, severity, text } => {
            format!(
                "fail: {column}, row: {}, severity: {}, text: {text}",
                row.saturating_sub(1),
                severity.word()
            )
        }
        Got::Broke(reason) => reason.clone(),
    }
}

/// Judges a test's rows by its rule; those that it is weaker than are judged too, the others not.
fn judge(rules: &RuleSet, rule: &Rule, test: &RuleTest) -> Got {
    let as_of = test.as_of.unwrap_or(DEFAULT_DAY);
    let tables = tables(rules, rule, test, as_of);
    let mut audit = Audit::only(rules, &tables, as_of, rules.find(&rule.id).unwrap_or_default());
    let at = SheetAt { source: Source::Input(0), sheet: 0 };
    if let (Over::Headers, Some(headers)) = (rule.over, &test.headers) {
        let mut sheet = Made::of_headers(headers);
        match TypedRows::open(&mut sheet, &rules.pack.sheet, as_of) {
            Ok(Opened::Rows(rows)) => audit.headers(at, 1, &HeaderSeen::all(rows.layout())),
            _ => return Got::Broke("no header".to_owned()),
        }
    } else {
        let on_sheet = if matches!(rule.over, Over::Table(_)) { &test.sheet } else { &test.rows };
        let mut row = Row::default();
        let mut sheet = Made::of_rows(&rules.pack.sheet, on_sheet, &test.absent);
        match TypedRows::open(&mut sheet, &rules.pack.sheet, as_of) {
            Ok(Opened::Rows(mut rows)) => {
                while rows.next_row(&mut row) == Ok(Step::Row) {
                    audit.row(at, &row, &[]);
                }
            }
            _ => return Got::Broke("no header".to_owned()),
        }
    }
    outcome(rules, rule, test, audit.finish())
}

fn outcome(rules: &RuleSet, rule: &Rule, test: &RuleTest, judged: Judged) -> Got {
    let index = rules.find(&rule.id).unwrap_or_default();
    let coverage = &judged.coverage[index];
    if let Status::Failed(note) = &coverage.status {
        return Got::Broke(rules.lang.say(note));
    }
    let mut findings: Vec<_> = judged.findings.into_iter().filter(|finding| finding.rule == index).collect();
    let wanted = match &test.expect {
        Expected::Fail { column, row, .. } => findings.iter().position(|finding| {
            finding.at.column.as_deref() == Some(column)
                && row.is_none_or(|row| u32::try_from(row + 1) == Ok(finding.at.row))
        }),
        _ => None,
    };
    if !findings.is_empty() {
        let finding = findings.swap_remove(wanted.unwrap_or_default());
        return Got::Fail {
            column: finding.at.column.as_deref().unwrap_or_default().to_owned(),
            row: finding.at.row,
            severity: finding.severity,
            text: finding.message.show(Values::Shown).to_owned(),
        };
    }
    if coverage.rows_undecided > 0 {
        Got::Undecided
    } else if coverage.rows_applicable > 0 {
        Got::Pass
    } else {
        Got::NotApplicable
    }
}

/// The test's tables. In a rule over a table, its rows are that table's.
fn tables(rules: &RuleSet, rule: &Rule, test: &RuleTest, as_of: Date) -> Tables {
    let table = |(index, schema): (usize, &Schema)| {
        let given = test.tables.iter().find(|(name, _)| *name == schema.name).map(|(_, rows)| rows);
        let own = (rule.over == Over::Table(index)).then_some(&test.rows);
        let rows = own.or(given)?;
        let mut sheet = Made::of_rows(schema, rows, &[]);
        let mut table = Table::default();
        let mut row = Row::default();
        if let Ok(Opened::Rows(mut rows)) = TypedRows::open(&mut sheet, schema, as_of) {
            while rows.next_row(&mut row) == Ok(Step::Row) {
                table.rows.push((0, row.clone()));
            }
        }
        Some(table)
    };
    rules.pack.tables.iter().enumerate().map(table).collect()
}

/// A sheet made of a test's rows: its header in row 1, in the pack's order.
struct Made {
    facts: SheetFacts,
    rows: VecDeque<RawRow>,
}

impl Made {
    fn of_headers(headers: &[String]) -> Self {
        let cells = headers.iter().zip(0..).map(|(header, column)| text_cell(column, header)).collect();
        Self { facts: SheetFacts::default(), rows: [RawRow { number: 1, hidden: false, cells }].into() }
    }

    fn of_rows(schema: &Schema, rows: &[Vec<(Written, Node)>], absent: &[String]) -> Self {
        let there: Vec<ColumnId> = (0..)
            .map(ColumnId)
            .take(schema.columns.len())
            .filter(|id| !absent.contains(&schema.column(*id).name))
            .collect();
        let headers: Vec<String> = there.iter().map(|id| schema.column(*id).name.clone()).collect();
        let mut made = Self::of_headers(&headers);
        for (row, number) in rows.iter().zip(2..) {
            let mut cells: Vec<RawCell> = row
                .iter()
                .filter_map(|(name, node)| {
                    let column = headers.iter().position(|header| *header == name.text);
                    let stray = name.text.strip_prefix("stray ").and_then(|n| n.parse::<usize>().ok());
                    let column = column.or_else(|| stray.map(|n| headers.len() + n))?;
                    let value = raw_value(node);
                    (value != RawValue::Blank).then(|| RawCell {
                        column: u32::try_from(column).unwrap_or_default(),
                        value,
                        struck: false,
                    })
                })
                .collect();
            cells.sort_by_key(|cell| cell.column);
            made.rows.push_back(RawRow { number, hidden: false, cells });
        }
        made
    }
}

impl RawRows for Made {
    fn facts(&self) -> &SheetFacts {
        &self.facts
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        let Some(next) = self.rows.pop_front() else { return Ok(false) };
        *row = next;
        Ok(true)
    }
}

fn text_cell(column: u32, text: &str) -> RawCell {
    RawCell { column, value: RawValue::Text(text.to_owned()), struck: false }
}

/// A cell as a test writes it.
#[allow(clippy::cast_precision_loss, reason = "a number in a sheet is a float")]
fn raw_value(node: &Node) -> RawValue {
    let number =
        |value: f64, scientific| RawValue::Number { value, format: NumberFormat { zeros: 0, scientific } };
    match &node.value {
        YamlValue::Text(text) => match text.parse::<Date>() {
            Ok(date) if text.len() == 10 => RawValue::Date(date.to_datetime(jiff::civil::Time::midnight())),
            _ if text.is_empty() => RawValue::Blank,
            _ => RawValue::Text(text.clone()),
        },
        YamlValue::Int(value) => number(*value as f64, false),
        YamlValue::Float(value) => number(*value, false),
        YamlValue::Bool(value) => RawValue::Bool(*value),
        YamlValue::Map(entries) => {
            match entries.first().map(|(key, node)| (key.text.as_str(), &node.value)) {
                Some(("error", YamlValue::Text(code))) => RawValue::Error(code.clone()),
                Some(("no_value", _)) => RawValue::NoValue,
                Some(("scientific", YamlValue::Int(value))) => number(*value as f64, true),
                Some(("scientific", YamlValue::Float(value))) => number(*value, true),
                _ => RawValue::Blank,
            }
        }
        YamlValue::Null | YamlValue::List(_) => RawValue::Blank,
    }
}
