//! A rule set: a pack's files, read, checked and compiled.
//!
//! `source` reads what is written, `compile` resolves it; both collect every fault. What comes out
//! judges; what is faulty never does, and says so.

mod advice;
mod before_tests;
mod compile;
pub mod cond;
mod config;
mod contradiction;
mod digest;
mod equivalent;
pub mod fault;
mod folder;
mod json_schema;
pub mod pack;
pub mod pattern;
mod regex;
mod reread;
pub mod rule;
pub mod script;
mod source;
pub mod template;
pub mod terms;
mod waivers;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization as _;

pub use config::Config;
pub use equivalent::{Equivalent, equivalents};
pub use fault::{Fault, SourceFile};
pub use json_schema::json_schema;
pub use pack::Pack;
pub use rule::Rule;
pub use source::Written;
pub use waivers::{Waiver, WaiverFile, WaiverOf};
pub use yaml::{Key, Node, Value as YamlValue};

use crate::lang::{Lang, Note};
use crate::schema::{Column, Schema};
use crate::sheet;
use before_tests::before_tests;
use cond::Field;
use rule::Over;
use script::Scripts;
use source::{Faults, Source};
use template::Template;
use yaml::Parsed;

/// The files of a pack, wherever they came from.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    /// The folder; none for a pack that is built into a binary.
    pub folder: Option<PathBuf>,
    /// `pack.yaml`, the rules and `lib/*.rhai`, by path within the pack, sorted.
    pub files: Vec<(String, String)>,
    /// Faults and advice about the files themselves.
    pub remarks: Vec<Fault>,
    /// Files that would count and could not be read.
    pub unread: Vec<String>,
    /// Known to be sound: the rules' tests, most of what is written, are not read. They say nothing of how a row is judged.
    pub sound: bool,
    /// The trees of a sound pack's files, as they are built in.
    pub trees: Option<&'static [u8]>,
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
    /// `sha256:…` over what all its rules share, with what a configuration changes of it.
    pub shared_digest: String,
    /// What a configuration changed, as a person would say it.
    pub overridden: Vec<String>,
    /// What is worth mending and stops nothing.
    pub advice: Vec<Fault>,
    /// What it was compiled from.
    pub recipe: Recipe,
}

/// What a rule set is compiled from. A rule set stays on its thread; others compile their own.
#[derive(Debug, Clone)]
pub struct Recipe {
    from: Arc<(PackFiles, Config)>,
    lang: Option<Lang>,
}

/// What came of reading a pack.
#[derive(Debug)]
pub struct Checked {
    /// The rules; none where there are faults.
    pub rules: Option<RuleSet>,
    /// What stops an audit, in the order of the files.
    pub faults: Vec<Fault>,
    /// What is worth mending and stops nothing.
    pub advice: Vec<Fault>,
    /// The language that was asked for, else the pack's own.
    pub lang: Lang,
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

impl Recipe {
    /// The rule set once more.
    ///
    /// # Errors
    /// Never, where it was compiled before.
    pub fn compile(&self) -> Result<RuleSet, Vec<Fault>> {
        let (files, config) = &*self.from;
        RuleSet::compile_with(files, config, self.lang)
    }

    /// What no rule set can be compiled from.
    #[cfg(test)]
    pub(crate) fn faulty() -> Self {
        Self { from: Arc::default(), lang: None }
    }
}

impl PackFiles {
    /// Reads a folder that holds `pack.yaml`. What cannot be read in it is told with the pack's other faults.
    ///
    /// # Errors
    /// Where the folder itself cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Vec<Fault>> {
        folder::read(folder)
    }

    /// `sha256:…` over names and contents; line ends do not matter.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(digest::with_plain_ends(text).as_bytes());
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
                let text = if self.sound { before_tests(text) } else { text };
                (name.clone(), Arc::new(SourceFile { path: self.shown(name), text: text.to_owned() }))
            })
            .collect()
    }
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
        let Checked { rules, faults, .. } = check(files, config, lang);
        rules.ok_or(faults)
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

type Compiled = (Rc<Pack>, Vec<Rule>, Scripts, Schema, Lang, String);

