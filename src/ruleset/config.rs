//! `rutinkoll.yaml`: what a team gives once, beside its workbook, without a pack of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::fault::{Fault, SourceFile};
use super::rule::{SEVERITIES, date};
use super::source::{Faults, Map, Source, Written};
use super::yaml::{self, Key, Node, Value};
use crate::finding::{Severity, Values};
use crate::lang::{Lang, Note};

/// A team's settings. Paths are taken from the folder of the file.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The rule pack.
    pub rules: Option<PathBuf>,
    /// The language.
    pub lang: Option<Lang>,
    /// Tables.
    pub tables: Vec<ConfigTable>,
    /// Reports to write.
    pub outputs: Vec<PathBuf>,
    /// Show or mask personal data.
    pub values: Option<Values>,
    /// The least severity that makes exit code 1; inner none: nothing does.
    pub fail_on: Option<Option<Severity>>,
    /// For how many days a report may be kept.
    pub retain: Option<u32>,
    /// The secret that fingerprints are made with. Whoever reads the file knows it.
    pub secret: Option<String>,
    /// A file that holds the secret, better.
    pub secret_file: Option<PathBuf>,
    /// An earlier report to hold findings against.
    pub baseline: Option<PathBuf>,
    /// What was accepted.
    pub waivers: Option<PathBuf>,
    /// What it changes in the pack.
    pub overrides: Overrides,
    file: Option<Arc<SourceFile>>,
}

/// A table that a configuration gives: `loggar: FILE`, or `loggar: { file, from, to }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigTable {
    /// Its name in the pack.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// The first day that it covers, where that is said.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

/// Columns, each with more headers for it.
pub(crate) type Aliases = Vec<(Written, Vec<Written>)>;

/// What a configuration changes in a pack.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Rules: severity, off.
    pub(crate) rules: Vec<(Written, Option<Severity>, Option<bool>)>,
    /// Settings: name, value.
    pub(crate) settings: Vec<(Written, Node)>,
    /// More headers for a column of the sheet.
    pub(crate) aliases: Aliases,
    /// More headers for the columns of a table.
    pub(crate) table_aliases: Vec<(Written, Aliases)>,
    /// Kinds of row: off.
    pub(crate) rows: Vec<(Written, Option<bool>)>,
    /// More words for a term.
    pub(crate) terms: Vec<(Written, Vec<Written>)>,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        let file = super::folder::read_file(path).map_err(|fault| vec![fault])?;
        let file = Arc::new(file);
        let faults = Faults::default();
        let source = Source { file: &file, faults: &faults };
        let folder = path.parent().unwrap_or(Path::new(""));
        // An empty file, or one of comments only, changes nothing.
        let config = match yaml::parse(&file.text) {
            Ok(Node { value: Value::Null, .. }) => Self::default(),
            _ => source.tree().map(|tree| read(source, &tree, folder)).unwrap_or_default(),
        };
        let faults = faults.into_vec();
        if faults.is_empty() { Ok(Self { file: Some(file), ..config }) } else { Err(faults) }
    }

    /// What it changes in the pack, as the file writes it: `borrower-missing: severity: info`.
    pub(crate) fn overridden(&self) -> Vec<String> {
        let rules = self.overrides.rules.iter().flat_map(|(id, severity, off)| {
            let severity = severity.map(|severity| format!("{}: severity: {}", id.text, severity.word()));
            let off = off.map(|off| format!("{}: off: {off}", id.text));
            [severity, off].into_iter().flatten()
        });
        rules.chain(self.overridden_shared()).collect()
    }

    /// The same, of what all rules share.
    pub(super) fn overridden_shared(&self) -> Vec<String> {
        let Overrides { settings, aliases, table_aliases, rows, terms, .. } = &self.overrides;
        let text = |node: &Node| {
            let text = self.file.as_ref().and_then(|file| file.text.get(node.span.clone()));
            text.unwrap_or_default().trim().to_owned()
        };
        let words =
            |words: &[Written]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(", ");
        settings
            .iter()
            .map(|(name, node)| format!("settings: {}: {}", name.text, text(node)))
            .chain(aliases.iter().map(|(name, more)| format!("aliases: {}: {}", name.text, words(more))))
            .chain(table_aliases.iter().flat_map(|(table, columns)| {
                let name = |column: &Written| format!("aliases: {}: {}", table.text, column.text);
                columns.iter().map(move |(column, more)| format!("{}: {}", name(column), words(more)))
            }))
            .chain(
                rows.iter().filter_map(|(kind, off)| Some(format!("rows: {}: off: {}", kind.text, (*off)?))),
            )
            .chain(terms.iter().map(|(name, more)| format!("terms: {}: {}", name.text, words(more))))
            .collect()
    }

    /// The file it came from, for faults that only the pack can tell.
    pub(crate) fn source<'f>(&'f self, faults: &'f Faults) -> Option<Source<'f>> {
        self.file.as_ref().map(|file| Source { file, faults })
    }
}

