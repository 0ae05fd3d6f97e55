//! A test that would notice a change: a near relative of one that stands there, with one cell otherwise.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::rule_test::judge::{Got, judge};
use crate::rule_test::tree;
use crate::ruleset::cond::{Cond, Field, Test};
use crate::ruleset::rule::{Expect, Expected, Over, RuleTest, TestRow};
use crate::ruleset::{Node, RuleSet, Written, YamlValue};

/// So many relatives are tried.
const TRIES: usize = 600;
/// A date is moved by at most so many days.
const DAYS: i32 = 40;

/// A text that says nothing in particular.
const OTHER: &str = "abc";

/// Cells that the rule's tests hold, by table (none: the sheet) and column.
type Pool = BTreeMap<(Option<String>, String), Vec<Node>>;

/// A test, as YAML, whose outcome differs between the rule and the changed one.
pub(super) fn test(rules: &mut RuleSet, index: usize, changed: &Node) -> Option<String> {
    let mut mutant = rules.reread(index, changed)?;
    let pool = pool(rules, index);
    let relatives = relatives(&rules.rules[index].tests, &pool);
    for relative in relatives.into_iter().take(TRIES) {
        let own = judge(rules, index, &relative);
        std::mem::swap(&mut rules.rules[index], &mut mutant);
        let other = judge(rules, index, &relative);
        std::mem::swap(&mut rules.rules[index], &mut mutant);
        if own != other {
            return written(&relative, &own);
        }
    }
    None
}

/// Every test with one cell of it taken from another test, taken away, or a little otherwise.
fn relatives(tests: &[RuleTest], pool: &Pool) -> Vec<RuleTest> {
    let mut relatives = Vec::new();
    // What other tests hold tells more than a day more or less.
    for near in [false, true] {
        for test in tests {
            for (row, cells) in test.rows.iter().enumerate() {
                for new in rows(cells, None, pool, near) {
                    let mut relative = test.clone();
                    relative.rows[row] = new;
                    relatives.push(relative);
                }
            }
        }
        for test in tests {
            for (table, (name, theirs)) in test.tables.iter().enumerate() {
                for (row, cells) in theirs.iter().enumerate() {
                    for new in rows(cells, Some(name), pool, near) {
                        let mut relative = test.clone();
                        relative.tables[table].1[row] = new;
                        relatives.push(relative);
                    }
                }
            }
        }
    }
    for relative in &mut relatives {
        relative.expect = Expected::Pass;
    }
    relatives
}

fn pool(rules: &RuleSet, index: usize) -> Pool {
    let mut pool = Pool::new();
    let mut add = |table: Option<&String>, column: &str, node: &Node| {
        let cells = pool.entry((table.cloned(), column.to_owned())).or_default();
        if !cells.contains(node) {
            cells.push(node.clone());
        }
    };
    for test in &rules.rules[index].tests {
        test.rows.iter().flatten().for_each(|(name, node)| add(None, &name.text, node));
        for (table, rows) in &test.tables {
            rows.iter().flatten().for_each(|(name, node)| add(Some(table), &name.text, node));
        }
    }
    for (column, word) in words(rules, index) {
        add(None, &column, &tree::text(word, &(0..0)));
    }
    pool
}

/// What the rule's columns may say, by the words of the pack: each kind, and two of them at once.
fn words(rules: &RuleSet, index: usize) -> Vec<(String, String)> {
    let rule = &rules.rules[index];
    let pack = &rules.pack;
    if matches!(rule.over, Over::Headers | Over::Table(_)) {
        return Vec::new();
    }
    let said = |name: &str| {
        let term = pack.words.get(pack.words.term(name)?);
        term.words.iter().find(|word| !word.contains(['*', '~'])).cloned()
    };
    let mut words = Vec::new();
    let mut visit = |cond: &Cond| {
        let Cond::Test(Field::Column(id), test) = cond else { return };
        let Some(column) = pack.sheet.columns.get(id.index()) else { return };
        let mut add = |word: String| words.push((column.name.clone(), word));
        match test {
            Test::IsA(term) => {
                let own = said(&pack.words.get(*term).name).unwrap_or_default();
                let siblings = pack.words.names().filter(|name| {
                    pack.words.term(name).map(|id| pack.words.group_of(id))
                        == Some(pack.words.group_of(*term))
                });
                for other in siblings.filter_map(said) {
                    add(format!("{own} + {other}"));
                    add(other);
                }
            }
            Test::Mentions(term) => {
                let own = said(&pack.words.get(*term).name);
                own.into_iter().for_each(&mut add);
                add(OTHER.to_owned());
            }
            Test::Matches(_) => add(OTHER.to_owned()),
            Test::Number(range) => {
                let ends = [range.least, range.most].into_iter().filter(|end| end.is_finite());
                ends.flat_map(|end| [end - 1.0, end, end + 1.0]).for_each(|number| add(number.to_string()));
            }
            _ => {}
        }
    };
    if let Some(when) = &rule.when {
        when.walk(&mut visit);
    }
    if let Expect::Cond(expect) = &rule.expect {
        expect.walk(&mut visit);
    }
    words
}

