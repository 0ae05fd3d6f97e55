//! Two reports against each other: for a terminal, as Markdown and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::differences::{Style, by_rule, count};
use super::table::{Column, table};
use crate::lang::{Lang, Note};
use crate::past::Report;
use crate::past::compare::{Cause, Comparison, How, RuleDiffers};

/// A report and the name of its file.
pub type Named<'r> = (&'r str, &'r Report);

/// For people: what differs, by why and by rule, and counted by sheet.
#[must_use]
pub fn text(of: &Comparison, (old, new): (Named<'_>, Named<'_>), lang: Lang, style: Style) -> String {
    let mut page = String::new();
    let sides = [("diff-from", old), ("diff-to", new)].map(|(id, side)| lang.say(&named(id, side, lang)));
    let notes = of.notes.iter().map(|note| lang.say(note));
    for line in sides.into_iter().chain(notes) {
        page.push_str(&item(&line, style));
    }
    if !of.rules.is_empty() {
        page.push_str(&heading("diff-rules", lang, style));
        of.rules.iter().for_each(|rule| page.push_str(&item(&differs(rule, lang), style)));
    }
    for cause in Cause::ALL {
        let findings = by_rule(&of.diff, |finding| finding["cause"] == cause.word(), lang, style);
        if !findings.is_empty() {
            page.push_str(&heading(because(cause), lang, style));
            page.push_str(findings.trim_start_matches('\n'));
        }
    }
    if !of.diff.is_empty() {
        page.push_str(&heading("diff-by-sheet", lang, style));
        page.push_str(&sheets(of, lang, style));
    }
    page.push_str(&format!("\n{}\n", count(&of.diff, lang)));
    page
}

/// For programs: `{"new": […], "gone": […], "changed": […]}` of findings, and what a person is told besides.
#[must_use]
pub fn json(of: &Comparison, (old, new): (Named<'_>, Named<'_>), lang: Lang) -> Value {
    let rule = |rule: &RuleDiffers| json!({ "rule": rule.rule, "title": rule.title, "how": rule.how.word(), "reason": rule.reason });
    let sheet = |((input, sheet), [new, gone, changed]): ((String, String), [u64; 3])| json!({ "input": input, "sheet": sheet, "new": new, "gone": gone, "changed": changed });
    json!({
        "schema": "rutinkoll.diff/1",
        "reports": { "old": side(old), "new": side(new) },
        "recognised_by": if of.keyed { "fingerprint" } else { "place" },
        "notes": of.notes.iter().map(|note| lang.say(note)).collect::<Vec<_>>(),
        "rules": of.rules.iter().map(rule).collect::<Vec<_>>(),
        "by_sheet": by_sheet(of).into_iter().map(sheet).collect::<Vec<_>>(),
        "new": of.diff.new,
        "gone": of.diff.gone,
        "changed": of.diff.changed,
    })
}

fn side((path, report): Named<'_>) -> Value {
    json!({
        "path": path,
        "created": report.created.to_string(),
        "as_of": report.as_of.to_string(),
        "rules": { "pack": report.rules.pack, "version": report.rules.version, "digest": report.rules.digest },
        "findings": report.findings.len(),
    })
}

fn named(id: &'static str, (path, report): Named<'_>, lang: Lang) -> Note {
    Note::new(id)
        .with("path", path)
        .with("date", lang.date(report.as_of))
        .with("pack", format!("{} {}", report.rules.pack, report.rules.version))
        .with("findings", report.findings.len())
}

fn differs(rule: &RuleDiffers, lang: Lang) -> String {
    let how = lang.word(match rule.how {
        How::Added => "diff-rule-added",
        How::Removed => "diff-rule-removed",
        How::TurnedOn => "diff-rule-on",
        How::TurnedOff => "diff-rule-off",
        How::CheckedNow => "diff-rule-checked",
        How::NotCheckedNow => "diff-rule-not-checked",
        How::Changed => "diff-rule-changed",
        How::Severity => "diff-rule-severity",
    });
    let reason = rule.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("{}: {how}{reason}", rule.rule)
}

fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Sheet => "diff-because-sheet",
        Cause::Rules => "diff-because-rules",
        Cause::Either => "diff-because-either",
        Cause::Tables => "diff-because-tables",
        Cause::NotAudited => "diff-because-not-audited",
        Cause::Day => "diff-because-day",
    }
}

fn heading(id: &'static str, lang: Lang, style: Style) -> String {
    let title = lang.word(id);
    match style {
        Style::Plain => format!("\n{title}\n"),
        Style::Markdown => format!("\n### {title}\n\n"),
    }
}

fn item(line: &str, style: Style) -> String {
    let text = style.text(line);
    if style == Style::Plain { format!("{text}\n") } else { format!("- {text}\n") }
}

fn sheets(of: &Comparison, lang: Lang, style: Style) -> String {
    let name = |path: &str| {
        let name = std::path::Path::new(path).file_name();
        name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
    };
    let columns = [
        Column::text(lang.word("diff-sheet")),
        Column::number(lang.word("diff-new")),
        Column::number(lang.word("diff-gone")),
        Column::number(lang.word("diff-changed")),
    ];
    let row = |((input, sheet), counts): ((String, String), [u64; 3])| {
        let place = format!("{} › {sheet}", name(&input));
        [place].into_iter().chain(counts.map(|count| count.to_string())).collect()
    };
    let rows: Vec<Vec<String>> = by_sheet(of).into_iter().map(row).collect();
    table(&columns, &rows, style)
}

/// New, gone and changed, by input and sheet.
fn by_sheet(of: &Comparison) -> BTreeMap<(String, String), [u64; 3]> {
    let mut sheets: BTreeMap<(String, String), [u64; 3]> = BTreeMap::new();
    for (index, findings) in [&of.diff.new, &of.diff.gone, &of.diff.changed].into_iter().enumerate() {
        for finding in findings {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            sheets.entry((text("input"), text("sheet"))).or_default()[index] += 1;
        }
    }
    sheets
}
