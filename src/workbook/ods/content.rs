//! `content.xml` as what it says: tables, columns, rows and cells, with how often each is repeated.

use std::io::Read;

use super::cell::{self, Cell};
use crate::workbook::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::xml::{Fault, Pull, Tag, Token, attribute, local};

/// What comes next. Nothing here is repeated by itself.
pub(super) enum Event {
    Table { name: String, style: Option<String>, protected: bool },
    Column { count: u32, hidden: bool, style: Option<String> },
    Row { count: u32, hidden: bool, style: Option<String> },
    Cell(Cell),
    RowEnd,
    TableEnd,
    End,
}

/// The content, streamed.
pub(super) struct Content<R> {
    pull: Pull<R>,
    part: String,
    cell_bytes: usize,
    /// The end of an element that was written without one.
    owed: Option<Event>,
}

/// What is to be done about a tag, once it is no longer looked at.
enum Step {
    Event(Event),
    Cell(cell::Head),
    Skip,
    On,
}

impl<R: Read> Content<R> {
    pub(super) fn new(source: R, part: &str, limits: &Limits) -> Self {
        Self {
            pull: Pull::new(source, part, limits),
            part: part.to_owned(),
            cell_bytes: limits.cell_bytes,
            owed: None,
        }
    }

    pub(super) fn next(&mut self) -> Result<Event, ReadError> {
        if let Some(event) = self.owed.take() {
            return Ok(event);
        }
        loop {
            let step = match self.pull.next()? {
                Token::Open(tag) => {
                    let step = opened(&tag).map_err(|fault| fault.at(&self.part))?;
                    if tag.empty {
                        self.owed = match &step {
                            Step::Event(Event::Table { .. }) => Some(Event::TableEnd),
                            Step::Event(Event::Row { .. }) => Some(Event::RowEnd),
                            _ => None,
                        };
                    }
                    match step {
                        Step::Skip if tag.empty => Step::On,
                        step => step,
                    }
                }
                Token::Close(name) => match local(name) {
                    b"table-row" => Step::Event(Event::RowEnd),
                    b"table" => Step::Event(Event::TableEnd),
                    _ => Step::On,
                },
                Token::End => Step::Event(Event::End),
                Token::Text(_) | Token::Raw(_) => Step::On,
            };
            match step {
                Step::Event(event) => return Ok(event),
                Step::Cell(head) => return self.cell(head).map(Event::Cell),
                Step::Skip => skip(&mut self.pull)?,
                Step::On => {}
            }
        }
    }

    fn cell(&mut self, head: cell::Head) -> Result<Cell, ReadError> {
        let inside = cell::Inside::read(&mut self.pull, &head, self.cell_bytes, &self.part)?;
        Ok(head.with(inside))
    }
}

/// Past the end of the element that was just opened.
pub(super) fn skip<R: Read>(pull: &mut Pull<R>) -> Result<(), ReadError> {
    let level = pull.depth();
    while pull.depth() >= level {
        pull.next()?;
    }
    Ok(())
}

fn opened(tag: &Tag<'_>) -> Result<Step, Fault> {
    Ok(match tag.local() {
        b"table" => Step::Event(Event::Table {
            name: text(tag, b"name")?.unwrap_or_default(),
            style: text(tag, b"style-name")?,
            protected: tag.attribute(b"protected") == Some(b"true"),
        }),
        b"table-column" => Step::Event(Event::Column {
            count: count(tag.attribute(b"number-columns-repeated")),
            hidden: hidden(tag),
            style: text(tag, b"default-cell-style-name")?,
        }),
        b"table-row" => Step::Event(Event::Row {
            count: count(tag.attribute(b"number-rows-repeated")),
            hidden: hidden(tag),
            style: text(tag, b"default-cell-style-name")?,
        }),
        b"table-cell" | b"covered-table-cell" => Step::Cell(cell::Head::of(tag)?),
        // What was there before, drawings and buttons: none of it stands in a cell.
        b"tracked-changes" | b"shapes" | b"forms" => Step::Skip,
        _ => Step::On,
    })
}

fn hidden(tag: &Tag<'_>) -> bool {
    matches!(tag.attribute(b"visibility"), Some(b"collapse" | b"filter"))
}

pub(super) fn text(tag: &Tag<'_>, name: &[u8]) -> Result<Option<String>, Fault> {
    tag.attribute(name).map(attribute).transpose()
}

/// How often: at least once, and no more often than fits in a sheet many times over.
pub(super) fn count(value: Option<&[u8]>) -> u32 {
    let said = value.and_then(|value| std::str::from_utf8(value).ok()?.parse::<u64>().ok()).unwrap_or(1);
    u32::try_from(said).unwrap_or(u32::MAX).max(1)
}
