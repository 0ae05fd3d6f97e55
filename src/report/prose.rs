//! What every report that people read says alike: severities, places, counts, what was not checked, and
//! where the report came from. Plain text; each format escapes it in its own way.

use std::path::Path;

use crate::finding::{Basis, Finding, Held, Location, Severity, State, Values, Waived};
use crate::lang::{Lang, Note};
use crate::outcome::{Outcome, RuleInfo, SheetReport, SheetStatus, SourceReport, Status, Totals};

use super::Made;
use super::gaps::{self, Gap};
use super::since;

/// The severities, gravest first, with the sentence that counts them.
pub(super) const COUNTED: [(Severity, &str); 3] = [
    (Severity::Error, "report-errors"),
    (Severity::Warning, "report-warnings"),
    (Severity::Info, "report-infos"),
];

/// A heading and what stands under it.
pub(super) struct Section {
    /// The heading's id.
    pub(super) id: &'static str,
    pub(super) lines: Vec<Line>,
}

/// A line of a [`Section`].
pub(super) struct Line {
    /// What it is about: clauses, a rule, a file. May be empty.
    pub(super) about: String,
    pub(super) text: String,
    /// What to do.
    pub(super) help: Option<String>,
}

impl Line {
    /// In one sentence: what it is about, what is said, and what to do.
    pub(super) fn whole(&self) -> String {
        let help = self.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} {}{help}", self.about, self.text).trim().to_owned()
    }
}

