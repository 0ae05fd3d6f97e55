//! What differs between two audits, finding by finding: for a terminal, and as Markdown.

use serde_json::Value;

use super::{markdown, prose};
use crate::diff::Diff;
use crate::lang::{Lang, Note};

/// How a text for people is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal or a file.
    Plain,
    /// For a message or an issue.
    Markdown,
}

impl Style {
    /// Text from a sheet, a rule or a file, in which nothing steers the terminal or is taken for markup.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::Plain => prose::harmless(text, " "),
            Self::Markdown => markdown::text(text),
        }
    }
}

/// What is new, gone and changed, rule by rule, and how many of each.
#[must_use]
pub fn plain(diff: &Diff, lang: Lang) -> String {
    let all = |_: &Value| true;
    format!("{}{}\n", by_rule(diff, all, lang, Style::Plain), count(diff, lang))
}

/// How many are new, gone and changed.
pub(super) fn count(diff: &Diff, lang: Lang) -> String {
    let note = Note::new("diff-count").with("new", diff.new.len()).with("gone", diff.gone.len());
    lang.say(&note.with("changed", diff.changed.len()))
}

/// The findings that are wanted, rule by rule.
pub(super) fn by_rule(diff: &Diff, wanted: impl Fn(&Value) -> bool, lang: Lang, style: Style) -> String {
    let marked = [(&diff.new, Mark::New), (&diff.gone, Mark::Gone), (&diff.changed, Mark::Changed)];
    let mut all: Vec<(&Value, Mark)> = marked
        .into_iter()
        .flat_map(|(findings, mark)| findings.iter().map(move |finding| (finding, mark)))
        .filter(|(finding, _)| wanted(finding))
        .collect();
    all.sort_by_key(|(finding, _)| text(finding, "rule"));
    let mut page = String::new();
    for rule in all.chunk_by(|(a, _), (b, _)| a["rule"] == b["rule"]) {
        let (id, title) = (text(rule[0].0, "rule"), style.text(text(rule[0].0, "title")));
        page.push_str(&match style {
            Style::Plain => format!("{id}: {title}\n"),
            Style::Markdown => format!("\n**{title}** (`{id}`)\n\n"),
        });
        for (finding, mark) in rule {
            let line = line(finding, *mark, lang, style);
            page.push_str(&match style {
                Style::Plain => format!("  {line}\n"),
                Style::Markdown => format!("- {line}\n"),
            });
        }
    }
    page
}

#[derive(Clone, Copy)]
enum Mark {
    New,
    Gone,
    Changed,
}

fn line(finding: &Value, mark: Mark, lang: Lang, style: Style) -> String {
    let (sign, word) = match mark {
        Mark::New => ('+', "diff-new"),
        Mark::Gone => ('-', "diff-gone"),
        Mark::Changed => ('~', "diff-changed"),
    };
    // In a list of Markdown, a sign would be read as another list.
    let sign = if style == Style::Plain { format!("{sign} ") } else { String::new() };
    let mut severity = severity(text(finding, "severity"), lang);
    if let Some(was) = finding["was"]["severity"].as_str() {
        let was = self::severity(was, lang);
        severity = lang.say(&Note::new("diff-was").with("now", severity).with("was", was));
    }
    let waived = if finding["waived"].is_object() {
        format!(" ({})", lang.word("diff-waived"))
    } else {
        String::new()
    };
    let cell = finding["cell"].as_str().map(str::to_owned);
    let place =
        cell.unwrap_or_else(|| lang.say(&Note::new("report-row").with("row", finding["row"].to_string())));
    let sheet = style.text(text(finding, "sheet"));
    let message = style.text(text(finding, "message"));
    format!("{sign}{}: {severity}{waived}, {sheet} › {place}: {message}", lang.word(word))
}

fn severity(word: &str, lang: Lang) -> String {
    lang.word(match word {
        "error" => "severity-error",
        "warning" => "severity-warning",
        _ => "severity-info",
    })
}

fn text<'f>(finding: &'f Value, key: &str) -> &'f str {
    finding[key].as_str().unwrap_or_default()
}
