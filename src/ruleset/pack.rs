//! `pack.yaml`: columns, tables, links, words, kinds of row, settings and clauses.

mod links;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use words::refuse_wordless;

use super::compile::{Compiler, Scope};
use super::cond::{Cond, LinkId};
use super::config::{Aliases, Config};
use super::pattern::Patterns;
use super::source::{Faults, Source, Written};
use super::terms::Vocabulary;
use super::yaml::{Key, Node, Value};
use crate::fold;
use crate::lang::{Lang, Note};
use crate::schema::{Column, ColumnId, ColumnType, Schema};

/// Everything a pack says besides its rules.
#[derive(Debug, Default)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The first is the default.
    pub languages: Vec<Lang>,
    /// The sheet's columns.
    pub sheet: Schema,
    /// The columns of the tables that may be given.
    pub tables: Vec<Schema>,
    /// How a row leads to rows of a table.
    pub links: Vec<Link>,
    /// Links that are faulty, and so no other fault when a rule names them.
    pub(crate) faulty_links: Vec<String>,
    /// Its words.
    pub words: Vocabulary,
    /// Kinds of row that only some rules judge.
    pub row_kinds: Vec<RowKind>,
    /// Values that rules take by name.
    pub settings: BTreeMap<String, Node>,
    /// In the order they are written.
    pub clauses: Vec<Clause>,
    /// For how many days a report may be kept.
    pub retain: Option<u32>,
    /// What texts are held against.
    pub(crate) patterns: Patterns,
}

impl Pack {
    /// The column that names who filled in the row, where the pack marks one.
    #[must_use]
    pub fn adviser(&self) -> Option<Arc<str>> {
        let marked = self.sheet.columns.iter().find(|column| column.adviser);
        marked.map(|column| Arc::from(column.name.as_str()))
    }
}

/// A clause of the routine.
#[derive(Debug, Clone)]
pub struct Clause {
    /// `3.5`.
    pub id: String,
    /// What it demands.
    pub title: String,
    /// What decides it.
    pub decided: Decided,
}

/// What decides a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// The sheet itself.
    Sheet,
    /// A table, by its index in the pack.
    Table(usize),
    /// Nothing can, and why.
    Never(String),
}

/// How a row leads to rows of a table.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its name in the pack.
    pub name: String,
    /// Where it leads.
    pub to: Target,
    /// Columns that must hold the same: ours, theirs.
    pub keys: Vec<(ColumnId, ColumnId)>,
    /// Dates that must be near: ours, theirs, days.
    pub within: Option<(ColumnId, ColumnId, i32)>,
    /// Which of several candidates.
    pub take: Take,
    /// Candidates for which this holds come first.
    pub prefer: Option<Cond>,
    /// Only rows for which this holds want a row at its end.
    pub when: Option<Cond>,
    /// Only rows at its end for which this holds are candidates.
    pub only: Option<Cond>,
    /// The `one_each` links of one pool share their candidates: each answers for one row, by one of them.
    pub pool: Option<String>,
    /// Every row should have one: where it has none, that says nothing of the row.
    pub needed: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A table, by its index in the pack.
    Table(usize),
    /// From the rows of a table (by its index) to those of the sheet.
    Sheet {
        /// The table that the link starts from.
        from: usize,
    },
}

/// Which of several candidates a link takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// Any: they are expected to say the same.
    Any,
    /// The one nearest in days.
    Nearest,
    /// Each candidate answers for one row only.
    OneEach,
}

/// A kind of row that only some rules judge.
#[derive(Debug)]
pub struct RowKind {
    /// As reports count it.
    pub name: String,
    /// What makes a row be of it.
    pub when: Cond,
    /// The rules that judge it, by id.
    pub judged_by: Vec<Written>,
    /// Rows are not told apart by it; a configuration may turn it on.
    pub off: bool,
}

