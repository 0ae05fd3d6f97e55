//! Reads the tree of a pack's file, collecting every fault on the way.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::fault::{Fault, SourceFile};
use super::yaml::{Key, Node, Value};
use crate::lang::Note;

/// Where faults gather while a pack is read. Every reader goes on after a fault.
#[derive(Debug, Default)]
pub(crate) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    pub(crate) fn into_vec(self) -> Vec<Fault> {
        self.0.into_inner()
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
        let names: Vec<&str> = names.into_iter().collect();
        let note = Note::new(id).with("name", name).with("names", names.join(", "));
        self.faults.add(self.at(span, note).meant(name, names));
    }

    fn at(&self, span: &Range<usize>, note: Note) -> Fault {
        Fault::at(self.file, span.clone(), note)
    }

    fn wrong_type(&self, node: &Node, wanted: &'static str) {
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
        self.wrong_type(node, "true/false");
        None
    }

    pub(crate) fn count(&self, node: &Node) -> Option<u64> {
        if let Value::Int(value) = node.value
            && let Ok(value) = u64::try_from(value)
        {
            return Some(value);
        }
        self.wrong_type(node, "0, 1, 2 …");
        None
    }

    pub(crate) fn list<'n>(&self, node: &'n Node) -> &'n [Node] {
        if let Value::List(items) = &node.value {
            return items;
        }
        self.wrong_type(node, "[ … ]");
        &[]
    }

    pub(crate) fn texts(&self, node: &Node) -> Vec<Written> {
        self.list(node).iter().filter_map(|item| self.text(item)).collect()
    }

    /// The entries of a map with free keys. A key given twice is a fault.
    pub(crate) fn entries<'n>(&self, node: &'n Node) -> &'n [(Key, Node)] {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node, "{ … }");
            return &[];
        };
        for (index, (key, _)) in entries.iter().enumerate() {
            if entries[..index].iter().any(|(earlier, _)| earlier.text == key.text) {
                self.fault(&key.span, Note::new("fault-duplicate-key").with("name", key.text.as_str()));
            }
        }
        entries
    }

    /// A map whose keys are fixed. An unknown key is a fault.
    pub(crate) fn map<'n>(&self, node: &'n Node, keys: &[&str]) -> Map<'n> {
        let entries = self.entries(node);
        for (key, _) in entries {
            if !keys.contains(&key.text.as_str()) {
                self.unknown("fault-unknown-key", &key.span, &key.text, keys.iter().copied());
            }
        }
        Map { entries, span: node.span.clone() }
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
}

impl<'n> Map<'n> {
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, node)| node)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&'n (Key, Node)> {
        self.entries.iter().find(|(found, _)| found.text == key)
    }

    /// A key that must be there.
    pub(crate) fn need(&self, key: &'static str, source: &Source<'_>) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            let start = self.span.start;
            source.fault(&(start..start), Note::new("fault-missing-key").with("name", key));
        }
        found
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true/false",
        Value::Int(_) | Value::Float(_) => "1",
        Value::Text(_) => "text",
        Value::List(_) => "[ … ]",
        Value::Map(_) => "{ … }",
    }
}
