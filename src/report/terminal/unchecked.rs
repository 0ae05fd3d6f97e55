//! What nobody checked: clauses whose rules lack something, rows that could not be decided, and
//! clauses that nothing can decide. A clean report never hides these.

use crate::lang::Note;
use crate::outcome::{Outcome, RuleInfo, Status};

use super::ink::{Ink, Tone};
use super::summary::block;
use super::text;

/// Longer lists of clauses stand on a line of their own.
const WIDE_IDS: usize = 14;

/// Clauses that were not checked for one reason.
struct Gap {
    /// Positions in the outcome's clauses.
    clauses: Vec<usize>,
    reason: String,
    help: Option<String>,
    /// The most rows that any of its rules left undecided; rules share rows, so they are not added up.
    rows: u64,
}

/// The blocks, with headings.
pub(super) fn draw(ink: &Ink<'_>) -> String {
    let blocks = [
        block(ink, "report-failed", &failed(ink)),
        block(ink, "report-not-checked", &lines(ink, &not_checked(ink))),
        block(ink, "report-undecided", &lines(ink, &undecided(ink))),
        block(ink, "report-never", &lines(ink, &never(ink))),
    ];
    let filled: Vec<String> = blocks.into_iter().filter(|it| !it.is_empty()).collect();
    filled.join("\n")
}

/// One line that names the clauses, and the rules that broke.
pub(super) fn brief(ink: &Ink<'_>) -> String {
    let failed = block(ink, "report-failed", &failed(ink));
    let not_checked = brief_line(ink, "report-not-checked", not_checked(ink));
    let undecided = brief_line(ink, "report-undecided", undecided(ink));
    format!("{failed}{not_checked}{undecided}")
}

fn brief_line(ink: &Ink<'_>, heading: &'static str, gaps: Vec<Gap>) -> String {
    let mut clauses: Vec<usize> = gaps.into_iter().flat_map(|gap| gap.clauses).collect();
    if clauses.is_empty() {
        return String::new();
    }
    clauses.sort_unstable();
    clauses.dedup();
    let lead = format!("{}: ", ink.word(heading));
    ink.paragraph((&lead, Tone::Strong), &ranges(ink, &clauses))
}

fn not_checked(ink: &Ink<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for rule in &ink.outcome.rules {
        if let Status::NotChecked(why) = &rule.coverage.status {
            add(ink, &mut gaps, clauses_of(ink.outcome, rule), (why, rule.coverage.rows_undecided));
        }
    }
    for (at, clause) in ink.outcome.clauses.iter().enumerate() {
        if clause.never.is_none() && ink.outcome.rules_of(clause).next().is_none() {
            let off = Note::new("report-no-rule");
            add(ink, &mut gaps, vec![at], (clause.needs.as_ref().unwrap_or(&off), 0));
        }
    }
    in_order(gaps)
}

fn undecided(ink: &Ink<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let checked = |rule: &&RuleInfo| rule.coverage.status == Status::Checked;
    for rule in ink.outcome.rules.iter().filter(checked) {
        for (why, rows) in &rule.coverage.undecided {
            add(ink, &mut gaps, clauses_of(ink.outcome, rule), (why, *rows));
        }
    }
    in_order(gaps)
}

fn never(ink: &Ink<'_>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (at, clause) in ink.outcome.clauses.iter().enumerate() {
        if let Some(why) = &clause.never {
            join(&mut gaps, Gap { clauses: vec![at], reason: ink.plain(why), help: None, rows: 0 });
        }
    }
    gaps
}

fn add(ink: &Ink<'_>, gaps: &mut Vec<Gap>, clauses: Vec<usize>, (why, rows): (&Note, u64)) {
    let reason = ink.say(why);
    let help = ink.help(why);
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

/// Two columns, and a third for what to do where it fits; else below.
fn lines(ink: &Ink<'_>, gaps: &[Gap]) -> String {
    let ids: Vec<String> = gaps.iter().map(|gap| ranges(ink, &gap.clauses)).collect();
    let what: Vec<String> = gaps.iter().map(|gap| what(ink, gap)).collect();
    let short = ids.iter().map(|ids| text::width(ids));
    let id = short.filter(|width| *width <= WIDE_IDS).max().unwrap_or(4);
    let middle = widest(&what);
    let help = gaps.iter().filter_map(|gap| gap.help.as_deref()).map(text::width).max();
    let fits = id + middle + help.unwrap_or(0) + 7 <= ink.reading_width();
    let mut page = String::new();
    for ((gap, ids), what) in gaps.iter().zip(&ids).zip(&what) {
        let lead = format!("  {}  ", text::pad(ids, id));
        match &gap.help {
            Some(help) if fits => {
                page.push_str(&format!("{lead}{}   {help}\n", text::pad(what, middle)));
            }
            help => page.push_str(&stacked(ink, (&lead, id), what, help.as_deref())),
        }
    }
    page
}

fn stacked(ink: &Ink<'_>, (lead, id): (&str, usize), what: &str, help: Option<&str>) -> String {
    let indent = " ".repeat(id + 4);
    let mut page = String::new();
    if text::width(lead) > text::width(&indent) {
        page.push_str(&format!("{}\n", lead.trim_end()));
        page.push_str(&ink.paragraph((&indent, Tone::Quiet), what));
    } else {
        page.push_str(&ink.paragraph((lead, Tone::Strong), what));
    }
    if let Some(help) = help {
        page.push_str(&ink.paragraph((&indent, Tone::Quiet), help));
    }
    page
}

fn widest(texts: &[String]) -> usize {
    texts.iter().map(|text| text::width(text)).max().unwrap_or(0)
}

fn what(ink: &Ink<'_>, gap: &Gap) -> String {
    if gap.rows == 0 {
        return gap.reason.clone();
    }
    let reason = gap.reason.trim_end_matches('.');
    format!("{reason}, {}", ink.count("report-rows", gap.rows))
}

/// `2.2–2.4, 4.1`
fn ranges(ink: &Ink<'_>, positions: &[usize]) -> String {
    let clauses = &ink.outcome.clauses;
    let runs = positions.chunk_by(|a, b| follows(&clauses[*a].id, &clauses[*b].id));
    let texts: Vec<String> = runs.map(|run| range(ink, run)).collect();
    texts.join(", ")
}

fn range(ink: &Ink<'_>, run: &[usize]) -> String {
    let id = |at: &usize| ink.plain(&ink.outcome.clauses[*at].id);
    match run {
        [one] => id(one),
        [first, .., last] => format!("{}{}{}", id(first), ink.pick("–", "-"), id(last)),
        [] => String::new(),
    }
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

/// Rules that broke while running, each with its reason.
fn failed(ink: &Ink<'_>) -> String {
    let mut page = String::new();
    for rule in &ink.outcome.rules {
        if let Status::Failed(why) = &rule.coverage.status {
            let lead = format!("  {} ({}): ", rule.id, rule.clauses.join(", "));
            page.push_str(&ink.paragraph((&lead, Tone::Strong), &ink.say(why)));
        }
    }
    page
}
