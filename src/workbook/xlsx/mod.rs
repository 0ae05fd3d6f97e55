//! `.xlsx` and `.xlsm`: our own streaming reader of SpreadsheetML.
//!
//! ```text
//! book      the sheets and their parts          strings    the shared strings
//! styles    dates, zeros, strike-through        notes      cells with notes
//! facts     what holds for a sheet as a whole   cell       one cell
//! rows      a sheet's rows, one at a time
//! ```

mod book;
mod cell;
mod facts;
mod notes;
mod plain;
mod reference;
mod rich;
mod rows;
mod strings;
mod styles;

pub(super) use book::main_part;

use book::Book;
use strings::Strings;
use styles::Styles;

use std::sync::Arc;

use super::package::Package;
use super::{RawRows, ReadError, SheetEntry};
use crate::sheet::SheetFacts;

/// An open workbook.
pub(super) struct Xlsx {
    package: Package,
    book: Book,
    styles: Styles,
    /// Read with the first sheet.
    strings: Option<Strings>,
    /// The sheet that was read last, with what holds for it as a whole, once that is known.
    last: Last,
}

/// A sheet by its index, with its facts.
type Last = (usize, Option<Arc<SheetFacts>>);

impl Xlsx {
    /// `main` is the workbook's main part.
    pub(super) fn open(mut package: Package, main: &str) -> Result<Self, ReadError> {
        let book = Book::read(&mut package, main)?;
        let limits = package.limits().clone();
        let styles = match &book.styles {
            Some(name) => match package.small_part(name)? {
                Some(part) => Styles::read(part, name, &limits)?,
                None => Styles::default(),
            },
            None => Styles::default(),
        };
        Ok(Self { package, book, styles, strings: None, last: (0, None) })
    }

    pub(super) fn sheets(&self) -> &[SheetEntry] {
        &self.book.sheets
    }

    pub(super) fn counts_from_1904(&self) -> bool {
        self.book.from_1904
    }

    /// The rows of a sheet that [`sheets`](Self::sheets) lists.
    pub(super) fn read(&mut self, index: usize, ahead: bool) -> Result<Box<dyn RawRows + '_>, ReadError> {
        let Some(part) = self.book.parts.get(index).cloned().flatten() else {
            return Err(ReadError::new("sheet-without-part"));
        };
        if self.strings.is_none() {
            self.strings = Some(read_strings(&mut self.package, self.book.strings.as_deref(), ahead)?);
        }
        if self.last.0 != index {
            self.last = (index, None);
        }
        let kept = &mut self.last.1;
        let beside = match kept {
            Some(_) => SheetFacts::default(),
            None => facts::beside(&mut self.package, &part)?,
        };
        let limits = self.package.limits().clone();
        let reader = self.package.part_ahead(&part, ahead)?.ok_or_else(|| ReadError::damaged(&part))?;
        let context = cell::Context {
            strings: self.strings.as_ref(),
            styles: &self.styles,
            from_1904: self.book.from_1904,
            limits,
        };
        Ok(Box::new(rows::Rows::open(reader, &part, kept, beside, context)?))
    }
}

fn read_strings(package: &mut Package, name: Option<&str>, ahead: bool) -> Result<Strings, ReadError> {
    let limits = package.limits().clone();
    let Some(name) = name else {
        return Ok(Strings::default());
    };
    match package.part_ahead(name, ahead)? {
        Some(part) => Strings::read(part, name, &limits),
        None => Ok(Strings::default()),
    }
}
