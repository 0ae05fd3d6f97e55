//! What the page shows, gathered from the outcome.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::finding::{Finding, Privacy, Severity, State, Values};
use crate::lang::{Lang, Note};
use crate::outcome::{Outcome, RowPicture, RuleInfo, Totals};
use crate::report::{Made, prose};
use crate::rule_page::Block;
use crate::sheet::column_letter;

/// The bars' greatest width, in the units of their drawing.
const BAR: u64 = 200;

/// Words that the page says without arguments.
const WORDS: [&str; 22] = [
    "since-state",
    "html-skip",
    "html-contents",
    "html-findings",
    "html-bar",
    "html-filter",
    "html-all",
    "html-clause",
    "html-text",
    "html-reset",
    "html-shown",
    "about-rules",
    "report-about",
    "report-see-also",
    "report-help",
    "annotate-nothing",
    "csv-severity",
    "csv-sheet",
    "totals-rows-with-findings",
    "totals-errors",
    "totals-warnings",
    "totals-infos",
];

type Pair = (String, String);

#[derive(Serialize)]
pub(super) struct Page {
    lang: &'static str,
    csp: String,
    style: &'static str,
    script: &'static str,
    w: BTreeMap<&'static str, String>,
    title: String,
    severities: Vec<SeverityCount>,
    rows: String,
    handling: Vec<Pair>,
    charts: Vec<Chart>,
    clauses: Vec<Pair>,
    sheets: Vec<String>,
    /// What findings are to last time; empty where that was not asked.
    since: Vec<Pair>,
    /// There are findings.
    found: bool,
    tables: Vec<Table>,
    rules: Vec<Rule>,
    sections: Vec<Section>,
    about: Vec<Pair>,
}

#[derive(Serialize)]
struct SeverityCount {
    class: &'static str,
    word: String,
    text: String,
}

#[derive(Serialize)]
struct Chart {
    heading: String,
    label: String,
    bars: Vec<Bar>,
    note: Option<String>,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    title: String,
    parts: Vec<Part>,
    counts: [u64; 3],
}

#[derive(Serialize)]
struct Part {
    class: &'static str,
    x: u64,
    width: u64,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Shown {
    class: &'static str,
    /// Words for the filter: `new`, `waived`, …
    since: String,
    /// How it stands to last time, in words.
    standing: Vec<Pair>,
    severity: String,
    title: String,
    basis: String,
    clauses: String,
    sheet: String,
    place: String,
    message: String,
    help: String,
    related: Vec<String>,
    rule: String,
    row: String,
    number: u32,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    letter: String,
    column: String,
    text: String,
    mark: Option<&'static str>,
    /// What the mark means, for those who do not see it.
    said: Option<String>,
}

#[derive(Serialize)]
struct Table {
    heading: String,
    lines: Vec<TableLine>,
}

#[derive(Serialize)]
struct TableLine {
    name: String,
    counts: [u64; 4],
}

#[derive(Serialize)]
struct Rule {
    id: String,
    title: String,
    basis: String,
    counts: String,
    page: Vec<Piece>,
}

/// A block of a rule's page.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Piece {
    Text(String),
    List(Vec<(usize, String)>),
    Code(String),
}

#[derive(Serialize)]
struct Section {
    id: &'static str,
    heading: String,
    lines: Vec<[String; 3]>,
}

impl Page {
    pub(super) fn of(outcome: &Outcome, made: &Made, values: Values) -> Self {
        let lang = outcome.lang;
        let as_of = Note::new("report-as-of").with("date", lang.date(outcome.as_of));
        Self {
            lang: lang.code(),
            csp: super::policy(),
            style: super::STYLE,
            script: super::SCRIPT,
            w: WORDS.iter().map(|id| (*id, lang.word(id))).collect(),
            title: format!("{} {}", lang.word("report-title"), lang.say(&as_of)),
            severities: severities(outcome),
            rows: prose::rows(outcome),
            handling: prose::handling(outcome, made, values),
            charts: [by_clause(outcome), by_week(outcome)].into_iter().flatten().collect(),
            clauses: clauses_found(outcome),
            sheets: sheets_found(outcome),
            since: since(outcome),
            found: !outcome.findings.is_empty(),
            tables: tables(outcome, values),
            rules: rules(outcome),
            sections: prose::besides(outcome).into_iter().map(|section| Section::of(lang, section)).collect(),
            about: prose::about(outcome, made, values),
        }
    }
}

