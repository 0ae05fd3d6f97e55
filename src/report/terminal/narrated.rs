//! The same findings in sentences, for a screen reader: nothing to look at, everything in order.
//!
//! (miette has such a form too, but its words are English whatever the report's language is.)

use crate::finding::{Finding, Held};
use crate::lang::Note;
use crate::report::prose;

use super::ink::Ink;
use super::{findings, picture, related};

/// A row and its findings.
pub(super) fn say(ink: &Ink<'_>, group: &[Finding]) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    let mut lines = vec![place(ink, first)];
    for finding in group {
        lines.extend(one(ink, finding));
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let places = related::distinct(group);
    format!("{text}{}", related::list(ink, &places))
}

fn place(ink: &Ink<'_>, finding: &Finding) -> String {
    let note = Note::new("report-said-row")
        .with("row", finding.at.row)
        .with("sheet", ink.outcome.sheet_name(&finding.at))
        .with("file", ink.file(&ink.outcome.source(&finding.at).path));
    let mut parts = vec![ink.say(&note)];
    parts.extend(picture::remarks(ink, finding));
    format!("{}.", parts.join(", "))
}

fn one(ink: &Ink<'_>, finding: &Finding) -> Vec<String> {
    let rule = &ink.outcome.rules[finding.rule];
    let word = findings::severity_word(ink, finding.severity);
    let title = ink.plain(&rule.title);
    let mut lines = vec![format!("  {word}: {title}, {}.", findings::clauses(ink, rule))];
    lines.extend(cell(ink, finding).map(|line| format!("  {line}")));
    let message = ink.plain(finding.message.show(ink.look.values));
    lines.push(format!("  {message}"));
    if finding.remarks.note {
        lines.push(format!("  {}", ink.word("report-noted")));
    }
    let standing = ink.plain(&prose::standing(ink.outcome.lang, finding));
    if !standing.is_empty() {
        lines.push(format!("  {}: {standing}.", ink.word("since-state")));
    }
    lines.extend(reasons(ink, finding));
    let help = ink.plain(finding.help.show(ink.look.values));
    if !help.is_empty() {
        lines.push(format!("  {}: {help}", ink.word("report-help")));
    }
    lines
}

fn cell(ink: &Ink<'_>, finding: &Finding) -> Option<String> {
    let cell = finding.at.cell?;
    let note = Note::new("report-said-cell")
        .with("cell", cell.to_string())
        .with("column", finding.at.column.as_deref().unwrap_or_default())
        .with("value", value(ink, &finding.value));
    Some(ink.say(&note))
}

fn reasons(ink: &Ink<'_>, finding: &Finding) -> Vec<String> {
    let reason = |because: &crate::finding::Because| {
        let note = Note::new("report-said-because")
            .with("cell", because.cell.to_string())
            .with("column", &*because.column)
            .with("value", value(ink, &because.value));
        format!("  {}", ink.say(&note))
    };
    finding.because.iter().map(reason).collect()
}

fn value(ink: &Ink<'_>, held: &Held) -> String {
    let shown = ink.value(held);
    if shown.is_empty() { ink.word("report-blank") } else { shown }
}
