//! A new workbook with the cells of another, for formats that cannot be copied with marks (`.xls`, `.xlsb`,
//! `.ods`, `.csv`).

use std::collections::BTreeSet;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as NewBook, Worksheet, XlsxError};

use super::Fault;
use crate::sheet::{RawCell, RawRow, RawValue};
use crate::workbook::{ReadError, Workbook};

/// The most characters of a sheet's name, and what none may hold.
const NAME_LENGTH: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A workbook with these sheets (by their place) and the values of their cells, in place; without their looks.
///
/// # Errors
/// Where a sheet cannot be read, or holds more than an `.xlsx` can.
pub fn rebuild(book: &mut Workbook, sheets: &[usize]) -> Result<Vec<u8>, Fault> {
    let mut new = NewBook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    new.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&created));
    let mut taken = BTreeSet::new();
    for at in sheets {
        let name = book.sheets().get(*at).map(|sheet| sheet.name.clone()).unwrap_or_default();
        let sheet = new.add_worksheet();
        sheet.set_name(free_name(&name, &mut taken))?;
        let mut rows = book.read(*at)?;
        let mut row = RawRow::default();
        while rows.next_row(&mut row)? {
            for cell in &row.cells {
                write(sheet, row.number, cell)?;
            }
        }
    }
    Ok(new.save_to_buffer()?)
}

fn write(sheet: &mut Worksheet, row: u32, cell: &RawCell) -> Result<(), Fault> {
    let row = row.saturating_sub(1);
    let column = u16::try_from(cell.column).map_err(|_| Fault::Unusual)?;
    match &cell.value {
        RawValue::Blank | RawValue::NoValue => {}
        RawValue::Text(text) | RawValue::Error(text) => {
            sheet.write_string(row, column, text)?;
        }
        RawValue::Number { value, format } if format.zeros > 0 => {
            let zeros = Format::new().set_num_format("0".repeat(usize::from(format.zeros)));
            sheet.write_number_with_format(row, column, *value, &zeros)?;
        }
        RawValue::Number { value, .. } => {
            sheet.write_number(row, column, *value)?;
        }
        RawValue::Bool(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
        RawValue::Date(moment) => {
            let text = moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            match ExcelDateTime::parse_from_str(&text) {
                Ok(date) => sheet.write_datetime_with_format(row, column, &date, &format)?,
                // Before Excel's calendar begins.
                Err(_) => sheet.write_string(row, column, &text)?,
            };
        }
    }
    Ok(())
}

/// A name that Excel takes and no other sheet has.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = wanted.chars().filter(|c| !NOT_IN_NAMES.contains(c) && !c.is_control()).collect();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() { "1" } else { clean };
    let cut = |room: usize| clean.chars().take(room).collect::<String>();
    let mut names =
        std::iter::once(cut(NAME_LENGTH)).chain((2..).map(|n| format!("{} ({n})", cut(NAME_LENGTH - 6))));
    let free = names.find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            _ => Self::Unusual,
        }
    }
}

impl From<ReadError> for Fault {
    fn from(_: ReadError) -> Self {
        Self::Damaged
    }
}
