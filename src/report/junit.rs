//! JUnit's XML, as build servers read it: a suite for each sheet, a case for each rule.
//!
//! Errors and warnings make a case fail, worth-knowing findings do not. A rule that was not checked is
//! skipped, one that broke is an error; what could not be read is a suite of its own. A failed case
//! lists its findings.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use crate::finding::{Finding, Severity, Source, Values};
use crate::lang::Note;
use crate::outcome::{Outcome, SheetStatus, Status};

use super::xml::escape;
use super::{Made, prose};

/// Findings on a sheet, by rule.
type ByRule<'a> = BTreeMap<usize, Vec<&'a Finding>>;

/// A suite, before it is written.
struct Suite {
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let suites = suites(outcome, values);
    let sum = |of: fn(&Suite) -> usize| suites.iter().map(of).sum::<usize>();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"rutinkoll\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\">",
        sum(|suite| suite.tests),
        sum(|suite| suite.failures),
        sum(|suite| suite.errors),
        sum(|suite| suite.skipped),
    )?;
    // Said once: what holds for the whole stands with the first suite.
    let mut properties = properties(outcome, made, values);
    for suite in &suites {
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" \
             timestamp=\"{}\" time=\"0\">\n{properties}{}  </testsuite>",
            escape(&suite.name),
            suite.tests,
            suite.failures,
            suite.errors,
            suite.skipped,
            made.created.strftime("%Y-%m-%dT%H:%M:%S"),
            suite.cases,
        )?;
        properties.clear();
    }
    writeln!(out, "</testsuites>")?;
    out.flush()
}

fn suites(outcome: &Outcome, values: Values) -> Vec<Suite> {
    let mut by_sheet: BTreeMap<(Source, usize), ByRule<'_>> = BTreeMap::new();
    for (index, input) in outcome.inputs.iter().enumerate() {
        for (sheet, report) in input.sheets.iter().enumerate() {
            if matches!(report.status, SheetStatus::Audited { .. }) {
                by_sheet.entry((Source::Input(index), sheet)).or_default();
            }
        }
    }
    for finding in &outcome.findings {
        let sheet = by_sheet.entry((finding.at.source, finding.at.sheet)).or_default();
        sheet.entry(finding.rule).or_default().push(finding);
    }
    let sheets = by_sheet.iter().map(|((source, sheet), rules)| {
        let source = match source {
            Source::Input(index) => &outcome.inputs[*index],
            Source::Table(index) => &outcome.tables[*index],
        };
        let name = format!("{} › {}", source.path, source.sheets[*sheet].name);
        of_sheet(outcome, name, rules, values)
    });
    let (mut suites, rules) = (vec![problems(outcome)], vec![of_rules(outcome)]);
    suites.extend(sheets);
    suites.extend(rules);
    suites.retain(|suite| suite.tests > 0);
    suites
}

/// What could not be read: each is an error.
fn problems(outcome: &Outcome) -> Suite {
    let mut suite = Suite::new(outcome.lang.word("report-problems"));
    for problem in &outcome.errors {
        let text = outcome.lang.say(&problem.note);
        let help = outcome.lang.help(&problem.note).unwrap_or_default();
        let body = format!(
            "      <error type=\"{}\" message=\"{}\">{}</error>\n",
            problem.note.id,
            escape(&text),
            escape(&help)
        );
        suite.errors += 1;
        suite.case("problem", problem.input.as_deref().unwrap_or("rutinkoll"), &body);
    }
    suite
}

/// Rules that were judged on the sheet, each a case.
fn of_sheet(outcome: &Outcome, name: String, findings: &ByRule<'_>, values: Values) -> Suite {
    let mut suite = Suite::new(name);
    for (index, rule) in outcome.rules.iter().enumerate() {
        let found = findings.get(&index).map(Vec::as_slice).unwrap_or_default();
        if found.is_empty() && rule.coverage.status != Status::Checked {
            continue;
        }
        let body = body(outcome, found, values, &mut suite.failures);
        suite.case(&rule.id, &rule.title, &body);
    }
    suite
}

