//! x
pub mod swedish;
