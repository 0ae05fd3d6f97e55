//! Annotations of a GitHub workflow: one command a line. A workbook has no lines, so the row stands for
//! the line and the column for the column.

use std::io::{self, Write as _};

use crate::finding::{Finding, Severity, Values};
use crate::lang::Note;
use crate::outcome::Outcome;

use super::{Made, prose};

/// So many of each kind GitHub shows for a step; the rest are in its log only.
const SHOWN: usize = 10;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let lang = outcome.lang;
    // First, so that it is among those that are shown.
    if prose::COUNTED.iter().any(|(severity, _)| outcome.count(*severity) > SHOWN) {
        let counts = prose::counts(lang, prose::by_severity(outcome));
        let note = Note::new("github-limit").with("counts", counts).with("shown", SHOWN);
        command(&mut out, "notice", &[("title", "rutinkoll".to_owned())], &lang.say(&note))?;
    }
    for problem in &outcome.errors {
        let text = [Some(lang.say(&problem.note)), lang.help(&problem.note)];
        let text = text.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let file = problem.input.clone().map(|input| ("file", input));
        let title = ("title", lang.word("report-problems"));
        command(&mut out, "error", &file.into_iter().chain([title]).collect::<Vec<_>>(), &text)?;
    }
    for finding in &outcome.findings {
        annotation(&mut out, outcome, finding, values)?;
    }
    summary(&mut out, outcome, made, values)?;
    out.flush()
}

fn annotation(
    out: &mut impl io::Write,
    outcome: &Outcome,
    finding: &Finding,
    values: Values,
) -> io::Result<()> {
    let lang = outcome.lang;
    let rule = &outcome.rules[finding.rule];
    let mut properties = vec![
        ("file", outcome.source(&finding.at).path.replace('\\', "/")),
        ("line", finding.at.row.to_string()),
    ];
    properties.extend(finding.at.cell.map(|cell| ("col", (cell.column + 1).to_string())));
    properties.push(("title", format!("{} ({})", rule.title, prose::basis(lang, rule))));
    let place = format!("{} › {}", outcome.sheet_name(&finding.at), prose::spot(lang, &finding.at));
    let mut lines = vec![format!("{place}: {}", prose::message(lang, finding, values))];
    lines.extend(Some(finding.help.show(values).to_owned()).filter(|help| !help.is_empty()));
    lines.extend(prose::related(outcome, finding, values));
    let kind = if finding.since.waived.is_some() { "notice" } else { kind(finding.severity) };
    command(out, kind, &properties, &lines.join("\n"))
}

/// What the log says besides: what was not checked, and where the report came from.
fn summary(out: &mut impl io::Write, outcome: &Outcome, made: &Made, values: Values) -> io::Result<()> {
    let lang = outcome.lang;
    let mut lines = vec![prose::rows(outcome), prose::counts(lang, prose::by_severity(outcome))];
    for section in prose::besides(outcome).iter().filter(|section| section.id != "report-problems") {
        lines.push(lang.word(section.id));
        lines.extend(section.lines.iter().map(|line| format!("  {}", line.whole())));
    }
    for (name, totals) in prose::by_input(outcome).into_iter().chain(prose::by_adviser(outcome, values)) {
        lines.push(format!("  {name}: {}", prose::counts(lang, [totals.error, totals.warning, totals.info])));
    }
    lines.extend(prose::about(outcome, made, values).iter().map(|(label, text)| format!("{label}: {text}")));
    writeln!(out, "::group::rutinkoll")?;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        writeln!(out, "{}", inert(line))?;
    }
    writeln!(out, "::endgroup::")
}

fn kind(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

fn command(
    out: &mut impl io::Write,
    name: &str,
    properties: &[(&str, String)],
    text: &str,
) -> io::Result<()> {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    writeln!(out, "::{name} {}::{}", properties.join(","), data(text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// One line that the runner takes for text, whatever it begins with.
fn inert(line: &str) -> String {
    let line = prose::harmless(line, " ");
    if line.trim_start().starts_with("::") || line.contains("##[") {
        format!("· {}", line.replace("##[", "## ["))
    } else {
        line
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says so")]
mod tests {
    use super::*;

    #[test]
    fn a_command_stays_one_line() {
        let mut out = Vec::new();
        let properties = [("file", "a,b:c%.xlsx".to_owned())];
        command(&mut out, "error", &properties, "100 %\r\n::error::two").expect("a vector takes all");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, "::error file=a%2Cb%3Ac%25.xlsx::100 %25%0D%0A::error::two\n");
        assert_eq!(inert("::set-output x"), "· ::set-output x");
    }
}
