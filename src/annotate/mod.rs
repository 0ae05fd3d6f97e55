//! A copy of a workbook with marks in it: filled cells, notes, and a first sheet that lists them.
//!
//! ```text
//! markup  a part's tags, and edits that leave the rest as it was    sheet   cells and links
//! styles  the marks' fills                                          notes   notes and their boxes
//! book    the workbook, relations, content types                    front   the first sheet
//! rebuild a new workbook for what is no .xlsx
//! ```
//!
//! Parts that need no change are copied as they are packed, byte for byte. What was marked before is known
//! (the notes' author, the fills' colours, the first sheet's table) and replaced.

mod book;
mod front;
mod markup;
mod notes;
mod package;
mod rebuild;
mod sheet;
mod styles;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::finding::Severity;
use crate::lang::Note;
use crate::sheet::{CellRef, OUR_TABLE};
use crate::workbook::Limits;

use package::Package;
pub use rebuild::rebuild;
use sheet::{Sheet, Work};
use styles::Styles;

/// Excel opens no sheet with more links.
const MOST_LINKS: usize = 65_000;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN_WORD: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// What a copy is marked with.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// The first sheet.
    pub front: Front,
    /// In any order.
    pub cells: Vec<Mark>,
}

impl Marks {
    /// The marks for a workbook that has only these of the sheets (by their places), in this order.
    #[must_use]
    pub fn for_sheets(mut self, sheets: &[usize]) -> Self {
        let place = |old: usize| sheets.iter().position(|sheet| *sheet == old);
        self.cells.retain_mut(|mark| place(mark.sheet).map(|new| mark.sheet = new).is_some());
        for row in &mut self.front.rows {
            row.leads_to = row.leads_to.and_then(|(sheet, cell)| Some((place(sheet)?, cell)));
        }
        self
    }
}

/// A mark on a cell.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The sheet, by its place in the workbook.
    pub sheet: usize,
    /// The cell.
    pub cell: CellRef,
    /// Its fill.
    pub severity: Severity,
    /// Its note: a heading, and what stands below it.
    pub note: NoteText,
    /// Which of the first sheet's rows speaks of it.
    pub row: usize,
}

/// A note's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteText {
    /// In bold.
    pub title: String,
    /// Below it.
    pub text: String,
}

/// The first sheet of a copy. Its texts may come from cells: they are never made into formulas.
#[derive(Debug, Clone, Default)]
pub struct Front {
    /// Its tab.
    pub name: String,
    /// Counts, on the first row.
    pub title: String,
    /// On keeping and erasing, on the third row.
    pub handling: String,
    /// The table's headers; the first is the severity's, the one at [`FrontRow::LINK`] the cell's.
    pub headers: Vec<String>,
    /// Their widths, in characters.
    pub widths: Vec<u32>,
    /// The table.
    pub rows: Vec<FrontRow>,
    /// What stands in the table where there are no rows.
    pub nothing: String,
    /// What stands below it.
    pub sections: Vec<Section>,
    /// What a link back says.
    pub back: String,
    /// Added to a row whose cell has a note already, and so gets no other.
    pub has_note: String,
}

/// A row of the first sheet's table.
#[derive(Debug, Clone)]
pub struct FrontRow {
    /// The first cell's fill.
    pub severity: Severity,
    /// One a header.
    pub cells: Vec<String>,
    /// The sheet (by its place) and the cell that it speaks of.
    pub leads_to: Option<(usize, CellRef)>,
}

impl FrontRow {
    /// The column that links to the cell.
    pub const LINK: u32 = 2;
    /// The column that says what is wrong.
    pub const MESSAGE: u32 = 4;
}

/// What stands below the table: a heading, and lines of what it is about, what is said and what to do.
#[derive(Debug, Clone)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The lines.
    pub lines: Vec<[String; 3]>,
}

/// Why a copy could not be made.
#[derive(Debug)]
pub enum Fault {
    /// It is no `.xlsx` or `.xlsm`: [`rebuild`] it first.
    OtherFormat,
    /// A part is not as it should be.
    Damaged,
    /// Written in a way that cannot be marked without risk.
    Unusual,
    /// Reading or writing failed.
    Io(io::Error),
}

