//! Reports over time: for a terminal, as Markdown and as JSON.

use serde_json::{Value, json};

use super::differences::Style;
use super::table::{Column, table};
use crate::lang::{Lang, Note};
use crate::past::trend::{Trend, Week};

/// What is counted of a week; none where it cannot be.
type Count = fn(&Week) -> Option<u64>;

/// For people: a line a week, with a column a clause. A table that is wider than `width` becomes several.
#[must_use]
pub fn text(trend: &Trend, lang: Lang, style: Style, width: usize) -> String {
    let fixed: [(&'static str, Count); 6] = [
        ("trend-rows", |week| Some(week.rows)),
        ("trend-findings", |week| Some(week.findings)),
        ("trend-new", |week| Some(week.since?.new)),
        ("trend-mended", |week| Some(week.since?.mended)),
        ("trend-otherwise", |week| Some(week.since?.otherwise)),
        ("trend-waived", |week| Some(week.waived)),
    ];
    // Columns that would say nothing are left out.
    let says = |id: &str, of: Count| {
        !["trend-otherwise", "trend-waived"].contains(&id)
            || trend.weeks.iter().any(|week| of(week) > Some(0))
    };
    let counts: Vec<(String, Count)> =
        fixed.into_iter().filter(|(id, of)| says(id, *of)).map(|(id, of)| (lang.word(id), of)).collect();
    let shown = |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let columns = counts.iter().map(|(title, _)| Column::number(title.clone())).collect();
    let rows =
        trend.weeks.iter().map(|week| counts.iter().map(|(_, of)| shown(of(week))).collect()).collect();
    let mut page = weeks(trend, columns, rows, lang, style);
    let of_clause = |week: &Week, id: &str| week.by_clause.get(id).copied().unwrap_or_default().to_string();
    for clauses in trend.clauses.chunks(fitting(trend, lang, style, width)) {
        let columns = clauses.iter().map(|(id, _)| Column::number(id.clone())).collect();
        let row = |week: &Week| clauses.iter().map(|(id, _)| of_clause(week, id)).collect();
        page.push('\n');
        page.push_str(&weeks(trend, columns, trend.weeks.iter().map(row).collect(), lang, style));
    }
    if !trend.clauses.is_empty() {
        page.push('\n');
    }
    for (id, title) in &trend.clauses {
        page.push_str(&line(&format!("{id}: {title}"), style));
    }
    let notes = trend.notes.iter().map(|note| lang.say(note));
    let several = trend.clauses.len() > 1;
    let notes: Vec<String> = notes.chain(several.then(|| lang.word("trend-several-clauses"))).collect();
    if !notes.is_empty() {
        page.push('\n');
    }
    notes.iter().for_each(|note| page.push_str(&line(note, style)));
    page
}

/// How many columns of counts fit beside the week.
fn fitting(trend: &Trend, lang: Lang, style: Style, width: usize) -> usize {
    if style == Style::Markdown {
        return trend.clauses.len().max(1);
    }
    let first = trend.weeks.iter().map(|week| label(week, lang).chars().count()).max().unwrap_or_default();
    let counts = trend.weeks.iter().flat_map(|week| week.by_clause.values());
    let number = counts.map(|count| count.to_string().len()).max().unwrap_or_default();
    let title = trend.clauses.iter().map(|(id, _)| id.chars().count()).max().unwrap_or_default();
    (width.saturating_sub(first) / (number.max(title) + 2)).max(1)
}

fn weeks(trend: &Trend, columns: Vec<Column>, rows: Vec<Vec<String>>, lang: Lang, style: Style) -> String {
    let columns: Vec<Column> = [Column::text(lang.word("trend-week"))].into_iter().chain(columns).collect();
    let labels = trend.weeks.iter().map(|week| label(week, lang));
    let rows: Vec<Vec<String>> =
        labels.zip(rows).map(|(label, row)| [label].into_iter().chain(row).collect()).collect();
    table(&columns, &rows, style)
}

fn label(week: &Week, lang: Lang) -> String {
    let note = Note::new("trend-week-of").with("year", week.year.to_string());
    lang.say(&note.with("week", week.week.to_string()))
}

fn line(text: &str, style: Style) -> String {
    let text = style.text(text);
    if style == Style::Plain { format!("{text}\n") } else { format!("- {text}\n") }
}

/// For programs.
#[must_use]
pub fn json(trend: &Trend, lang: Lang) -> Value {
    let week = |week: &Week| {
        json!({
            "year": week.year,
            "week": week.week,
            "report": week.head.path,
            "as_of": week.head.as_of.to_string(),
            "created": week.head.created.to_string(),
            "rows": week.rows,
            "findings": week.findings,
            "by_clause": week.by_clause,
            "new": week.since.map(|since| since.new),
            "mended": week.since.map(|since| since.mended),
            "otherwise": week.since.map(|since| since.otherwise),
            "waived": week.waived,
        })
    };
    let clause = |(id, title): &(String, String)| json!({ "id": id, "title": title });
    json!({
        "schema": "rutinkoll.trend/1",
        "weeks": trend.weeks.iter().map(week).collect::<Vec<_>>(),
        "clauses": trend.clauses.iter().map(clause).collect::<Vec<_>>(),
        "notes": trend.notes.iter().map(|note| lang.say(note)).collect::<Vec<_>>(),
    })
}
