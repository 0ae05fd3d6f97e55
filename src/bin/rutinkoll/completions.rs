//! `rutinkoll completions`

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::{Cli, CompletionsArgs};

/// Writes what a shell needs to complete commands and options.
pub(crate) fn run(args: &CompletionsArgs) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rutinkoll", &mut script);
    // Whoever reads it may stop reading.
    let _ = std::io::stdout().write_all(&script);
    ExitCode::SUCCESS
}
