//! Which rules judge: a folder that was named, one that is found, or those built into the binary.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::pipeline::pack_folder;
use rutinkoll::ruleset::{Config, Fault, PackFiles, RuleSet};

use crate::cli::Colour;
use crate::look;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");
/// The trees of its files.
static BUILT_IN_TREES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/trees"));

/// The folder of the pack that judges; none for the one built into the binary.
pub(crate) fn folder(named: Option<&Path>) -> Result<Option<PathBuf>, Note> {
    match named {
        Some(folder) => pack_folder(folder).map(Some),
        None => found(),
    }
}

/// The files of the pack that judges.
pub(crate) fn files(named: Option<&Path>) -> Result<PackFiles, Vec<Fault>> {
    match folder(named).map_err(|note| vec![Fault::nowhere(note)])? {
        Some(folder) => PackFiles::read(&folder),
        None => Ok(built_in()),
    }
}

/// A `rules/` that holds a pack, in this folder or one above it.
fn found() -> Result<Option<PathBuf>, Note> {
    let Ok(here) = std::env::current_dir() else { return Ok(None) };
    for folder in here.ancestors() {
        let rules = folder.join("rules");
        if !rules.is_dir() {
            continue;
        }
        match pack_folder(&rules) {
            Ok(found) => return Ok(Some(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))),
            Err(note) if note.id == "rules-several-packs" => return Err(note),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// The pack that is built into the binary.
pub(crate) fn built_in() -> PackFiles {
    let mut files = Vec::new();
    let packs = BUILT_IN.dirs().filter(|dir| dir.get_file(dir.path().join("pack.yaml")).is_some());
    for pack in packs {
        collect(pack, pack.path(), &mut files);
    }
    files.sort();
    PackFiles { files, ..PackFiles::default() }
}

fn collect(dir: &Dir<'_>, root: &Path, files: &mut Vec<(String, String)>) {
    for file in dir.files() {
        let name = file.path().strip_prefix(root).unwrap_or(file.path()).to_string_lossy().replace('\\', "/");
        let wanted = name.ends_with(".yaml") || (name.starts_with("lib/") && name.ends_with(".rhai"));
        if let (true, Some(text)) = (wanted, file.contents_utf8()) {
            files.push((name, text.to_owned()));
        }
    }
    for child in dir.dirs() {
        collect(child, root, files);
    }
}

/// Reads and compiles the pack that judges.
pub(crate) fn load(named: Option<&Path>, config: &Config, lang: Option<Lang>) -> Result<RuleSet, Vec<Fault>> {
    RuleSet::compile_with(&files(named)?, config, lang)
}

/// As [`load`], to judge by and not to show: the built-in pack, or an unchanged copy of it, is read without its tests.
pub(crate) fn load_to_judge(
    named: Option<&Path>,
    config: &Config,
    lang: Option<Lang>,
) -> Result<RuleSet, Vec<Fault>> {
    let mut files = files(named)?;
    // Its own tests say that it is sound, and run before it is built in.
    files.sound = files.folder.is_none() || (files.remarks.is_empty() && files.files == built_in().files);
    files.trees = files.sound.then_some(BUILT_IN_TREES);
    RuleSet::compile_with(&files, config, lang)
}

/// Shows what is wrong with a pack.
pub(crate) fn show(faults: &[Fault], lang: Lang, colour: Colour) {
    let handler = look::handler(colour, lang);
    for fault in faults {
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, &fault.diagnostic(lang)).is_ok() {
            eprint!("{drawn}");
        }
        if let Some(help) = lang.help(&fault.note) {
            eprintln!("{}", look::advice(&help, lang));
        }
        eprintln!();
    }
}
