//! A rule as written, taken apart: its conditions as a tree whose parts know their places.

use std::ops::Range;

use crate::ruleset::{Key, Node, YamlValue};

/// What joins conditions.
pub(super) const CONNECTIVES: [&str; 3] = ["all of", "any of", "none of"];

/// What stands under a key.
pub(super) fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let YamlValue::Map(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
}

/// The same map with something else under a key; without the key, where that is none.
pub(super) fn with(node: &Node, name: &str, value: Option<Node>) -> Node {
    let YamlValue::Map(entries) = &node.value else { return node.clone() };
    let mut entries = entries.clone();
    match value {
        Some(value) => {
            for (_, node) in entries.iter_mut().filter(|(key, _)| key.text == name) {
                *node = value.clone();
            }
        }
        None => entries.retain(|(key, _)| key.text != name),
    }
    Node { value: YamlValue::Map(entries), span: node.span.clone() }
}

/// The parts of a condition: the lines of a map, each alone, or the conditions of a list.
pub(super) fn parts(cond: &Node) -> Vec<Node> {
    match &cond.value {
        YamlValue::Map(entries) => entries.iter().map(|(key, node)| map(key.clone(), node.clone())).collect(),
        YamlValue::List(items) => items.clone(),
        _ => Vec::new(),
    }
}

/// `FIELD: [test, test]` as a line for each test.
pub(super) fn tests(line: &Node) -> Vec<Node> {
    match single(line) {
        Some((key, Node { value: YamlValue::List(tests), .. })) => tests
            .iter()
            .map(|test| map(Key { text: key.text.clone(), span: test.span.clone() }, test.clone()))
            .collect(),
        _ => vec![line.clone()],
    }
}

/// The only entry of a map of one.
pub(super) fn single(node: &Node) -> Option<(&Key, &Node)> {
    match &node.value {
        YamlValue::Map(entries) if entries.len() == 1 => entries.first().map(|(key, node)| (key, node)),
        _ => None,
    }
}

/// Has the condition a line that is undecided whatever the row says? Then it never holds.
pub(super) fn is_undecided(cond: &Node) -> bool {
    entry(cond, "undecided").is_some()
}

/// The condition without its `undecided:` lines: it is broken, or holds, where those leave it undecided.
pub(super) fn decided(cond: &Node) -> Node {
    let value = match &cond.value {
        YamlValue::List(items) => {
            let empty = |node: &Node| matches!(&node.value, YamlValue::Map(entries) if entries.is_empty());
            YamlValue::List(items.iter().map(decided).filter(|item| !empty(item)).collect())
        }
        YamlValue::Map(entries) => {
            let others = entries.iter().filter(|(key, _)| key.text != "undecided");
            YamlValue::Map(others.map(|(key, node)| (key.clone(), decided(node))).collect())
        }
        value => value.clone(),
    };
    Node { value, span: cond.span.clone() }
}

/// A map of one entry.
pub(super) fn map(key: Key, node: Node) -> Node {
    let span = key.span.start..node.span.end.max(key.span.end);
    Node { value: YamlValue::Map(vec![(key, node)]), span }
}

/// A text, where another node stood.
pub(super) fn text(value: impl Into<String>, span: &Range<usize>) -> Node {
    Node { value: YamlValue::Text(value.into()), span: span.clone() }
}

/// The opposite of a condition.
pub(super) fn opposite(cond: &Node) -> Node {
    let key = Key { text: "none of".to_owned(), span: cond.span.start..cond.span.start };
    map(key, Node { value: YamlValue::List(vec![cond.clone()]), span: cond.span.clone() })
}

/// The 1-based line of a byte.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// A node in one line, as YAML writes it but for quotes.
pub(super) fn flow(node: &Node) -> String {
    match &node.value {
        YamlValue::Null => "~".to_owned(),
        YamlValue::Bool(value) => value.to_string(),
        YamlValue::Int(value) => value.to_string(),
        YamlValue::Float(value) => value.to_string(),
        YamlValue::Text(text) => text.trim().replace('\n', " "),
        YamlValue::List(items) => {
            format!("[{}]", items.iter().map(inner).collect::<Vec<_>>().join(", "))
        }
        YamlValue::Map(entries) => {
            let pairs: Vec<String> =
                entries.iter().map(|(key, node)| format!("{}: {}", key.text, inner(node))).collect();
            pairs.join(", ")
        }
    }
}

/// Below the top, a map has its braces.
fn inner(node: &Node) -> String {
    match node.value {
        YamlValue::Map(_) => format!("{{ {} }}", flow(node)),
        _ => flow(node),
    }
}

/// A cell of a test in one line, with quotes where YAML needs them.
pub(super) fn quoted(node: &Node) -> String {
    let YamlValue::Text(text) = &node.value else { return inner(node) };
    let plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " -./".contains(c));
    if plain || text.parse::<jiff::civil::Date>().is_ok() { text.clone() } else { format!("{text:?}") }
}
