//! What is general and Swedish: identity numbers, postal addresses, and dates as people type them.
//!
//! Everything here is a pure function of its arguments: no files, no clock, no customer. Where "today"
//! matters it is an argument, `as_of`. What a reading *means* for a sheet is for the rules to say.

pub mod address;
pub mod date_text;
pub mod grammar;
pub mod identity_number;
mod text;
