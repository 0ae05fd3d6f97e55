//! `rutinkoll audit`

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use jiff::{Timestamp, ZonedDateTime};
use rutinkoll::finding::{Severity, Values};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{Outcome, Problem, Status};
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::report::{Made, terminal};
use rutinkoll::ruleset::{Config, RuleSet};
use rutinkoll::workbook::{Limits, inputs};

use crate::cli::{AuditArgs, FailOn, Format};
use crate::{look, output, pack};

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
    let outputs: Vec<PathBuf> = config.outputs.iter().chain(&args.outputs).cloned().collect();
    let request = request(args, &config, &rules);
    let targets = match output::targets(&outputs, &request, args.config.as_deref()) {
        Ok(targets) => targets,
        Err(note) => return refuse(&rules, &note),
    };
    if args.by_adviser && rules.pack.adviser().is_none() {
        return refuse(&rules, &Note::new("adviser-not-marked"));
    }
    if args.open && output::page(&targets).is_none() {
        return refuse(&rules, &Note::new("open-without-page"));
    }
    let outcome = pipeline::audit(&request);
    let made = Made { created: created(), tool_version: env!("CARGO_PKG_VERSION") };
    let asked = args.values.map(Values::from).or(config.values);
    let material = output::Material {
        outcome: &outcome,
        request: &request,
        made,
        values: asked.unwrap_or(Values::Masked),
    };
    let unwritten = output::write(&targets, &material);
    let written = print(args, &outcome, &made, asked, started);
    if let (true, true, Some(page)) = (args.open, unwritten.is_empty(), output::page(&targets))
        && let Err(error) = output::open(page)
    {
        // The report is there all the same.
        let path = page.display().to_string();
        let note = Note::new("open-failed").with("path", path).with("reason", error.to_string());
        eprintln!("{}", rules.lang.say(&note));
    }
    match written {
        _ if !unwritten.is_empty() => {
            unwritten.iter().map(|note| refuse(&rules, note)).last().unwrap_or(ExitCode::from(2))
        }
        Ok(()) => ExitCode::from(exit_code(args, &config, &outcome)),
        // Whoever read the report has read enough (`rutinkoll … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::from(exit_code(args, &config, &outcome))
        }
        Err(error) => {
            let note = Note::new("output-failed").with("path", "-").with("reason", error.to_string());
            refuse(&rules, &note)
        }
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
    Request {
        rules,
        as_of: args.as_of.unwrap_or_else(|| ZonedDateTime::now().date()),
        inputs,
        tables,
        sheets: args.sheets.clone(),
        limits: Limits::default(),
        retain_days: args.retain.or(config.retain),
        by_adviser: args.by_adviser,
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

/// What goes to standard output.
fn print(
    args: &AuditArgs,
    outcome: &Outcome,
    made: &Made,
    asked: Option<Values>,
    started: Instant,
) -> io::Result<()> {
    let on_terminal = args.format == Format::Terminal && look::is_terminal();
    let default = if on_terminal { Values::Shown } else { Values::Masked };
    let values = asked.unwrap_or(default);
    let mut out = io::stdout().lock();
    if let Some(format) = args.format.report() {
        return format.write(outcome, made, values, &mut out);
    }
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
        // What is kept must say how long; a terminal keeps nothing.
        made: (!on_terminal).then_some(*made),
    };
    terminal::write(outcome, &look, &mut out)
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
