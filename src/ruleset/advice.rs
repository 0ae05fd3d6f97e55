//! What is worth mending in a pack and stops nothing: names that nothing uses, rules that are the same.

use super::cond::Cond;
use super::pack::Pack;
use super::rule::{Expect, Rule};
use super::script::Scripts;
use super::source::{Source, Used};
use super::yaml::{Key, Node, Value};
use crate::lang::Note;

/// Gives advice about a pack in which nothing is faulty.
pub(super) fn give(source: Source<'_>, tree: &Node, pack: &Pack, scripts: &Scripts, rules: &[Rule]) {
    let is_used = |what, name: &str| source.faults.is_used(what, name);
    let unused = |section: &str, note: &'static str, used: &dyn Fn(&str) -> bool| {
        for (key, _) in section_of(tree, section).iter().filter(|(key, _)| !used(&key.text)) {
            source.advise(&key.span, Note::new(note).with("name", key.text.as_str()));
        }
    };
    unused("terms", "advice-term-unused", &|name| {
        let group = pack.words.term(name).map(|id| pack.words.get(id).group.as_str());
        is_used(Used::Term, name) || group.is_some_and(|group| is_used(Used::Group, group))
    });
    unused("settings", "advice-setting-unused", &|name| is_used(Used::Setting, name));
    unused("links", "advice-link-unused", &|name| is_used(Used::Link, name));
    scripts.advise_unused(source.faults);
    same(source, rules);
}

/// The entries of one of the pack's sections.
fn section_of<'n>(tree: &'n Node, section: &str) -> &'n [(Key, Node)] {
    let Value::Map(entries) = &tree.value else { return &[] };
    match entries.iter().find(|(key, _)| key.text == section).map(|(_, node)| &node.value) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    }
}

/// Two rules that ask the same of the same rows.
fn same(source: Source<'_>, rules: &[Rule]) {
    for (index, rule) in rules.iter().enumerate() {
        if let Some(earlier) = rules[..index].iter().find(|earlier| asks_the_same(earlier, rule)) {
            let source = Source { file: &rule.file, ..source };
            let note = Note::new("advice-same-rule").with("name", &*earlier.id);
            source.advise(&super::pack::START, note);
        }
    }
}

fn asks_the_same(one: &Rule, other: &Rule) -> bool {
    let expect = match (&one.expect, &other.expect) {
        (Expect::Cond(one), Expect::Cond(other)) => same_cond(one, other),
        (Expect::Script(one), Expect::Script(other)) => one.text == other.text,
        _ => false,
    };
    let when = match (&one.when, &other.when) {
        (Some(one), Some(other)) => same_cond(one, other),
        (None, None) => true,
        _ => false,
    };
    expect && when && one.over == other.over && one.valid == other.valid
}

/// The same, whatever number a `unique` bears.
fn same_cond(one: &Cond, other: &Cond) -> bool {
    match (one, other) {
        (Cond::Unique(one), Cond::Unique(other)) => one.fields == other.fields && one.within == other.within,
        (Cond::All(ones), Cond::All(others))
        | (Cond::Any(ones), Cond::Any(others))
        | (Cond::None(ones), Cond::None(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| same_cond(one, other))
        }
        _ => one == other,
    }
}