const KEYS: [&str; 16] = [
    "schema",
    "name",
    "version",
    "languages",
    "columns",
    "tables",
    "links",
    "terms",
    "placeholders",
    "negations",
    "rows",
    "settings",
    "key",
    "clauses",
    "description",
    "retain",
];
const TYPES: [(&str, ColumnType); 5] = [
    ("text", ColumnType::Text),
    ("identifier", ColumnType::Identifier),
    ("date", ColumnType::Date),
    ("number", ColumnType::Number),
    ("address", ColumnType::Address),
];
/// Words that conditions use, and so no column or link may be called.
pub(crate) const RESERVED: [&str; 10] = [
    "all of",
    "any of",
    "none of",
    "only filled",
    "exists",
    "unique",
    "undecided",
    "first cell",
    "cell",
    "sheet",
];

/// What only a column may not be called: in a text, `{row}` is the row's number.
const FACT_WORDS: [&str; 5] = ["row", "as_of", "count", "rows", "oldest"];
/// What only a table may not be called: `over:` and `decided:` use the words.
const RESERVED_OF_TABLES: [&str; 4] = ["cells", "every_cell", "headers", "never"];

/// Reads `pack.yaml`. What is faulty is left out; the faults say so.
pub(crate) fn read(source: Source<'_>, node: &Node, lang: Lang, config: &Config, faults: &Faults) -> Pack {
    let map = source.map(node, &KEYS);
    let mut pack = Pack { languages: languages(source, map.need("languages", &source)), ..Pack::default() };
    let lang = chosen(lang, &pack.languages);
    let reader = Reader { source, lang };
    if let Some(schema) = map.need("schema", &source)
        && schema.value != Value::Int(1)
    {
        source.fault(&schema.span, Note::new("fault-pack-schema"));
    }
    pack.name = map
        .need("name", &source)
        .and_then(|node| source.text(node))
        .map_or_else(String::new, |name| name.text);
    pack.version =
        map.need("version", &source).and_then(|node| source.text(node)).map_or_else(String::new, |v| v.text);
    pack.retain =
        map.get("retain").and_then(|node| source.count(node)).and_then(|days| u32::try_from(days).ok());
    let placeholders: BTreeSet<String> = map
        .get("placeholders")
        .map(|node| source.texts(node).iter().map(|word| fold::plain(&word.text)).collect())
        .unwrap_or_default();
    pack.sheet = Schema { name: "sheet".to_owned(), placeholders: placeholders.clone(), ..Schema::default() };
    if let Some(columns) = map.need("columns", &source) {
        pack.sheet.columns = reader.columns(columns);
    }
    let from_config = config.source(faults);
    add_aliases(&mut pack.sheet, &config.overrides.aliases, from_config);
    pack.tables = map.get("tables").map(|node| reader.tables(node, &placeholders)).unwrap_or_default();
    for (table, aliases) in &config.overrides.table_aliases {
        let found = pack.tables.iter().position(|known| known.name == table.text);
        match (found, from_config) {
            (Some(index), _) => add_aliases(&mut pack.tables[index], aliases, from_config),
            (None, Some(source)) => {
                let names = pack.tables.iter().map(|table| table.name.as_str());
                source.unknown("fault-unknown-table", &table.span, &table.text, names);
            }
            (_, None) => {}
        }
    }
    let negations: Vec<String> = map
        .get("negations")
        .map(|node| source.texts(node))
        .unwrap_or_default()
        .into_iter()
        .map(|w| w.text)
        .collect();
    let mut terms = map.get("terms").map(|node| reader.terms(node)).unwrap_or_default();
    for (term, words) in &config.overrides.terms {
        let found = terms.iter().position(|known| known.name == term.text);
        match (found, from_config) {
            (Some(index), Some(source)) => {
                words.iter().for_each(|word| refuse_wordless(&source, word));
                terms[index].words.extend(words.iter().map(|word| word.text.clone()));
            }
            (None, Some(source)) => {
                source.unknown(
                    "fault-unknown-term",
                    &term.span,
                    &term.text,
                    terms.iter().map(|term| term.name.as_str()),
                );
            }
            (_, None) => {}
        }
    }
    pack.words = Vocabulary::new(terms, &negations);
    pack.settings = map
        .get("settings")
        .map(|node| {
            source.entries(node).iter().map(|(key, value)| (key.text.clone(), value.clone())).collect()
        })
        .unwrap_or_default();
    for (name, value) in &config.overrides.settings {
        match (pack.settings.get(&name.text), from_config) {
            (None, Some(team)) => {
                let names = pack.settings.keys().map(String::as_str);
                team.unknown("fault-unknown-setting", &name.span, &name.text, names);
            }
            // A setting that is nothing in the pack may become anything.
            (Some(own), Some(team)) if own.value != Value::Null && sort(&own.value) != sort(&value.value) => {
                let written = source.file.text.get(own.span.clone()).unwrap_or_default().trim();
                team.fault(&value.span, Note::new("fault-setting-sort").with("own", written));
            }
            _ => {}
        }
        pack.settings.insert(name.text.clone(), value.clone());
    }
    pack.sheet.key = map.get("key").map(|node| reader.column_list(node, &pack.sheet)).unwrap_or_default();
    pack.clauses =
        map.need("clauses", &source).map(|node| reader.clauses(node, &pack.tables)).unwrap_or_default();
    if let Some(node) = map.get("links") {
        reader.links(node, &mut pack);
    }
    if let Some(node) = map.get("rows") {
        pack.row_kinds = reader.row_kinds(node, &pack);
    }
    for (kind, off) in &config.overrides.rows {
        let found = pack.row_kinds.iter_mut().find(|known| known.name == kind.text);
        match (found, from_config) {
            (Some(known), _) => known.off = off.unwrap_or(known.off),
            (None, Some(source)) => {
                let names = pack.row_kinds.iter().map(|kind| kind.name.as_str());
                source.unknown("fault-unknown-row-kind", &kind.span, &kind.text, names);
            }
            (None, None) => {}
        }
    }
    pack
}

