//! `rutinkoll inspect`

use std::io::{self, Write as _};
use std::process::ExitCode;

use jiff::ZonedDateTime;
use rutinkoll::finding::Values;
use rutinkoll::inspect::{Inspection, inspect};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::pipeline::Request;
use rutinkoll::report::{json, terminal};

use crate::cli::{InspectArgs, InspectFormat};
use crate::{audit, limits, look, pack};

/// Shows how the inputs were understood: 0, 1 where two readers differ, or 2 where an input could not be read or
/// has no header.
pub(crate) fn run(args: &InspectArgs) -> ExitCode {
    let wanted = args.pack.lang.map(Lang::from);
    let loaded = audit::config(args.config.as_deref(), &args.inputs).and_then(|config| {
        let folder = args.pack.rules.as_deref().or(config.rules.as_deref());
        pack::load_to_judge(folder, &config, wanted.or(config.lang))
    });
    let rules = match loaded {
        Ok(rules) => rules,
        Err(faults) => {
            pack::show(&faults, wanted.unwrap_or_default(), args.colour.colour);
            return ExitCode::from(2);
        }
    };
    let limits = match limits::raised(&args.limits.limits, rules.lang) {
        Ok(limits) => limits,
        Err(note) => return look::refuse(rules.lang, &note),
    };
    let (inputs, problems) = audit::inputs_of(&args.inputs, &limits);
    let request = Request {
        rules: &rules,
        as_of: args.as_of.unwrap_or_else(|| ZonedDateTime::now().date()),
        inputs,
        tables: Vec::new(),
        sheets: args.sheets.clone(),
        limits,
        retain_days: None,
        by_adviser: false,
        pictures: true,
        jobs: 1,
        problems,
    };
    let seen = match inspect(&request, args.table.as_deref(), args.cross_check) {
        Ok(seen) => seen,
        Err(note) => return look::refuse(rules.lang, &note),
    };
    match write(args, &seen) {
        // Whoever read the page has read enough (`rutinkoll … | head`).
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            look::refuse(rules.lang, &Note::new("output-failed").with("path", "-").with("reason", &error))
        }
        _ if seen.failed() => ExitCode::from(2),
        _ => ExitCode::from(u8::from(seen.readers_differ())),
    }
}

fn write(args: &InspectArgs, seen: &Inspection) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match args.format {
        InspectFormat::Json => json::inspect::write(seen, env!("CARGO_PKG_VERSION"), &mut out),
        InspectFormat::Yaml => out.write_all(seen.proposal().unwrap_or_default().as_bytes()),
        InspectFormat::Terminal => {
            let look = terminal::Look {
                width: look::width(),
                colour: look::colour(args.colour.colour),
                unicode: look::unicode(),
                // No cell's content is in it.
                values: Values::Masked,
                limit: None,
                quiet: args.quiet,
                narrated: std::env::var_os("NO_GRAPHICS").is_some(),
                elapsed: None,
                made: None,
            };
            terminal::inspect::write(seen, &look, &mut out)
        }
    }
}
