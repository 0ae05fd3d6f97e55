//! A sheet's part with marked cells. Only the rows that hold a mark are looked into; all else is
//! copied as it stands.

use std::io::Write;
use std::ops::Range;

use memchr::memmem;

use super::markup::{self, Edits, Kind, Tag};
use super::styles::Styles;
use super::{CellMark, Fault, MOST_LINKS, RELATIONS};
use crate::sheet::{Block, CellRef, column_letter};

/// What follows `hyperlinks` in a sheet, and what follows `legacyDrawing`.
const AFTER_LINKS: [&str; 13] = [
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "drawingHF",
    "legacyDrawing",
];
const AFTER_NOTES: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// A sheet's part, cut into what stands before its rows, the rows, and what stands after them.
pub(super) struct Sheet<'x> {
    xml: &'x str,
    head: Vec<Tag<'x>>,
    /// `<sheetData>`.
    data: Tag<'x>,
    rows: Range<usize>,
    /// Where the part goes on after `</sheetData>`.
    tail_at: usize,
    tail: Vec<Tag<'x>>,
    merged: Vec<Block>,
    prefix: &'x str,
}

/// What a sheet is marked with.
pub(super) struct Work<'w> {
    /// By place, one a cell.
    pub(super) marks: &'w [CellMark],
    /// The first sheet's name, and those of earlier copies' first sheets.
    pub(super) front: &'w str,
    pub(super) earlier_fronts: &'w [String],
    /// What a link back says when the pointer rests on it.
    pub(super) back: &'w str,
    /// The relation of the drawing of notes, where the sheet has none yet.
    pub(super) notes_relation: Option<&'w str>,
}

impl<'x> Sheet<'x> {
    pub(super) fn read(xml: &'x str) -> Result<Self, Fault> {
        let found = memmem::find(xml.as_bytes(), b"sheetData").ok_or(Fault::Damaged)?;
        let open = xml[..found].rfind('<').ok_or(Fault::Damaged)?;
        let open_end = tag_end(xml, open)?;
        let before = markup::tags(&xml[..open])?;
        let mut data = markup::tags(&xml[open..open_end])?.pop().ok_or(Fault::Damaged)?;
        data.at = open..open_end;
        let prefix = data.prefix();
        let (rows_end, tail_at) = if data.kind == Kind::Empty {
            (open_end, open_end)
        } else {
            let close = format!("</{prefix}sheetData>");
            let at = memmem::rfind(xml.as_bytes(), close.as_bytes()).ok_or(Fault::Damaged)?;
            (at, at + close.len())
        };
        let rows = open_end..rows_end;
        // A comment or a CDATA section could hold what looks like a row.
        if memmem::find(xml.get(rows.clone()).ok_or(Fault::Damaged)?.as_bytes(), b"<!").is_some() {
            return Err(Fault::Unusual);
        }
        let tail = markup::tags(&xml[tail_at..])?;
        let merged = tail.iter().filter(|tag| tag.opens("mergeCell"));
        let merged = merged.filter_map(|tag| block(&tag.attribute("ref")?)).collect();
        Ok(Self { xml, head: before, data, rows, tail_at, tail, merged, prefix })
    }

    /// Where a mark on this cell shows: a merged block shows its first cell only.
    pub(super) fn shown_at(&self, cell: CellRef) -> CellRef {
        let mut around = self.merged.iter().filter(|block| block.contains(cell));
        around.next().map_or(cell, |block| block.first)
    }

    /// The relation of the sheet's drawing of notes.
    pub(super) fn notes_relation(&self) -> Option<String> {
        let legacy = self.tail.iter().find(|tag| tag.depth == 0 && tag.opens("legacyDrawing"))?;
        legacy.attribute_ending(":id").map(String::from)
    }

    /// Writes the sheet with its marks.
    pub(super) fn write(
        &self,
        work: &Work<'_>,
        styles: &mut Styles,
        out: &mut impl Write,
    ) -> Result<(), Fault> {
        let head = self.head_edits(work.marks).apply(&self.xml[..self.data.at.start]);
        out.write_all(head.as_bytes())?;
        if self.data.kind == Kind::Empty && !work.marks.is_empty() {
            let open = self.data.raw.trim_end_matches('>').trim_end_matches('/').trim_end();
            write!(out, "{open}>")?;
            self.rows(work.marks, styles, out)?;
            write!(out, "</{}sheetData>", self.prefix)?;
        } else {
            out.write_all(self.data.raw.as_bytes())?;
            self.rows(work.marks, styles, out)?;
            out.write_all(&self.xml.as_bytes()[self.rows.end..self.tail_at])?;
        }
        let tail = &self.xml[self.tail_at..];
        out.write_all(self.tail_edits(work).apply(tail).as_bytes())?;
        Ok(())
    }

