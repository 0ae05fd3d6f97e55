//! The report as a person reads it on a terminal.
//!
//! Findings first, a picture of the sheet for every row that has any; then what the audit came to,
//! and what nobody checked.

mod findings;
mod ink;
pub mod inspect;
mod layout;
mod most_rows;
mod narrated;
mod pen;
mod picture;
mod related;
mod since;
mod snippet;
mod summary;
mod text;
mod unchecked;

use std::io;
use std::time::Duration;

use crate::finding::Values;
use crate::outcome::Outcome;

use super::Made;

use ink::Ink;

/// How many findings a terminal is given, unless told otherwise.
pub const DEFAULT_LIMIT: usize = 50;

/// How the report should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent choices of one terminal")]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// ANSI colours.
    pub colour: bool,
    /// Lines and marks outside ASCII. (Words keep their letters in any case.)
    pub unicode: bool,
    /// May the contents of personal columns be shown?
    pub values: Values,
    /// At most this many findings; the report says how many it left out. None: all.
    pub limit: Option<usize>,
    /// Findings, counts and what was not checked, and nothing else.
    pub quiet: bool,
    /// In sentences, for a screen reader, instead of pictures.
    pub narrated: bool,
    /// How long the audit took. None leaves it out, so that two reports are the same bytes.
    pub elapsed: Option<Duration>,
    /// When the report was made, where it may be kept. None leaves it out.
    pub made: Option<Made>,
}

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, look: &Look, out: &mut impl io::Write) -> io::Result<()> {
    let ink = Ink::new(outcome, look);
    let mut out = io::BufWriter::new(out);
    io::Write::write_all(&mut out, most_rows::draw(&ink).as_bytes())?;
    findings::write(&ink, &mut out)?;
    io::Write::write_all(&mut out, summary::draw(&ink).as_bytes())?;
    io::Write::flush(&mut out)
}
