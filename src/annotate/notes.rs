//! Notes: the part that holds their text, and the drawing that holds their boxes. Notes that stood there stay;
//! those of an earlier copy go.

use std::collections::BTreeSet;

use super::markup::{self, Edits, Kind};
use super::sheet::reference;
use super::{CellMark, Fault, MAIN};
use crate::sheet::{CellRef, MAX_COLUMNS, MAX_ROWS};

/// The author of our notes: this is how the reader, and the next copy, know them.
pub(super) const AUTHOR: &str = "rutinkoll";

/// The notes of one sheet.
pub(super) struct Notes {
    xml: String,
    /// Cells that have a note that is not ours.
    pub(super) theirs: BTreeSet<CellRef>,
    /// Cells that have a note of an earlier copy.
    pub(super) earlier: BTreeSet<CellRef>,
}

/// A part without notes.
pub(super) fn empty() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <comments xmlns=\"{MAIN}\"><authors></authors><commentList></commentList></comments>"
    )
}

impl Notes {
    pub(super) fn read(xml: String) -> Result<Self, Fault> {
        let tags = markup::tags(&xml)?;
        let ours = our_ids(&xml)?;
        let (mut theirs, mut earlier) = (BTreeSet::new(), BTreeSet::new());
        for tag in tags.iter().filter(|tag| tag.opens("comment")) {
            let cell = tag.attribute("ref").and_then(|at| reference(&at)).ok_or(Fault::Damaged)?;
            let is_ours = tag.number("authorId").is_some_and(|id| ours.contains(&id));
            if is_ours {
                earlier.insert(cell)
            } else {
                theirs.insert(cell)
            };
        }
        Ok(Self { xml, theirs, earlier })
    }

    /// The part with these notes, and without those of an earlier copy.
    pub(super) fn with(&self, marks: &[&CellMark]) -> Result<String, Fault> {
        let xml = &self.xml;
        let tags = markup::tags(xml)?;
        let p = tags.first().map_or("", |tag| tag.prefix());
        let ours = our_ids(xml)?;
        let mut edits = Edits::default();
        let author = match ours.first() {
            Some(id) => *id,
            None => {
                let count = tags.iter().filter(|tag| tag.opens("author")).count();
                let author = format!("<{p}author>{AUTHOR}</{p}author>");
                put_in(&mut edits, &tags, "authors", &author)?;
                u32::try_from(count).map_err(|_| Fault::Damaged)?
            }
        };
        let mut removed = None;
        for tag in &tags {
            if tag.opens("comment") && tag.number("authorId").is_some_and(|id| ours.contains(&id)) {
                if tag.kind == Kind::Empty {
                    edits.replace(tag.at.clone(), "");
                } else {
                    removed = Some(tag.at.start);
                }
            } else if tag.closes("comment")
                && let Some(start) = removed.take()
            {
                edits.replace(start..tag.at.end, "");
            }
        }
        let new: String = marks.iter().map(|mark| comment(p, mark, author)).collect();
        put_in(&mut edits, &tags, "commentList", &new)?;
        Ok(edits.apply(xml))
    }
}

/// Puts items last into a list, which may be written as an empty element.
fn put_in(edits: &mut Edits, tags: &[markup::Tag<'_>], list: &str, items: &str) -> Result<(), Fault> {
    if let Some(close) = tags.iter().find(|tag| tag.closes(list)) {
        edits.insert(close.at.start, items);
        return Ok(());
    }
    let open = tags.iter().find(|tag| tag.opens(list)).ok_or(Fault::Damaged)?;
    let name = open.name();
    edits.replace(open.at.clone(), format!("<{name}>{items}</{name}>"));
    Ok(())
}

fn our_ids(xml: &str) -> Result<Vec<u32>, Fault> {
    let tags = markup::tags(xml)?;
    let authors = tags.iter().enumerate().filter(|(_, tag)| tag.opens("author"));
    let ours = authors.enumerate().filter(|(_, (at, tag))| {
        let text = tags.get(at + 1).and_then(|close| xml.get(tag.at.end..close.at.start));
        tag.kind == Kind::Open && text == Some(AUTHOR)
    });
    Ok(ours.filter_map(|(id, _)| u32::try_from(id).ok()).collect())
}

fn comment(p: &str, mark: &CellMark, author: u32) -> String {
    let run = |bold: &str, text: &str| {
        format!(
            "<{p}r><{p}rPr>{bold}<{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Tahoma\"/></{p}rPr>\
             <{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
            markup::escape(text)
        )
    };
    let texts: String = mark
        .notes
        .iter()
        .enumerate()
        .map(|(at, note)| {
            let before = if at == 0 { "" } else { "\n\n" };
            let bold = format!("<{p}b/>");
            [run(&bold, &format!("{before}{}\n", note.title)), run("", &note.text)].concat()
        })
        .collect();
    format!("<{p}comment ref=\"{}\" authorId=\"{author}\"><{p}text>{texts}</{p}text></{p}comment>", mark.cell)
}

/// A drawing without boxes.
pub(super) fn empty_drawing() -> String {
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
     xmlns:x=\"urn:schemas-microsoft-com:office:excel\"></xml>"
        .to_owned()
}

/// The shape numbers that a workbook's drawings use come in blocks of 1,024, and this is the highest block.
pub(super) fn highest_block(drawing: &str) -> u32 {
    let spids = drawing.split("_x0000_s").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        rest[..end].parse::<u32>().ok()
    });
    spids.max().unwrap_or(0) / 1024
}