    /// The range in use, where a mark stands outside of it.
    fn head_edits(&self, marks: &[CellMark]) -> Edits {
        let mut edits = Edits::default();
        let dimension = self.head.iter().find(|tag| tag.opens("dimension"));
        let known = dimension.and_then(|tag| Some((tag, block(&tag.attribute("ref")?)?)));
        if let Some((tag, before)) = known {
            let grown = marks.iter().fold(before, |grown, mark| grow(grown, mark.cell));
            if grown != before {
                edits.replace(tag.at.clone(), tag.with("ref", format!("{}:{}", grown.first, grown.last)));
            }
        }
        edits
    }

    fn rows(&self, marks: &[CellMark], styles: &mut Styles, out: &mut impl Write) -> Result<(), Fault> {
        let bytes = self.xml.as_bytes();
        let opening = format!("<{}row", self.prefix);
        let closing = format!("</{}row>", self.prefix);
        let (open_row, close_row) = (memmem::Finder::new(&opening), memmem::Finder::new(&closing));
        let every_row = styles.has_earlier_marks();
        let (mut at, mut copied, mut last) = (self.rows.start, self.rows.start, 0);
        let mut waiting = marks;
        while let Some(found) = open_row.find(&bytes[at..self.rows.end]) {
            let start = at + found;
            let open_end = tag_end(self.xml, start)?;
            let open = &self.xml[start..open_end];
            let given = markup::attribute(open, "r").and_then(|number| number.trim().parse().ok());
            let number: u32 = given.unwrap_or(last + 1);
            last = number;
            let end = if open.ends_with("/>") {
                open_end
            } else {
                let close = close_row.find(&bytes[open_end..self.rows.end]).ok_or(Fault::Damaged)?;
                open_end + close + closing.len()
            };
            at = end;
            let (before, rest) = waiting.split_at(waiting.partition_point(|mark| mark.cell.row < number));
            let (here, rest) = rest.split_at(rest.partition_point(|mark| mark.cell.row == number));
            waiting = rest;
            if before.is_empty() && here.is_empty() && !every_row {
                continue;
            }
            out.write_all(&bytes[copied..start])?;
            self.new_rows(before, styles, out)?;
            out.write_all(self.row(&self.xml[start..end], here, styles)?.as_bytes())?;
            copied = end;
        }
        out.write_all(&bytes[copied..self.rows.end])?;
        self.new_rows(waiting, styles, out)
    }

    /// Rows that the sheet does not have.
    fn new_rows(&self, marks: &[CellMark], styles: &mut Styles, out: &mut impl Write) -> Result<(), Fault> {
        let p = self.prefix;
        for row in marks.chunk_by(|a, b| a.cell.row == b.cell.row) {
            write!(out, "<{p}row r=\"{}\">", row[0].cell.row)?;
            for mark in row {
                write!(out, "{}", self.blank(mark, None, styles))?;
            }
            write!(out, "</{p}row>")?;
        }
        Ok(())
    }

    /// A row with its marked cells, and without the marks of an earlier copy.
    fn row(&self, xml: &str, marks: &[CellMark], styles: &mut Styles) -> Result<String, Fault> {
        let tags = markup::tags(xml)?;
        let open = tags.first().ok_or(Fault::Damaged)?;
        let mut edits = Edits::default();
        let mut waiting = marks;
        let mut column = 0;
        for cell in tags.iter().filter(|tag| tag.depth == 1 && tag.opens("c")) {
            let given = cell.attribute("r").and_then(|at| reference(&at));
            column = given.map_or(column, |at| at.column);
            let (before, rest) = waiting.split_at(waiting.partition_point(|mark| mark.cell.column < column));
            let (here, rest) = rest.split_at(rest.partition_point(|mark| mark.cell.column == column));
            waiting = rest;
            let new: String = before.iter().map(|mark| self.blank(mark, Some(open), styles)).collect();
            if !new.is_empty() {
                edits.insert(cell.at.start, new);
            }
            let style = cell.number("s").unwrap_or(0);
            let wanted = match here.first() {
                Some(mark) => styles.marked(style, mark.severity),
                None => styles.unmarked(style),
            };
            if wanted != style {
                edits.replace(cell.at.clone(), cell.with("s", wanted));
            }
            column += 1;
        }
        let new: String = waiting.iter().map(|mark| self.blank(mark, Some(open), styles)).collect();
        let spans = open.attribute("spans").and_then(|spans| wider(&spans, marks));
        let mut opening = spans.map_or_else(|| open.raw.to_owned(), |spans| open.with("spans", spans));
        if open.kind == Kind::Empty && !new.is_empty() {
            let end = opening.trim_end_matches('>').trim_end_matches('/').trim_end().len();
            opening = format!("{}>{new}</{}row>", &opening[..end], self.prefix);
        } else if !new.is_empty() {
            let close = tags.last().ok_or(Fault::Damaged)?;
            edits.insert(close.at.start, new);
        }
        if opening != open.raw {
            edits.replace(open.at.clone(), opening);
        }
        Ok(edits.apply(xml))
    }

