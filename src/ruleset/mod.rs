//! A rule set: a pack's files, read, checked and compiled.
//!
//! `source` reads what is written, `compile` resolves it; both collect every fault. What comes out
//! judges; what is faulty never does, and says so.

mod compile;
pub mod cond;
mod config;
mod equivalent;
pub mod fault;
pub mod pack;
mod reread;
pub mod rule;
pub mod script;
mod source;
pub mod template;
pub mod terms;
mod yaml;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use config::Config;
pub use equivalent::{Equivalent, equivalents};
pub use fault::{Fault, SourceFile};
pub use pack::Pack;
pub use rule::Rule;
pub use source::Written;
pub use yaml::{Key, Node, Value as YamlValue};

use crate::lang::{Lang, Note};
use crate::schema::{Column, Schema};
use crate::sheet;
use cond::Field;
use rule::Over;
use script::Scripts;
use source::{Faults, Source};
use template::Template;

/// The files of a pack, wherever they came from.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    /// The folder; none for a pack that is built into a binary.
    pub folder: Option<PathBuf>,
    /// `pack.yaml`, the rules and `lib/*.rhai`, by path within the pack, sorted.
    pub files: Vec<(String, String)>,
}

/// A pack, compiled for one language.
#[derive(Debug)]
pub struct RuleSet {
    /// Everything but the rules.
    pub pack: Rc<Pack>,
    /// In the order of their ids.
    pub rules: Vec<Rule>,
    /// Runs the rules' scripts.
    pub scripts: Scripts,
    /// The columns of rules over headers.
    pub headers: Schema,
    /// The language of its texts.
    pub lang: Lang,
    /// The folder it came from.
    pub folder: Option<PathBuf>,
    /// `sha256:…` over its files.
    pub digest: String,
    /// What a configuration changed, as a person would say it.
    pub overridden: Vec<String>,
    /// What is worth mending and stops nothing.
    pub advice: Vec<Fault>,
}

/// The columns of rules over headers, in the order of [`HeaderFact`].
const HEADER_FIELDS: [&str; 4] = ["column", "header", "match", "required"];

/// The columns of rules over headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFact {
    /// The canonical name.
    Column,
    /// The header as it stands.
    Header,
    /// How they were matched.
    Match,
    /// Is the column needed?
    Required,
}

impl PackFiles {
    /// Reads a folder that holds `pack.yaml`.
    ///
    /// # Errors
    /// Where a file cannot be read, or is not UTF-8.
    pub fn read(folder: &Path) -> Result<Self, Vec<Fault>> {
        let mut files = Vec::new();
        let mut faults = Vec::new();
        for (name, path) in pack_files(folder) {
            match std::fs::read(&path).map(String::from_utf8) {
                Ok(Ok(text)) => files.push((name, text)),
                Ok(Err(_)) => faults.push(Fault::nowhere(
                    Note::new("fault-not-utf8").with("path", path.display().to_string()),
                )),
                Err(error) => {
                    let note = Note::new("fault-unreadable").with("path", path.display().to_string());
                    faults.push(Fault::nowhere(note.with("reason", error.to_string())));
                }
            }
        }
        if faults.is_empty() { Ok(Self { folder: Some(folder.to_owned()), files }) } else { Err(faults) }
    }

    /// `sha256:…` over names and contents; line ends do not matter.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.replace("\r\n", "\n").as_bytes());
            hash.update([0]);
        }
        format!("sha256:{}", crate::hex(&hash.finalize()))
    }

    /// A file of the pack as a person would open it.
    fn shown(&self, name: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(name).display().to_string(),
            None => name.to_owned(),
        }
    }

    fn source_files(&self) -> Vec<(String, Arc<SourceFile>)> {
        self.files
            .iter()
            .map(|(name, text)| {
                (name.clone(), Arc::new(SourceFile { path: self.shown(name), text: text.clone() }))
            })
            .collect()
    }
}