/// The drawing with a box for each of these notes, and without those for the cells in `gone`. `block` is the first
/// block of shape numbers that no drawing uses; returns the next one.
pub(super) fn drawing_with(
    drawing: &str,
    marks: &[&CellMark],
    gone: &BTreeSet<CellRef>,
    block: u32,
) -> Result<(String, u32), Fault> {
    let mut kept = without_boxes(drawing, gone);
    if marks.is_empty() {
        return Ok((kept, block));
    }
    let blocks = block..block + 1 + u32::try_from(marks.len()).unwrap_or(u32::MAX) / 1_000;
    let listed: Vec<String> = blocks.clone().map(|block| block.to_string()).collect();
    let mut new = format!(
        "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{}\"/></o:shapelayout>",
        listed.join(",")
    );
    if let Some(listed_at) = end_of_blocks(&kept) {
        kept.insert_str(listed_at, &format!(",{}", listed.join(",")));
        new.clear();
    }
    let close = kept.rfind("</xml>").ok_or(Fault::Damaged)?;
    let kind = "rutinkoll_note";
    if !kept.contains(kind) {
        new.push_str(&format!(
            "<v:shapetype id=\"{kind}\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
             <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        ));
    }
    for (at, mark) in (0_u32..).zip(marks) {
        let number = (block + at / 1_000) * 1024 + 1 + at % 1_000;
        new.push_str(&shape(kind, number, mark.cell));
    }
    kept.insert_str(close, &new);
    Ok((kept, blocks.end))
}

/// Where the drawing's list of its blocks of shape numbers ends.
fn end_of_blocks(drawing: &str) -> Option<usize> {
    let tag = drawing.find("<o:idmap")?;
    let data = tag + drawing[tag..].find(" data=\"")? + " data=\"".len();
    Some(data + drawing[data..].find('"')?)
}

fn shape(kind: &str, number: u32, cell: CellRef) -> String {
    let column = (cell.column + 1).min(MAX_COLUMNS.saturating_sub(6));
    let row = cell.row.saturating_sub(1).min(MAX_ROWS.saturating_sub(10));
    format!(
        "<v:shape id=\"_x0000_s{number}\" type=\"#{kind}\" style=\"position:absolute;visibility:hidden\" \
         fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
         <v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
         <x:Anchor>{column}, 15, {row}, 2, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
         <x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        column + 4,
        row + 8,
        cell.row.saturating_sub(1),
        cell.column,
    )
}

/// Drawings of notes are not always XML (`<br>`), so they are cut as text.
fn without_boxes(drawing: &str, gone: &BTreeSet<CellRef>) -> String {
    let mut kept = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some(start) = rest.find("<v:shape ") {
        let Some(end) = rest[start..].find("</v:shape>").map(|end| start + end + "</v:shape>".len()) else {
            break;
        };
        let shape = &rest[start..end];
        kept.push_str(&rest[..start]);
        if !cell_of(shape).is_some_and(|cell| gone.contains(&cell)) {
            kept.push_str(shape);
        }
        rest = &rest[end..];
    }
    kept + rest
}

fn cell_of(shape: &str) -> Option<CellRef> {
    let number = |name: &str| {
        let (_, after) = shape.split_once(&format!("<x:{name}>"))?;
        after.split_once('<')?.0.trim().parse::<u32>().ok()
    };
    Some(CellRef::new(number("Row")?.checked_add(1)?, number("Column")?))
}