/// Adds a configuration's headers to the columns of a sheet or a table.
fn add_aliases(schema: &mut Schema, aliases: &Aliases, team: Option<Source<'_>>) {
    let Some(team) = team else { return };
    for (column, aliases) in aliases {
        let Some(index) = schema.columns.iter().position(|known| known.name == column.text) else {
            let names = schema.columns.iter().map(|column| column.name.as_str());
            team.unknown("fault-unknown-column", &column.span, &column.text, names);
            continue;
        };
        for alias in aliases {
            refuse_alias_of_another(team, &schema.columns, index, alias);
            schema.columns[index].aliases.push(alias.text.clone());
        }
    }
}

/// The wanted language where the pack has it, else the pack's own.
pub(crate) fn chosen(wanted: Lang, languages: &[Lang]) -> Lang {
    if languages.contains(&wanted) { wanted } else { languages.first().copied().unwrap_or_default() }
}

fn languages(source: Source<'_>, node: Option<&Node>) -> Vec<Lang> {
    let choices = [("sv", Lang::Sv), ("en", Lang::En)];
    node.map(|node| source.some(node).iter().filter_map(|item| source.choice(item, &choices)).collect())
        .unwrap_or_default()
}

/// What a setting is, as far as rules mind: a number of days may be written with or without the word.
#[derive(PartialEq, Eq)]
enum Sort {
    Number,
    Text,
    Flag,
    List,
    Other,
}

fn sort(value: &Value) -> Sort {
    match value {
        Value::Int(_) | Value::Float(_) => Sort::Number,
        Value::Text(text) if super::compile::day_count(text).is_some() => Sort::Number,
        Value::Text(_) => Sort::Text,
        Value::Bool(_) => Sort::Flag,
        Value::List(_) => Sort::List,
        Value::Null | Value::Map(_) => Sort::Other,
    }
}

