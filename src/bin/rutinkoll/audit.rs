//! `rutinkoll audit`

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use jiff::{Timestamp, ZonedDateTime};
use rutinkoll::finding::{Severity, Values};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{Outcome, Problem, Status};
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::report::{json, terminal};
use rutinkoll::ruleset::{Config, RuleSet};
use rutinkoll::workbook::{Limits, inputs};

use crate::cli::{AuditArgs, Colour, FailOn, Format, InputArgs, PackArgs};
use crate::{limits, look, pack, watch};

/// Findings that a terminal shows, unless more are asked for.
const TERMINAL_LIMIT: usize = 50;

/// An audit's outcome, and the settings that it was made with.
pub(crate) struct Judged {
    pub config: Config,
    pub outcome: Outcome,
}

/// Runs an audit; the exit code is what the contract says.
pub(crate) fn run(args: &AuditArgs) -> ExitCode {
    if args.watch {
        return watch::run(args);
    }
    let started = Instant::now();
    let judged = match judge(args) {
        Ok(judged) => judged,
        Err(code) => return code,
    };
    match write(args, &judged, started) {
        Ok(()) => ExitCode::from(exit_code(args, &judged)),
        // Whoever read the report has read enough (`rutinkoll … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(exit_code(args, &judged)),
        Err(error) => {
            look::refuse(judged.outcome.lang, &Note::new("output-failed").with("reason", error.to_string()))
        }
    }
}

/// Reads the settings and the rules, and audits. What stops it is said, and gives exit code 2.
pub(crate) fn judge(args: &AuditArgs) -> Result<Judged, ExitCode> {
    let (config, rules) = load(&args.input, &args.pack, args.colour.colour)?;
    if let Some(output) = config.outputs.iter().chain(&args.outputs).find(|output| !is_json(output)) {
        let note = Note::new("output-unknown").with("path", output.display().to_string());
        return Err(look::refuse(rules.lang, &note));
    }
    let outcome = pipeline::audit(&request(&args.input, &config, &rules)?);
    Ok(Judged { config, outcome })
}

/// The settings, and the rules that they ask for. Their faults are shown.
pub(crate) fn load(
    input: &InputArgs,
    args: &PackArgs,
    colour: Colour,
) -> Result<(Config, RuleSet), ExitCode> {
    let wanted = args.lang.map(Lang::from);
    let config = config(input.config.as_deref(), &input.inputs).map_err(|faults| {
        pack::show(&faults, wanted.unwrap_or_default(), colour);
        ExitCode::from(2)
    })?;
    let folder = args.rules.as_deref().or(config.rules.as_deref());
    let lang = wanted.or(config.lang);
    let rules = pack::load(folder, &config, lang).map_err(|faults| {
        let lang = lang.unwrap_or_default();
        pack::show(&faults, lang, colour);
        eprintln!("{}", lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        ExitCode::from(2)
    })?;
    Ok((config, rules))
}

/// The configuration that was named, or the one beside the first input.
pub(crate) fn config(
    named: Option<&Path>,
    inputs: &[PathBuf],
) -> Result<Config, Vec<rutinkoll::ruleset::Fault>> {
    match config_file(named, inputs) {
        Some(path) => Config::read(&path),
        None => Ok(Config::default()),
    }
}

/// Where the configuration stands, if there is one.
pub(crate) fn config_file(named: Option<&Path>, inputs: &[PathBuf]) -> Option<PathBuf> {
    if let Some(path) = named {
        return Some(path.to_owned());
    }
    let beside = inputs.first().map(|input| {
        if input.is_dir() { input.join("rutinkoll.yaml") } else { input.with_file_name("rutinkoll.yaml") }
    });
    beside.filter(|path| path.is_file())
}

/// What to audit: the command line's, and then what the settings give.
pub(crate) fn request<'r>(
    args: &InputArgs,
    config: &Config,
    rules: &'r RuleSet,
) -> Result<Request<'r>, ExitCode> {
    let limits =
        limits::raised(&args.limits.limits, rules.lang).map_err(|note| look::refuse(rules.lang, &note))?;
    let (inputs, problems) = inputs_of(&args.inputs, &limits);
    // A table on the command line takes the place of the configuration's.
    let file = |name: &String, path: &PathBuf| GivenTable {
        name: name.clone(),
        input: Input::File(path.clone()),
        from: None,
        to: None,
    };
    let mut tables: Vec<GivenTable> = args.tables.iter().map(|(name, path)| file(name, path)).collect();
    for table in &config.tables {
        if !args.tables.iter().any(|(given, _)| *given == table.name) {
            tables.push(GivenTable { from: table.from, to: table.to, ..file(&table.name, &table.path) });
        }
    }
    Ok(Request {
        rules,
        as_of: args.as_of.unwrap_or_else(|| ZonedDateTime::now().date()),
        inputs,
        tables,
        sheets: args.sheets.clone(),
        limits,
        problems,
    })
}

/// The files to read, and what was named and leads to none.
pub(crate) fn inputs_of(arguments: &[PathBuf], limits: &Limits) -> (Vec<Input>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for argument in arguments {
        let name = argument.display().to_string();
        if argument.as_os_str() == "-" {
            let mut bytes = Vec::new();
            // One byte more than is allowed, so that too many are refused and not cut off.
            let most = limits.part_bytes.saturating_add(1);
            match io::stdin().lock().take(most).read_to_end(&mut bytes) {
                Ok(_) => found.push(Input::Stdin(bytes)),
                Err(error) => problems.push(Problem {
                    input: Some(name),
                    note: Note::new("file-unreadable").with("reason", error.to_string()),
                }),
            }
            continue;
        }
        match inputs::expand(argument) {
            Ok(inputs::Found { files, unread }) => {
                found.extend(files.into_iter().map(Input::File));
                problems.extend(
                    unread.into_iter().map(|(path, error)| Problem {
                        input: Some(path.display().to_string()),
                        note: error.0,
                    }),
                );
            }
            Err(error) => problems.push(Problem { input: Some(name), note: error.0 }),
        }
    }
    (found, problems)
}

/// The reports that go to files.
pub(crate) fn write_files(args: &AuditArgs, judged: &Judged) -> io::Result<()> {
    let asked = args.input.values.map(Values::from).or(judged.config.values);
    for path in judged.config.outputs.iter().chain(&args.outputs) {
        write_file(path, &judged.outcome, created(), asked.unwrap_or(Values::Masked))?;
    }
    Ok(())
}

pub(crate) fn write(args: &AuditArgs, judged: &Judged, started: Instant) -> io::Result<()> {
    write_files(args, judged)?;
    let Judged { config, outcome } = judged;
    let created = created();
    let asked = args.input.values.map(Values::from).or(config.values);
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

fn exit_code(args: &AuditArgs, judged: &Judged) -> u8 {
    let Judged { config, outcome } = judged;
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
