//! In which order rules are judged, and which of them must wait.

use crate::finding::Basis;
use crate::ruleset::RuleSet;
use crate::ruleset::cond::LinkId;
use crate::ruleset::pack::{Take, Target};
use crate::ruleset::rule::Rule;
use crate::table::Tables;

/// When a rule is judged on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// When the row comes.
    Now,
    /// By the audit that is helped: it rests on the rows before.
    Left,
    /// Once every row is known.
    Late,
}

/// Privacy first (what it seals, no other finding shows), then stronger before weaker, then by id.
pub(super) fn order(rules: &[Rule]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(rules.len());
    let privacy = (0..rules.len()).filter(|index| rules[*index].basis == Basis::Privacy);
    let others = (0..rules.len()).filter(|index| rules[*index].basis != Basis::Privacy);
    for index in privacy.chain(others) {
        place(index, rules, &mut order);
    }
    order
}

/// Puts a rule in its place, after those that it is weaker than.
pub(super) fn place(index: usize, rules: &[Rule], order: &mut Vec<usize>) {
    if order.contains(&index) {
        return;
    }
    for stronger in &rules[index].weaker_than {
        place(*stronger, rules, order);
    }
    order.push(index);
}

/// When each rule is judged: late are those that follow a `one_each` link to a table that was given, and those weaker than
/// them.
pub(super) fn turns(rules: &RuleSet, tables: &Tables, order: &[usize]) -> Vec<Turn> {
    let waits = |link: &LinkId| {
        let link = rules.pack.link(*link);
        let given = match link.to {
            Target::Table(index) => tables.get(index).is_some_and(Option::is_some),
            Target::Sheet { .. } => false,
        };
        link.take == Take::OneEach && given
    };
    let mut turns = vec![Turn::Now; rules.rules.len()];
    for index in order {
        let rule = &rules.rules[*index];
        let is_late = |stronger: &usize| turns[*stronger] == Turn::Late;
        if rule.links().iter().any(waits) || rule.weaker_than.iter().any(is_late) {
            turns[*index] = Turn::Late;
        }
    }
    turns
}