/// Without what could move the cursor, change colours or turn the line around. A line break
/// within a cell becomes `line_break`.
pub(super) fn harmless(text: &str, line_break: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => clean.push_str(line_break),
            '\t' | '\u{a0}' => clean.push(' '),
            c if is_invisible(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The severity in a word.
pub(super) fn severity(lang: Lang, severity: Severity) -> String {
    lang.word(match severity {
        Severity::Error => "report-error",
        Severity::Warning => "report-warning",
        Severity::Info => "report-info",
    })
}

/// `routine 1.2 and 3.5`: what the rule rests on.
pub(super) fn basis(lang: Lang, rule: &RuleInfo) -> String {
    let id = match rule.basis {
        Basis::Routine => "report-basis-routine",
        Basis::Assumption => "report-basis-assumption",
        Basis::Quality => "report-basis-quality",
        Basis::Privacy => "report-basis-privacy",
    };
    let and = format!(" {} ", lang.word("report-and"));
    let listed = match rule.clauses.as_slice() {
        [] => return String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    };
    lang.say(&Note::new(id).with("clauses", listed))
}

/// A file's name; its path where two files share a name.
pub(super) fn file(outcome: &Outcome, path: &str) -> String {
    let name = |path: &str| {
        Path::new(path)
            .file_name()
            .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
    };
    let own = name(path);
    let sources = outcome.inputs.iter().chain(&outcome.tables);
    if sources.filter(|source| name(&source.path) == own).count() > 1 { path.to_owned() } else { own }
}

/// `Book.xlsx › November › E14`, or `… › row 14` where there is no cell.
pub(super) fn place(outcome: &Outcome, at: &Location) -> String {
    let file = file(outcome, &outcome.source(at).path);
    format!("{file} › {} › {}", outcome.sheet_name(at), spot(outcome.lang, at))
}

/// `E14`, or `row 14` where there is no cell.
pub(super) fn spot(lang: Lang, at: &Location) -> String {
    match at.cell {
        Some(cell) => cell.to_string(),
        None => lang.say(&Note::new("report-row").with("row", at.row)),
    }
}

/// What a cell holds, as far as it may be seen.
pub(super) fn value(lang: Lang, held: &Held<impl AsRef<str>>, values: Values) -> String {
    held.show(values).map_or_else(|| format!("‹{}›", lang.word("report-masked")), str::to_owned)
}

/// What is wrong, with what else a person should know of the place, and how it stands to last time.
pub(super) fn message(lang: Lang, finding: &Finding, values: Values) -> String {
    let text = message_alone(lang, finding, values);
    match standing(lang, finding) {
        said if said.is_empty() => text,
        said => format!("{text} [{said}]"),
    }
}

/// How a finding stands to last time: `new`, `still there`, `accepted until …`. Empty where nothing is known.
pub(super) fn standing(lang: Lang, finding: &Finding) -> String {
    let state = finding.since.state.map(|state| lang.word(state_word(state)));
    let waived = finding.since.waived.as_deref().map(|waived| waiver(lang, waived));
    state.into_iter().chain(waived).collect::<Vec<_>>().join("; ")
}

/// The id of a state's word.
pub(super) fn state_word(state: State) -> &'static str {
    match state {
        State::New => "since-new",
        State::Unchanged => "since-unchanged",
    }
}

/// Why a finding is accepted, by whom and until when.
pub(super) fn waiver(lang: Lang, waived: &Waived) -> String {
    let by = waived.by.as_ref().map(|by| lang.say(&Note::new("since-by").with("by", by.as_str())));
    let note = Note::new("since-waived").with("until", lang.date(waived.until));
    lang.say(&note.with("by", by.unwrap_or_default()).with("reason", waived.reason.as_str()))
}

/// What is wrong, with what else a person should know of the place.
pub(super) fn message_alone(lang: Lang, finding: &Finding, values: Values) -> String {
    let mut text = finding.message.show(values).to_owned();
    if finding.remarks.note {
        text = format!("{text} {}", lang.word("report-noted"));
    }
    let remarks = [(finding.remarks.hidden, "report-hidden"), (finding.remarks.struck, "report-struck")];
    let remarks: Vec<String> = remarks.iter().filter(|(it, _)| *it).map(|(_, id)| lang.word(id)).collect();
    if remarks.is_empty() { text } else { format!("{text} ({})", remarks.join(", ")) }
}

/// The other places of a finding, each with what is there.
pub(super) fn related(outcome: &Outcome, finding: &Finding, values: Values) -> Vec<String> {
    let one = |related: &crate::finding::Related| {
        format!("{}: {}", place(outcome, &related.at), related.message.show(values))
    };
    finding.related.iter().map(one).collect()
}

/// `6 errors · 3 warnings`; nothing where there are none.
pub(super) fn counts(lang: Lang, of: [u64; 3]) -> String {
    let parts = COUNTED.iter().zip(of).filter(|(_, n)| *n > 0);
    let parts = parts.map(|((_, id), n)| lang.say(&Note::new(id).with("n", n)));
    parts.collect::<Vec<_>>().join(" · ")
}

/// Findings of each severity, gravest first.
pub(super) fn by_severity(outcome: &Outcome) -> [u64; 3] {
    COUNTED.map(|(severity, _)| outcome.count(severity) as u64)
}

/// `48 rows audited, 3 handled, 9 with findings`
pub(super) fn rows(outcome: &Outcome) -> String {
    let lang = outcome.lang;
    let mut parts = vec![lang.say(&Note::new("report-judged").with("n", outcome.rows_judged))];
    let kinds = outcome.rows_by_kind.iter().filter(|(_, n)| *n > 0);
    parts.extend(kinds.map(|(kind, n)| format!("{n} {kind}")));
    parts.push(lang.say(&Note::new("report-with-findings").with("n", outcome.rows_with_findings())));
    parts.join(", ")
}

/// What each input came to, by its name, where there are several.
pub(super) fn by_input(outcome: &Outcome) -> Vec<(String, Totals)> {
    if outcome.inputs.len() < 2 {
        return Vec::new();
    }
    let names = outcome.inputs.iter().map(|input| file(outcome, &input.path));
    names.zip(outcome.by_input()).collect()
}

/// Findings by whoever filled in the row, where that was asked for. Masked, people have numbers that hold
/// within this report only.
pub(super) fn by_adviser(outcome: &Outcome, values: Values) -> Vec<(String, Totals)> {
    let label = |(at, (name, totals)): (usize, (String, Totals))| {
        let name = match values {
            _ if name.is_empty() => outcome.lang.word("report-adviser-unknown"),
            Values::Shown => name,
            Values::Masked => outcome.lang.say(&Note::new("report-adviser").with("n", at + 1)),
        };
        (name, totals)
    };
    outcome.by_adviser().into_iter().enumerate().map(label).collect()
}

/// What the findings do not say: what was not checked or read, and why. Only sections that have lines.
pub(super) fn besides(outcome: &Outcome) -> Vec<Section> {
    let gaps =
        |id, gaps: Vec<Gap>| Section { id, lines: gaps.iter().map(|gap| line(outcome, gap)).collect() };
    let sections = [
        Section { id: "report-problems", lines: problems(outcome) },
        Section { id: "report-failed", lines: failed(outcome) },
        Section { id: "report-since", lines: since::summary(outcome) },
        Section { id: "report-gone", lines: since::gone(outcome) },
        gaps("report-not-checked", gaps::not_checked(outcome)),
        gaps("report-undecided", gaps::undecided(outcome)),
        gaps("report-never", gaps::never(outcome)),
        Section { id: "report-notes", lines: notes(outcome) },
        Section { id: "report-skipped", lines: skipped(outcome) },
    ];
    sections.into_iter().filter(|section| !section.lines.is_empty()).collect()
}

fn line(outcome: &Outcome, gap: &Gap) -> Line {
    Line {
        about: gaps::ranges(outcome, &gap.clauses, "–"),
        text: gap.what(outcome.lang),
        help: gap.help.clone(),
    }
}

fn problems(outcome: &Outcome) -> Vec<Line> {
    let lang = outcome.lang;
    let line = |problem: &crate::outcome::Problem| Line {
        about: problem.input.clone().unwrap_or_default(),
        text: lang.say(&problem.note),
        help: lang.help(&problem.note),
    };
    outcome.errors.iter().map(line).collect()
}

fn failed(outcome: &Outcome) -> Vec<Line> {
    let line = |rule: &RuleInfo| match &rule.coverage.status {
        Status::Failed(why) => Some(Line {
            about: format!("{} ({})", rule.id, rule.clauses.join(", ")),
            text: outcome.lang.say(why),
            help: outcome.lang.help(why),
        }),
        _ => None,
    };
    outcome.rules.iter().filter_map(line).collect()
}

fn notes(outcome: &Outcome) -> Vec<Line> {
    let lang = outcome.lang;
    let general = outcome.notes.iter().map(|note| (String::new(), note));
    let of_sheets = sheets(outcome).flat_map(|(source, sheet)| {
        let about = format!("{} › {}", file(outcome, &source.path), sheet.name);
        sheet.notes.iter().map(move |note| (about.clone(), note))
    });
    let line = |(about, note): (String, &Note)| Line { about, text: lang.say(note), help: lang.help(note) };
    general.chain(of_sheets).map(line).collect()
}

fn skipped(outcome: &Outcome) -> Vec<Line> {
    let line = |(source, sheet): (&SourceReport, &SheetReport)| match &sheet.status {
        SheetStatus::Skipped(why) => Some(Line {
            about: format!("{} › {}", file(outcome, &source.path), sheet.name),
            text: outcome.lang.say(why),
            help: outcome.lang.help(why),
        }),
        SheetStatus::Audited { .. } => None,
    };
    sheets(outcome).filter_map(line).collect()
}

fn sheets(outcome: &Outcome) -> impl Iterator<Item = (&SourceReport, &SheetReport)> {
    let sources = outcome.inputs.iter().chain(&outcome.tables);
    sources.flat_map(|source| source.sheets.iter().map(move |sheet| (source, sheet)))
}

/// Where the report came from, and how it is to be handled: what it is, and what it says.
pub(super) fn about(outcome: &Outcome, made: &Made, values: Values) -> Vec<(String, String)> {
    let lang = outcome.lang;
    let pack = &outcome.pack;
    let source = pack.source.clone().unwrap_or_else(|| lang.word("report-built-in"));
    let mut provenance = vec![
        ("about-as-of", lang.date(outcome.as_of)),
        ("about-rules", format!("{} {} ({source}), {}", pack.name, pack.version, pack.digest)),
        ("about-off", pack.off.join(", ")),
        ("about-changed", pack.overridden.join("; ")),
        ("about-options", outcome.options.written().join("; ")),
        ("about-program", format!("rutinkoll {}", made.tool_version)),
    ];
    provenance.retain(|(_, text)| !text.is_empty());
    let mut about = handling(outcome, made, values);
    about.extend(provenance.into_iter().map(|(id, text)| (lang.word(id), text)));
    for input in outcome.inputs.iter().filter(|input| !input.path.is_empty()) {
        about.push((lang.word("about-file"), listed([input.path.clone(), input.sha256.clone()])));
    }
    for (name, table) in tables(outcome) {
        about.push((name, listed([table.path.clone(), covers(lang, table), table.sha256.clone()])));
    }
    about
}

/// How to get fingerprints, where there are none; for the formats that would hold them.
pub(super) fn no_fingerprints(outcome: &Outcome) -> Option<Note> {
    outcome.since.key_id.is_none().then(|| Note::new("no-fingerprints"))
}

fn listed<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The tables that were given, each with what it is called.
pub(super) fn tables(outcome: &Outcome) -> impl Iterator<Item = (String, &SourceReport)> {
    let given = outcome.tables.iter().filter(|table| !table.path.is_empty());
    given.map(|table| {
        let name = table.table.as_deref().unwrap_or_default();
        (outcome.lang.say(&Note::new("report-table").with("table", name)), table)
    })
}

/// How many rows a table has, and the days that it covers.
pub(super) fn covers(lang: Lang, table: &SourceReport) -> String {
    let rows = lang.say(&Note::new("report-rows").with("n", table.rows()));
    let period = table.period.map(|(from, to)| {
        lang.say(&Note::new("report-period").with("from", lang.date(from)).with("to", lang.date(to)))
    });
    listed([rows, period.unwrap_or_default()])
}

/// When the report was made, when it should be erased, and whether it holds personal data.
pub(super) fn handling(outcome: &Outcome, made: &Made, values: Values) -> Vec<(String, String)> {
    let lang = outcome.lang;
    vec![
        (lang.word("about-created"), made.created_text()),
        (lang.word("about-erase"), lang.date(made.erase_by(outcome))),
        (lang.word("about-personal"), personal(outcome, values)),
    ]
}

/// Does the report hold personal data?
pub(super) fn personal(outcome: &Outcome, values: Values) -> String {
    outcome.lang.word(match values {
        Values::Masked => "about-personal-masked",
        Values::Shown if outcome.shows_personal_data(values) => "about-personal-shown",
        Values::Shown => "about-personal-none",
    })
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_in_a_cell_can_steer_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\r\nc\u{202e}d", "↵"), "a[31mb↵cd");
    }
}
