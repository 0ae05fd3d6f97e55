//! What the tests of a pack leave untried: outcomes, branches of conditions, clauses of the routine.

use super::judge::finds;
use super::tree;
use crate::lang::Note;
use crate::ruleset::pack::Decided;
use crate::ruleset::rule::{Expected, Over, Rule};
use crate::ruleset::{Key, Node, RuleSet, YamlValue};

/// So many characters of a condition are shown, at most.
const SHOWN: usize = 60;

/// Something that no test has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The rule's id; none where a clause has no rule.
    pub rule: Option<String>,
    /// The rule's file and a 1-based line in it.
    pub place: Option<(String, usize)>,
    /// What is lacking; its `.help` says what to do.
    pub note: Note,
}

/// What the tests of the chosen rules leave untried.
pub fn of_rules(rules: &mut RuleSet, chosen: &[usize]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for index in chosen {
        gaps.extend(outcomes(&rules.rules[*index]));
        gaps.extend(branches(rules, *index));
    }
    gaps
}

/// Clauses that no rule speaks for, and that do not stand as undecidable with a reason.
#[must_use]
pub fn of_clauses(rules: &RuleSet) -> Vec<Gap> {
    let lacking = |clause: &crate::ruleset::pack::Clause| {
        let has_rule = rules.rules.iter().any(|rule| rule.clauses.contains(&clause.id));
        match &clause.decided {
            Decided::Never(why) if why.is_empty() => Some("coverage-clause-without-reason"),
            Decided::Never(_) => None,
            _ if has_rule => None,
            _ => Some("coverage-clause-without-rule"),
        }
    };
    let gap = |clause: &crate::ruleset::pack::Clause| {
        let note = Note::new(lacking(clause)?).with("clause", clause.id.as_str());
        Some(Gap { rule: None, place: None, note: note.with("title", clause.title.as_str()) })
    };
    rules.pack.clauses.iter().filter_map(gap).collect()
}

/// A row that passes, one that fails, and one that the rule does not concern.
fn outcomes(rule: &Rule) -> Vec<Gap> {
    let narrow = match rule.over {
        // A sheet has every column of the pack or lacks it: there is always one that such a rule is about.
        Over::Headers => false,
        Over::Cells | Over::EveryCell => true,
        Over::Sheet | Over::Table(_) => rule.when.is_some() || rule.valid.is_some(),
    };
    let needed = [
        ("pass", "coverage-no-pass", true),
        ("fail", "coverage-no-fail", true),
        ("not_applicable", "coverage-no-not-applicable", narrow),
    ];
    let gap = |(outcome, lacking, needed): (&str, &'static str, bool)| {
        let shown = rule.tests.iter().any(|test| word(&test.expect) == outcome);
        let excused = rule.untested.iter().find(|(excused, _)| excused == outcome);
        let note = match (shown, excused) {
            (true, Some((_, why))) => {
                Note::new("coverage-excuse-stale").with("outcome", outcome).with("why", why.as_str())
            }
            (false, None) if needed => Note::new(lacking),
            _ => return None,
        };
        Some(Gap { rule: Some(rule.id.to_string()), place: Some((rule.file.path.clone(), 1)), note })
    };
    needed.into_iter().filter_map(gap).collect()
}

fn word(expected: &Expected) -> &'static str {
    match expected {
        Expected::Pass => "pass",
        Expected::NotApplicable => "not_applicable",
        Expected::Undecided => "undecided",
        Expected::Fail { .. } => "fail",
    }
}

/// Parts of `when` and `expect` that the tests have not seen both holding and broken.
fn branches(rules: &mut RuleSet, index: usize) -> Vec<Gap> {
    let Some(written) = rules.tree(index) else { return Vec::new() };
    let mut gaps = Vec::new();
    for section in ["when", "expect"] {
        let Some(cond) = tree::entry(&written, section) else { continue };
        let mut parts = Vec::new();
        collect(cond, &mut parts);
        for part in parts {
            // `any of` with an `undecided:` item is never broken: it is undecided where the others are.
            let tried = tree::decided(&part);
            // The part alone, and its opposite: what one finds broken, the other finds holding.
            let seen_holding = seen(rules, index, &alone(&written, section, tree::opposite(&tried)));
            let seen_broken = seen(rules, index, &alone(&written, section, tried));
            let lacking = match (seen_holding, seen_broken) {
                (true, true) => continue,
                (false, true) => "coverage-never-held",
                (true, false) => "coverage-never-broken",
                (false, false) => "coverage-never-seen",
            };
            let file = &rules.rules[index].file;
            gaps.push(Gap {
                rule: Some(rules.rules[index].id.to_string()),
                place: Some((file.path.clone(), tree::line(&file.text, part.span.start))),
                note: Note::new(lacking).with("part", shortened(&tree::flow(&part))).with("section", section),
            });
        }
    }
    gaps
}

/// So much of a condition as names it: the place says which it is.
fn shortened(part: &str) -> String {
    if part.chars().count() <= SHOWN {
        return part.to_owned();
    }
    let kept: String = part.chars().take(SHOWN - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Every part that stands beside another, down through `all of`, `any of` and `none of`.
fn collect(cond: &Node, parts: &mut Vec<Node>) {
    let below = tree::parts(cond);
    if below.len() > 1 {
        parts.extend(below.iter().filter(|part| !tree::is_undecided(part)).cloned());
    }
    for part in &below {
        match tree::single(part) {
            Some((key, node)) if tree::CONNECTIVES.contains(&key.text.as_str()) => collect(node, parts),
            Some((_, node)) if matches!(node.value, YamlValue::List(_)) => {
                let tests = tree::tests(part);
                if tests.len() > 1 {
                    parts.extend(tests);
                }
            }
            Some(_) => {}
            None => collect(part, parts),
        }
    }
}

/// The rule with this one demand; a part of `expect` is still asked only where the rule applies.
fn alone(rule: &Node, section: &str, part: Node) -> Node {
    let left_out: &[&str] = match section {
        "when" => &["valid", "when", "expect", "script", "together"],
        _ => &["expect", "together"],
    };
    let YamlValue::Map(entries) = &rule.value else { return rule.clone() };
    let mut entries: Vec<(Key, Node)> =
        entries.iter().filter(|(key, _)| !left_out.contains(&key.text.as_str())).cloned().collect();
    entries.push((Key { text: "expect".to_owned(), span: part.span.clone() }, part));
    Node { value: YamlValue::Map(entries), span: rule.span.clone() }
}

/// Does the rule, read from this tree, find anything in any of its tests?
fn seen(rules: &mut RuleSet, index: usize, tree: &Node) -> bool {
    let Some(rule) = rules.reread(index, tree) else { return true };
    let own = std::mem::replace(&mut rules.rules[index], rule);
    let found = own.tests.iter().any(|test| finds(rules, index, test));
    rules.rules[index] = own;
    found
}
