//! What styles say: struck through, leading zeros, an exponent, a hidden sheet.

use std::io::Read;

use rustc_hash::FxHashMap;

use super::PART;
use crate::sheet::NumberFormat;
use crate::workbook::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::package::Package;
use crate::workbook::xml::{Pull, Tag, Token, attribute};

/// A cell's style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) format: NumberFormat,
    pub(super) struck: bool,
}

/// The styles of cells by name, and the names of those that hide a sheet.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: FxHashMap<String, Style>,
    hiding: Vec<String>,
}

impl Styles {
    pub(super) fn get(&self, name: &str) -> Style {
        self.cells.get(name).copied().unwrap_or_default()
    }

    pub(super) fn hides(&self, name: &str) -> bool {
        self.hiding.iter().any(|hiding| hiding == name)
    }

    /// The named styles stand in a part of their own, the rest before the content.
    pub(super) fn read(package: &mut Package) -> Result<Self, ReadError> {
        let limits = package.limits().clone();
        let mut written = Written::default();
        for name in ["styles.xml", PART] {
            if let Some(part) = package.part(name)? {
                written.read(part, name, &limits)?;
            }
        }
        Ok(written.resolved())
    }
}

/// Styles as they are written: each leans on another.
#[derive(Debug, Default)]
struct Written {
    cells: FxHashMap<String, CellStyle>,
    formats: FxHashMap<String, NumberFormat>,
    hiding: Vec<String>,
}

#[derive(Debug, Default)]
struct CellStyle {
    parent: Option<String>,
    format: Option<String>,
    struck: Option<bool>,
}

/// The element under way.
#[derive(Default)]
enum Under {
    #[default]
    Nothing,
    Cell(String),
    Table(String),
    Format(String),
}

impl Written {
    fn read(&mut self, part: impl Read, name: &str, limits: &Limits) -> Result<(), ReadError> {
        let mut pull = Pull::new(part, name, limits);
        let mut under = Under::Nothing;
        loop {
            match pull.next()? {
                // What follows are rows, or headers and footers of pages.
                Token::Open(tag) if matches!(tag.local(), b"body" | b"master-styles") => return Ok(()),
                Token::Open(tag) => self.open(&tag, &mut under).ok_or_else(|| ReadError::damaged(name))?,
                Token::End => return Ok(()),
                _ => {}
            }
            if self.cells.len().max(self.formats.len()) > limits.facts {
                return Err(ReadError::limit("limit-facts", limits.facts));
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, under: &mut Under) -> Option<()> {
        match tag.local() {
            b"style" | b"default-style" => *under = self.style(tag)?,
            b"number-style" | b"percentage-style" | b"currency-style" | b"date-style" | b"time-style" => {
                let name = text(tag, b"name")?.unwrap_or_default();
                self.formats.insert(name.clone(), NumberFormat::default());
                *under = Under::Format(name);
            }
            b"text-properties" => {
                if let Under::Cell(name) = under
                    && let Some(line) = line_through(tag)
                    && let Some(style) = self.cells.get_mut(name)
                {
                    style.struck = Some(line);
                }
            }
            b"table-properties" if tag.attribute(b"display") == Some(b"false") => {
                if let Under::Table(name) = under {
                    self.hiding.push(name.clone());
                }
            }
            b"number" => {
                let zeros = tag.attribute(b"min-integer-digits").and_then(small).unwrap_or(0);
                let whole = tag.attribute(b"decimal-places").and_then(small).unwrap_or(0) == 0;
                let grouped = tag.attribute(b"grouping") == Some(b"true");
                // General is written as one digit.
                self.format(under, |format| {
                    format.zeros = if whole && !grouped && zeros > 1 { zeros } else { 0 };
                });
            }
            b"scientific-number" => self.format(under, |format| format.scientific = true),
            _ => {}
        }
        Some(())
    }

    fn style(&mut self, tag: &Tag<'_>) -> Option<Under> {
        let name = text(tag, b"name")?.unwrap_or_default();
        Some(match tag.attribute(b"family") {
            Some(b"table-cell") => {
                let (parent, format) = (text(tag, b"parent-style-name")?, text(tag, b"data-style-name")?);
                self.cells.insert(name.clone(), CellStyle { parent, format, struck: None });
                Under::Cell(name)
            }
            Some(b"table") => Under::Table(name),
            _ => Under::Nothing,
        })
    }

    fn format(&mut self, under: &Under, change: impl FnOnce(&mut NumberFormat)) {
        if let Under::Format(name) = under
            && let Some(format) = self.formats.get_mut(name)
        {
            change(format);
        }
    }

    fn resolved(self) -> Styles {
        let cells = self.cells.keys().map(|name| (name.clone(), self.one(name))).collect();
        Styles { cells, hiding: self.hiding }
    }

    /// A style with what it takes from those that it leans on.
    fn one(&self, name: &str) -> Style {
        const DEEPEST: usize = 10;
        let (mut struck, mut format) = (None, None);
        let mut next = self.cells.get(name);
        for _ in 0..DEEPEST {
            let Some(style) = next else { break };
            struck = struck.or(style.struck);
            format = format.or(style.format.as_ref());
            next = style.parent.as_ref().and_then(|parent| self.cells.get(parent));
        }
        Style {
            format: format.and_then(|name| self.formats.get(name)).copied().unwrap_or_default(),
            struck: struck.unwrap_or(false),
        }
    }
}

fn line_through(tag: &Tag<'_>) -> Option<bool> {
    let said = tag.attribute(b"text-line-through-style").or(tag.attribute(b"text-line-through-type"));
    said.map(|line| line != b"none")
}

/// An attribute as text. None: damaged.
#[allow(clippy::option_option, reason = "damaged, or not there")]
fn text(tag: &Tag<'_>, name: &[u8]) -> Option<Option<String>> {
    tag.attribute(name).map(attribute).transpose().ok()
}

fn small(value: &[u8]) -> Option<u8> {
    std::str::from_utf8(value).ok()?.parse().ok()
}
