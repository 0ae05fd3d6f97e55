//! The command line. The only place that prints, exits or reads the clock.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the program's mouth")]

/// Prints a line. Whoever reads it may stop reading (`rutinkoll rules list | head`).
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

mod audit;
mod cli;
mod completions;
mod diff;
mod help;
mod inspect;
mod interrupt;
mod limits;
mod look;
mod output;
mod pack;
mod progress;
mod reports;
mod rules;
mod secret;
mod since;
mod trend;
mod verify;
mod waive;
mod watch;

use std::process::ExitCode;

use cli::Command;

fn main() -> ExitCode {
    interrupt::heed();
    match help::parse().command {
        Command::Audit(args) => audit::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Secret(args) => secret::run(&args),
        Command::Waive(args) => waive::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Trend(args) => trend::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