/// A header that two columns claim could be either.
fn refuse_alias_of_another(source: Source<'_>, columns: &[Column], own: usize, alias: &Written) {
    let folded = fold::words(&alias.text);
    let claims = |column: &Column| {
        column.aliases.iter().chain([&column.name]).any(|header| fold::words(header) == folded)
    };
    let others = columns.iter().enumerate().filter(|(index, _)| *index != own);
    if let Some((_, other)) = others.into_iter().find(|(_, column)| claims(column)) {
        let note = Note::new("fault-alias-twice").with("alias", alias.text.as_str());
        let note = note.with("one", other.name.as_str()).with("other", columns[own].name.as_str());
        source.fault(&alias.span, note);
    }
}

#[derive(Clone, Copy)]
struct Reader<'f> {
    source: Source<'f>,
    lang: Lang,
}

impl Reader<'_> {
    fn columns(&self, node: &Node) -> Vec<Column> {
        let entries = self.source.entries(node);
        if entries.is_empty() && matches!(node.value, Value::Map(_)) {
            self.source.fault(&node.span, Note::new("fault-empty-list"));
        }
        let mut columns: Vec<Column> = Vec::new();
        for (key, node) in entries {
            let (column, aliases) = self.column(key, node);
            let name = Written { text: key.text.clone(), span: key.span.clone() };
            columns.push(Column { aliases: Vec::new(), ..column });
            let own = columns.len() - 1;
            // A column given twice has been told of, and shares every header with itself.
            let first = columns.iter().position(|known| known.name == key.text) == Some(own);
            for header in aliases.iter().chain([&name]).filter(|_| first) {
                refuse_alias_of_another(self.source, &columns, own, header);
            }
            columns[own].aliases = aliases.into_iter().map(|alias| alias.text).collect();
        }
        columns
    }

    fn column(&self, key: &Key, node: &Node) -> (Column, Vec<Written>) {
        self.refuse_reserved(key, &FACT_WORDS);
        let map = self.source.map(node, &["type", "aliases", "personal", "required", "adviser"]);
        let flag = |name| map.get(name).and_then(|node| self.source.flag(node)).unwrap_or(false);
        let column = Column {
            name: key.text.clone(),
            kind: map.get("type").and_then(|node| self.source.choice(node, &TYPES)).unwrap_or_default(),
            aliases: Vec::new(),
            personal: flag("personal"),
            required: flag("required"),
            adviser: flag("adviser"),
        };
        (column, map.get("aliases").map(|node| self.source.texts(node)).unwrap_or_default())
    }

    fn refuse_reserved(&self, key: &Key, more: &[&str]) {
        if RESERVED.iter().chain(more).any(|word| *word == key.text) {
            self.source.fault(&key.span, Note::new("fault-reserved").with("name", key.text.as_str()));
        }
    }

    fn tables(&self, node: &Node, placeholders: &BTreeSet<String>) -> Vec<Schema> {
        let table = |(key, node): &(Key, Node)| {
            self.refuse_reserved(key, &RESERVED_OF_TABLES);
            let map = self.source.map(node, &["columns", "key"]);
            let columns =
                map.need("columns", &self.source).map(|node| self.columns(node)).unwrap_or_default();
            let placeholders = placeholders.clone();
            let table = Schema { name: key.text.clone(), columns, placeholders, key: Vec::new() };
            let key = map.get("key").map(|node| self.column_list(node, &table)).unwrap_or_default();
            Schema { key, ..table }
        };
        self.source.entries(node).iter().map(table).collect()
    }

    fn column_list(&self, node: &Node, schema: &Schema) -> Vec<ColumnId> {
        self.source.texts(node).iter().filter_map(|written| self.find(schema, written)).collect()
    }

    fn find(&self, schema: &Schema, written: &Written) -> Option<ColumnId> {
        let found = schema.find(&written.text);
        // A table whose columns could not be read has been told of.
        if found.is_none() && !schema.columns.is_empty() {
            self.source.unknown(
                "fault-unknown-column",
                &written.span,
                &written.text,
                schema.columns.iter().map(|c| c.name.as_str()),
            );
        }
        found
    }

    fn clauses(&self, node: &Node, tables: &[Schema]) -> Vec<Clause> {
        let clause = |(key, node): &(Key, Node)| {
            let map = self.source.map(node, &["title", "decided", "why"]);
            let never = map.get("decided").is_some_and(|node| node.value == Value::Text("never".to_owned()));
            // What nobody checks is said in every report, with its reason.
            let why = if never { map.need("why", &self.source) } else { map.get("why") };
            let why = why.map(|node| self.say(node)).unwrap_or_default();
            Clause {
                id: key.text.clone(),
                title: map.need("title", &self.source).map(|node| self.say(node)).unwrap_or_default(),
                decided: map
                    .need("decided", &self.source)
                    .map_or(Decided::Sheet, |node| self.decided(node, why, tables)),
            }
        };
        self.source.entries(node).iter().map(clause).collect()
    }

    fn decided(&self, node: &Node, why: String, tables: &[Schema]) -> Decided {
        let Some(written) = self.source.text(node) else { return Decided::Sheet };
        match written.text.as_str() {
            "sheet" => Decided::Sheet,
            "never" => Decided::Never(why),
            name => match tables.iter().position(|table| table.name == name) {
                Some(index) => Decided::Table(index),
                None => {
                    let names = tables.iter().map(|table| table.name.as_str()).chain(["sheet", "never"]);
                    self.source.unknown("fault-unknown-word", &written.span, name, names);
                    Decided::Sheet
                }
            },
        }
    }

    /// A text in the report's language, or in the first that it has.
    fn say(&self, node: &Node) -> String {
        super::rule::text_in(&self.source, node, self.lang).map(|written| written.text).unwrap_or_default()
    }

    fn row_kinds(&self, node: &Node, pack: &Pack) -> Vec<RowKind> {
        let kind = |(key, node): &(Key, Node)| {
            let map = self.source.map(node, &["when", "judged_by", "off"]);
            let scope = Scope::sheet(pack);
            let when = map
                .need("when", &self.source)
                .and_then(|node| Compiler::new(self.source, pack, scope).cond(node))?;
            let judged_by = map.get("judged_by").map(|node| self.source.texts(node)).unwrap_or_default();
            let off = map.get("off").and_then(|node| self.source.flag(node)).unwrap_or(false);
            Some(RowKind { name: key.text.clone(), when, judged_by, off })
        };
        self.source.entries(node).iter().filter_map(kind).collect()
    }
}

