//! Two lists of findings against each other: what is new, what is gone, what has changed.
//!
//! Findings are compared in the form that the JSON report gives them, so that two audits at hand and
//! two reports from files are compared by the same code.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

/// What differs between two lists of findings.
#[derive(Debug, Default, Serialize)]
pub struct Diff {
    /// Only in the new list.
    pub new: Vec<Value>,
    /// Only in the old list.
    pub gone: Vec<Value>,
    /// In both, and not the same; as in the new list, with `was` for what was otherwise.
    pub changed: Vec<Value>,
}

impl Diff {
    /// Is there no difference?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

/// What a finding says that a person would notice if it changed.
pub const SAID: &[&str] = &["severity", "message", "help", "value", "title"];

/// Tells which finding of one list is meant by one of the other: those that give the same text. One that gives none
/// is not known by it.
pub type Identity = fn(&Value) -> Option<String>;

/// The same workbook, judged otherwise: rows stand where they stood.
pub const SAME_WORKBOOK: &[Identity] = &[place];
/// A workbook that has been worked on: rows may have moved.
pub const EDITED_WORKBOOK: &[Identity] = &[place_and_content, content, place];
/// Reports whose findings have fingerprints, made with one secret: the workbook may have been sorted, its sheets and
/// columns renamed.
pub const KEYED: &[Identity] = &[fingerprint];

/// Compares findings: pairs them by the first identity, the rest by the next, and so on.
#[must_use]
pub fn compare(old: &[Value], new: &[Value], identities: &[Identity]) -> Diff {
    compare_in(old, new, identities, SAID)
}

/// As [`compare`], with what of a finding is looked at to tell whether it changed.
#[must_use]
pub fn compare_in(old: &[Value], new: &[Value], identities: &[Identity], said: &[&str]) -> Diff {
    let mut pair_of: Vec<Option<usize>> = vec![None; new.len()];
    let mut kept = vec![false; old.len()];
    for identity in identities {
        let mut earlier: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, finding) in old.iter().enumerate().rev().filter(|(index, _)| !kept[*index]) {
            if let Some(known_by) = identity(finding) {
                earlier.entry(known_by).or_default().push(index);
            }
        }
        for (finding, pair) in new.iter().zip(&mut pair_of).filter(|(_, pair)| pair.is_none()) {
            *pair = identity(finding).and_then(|known_by| earlier.get_mut(&known_by)?.pop());
            if let Some(index) = *pair {
                kept[index] = true;
            }
        }
    }
    let mut diff = Diff::default();
    for (finding, pair) in new.iter().zip(pair_of) {
        match pair {
            None => diff.new.push(finding.clone()),
            Some(index) => diff.changed.extend(changed(&old[index], finding, said)),
        }
    }
    diff.gone = old.iter().zip(kept).filter(|(_, kept)| !kept).map(|(finding, _)| finding.clone()).collect();
    diff
}

fn parts(finding: &Value, names: &[&str]) -> String {
    names.iter().map(|name| finding[*name].to_string()).collect::<Vec<_>>().join("\u{1f}")
}

/// What it is known by wherever its row stands.
fn fingerprint(finding: &Value) -> Option<String> {
    finding["fingerprint"].as_str().map(str::to_owned)
}

fn place(finding: &Value) -> Option<String> {
    Some(parts(finding, &["rule", "input", "sheet", "table", "row", "column", "cell"]))
}

/// All but where it stands. A message may name the cell, so it is no part of it.
fn content(finding: &Value) -> Option<String> {
    let because = finding["because"].as_array().into_iter().flatten();
    let because: Vec<String> = because.map(|because| parts(because, &["column", "value"])).collect();
    let names = ["rule", "input", "sheet", "table", "column", "severity", "value"];
    Some(format!("{}\u{1e}{}", parts(finding, &names), because.join("\u{1e}")))
}

fn place_and_content(finding: &Value) -> Option<String> {
    Some(format!("{}\u{1d}{}", place(finding)?, content(finding)?))
}

fn changed(was: &Value, finding: &Value, said: &[&str]) -> Option<Value> {
    // Moved to another row or column, its text names another cell and says the same.
    let moved = ["row", "cell"].iter().any(|part| was[*part] != finding[*part]);
    let otherwise: serde_json::Map<String, Value> = said
        .iter()
        .filter(|part| was[**part] != finding[**part] && !(moved && ["message", "help"].contains(*part)))
        .map(|part| ((*part).to_owned(), was[*part].clone()))
        .collect();
    if otherwise.is_empty() {
        return None;
    }
    let mut changed = finding.clone();
    changed["was"] = Value::Object(otherwise);
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_new_gone_and_changed() {
        let at = |row: u32, severity: &str| json!({ "rule": "r", "row": row, "severity": severity });
        let old = [at(2, "error"), at(3, "error"), at(3, "info")];
        let new = [at(3, "warning"), at(3, "info"), at(4, "error")];
        let diff = compare(&old, &new, SAME_WORKBOOK);
        assert_eq!(diff.new, [at(4, "error")]);
        assert_eq!(diff.gone, [at(2, "error")]);
        assert_eq!(diff.changed.len(), 1);
        assert_eq!(diff.changed[0]["was"], json!({ "severity": "error" }));
        assert!(compare(&old, &old, SAME_WORKBOOK).is_empty());
    }

    #[test]
    fn rows_that_moved_are_the_same() {
        let at = |row: u32, value: &str| json!({ "rule": "r", "row": row, "value": value, "message": format!("E{row}") });
        let old = [at(2, "a"), at(3, "b"), at(4, "c")];
        let new = [at(2, "x"), at(3, "a"), at(4, "b"), at(5, "c")];
        let diff = compare(&old, &new, EDITED_WORKBOOK);
        assert_eq!(diff.new, [at(2, "x")]);
        assert!(diff.gone.is_empty() && diff.changed.is_empty(), "{diff:?}");
    }
}
