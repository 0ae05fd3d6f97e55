//! The end of the report: what the audit came to, clause by clause, and how it was done.

use std::time::Duration;

use crate::finding::Severity;
use crate::lang::{Lang, Note};
use crate::outcome::{ClauseInfo, Outcome, SheetStatus, SourceReport, Totals};
use crate::report::prose;

use super::findings::{COUNTED, counts};
use super::ink::{Ink, Tone};
use super::{since, text, unchecked};

/// Everything after the findings.
pub(super) fn draw(ink: &Ink<'_>) -> String {
    let blocks = if ink.look.quiet {
        vec![totals(ink), since::draw(ink), unchecked::brief(ink), problems(ink), made(ink)]
    } else {
        vec![
            totals(ink),
            since::draw(ink),
            since::gone(ink),
            by_clause(ink),
            people_and_books(ink, "report-by-input", &prose::by_input(ink.outcome)),
            people_and_books(ink, "report-by-adviser", &prose::by_adviser(ink.outcome, ink.look.values)),
            unchecked::draw(ink),
            problems(ink),
            notes(ink),
            skipped(ink),
            rules(ink),
        ]
    };
    let filled: Vec<String> = blocks.into_iter().filter(|it| !it.is_empty()).collect();
    filled.join("\n")
}

/// A heading and the lines under it; nothing where there are none.
pub(super) fn block(ink: &Ink<'_>, heading: &'static str, lines: &str) -> String {
    if lines.is_empty() {
        return String::new();
    }
    format!("{}\n{lines}", ink.paint(Tone::Strong, &ink.word(heading)))
}

fn totals(ink: &Ink<'_>) -> String {
    let outcome = ink.outcome;
    let mut rows = vec![ink.count("report-judged", outcome.rows_judged)];
    let kinds = outcome.rows_by_kind.iter().filter(|(_, n)| *n > 0);
    rows.extend(kinds.map(|(kind, n)| format!("{n} {}", ink.plain(kind))));
    rows.push(ink.count("report-with-findings", outcome.rows_with_findings()));
    let rows = rows.join(", ");
    let severities = outcome.findings.iter().map(|finding| finding.severity);
    let (plain, painted) = counts(ink, severities);
    let bold = ink.paint(Tone::Strong, &rows);
    if text::width(&rows) + text::width(&plain) + 2 > ink.reading_width() {
        return format!("{bold}\n{painted}\n");
    }
    ink.both_ends((&rows, bold), (&plain, painted))
}

/// A clause with its findings by severity, gravest first.
struct Tally<'a> {
    clause: &'a ClauseInfo,
    counts: [usize; 3],
}

fn by_clause(ink: &Ink<'_>) -> String {
    let tallies = tallies(ink.outcome);
    let texts: Vec<[String; 3]> = tallies.iter().map(|tally| texts(ink, tally)).collect();
    let width =
        |of: &dyn Fn(&[String; 3]) -> &str| texts.iter().map(|row| text::width(of(row))).max().unwrap_or(0);
    let counts: Vec<usize> = (0..3).map(|at| width(&|row| &row[at])).collect();
    let id = tallies.iter().map(|tally| text::width(&tally.clause.id)).max().unwrap_or(0);
    let right: usize = counts.iter().filter(|width| **width > 0).map(|width| width + 3).sum();
    let title = title_width(ink, &tallies, id + 4 + right);
    let mut page = String::new();
    for (tally, texts) in tallies.iter().zip(&texts) {
        let title = text::pad(&text::cut(&tally.clause.title, title, ink.ellipsis()), title);
        let columns = columns(ink, texts, &counts);
        let line = format!("  {}  {title}{columns}", text::pad(&tally.clause.id, id));
        page.push_str(line.trim_end());
        page.push('\n');
    }
    if several_clauses(ink.outcome) {
        let note = ink.word("report-counted-by-clause");
        page.push_str(&format!("  {}\n", ink.paint(Tone::Quiet, &note)));
    }
    page
}

fn title_width(ink: &Ink<'_>, tallies: &[Tally<'_>], others: usize) -> usize {
    let widths = tallies.iter().map(|tally| text::width(&tally.clause.title));
    let longest = widths.max().unwrap_or(0);
    longest.min(ink.reading_width().saturating_sub(others).max(10))
}

