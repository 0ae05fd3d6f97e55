//! `rutinkoll audit`

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use jiff::{Timestamp, ZonedDateTime};
use rutinkoll::finding::{Finding, Severity, State, Values};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{Outcome, Problem, Status};
use rutinkoll::pipeline::{self, GivenTable, Input, Request};
use rutinkoll::report::{self, Made, terminal};
use rutinkoll::ruleset::{Config, Fault, RuleSet};
use rutinkoll::workbook::{Limits, inputs};

use crate::cli::{AuditArgs, Colour, FailOn, Format, InputArgs, PackArgs};
use crate::since::{Against, Unusable};
use crate::{limits, look, output, pack, progress, watch};

/// Findings that a terminal shows, unless more are asked for.
const TERMINAL_LIMIT: usize = 50;

/// An audit: what was asked for, what came of it, and where that is to be written.
pub(crate) struct Judged<'r> {
    config: &'r Config,
    request: Request<'r>,
    targets: Vec<output::Target>,
    pub outcome: Outcome,
    made: Made,
    /// As asked for; else it depends on where they are shown.
    pub values: Option<Values>,
}

/// Runs an audit; the exit code is what the contract says.
pub(crate) fn run(args: &AuditArgs) -> ExitCode {
    if args.watch { watch::run(args) } else { once(args).unwrap_or_else(|code| code) }
}

fn once(args: &AuditArgs) -> Result<ExitCode, ExitCode> {
    let started = Instant::now();
    let (config, rules) = load(args)?;
    let judged = judge(args, &config, &rules)?;
    write(args, &judged, started)?;
    let code = exit_code(args, &judged);
    // The process ends: to take all this apart would only take time.
    std::mem::forget(judged);
    std::mem::forget(rules);
    Ok(ExitCode::from(code))
}

/// Audits. What stops it is said, and gives exit code 2.
pub(crate) fn judge<'r>(
    args: &AuditArgs,
    config: &'r Config,
    rules: &'r RuleSet,
) -> Result<Judged<'r>, ExitCode> {
    let refuse = |note: Note| look::refuse(rules.lang, &note);
    let mut request = Request {
        retain_days: args.retain.or(config.retain),
        by_adviser: args.by_adviser,
        jobs: args.jobs.map_or_else(pipeline::all_processors, usize::from),
        ..request(&args.input, config, rules)?
    };
    let outputs: Vec<PathBuf> = config.outputs.iter().chain(&args.outputs).cloned().collect();
    let settings = config_file(args.input.config.as_deref(), &args.input.inputs);
    let against = Against::read(args, config, rules.lang).map_err(|why| match why {
        Unusable::Note(note) => refuse(note),
        Unusable::Faults(faults) => {
            pack::show(&faults, rules.lang, args.colour.colour);
            ExitCode::from(2)
        }
    })?;
    let also_read: Vec<PathBuf> = settings.into_iter().chain(against.read.iter().cloned()).collect();
    let targets = output::targets(&outputs, &request, &also_read).map_err(refuse)?;
    if args.by_adviser && rules.pack.adviser().is_none() {
        return Err(refuse(Note::new("adviser-not-marked")));
    }
    if args.open && output::page(&targets).is_none() {
        return Err(refuse(Note::new("open-without-page")));
    }
    let values = args.input.values.map(Values::from).or(config.values);
    request.pictures = args.by_adviser
        || against.identifies()
        || values == Some(Values::Shown)
        || args.format.report().is_none_or(report::Format::shows_rows)
        || targets.iter().any(output::Target::shows_rows);
    let shown = progress::show(&request, args.quiet);
    let mut outcome = pipeline::audit(&request);
    drop(shown);
    outcome.options.fail_on = fail_on(args, config);
    outcome.options.strict = args.strict;
    against.apply(&mut outcome, rules);
    let made = Made { created: created(), tool_version: env!("CARGO_PKG_VERSION") };
    Ok(Judged { config, request, targets, outcome, made, values })
}

/// The settings, and the rules that they ask for. Their faults are shown.
pub(crate) fn load(args: &AuditArgs) -> Result<(Config, RuleSet), ExitCode> {
    let config = settings(&args.input, &args.pack, args.colour.colour)?;
    // A page shows examples of the rules, from their tests.
    let mut outputs = config.outputs.iter().chain(&args.outputs);
    let shows_rules = args.format == Format::Html || outputs.any(|path| output::is_page(path));
    let load = if shows_rules { pack::load } else { pack::load_to_judge };
    let rules = rules(load, &config, &args.pack, args.colour.colour)?;
    Ok((config, rules))
}