    /// A marked cell that the sheet does not have: it looks as its row or its column does.
    fn blank(&self, mark: &CellMark, row: Option<&Tag<'_>>, styles: &mut Styles) -> String {
        let of_row = row.filter(|row| row.flag("customFormat")).and_then(|row| row.number("s"));
        let style = of_row.or_else(|| self.column_style(mark.cell.column)).unwrap_or(0);
        let style = styles.marked(style, mark.severity);
        format!("<{}c r=\"{}\" s=\"{style}\"/>", self.prefix, mark.cell)
    }

    fn column_style(&self, column: u32) -> Option<u32> {
        let covers = |tag: &&Tag<'_>| {
            tag.opens("col")
                && tag.number("min").is_some_and(|min| min <= column + 1)
                && tag.number("max").is_some_and(|max| column < max)
        };
        self.head.iter().find(covers)?.number("style")
    }

    /// Links back to the first sheet, and the drawing of notes.
    fn tail_edits(&self, work: &Work<'_>) -> Edits {
        let mut edits = Edits::default();
        let p = self.prefix;
        let mut taken: Vec<Block> = Vec::new();
        for (at, tag) in self.tail.iter().enumerate().filter(|(_, tag)| tag.opens("hyperlink")) {
            let leads = tag.attribute("location").unwrap_or_default();
            if work.earlier_fronts.iter().any(|front| leads.starts_with(&format!("{}!", quoted(front)))) {
                edits.replace(markup::element(&self.tail, at), "");
            } else {
                taken.extend(tag.attribute("ref").and_then(|at| block(&at)));
            }
        }
        let free = work.marks.iter().filter(|mark| !taken.iter().any(|block| block.contains(mark.cell)));
        let links: String = free
            .take(MOST_LINKS.saturating_sub(taken.len()))
            .map(|mark| {
                format!(
                    "<{p}hyperlink ref=\"{}\" location=\"{}!A{}\" tooltip=\"{}\"/>",
                    mark.cell,
                    markup::escape(&quoted(work.front)),
                    mark.front_row,
                    markup::escape(work.back),
                )
            })
            .collect();
        let open = self.tail.iter().find(|tag| tag.opens("hyperlinks"));
        let close = self.tail.iter().find(|tag| tag.closes("hyperlinks"));
        if let (true, true, Some(open), Some(close)) = (links.is_empty(), taken.is_empty(), open, close) {
            // An empty list is no list.
            edits.replace(open.at.start..close.at.end, "");
        }
        if !links.is_empty() {
            match close {
                Some(close) => edits.insert(close.at.start, links),
                None => edits.insert(
                    self.before(&[AFTER_LINKS.as_slice(), AFTER_NOTES.as_slice()].concat()),
                    format!("<{p}hyperlinks>{links}</{p}hyperlinks>"),
                ),
            }
        }
        if let Some(relation) = work.notes_relation {
            let uri = RELATIONS;
            edits.insert(
                self.before(&AFTER_NOTES),
                format!("<{p}legacyDrawing xmlns:r=\"{uri}\" r:id=\"{relation}\"/>"),
            );
        }
        edits
    }

    /// Where something goes that stands before these, within the tail.
    fn before(&self, later: &[&str]) -> usize {
        let end = self.tail.iter().rfind(|tag| tag.closes("worksheet")).map_or(0, |tag| tag.at.start);
        let first = self.tail.iter().find(|tag| tag.depth == 0 && later.iter().any(|name| tag.opens(name)));
        first.map_or(end, |tag| tag.at.start)
    }
}

/// A sheet's name as a reference has it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// The end of the tag that begins at `start`: a `>` within quotes does not end it.
fn tag_end(xml: &str, start: usize) -> Result<usize, Fault> {
    let mut quote = None;
    for (at, byte) in xml.as_bytes().iter().copied().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Ok(at + 1),
            _ => {}
        }
    }
    Err(Fault::Damaged)
}

/// `spans` that hold the marks as well; none where they do already.
fn wider(spans: &str, marks: &[CellMark]) -> Option<String> {
    let (first, last) = spans.split_once(':')?;
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    let columns = || marks.iter().map(|mark| mark.cell.column + 1);
    let (low, high) = (columns().min()?.min(first), columns().max()?.max(last));
    (low != first || high != last).then(|| format!("{low}:{high}"))
}

fn grow(block: Block, cell: CellRef) -> Block {
    let first = CellRef::new(block.first.row.min(cell.row), block.first.column.min(cell.column));
    let last = CellRef::new(block.last.row.max(cell.row), block.last.column.max(cell.column));
    Block { first, last }
}

/// `E14`
pub(super) fn reference(text: &str) -> Option<CellRef> {
    let text = text.trim().replace('$', "");
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let column = text[..split].bytes().try_fold(0_u32, |column, letter| {
        let digit = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        (digit < 26 && column < 100_000).then_some(column * 26 + digit + 1)
    })?;
    Some(CellRef::new(text[split..].parse().ok()?, column.checked_sub(1)?))
}

fn block(text: &str) -> Option<Block> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some(Block { first: reference(first)?, last: reference(last)? })
}

/// `A4:I12`
pub(super) fn range(first: CellRef, last: CellRef) -> String {
    format!("{}{}:{}{}", column_letter(first.column), first.row, column_letter(last.column), last.row)
}
