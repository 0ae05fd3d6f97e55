//! What nobody checked: clauses whose rules lack something, rows that could not be decided, and
//! clauses that nothing can decide. A clean report never hides these.

use crate::lang::{Lang, Note};
use crate::outcome::{Coverage, Outcome, RuleInfo, Status};

/// Clauses that were not checked for one reason.
pub(super) struct Gap {
    /// Positions in the outcome's clauses.
    pub(super) clauses: Vec<usize>,
    pub(super) reason: String,
    /// What is needed.
    pub(super) help: Option<String>,
    /// The most rows that any of its rules left undecided; rules share rows, so they are not added up.
    rows: u64,
}

impl Gap {
    /// The reason, with how many rows.
    pub(super) fn what(&self, lang: Lang) -> String {
        if self.rows == 0 {
            return self.reason.clone();
        }
        let reason = self.reason.trim_end_matches('.');
        format!("{reason}, {}", lang.say(&Note::new("report-rows").with("n", self.rows)))
    }
}

/// Clauses whose rules were not checked, or that have none, in the order of the clauses.
pub(super) fn not_checked(outcome: &Outcome) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for rule in &outcome.rules {
        if let Status::NotChecked(why) = &rule.coverage.status {
            let own = rule.coverage.undecided.iter().find(|(reason, _)| reason == why && !lacks(why));
            let rows = own.map_or(rule.coverage.rows_undecided, |(_, rows)| *rows);
            add(outcome, &mut gaps, clauses_of(outcome, rule), (why, rows));
        }
    }
    for (at, clause) in outcome.clauses.iter().enumerate() {
        if clause.never.is_none() && outcome.rules_of(clause).next().is_none() {
            let off = Note::new("report-no-rule");
            add(outcome, &mut gaps, vec![at], (clause.needs.as_ref().unwrap_or(&off), 0));
        }
    }
    in_order(gaps)
}

/// Rows that rules could not decide, by the reason. The reason why a rule was not checked at all is told apart;
/// where that is something it needs, whatever else stood in its way is beside the point.
pub(super) fn undecided(outcome: &Outcome) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for rule in &outcome.rules {
        let Coverage { status, undecided, .. } = &rule.coverage;
        if matches!(status, Status::NotChecked(why) if lacks(why)) {
            continue;
        }
        for (why, rows) in undecided.iter().filter(|(why, _)| status.reason() != Some(why)) {
            add(outcome, &mut gaps, clauses_of(outcome, rule), (why, *rows));
        }
    }
    in_order(gaps)
}

/// Clauses that nothing can decide.
pub(super) fn never(outcome: &Outcome) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (at, clause) in outcome.clauses.iter().enumerate() {
        if let Some(why) = &clause.never {
            join(&mut gaps, Gap { clauses: vec![at], reason: why.clone(), help: None, rows: 0 });
        }
    }
    gaps
}

/// Is something that the rule needs not there at all?
fn lacks(why: &Note) -> bool {
    matches!(why.id, "why-no-sheet" | "why-table-absent" | "why-column-absent" | "needs-table")
}

fn add(outcome: &Outcome, gaps: &mut Vec<Gap>, clauses: Vec<usize>, (why, rows): (&Note, u64)) {
    let reason = outcome.lang.say(why);
    let help = outcome.lang.help(why);
    join(gaps, Gap { clauses, reason, help, rows });
}

fn join(gaps: &mut Vec<Gap>, new: Gap) {
    let same = |gap: &&mut Gap| gap.reason == new.reason && gap.help == new.help;
    match gaps.iter_mut().find(same) {
        Some(gap) => {
            gap.clauses.extend(new.clauses);
            gap.rows = gap.rows.max(new.rows);
        }
        None => gaps.push(new),
    }
}

fn in_order(mut gaps: Vec<Gap>) -> Vec<Gap> {
    for gap in &mut gaps {
        gap.clauses.sort_unstable();
        gap.clauses.dedup();
    }
    gaps.sort_by(|a, b| a.clauses.cmp(&b.clauses));
    gaps
}

fn clauses_of(outcome: &Outcome, rule: &RuleInfo) -> Vec<usize> {
    let clauses = outcome.clauses.iter().enumerate();
    let cited = clauses.filter(|(_, clause)| rule.clauses.contains(&clause.id));
    cited.map(|(at, _)| at).collect()
}

/// `2.2–2.4, 4.1`
pub(super) fn ranges(outcome: &Outcome, positions: &[usize], dash: &str) -> String {
    let clauses = &outcome.clauses;
    let runs = positions.chunk_by(|a, b| follows(&clauses[*a].id, &clauses[*b].id));
    let range = |run: &[usize]| match run {
        [one] => clauses[*one].id.clone(),
        [first, .., last] => format!("{}{dash}{}", clauses[*first].id, clauses[*last].id),
        [] => String::new(),
    };
    runs.map(range).collect::<Vec<_>>().join(", ")
}

/// `4.2` follows `4.1`, and `Q3` follows `Q2`.
fn follows(a: &str, b: &str) -> bool {
    let (before, first) = numbered(a);
    let (same, second) = numbered(b);
    before == same && first.is_some() && first.and_then(|number| number.checked_add(1)) == second
}

fn numbered(id: &str) -> (&str, Option<u32>) {
    let before = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (before, id[before.len()..].parse().ok())
}
