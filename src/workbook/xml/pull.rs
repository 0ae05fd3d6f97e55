//! Token by token through a part, with the nesting checked.

use std::io::Read;

use memchr::memmem;

use super::cursor::{Cursor, Fault, Tag, Token};
use super::window::Window;
use crate::workbook::ReadError;
use crate::workbook::limits::Limits;

/// What the root's end or its absence means is checked here: [`Token::End`] comes only after a whole document.
pub(crate) struct Pull<R> {
    window: Window<R>,
    names: Vec<Vec<u8>>,
    depth: usize,
    rooted: bool,
    /// The length of the last token, taken from the window when the next is asked for.
    pending: usize,
}

impl<R: Read> Pull<R> {
    pub(crate) fn new(source: R, part: &str, limits: &Limits) -> Self {
        Self {
            window: Window::new(source, part, limits.row_bytes),
            names: Vec::new(),
            depth: limits.depth,
            rooted: false,
            pending: 0,
        }
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Result<Token<'_>, ReadError> {
        self.step().map_err(|fault| fault.at(self.window.part()))?;
        // What was just found whole is found again, now borrowed from the window.
        let token = Cursor::new(&self.window.rest()[..self.pending], true).next();
        token.map_err(|_| ReadError::damaged(self.window.part()))
    }

    fn step(&mut self) -> Result<(), Fault> {
        self.window.take(std::mem::take(&mut self.pending));
        let Self { window, names, depth, rooted, pending } = self;
        *pending = window.item(|cursor| {
            let place = cursor.place();
            let mut ahead = cursor.clone();
            let token = ahead.next()?;
            follow(names, *depth, rooted, &token)?;
            Ok(ahead.place() - place)
        })?;
        Ok(())
    }

    /// How many elements are open, the one just opened included.
    pub(crate) fn depth(&self) -> usize {
        self.names.len()
    }

    /// From just inside the innermost open element to just before its end tag, without reading what stands
    /// between: a search for the end tag that minds comments and raw text.
    pub(crate) fn leap(&mut self) -> Result<(), ReadError> {
        self.window.take(std::mem::take(&mut self.pending));
        let Some(name) = self.names.last() else {
            return Ok(());
        };
        let end = [b"</", name.as_slice()].concat();
        leap_to(&mut self.window, &end).map_err(|fault| fault.at(self.window.part()))
    }

    /// The window, just inside the innermost open element, with the names of those that are open.
    pub(crate) fn into_window(mut self) -> (Window<R>, Vec<Vec<u8>>) {
        self.window.take(self.pending);
        (self.window, self.names)
    }

    /// Goes on in a window that [`into_window`](Self::into_window) gave, inside these open elements.
    pub(crate) fn resume(window: Window<R>, names: Vec<Vec<u8>>, limits: &Limits) -> Self {
        Self { window, names, depth: limits.depth, rooted: true, pending: 0 }
    }
}

fn follow(names: &mut Vec<Vec<u8>>, depth: usize, rooted: &mut bool, token: &Token<'_>) -> Result<(), Fault> {
    match token {
        Token::Open(Tag { name, empty, .. }) => {
            if names.is_empty() && *rooted {
                return Err(Fault::Malformed);
            }
            *rooted = true;
            if !empty {
                if names.len() >= depth {
                    return Err(ReadError::limit("limit-depth", depth).into());
                }
                names.push(name.to_vec());
            }
            Ok(())
        }
        Token::Close(name) if names.last().is_some_and(|last| last == name) => {
            names.pop();
            Ok(())
        }
        Token::Close(_) => Err(Fault::Malformed),
        Token::End if names.is_empty() && *rooted => Ok(()),
        Token::End => Err(Fault::Malformed),
        Token::Text(_) | Token::Raw(_) => Ok(()),
    }
}

fn leap_to<R: Read>(window: &mut Window<R>, end: &[u8]) -> Result<(), Fault> {
    loop {
        let rest = window.rest();
        let found = memmem::find(rest, end);
        if let Some(at) = memmem::find(&rest[..found.unwrap_or(rest.len())], b"<!") {
            window.take(at);
            window.item(|cursor| cursor.skip_declaration())?;
            continue;
        }
        match found.map(|at| (at, rest.get(at + end.len()))) {
            Some((at, Some(b'>' | b' ' | b'\t' | b'\r' | b'\n'))) => {
                window.take(at);
                return Ok(());
            }
            // A longer name, or cut short here.
            Some((at, Some(_))) => window.take(at + end.len()),
            Some((at, None)) => {
                window.take(at);
                window.fill()?;
            }
            None => {
                window.take(rest.len().saturating_sub(end.len()));
                window.fill()?;
            }
        }
    }
}
