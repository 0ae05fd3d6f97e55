//! The report as a table that Excel opens rightly where the decimal sign is a comma: UTF-8 with a byte
//! order mark, semicolons, CRLF.
//!
//! The first column says what a line is: a finding, something that was not checked, or something about
//! the report. So nothing that a report says is left out, and the whole is still one table.
//!
//! A cell that Excel could take for a formula (it begins with `= + - @`, a tab or a line break, or one of
//! these after spaces) gets an apostrophe before it.

use std::io::{self, Write as _};

use crate::finding::{Finding, Values};
use crate::lang::Lang;
use crate::outcome::Outcome;

use super::{Made, prose, since};

const HEADERS: [&str; 15] = [
    "csv-kind",
    "csv-severity",
    "csv-title",
    "csv-rule",
    "csv-basis",
    "csv-file",
    "csv-sheet",
    "csv-row",
    "csv-cell",
    "csv-column",
    "csv-value",
    "csv-message",
    "csv-help",
    "csv-because",
    "csv-related",
];

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let lang = outcome.lang;
    out.write_all("\u{feff}".as_bytes())?;
    line(&mut out, HEADERS.iter().chain(&since::columns(outcome)).map(|id| lang.word(id)))?;
    for finding in &outcome.findings {
        line(&mut out, of_finding(outcome, finding, values))?;
    }
    for section in prose::besides(outcome) {
        for entry in section.lines {
            line(&mut out, other(lang.word(section.id), entry.about, entry.text, entry.help))?;
        }
    }
    let counted = [
        ("report-by-input", prose::by_input(outcome)),
        ("report-by-adviser", prose::by_adviser(outcome, values)),
    ];
    for (id, totals) in counted {
        for (name, of) in totals {
            let counts = prose::counts(lang, [of.error, of.warning, of.info]);
            line(&mut out, other(lang.word(id), name, counts, None))?;
        }
    }
    line(&mut out, other(lang.word("report-about"), String::new(), prose::rows(outcome), None))?;
    for (label, text) in prose::about(outcome, made, values) {
        line(&mut out, other(lang.word("report-about"), label, text, None))?;
    }
    out.flush()
}

fn of_finding(outcome: &Outcome, finding: &Finding, values: Values) -> Vec<String> {
    let lang = outcome.lang;
    let rule = &outcome.rules[finding.rule];
    let because = |because: &crate::finding::Because| {
        format!("{} {}: {}", because.cell, because.column, prose::value(lang, &because.value, values))
    };
    let because: Vec<String> = finding.because.iter().map(because).collect();
    let fields = [
        lang.word("csv-finding"),
        prose::severity(lang, finding.severity),
        rule.title.to_string(),
        rule.id.to_string(),
        prose::basis(lang, rule),
        outcome.source(&finding.at).path.clone(),
        outcome.sheet_name(&finding.at).to_owned(),
        finding.at.row.to_string(),
        finding.at.cell.map(|cell| cell.to_string()).unwrap_or_default(),
        finding.at.column.as_deref().unwrap_or_default().to_owned(),
        finding.at.cell.map(|_| value(lang, finding, values)).unwrap_or_default(),
        prose::message_alone(lang, finding, values),
        finding.help.show(values).to_owned(),
        because.join("\n"),
        prose::related(outcome, finding, values).join("\n"),
    ];
    fields.into_iter().chain(since::fields(outcome, finding)).collect()
}

fn value(lang: Lang, finding: &Finding, values: Values) -> String {
    prose::value(lang, &finding.value, values)
}

/// A line that is no finding: what kind, what it is about, what is said, and what to do.
fn other(kind: String, about: String, text: String, help: Option<String>) -> [String; 15] {
    let mut fields = <[String; 15]>::default();
    fields[0] = kind;
    fields[4] = about;
    fields[11] = text;
    fields[12] = help.unwrap_or_default();
    fields
}

fn line(out: &mut impl io::Write, fields: impl IntoIterator<Item = String>) -> io::Result<()> {
    let fields: Vec<String> = fields.into_iter().map(|text| field(&text)).collect();
    write!(out, "{}\r\n", fields.join(";"))
}

/// Neutralised and quoted as far as it needs.
fn field(text: &str) -> String {
    let safe = if could_be_a_formula(text) { format!("'{text}") } else { text.to_owned() };
    if safe.contains([';', ',', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

fn could_be_a_formula(text: &str) -> bool {
    let dangerous = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(dangerous)
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn nothing_from_a_cell_becomes_a_formula() {
        for text in ["=1+1", "+46 70", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"] {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        assert_eq!(field("=HYPERLINK(\"x\";\"y\")"), "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"");
        assert_eq!(field("Storgatan 1"), "Storgatan 1");
    }
}
