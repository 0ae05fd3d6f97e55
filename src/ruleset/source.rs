//! Reads the tree of a pack's file, collecting every fault on the way.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::fault::{Fault, SourceFile, nearest};
use super::yaml::{self, Key, Node, Value};
use crate::lang::Note;

/// Where faults gather while a pack is read, and the names that something uses. Every reader goes on
/// after a fault.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// The pack is known to be sound: what is dear to look for, and cannot be there, is not looked for.
    pub(crate) sound: bool,
    found: RefCell<Vec<Fault>>,
    used: RefCell<BTreeSet<(Used, String)>>,
}

/// What a pack declares for its rules to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Used {
    Term,
    Group,
    Setting,
    Link,
    Function,
}

impl Faults {
    pub(crate) fn of_sound(sound: bool) -> Self {
        Self { sound, ..Self::default() }
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.found.borrow_mut().push(fault);
    }

    pub(crate) fn uses(&self, what: Used, name: &str) {
        self.used.borrow_mut().insert((what, name.to_owned()));
    }

    pub(crate) fn is_used(&self, what: Used, name: &str) -> bool {
        self.used.borrow().contains(&(what, name.to_owned()))
    }

    /// Has anything been found that stops an audit?
    pub(crate) fn any(&self) -> bool {
        self.found.borrow().iter().any(|fault| !fault.advice)
    }

    pub(crate) fn into_vec(self) -> Vec<Fault> {
        self.found.into_inner()
    }
}

/// One file being read, and the faults it shares with the others.
#[derive(Clone, Copy)]
pub(crate) struct Source<'f> {
    pub(crate) file: &'f Arc<SourceFile>,
    pub(crate) faults: &'f Faults,
}

/// A text with the place it was written at.
#[derive(Debug, Clone)]
pub struct Written {
    /// As written.
    pub text: String,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

impl<'f> Source<'f> {
    /// The file as a tree. None where it is no YAML, or empty; the faults say so.
    pub(crate) fn tree(&self) -> Option<Node> {
        self.tree_of(yaml::parse(&self.file.text))
    }

    /// The file as a tree, where it has been parsed.
    pub(crate) fn tree_of(&self, parsed: yaml::Parsed) -> Option<Node> {
        match parsed {
            Ok(Node { value: Value::Null, .. }) => {
                self.fault(&(0..0), Note::new("fault-empty-file"));
                None
            }
            Ok(tree) => Some(tree),
            Err(error) => {
                self.fault(&error.span, error.note);
                None
            }
        }
    }

    pub(crate) fn fault(&self, span: &Range<usize>, note: Note) {
        self.faults.add(self.at(span, note));
    }

    pub(crate) fn advise(&self, span: &Range<usize>, note: Note) {
        self.faults.add(Fault { advice: true, ..self.at(span, note) });
    }

    /// A fault for a name that is none of `names`.
    pub(crate) fn unknown<'n>(
        &self,
        id: &'static str,
        span: &Range<usize>,
        name: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        let written = Written { text: name.to_owned(), span: span.clone() };
        self.unknown_or(id, &written, names, &[]);
    }

    /// The same, where one of `more` may have been meant as well.
    pub(crate) fn unknown_or<'n>(
        &self,
        id: &'static str,
        written: &Written,
        names: impl IntoIterator<Item = &'n str>,
        more: &[&'n str],
    ) {
        let names: Vec<&str> = names.into_iter().collect();
        let note = Note::new(id).with("name", written.text.as_str()).with("names", names.join(", "));
        let meant = names.iter().chain(more).copied();
        self.faults.add(self.at(&written.span, note).meant(&written.text, meant));
    }

    /// Where a part of a text stands in the file; the whole text, where it is written otherwise than it reads.
    pub(crate) fn inside(&self, written: &Written, part: &Range<usize>) -> Range<usize> {
        let raw = self.file.text.get(written.span.clone()).unwrap_or_default();
        match raw.find(&written.text) {
            Some(start) => {
                let start = written.span.start + start;
                start + part.start..start + part.end
            }
            None => written.span.clone(),
        }
    }

    fn at(&self, span: &Range<usize>, note: Note) -> Fault {
        Fault::at(self.file, span.clone(), note)
    }

    pub(crate) fn wrong_type(&self, node: &Node, wanted: &'static str) {
        self.fault(
            &node.span,
            Note::new("fault-wrong-type").with("wanted", wanted).with("found", kind(&node.value)),
        );
    }

