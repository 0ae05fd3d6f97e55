//! `rutinkoll completions`

use std::io::Write as _;
use std::process::ExitCode;

use rutinkoll::lang::Lang;

use crate::cli::CompletionsArgs;
use crate::help;

/// Writes what a shell needs to complete commands and options.
pub(crate) fn run(args: &CompletionsArgs) -> ExitCode {
    let lang = args.lang.map(Lang::from).unwrap_or_default();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(lang), "rutinkoll", &mut script);
    // Whoever reads it may stop reading.
    let _ = std::io::stdout().write_all(&script);
    ExitCode::SUCCESS
}
