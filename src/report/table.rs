//! A small table of texts and numbers, for a terminal and as Markdown.

use unicode_width::UnicodeWidthStr as _;

use super::differences::Style;

/// A column of a table.
pub(super) struct Column {
    title: String,
    is_number: bool,
}

impl Column {
    pub(super) fn text(title: String) -> Self {
        Self { title, is_number: false }
    }

    /// Stands at the right.
    pub(super) fn number(title: String) -> Self {
        Self { title, is_number: true }
    }
}

/// Draws a table. A row has as many cells as there are columns.
pub(super) fn table(columns: &[Column], rows: &[Vec<String>], style: Style) -> String {
    match style {
        Style::Plain => plain(columns, rows),
        Style::Markdown => markdown(columns, rows),
    }
}

fn plain(columns: &[Column], rows: &[Vec<String>]) -> String {
    let clean = |text: &String| Style::Plain.text(text);
    let titles: Vec<String> = columns.iter().map(|column| clean(&column.title)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at)).chain(titles.get(at));
    let widths: Vec<usize> =
        (0..columns.len()).map(|at| cells(at).map(|cell| cell.width()).max().unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let padded = row.iter().zip(columns).zip(&widths).map(|((cell, column), width)| {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            if column.is_number { format!("{gap}{cell}") } else { format!("{cell}{gap}") }
        });
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    std::iter::once(&titles).chain(&rows).map(line).collect()
}

fn markdown(columns: &[Column], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let escaped = |cell: &String| Style::Markdown.text(cell);
    let titles = columns.iter().map(|column| escaped(&column.title)).collect();
    let rules = columns.iter().map(|column| if column.is_number { "---:" } else { "---" }.to_owned());
    let head = [line(titles), line(rules.collect())];
    head.into_iter().chain(rows.iter().map(|row| line(row.iter().map(escaped).collect()))).collect()
}