/// The row with one cell otherwise: a little, or as another test has it.
fn rows(row: &TestRow, table: Option<&String>, pool: &Pool, near: bool) -> Vec<TestRow> {
    let mut rows = Vec::new();
    for ((_, column), cells) in pool.iter().filter(|((of, _), _)| of.as_ref() == table) {
        let at = row.iter().position(|(name, _)| name.text == *column);
        let others = match (near, at) {
            (true, Some(at)) => nearly(&row[at].1),
            (true, None) => Vec::new(),
            (false, _) => cells.clone(),
        };
        for cell in others {
            let mut new = row.clone();
            match at {
                Some(at) => new[at].1 = cell,
                None => new.push((Written { text: column.clone(), span: 0..0 }, cell)),
            }
            rows.push(new);
        }
        if let (Some(at), false) = (at, near) {
            let mut new = row.clone();
            new.remove(at);
            rows.push(new);
        }
    }
    rows
}

/// A date some days away; a text one character longer or shorter.
fn nearly(cell: &Node) -> Vec<Node> {
    let YamlValue::Text(text) = &cell.value else { return Vec::new() };
    if let Ok(date) = text.parse::<Date>() {
        let days = (1..=DAYS).flat_map(|days| [days, -days]);
        let moved = days.filter_map(|days| date.checked_add(days.days()).ok());
        return moved.map(|date| tree::text(date.to_string(), &cell.span)).collect();
    }
    let mut shorter = text.clone();
    shorter.pop();
    vec![tree::text(format!("{text}1"), &cell.span), tree::text(shorter, &cell.span)]
}

/// The test as YAML; none where its outcome is none that a test can expect.
fn written(test: &RuleTest, got: &Got) -> Option<String> {
    let expect = match got {
        Got::Pass => "pass".to_owned(),
        Got::NotApplicable => "not_applicable".to_owned(),
        Got::Undecided => "undecided".to_owned(),
        Got::Fail { column, row, .. } if test.rows.len() > 1 => {
            format!("{{ fail: {column}, row: {} }}", row.saturating_sub(1))
        }
        Got::Fail { column, .. } => format!("{{ fail: {column} }}"),
        Got::Broke(_) => return None,
    };
    let mut lines = vec!["- name: …".to_owned()];
    match test.rows.as_slice() {
        [only] => lines.push(format!("  row: {}", flow(only))),
        rows => {
            lines.push("  rows:".to_owned());
            lines.extend(rows.iter().map(|row| format!("    - {}", flow(row))));
        }
    }
    if !test.absent.is_empty() {
        lines.push(format!("  absent: [{}]", test.absent.join(", ")));
    }
    if let Some(as_of) = test.as_of {
        lines.push(format!("  as_of: {as_of}"));
    }
    if !test.tables.is_empty() {
        lines.push("  tables:".to_owned());
        for (name, rows) in &test.tables {
            lines.push(format!("    {name}:"));
            lines.extend(rows.iter().map(|row| format!("      - {}", flow(row))));
        }
    }
    lines.push(format!("  expect: {expect}"));
    Some(lines.join("\n"))
}

fn flow(row: &TestRow) -> String {
    let cells: Vec<String> =
        row.iter().map(|(name, node)| format!("{}: {}", name.text, tree::quoted(node))).collect();
    format!("{{ {} }}", cells.join(", "))
}
