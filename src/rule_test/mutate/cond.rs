//! The changes of a condition: a line dropped, `any` for `all`, a test turned or replaced.

use super::sections::{Change, dropped};
use super::values;
use crate::rule_test::tree;
use crate::ruleset::{Key, Node, RuleSet, YamlValue};

/// Every small change of a condition.
pub(super) fn changes(rules: &RuleSet, cond: &Node) -> Vec<Change> {
    match &cond.value {
        YamlValue::Map(entries) => {
            let mut changes = Vec::new();
            for index in 0..entries.len() {
                if entries.len() > 1 {
                    changes.push(without_line(cond, entries, index));
                }
                let (key, node) = &entries[index];
                changes.extend(
                    line(rules, key, node)
                        .into_iter()
                        .map(|change| change.within(|new| with_line(cond, entries, index, new))),
                );
            }
            changes
        }
        YamlValue::List(_) => conditions(rules, cond),
        _ => Vec::new(),
    }
}

/// A list of conditions: each dropped, each changed.
fn conditions(rules: &RuleSet, list: &Node) -> Vec<Change> {
    let YamlValue::List(items) = &list.value else { return Vec::new() };
    let mut all = dropped(list, 1);
    for (index, item) in items.iter().enumerate() {
        all.extend(
            changes(rules, item)
                .into_iter()
                .map(|change| change.within(|new| with_item(list, items, index, new))),
        );
    }
    all
}

/// A line's changes; each gives a map of one line.
fn line(rules: &RuleSet, key: &Key, node: &Node) -> Vec<Change> {
    let as_line = |key: &Key| {
        let key = key.clone();
        move |node: Node| tree::map(key, node)
    };
    match key.text.as_str() {
        "all of" | "any of" | "none of" => {
            let mut changes = joined_otherwise(key, node);
            changes.extend(conditions(rules, node).into_iter().map(|change| change.within(as_line(key))));
            changes
        }
        "only filled" => {
            let mut changes: Vec<Change> =
                dropped(node, 1).into_iter().map(|change| change.within(as_line(key))).collect();
            changes.push(turned(key, node));
            changes
        }
        "exists" => {
            let mut changes = vec![turned(key, node)];
            if let Some(inner) = tree::entry(node, "where") {
                changes.push(Change {
                    node: tree::map(key.clone(), tree::with(node, "where", None)),
                    at: inner.span.start,
                    from: format!("where: {}", tree::flow(inner)),
                    to: None,
                });
                changes.extend(self::changes(rules, inner).into_iter().map(|change| {
                    change.within(|new| tree::map(key.clone(), tree::with(node, "where", Some(new))))
                }));
            }
            changes
        }
        "unique" => unique(rules, key, node),
        // Whichever way it is turned, it stays so.
        "undecided" => Vec::new(),
        _ => tests(rules, key, node),
    }
}

/// `any of` for `all of`, and the other way round; what none may hold, any may.
fn joined_otherwise(key: &Key, node: &Node) -> Vec<Change> {
    let several = matches!(&node.value, YamlValue::List(items) if items.len() > 1);
    let other = match key.text.as_str() {
        "all of" if several => "any of",
        "any of" if several => "all of",
        "none of" => "any of",
        _ => return Vec::new(),
    };
    let new = tree::map(Key { text: other.to_owned(), span: key.span.clone() }, node.clone());
    let (from, to) = (format!("{}:", key.text), format!("{other}:"));
    vec![Change { node: new, at: key.span.start, from, to: Some(to) }]
}

/// A line that must not hold.
fn turned(key: &Key, node: &Node) -> Change {
    let old = tree::map(key.clone(), node.clone());
    Change::replacing(&old, tree::opposite(&old))
}

fn unique(rules: &RuleSet, key: &Key, node: &Node) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(fields) = tree::entry(node, "fields") {
        changes.extend(dropped(fields, 1).into_iter().map(|change| {
            change.within(|new| tree::map(key.clone(), tree::with(node, "fields", Some(new))))
        }));
    }
    if let Some(within) = tree::entry(node, "within") {
        changes.push(Change {
            node: tree::map(key.clone(), tree::with(node, "within", None)),
            at: within.span.start,
            from: format!("within: {}", tree::flow(within)),
            to: None,
        });
        if let Some((column, days)) = tree::single(within) {
            let days = values::resolved(rules, days);
            changes.extend(values::one_off(&days).into_iter().map(|change| {
                change.within(|new| {
                    let within = tree::map(column.clone(), new);
                    tree::map(key.clone(), tree::with(node, "within", Some(within)))
                })
            }));
        }
    }
    changes
}

/// `FIELD: test` or `FIELD: [test, test]`.
fn tests(rules: &RuleSet, key: &Key, node: &Node) -> Vec<Change> {
    let named = |change: Change| Change {
        from: format!("{}: {}", key.text, change.from),
        to: change.to.map(|to| format!("{}: {to}", key.text)),
        ..change
    };
    let mut changes = Vec::new();
    if let YamlValue::List(items) = &node.value {
        changes.extend(dropped(node, 1).into_iter().map(named));
        for (index, item) in items.iter().enumerate() {
            let otherwise = values::changes(rules, item).into_iter().map(named);
            changes.extend(otherwise.map(|change| change.within(|new| with_item(node, items, index, new))));
        }
    } else {
        changes.extend(values::changes(rules, node).into_iter().map(named));
    }
    let mut changes: Vec<Change> =
        changes.into_iter().map(|change| change.within(|new| tree::map(key.clone(), new))).collect();
    if matches!(node.value, YamlValue::Map(_)) {
        changes.push(turned(key, node));
    }
    changes
}

fn without_line(cond: &Node, entries: &[(Key, Node)], index: usize) -> Change {
    let mut left = entries.to_vec();
    let (key, node) = left.remove(index);
    Change {
        node: Node { value: YamlValue::Map(left), span: cond.span.clone() },
        at: key.span.start,
        from: tree::flow(&tree::map(key, node)),
        to: None,
    }
}

/// The map with one of its lines put in the place of another. A map cannot say a key twice: then a list.
fn with_line(cond: &Node, entries: &[(Key, Node)], index: usize, line: Node) -> Node {
    let lines = entries.iter().map(|(key, node)| tree::map(key.clone(), node.clone()));
    let mut lines: Vec<Node> = lines.collect();
    lines[index] = line;
    Node { value: YamlValue::List(lines), span: cond.span.clone() }
}

fn with_item(list: &Node, items: &[Node], index: usize, item: Node) -> Node {
    let mut items = items.to_vec();
    items[index] = item;
    Node { value: YamlValue::List(items), span: list.span.clone() }
}