/// `pack.yaml`, `*.yaml` beside it and `lib/*.rhai`, as name within the pack and path; sorted.
fn pack_files(folder: &Path) -> Vec<(String, PathBuf)> {
    let list = |folder: PathBuf, extension: &'static str, prefix: &'static str| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(move |entry| {
            let path = entry.path();
            let name = path.file_name()?.to_str()?.to_owned();
            let wanted = path.extension().is_some_and(|found| found == extension) && !name.starts_with('.');
            wanted.then(|| (format!("{prefix}{name}"), path))
        })
    };
    let mut files: Vec<_> = list(folder.to_owned(), "yaml", "")
        .chain(list(folder.to_owned(), "yml", ""))
        .chain(list(folder.join("lib"), "rhai", "lib/"))
        .collect();
    files.sort();
    files
}

impl RuleSet {
    /// Compiles a pack.
    ///
    /// # Errors
    /// Every fault of the pack, in the order of its files.
    pub fn compile(files: &PackFiles, lang: Option<Lang>) -> Result<Self, Vec<Fault>> {
        Self::compile_with(files, &Config::default(), lang)
    }

    /// Compiles a pack, with what a configuration changes in it.
    ///
    /// # Errors
    /// Every fault of the pack and of what the configuration names, in the order of the files.
    pub fn compile_with(files: &PackFiles, config: &Config, lang: Option<Lang>) -> Result<Self, Vec<Fault>> {
        let faults = Faults::default();
        let sources = files.source_files();
        let compiled = compile(&sources, &faults, config, lang);
        let (advice, mut faults): (Vec<_>, Vec<_>) =
            faults.into_vec().into_iter().partition(|fault| fault.advice);
        faults.dedup();
        match compiled {
            Some((pack, rules, scripts, headers, lang)) if faults.is_empty() => Ok(Self {
                pack,
                rules,
                scripts,
                headers,
                lang,
                folder: files.folder.clone(),
                digest: files.digest(),
                overridden: config.overrides.named(),
                advice,
            }),
            _ => Err(faults),
        }
    }

    /// A sentence of a rule as it holds for any row: columns stand by their names.
    #[must_use]
    pub fn in_general(&self, rule: &Rule, template: &Template) -> String {
        let pack = &self.pack;
        let own = match rule.over {
            Over::Table(index) => &pack.tables[index],
            Over::Headers => &self.headers,
            Over::Sheet | Over::Cells | Over::EveryCell => &pack.sheet,
        };
        template.in_general(|field| match field {
            Field::Column(id) => own.column(id).name.clone(),
            Field::Outer(id) => pack.sheet.column(id).name.clone(),
            Field::Linked(link, id) => match pack.links[usize::from(link.0)].to {
                pack::Target::Table(index) => pack.tables[index].column(id).name.clone(),
                pack::Target::Sheet { .. } => pack.sheet.column(id).name.clone(),
            },
            Field::Link(link) => pack.links[usize::from(link.0)].name.clone(),
            Field::FirstCell | Field::Cell => self.lang.word("rule-cell"),
        })
    }

    /// The place of a rule.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| &*rule.id == id)
    }
}

type Compiled = (Rc<Pack>, Vec<Rule>, Scripts, Schema, Lang);

fn compile(
    sources: &[(String, Arc<SourceFile>)],
    faults: &Faults,
    config: &Config,
    wanted: Option<Lang>,
) -> Option<Compiled> {
    let Some((_, pack_file)) = sources.iter().find(|(name, _)| name == "pack.yaml") else {
        faults.add(Fault::nowhere(Note::new("fault-no-pack")));
        return None;
    };
    let pack_source = Source { file: pack_file, faults };
    let tree = parse(pack_source)?;
    // The pack's own default language is only known once it is read.
    let default = pack::default_language(&tree);
    let pack = Rc::new(pack::read(pack_source, &tree, wanted.unwrap_or(default), config, faults));
    let lang = pack::chosen(wanted.unwrap_or(default), &pack.languages);
    let scripts = Scripts::new(Rc::clone(&pack));
    for (_, file) in sources.iter().filter(|(name, _)| name.ends_with(".rhai")) {
        scripts.add_library(Source { file, faults });
    }
    let headers = headers();
    let context = rule::Context { pack: &pack, lang, scripts: &scripts, headers: &headers };
    let mut rules = rules(sources, faults, &context, pack_source);
    override_rules(&mut rules, config, faults);
    Some((Rc::clone(&pack), rules, scripts, headers, lang))
}