fn columns(ink: &Ink<'_>, texts: &[String; 3], widths: &[usize]) -> String {
    let column = |((severity, _), (text, width)): ((Severity, _), (&String, &usize))| {
        let space = " ".repeat(width - text::width(text));
        let before = if *width > 0 { "   " } else { "" };
        format!("{before}{}{space}", ink.paint(Tone::Severity(severity), text))
    };
    COUNTED.into_iter().zip(texts.iter().zip(widths)).map(column).collect()
}

fn texts(ink: &Ink<'_>, tally: &Tally<'_>) -> [String; 3] {
    let mut texts = <[String; 3]>::default();
    for ((text, (_, id)), n) in texts.iter_mut().zip(COUNTED).zip(tally.counts) {
        if n > 0 {
            *text = ink.count(id, n);
        }
    }
    texts
}

/// The clauses that have findings, gravest first.
fn tallies(outcome: &Outcome) -> Vec<Tally<'_>> {
    let by_rule = by_rule(outcome);
    let tally = |clause| Tally { clause, counts: sum(outcome, clause, &by_rule) };
    let mut tallies: Vec<Tally<'_>> = outcome.clauses.iter().map(tally).collect();
    tallies.retain(|tally| tally.counts != [0; 3]);
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.counts));
    tallies
}

fn by_rule(outcome: &Outcome) -> Vec<[usize; 3]> {
    let mut counts = vec![[0; 3]; outcome.rules.len()];
    for finding in &outcome.findings {
        for (at, (severity, _)) in COUNTED.into_iter().enumerate() {
            counts[finding.rule][at] += usize::from(severity == finding.severity);
        }
    }
    counts
}

fn sum(outcome: &Outcome, clause: &ClauseInfo, by_rule: &[[usize; 3]]) -> [usize; 3] {
    let rules = outcome.rules.iter().zip(by_rule);
    rules
        .filter(|(rule, _)| rule.clauses.contains(&clause.id))
        .fold([0; 3], |sum, (_, counts)| [0, 1, 2].map(|at| sum[at] + counts[at]))
}

fn several_clauses(outcome: &Outcome) -> bool {
    let mut rules = outcome.findings.iter().map(|finding| &outcome.rules[finding.rule]);
    rules.any(|rule| rule.clauses.len() > 1)
}

/// Workbooks or people, each with what they came to.
fn people_and_books(ink: &Ink<'_>, heading: &'static str, all: &[(String, Totals)]) -> String {
    let names: Vec<String> = all.iter().map(|(name, _)| ink.plain(name)).collect();
    let width = names.iter().map(|name| text::width(name)).max().unwrap_or(0).min(40);
    let mut lines = String::new();
    for (name, (_, of)) in names.iter().zip(all) {
        let found =
            prose::counts(ink.outcome.lang, [of.error, of.warning, of.info]).replace(" · ", ink.dot());
        let with = ink.count("report-with-findings", of.rows_with_findings);
        let rows = (of.rows > 0).then(|| ink.count("report-judged", of.rows));
        let parts: Vec<String> = rows.into_iter().chain([with, found]).filter(|it| !it.is_empty()).collect();
        let name = text::pad(&text::cut(name, width, ink.ellipsis()), width);
        lines.push_str(&ink.paragraph((&format!("  {name}  "), Tone::Strong), &parts.join(", ")));
    }
    block(ink, heading, &lines)
}

fn problems(ink: &Ink<'_>) -> String {
    let mut lines = String::new();
    for problem in &ink.outcome.errors {
        let input = problem.input.as_ref().map(|input| format!("{}: ", ink.plain(input)));
        let sentence = format!("{}{}", input.unwrap_or_default(), ink.say(&problem.note));
        let lead = format!("  {}: ", ink.word("report-error"));
        lines.push_str(&with_help(ink, (&lead, Tone::Severity(Severity::Error)), &sentence, &problem.note));
    }
    block(ink, "report-problems", &lines)
}

/// A paragraph, and under it what to do, where the note says that.
pub(super) fn with_help(ink: &Ink<'_>, lead: (&str, Tone), sentence: &str, note: &Note) -> String {
    let mut lines = ink.paragraph(lead, sentence);
    if let Some(help) = ink.help(note) {
        let lead = format!("  {}: ", ink.word("report-help"));
        lines.push_str(&ink.paragraph((&lead, Tone::Help), &help));
    }
    lines
}