/// Reads, checks and compiles a pack: all that is wrong with it, and the rules where nothing is.
#[must_use]
pub fn check(files: &PackFiles, config: &Config, lang: Option<Lang>) -> Checked {
    // What a configuration puts into the pack was not looked at before.
    let sound = files.sound && config.overridden().is_empty();
    let faults = Faults::of_sound(sound);
    for remark in &files.remarks {
        faults.add(remark.clone());
    }
    let sources = files.source_files();
    let asked = lang;
    let mut trees = parse(&sources, files.trees.filter(|_| files.sound));
    // The pack's own language, whatever else is wrong with it, is only known once it is read.
    let own = trees.get("pack.yaml").and_then(|tree| tree.as_ref().ok()).map(pack::default_language);
    let wanted = lang.or(own).unwrap_or_default();
    let compiled = compile(&sources, &mut trees, &files.unread, &faults, config, wanted);
    let mut found = faults.into_vec();
    found.sort_by_key(|fault| {
        let place = fault.place.as_ref().map(|(file, span)| (file.path.clone(), span.start));
        let own = place.as_ref().is_some_and(|(path, _)| path.ends_with("pack.yaml"));
        (!own, place)
    });
    found.dedup();
    // Rules that are read without their tests are not advised to have some.
    found.retain(|fault| !(files.sound && fault.advice));
    let (advice, faults): (Vec<_>, Vec<_>) = found.into_iter().partition(|fault| fault.advice);
    let compiled = compiled.filter(|_| faults.is_empty());
    let rules = compiled.map(|(pack, rules, scripts, headers, lang, shared_digest)| RuleSet {
        pack,
        rules,
        scripts,
        headers,
        lang,
        folder: files.folder.clone(),
        digest: files.digest(),
        shared_digest,
        overridden: config.overridden(),
        advice: advice.clone(),
        recipe: Recipe {
            from: Arc::new((PackFiles { sound: true, ..files.clone() }, config.clone())),
            lang: asked,
        },
    });
    Checked { rules, faults, advice, lang: wanted }
}

/// What the files of a pack hold, by name.
type Trees = BTreeMap<String, Parsed>;

/// `known`: those that need not be read.
fn parse(sources: &[(String, Arc<SourceFile>)], known: Option<&[u8]>) -> Trees {
    let known = known.and_then(yaml::unpack).unwrap_or_default();
    let mut trees: Trees = known.into_iter().map(|(name, tree)| (name, Ok(tree))).collect();
    let counts = |name: &str| name == "pack.yaml" || rule_id(name).is_some();
    let written = sources.iter().filter(|(name, _)| counts(name) && !trees.contains_key(name));
    let (names, texts): (Vec<String>, Vec<&str>) =
        written.map(|(name, file)| (name.clone(), file.text.as_str())).unzip();
    trees.extend(names.into_iter().zip(yaml::parse_all(&texts)));
    trees
}

fn compile(
    sources: &[(String, Arc<SourceFile>)],
    trees: &mut Trees,
    unread: &[String],
    faults: &Faults,
    config: &Config,
    wanted: Lang,
) -> Option<Compiled> {
    let Some((_, pack_file)) = sources.iter().find(|(name, _)| name == "pack.yaml") else {
        if !faults.any() {
            faults.add(Fault::nowhere(Note::new("fault-no-pack")));
        }
        return None;
    };
    let pack_source = Source { file: pack_file, faults };
    let mut tree = |source: Source<'_>, name: &str| trees.remove(name).and_then(|tree| source.tree_of(tree));
    let Some(pack_tree) = tree(pack_source, "pack.yaml") else {
        // Without the pack no name means anything, but whether a file is YAML can be told.
        for (name, file) in sources {
            tree(Source { file, faults }, name);
        }
        return None;
    };
    let pack = Rc::new(pack::read(pack_source, &pack_tree, wanted, config, faults));
    let lang = pack::chosen(wanted, &pack.languages);
    let scripts = Scripts::new(Rc::clone(&pack));
    let libraries = || sources.iter().filter(|(name, _)| name.ends_with(".rhai")).map(|(_, file)| file);
    for file in libraries() {
        scripts.add_library(Source { file, faults });
    }
    if !faults.sound {
        scripts.check_library(faults);
    }
    let headers = headers();
    let context = rule::Context { pack: &pack, lang, scripts: &scripts, headers: &headers };
    let mut rules = rules(sources, &mut tree, unread, &context, pack_source);
    override_rules(&mut rules, config, faults);
    if !faults.sound && !faults.any() {
        advice::give(pack_source, &pack_tree, &pack, &scripts, &rules);
    }
    let shared = digest::of_shared(&pack_tree, libraries(), &config.overridden_shared());
    Some((Rc::clone(&pack), rules, scripts, headers, lang, shared))
}

