//! The changes of a rule, key by key.

use super::{Edit, Mutant, cond, script, values};
use crate::rule_test::tree;
use crate::ruleset::{Node, RuleSet, YamlValue};

/// A changed node, and what was changed in it: place in bytes, from, to.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) node: Node,
    pub(super) at: usize,
    pub(super) from: String,
    pub(super) to: Option<String>,
}

impl Change {
    /// The same change, with a larger node around it.
    pub(super) fn within(self, around: impl FnOnce(Node) -> Node) -> Self {
        Self { node: around(self.node), ..self }
    }

    /// One node put in the place of another.
    pub(super) fn replacing(old: &Node, new: Node) -> Self {
        Self { at: old.span.start, from: tree::flow(old), to: Some(tree::flow(&new)), node: new }
    }
}

/// Every small change of a rule's file.
pub(super) fn mutants(rules: &RuleSet, text: &str, rule: &Node) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut add = |section: &'static str, whole: Node, at: usize, from: String, to: Option<String>| {
        let edit = Edit { line: tree::line(text, at), section, from, to };
        mutants.push(Mutant { tree: whole, edit });
    };
    for section in ["when", "expect"] {
        let Some(node) = tree::entry(rule, section) else { continue };
        for change in cond::changes(rules, node) {
            let whole = tree::with(rule, section, Some(change.node));
            add(section, whole, change.at, change.from, change.to);
        }
        if section == "when" {
            add(section, tree::with(rule, section, None), node.span.start, tree::flow(node), None);
        }
    }
    if let Some(node) = tree::entry(rule, "script") {
        for change in script::changes(text, node) {
            add("script", tree::with(rule, "script", Some(change.node)), change.at, change.from, change.to);
        }
    }
    if let Some(node) = tree::entry(rule, "weaker_than") {
        for change in dropped(node, 0) {
            add(
                "weaker_than",
                tree::with(rule, "weaker_than", Some(change.node)),
                change.at,
                change.from,
                None,
            );
        }
    }
    if let Some(node) = tree::entry(rule, "at") {
        let columns = rules.pack.sheet.columns.iter();
        let other = columns.map(|column| column.name.as_str()).find(|name| tree::flow(node) != *name);
        if let Some(other) = other {
            let new = tree::text(other, &node.span);
            let change = Change::replacing(node, new);
            add("at", tree::with(rule, "at", Some(change.node)), change.at, change.from, change.to);
        }
    }
    if let Some(node) = tree::entry(rule, "over") {
        let other = match tree::flow(node).as_str() {
            "cells" => Some("every_cell"),
            "every_cell" => Some("cells"),
            _ => None,
        };
        if let Some(other) = other {
            let change = Change::replacing(node, tree::text(other, &node.span));
            add("over", tree::with(rule, "over", Some(change.node)), change.at, change.from, change.to);
        }
    }
    for (section, key) in [("valid", "from"), ("valid", "to"), ("together", "above")] {
        let Some(node) = tree::entry(rule, section) else { continue };
        let Some(value) = tree::entry(node, key) else { continue };
        let value = &values::resolved(rules, value);
        for change in values::one_off(value) {
            let inner = tree::with(node, key, Some(change.node));
            add(section, tree::with(rule, section, Some(inner)), change.at, change.from, change.to);
        }
    }
    mutants
}

/// A list with each of its items taken away, as long as `least` are left.
pub(super) fn dropped(node: &Node, least: usize) -> Vec<Change> {
    let YamlValue::List(items) = &node.value else { return Vec::new() };
    if items.len() <= least {
        return Vec::new();
    }
    let without = |index: usize| {
        let mut left = items.clone();
        let gone = left.remove(index);
        Change {
            node: Node { value: YamlValue::List(left), span: node.span.clone() },
            at: gone.span.start,
            from: tree::flow(&gone),
            to: None,
        }
    };
    (0..items.len()).map(without).collect()
}