fn body(outcome: &Outcome, found: &[&Finding], values: Values, failures: &mut usize) -> String {
    if found.is_empty() {
        return String::new();
    }
    // What was accepted fails no case.
    let open = found.iter().filter(|finding| finding.since.waived.is_none());
    let gravest = open.map(|finding| finding.severity).max().unwrap_or(Severity::Info);
    let lines: Vec<String> = found.iter().map(|finding| line(outcome, finding, values)).collect();
    let text = escape(&lines.join("\n"));
    if gravest == Severity::Info {
        return format!("      <system-out>{text}</system-out>\n");
    }
    *failures += 1;
    let counted = prose::COUNTED
        .map(|(severity, _)| found.iter().filter(|finding| finding.severity == severity).count() as u64);
    let message = escape(&prose::counts(outcome.lang, counted));
    format!("      <failure type=\"{}\" message=\"{message}\">{text}</failure>\n", gravest.word())
}

fn line(outcome: &Outcome, finding: &Finding, values: Values) -> String {
    let lang = outcome.lang;
    let place = prose::spot(lang, &finding.at);
    let mut line = format!("{place}: {}", prose::message(lang, finding, values));
    let help = finding.help.show(values);
    if !help.is_empty() {
        line.push_str(&format!(" {}: {help}", lang.word("report-help")));
    }
    for related in prose::related(outcome, finding, values) {
        line.push_str(&format!(" ({related})"));
    }
    line
}

/// Rules that were not judged at all: skipped, or broken.
fn of_rules(outcome: &Outcome) -> Suite {
    let lang = outcome.lang;
    let mut suite = Suite::new(lang.word("report-not-checked"));
    for rule in &outcome.rules {
        let (tag, why) = match &rule.coverage.status {
            Status::Checked => continue,
            Status::NotChecked(why) => ("skipped", why),
            Status::Failed(why) => ("error", why),
        };
        match tag {
            "skipped" => suite.skipped += 1,
            _ => suite.errors += 1,
        }
        let rows = lang.say(&Note::new("report-rows").with("n", rule.coverage.rows_undecided));
        let text: Vec<String> =
            [Some(format!("{}, {rows}", lang.say(why))), lang.help(why)].into_iter().flatten().collect();
        let kind = if tag == "error" { format!(" type=\"{}\"", why.id) } else { String::new() };
        let body = format!("      <{tag}{kind} message=\"{}\"/>\n", escape(&text.join(": ")));
        suite.case(&rule.id, &rule.title, &body);
    }
    suite
}

impl Suite {
    fn new(name: String) -> Self {
        Self { name, cases: String::new(), tests: 0, failures: 0, errors: 0, skipped: 0 }
    }

    fn case(&mut self, class: &str, name: &str, body: &str) {
        self.tests += 1;
        let open =
            format!("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", escape(class), escape(name));
        if body.is_empty() {
            self.cases.push_str(&format!("{open}/>\n"));
        } else {
            self.cases.push_str(&format!("{open}>\n{body}    </testcase>\n"));
        }
    }
}

fn properties(outcome: &Outcome, made: &Made, values: Values) -> String {
    let lang = outcome.lang;
    let mut lines = vec![(lang.word("report-title"), prose::rows(outcome))];
    lines.extend(prose::about(outcome, made, values));
    for section in prose::besides(outcome).iter().filter(|section| section.id != "report-problems") {
        let heading = lang.word(section.id);
        lines.extend(section.lines.iter().map(|line| (heading.clone(), line.whole())));
    }
    for (name, totals) in prose::by_adviser(outcome, values) {
        lines.push((name, prose::counts(lang, [totals.error, totals.warning, totals.info])));
    }
    let lines = lines.iter().map(|(name, value)| {
        format!("      <property name=\"{}\" value=\"{}\"/>\n", escape(name), escape(value))
    });
    format!("    <properties>\n{}    </properties>\n", lines.collect::<String>())
}
