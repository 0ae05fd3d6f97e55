//! `rutinkoll audit`

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use jiff::{Timestamp, ZonedDateTime};
use rutinkoll::finding::{Severity, Values};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{Outcome, Problem, Status};
use rutinkoll::pipeline::{self, Input, Request};
use rutinkoll::report::{json, terminal};
use rutinkoll::ruleset::{Config, RuleSet};
use rutinkoll::workbook::{Limits, inputs};

use crate::cli::{AuditArgs, FailOn, Format};
use crate::{look, pack};

/// Findings that a terminal shows, unless more are asked for.
const TERMINAL_LIMIT: usize = 50;

/// Runs an audit; the exit code is what the contract says.
pub(crate) fn run(args: &AuditArgs) -> ExitCode {
    let started = Instant::now();
    let wanted = args.pack.lang.map(Lang::from);
    let config = match config(args.config.as_deref(), &args.inputs) {
        Ok(config) => config,
        Err(faults) => {
            pack::show(&faults, wanted.unwrap_or_default(), args.colour.colour);
            return ExitCode::from(2);
        }
    };
    let folder = args.pack.rules.as_deref().or(config.rules.as_deref());
    let rules = match pack::load(folder, &config, wanted.or(config.lang)) {
        Ok(rules) => rules,
        Err(faults) => {
            let lang = wanted.or(config.lang).unwrap_or_default();
            pack::show(&faults, lang, args.colour.colour);
            eprintln!("{}", lang.say(&Note::new("rules-faulty").with("count", faults.len())));
            return ExitCode::from(2);
        }
    };
    if let Some(output) = config.outputs.iter().chain(&args.outputs).find(|output| !is_json(output)) {
        let note = Note::new("output-unknown").with("path", output.display().to_string());
        return refuse(&rules, &note);
    }
    let outcome = pipeline::audit(&request(args, &config, &rules));
    let written = write(args, &config, &outcome, started);
    match written {
        Ok(()) => ExitCode::from(exit_code(args, &config, &outcome)),
        // Whoever read the report has read enough (`rutinkoll … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::from(exit_code(args, &config, &outcome))
        }
        Err(error) => refuse(&rules, &Note::new("output-failed").with("reason", error.to_string())),
    }
}

pub(crate) fn refuse(rules: &RuleSet, note: &Note) -> ExitCode {
    eprintln!("{}", rules.lang.say(note));
    if let Some(help) = rules.lang.help(note) {
        eprintln!("{help}");
    }
    ExitCode::from(2)
}

/// The configuration that was named, or the one beside the first input.
pub(crate) fn config(
    named: Option<&Path>,
    inputs: &[PathBuf],
) -> Result<Config, Vec<rutinkoll::ruleset::Fault>> {
    if let Some(path) = named {
        return Config::read(path);
    }
    let beside = inputs.first().map(|input| {
        if input.is_dir() { input.join("rutinkoll.yaml") } else { input.with_file_name("rutinkoll.yaml") }
    });
    match beside {
        Some(path) if path.is_file() => Config::read(&path),
        _ => Ok(Config::default()),
    }
}

fn request<'r>(args: &AuditArgs, config: &Config, rules: &'r RuleSet) -> Request<'r> {
    let (inputs, problems) = inputs_of(&args.inputs);
    // A table on the command line takes the place of the configuration's.
    let mut tables: Vec<(String, Input)> =
        args.tables.iter().map(|(name, path)| (name.clone(), Input::File(path.clone()))).collect();
    for (name, path) in &config.tables {
        if !args.tables.iter().any(|(given, _)| given == name) {
            tables.push((name.clone(), Input::File(path.clone())));
        }
    }
    Request {
        rules,
        as_of: args.as_of.unwrap_or_else(|| ZonedDateTime::now().date()),
        inputs,
        tables,
        sheets: args.sheets.clone(),
        limits: Limits::default(),
        problems,
    }
}

/// The files to read, and what was named and leads to none.
pub(crate) fn inputs_of(arguments: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for argument in arguments {
        let name = argument.display().to_string();
        if argument.as_os_str() == "-" {
            let mut bytes = Vec::new();
            match io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => found.push(Input::Stdin(bytes)),
                Err(error) => problems.push(Problem {
                    input: Some(name),
                    note: Note::new("file-unreadable").with("reason", error.to_string()),
                }),
            }
            continue;
        }
        match inputs::expand(argument) {
            Ok(files) => found.extend(files.into_iter().map(Input::File)),
            Err(error) => problems.push(Problem { input: Some(name), note: error.0 }),
        }
    }
    (found, problems)
}

fn write(args: &AuditArgs, config: &Config, outcome: &Outcome, started: Instant) -> io::Result<()> {
    let created = created();
    let asked = args.values.map(Values::from).or(config.values);
    for path in config.outputs.iter().chain(&args.outputs) {
        write_file(path, outcome, created, asked.unwrap_or(Values::Masked))?;
    }
    let on_terminal = args.format == Format::Terminal && look::is_terminal();
    let default = if on_terminal { Values::Shown } else { Values::Masked };
    let values = asked.unwrap_or(default);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Json => json::write(outcome, &made(created), values, &mut out),
        Format::Terminal => {
            let limit = match args.limit {
                Some(0) => None,
                Some(limit) => Some(limit),
                None => on_terminal.then_some(TERMINAL_LIMIT),
            };
            let look = terminal::Look {
                width: look::width(),
                colour: look::colour(args.colour.colour),
                unicode: look::unicode(),
                values,
                limit,
                quiet: args.quiet,
                narrated: std::env::var_os("NO_GRAPHICS").is_some(),
                // Only where a person waits: the same input gives the same bytes.
                elapsed: on_terminal.then(|| started.elapsed()),
            };
            terminal::write(outcome, &look, &mut out)
        }
    }
}

fn made(created: Timestamp) -> json::Made<'static> {
    json::Made { created, tool_version: env!("CARGO_PKG_VERSION") }
}

/// Beside its target and renamed: an interrupted run leaves no half report.
fn write_file(path: &Path, outcome: &Outcome, created: Timestamp, values: Values) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        json::write(outcome, &made(created), values, &mut file)?;
        file.flush()
    });
    written.and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    })
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Now, or the moment that `SOURCE_DATE_EPOCH` says.
fn created() -> Timestamp {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    fixed.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(Timestamp::now)
}

fn exit_code(args: &AuditArgs, config: &Config, outcome: &Outcome) -> u8 {
    let unchecked =
        |rule: &rutinkoll::outcome::RuleInfo| matches!(rule.coverage.status, Status::NotChecked(_));
    if !outcome.errors.is_empty() || (args.strict && outcome.rules.iter().any(unchecked)) {
        return 2;
    }
    let least = match args.fail_on {
        Some(fail_on) => fail_on.least(),
        None => config.fail_on.unwrap_or_else(|| FailOn::Error.least()),
    };
    let counts = |least: Severity| outcome.findings.iter().any(|finding| finding.severity >= least);
    u8::from(least.is_some_and(counts))
}
