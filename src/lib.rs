//! Audits a spreadsheet against a written routine.
//!
//! A workbook flows in one direction through five rooms and comes out as reports:
//! **workbook → sheet → check (against a rule set) → outcome → report**. The modules below stand in
//! that order; `ARCHITECTURE.md` has the picture and the walls.
//!
//! The engine knows nothing of any particular sheet: its columns, words, clauses and rules are a
//! *pack* (a folder of YAML), read by [`ruleset`].

pub mod fold;
pub mod lang;
pub mod progress;
pub mod swedish;

pub mod schema;
pub mod workbook;

pub mod sheet;
pub mod table;

pub mod ruleset;

pub mod check;
pub mod finding;
pub mod rule_page;
pub mod rule_test;

pub mod inspect;
pub mod outcome;
pub mod pipeline;

pub mod annotate;
pub mod diff;
pub mod past;
pub mod report;
pub mod seal;
pub mod since;

/// Bytes as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
