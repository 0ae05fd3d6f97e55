//! `styles.xml`: what a cell's style index says of its number and its font.

use std::io::Read;

use rustc_hash::FxHashMap;

use super::reference::number;
use crate::workbook::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::number_format::{Shown, built_in, code};
use crate::workbook::xml::{Pull, Tag, Token, attribute, is_true};

/// A cell's style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) shown: Shown,
    pub(super) struck: bool,
}

/// The workbook's cell styles, by index.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    /// The style of a cell's `s`; the plain one for an index that is not there.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Style {
        self.0.get(index).copied().unwrap_or_default()
    }

    pub(super) fn read(part: impl Read, name: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut reading = Reading::default();
        let mut pull = Pull::new(part, name, limits);
        loop {
            let level = pull.depth();
            match pull.next()? {
                Token::Open(tag) => reading.open(level + 1, &tag).map_err(|()| ReadError::damaged(name))?,
                Token::End => break,
                _ => {}
            }
            if reading.styles.len().max(reading.struck.len()) > limits.facts {
                return Err(ReadError::limit("limit-facts", limits.facts));
            }
        }
        Ok(Self(reading.styles))
    }
}

#[derive(Default)]
struct Reading {
    section: Vec<u8>,
    formats: FxHashMap<u32, Shown>,
    struck: Vec<bool>,
    styles: Vec<Style>,
}

impl Reading {
    fn open(&mut self, level: usize, tag: &Tag<'_>) -> Result<(), ()> {
        if level == 2 {
            self.section = tag.local().to_vec();
        }
        match (self.section.as_slice(), tag.local()) {
            (b"numFmts", b"numFmt") => self.format(tag)?,
            (b"fonts", b"font") => self.struck.push(false),
            (b"fonts", b"strike") => {
                if let Some(last) = self.struck.last_mut() {
                    *last = tag.attribute(b"val").is_none_or(is_true);
                }
            }
            (b"cellXfs", b"xf") => self.style(tag),
            _ => {}
        }
        Ok(())
    }

    fn format(&mut self, tag: &Tag<'_>) -> Result<(), ()> {
        let id = tag.attribute(b"numFmtId").and_then(number);
        if let (Some(id), Some(raw)) = (id, tag.attribute(b"formatCode")) {
            self.formats.insert(id, code(&attribute(raw).map_err(|_| ())?));
        }
        Ok(())
    }

    fn style(&mut self, tag: &Tag<'_>) {
        let index = |name| tag.attribute(name).and_then(number).unwrap_or(0);
        let format = index(b"numFmtId");
        let font = index(b"fontId") as usize;
        self.styles.push(Style {
            shown: self.formats.get(&format).copied().unwrap_or_else(|| built_in(format)),
            struck: self.struck.get(font).copied().unwrap_or(false),
        });
    }
}
