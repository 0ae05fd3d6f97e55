//! The first sheet of a copy: what was found, as an Excel Table with links to the cells; above it the
//! counts, below it what was not checked and where the report came from.

use super::markup::escape;
use super::sheet::{quoted, range};
use super::styles;
use super::{Front, FrontRow, MAIN, MOST_LINKS, RELATIONS};
use crate::sheet::{CellRef, OUR_TABLE, column_letter};

/// The row of the table's header: one row of counts, one of links, one on handling.
pub(super) const HEADER_ROW: u32 = 4;
/// Where the three parts of a line below the table stand: each has room to its right.
const LINE_COLUMNS: [u32; 3] = [0, 3, 5];

/// The sheet's part and its table's.
pub(super) struct Parts {
    pub(super) sheet: String,
    pub(super) table: String,
}

/// Of a line of text, in points, as the sheet's own rows.
const LINE_HEIGHT: usize = 15;

/// Excel makes no row higher.
const HIGHEST: usize = 409;

/// Draws the sheet. `names` are those of the workbook's sheets, `relation` is the one that leads to its table, `table_id` a number that no table has.
pub(super) fn draw(
    front: &Front,
    names: &[String],
    styles: &styles::Front,
    relation: &str,
    table_id: u32,
) -> Parts {
    let width = u32::try_from(front.headers.len()).unwrap_or(1);
    // A table has at least one row.
    let count = u32::try_from(front.rows.len()).unwrap_or(u32::MAX).max(1);
    let last_row = HEADER_ROW + count;
    let mut links = Vec::new();
    let mut rows = String::new();
    rows.push_str(&row(1, &[(0, styles.title, &front.title)]));
    let below = last_row + 2;
    let mut starts = Vec::new();
    let mut at = below;
    for section in &front.sections {
        starts.push(at);
        at += u32::try_from(section.lines.len()).unwrap_or(0) + 2;
    }
    // The column of cells is too narrow for a heading.
    let wide = (0_u32..).filter(|column| *column != FrontRow::LINK);
    let jumps = wide.zip(front.sections.iter().zip(&starts));
    let jumps: Vec<(u32, u32, &str)> = jumps
        .map(|(column, (section, start))| {
            let cell = CellRef::new(2, column);
            links.push(link(cell, &format!("{}!A{start}", quoted(&front.name)), &section.heading));
            (column, styles.link, section.heading.as_str())
        })
        .collect();
    rows.push_str(&row(2, &jumps));
    rows.push_str(&row(3, &[(0, styles.plain, &front.handling)]));
    let headers: Vec<(u32, u32, &str)> =
        (0..).zip(&front.headers).map(|(column, header)| (column, styles.bold, header.as_str())).collect();
    rows.push_str(&row(HEADER_ROW, &headers));
    if front.rows.is_empty() {
        rows.push_str(&row(HEADER_ROW + 1, &[(0, styles.text, &front.nothing)]));
    }
    for (number, finding) in (HEADER_ROW + 1..).zip(&front.rows) {
        rows.push_str(&finding_row(number, finding, &front.widths, styles));
        if let Some((sheet, cell)) = finding.leads_to
            && let (Some(name), true) = (names.get(sheet), links.len() < MOST_LINKS)
        {
            let at = CellRef::new(number, FrontRow::LINK);
            links.push(link(at, &format!("{}!{cell}", quoted(name)), &cell.to_string()));
        }
    }
    for (section, start) in front.sections.iter().zip(starts) {
        rows.push_str(&row(start, &[(0, styles.bold, &section.heading)]));
        for (number, line) in (start + 1..).zip(&section.lines) {
            let cells = LINE_COLUMNS.iter().zip(line);
            let cells = cells.map(|(column, text)| (*column, styles.plain, text.as_str()));
            rows.push_str(&row(number, &cells.collect::<Vec<_>>()));
        }
    }
    let block = range(CellRef::new(HEADER_ROW, 0), CellRef::new(last_row, width.saturating_sub(1)));
    Parts { sheet: sheet(front, &rows, &links.concat(), relation), table: table(front, &block, table_id) }
}

fn sheet(front: &Front, rows: &str, links: &str, relation: &str) -> String {
    let top = HEADER_ROW + 1;
    let columns: String = (1..)
        .zip(&front.widths)
        .map(|(at, width)| format!("<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>"))
        .collect();
    let links = if links.is_empty() { String::new() } else { format!("<hyperlinks>{links}</hyperlinks>") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\">\
         <pane ySplit=\"{HEADER_ROW}\" topLeftCell=\"A{top}\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A{top}\" sqref=\"A{top}\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/><cols>{columns}</cols><sheetData>{rows}</sheetData>{links}\
         <pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
         <tableParts count=\"1\"><tablePart r:id=\"{relation}\"/></tableParts></worksheet>"
    )
}

fn table(front: &Front, block: &str, id: u32) -> String {
    let columns: String = (1..)
        .zip(&front.headers)
        .map(|(at, header)| format!("<tableColumn id=\"{at}\" name=\"{}\"/>", escape(header)))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <table xmlns=\"{MAIN}\" id=\"{id}\" name=\"{OUR_TABLE}\" displayName=\"{OUR_TABLE}\" ref=\"{block}\" \
         totalsRowShown=\"0\"><autoFilter ref=\"{block}\"/><tableColumns count=\"{}\">{columns}</tableColumns>\
         <tableStyleInfo name=\"TableStyleLight1\" showFirstColumn=\"0\" showLastColumn=\"0\" showRowStripes=\"1\" \
         showColumnStripes=\"0\"/></table>",
        front.headers.len()
    )
}

/// A finding, as high as its longest text needs: not every program finds that out by itself.
fn finding_row(number: u32, finding: &FrontRow, widths: &[u32], styles: &styles::Front) -> String {
    let style = |column| match column {
        0 => styles.severity(finding.severity),
        FrontRow::LINK if finding.leads_to.is_some() => styles.link,
        _ => styles.text,
    };
    let cells = (0..).zip(&finding.cells).map(|(column, text)| (column, style(column), text.as_str()));
    let needed = finding.cells.iter().zip(widths).map(|(text, width)| lines(text, *width)).max();
    let written = row(number, &cells.collect::<Vec<_>>());
    match needed {
        Some(needed) if needed > 1 => {
            let height = (needed * LINE_HEIGHT).min(HIGHEST);
            written.replacen("<row ", &format!("<row ht=\"{height}\" customHeight=\"1\" "), 1)
        }
        _ => written,
    }
}

/// How many lines a text takes in a column so many characters wide, or a few more.
fn lines(text: &str, width: u32) -> usize {
    let width = usize::try_from(width).unwrap_or(usize::MAX).max(2) - 1;
    text.lines().map(|line| line.chars().count().div_ceil(width).max(1)).sum()
}

/// Every cell is text, whatever it begins with.
fn row(number: u32, cells: &[(u32, u32, &str)]) -> String {
    let cells: String = cells
        .iter()
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(column, style, text)| {
            format!(
                "<c r=\"{}{number}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                column_letter(*column),
                escape(text)
            )
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

fn link(at: CellRef, location: &str, shown: &str) -> String {
    format!("<hyperlink ref=\"{at}\" location=\"{}\" display=\"{}\"/>", escape(location), escape(shown))
}