const KEYS: [&str; 12] = [
    "rules",
    "lang",
    "tables",
    "outputs",
    "values",
    "fail_on",
    "retain",
    "secret",
    "secret_file",
    "baseline",
    "waivers",
    "overrides",
];

fn read(source: Source<'_>, tree: &Node, folder: &Path) -> Config {
    let map = source.map(tree, &KEYS);
    if let (Some(_), Some((key, _))) = (map.get("secret_file"), map.entry("secret")) {
        source.fault(&key.span, Note::new("fault-two-secrets"));
    }
    let path = |written: Written| folder.join(written.text);
    let file = |key| map.get(key).and_then(|node| source.text(node)).map(path);
    let tables = map.get("tables").map(|node| source.entries(node)).unwrap_or_default();
    let values = [("shown", Values::Shown), ("masked", Values::Masked)];
    let fail_on = SEVERITIES.map(|(word, severity)| (word, Some(severity)));
    let fail_on: Vec<_> = fail_on.into_iter().chain([("never", None)]).collect();
    Config {
        rules: file("rules"),
        lang: map.get("lang").and_then(|node| source.choice(node, &[("sv", Lang::Sv), ("en", Lang::En)])),
        tables: tables.iter().filter_map(|(key, node)| table(source, &key.text, node, &path)).collect(),
        outputs: map
            .get("outputs")
            .map(|node| source.texts(node))
            .unwrap_or_default()
            .into_iter()
            .map(path)
            .collect(),
        values: map.get("values").and_then(|node| source.choice(node, &values)),
        fail_on: map.get("fail_on").and_then(|node| source.choice(node, &fail_on)),
        retain: map
            .get("retain")
            .and_then(|node| source.count(node))
            .and_then(|days| u32::try_from(days).ok()),
        secret: map.get("secret").and_then(|node| source.text(node)).map(|written| written.text),
        secret_file: file("secret_file"),
        baseline: file("baseline"),
        waivers: file("waivers"),
        overrides: map.get("overrides").map(|node| overrides(source, node)).unwrap_or_default(),
        file: None,
    }
}

fn table(
    source: Source<'_>,
    name: &str,
    node: &Node,
    path: &impl Fn(Written) -> PathBuf,
) -> Option<ConfigTable> {
    let name = name.to_owned();
    if !matches!(node.value, Value::Map(_)) {
        return Some(ConfigTable { name, path: path(source.text(node)?), from: None, to: None });
    }
    let map = source.map(node, &["file", "from", "to"]);
    let day = |key| map.get(key).and_then(|node| date(&source, node));
    let file = map.need("file", &source).and_then(|node| source.text(node));
    Some(ConfigTable { name, path: path(file?), from: day("from"), to: day("to") })
}

fn overrides(source: Source<'_>, node: &Node) -> Overrides {
    let map = source.map(node, &["rules", "settings", "aliases", "rows", "terms"]);
    Overrides {
        rules: entries(source, &map, "rules")
            .map(|(name, node)| {
                let map = source.map(node, &["severity", "off"]);
                let severity = map.get("severity").and_then(|node| source.choice(node, &SEVERITIES));
                (name, severity, map.get("off").and_then(|node| source.flag(node)))
            })
            .collect(),
        settings: entries(source, &map, "settings").map(|(name, node)| (name, node.clone())).collect(),
        aliases: entries(source, &map, "aliases")
            .filter(|(_, node)| !is_map(node))
            .map(|(name, node)| (name, source.texts(node)))
            .collect(),
        table_aliases: entries(source, &map, "aliases")
            .filter(|(_, node)| is_map(node))
            .map(|(name, node)| (name, columns(source, node)))
            .collect(),
        rows: entries(source, &map, "rows")
            .map(|(name, node)| {
                let map = source.map(node, &["off"]);
                (name, map.get("off").and_then(|node| source.flag(node)))
            })
            .collect(),
        terms: entries(source, &map, "terms").map(|(name, node)| (name, source.texts(node))).collect(),
    }
}

fn entries<'n>(source: Source<'_>, map: &Map<'n>, key: &str) -> impl Iterator<Item = (Written, &'n Node)> {
    let entries = map.get(key).map(|node| source.entries(node)).unwrap_or_default();
    entries.iter().map(|(key, node)| (Written { text: key.text.clone(), span: key.span.clone() }, node))
}

/// A column's aliases are a list, those of a table's columns a map of lists.
fn is_map(node: &Node) -> bool {
    matches!(node.value, Value::Map(_))
}

fn columns(source: Source<'_>, node: &Node) -> Aliases {
    let written = |key: &Key| Written { text: key.text.clone(), span: key.span.clone() };
    source.entries(node).iter().map(|(key, node)| (written(key), source.texts(node))).collect()
}
