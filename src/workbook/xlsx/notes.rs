//! Cell notes and threaded comments: where they stand. rutinkoll's own are left out.

use super::{ReadError, reference};
use crate::sheet::CellRef;
use crate::workbook::OURS;
use crate::workbook::package::Package;
use crate::workbook::xml::{Pull, Token, decode_into};

/// The cells that a comments part speaks of. A part that is not there has none.
pub(super) fn read(package: &mut Package, part: &str) -> Result<Vec<CellRef>, ReadError> {
    let limits = package.limits().clone();
    let Some(reader) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let damaged = || ReadError::damaged(part);
    let mut pull = Pull::new(reader, part, &limits);
    let mut authors: Vec<bool> = Vec::new();
    let mut author: Option<String> = None;
    let mut cells = Vec::new();
    loop {
        match pull.next()? {
            Token::Open(tag) => match tag.local() {
                b"author" if tag.empty => authors.push(false),
                b"author" => author = Some(String::new()),
                b"comment" | b"threadedComment" => {
                    let by = tag.attribute(b"authorId").and_then(reference::number);
                    let ours = by.and_then(|by| authors.get(by as usize));
                    if ours != Some(&true) {
                        let at = tag.attribute(b"ref").and_then(reference::cell);
                        cells.push(at.ok_or_else(damaged)?);
                    }
                }
                _ => {}
            },
            Token::Text(raw) => {
                if let Some(name) = &mut author {
                    decode_into(raw, name).map_err(|fault| fault.at(part))?;
                }
            }
            Token::Close(_) => {
                if let Some(name) = author.take() {
                    authors.push(name == OURS);
                }
            }
            Token::End => return Ok(cells),
            Token::Raw(_) => {}
        }
        if cells.len().max(authors.len()) > limits.facts {
            return Err(ReadError::limit("limit-facts", limits.facts));
        }
    }
}
