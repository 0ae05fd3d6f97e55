//! `rutinkoll audit --watch`: audits again when something that it read is saved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify_debouncer_full::notify::event::{AccessKind, AccessMode};
use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use rutinkoll::diff::{self, EDITED_WORKBOOK};
use rutinkoll::finding::Values;
use rutinkoll::lang::{Lang, Note};
use rutinkoll::report::{differences, json};
use serde_json::Value;

use crate::audit::{self, Judged};
use crate::cli::{AuditArgs, Format};
use crate::{look, pack, since};

/// A save is many small writes: so long after the last of them it counts as one.
const DEBOUNCE: Duration = Duration::from_millis(250);
/// A file that cannot be read right after a save may be half written, or just being replaced.
const RETRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(400);

/// Endings of files that are audited.
const BOOKS: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"];
/// Endings of a pack's files.
const RULES: [&str; 3] = ["yaml", "yml", "rhai"];

/// Audits, waits and audits again, until the program is stopped.
pub(crate) fn run(args: &AuditArgs) -> ExitCode {
    let lang = args.pack.lang.map(Lang::from).unwrap_or_default();
    if args.format != Format::Terminal || args.input.inputs.iter().any(|input| input.as_os_str() == "-") {
        return look::refuse(lang, &Note::new("watch-only-terminal"));
    }
    let (sender, saves) = mpsc::channel();
    let watching = new_debouncer(DEBOUNCE, None, sender);
    let mut watch = match watching {
        Ok(debouncer) => Watch { debouncer, folders: BTreeSet::new(), lang },
        Err(error) => {
            return look::refuse(lang, &Note::new("watch-impossible").with("reason", error.to_string()));
        }
    };
    // Before the first audit: what is saved meanwhile is not missed.
    watch.follow(&Followed::of(args));
    let mut last = first(args);
    loop {
        let lang = last.as_ref().map_or(lang, |last| last.lang);
        watch.lang = lang;
        watch.follow(&Followed::of(args));
        say!("\n{}", lang.word("watch-waiting"));
        let Some(saved) = wait(&saves, args, lang) else { return ExitCode::from(2) };
        say!("{}", lang.say(&Note::new("watch-saved").with("files", saved.join(", "))));
        if let Some(next) = again(args, last.as_ref(), lang) {
            last = Some(next);
        } else if last.is_some() {
            say!("{}", lang.word("watch-kept"));
        }
    }
}

/// The last audit that went through.
struct Last {
    findings: Vec<Value>,
    lang: Lang,
}

impl Last {
    fn of(judged: &Judged<'_>) -> Self {
        let default = if look::is_terminal() { Values::Shown } else { Values::Masked };
        let values = judged.values.unwrap_or(default);
        Self { findings: json::findings(&judged.outcome, values), lang: judged.outcome.lang }
    }
}

/// The first audit, shown whole.
fn first(args: &AuditArgs) -> Option<Last> {
    let (config, rules) = audit::load(args).ok()?;
    let judged = audit::judge(args, &config, &rules).ok()?;
    // What could not be written is said, and may be written the next time.
    let _ = audit::write(args, &judged, Instant::now());
    Some(Last::of(&judged))
}

/// Another audit: what has changed since the last. None where nothing could be judged.
fn again(args: &AuditArgs, last: Option<&Last>, lang: Lang) -> Option<Last> {
    let Some(last) = last else { return first(args) };
    let (config, rules) = audit::load(args).ok()?;
    let mut judged = audit::judge(args, &config, &rules).ok()?;
    for _ in 0..RETRIES {
        if judged.outcome.errors.is_empty() {
            break;
        }
        std::thread::sleep(PAUSE);
        judged = audit::judge(args, &config, &rules).ok()?;
    }
    if !judged.outcome.errors.is_empty() {
        for problem in &judged.outcome.errors {
            let input = problem.input.as_ref().map(|input| format!("{input}: ")).unwrap_or_default();
            eprintln!("{input}{}", lang.say(&problem.note));
            if let Some(help) = lang.help(&problem.note) {
                eprintln!("{}", look::advice(&help, lang));
            }
        }
        return None;
    }
    let _ = audit::write_files(&judged);
    let next = Last::of(&judged);
    let diff = diff::compare(&last.findings, &next.findings, EDITED_WORKBOOK);
    if diff.is_empty() {
        say!("{}", lang.say(&Note::new("watch-same").with("findings", next.findings.len())));
    } else {
        say!("{}", differences::plain(&diff, lang).trim_end());
    }
    Some(next)
}