fn notes(ink: &Ink<'_>) -> String {
    let mut lines = String::new();
    for note in &ink.outcome.notes {
        lines.push_str(&ink.paragraph(("  ", Tone::Quiet), &ink.say(note)));
    }
    for (source, sheet) in sheets(ink.outcome) {
        for note in &sheet.notes {
            let sentence = format!("{}: {}", sheet_name(ink, source, &sheet.name), ink.say(note));
            lines.push_str(&with_help(ink, ("  ", Tone::Quiet), &sentence, note));
        }
    }
    block(ink, "report-notes", &lines)
}

fn skipped(ink: &Ink<'_>) -> String {
    let mut lines = String::new();
    for (source, sheet) in sheets(ink.outcome) {
        if let SheetStatus::Skipped(why) = &sheet.status {
            let sentence = format!("{}: {}", sheet_name(ink, source, &sheet.name), ink.say(why));
            lines.push_str(&with_help(ink, ("  ", Tone::Quiet), &sentence, why));
        }
    }
    block(ink, "report-skipped", &lines)
}

fn sheets(outcome: &Outcome) -> impl Iterator<Item = (&SourceReport, &crate::outcome::SheetReport)> {
    let sources = outcome.inputs.iter().chain(&outcome.tables);
    sources.flat_map(|source| source.sheets.iter().map(move |sheet| (source, sheet)))
}

/// The file is named where there is more than one.
fn sheet_name(ink: &Ink<'_>, source: &SourceReport, sheet: &str) -> String {
    let sheet = ink.plain(sheet);
    if ink.outcome.inputs.len() + ink.outcome.tables.len() == 1 {
        return sheet;
    }
    format!("{}{}{sheet}", ink.file(&source.path), ink.within())
}

fn rules(ink: &Ink<'_>) -> String {
    let pack = &ink.outcome.pack;
    let line = [Some(pack_line(ink)), Some(as_of(ink)), elapsed(ink)];
    let line: Vec<String> = line.into_iter().flatten().collect();
    let mut page = tables(ink);
    page.push_str(&ink.dotted(&line));
    if !pack.off.is_empty() {
        let note = Note::new("report-rules-off").with("rules", pack.off.join(", "));
        page.push_str(&ink.paragraph(("", Tone::Quiet), &ink.say(&note)));
    }
    if !pack.overridden.is_empty() {
        let note = Note::new("report-rules-changed").with("changes", pack.overridden.join("; "));
        page.push_str(&ink.paragraph(("", Tone::Quiet), &ink.say(&note)));
    }
    page.push_str(&made(ink));
    page
}

/// When it was made, when it should be erased, and whether it holds personal data; where it may be kept.
fn made(ink: &Ink<'_>) -> String {
    let Some(made) = &ink.look.made else { return String::new() };
    let handling = prose::handling(ink.outcome, made, ink.look.values);
    let lines: Vec<String> =
        handling.iter().map(|(label, said)| ink.plain(&format!("{label}: {said}"))).collect();
    ink.dotted(&lines)
}

/// The tables that were given, and the days that each covers.
fn tables(ink: &Ink<'_>) -> String {
    let mut page = String::new();
    for (name, table) in prose::tables(ink.outcome) {
        let lead = format!("{}: ", ink.plain(&name));
        let said =
            format!("{}, {}", ink.file(&table.path), ink.plain(&prose::covers(ink.outcome.lang, table)));
        page.push_str(&ink.paragraph((&lead, Tone::Quiet), &said));
    }
    page
}

/// The pack, its version, where it came from, and the beginning of its digest.
fn pack_line(ink: &Ink<'_>) -> String {
    let pack = &ink.outcome.pack;
    let source = pack.source.clone().unwrap_or_else(|| ink.word("report-built-in"));
    let digest = pack.digest.trim_start_matches("sha256:");
    let digest: String = digest.chars().take(7).collect();
    let note = Note::new("report-rules")
        .with("pack", pack.name.as_str())
        .with("version", pack.version.as_str())
        .with("source", format!("{source} {digest}").trim_end());
    ink.say(&note)
}

fn as_of(ink: &Ink<'_>) -> String {
    let date = ink.outcome.lang.date(ink.outcome.as_of);
    ink.say(&Note::new("report-as-of").with("date", date))
}

fn elapsed(ink: &Ink<'_>) -> Option<String> {
    let seconds = seconds(ink.look.elapsed?, ink.outcome.lang);
    Some(ink.say(&Note::new("report-seconds").with("seconds", seconds)))
}

fn seconds(elapsed: Duration, lang: Lang) -> String {
    let text = format!("{:.2}", elapsed.as_secs_f64());
    match lang {
        Lang::Sv => text.replace('.', ","),
        Lang::En => text,
    }
}
