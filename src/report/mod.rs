//! Reports. A format is a function from an [`Outcome`](crate::outcome::Outcome) to bytes: it reads,
//! and neither judges, rewords nor looks at the clock.

pub mod json;
pub mod terminal;
