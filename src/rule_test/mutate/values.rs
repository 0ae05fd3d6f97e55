//! The changes of a test of one cell: turned, loosened, a word or a number changed.

use super::sections::{Change, dropped};
use crate::rule_test::tree;
use crate::ruleset::{Key, Node, RuleSet, YamlValue};

/// Words, and what is put in their place.
const WORDS: [(&str, &str); 6] = [
    ("filled", "blank"),
    ("blank", "filled"),
    ("found", "missing"),
    ("missing", "found"),
    ("readable", "filled"),
    ("identity_number", "filled"),
];
const SHAPES: [(&str, &str); 5] = [
    ("complete", "no_postcode"),
    ("no_postcode", "complete"),
    ("foreign", "none"),
    ("none", "foreign"),
    ("mentioned", "complete"),
];

/// Every small change of a test.
pub(super) fn changes(rules: &RuleSet, test: &Node) -> Vec<Change> {
    match &test.value {
        YamlValue::Text(word) => {
            let other = WORDS.iter().find(|(known, _)| known == word);
            other
                .map(|(_, other)| Change::replacing(test, tree::text(*other, &test.span)))
                .into_iter()
                .collect()
        }
        YamlValue::Map(entries) if entries.len() == 1 => {
            let (key, node) = &entries[0];
            keyed(rules, test, key, node)
        }
        _ => Vec::new(),
    }
}

fn keyed(rules: &RuleSet, test: &Node, key: &Key, written: &Node) -> Vec<Change> {
    let node = &resolved(rules, written);
    let instead = |new: Node| Change::replacing(test, tree::map(key.clone(), new));
    let renamed = |name: &str| {
        let key = Key { text: name.to_owned(), span: key.span.clone() };
        Change::replacing(test, tree::map(key, written.clone()))
    };
    let loosened = || Change::replacing(test, tree::text("filled", &test.span));
    match key.text.as_str() {
        "is_a" => kinds(rules, test, key, node),
        "mentions" => vec![loosened()],
        "equals" => vec![instead(tree::text(format!("{}x", tree::flow(node)), &node.span))],
        "one_of" => dropped(node, 1)
            .into_iter()
            .map(|change| change.within(|new| tree::map(key.clone(), new)))
            .collect(),
        "matches" => {
            let mut changes = vec![loosened()];
            changes.extend(unanchored(&tree::flow(node)).map(|new| instead(tree::text(new, &node.span))));
            changes
        }
        "same_address" => vec![renamed("near_address")],
        "near_address" => vec![renamed("same_address")],
        "same_as" => vec![loosened()],
        "address" => {
            let shape = tree::flow(node);
            let other = SHAPES.iter().find(|(known, _)| *known == shape);
            other.map(|(_, other)| instead(tree::text(*other, &node.span))).into_iter().collect()
        }
        "before" | "after" => {
            let other = if key.text == "before" { "after" } else { "before" };
            let mut changes = vec![renamed(other)];
            changes.extend(
                one_off(node).into_iter().map(|change| change.within(|new| tree::map(key.clone(), new))),
            );
            changes
        }
        "length" | "number" => {
            one_off(node).into_iter().map(|change| change.within(|new| tree::map(key.clone(), new))).collect()
        }
        "state" => dropped(node, 1)
            .into_iter()
            .map(|change| change.within(|new| tree::map(key.clone(), new)))
            .collect(),
        _ => Vec::new(),
    }
}

/// A kind → any kind of its group, the next kind of the group, and each of the kinds that it gathers.
fn kinds(rules: &RuleSet, test: &Node, key: &Key, node: &Node) -> Vec<Change> {
    let words = &rules.pack.words;
    let Some(id) = words.term(&tree::flow(node)) else { return Vec::new() };
    let term = words.get(id);
    let mut changes = Vec::new();
    if words.group(&term.group).is_some() && term.group != term.name {
        let known = Key { text: "known".to_owned(), span: key.span.clone() };
        changes.push(Change::replacing(test, tree::map(known, tree::text(term.group.as_str(), &node.span))));
    }
    let siblings: Vec<&str> = words
        .names()
        .filter(|name| words.term(name).is_some_and(|other| words.get(other).group == term.group))
        .collect();
    let at = siblings.iter().position(|name| *name == term.name).unwrap_or_default();
    let next = siblings.get((at + 1) % siblings.len().max(1)).filter(|name| **name != term.name);
    let parts = term.includes.iter().map(|part| words.get(*part).name.as_str());
    let mut others: Vec<&str> = next.copied().into_iter().chain(parts).collect();
    others.dedup();
    changes.extend(
        others
            .into_iter()
            .map(|other| Change::replacing(test, tree::map(key.clone(), tree::text(other, &node.span)))),
    );
    changes
}

/// `$name` → the setting's value, at the place where it is named.
pub(super) fn resolved(rules: &RuleSet, node: &Node) -> Node {
    let YamlValue::Text(text) = &node.value else { return node.clone() };
    let found = text.strip_prefix('$').and_then(|name| rules.pack.settings.get(name));
    found.map_or_else(|| node.clone(), |found| Node { value: found.value.clone(), span: node.span.clone() })
}

/// A pattern without the anchor at its beginning, and without that at its end.
fn unanchored(pattern: &str) -> impl Iterator<Item = String> {
    let front = pattern.strip_prefix('^').map(str::to_owned);
    let back = pattern.strip_suffix('$').filter(|rest| !rest.ends_with('\\')).map(str::to_owned);
    [front, back].into_iter().flatten()
}

/// Each number in a text one more and one less; each day the next and the one before.
pub(super) fn one_off(node: &Node) -> Vec<Change> {
    let text = tree::flow(node);
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        let days = [day.tomorrow(), day.yesterday()].into_iter().flatten();
        return days.map(|day| Change::replacing(node, tree::text(day.to_string(), &node.span))).collect();
    }
    let mut changes = Vec::new();
    for (start, end) in numbers(&text) {
        let Ok(number) = text[start..end].parse::<i64>() else { continue };
        for other in [number.saturating_add(1), number.saturating_sub(1)] {
            let new = format!("{}{other}{}", &text[..start], &text[end..]);
            let value = match node.value {
                YamlValue::Int(_) => YamlValue::Int(other),
                _ => YamlValue::Text(new.clone()),
            };
            changes.push(Change::replacing(node, Node { value, span: node.span.clone() }));
        }
    }
    changes
}

/// Where the runs of digits are, in bytes.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = run.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        if digits > 0 {
            found.push((at, at + digits));
        }
        at += run.len();
    }
    found
}