impl Pack {
    /// The link behind an id of this pack.
    #[must_use]
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[usize::from(id.0)]
    }

    /// The schema of the rows at a link's end.
    #[must_use]
    pub fn target(&self, link: &Link) -> &Schema {
        match link.to {
            Target::Table(index) => &self.tables[index],
            Target::Sheet { .. } => &self.sheet,
        }
    }

    /// The schema of the rows that a link starts from.
    #[must_use]
    pub fn origin(&self, link: &Link) -> &Schema {
        match link.to {
            Target::Table(_) => &self.sheet,
            Target::Sheet { from } => &self.tables[from],
        }
    }

    /// Does the pack have this clause?
    #[must_use]
    pub fn has_clause(&self, id: &str) -> bool {
        self.clauses.iter().any(|clause| clause.id == id)
    }
}

/// A span of nothing at the start of a file.
pub(crate) const START: Range<usize> = 0..0;

/// The first of the pack's languages, before the pack is read.
pub(crate) fn default_language(tree: &Node) -> Lang {
    let Value::Map(entries) = &tree.value else { return Lang::default() };
    let languages = entries.iter().find(|(key, _)| key.text == "languages").map(|(_, node)| &node.value);
    match languages {
        Some(Value::List(items))
            if items.first().is_some_and(|item| item.value == Value::Text("en".to_owned())) =>
        {
            Lang::En
        }
        _ => Lang::Sv,
    }
}
