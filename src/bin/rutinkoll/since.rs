//! What an audit is held against: an earlier report, and what was accepted.

use std::path::{Path, PathBuf};

use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::Outcome;
use rutinkoll::past;
use rutinkoll::ruleset::{Config, Fault, RuleSet, WaiverFile};
use rutinkoll::since::{self, Secret, baseline, waive};

use crate::cli::AuditArgs;
use crate::secret;

/// The file of waivers that is found by itself, beside the first input.
pub(crate) const WAIVERS: &str = "waivers.yaml";

/// What findings are held against, read before anything is judged.
#[derive(Default)]
pub(crate) struct Against {
    secret: Option<Secret>,
    baseline: Option<(PathBuf, past::Report)>,
    waivers: Option<(PathBuf, WaiverFile)>,
    /// Files that were read, over which nothing may be written.
    pub read: Vec<PathBuf>,
}

/// Why it cannot be used.
pub(crate) enum Unusable {
    Note(Note),
    Faults(Vec<Fault>),
}

impl Against {
    /// Reads what was asked for.
    ///
    /// # Errors
    /// Where something of it cannot be used.
    pub(crate) fn read(args: &AuditArgs, config: &Config, lang: Lang) -> Result<Self, Unusable> {
        let given = &args.since;
        let secret_file = given.secret_file.as_deref();
        let secret = secret::given(secret_file, config, lang).map_err(Unusable::Note)?;
        let baseline = given.baseline.as_ref().or(config.baseline.as_ref());
        if given.fail_on_new && baseline.is_none() {
            return Err(Unusable::Note(Note::new("fail-on-new-alone")));
        }
        let waivers =
            waivers_file(given.waivers.as_deref().or(config.waivers.as_deref()), &args.input.inputs);
        let read = [
            secret_file.or(config.secret_file.as_deref()),
            baseline.map(PathBuf::as_path),
            waivers.as_deref(),
        ];
        let read = read.into_iter().flatten().map(Path::to_owned).collect();
        let key_id = secret.as_ref().map(Secret::key_id);
        let baseline =
            baseline.map(|path| old(path, key_id.as_deref(), lang)).transpose().map_err(Unusable::Note)?;
        let waivers = waivers.map(|path| accepted(path, key_id.as_deref(), lang)).transpose()?;
        Ok(Self { secret, baseline, waivers, read })
    }

    /// Are findings given what they are known by?
    pub(crate) fn identifies(&self) -> bool {
        self.secret.is_some()
    }

    /// Gives findings what they are known by, and holds them against what was.
    pub(crate) fn apply(&self, outcome: &mut Outcome, rules: &RuleSet) {
        let Some(secret) = &self.secret else { return };
        since::identify(outcome, rules, secret);
        if let Some((path, old)) = &self.baseline {
            baseline::hold_against(outcome, old, &path.display().to_string());
        }
        if let Some((path, waivers)) = &self.waivers {
            since::waive(outcome, waivers, &path.display().to_string());
        }
    }
}

/// The file that was named, or the one that stands beside the first input.
fn waivers_file(named: Option<&Path>, inputs: &[PathBuf]) -> Option<PathBuf> {
    named
        .map(Path::to_owned)
        .or_else(|| inputs.first().map(|input| beside(input)).filter(|file| file.is_file()))
}

/// Where the waivers for an input are looked for.
pub(crate) fn beside(input: &Path) -> PathBuf {
    if input.is_dir() { input.join(WAIVERS) } else { input.with_file_name(WAIVERS) }
}

fn old(path: &Path, key_id: Option<&str>, lang: Lang) -> Result<(PathBuf, past::Report), Note> {
    let Some(key_id) = key_id else { return Err(Note::new("baseline-without-secret")) };
    let report = past::Report::read(path).and_then(|report| {
        baseline::comparable(&report, key_id)?;
        Ok(report)
    });
    let report = report.map_err(|note| unusable("baseline-unusable", path, &note, lang))?;
    Ok((path.to_owned(), report))
}

fn accepted(path: PathBuf, key_id: Option<&str>, lang: Lang) -> Result<(PathBuf, WaiverFile), Unusable> {
    let file = WaiverFile::read(&path).map_err(Unusable::Faults)?;
    let made = match key_id {
        Some(key_id) => waive::made_with(&file, key_id),
        // Nothing is accepted, and nothing need be recognised.
        None if file.waivers.is_empty() => Ok(()),
        None => Err(Note::new("waivers-without-secret")),
    };
    made.map_err(|note| Unusable::Note(unusable("waivers-unusable", &path, &note, lang)))?;
    Ok((path, file))
}

/// Which file it is about, what is wrong with it, and what to do.
pub(crate) fn unusable(id: &'static str, path: &Path, why: &Note, lang: Lang) -> Note {
    let note = Note::new(id).with("path", path.display().to_string()).with("reason", lang.say(why));
    note.with("help", lang.help(why).unwrap_or_default())
}