    pub(crate) fn text(&self, node: &Node) -> Option<Written> {
        let span = node.span.clone();
        match &node.value {
            Value::Text(text) => Some(Written { text: text.clone(), span }),
            // `version: 1.10` or `name: 7`: what was written, not what YAML made of it.
            Value::Int(_) | Value::Float(_) => {
                let written = self.file.text.get(span.clone()).unwrap_or_default().trim();
                let text = match &node.value {
                    // A setting stands elsewhere; here stands its name.
                    Value::Int(value) if written.starts_with('$') => value.to_string(),
                    Value::Float(value) if written.starts_with('$') => value.to_string(),
                    _ => written.to_owned(),
                };
                Some(Written { text, span })
            }
            _ => {
                self.wrong_type(node, "text");
                None
            }
        }
    }

    pub(crate) fn flag(&self, node: &Node) -> Option<bool> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        self.wrong_type(node, "flag");
        None
    }

    pub(crate) fn count(&self, node: &Node) -> Option<u64> {
        if let Value::Int(value) = node.value
            && let Ok(value) = u64::try_from(value)
        {
            return Some(value);
        }
        self.wrong_type(node, "count");
        None
    }

    /// A list of something; an empty one is a fault.
    pub(crate) fn some<'n>(&self, node: &'n Node) -> &'n [Node] {
        let items = self.list(node);
        if items.is_empty() && matches!(node.value, Value::List(_)) {
            self.fault(&node.span, Note::new("fault-empty-list"));
        }
        items
    }

    pub(crate) fn list<'n>(&self, node: &'n Node) -> &'n [Node] {
        if let Value::List(items) = &node.value {
            return items;
        }
        self.wrong_type(node, "list");
        &[]
    }

    pub(crate) fn texts(&self, node: &Node) -> Vec<Written> {
        self.list(node).iter().filter_map(|item| self.text(item)).collect()
    }

    /// The entries of a map with free keys. A key given twice is a fault.
    pub(crate) fn entries<'n>(&self, node: &'n Node) -> &'n [(Key, Node)] {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node, "map");
            return &[];
        };
        for (index, (key, _)) in entries.iter().enumerate() {
            if entries[..index].iter().any(|(earlier, _)| earlier.text == key.text) {
                self.fault(&key.span, Note::new("fault-duplicate-key").with("name", key.text.as_str()));
            }
        }
        entries
    }

    /// The entry of a map that must have a single one.
    pub(crate) fn only<'n>(&self, node: &'n Node) -> Option<&'n (Key, Node)> {
        match self.entries(node) {
            [only] => Some(only),
            _ => {
                if matches!(node.value, Value::Map(_)) {
                    self.fault(&node.span, Note::new("fault-one-entry"));
                }
                None
            }
        }
    }

    /// A map whose keys are fixed. An unknown key is a fault.
    pub(crate) fn map<'n>(&self, node: &'n Node, keys: &[&str]) -> Map<'n> {
        let entries = self.entries(node);
        let whole = matches!(node.value, Value::Map(_));
        let mut meant = Vec::new();
        for (key, _) in entries {
            if !keys.contains(&key.text.as_str()) {
                self.unknown("fault-unknown-key", &key.span, &key.text, keys.iter().copied());
                meant.extend(nearest(&key.text, keys.iter().copied()).map(str::to_owned));
            }
        }
        Map { entries, span: node.span.clone(), whole, meant }
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let written = self.text(node)?;
        let found = choices.iter().find(|(word, _)| *word == written.text);
        if found.is_none() {
            self.unknown(
                "fault-unknown-word",
                &written.span,
                &written.text,
                choices.iter().map(|(word, _)| *word),
            );
        }
        found.map(|(_, value)| *value)
    }
}

/// A map with fixed keys, already checked.
pub(crate) struct Map<'n> {
    entries: &'n [(Key, Node)],
    pub(crate) span: Range<usize>,
    /// Something else than a map stands there; that has been told, and nothing is missed in it.
    whole: bool,
    /// Keys that were misspelt; that has been told, and they are not missed.
    meant: Vec<String>,
}

impl<'n> Map<'n> {
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Is the key neither there, nor misspelt?
    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.whole && self.get(key).is_none() && !self.meant.iter().any(|meant| meant == key)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole && self.entries.is_empty()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, node)| node)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&'n (Key, Node)> {
        self.entries.iter().find(|(found, _)| found.text == key)
    }

    /// A key that must be there.
    pub(crate) fn need(&self, key: &'static str, source: &Source<'_>) -> Option<&'n Node> {
        let found = self.get(key);
        if self.lacks(key) {
            let start = self.span.start;
            source.fault(&(start..start), Note::new("fault-missing-key").with("name", key));
        }
        found
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "flag",
        Value::Int(_) | Value::Float(_) => "number",
        Value::Text(_) => "text",
        Value::List(_) => "list",
        Value::Map(_) => "map",
    }
}