impl Fault {
    /// What to say of it.
    #[must_use]
    pub fn note(&self) -> Note {
        match self {
            Self::OtherFormat | Self::Damaged => Note::new("annotate-damaged"),
            Self::Unusual => Note::new("annotate-unusual"),
            Self::Io(error) => Note::new("annotate-io").with("reason", error),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<zip::result::ZipError> for Fault {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::Io(error),
            _ => Self::Damaged,
        }
    }
}

/// A cell's marks, together.
#[derive(Debug, Clone)]
struct CellMark {
    cell: CellRef,
    severity: Severity,
    /// The row of the first sheet that speaks of it, as Excel numbers it.
    front_row: u32,
    /// Which of [`Front::rows`] speak of it.
    rows: Vec<usize>,
    notes: Vec<NoteText>,
}

/// A sheet that is to be written anew.
struct Planned {
    part: String,
    marks: Vec<Mark>,
    /// The part of its notes, and whether there is one already.
    notes: Option<(String, bool)>,
}

/// Writes a marked copy of an `.xlsx` or `.xlsm`.
///
/// # Errors
/// Where it is none, where a part that must change is damaged, or where `out` fails.
pub fn copy(bytes: &[u8], marks: Marks, limits: &Limits, out: impl Write + Seek) -> Result<(), Fault> {
    Copy::open(bytes, marks, limits)?.write(out)
}

struct Copy<'b> {
    package: Package<'b>,
    main: String,
    workbook: String,
    /// The part of each sheet, in the order of the tabs.
    parts: Vec<Option<String>>,
    /// First sheets of earlier copies: place and name.
    earlier: Vec<(usize, String)>,
    styles: Styles,
    styles_part: (String, bool),
    front: Front,
    planned: Vec<Planned>,
    /// Parts that are written anew, and parts that are left out.
    changed: BTreeMap<String, String>,
    gone: Vec<String>,
    types: Vec<(String, &'static str)>,
    next_block: u32,
}

impl<'b> Copy<'b> {
    fn open(bytes: &'b [u8], marks: Marks, limits: &Limits) -> Result<Self, Fault> {
        let mut package = Package::open(bytes, limits)?;
        let main = package.main()?;
        let workbook = package.text(&main)?.ok_or(Fault::OtherFormat)?;
        // In the strict form of the format every name is another, and ours would not fit in.
        let root = markup::tags(&workbook)?.first().map(|tag| tag.raw.contains("purl.oclc.org"));
        if root != Some(false) {
            return Err(Fault::Unusual);
        }
        let relations = package.relations(&main)?;
        let entries = book::sheets(&workbook)?;
        let part_of = |id: &str| relations.iter().find(|relation| relation.id == id);
        let parts: Vec<Option<String>> = entries
            .iter()
            .map(|entry| {
                part_of(&entry.relation).filter(|it| it.kind == "worksheet").map(|it| it.target.clone())
            })
            .collect();
        let styles_part = relations.iter().find(|relation| relation.kind == "styles");
        let styles_part = match styles_part {
            Some(relation) => (relation.target.clone(), true),
            None => (format!("{}/styles.xml", book::folder(&main)), false),
        };
        let styles = package.text(&styles_part.0)?.unwrap_or_else(|| styles::EMPTY.to_owned());
        let mut copy = Self {
            styles: Styles::read(styles)?,
            front: marks.front,
            planned: Vec::new(),
            changed: BTreeMap::new(),
            gone: Vec::new(),
            types: Vec::new(),
            earlier: Vec::new(),
            next_block: 1 + package.highest_block()?,
            parts,
            styles_part,
            package,
            main,
            workbook,
        };
        copy.find_earlier(&entries)?;
        copy.name_front(&entries);
        copy.plan(marks.cells)?;
        Ok(copy)
    }

    /// First sheets of earlier copies are known by their table; they go, with their parts.
    fn find_earlier(&mut self, entries: &[book::SheetEntry]) -> Result<(), Fault> {
        for (at, entry) in entries.iter().enumerate() {
            let Some(part) = self.parts[at].clone() else { continue };
            let tables = self.package.relations(&part)?;
            let tables: Vec<String> =
                tables.into_iter().filter(|it| it.kind == "table").map(|it| it.target).collect();
            let mut ours = false;
            for table in &tables {
                let xml = self.package.text(table)?.unwrap_or_default();
                let tags = markup::tags(&xml)?;
                let name = tags.first().and_then(|tag| tag.attribute("displayName"));
                ours |= name.is_some_and(|name| name.starts_with(OUR_TABLE));
            }
            if ours {
                self.earlier.push((at, entry.name.clone()));
                self.gone.push(book::relations_of(&part));
                self.gone.push(part);
                self.gone.extend(tables);
            }
        }
        self.package.forget(&self.gone);
        Ok(())
    }

    /// No two sheets share a name.
    fn name_front(&mut self, entries: &[book::SheetEntry]) {
        let left =
            entries.iter().enumerate().filter(|(at, _)| !self.earlier.iter().any(|(gone, _)| gone == at));
        let taken: BTreeSet<String> = left.map(|(_, entry)| entry.name.to_lowercase()).collect();
        let wanted = self.front.name.clone();
        let names = std::iter::once(wanted.clone()).chain((2..).map(|n| format!("{wanted} ({n})")));
        self.front.name =
            names.into_iter().find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(wanted);
    }

