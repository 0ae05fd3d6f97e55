//! How the reader's errors are made, and carried through `std::io`.

use std::error::Error;
use std::fmt;
use std::io;

use super::ReadError;
use crate::lang::{Arg, Note};

impl ReadError {
    /// An error without arguments.
    pub(crate) fn new(id: &'static str) -> Self {
        Self(Note::new(id))
    }

    /// A limit that was reached, with its value.
    pub(crate) fn limit(id: &'static str, allowed: impl Into<Arg>) -> Self {
        Self(Note::new(id).with("allowed", allowed))
    }

    /// A part of the workbook that does not hold what it should.
    pub(crate) fn damaged(part: &str) -> Self {
        Self(Note::new("workbook-damaged").with("part", part))
    }

    /// A sheet that is damaged after this row (0: before the first).
    pub(crate) fn damaged_after(part: &str, row: u32) -> Self {
        Self(Note::new("sheet-damaged").with("part", part).with("row", row))
    }

    /// What went wrong while reading `part`: our own error if one is inside, else damage.
    pub(crate) fn while_reading(error: &io::Error, part: &str) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>()) {
            Some(Carried(inner)) => inner.clone(),
            None => Self::damaged(part),
        }
    }

    /// What went wrong while opening or reading a file as such.
    pub(crate) fn of_file(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::new("file-missing"),
            // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
            _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => Self::new("file-held"),
            io::ErrorKind::PermissionDenied => Self::new("file-not-permitted"),
            io::ErrorKind::IsADirectory => Self::new("file-is-folder"),
            _ => Self(Note::new("file-unreadable").with("reason", error)),
        }
    }

    /// As an `io::Error`, to pass through a `Read`.
    pub(crate) fn into_io(self) -> io::Error {
        io::Error::other(Carried(self))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl Error for ReadError {}

#[derive(Debug)]
struct Carried(ReadError);

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for Carried {}
