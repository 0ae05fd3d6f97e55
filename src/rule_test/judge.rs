//! What a rule makes of a test's rows.

use jiff::civil::Date;

use super::sheet::Made;
use crate::check::{Audit, HeaderSeen, Judged, SheetAt};
use crate::finding::{Severity, Source, Values};
use crate::outcome::Status;
use crate::ruleset::RuleSet;
use crate::ruleset::rule::{Expected, Over, Rule, RuleTest};
use crate::schema::Schema;
use crate::sheet::Row;
use crate::table::{Table, Tables};
use crate::workbook::typing::{Opened, Step, TypedRows};

/// What a rule made of a test's rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Got {
    Pass,
    NotApplicable,
    Undecided,
    Fail { column: String, row: u32, severity: Severity, text: String },
    Broke(String),
}

/// Judges a test's rows by the rule at `index`: what came of it, as the test would say it.
pub(super) fn judge(rules: &RuleSet, index: usize, test: &RuleTest) -> Got {
    let Some(judged) = judged(rules, index, test) else { return Got::Broke(rules.lang.word("why-no-sheet")) };
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

/// Does the rule at `index` find anything in a test's rows?
pub(super) fn finds(rules: &RuleSet, index: usize, test: &RuleTest) -> bool {
    judged(rules, index, test)
        .is_some_and(|judged| judged.findings.iter().any(|finding| finding.rule == index))
}

/// Those rules that this one is weaker than judge, too; the others do not.
fn judged(rules: &RuleSet, index: usize, test: &RuleTest) -> Option<Judged> {
    let rule = &rules.rules[index];
    let as_of = test.as_of.unwrap_or(super::DEFAULT_DAY);
    let tables = tables(rules, rule, test, as_of);
    let mut audit = Audit::only(rules, &tables, as_of, index);
    let at = SheetAt { source: Source::Input(0), sheet: 0 };
    if let (Over::Headers, Some(headers)) = (rule.over, &test.headers) {
        let mut sheet = Made::of_headers(headers);
        match TypedRows::open(&mut sheet, &rules.pack.sheet, as_of) {
            Ok(Opened::Rows(rows)) => audit.headers(at, 1, &HeaderSeen::all(rows.layout())),
            _ => return None,
        }
    } else {
        // In a rule over a table, `absent` names that table's columns.
        let (on_sheet, absent) = match rule.over {
            Over::Table(_) => (&test.sheet, &[][..]),
            _ => (&test.rows, test.absent.as_slice()),
        };
        let mut row = Row::default();
        let mut sheet = Made::of_rows(&rules.pack.sheet, on_sheet, absent);
        match TypedRows::open(&mut sheet, &rules.pack.sheet, as_of) {
            Ok(Opened::Rows(mut rows)) => {
                while rows.next_row(&mut row) == Ok(Step::Row) {
                    audit.row(at, &row, &[]);
                }
            }
            _ => return None,
        }
    }
    Some(audit.finish())
}

/// The test's tables. In a rule over a table, its rows are that table's.
fn tables(rules: &RuleSet, rule: &Rule, test: &RuleTest, as_of: Date) -> Tables {
    let table = |(index, schema): (usize, &Schema)| {
        let given = test.tables.iter().find(|(name, _)| *name == schema.name).map(|(_, rows)| rows);
        let own = (rule.over == Over::Table(index)).then_some(&test.rows);
        let rows = own.or(given)?;
        let named =
            |written: &String| written.strip_prefix(&schema.name)?.strip_prefix('.').map(str::to_owned);
        let mut absent: Vec<String> = test.absent.iter().filter_map(named).collect();
        if own.is_some() {
            absent.extend(test.absent.iter().cloned());
        }
        let mut sheet = Made::of_rows(schema, rows, &absent);
        let mut table = Table::default();
        let mut row = Row::default();
        if let Ok(Opened::Rows(mut rows)) = TypedRows::open(&mut sheet, schema, as_of) {
            while rows.next_row(&mut row) == Ok(Step::Row) {
                table.push(0, &row);
            }
        }
        table.complete();
        Some(table)
    };
    rules.pack.tables.iter().enumerate().map(table).collect()
}