    /// Which sheets are written anew: those with marks, and all of them where an earlier copy's marks are left.
    fn plan(&mut self, mut marks: Vec<Mark>) -> Result<(), Fault> {
        marks.sort_by_key(|mark| (mark.sheet, mark.cell, mark.row));
        for at in 0..self.parts.len() {
            let here: Vec<Mark> = marks.iter().filter(|mark| mark.sheet == at).cloned().collect();
            let Some(part) = self.parts[at].clone() else { continue };
            let gone = self.earlier.iter().any(|(earlier, _)| *earlier == at);
            if gone || (here.is_empty() && !self.styles.has_earlier_marks() && self.earlier.is_empty()) {
                continue;
            }
            let notes = self.package.relations(&part)?.into_iter().find(|it| it.kind == "comments");
            let notes = match notes {
                Some(relation) => Some((relation.target, true)),
                None if here.is_empty() => None,
                None => {
                    let name =
                        self.package.free_name(&format!("{}/comments", book::folder(&self.main)), "xml");
                    self.types.push((name.clone(), "comments"));
                    Some((name, false))
                }
            };
            self.planned.push(Planned { part, marks: here, notes });
        }
        Ok(())
    }

    fn write(mut self, out: impl Write + Seek) -> Result<(), Fault> {
        let mut zip = ZipWriter::new(out);
        let folder = book::folder(&self.main).to_owned();
        let front_part = self.package.free_name(&format!("{folder}/worksheets/sheet"), "xml");
        let table_part = self.package.free_name(&format!("{folder}/tables/table"), "xml");
        self.types.push((front_part.clone(), "worksheet"));
        self.types.push((table_part.clone(), "table"));
        if !self.styles_part.1 {
            self.types.push((self.styles_part.0.clone(), "styles"));
        }
        self.workbook_parts(&front_part)?;
        let types = self.changed.remove("[Content_Types].xml").unwrap_or_default();
        put(&mut zip, "[Content_Types].xml", &types)?;
        let mut written = vec!["[Content_Types].xml".to_owned()];
        for planned in std::mem::take(&mut self.planned) {
            zip.start_file(planned.part.as_str(), options())?;
            self.sheet(&planned, &mut zip)?;
            written.push(planned.part);
        }
        self.first_sheet(&front_part, &table_part)?;
        let styles = std::mem::replace(&mut self.styles, Styles::read(styles::EMPTY.to_owned())?);
        self.changed.insert(self.styles_part.0.clone(), styles.finish());
        let skip: BTreeSet<String> = written
            .iter()
            .chain(&self.gone)
            .chain(self.changed.keys())
            .map(|name| package::key(name))
            .collect();
        self.package.copy_others(&skip, &mut zip)?;
        for (name, text) in &self.changed {
            put(&mut zip, name, text)?;
        }
        zip.finish()?;
        Ok(())
    }

    /// The parts that list the others.
    fn workbook_parts(&mut self, front_part: &str) -> Result<(), Fault> {
        let gone: Vec<usize> = self.earlier.iter().map(|(at, _)| *at).collect();
        let entries = book::sheets(&self.workbook)?;
        let gone_relations: Vec<String> = gone.iter().map(|at| entries[*at].relation.clone()).collect();
        let relation = "rIdRutinkollFront".to_owned();
        let mut new = vec![(relation.clone(), "worksheet", front_part.to_owned())];
        if !self.styles_part.1 {
            new.push(("rIdRutinkollStyles".to_owned(), "styles", self.styles_part.0.clone()));
        }
        let relations_part = book::relations_of(&self.main);
        let relations = self.package.text(&relations_part)?;
        self.changed
            .insert(relations_part, book::with_relations(relations.as_deref(), &new, &gone_relations)?);
        let workbook = book::with_first_sheet(&self.workbook, &self.front.name, &relation, &gone)?;
        self.changed.insert(self.main.clone(), workbook);
        let types = self.package.text("[Content_Types].xml")?.ok_or(Fault::OtherFormat)?;
        let types = book::with_types(&types, &self.types, &self.gone)?;
        self.changed.insert("[Content_Types].xml".to_owned(), types);
        Ok(())
    }

    /// Writes a sheet with its marks, and lays by its notes.
    fn sheet(&mut self, planned: &Planned, out: &mut impl Write) -> Result<(), Fault> {
        let xml = self.package.text(&planned.part)?.ok_or(Fault::Damaged)?;
        let sheet = Sheet::read(&xml)?;
        let marks = together(&planned.marks, &sheet);
        let earlier_fronts: Vec<String> = self.earlier.iter().map(|(_, name)| name.clone()).collect();
        let relation = self.notes(planned, &marks, &sheet)?;
        let work = Work {
            marks: &marks,
            front: &self.front.name,
            earlier_fronts: &earlier_fronts,
            back: &self.front.back,
            notes_relation: relation.as_deref(),
        };
        sheet.write(&work, &mut self.styles, out)
    }