/// The settings. Their faults are shown.
pub(crate) fn settings(input: &InputArgs, args: &PackArgs, colour: Colour) -> Result<Config, ExitCode> {
    config(input.config.as_deref(), &input.inputs).map_err(|faults| {
        pack::show(&faults, args.lang.map(Lang::from).unwrap_or_default(), colour);
        ExitCode::from(2)
    })
}

/// How a pack is read: whole, or as one that is known to be sound.
type Load = fn(Option<&Path>, &Config, Option<Lang>) -> Result<RuleSet, Vec<Fault>>;

/// The rules that the settings ask for. Their faults are shown.
pub(crate) fn rules(
    load: Load,
    config: &Config,
    args: &PackArgs,
    colour: Colour,
) -> Result<RuleSet, ExitCode> {
    let folder = args.rules.as_deref().or(config.rules.as_deref());
    let lang = args.lang.map(Lang::from).or(config.lang);
    load(folder, config, lang).map_err(|faults| {
        let lang = lang.unwrap_or_default();
        pack::show(&faults, lang, colour);
        eprintln!("{}", lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        ExitCode::from(2)
    })
}

/// The configuration that was named, or the one beside the first input.
pub(crate) fn config(named: Option<&Path>, inputs: &[PathBuf]) -> Result<Config, Vec<Fault>> {
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
        retain_days: None,
        by_adviser: false,
        pictures: true,
        problems,
        jobs: pipeline::all_processors(),
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
                    note: Note::new("file-unreadable").with("reason", &error),
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

/// Every report: to files, and to standard output. What could not be written is said, and gives exit code 2.
pub(crate) fn write(args: &AuditArgs, judged: &Judged<'_>, started: Instant) -> Result<(), ExitCode> {
    let lang = judged.outcome.lang;
    let files = write_files(judged);
    let printed = print(args, judged, started);
    if let (true, Ok(()), Some(page)) = (args.open, files, output::page(&judged.targets))
        && let Err(error) = output::open(page)
    {
        // The report is there all the same.
        let path = page.display().to_string();
        let note = Note::new("open-failed").with("path", path).with("reason", &error);
        eprintln!("{}", lang.say(&note));
    }
    files?;
    match printed {
        // Whoever read the report has read enough (`rutinkoll … | head`).
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let note = Note::new("output-failed").with("path", "-").with("reason", &error);
            Err(look::refuse(lang, &note))
        }
        _ => Ok(()),
    }
}

/// The reports that go to files.
pub(crate) fn write_files(judged: &Judged<'_>) -> Result<(), ExitCode> {
    let material = output::Material {
        outcome: &judged.outcome,
        request: &judged.request,
        made: judged.made,
        values: judged.values.unwrap_or(Values::Masked),
    };
    let unwritten = output::write(&judged.targets, &material);
    for note in &unwritten {
        look::refuse(judged.outcome.lang, note);
    }
    if unwritten.is_empty() { Ok(()) } else { Err(ExitCode::from(2)) }
}

/// What goes to standard output.
fn print(args: &AuditArgs, judged: &Judged<'_>, started: Instant) -> io::Result<()> {
    let Judged { outcome, made, .. } = judged;
    let on_terminal = args.format == Format::Terminal && look::is_terminal();
    let default = if on_terminal { Values::Shown } else { Values::Masked };
    let values = judged.values.unwrap_or(default);
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

fn exit_code(args: &AuditArgs, judged: &Judged<'_>) -> u8 {
    let Judged { config, outcome, .. } = judged;
    let unchecked =
        |rule: &rutinkoll::outcome::RuleInfo| matches!(rule.coverage.status, Status::NotChecked(_));
    if !outcome.errors.is_empty() || (args.strict && outcome.rules.iter().any(unchecked)) {
        return 2;
    }
    // What was accepted does not count; nor what is old news, where only the new should.
    let decides = |finding: &&Finding| {
        finding.since.waived.is_none() && (!args.since.fail_on_new || finding.since.state == Some(State::New))
    };
    let counts =
        |least: Severity| outcome.findings.iter().filter(decides).any(|finding| finding.severity >= least);
    u8::from(fail_on(args, config).is_some_and(counts))
}

/// The least severity that makes exit code 1.
fn fail_on(args: &AuditArgs, config: &Config) -> Option<Severity> {
    match args.fail_on {
        Some(fail_on) => fail_on.least(),
        None => config.fail_on.unwrap_or_else(|| FailOn::Error.least()),
    }
}
