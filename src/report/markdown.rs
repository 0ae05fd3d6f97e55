//! The report as Markdown, to be pasted into a message (Teams) or an issue: short headings, one table,
//! nothing from a cell taken for markup, for a mention or for a link.

use std::io;

use crate::finding::{Finding, Values};
use crate::lang::Note;
use crate::outcome::{Outcome, Totals};

use super::{Made, prose};

/// What Teams takes in one message, in bytes.
const TEAMS_LIMIT: usize = 28 << 10;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let lang = outcome.lang;
    let mut page = heading(outcome);
    page.push_str(&totals_table(outcome, "report-by-input", &prose::by_input(outcome)));
    page.push_str(&findings(outcome, values));
    page.push_str(&totals_table(outcome, "report-by-adviser", &prose::by_adviser(outcome, values)));
    for section in prose::besides(outcome) {
        page.push_str(&format!("\n### {}\n\n", lang.word(section.id)));
        for line in &section.lines {
            let about =
                if line.about.is_empty() { String::new() } else { format!("**{}** ", text(&line.about)) };
            let help = line.help.as_ref().map(|help| format!(" – {}", text(help))).unwrap_or_default();
            page.push_str(&format!("- {about}{}{help}\n", text(&line.text)));
        }
    }
    page.push_str(&format!("\n### {}\n\n", lang.word("report-about")));
    for (label, said) in prose::about(outcome, made, values) {
        page.push_str(&format!("- {}: {}\n", text(&label), text(&said)));
    }
    if page.len() > TEAMS_LIMIT {
        page.push_str(&format!("\n{}\n", text(&lang.word("markdown-too-long"))));
    }
    out.write_all(page.as_bytes())
}

fn heading(outcome: &Outcome) -> String {
    let lang = outcome.lang;
    let as_of = Note::new("report-as-of").with("date", lang.date(outcome.as_of));
    let title = format!("{} {}", lang.word("report-title"), lang.say(&as_of));
    let counts = prose::counts(lang, prose::by_severity(outcome));
    let counts = if counts.is_empty() { String::new() } else { format!("**{counts}**  \n") };
    format!("## {}\n\n{counts}{}\n", text(&title), text(&prose::rows(outcome)))
}

fn findings(outcome: &Outcome, values: Values) -> String {
    if outcome.findings.is_empty() {
        return String::new();
    }
    let lang = outcome.lang;
    let headers = ["csv-severity", "markdown-where", "csv-message", "csv-help", "csv-basis"];
    let mut page = format!("\n{}", header_row(&headers.map(|id| lang.word(id))));
    for finding in &outcome.findings {
        page.push_str(&row(outcome, finding, values));
    }
    page
}

fn row(outcome: &Outcome, finding: &Finding, values: Values) -> String {
    let lang = outcome.lang;
    let rule = &outcome.rules[finding.rule];
    let mut what = format!("**{}** {}", text(&rule.title), text(&prose::message(lang, finding, values)));
    for related in prose::related(outcome, finding, values) {
        what.push_str(&format!(" ({})", text(&related)));
    }
    format!(
        "| {} | {} | {what} | {} | {} |\n",
        text(&prose::severity(lang, finding.severity)),
        text(&place(outcome, finding)),
        text(finding.help.show(values)),
        text(&prose::basis(lang, rule)),
    )
}

/// Without the file where there is only one.
fn place(outcome: &Outcome, finding: &Finding) -> String {
    if outcome.inputs.len() + outcome.tables.iter().filter(|table| !table.path.is_empty()).count() > 1 {
        return prose::place(outcome, &finding.at);
    }
    format!("{} › {}", outcome.sheet_name(&finding.at), prose::spot(outcome.lang, &finding.at))
}

fn totals_table(outcome: &Outcome, heading: &'static str, totals: &[(String, Totals)]) -> String {
    if totals.is_empty() {
        return String::new();
    }
    let lang = outcome.lang;
    let headers = ["totals-rows-with-findings", "totals-errors", "totals-warnings", "totals-infos"];
    let headers: Vec<String> =
        [lang.word(heading)].into_iter().chain(headers.map(|id| lang.word(id))).collect();
    let mut page = format!("\n{}", header_row(&headers));
    for (name, of) in totals {
        page.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            text(name),
            of.rows_with_findings,
            of.error,
            of.warning,
            of.info
        ));
    }
    page
}

fn header_row(headers: &[String]) -> String {
    let headers: Vec<String> = headers.iter().map(|header| text(header)).collect();
    let line = vec!["---"; headers.len()].join(" | ");
    format!("| {} |\n| {line} |\n", headers.join(" | "))
}

/// On one line, and nothing in it taken for markup. A zero-width space after `@` keeps it from calling
/// anybody, and one within `://` and `www.` keeps it from becoming a link.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in prose::harmless(text, " ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '!' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '@' {
            escaped.push('\u{200b}');
        }
    }
    escaped.trim().replace("://", ":\u{200b}//").replace("www.", "www\u{200b}.")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn nothing_from_a_cell_is_markup_or_a_mention() {
        assert_eq!(text("a|b"), "a\\|b");
        assert_eq!(text("<img src=x> [x](y)"), "\\<img src=x\\> \\[x\\](y)");
        assert_eq!(text("@alla"), "@\u{200b}alla");
        assert_eq!(text("rad 1\nrad 2"), "rad 1 rad 2");
        assert_eq!(text("https://x"), "https:\u{200b}//x");
    }
}