fn rules(
    sources: &[(String, Arc<SourceFile>)],
    faults: &Faults,
    context: &rule::Context<'_>,
    pack_source: Source<'_>,
) -> Vec<Rule> {
    let mut files: Vec<_> = sources.iter().filter_map(|(name, file)| Some((rule_id(name)?, file))).collect();
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    let ids: Vec<String> = files.iter().map(|(id, _)| id.clone()).collect();
    let mut uniques = 0;
    let mut rules = Vec::new();
    for (id, file) in &files {
        let source = Source { file, faults };
        if !is_kebab(id) {
            faults.add(Fault::at(file, pack::START, Note::new("fault-rule-id").with("name", id.as_str())));
        }
        rules.extend(parse(source).and_then(|tree| rule::read(source, &tree, id, context, &mut uniques)));
    }
    let compiled: Vec<Arc<str>> = rules.iter().map(|rule: &Rule| rule.id.clone()).collect();
    for rule in &mut rules {
        let file = Arc::clone(&rule.file);
        rule.link_weaker(Source { file: &file, faults }, &ids, &compiled);
    }
    for kind in &context.pack.row_kinds {
        for written in kind.judged_by.iter().filter(|written| !ids.contains(&written.text)) {
            pack_source.unknown(
                "fault-unknown-rule",
                &written.span,
                &written.text,
                ids.iter().map(String::as_str),
            );
        }
    }
    refuse_cycles(&rules, faults);
    rules
}

/// A configuration may change how grave a rule is, and turn it off or on.
fn override_rules(rules: &mut [Rule], config: &Config, faults: &Faults) {
    for (written, severity, off) in &config.overrides.rules {
        let Some(rule) = rules.iter_mut().find(|rule| *rule.id == *written.text) else {
            if let Some(source) = config.source(faults) {
                source.unknown(
                    "fault-unknown-rule",
                    &written.span,
                    &written.text,
                    rules.iter().map(|rule| &*rule.id),
                );
            }
            continue;
        };
        rule.severity = severity.unwrap_or(rule.severity);
        rule.off = off.unwrap_or(rule.off);
    }
}

/// `weaker_than` in a circle could never be judged.
fn refuse_cycles(rules: &[Rule], faults: &Faults) {
    for (index, rule) in rules.iter().enumerate() {
        let mut seen = vec![false; rules.len()];
        let mut next = rule.weaker_than.clone();
        while let Some(stronger) = next.pop() {
            if stronger == index {
                faults.add(Fault::at(
                    &rule.file,
                    pack::START,
                    Note::new("fault-weaker-cycle").with("name", &*rule.id),
                ));
                break;
            }
            if stronger < rules.len() && !std::mem::replace(&mut seen[stronger], true) {
                next.extend(&rules[stronger].weaker_than);
            }
        }
    }
}

fn parse(source: Source<'_>) -> Option<Node> {
    match yaml::parse(&source.file.text) {
        Ok(tree) => Some(tree),
        Err(error) => {
            source.fault(&error.span, Note::new("fault-yaml").with("reason", error.message));
            None
        }
    }
}

fn rule_id(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
    (stem != "pack" && stem != equivalent::STEM && !stem.contains('/')).then(|| stem.to_owned())
}

/// May a rule be called so? Kebab-case, and not what another file of a pack is called.
#[must_use]
pub fn is_rule_id(id: &str) -> bool {
    is_kebab(id) && rule_id(&format!("{id}.yaml")).is_some()
}

fn is_kebab(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn headers() -> Schema {
    let column = |name: &&str| Column { name: (*name).to_owned(), ..Column::default() };
    Schema {
        name: "headers".to_owned(),
        columns: HEADER_FIELDS.iter().map(column).collect(),
        ..Schema::default()
    }
}

/// A row for rules over headers.
#[must_use]
pub fn header_row(number: u32, facts: [&str; 4]) -> sheet::Row {
    let cell = |text: &&str| sheet::Cell {
        text: (*text).to_owned(),
        value: if text.is_empty() { sheet::Value::Blank } else { sheet::Value::Text },
        ..sheet::Cell::default()
    };
    sheet::Row { number, cells: facts.iter().map(cell).collect(), ..sheet::Row::default() }
}
