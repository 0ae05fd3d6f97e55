//! `workbook.bin`, `styles.bin`, `sharedStrings.bin`: what the sheets share.

use rustc_hash::FxHashMap;

use super::record::{Record, Records};
use crate::sheet::Visibility;
use crate::workbook::number_format::{Shown, built_in, code};
use crate::workbook::package::{Package, mebibytes};
use crate::workbook::relations::{self, Relation};
use crate::workbook::{ReadError, SheetEntry};

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<SheetEntry>,
    /// The part of each sheet; none where the file does not say.
    pub(super) parts: Vec<Option<String>>,
    pub(super) from_1904: bool,
    pub(super) styles: Option<String>,
    pub(super) strings: Option<String>,
}

impl Book {
    pub(super) fn read(package: &mut Package, main: &str) -> Result<Self, ReadError> {
        const PROPERTIES: u32 = 153;
        const SHEET: u32 = 156;
        const END: u32 = 132;
        let related = relations::of(package, main)?;
        let target = |kind: &str| related.iter().find(|one| one.kind == kind).map(|one| one.target.clone());
        let mut book = Self { styles: target("styles"), strings: target("sharedStrings"), ..Self::default() };
        let limits = package.limits().clone();
        let part = package.small_part(main)?.ok_or_else(|| ReadError::damaged(main))?;
        let mut records = Records::new(part, main, &limits);
        let damaged = || ReadError::damaged(main);
        let mut ended = false;
        while let Some((kind, record)) = records.next()? {
            match kind {
                PROPERTIES => book.from_1904 = record.byte(0).ok_or_else(damaged)? & 1 != 0,
                SHEET => book.sheet(record, &related).ok_or_else(damaged)?,
                _ => ended |= kind == END,
            }
        }
        relations::each_once(&mut book.parts, &limits)?;
        if ended { Ok(book) } else { Err(damaged()) }
    }

    fn sheet(&mut self, record: Record<'_>, related: &[Relation]) -> Option<()> {
        let (id, end) = record.text(8)?;
        let (name, _) = record.text(end)?;
        let relation = related.iter().find(|relation| relation.id == id);
        self.parts.push(relation.map(|relation| relation.target.clone()));
        self.sheets.push(SheetEntry {
            name,
            visibility: match record.long(0)? {
                0 => Visibility::Visible,
                2 => Visibility::VeryHidden,
                _ => Visibility::Hidden,
            },
            worksheet: relation.is_none_or(|relation| relation.kind == "worksheet"),
        });
        Some(())
    }
}

/// A cell's style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) shown: Shown,
    pub(super) struck: bool,
}

/// The workbook's cell styles, by index.
pub(super) fn styles(package: &mut Package, name: &str) -> Result<Vec<Style>, ReadError> {
    const FONT: u32 = 43;
    const FORMAT: u32 = 44;
    const STYLE: u32 = 47;
    const CELL_STYLES: u32 = 617;
    const CELL_STYLES_END: u32 = 618;
    const STRUCK: u16 = 1 << 3;
    let limits = package.limits().clone();
    let Some(part) = package.small_part(name)? else {
        return Ok(Vec::new());
    };
    let mut records = Records::new(part, name, &limits);
    let (mut styles, mut fonts, mut inside) = (Vec::new(), Vec::new(), false);
    let mut formats: FxHashMap<u16, Shown> = FxHashMap::default();
    let mut one = |kind, record: Record<'_>| {
        match kind {
            FORMAT => {
                formats.insert(record.short(0)?, code(&record.text(2)?.0));
            }
            FONT => fonts.push(record.short(2)? & STRUCK != 0),
            CELL_STYLES => inside = true,
            CELL_STYLES_END => inside = false,
            STYLE if inside => {
                let (format, font) = (record.short(2)?, record.short(4)?);
                styles.push(Style {
                    shown: formats.get(&format).copied().unwrap_or_else(|| built_in(u32::from(format))),
                    struck: fonts.get(usize::from(font)).copied().unwrap_or(false),
                });
            }
            _ => {}
        }
        Some(styles.len().max(fonts.len()))
    };
    while let Some((kind, record)) = records.next()? {
        let count = one(kind, record).ok_or_else(|| ReadError::damaged(name))?;
        if count > limits.facts {
            return Err(ReadError::limit("limit-facts", limits.facts));
        }
    }
    Ok(styles)
}

/// The shared strings, one after the other in one text.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(index)?)
    }

    /// How many there are is counted; what the part says of it is not believed.
    pub(super) fn read(package: &mut Package, name: &str) -> Result<Self, ReadError> {
        const ITEM: u32 = 19;
        let limits = package.limits().clone();
        let Some(part) = package.part(name)? else {
            return Ok(Self::default());
        };
        let mut records = Records::new(part, name, &limits);
        let mut strings = Self::default();
        while let Some((kind, record)) = records.next()? {
            if kind != ITEM {
                continue;
            }
            let (text, _) = record.text(1).ok_or_else(|| ReadError::damaged(name))?;
            if text.len() > limits.cell_bytes {
                return Err(ReadError::limit("limit-cell-length", limits.cell_bytes >> 10));
            }
            strings.text.push_str(&text);
            strings.ends.push(strings.text.len());
            if strings.ends.len() > limits.strings {
                return Err(ReadError::limit("limit-strings", limits.strings));
            }
            if strings.text.len() > limits.string_bytes {
                let allowed = mebibytes(limits.string_bytes as u64);
                return Err(ReadError::limit("limit-string-bytes", allowed));
            }
        }
        Ok(strings)
    }
}
