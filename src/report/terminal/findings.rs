//! The findings, row by row, with the sheets as headings where there are several.

use std::io;

use crate::finding::{Finding, Severity};
use crate::lang::Note;
use crate::outcome::RuleInfo;
use crate::report::prose;

use super::ink::{Ink, Tone};
use super::{narrated, picture, related};

/// Writes the findings, as many as the look allows, and says how many were left out.
pub(super) fn write(ink: &Ink<'_>, out: &mut impl io::Write) -> io::Result<()> {
    let all = &ink.outcome.findings;
    let shown = ink.look.limit.unwrap_or(all.len()).min(all.len());
    let several = by_sheet(all).count() > 1;
    let mut before = 0;
    for on_sheet in by_sheet(all) {
        let here = &on_sheet[..on_sheet.len().min(shown - before)];
        if several && !here.is_empty() {
            out.write_all(heading(ink, on_sheet).as_bytes())?;
        }
        for group in by_row(here) {
            out.write_all(draw(ink, group).as_bytes())?;
            out.write_all(b"\n")?;
        }
        before += here.len();
    }
    out.write_all(left_out(ink, shown, all.len()).as_bytes())
}

fn by_sheet(findings: &[Finding]) -> impl Iterator<Item = &[Finding]> {
    findings.chunk_by(|a, b| (a.at.source, a.at.sheet) == (b.at.source, b.at.sheet))
}

/// Findings that share a row share a picture; one without a cell stands alone.
fn by_row(findings: &[Finding]) -> impl Iterator<Item = &[Finding]> {
    findings.chunk_by(|a, b| a.at.cell.is_some() && b.at.cell.is_some() && a.at.row_key() == b.at.row_key())
}

fn heading(ink: &Ink<'_>, on_sheet: &[Finding]) -> String {
    let Some(first) = on_sheet.first() else {
        return String::new();
    };
    let place = ink.sheet(&first.at);
    let counts = counts(ink, on_sheet.iter().map(|finding| finding.severity));
    let line = ink.both_ends((&place, ink.paint(Tone::Strong, &place)), (&counts.0, counts.1));
    if ink.look.narrated {
        return format!("{line}\n");
    }
    let rule = ink.pick("━", "=").repeat(ink.reading_width());
    format!("{line}{}\n\n", ink.paint(Tone::Quiet, &rule))
}

/// `9 errors · 3 warnings`, plain and painted.
pub(super) fn counts(ink: &Ink<'_>, severities: impl Iterator<Item = Severity> + Clone) -> (String, String) {
    let parts: Vec<(Severity, String)> = COUNTED
        .into_iter()
        .map(|(severity, id)| (severity, id, severities.clone().filter(|it| *it == severity).count()))
        .filter(|(_, _, n)| *n > 0)
        .map(|(severity, id, n)| (severity, ink.count(id, n)))
        .collect();
    let plain: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
    let painted: Vec<String> =
        parts.iter().map(|(severity, text)| ink.paint(Tone::Severity(*severity), text)).collect();
    (plain.join(ink.dot()), painted.join(ink.dot()))
}

pub(super) use crate::report::prose::COUNTED;

fn draw(ink: &Ink<'_>, group: &[Finding]) -> String {
    if ink.look.narrated {
        return narrated::say(ink, group);
    }
    let titles = titles(ink, group);
    let body = match group {
        [alone] if alone.at.cell.is_none() => without_cell(ink, alone),
        _ => picture::draw(ink, group),
    };
    let elsewhere = related::draw(ink, group);
    format!("{titles}{body}{elsewhere}{}{}", helps(ink, group), waivers(ink, group))
}

/// A rule that the row breaks in several cells is named once; the picture points at each.
fn titles(ink: &Ink<'_>, group: &[Finding]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in group {
        let line = title(ink, finding);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.concat()
}

fn title(ink: &Ink<'_>, finding: &Finding) -> String {
    let rule = &ink.outcome.rules[finding.rule];
    let tone = Tone::Severity(finding.severity);
    let word = severity_word(ink, finding.severity);
    let title = ink.plain(&rule.title);
    let title = match finding.since.state {
        Some(state) => format!("{title} ({})", ink.word(prose::state_word(state))),
        None => title,
    };
    let clauses = clauses(ink, rule);
    let left = format!("{}: {}", ink.paint(tone, &word), ink.paint(Tone::Strong, &title));
    let right = ink.paint(Tone::Quiet, &clauses);
    ink.both_ends((&format!("{word}: {title}"), left), (&clauses, right))
}

/// The severity in a word.
pub(super) fn severity_word(ink: &Ink<'_>, severity: Severity) -> String {
    prose::severity(ink.outcome.lang, severity)
}

/// `routine 1.2 and 3.5`: what the rule rests on.
pub(super) fn clauses(ink: &Ink<'_>, rule: &RuleInfo) -> String {
    ink.plain(&prose::basis(ink.outcome.lang, rule))
}

fn without_cell(ink: &Ink<'_>, finding: &Finding) -> String {
    let place = picture::place(ink, finding);
    let message = ink.plain(finding.message.show(ink.look.values));
    format!("  {}\n{}", ink.paint(Tone::Quiet, &place), ink.paragraph(("  ", Tone::Quiet), &message))
}

/// What to do: one sentence, or one for every cell where there are several.
fn helps(ink: &Ink<'_>, group: &[Finding]) -> String {
    let helps = distinct_helps(ink, group);
    let lead = format!("  {}: ", ink.word("report-help"));
    if let [(_, help)] = helps.as_slice() {
        return ink.paragraph((&lead, Tone::Help), help);
    }
    let mut page = String::new();
    for (index, (cell, help)) in helps.iter().enumerate() {
        let lead = if index == 0 { lead.clone() } else { " ".repeat(super::text::width(&lead)) };
        page.push_str(&ink.paragraph((&lead, Tone::Help), &format!("{cell}: {help}")));
    }
    page
}

/// Each piece of advice once, with the cell that it is for.
fn distinct_helps(ink: &Ink<'_>, group: &[Finding]) -> Vec<(String, String)> {
    let mut helps: Vec<(String, String)> = Vec::new();
    for finding in group {
        let help = ink.plain(finding.help.show(ink.look.values));
        let cell = finding.at.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let said = helps.iter().any(|(_, said)| *said == help);
        if !said && !help.trim().is_empty() {
            helps.push((cell, help));
        }
    }
    helps
}

/// What was accepted, and why.
fn waivers(ink: &Ink<'_>, group: &[Finding]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in group {
        let Some(waived) = finding.since.waived.as_deref() else { continue };
        let title = ink.plain(&ink.outcome.rules[finding.rule].title);
        let said = ink.plain(&prose::waiver(ink.outcome.lang, waived));
        let said = if group.len() > 1 { format!("{title}: {said}") } else { said };
        let line = ink.paragraph(("  ", Tone::Quiet), &said);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.concat()
}

fn left_out(ink: &Ink<'_>, shown: usize, all: usize) -> String {
    if shown == all {
        return String::new();
    }
    let note = Note::new("report-limited").with("shown", shown).with("all", all);
    let sentence = ink.say(&note);
    format!("{}\n", ink.paragraph(("", Tone::Strong), &sentence))
}