    /// The sheet's notes and their boxes; returns the relation of a drawing that the sheet does not have yet.
    fn notes(
        &mut self,
        planned: &Planned,
        marks: &[CellMark],
        sheet: &Sheet<'_>,
    ) -> Result<Option<String>, Fault> {
        let Some((part, is_there)) = &planned.notes else { return Ok(None) };
        let before = if *is_there { self.package.text(part)? } else { None };
        let notes = notes::Notes::read(before.unwrap_or_else(notes::empty))?;
        let (noted, free): (Vec<&CellMark>, Vec<&CellMark>) =
            marks.iter().partition(|mark| notes.theirs.contains(&mark.cell));
        for row in noted.iter().flat_map(|mark| &mark.rows) {
            let row = self.front.rows.get_mut(*row);
            if let Some(text) = row.and_then(|row| row.cells.get_mut(FrontRow::MESSAGE as usize)) {
                text.push_str(&format!(" {}", self.front.has_note));
            }
        }
        if free.is_empty() && notes.earlier.is_empty() {
            return Ok(None);
        }
        self.changed.insert(part.clone(), notes.with(&free)?);
        let relations = self.package.relations(&planned.part)?;
        let legacy = sheet.notes_relation();
        let drawing = legacy.as_ref().and_then(|id| relations.iter().find(|it| it.id == *id));
        let drawing_part = match drawing {
            Some(relation) => relation.target.clone(),
            None => {
                self.package.free_name(&format!("{}/drawings/vmlDrawing", book::folder(&self.main)), "vml")
            }
        };
        let before = match drawing {
            Some(_) => self.package.text(&drawing_part)?,
            None => None,
        };
        let before = before.unwrap_or_else(notes::empty_drawing);
        let (after, next) = notes::drawing_with(&before, &free, &notes.earlier, self.next_block)?;
        self.next_block = next;
        self.changed.insert(drawing_part.clone(), after);
        let mut new = Vec::new();
        if !is_there {
            new.push(("rIdRutinkollNotes".to_owned(), "comments", part.clone()));
        }
        let relation = "rIdRutinkollDrawing".to_owned();
        if drawing.is_none() {
            new.push((relation.clone(), "vmlDrawing", drawing_part));
        }
        if !new.is_empty() {
            let name = book::relations_of(&planned.part);
            let before = self.package.text(&name)?;
            self.changed.insert(name, book::with_relations(before.as_deref(), &new, &[])?);
        }
        Ok(drawing.is_none().then_some(relation))
    }

    fn first_sheet(&mut self, part: &str, table_part: &str) -> Result<(), Fault> {
        let names: Vec<String> = book::sheets(&self.workbook)?.into_iter().map(|entry| entry.name).collect();
        let styles = self.styles.front();
        let relation = "rIdRutinkollTable";
        let id = self.package.free_table_id()?;
        let parts = front::draw(&self.front, &names, &styles, relation, id);
        let new = [(relation.to_owned(), "table", table_part.to_owned())];
        self.changed.insert(book::relations_of(part), book::with_relations(None, &new, &[])?);
        self.changed.insert(part.to_owned(), parts.sheet);
        self.changed.insert(table_part.to_owned(), parts.table);
        Ok(())
    }
}

/// The marks of each cell together, at the cell where they show.
fn together(marks: &[Mark], sheet: &Sheet<'_>) -> Vec<CellMark> {
    let mut cells: BTreeMap<CellRef, CellMark> = BTreeMap::new();
    for mark in marks {
        let cell = sheet.shown_at(mark.cell);
        let front_row = front::HEADER_ROW + 1 + u32::try_from(mark.row).unwrap_or(0);
        let known = cells.entry(cell).or_insert_with(|| CellMark {
            cell,
            severity: mark.severity,
            front_row,
            rows: Vec::new(),
            notes: Vec::new(),
        });
        known.severity = known.severity.max(mark.severity);
        known.rows.push(mark.row);
        if !known.notes.contains(&mark.note) {
            known.notes.push(mark.note.clone());
        }
    }
    cells.into_values().collect()
}

/// No moment is written: the same copy has the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn put(zip: &mut ZipWriter<impl Write + Seek>, name: &str, text: &str) -> Result<(), Fault> {
    zip.start_file(name, options())?;
    zip.write_all(text.as_bytes())?;
    Ok(())
}
