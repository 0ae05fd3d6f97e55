//! Lists of rules: the chosen few, and the page of them all.

use serde::Serialize;

use super::{Block, draw, page};
use crate::lang::Note;
use crate::ruleset::RuleSet;
use crate::ruleset::pack::Decided;

/// So many examples of a kind stand on the page of all rules.
const EXAMPLES: usize = 2;

/// A rule in a list.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// The rule's id.
    pub rule: String,
    /// Names the fault.
    pub title: String,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// What it rests on.
    pub basis: &'static str,
    /// How grave a finding is.
    pub severity: &'static str,
    /// Turned off.
    pub off: bool,
    /// The tables that it needs.
    pub needs: Vec<String>,
}

/// The chosen rules (indices into the rule set), in short.
#[must_use]
pub fn list(rules: &RuleSet, chosen: &[usize]) -> Vec<Listed> {
    let listed = |index: &usize| {
        let rule = &rules.rules[*index];
        let tables = rule.tables(&rules.pack);
        Listed {
            rule: rule.id.to_string(),
            title: rule.title.to_string(),
            clauses: rule.clauses.clone(),
            basis: rule.basis.word(),
            severity: rule.severity.word(),
            off: rule.off,
            needs: tables.iter().map(|table| rules.pack.tables[*table].name.clone()).collect(),
        }
    };
    chosen.iter().map(listed).collect()
}

/// The page of a whole pack, as Markdown: clause by clause, then rule by rule.
#[must_use]
pub fn rules_page(rules: &RuleSet, chosen: &[usize]) -> String {
    let lang = rules.lang;
    let note = Note::new("rules-page-intro")
        .with("pack", rules.pack.name.as_str())
        .with("version", rules.pack.version.as_str())
        .with("count", chosen.len());
    let mut blocks = vec![Block::Heading(1, lang.word("rules-page-title")), Block::Text(lang.say(&note))];
    let mut items = Vec::new();
    for clause in &rules.pack.clauses {
        let ids: Vec<String> = chosen
            .iter()
            .map(|index| &rules.rules[*index])
            .filter(|rule| rule.clauses.contains(&clause.id))
            .map(|rule| format!("`{}`", rule.id))
            .collect();
        let said = match (&clause.decided, ids.is_empty()) {
            (_, false) => ids.join(", "),
            (Decided::Never(why), true) => lang.say(&Note::new("rules-page-never").with("why", why.as_str())),
            (_, true) => continue,
        };
        items.push((0, format!("{} {}: {said}", clause.id, clause.title)));
    }
    blocks.push(Block::List(items));
    for index in chosen {
        blocks.extend(page(rules, *index).body(rules, 2, EXAMPLES));
    }
    draw::markdown(&blocks).trim_end().to_owned() + "\n"
}
