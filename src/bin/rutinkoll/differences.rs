//! What differs between two audits, as a person reads it.

use rutinkoll::diff::Diff;
use rutinkoll::lang::{Lang, Note};
use serde_json::Value;

/// Shows what is new, gone and changed, rule by rule, and counts it.
pub(crate) fn show(diff: &Diff, lang: Lang) {
    let marked = |findings: &[Value], mark: Mark| {
        findings.iter().map(move |finding| (finding.clone(), mark)).collect::<Vec<_>>()
    };
    let mut all = marked(&diff.new, Mark::New);
    all.extend(marked(&diff.gone, Mark::Gone));
    all.extend(marked(&diff.changed, Mark::Changed));
    all.sort_by_key(|(finding, _)| text(finding, "rule").to_owned());
    let mut rule = String::new();
    for (finding, mark) in &all {
        if text(finding, "rule") != rule {
            text(finding, "rule").clone_into(&mut rule);
            say!("{rule}: {}", text(finding, "title"));
        }
        say!("  {}", line(finding, *mark, lang));
    }
    let note = Note::new("diff-count").with("new", diff.new.len()).with("gone", diff.gone.len());
    say!("{}", lang.say(&note.with("changed", diff.changed.len())));
}

#[derive(Clone, Copy)]
enum Mark {
    New,
    Gone,
    Changed,
}

fn line(finding: &Value, mark: Mark, lang: Lang) -> String {
    let (sign, word) = match mark {
        Mark::New => ('+', "diff-new"),
        Mark::Gone => ('-', "diff-gone"),
        Mark::Changed => ('~', "diff-changed"),
    };
    let mut severity = severity(text(finding, "severity"), lang);
    if let Some(was) = finding["was"]["severity"].as_str() {
        let was = self::severity(was, lang);
        severity = lang.say(&Note::new("diff-was").with("now", severity).with("was", was));
    }
    let cell = finding["cell"].as_str().map(str::to_owned);
    let place =
        cell.unwrap_or_else(|| lang.say(&Note::new("report-row").with("row", finding["row"].to_string())));
    format!(
        "{sign} {}: {severity}, {} › {place}: {}",
        lang.word(word),
        text(finding, "sheet"),
        text(finding, "message")
    )
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