fn severities(outcome: &Outcome) -> Vec<SeverityCount> {
    let lang = outcome.lang;
    let counted = prose::COUNTED.iter().zip(prose::by_severity(outcome)).filter(|(_, n)| *n > 0);
    let one = |((severity, id), n): (&(Severity, &'static str), u64)| SeverityCount {
        class: severity.word(),
        word: prose::severity(lang, *severity),
        text: lang.say(&Note::new(id).with("n", n)),
    };
    counted.map(one).collect()
}

/// Findings under each clause that has any.
fn by_clause(outcome: &Outcome) -> Option<Chart> {
    let lang = outcome.lang;
    let counts = |id: &String| {
        let cites = |finding: &&Finding| outcome.rules[finding.rule].clauses.contains(id);
        count(outcome.findings.iter().filter(cites))
    };
    let clauses =
        outcome.clauses.iter().map(|clause| (clause.id.clone(), clause.title.clone(), counts(&clause.id)));
    let bars = bars(clauses.filter(|(_, _, counts)| *counts != [0; 3]).collect());
    let several = outcome.findings.iter().any(|finding| outcome.rules[finding.rule].clauses.len() > 1);
    (!bars.is_empty()).then(|| Chart {
        heading: lang.word("html-by-clause"),
        label: lang.word("html-clause"),
        bars,
        note: several.then(|| lang.word("report-counted-by-clause")),
    })
}

/// Findings by the week of the first date on their row; none where rows have no dates.
fn by_week(outcome: &Outcome) -> Option<Chart> {
    let lang = outcome.lang;
    let mut weeks: BTreeMap<Date, Vec<&Finding>> = BTreeMap::new();
    let mut undated = 0_u64;
    for finding in &outcome.findings {
        match outcome.rows.get(&finding.at.row_key()).and_then(monday) {
            Some(monday) => weeks.entry(monday).or_default().push(finding),
            None => undated += 1,
        }
    }
    if weeks.is_empty() {
        return None;
    }
    let label = |monday: &Date| {
        let week = monday.iso_week_date();
        let note = Note::new("html-week").with("week", week.week().unsigned_abs().to_string());
        lang.say(&note.with("year", week.year().to_string()))
    };
    let weeks =
        weeks.iter().map(|(monday, found)| (label(monday), String::new(), count(found.iter().copied())));
    Some(Chart {
        heading: lang.word("html-by-week"),
        label: lang.word("html-week-label"),
        bars: bars(weeks.collect()),
        note: (undated > 0).then(|| lang.say(&Note::new("html-undated").with("n", undated))),
    })
}

/// The Monday of the row's first date.
fn monday(row: &RowPicture) -> Option<Date> {
    // A date stands as `2026-11-23`; without the dashes, eight digits are somebody's number.
    let day = |text: &str| text.parse::<Date>().ok().filter(|_| text.len() == 10 && text.contains('-'));
    let mut open = row.cells().filter(|cell| cell.value.privacy == Privacy::Open);
    let date = open.find_map(|cell| day(cell.value.text))?;
    date.checked_sub(jiff::Span::new().days(i64::from(date.weekday().to_monday_zero_offset()))).ok()
}

fn count<'f>(findings: impl Iterator<Item = &'f Finding>) -> [u64; 3] {
    findings.fold([0; 3], |mut counts, finding| {
        let at = prose::COUNTED.iter().position(|(severity, _)| *severity == finding.severity);
        counts[at.unwrap_or(0)] += 1;
        counts
    })
}

fn bars(counted: Vec<(String, String, [u64; 3])>) -> Vec<Bar> {
    let most = counted.iter().map(|(_, _, counts)| counts.iter().sum::<u64>()).max().unwrap_or(1).max(1);
    let bar = |(label, title, counts): (String, String, [u64; 3])| {
        let mut x = 0;
        let parts = prose::COUNTED.iter().zip(counts).map(|((severity, _), n)| {
            let width = n * BAR / most;
            x += width;
            Part { class: severity.word(), x: x - width, width }
        });
        Bar { parts: parts.filter(|part| part.width > 0).collect(), label, title, counts }
    };
    counted.into_iter().map(bar).collect()
}

fn clauses_found(outcome: &Outcome) -> Vec<Pair> {
    let cited =
        |id: &String| outcome.findings.iter().any(|finding| outcome.rules[finding.rule].clauses.contains(id));
    let found = outcome.clauses.iter().filter(|clause| cited(&clause.id));
    found.map(|clause| (clause.id.clone(), clause.title.clone())).collect()
}

fn sheet(outcome: &Outcome, finding: &Finding) -> String {
    let file = prose::file(outcome, &outcome.source(&finding.at).path);
    format!("{file} › {}", outcome.sheet_name(&finding.at))
}

fn sheets_found(outcome: &Outcome) -> Vec<String> {
    let mut sheets: Vec<String> = outcome
        .findings
        .chunk_by(|a, b| (a.at.source, a.at.sheet) == (b.at.source, b.at.sheet))
        .filter_map(|found| Some(sheet(outcome, found.first()?)))
        .collect();
    sheets.dedup();
    sheets
}

/// What the filter on last time offers.
fn since(outcome: &Outcome) -> Vec<Pair> {
    let lang = outcome.lang;
    let states = [State::New, State::Unchanged].map(|state| (state.word(), prose::state_word(state)));
    let waived = [("open", "since-not-waived"), ("waived", "since-waiver")];
    let states = states.into_iter().filter(|_| outcome.since.baseline.is_some());
    let waived = waived.into_iter().filter(|_| outcome.since.waivers.is_some());
    states.chain(waived).map(|(class, id)| (class.to_owned(), lang.word(id))).collect()
}