fn rules(
    sources: &[(String, Arc<SourceFile>)],
    mut tree: impl FnMut(Source<'_>, &str) -> Option<Node>,
    unread: &[String],
    context: &rule::Context<'_>,
    pack_source: Source<'_>,
) -> Vec<Rule> {
    let faults = pack_source.faults;
    let mut files: Vec<_> =
        sources.iter().filter_map(|(name, file)| Some((rule_id(name)?, name, file))).collect();
    files.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    // A rule that cannot be read has been told of, and is there all the same.
    let unread = unread.iter().filter_map(|name| rule_id(name));
    let ids: Vec<String> = files.iter().map(|(id, ..)| id.clone()).chain(unread).collect();
    let mut uniques = 0;
    let mut rules = Vec::new();
    for (id, name, file) in &files {
        let source = Source { file, faults };
        if !faults.sound && !is_kebab(id) {
            let note = Note::new("fault-rule-id").with("name", id.as_str()).with("better", kebab(id));
            source.fault(&pack::START, note);
        }
        rules
            .extend(tree(source, name).and_then(|tree| rule::read(source, &tree, id, context, &mut uniques)));
    }
    refuse_cycles(&rules, faults);
    let compiled: Vec<Arc<str>> = rules.iter().map(|rule: &Rule| rule.id.clone()).collect();
    for rule in &mut rules {
        let file = Arc::clone(&rule.file);
        rule.link_weaker(Source { file: &file, faults }, &ids, &compiled);
    }
    for kind in &context.pack.row_kinds {
        for written in kind.judged_by.iter().filter(|written| !ids.contains(&written.text)) {
            let names = ids.iter().map(String::as_str);
            pack_source.unknown("fault-unknown-rule", &written.span, &written.text, names);
        }
    }
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

/// `weaker_than` in a circle could never be judged. Each circle is told once.
fn refuse_cycles(rules: &[Rule], faults: &Faults) {
    let find = |id: &str| rules.iter().position(|rule| *rule.id == *id);
    let stronger = |index: usize| rules[index].weaker_than_written.iter();
    let mut told = vec![false; rules.len()];
    for (index, rule) in rules.iter().enumerate() {
        for written in stronger(index) {
            let mut ring = vec![false; rules.len()];
            let mut next: Vec<usize> = find(&written.text).into_iter().collect();
            while let Some(at) = next.pop() {
                if !std::mem::replace(&mut ring[at], true) {
                    next.extend(stronger(at).filter_map(|written| find(&written.text)));
                }
            }
            if ring[index] && !told[index] {
                let note = Note::new("fault-weaker-cycle").with("name", &*rule.id);
                faults.add(Fault::at(&rule.file, written.span.clone(), note));
                told.iter_mut().zip(&ring).for_each(|(told, ring)| *told |= *ring);
            }
        }
    }
}

fn rule_id(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".yaml")?;
    (stem != "pack" && stem != equivalent::STEM && !stem.contains('/')).then(|| stem.to_owned())
}

/// May a rule be called so? Kebab-case, and not what another file of a pack is called.
#[must_use]
pub fn is_rule_id(id: &str) -> bool {
    is_kebab(id) && rule_id(&format!("{id}.yaml")).is_some()
}

fn is_kebab(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id == kebab(id)
}

/// The id that a name comes nearest to: `Kopia utan Ö` → `kopia-utan-o`.
fn kebab(name: &str) -> String {
    let plain: String = name.nfd().filter(char::is_ascii).collect();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
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
