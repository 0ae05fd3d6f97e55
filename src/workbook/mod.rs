//! Bytes → rows. The only room that names calamine, zip, quick-xml, flate2, csv and encoding_rs.

pub mod header;
pub mod typing;

use crate::lang::Note;
use crate::sheet::{RawRow, SheetFacts};

/// Why a workbook, or one of its sheets, could not be read. The note's id is the error's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(pub Note);

/// A sheet's rows, as a reader streams them.
pub trait RawRows {
    /// What holds for the sheet as a whole.
    fn facts(&self) -> &SheetFacts;

    /// Fills `row` with the next row that holds something, reusing its memory; false at the end.
    ///
    /// # Errors
    /// Where the file is damaged from here on; the rows before it were right.
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError>;
}