/// How a finding stands to last time: what the filter knows it by, and what is said.
fn standing(outcome: &Outcome, finding: &Finding) -> Vec<Pair> {
    let lang = outcome.lang;
    let state = finding.since.state.map(|state| (state.word(), lang.word(prose::state_word(state))));
    let waived = finding.since.waived.as_deref().map(|waived| ("waived", prose::waiver(lang, waived)));
    let open = (outcome.since.waivers.is_some() && waived.is_none()).then(|| ("open", String::new()));
    state.into_iter().chain(waived).chain(open).map(|(class, said)| (class.to_owned(), said)).collect()
}

fn tables(outcome: &Outcome, values: Values) -> Vec<Table> {
    let line = |(name, of): (String, Totals)| TableLine {
        name,
        counts: [of.rows_with_findings, of.error, of.warning, of.info],
    };
    let tables = [
        ("report-by-input", prose::by_input(outcome)),
        ("report-by-adviser", prose::by_adviser(outcome, values)),
    ];
    let filled = tables.into_iter().filter(|(_, totals)| !totals.is_empty());
    let table = |(id, totals): (&'static str, Vec<(String, Totals)>)| Table {
        heading: outcome.lang.word(id),
        lines: totals.into_iter().map(line).collect(),
    };
    filled.map(table).collect()
}

/// The rules that have findings.
fn rules(outcome: &Outcome) -> Vec<Rule> {
    let lang = outcome.lang;
    let rule = |(index, rule): (usize, &RuleInfo)| {
        let counts = count(outcome.findings.iter().filter(|finding| finding.rule == index));
        (counts != [0; 3]).then(|| Rule {
            id: rule.id.to_string(),
            title: rule.title.to_string(),
            basis: prose::basis(lang, rule),
            counts: prose::counts(lang, counts),
            page: rule.page.iter().map(Piece::of).collect(),
        })
    };
    outcome.rules.iter().enumerate().filter_map(rule).collect()
}

impl Piece {
    fn of(block: &Block) -> Self {
        match block {
            Block::Heading(_, said) | Block::Text(said) => Self::Text(said.replace('`', "")),
            Block::List(items) => Self::List(items.clone()),
            Block::Code(_, code) => Self::Code(code.trim_end().to_owned()),
        }
    }
}

impl Shown {
    pub(super) fn of(outcome: &Outcome, finding: &Finding, values: Values) -> Self {
        let lang = outcome.lang;
        let rule = &outcome.rules[finding.rule];
        Self {
            class: finding.severity.word(),
            since: standing(outcome, finding).iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(" "),
            standing: standing(outcome, finding).into_iter().filter(|(id, _)| id != "open").collect(),
            severity: prose::severity(lang, finding.severity),
            title: rule.title.to_string(),
            basis: prose::basis(lang, rule),
            clauses: rule.clauses.join(" "),
            sheet: sheet(outcome, finding),
            place: prose::place(outcome, &finding.at),
            message: prose::message_alone(lang, finding, values),
            help: finding.help.show(values).to_owned(),
            related: prose::related(outcome, finding, values),
            rule: rule.id.to_string(),
            row: lang.say(&Note::new("report-row").with("row", finding.at.row)),
            number: finding.at.row,
            cells: cells(outcome, finding, values),
        }
    }
}

/// The row around a finding, where its cells are known.
fn cells(outcome: &Outcome, finding: &Finding, values: Values) -> Vec<Cell> {
    let Some(row) = outcome.rows.get(&finding.at.row_key()).filter(|_| finding.at.cell.is_some()) else {
        return Vec::new();
    };
    let lang = outcome.lang;
    let here = finding.at.cell.map(|cell| cell.column);
    let is_why = |index: u32| finding.because.iter().any(|because| because.cell.column == index);
    let cell = |cell: crate::outcome::PictureCell<'_>| {
        let (mark, said) = if here == Some(cell.index) {
            (Some(finding.severity.word()), Some(prose::severity(lang, finding.severity)))
        } else if is_why(cell.index) {
            (Some("why"), Some(lang.word("csv-because")))
        } else {
            (None, None)
        };
        Cell {
            letter: column_letter(cell.index),
            column: cell.column.to_string(),
            text: prose::value(lang, &cell.value, values),
            mark,
            said,
        }
    };
    row.cells().map(cell).collect()
}

impl Section {
    fn of(lang: Lang, section: prose::Section) -> Self {
        let lines = section.lines.into_iter();
        Self {
            id: section.id,
            heading: lang.word(section.id),
            lines: lines.map(|line| [line.about, line.text, line.help.unwrap_or_default()]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Held;
    use crate::outcome::PictureColumn;

    #[test]
    fn a_number_is_no_date() {
        let columns = (0..3).map(|index| PictureColumn { name: "".into(), index }).collect();
        let number = Held { text: "20000615", privacy: Privacy::Open };
        let hidden = Held { text: "2000-06-15", privacy: Privacy::Personal };
        let date = Held { text: "2026-11-25", privacy: Privacy::Open };
        let row = RowPicture::new(columns, [number, hidden, date], Vec::new());
        assert_eq!(monday(&row), Some(jiff::civil::date(2026, 11, 23)));
    }
}
