//! What nobody checked: clauses whose rules lack something, rows that could not be decided, and
//! clauses that nothing can decide. A clean report never hides these.

use crate::outcome::Status;
use crate::report::gaps::{self, Gap};

use super::ink::{Ink, Tone};
use super::summary::{block, with_help};
use super::text;

/// Longer lists of clauses stand on a line of their own.
const WIDE_IDS: usize = 14;

/// The blocks, with headings.
pub(super) fn draw(ink: &Ink<'_>) -> String {
    let blocks = [
        block(ink, "report-failed", &failed(ink)),
        block(ink, "report-not-checked", &lines(ink, &gaps::not_checked(ink.outcome))),
        block(ink, "report-undecided", &lines(ink, &gaps::undecided(ink.outcome))),
        block(ink, "report-never", &lines(ink, &gaps::never(ink.outcome))),
    ];
    let filled: Vec<String> = blocks.into_iter().filter(|it| !it.is_empty()).collect();
    filled.join("\n")
}

/// One line that names the clauses, and the rules that broke.
pub(super) fn brief(ink: &Ink<'_>) -> String {
    let failed = block(ink, "report-failed", &failed(ink));
    let not_checked = brief_line(ink, "report-not-checked", gaps::not_checked(ink.outcome));
    let undecided = brief_line(ink, "report-undecided", gaps::undecided(ink.outcome));
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

/// Two columns, and a third for what to do where it fits; else below.
fn lines(ink: &Ink<'_>, gaps: &[Gap]) -> String {
    let ids: Vec<String> = gaps.iter().map(|gap| ranges(ink, &gap.clauses)).collect();
    let what: Vec<String> = gaps.iter().map(|gap| what(ink, gap)).collect();
    let short = ids.iter().map(|ids| text::width(ids));
    let id = short.filter(|width| *width <= WIDE_IDS).max().unwrap_or(4);
    let middle = widest(&what);
    let helps: Vec<Option<String>> =
        gaps.iter().map(|gap| gap.help.as_ref().map(|help| ink.plain(help))).collect();
    let help = helps.iter().flatten().map(|help| text::width(help)).max();
    let fits = id + middle + help.unwrap_or(0) + 7 <= ink.reading_width();
    let mut page = String::new();
    for ((help, ids), what) in helps.iter().zip(&ids).zip(&what) {
        let lead = format!("  {}  ", text::pad(ids, id));
        match help {
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
    ink.plain(&gap.what(ink.outcome.lang))
}

/// `2.2–2.4, 4.1`
fn ranges(ink: &Ink<'_>, positions: &[usize]) -> String {
    ink.plain(&gaps::ranges(ink.outcome, positions, ink.pick("–", "-")))
}

/// Rules that broke while running, each with its reason.
fn failed(ink: &Ink<'_>) -> String {
    let mut page = String::new();
    for rule in &ink.outcome.rules {
        if let Status::Failed(why) = &rule.coverage.status {
            let lead = format!("  {} ({}): ", rule.id, rule.clauses.join(", "));
            page.push_str(&with_help(ink, (&lead, Tone::Strong), &ink.say(why), why));
        }
    }
    page
}
