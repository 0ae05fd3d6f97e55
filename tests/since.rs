//! What findings are known by, what is new since last time, and what was accepted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails")]

#[path = "since/cli.rs"]
mod cli;
mod common;
#[path = "since/guesses.rs"]
mod guesses;
#[path = "since/identity.rs"]
mod identity;
