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
pub mod schema;
pub mod sheet;
pub mod workbook;

pub mod finding;
pub mod outcome;

pub mod report;
