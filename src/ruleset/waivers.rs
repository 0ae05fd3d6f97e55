//! `waivers.yaml`: findings that somebody has accepted, each with a reason and an end.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::fault::Fault;
use super::rule::date;
use super::source::{Faults, Map, Source, Written};
use super::yaml::{self, Node, Value};
use crate::finding::Mark;
use crate::lang::Note;

/// What a team has accepted.
#[derive(Debug, Clone, Default)]
pub struct WaiverFile {
    /// In the file's order.
    pub waivers: Vec<Waiver>,
    /// What it holds.
    pub text: String,
}

/// A finding that somebody has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Which findings of the row.
    pub of: WaiverOf,
    /// The row, by its key.
    pub row_key: Mark,
    /// What the finding's cells held: one of these.
    pub content: Vec<Mark>,
    /// Which secret the two were made with.
    pub key_id: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Option<String>,
    /// The last day that it holds.
    pub until: Date,
    /// The 1-based line where it stands.
    pub line: usize,
}

/// Which findings of a row a waiver accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiverOf {
    /// Those of this rule.
    Rule(String),
    /// Those of every rule that rests on this clause.
    Clause(String),
}

impl WaiverOf {
    /// The rule or the clause.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Rule(name) | Self::Clause(name) => name,
        }
    }
}

const KEYS: [&str; 8] = ["rule", "clause", "row_key", "content", "key_id", "reason", "by", "until"];

impl WaiverFile {
    /// Reads a file of waivers.
    ///
    /// # Errors
    /// Every fault of the file: a waiver without a reason is one.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        let file = super::folder::read_file(path).map_err(|fault| vec![fault])?;
        Self::parse(path, file.text)
    }

    /// As [`WaiverFile::read`], from what the file holds.
    ///
    /// # Errors
    /// As [`WaiverFile::read`].
    pub fn parse(path: &Path, text: String) -> Result<Self, Vec<Fault>> {
        let file = Arc::new(super::SourceFile { path: path.display().to_string(), text });
        let faults = Faults::default();
        let source = Source { file: &file, faults: &faults };
        let waivers = match yaml::parse(&file.text) {
            // Nothing but comments: nothing is accepted.
            Ok(Node { value: Value::Null, .. }) => Vec::new(),
            Ok(tree) => source.list(&tree).iter().filter_map(|node| waiver(source, node)).collect(),
            Err(error) => {
                source.fault(&error.span, error.note);
                Vec::new()
            }
        };
        let faults = faults.into_vec();
        if faults.is_empty() { Ok(Self { waivers, text: file.text.clone() }) } else { Err(faults) }
    }
}

fn waiver(source: Source<'_>, node: &Node) -> Option<Waiver> {
    let map = source.map(node, &KEYS);
    let text = |key| map.need(key, &source).and_then(|node| filled(source, node));
    let of = of(source, &map);
    let row_key = map.need("row_key", &source).and_then(|node| mark(source, node));
    let content = map.need("content", &source).map(|node| marks(source, node));
    let (key_id, reason) = (text("key_id"), text("reason"));
    let by = map.get("by").and_then(|node| filled(source, node));
    let until = map.need("until", &source).and_then(|node| date(&source, node));
    Some(Waiver {
        of: of?,
        row_key: row_key?,
        content: content?,
        key_id: key_id?.text,
        reason: reason?.text,
        by: by.map(|by| by.text),
        until: until?,
        line: source.file.text.get(..node.span.start)?.matches('\n').count() + 1,
    })
}

/// Of a rule, or of a clause.
fn of(source: Source<'_>, map: &Map<'_>) -> Option<WaiverOf> {
    let name = |key| map.get(key).and_then(|node| filled(source, node)).map(|written| written.text);
    match (name("rule"), name("clause")) {
        (Some(rule), None) => Some(WaiverOf::Rule(rule)),
        (None, Some(clause)) => Some(WaiverOf::Clause(clause)),
        (Some(_), Some(_)) => {
            source.fault(&map.span, Note::new("fault-waiver-two"));
            None
        }
        (None, None) => {
            if map.lacks("rule") && map.lacks("clause") {
                source.fault(&(map.span.start..map.span.start), Note::new("fault-waiver-of-nothing"));
            }
            None
        }
    }
}

/// A text that says something.
fn filled(source: Source<'_>, node: &Node) -> Option<Written> {
    if node.value == Value::Null {
        source.fault(&node.span, Note::new("fault-waiver-blank"));
        return None;
    }
    let written = source.text(node)?;
    if written.text.trim().is_empty() {
        source.fault(&node.span, Note::new("fault-waiver-blank"));
        return None;
    }
    Some(written)
}

fn marks(source: Source<'_>, node: &Node) -> Vec<Mark> {
    match &node.value {
        Value::List(_) => source.some(node).iter().filter_map(|node| mark(source, node)).collect(),
        _ => mark(source, node).into_iter().collect(),
    }
}

fn mark(source: Source<'_>, node: &Node) -> Option<Mark> {
    let written = source.text(node)?;
    let mark = written.text.parse().ok();
    if mark.is_none() {
        source.fault(&node.span, Note::new("fault-waiver-hash"));
    }
    mark
}
