//! What an annotated copy of a workbook is marked with.

use crate::annotate::{Front, FrontRow, Mark, Marks, NoteText, Section};
use crate::finding::{Finding, Source, Values};
use crate::outcome::Outcome;
use crate::sheet::CellRef;

use super::{Made, prose, since};

/// The table's columns and their widths, in characters.
const COLUMNS: [(&str, u32); 9] = [
    ("csv-severity", 18),
    ("csv-sheet", 18),
    ("csv-cell", 9),
    ("csv-title", 34),
    ("csv-message", 56),
    ("csv-help", 56),
    ("csv-basis", 20),
    ("csv-rule", 30),
    ("csv-related", 40),
];

/// The width of the columns on last time.
const MORE: u32 = 34;

/// Marks for one input, by its place. The copy shows every value of its cells; what the marks say follows `values`.
/// `rebuilt` names the original where the copy is a new workbook, and is told.
#[must_use]
pub fn marks(outcome: &Outcome, input: usize, made: &Made, values: Values, rebuilt: Option<&str>) -> Marks {
    let lang = outcome.lang;
    let more = since::columns(outcome);
    let mut front = Front {
        name: lang.word("report-title"),
        title: title(outcome),
        handling: handling(outcome, made),
        headers: COLUMNS
            .iter()
            .map(|(id, _)| *id)
            .chain(more.iter().copied())
            .map(|id| lang.word(id))
            .collect(),
        widths: COLUMNS.iter().map(|(_, width)| *width).chain(more.iter().map(|_| MORE)).collect(),
        nothing: lang.word("annotate-nothing"),
        back: lang.word("annotate-back"),
        has_note: lang.word("annotate-has-note"),
        sections: sections(outcome, made, values, rebuilt),
        rows: Vec::new(),
    };
    let mut cells = Vec::new();
    for finding in &outcome.findings {
        let here = finding.at.source == Source::Input(input);
        let row = front.rows.len();
        front.rows.push(front_row(outcome, finding, values, here));
        if let (true, Some(cell)) = (here, finding.at.cell) {
            cells.push(Mark {
                sheet: finding.at.sheet,
                cell,
                severity: finding.severity,
                note: note(outcome, finding, values),
                row,
            });
        }
    }
    Marks { front, cells }
}

fn title(outcome: &Outcome) -> String {
    let counts = prose::counts(outcome.lang, prose::by_severity(outcome));
    let rows = prose::rows(outcome);
    if counts.is_empty() { rows } else { format!("{counts} · {rows}") }
}

/// A copy holds what the workbook holds, whatever is masked in the marks.
fn handling(outcome: &Outcome, made: &Made) -> String {
    let lang = outcome.lang;
    let parts = [
        format!("{}: {}", lang.word("about-created"), made.created_text()),
        format!("{}: {}", lang.word("about-erase"), lang.date(made.erase_by(outcome))),
        lang.word("annotate-holds"),
    ];
    parts.join(" · ")
}

fn front_row(outcome: &Outcome, finding: &Finding, values: Values, here: bool) -> FrontRow {
    let lang = outcome.lang;
    let rule = &outcome.rules[finding.rule];
    let sheet = outcome.sheet_name(&finding.at);
    let sheet =
        if here { sheet.to_owned() } else { format!("{} › {sheet}", outcome.source(&finding.at).path) };
    // A column that is missing has no cell: the link leads to the row.
    let cell = finding.at.cell.unwrap_or(CellRef::new(finding.at.row.max(1), 0));
    let cells = vec![
        prose::severity(lang, finding.severity),
        sheet,
        prose::spot(lang, &finding.at),
        rule.title.to_string(),
        prose::message_alone(lang, finding, values),
        finding.help.show(values).to_owned(),
        prose::basis(lang, rule),
        rule.id.to_string(),
        prose::related(outcome, finding, values).join("\n"),
    ];
    FrontRow {
        severity: finding.severity,
        cells: cells.into_iter().chain(since::fields(outcome, finding)).collect(),
        leads_to: here.then_some((finding.at.sheet, cell)),
    }
}

fn note(outcome: &Outcome, finding: &Finding, values: Values) -> NoteText {
    let lang = outcome.lang;
    let rule = &outcome.rules[finding.rule];
    let help = finding.help.show(values);
    let help =
        if help.is_empty() { String::new() } else { format!("\n{}: {help}", lang.word("report-help")) };
    NoteText {
        title: format!("{}: {}", prose::severity(lang, finding.severity), rule.title),
        text: format!("{}{help}\n({})", finding.message.show(values), prose::basis(lang, rule)),
    }
}

fn sections(outcome: &Outcome, made: &Made, values: Values, rebuilt: Option<&str>) -> Vec<Section> {
    let lang = outcome.lang;
    let section = |section: prose::Section| Section {
        heading: lang.word(section.id),
        lines: section
            .lines
            .into_iter()
            .map(|line| [line.about, line.text, line.help.unwrap_or_default()])
            .collect(),
    };
    let mut sections: Vec<Section> = prose::besides(outcome).into_iter().map(section).collect();
    let people = prose::by_adviser(outcome, values);
    if !people.is_empty() {
        let line = |(name, of): (String, crate::outcome::Totals)| {
            [name, prose::counts(lang, [of.error, of.warning, of.info]), String::new()]
        };
        sections.push(Section {
            heading: lang.word("report-by-adviser"),
            lines: people.into_iter().map(line).collect(),
        });
    }
    // What other reports say of themselves does not hold for a copy.
    let personal = lang.word("about-personal");
    let line = |(label, text): (String, String)| {
        let text = if label == personal { lang.word("annotate-holds") } else { text };
        [label, text, String::new()]
    };
    let mut about: Vec<[String; 3]> = prose::about(outcome, made, values).into_iter().map(line).collect();
    if let Some(original) = rebuilt {
        let note = crate::lang::Note::new("annotate-rebuilt").with("path", original);
        about.insert(0, [lang.word("about-file"), lang.say(&note), String::new()]);
    }
    sections.push(Section { heading: lang.word("report-about"), lines: about });
    sections
}