/// Waits for a save of something that the audit reads: its name. None where nothing can come any more.
fn wait(saves: &Receiver<DebounceEventResult>, args: &AuditArgs, lang: Lang) -> Option<Vec<String>> {
    loop {
        let events = match saves.recv().ok()? {
            Ok(events) => events,
            Err(errors) => {
                for error in errors {
                    look::refuse(lang, &Note::new("watch-trouble").with("reason", error.to_string()));
                }
                continue;
            }
        };
        let followed = Followed::of(args);
        let saved: BTreeSet<String> = events
            .iter()
            .filter(|event| is_save(event.kind))
            .flat_map(|event| &event.paths)
            .filter(|path| followed.means(path))
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        if !saved.is_empty() {
            return Some(saved.into_iter().collect());
        }
    }
}

/// Reading a file is an event, too.
fn is_save(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

/// What the audit reads.
#[derive(Default)]
struct Followed {
    files: Vec<PathBuf>,
    /// Folders, the endings that count in them, and whether folders below count.
    folders: Vec<(PathBuf, &'static [&'static str], bool)>,
    /// Reports that are written: their change is our own doing.
    own: Vec<PathBuf>,
}

impl Followed {
    fn of(args: &AuditArgs) -> Self {
        let mut followed = Self::default();
        let config = audit::config(args.input.config.as_deref(), &args.input.inputs).unwrap_or_default();
        for input in &args.input.inputs {
            match real(input) {
                path if path.is_dir() => followed.folders.push((path, &BOOKS, true)),
                path => followed.files.push(path),
            }
        }
        let tables = config.tables.iter().map(|table| &table.path);
        let tables = tables.chain(args.input.tables.iter().map(|(_, path)| path));
        followed.files.extend(tables.map(|path| real(path)));
        let given = &args.since;
        let baseline = given.baseline.as_ref().or(config.baseline.as_ref());
        let waivers = given.waivers.as_ref().or(config.waivers.as_ref());
        followed.files.extend(baseline.into_iter().chain(waivers).map(|path| real(path)));
        let found = args.input.inputs.first().filter(|_| waivers.is_none());
        followed.files.extend(found.map(|input| real(&since::beside(input))));
        // Also one that is yet to be written.
        let beside = args.input.inputs.first().map(|input| input.with_file_name("rutinkoll.yaml"));
        followed.files.extend(
            audit::config_file(args.input.config.as_deref(), &args.input.inputs)
                .or(beside)
                .map(|path| real(&path)),
        );
        let named = args.pack.rules.as_deref().or(config.rules.as_deref());
        let pack = pack::folder(named).ok().flatten().or_else(|| named.map(Path::to_owned));
        followed.folders.extend(pack.map(|folder| (real(&folder), &RULES[..], true)));
        followed.own = config.outputs.iter().chain(&args.outputs).map(|path| real(path)).collect();
        followed
    }

    fn means(&self, path: &Path) -> bool {
        if self.own.iter().any(|own| own == path) {
            return false;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Excel's lock files, and the hidden files of editors.
        if name.starts_with("~$") || name.starts_with('.') {
            return false;
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        self.files.iter().any(|file| file == path)
            || self
                .folders
                .iter()
                .any(|(folder, endings, _)| path.starts_with(folder) && endings.contains(&ending.as_str()))
    }
}

/// The path as the system's events name it.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

/// Watches folders. A file is watched through its folder: whoever saves by renaming replaces the file.
struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    folders: BTreeSet<PathBuf>,
    lang: Lang,
}

impl Watch {
    fn follow(&mut self, followed: &Followed) {
        let beside = followed.files.iter().filter_map(|file| Some((file.parent()?.to_owned(), false)));
        let folders = followed.folders.iter().map(|(folder, _, below)| (folder.clone(), *below));
        for (folder, below) in beside.chain(folders).collect::<BTreeSet<_>>().into_iter().rev() {
            if !folder.is_dir() || !self.folders.insert(folder.clone()) {
                continue;
            }
            let mode = if below { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            if let Err(error) = self.debouncer.watch(&folder, mode) {
                look::refuse(self.lang, &Note::new("watch-trouble").with("reason", error.to_string()));
            }
        }
    }
}
