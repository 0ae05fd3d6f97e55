//! `terms:` as `pack.yaml` writes them.

use super::Reader;
use crate::lang::Note;
use crate::ruleset::source::{Source, Used, Written};
use crate::ruleset::terms::{Term, TermId};
use crate::ruleset::yaml::Node;

impl Reader<'_> {
    pub(super) fn terms(&self, node: &Node) -> Vec<Term> {
        let entries = self.source.entries(node);
        let names: Vec<&str> = entries.iter().map(|(key, _)| key.text.as_str()).collect();
        let terms: Vec<Term> = entries.iter().map(|(key, node)| self.term(&key.text, node, &names)).collect();
        for (index, (key, _)) in entries.iter().enumerate() {
            if includes_itself(&terms, index) {
                let note = Note::new("fault-term-cycle").with("name", key.text.as_str());
                self.source.fault(&key.span, note);
                // Told once, and followed by no one: a circle has no end.
                return terms.into_iter().map(|term| Term { includes: Vec::new(), ..term }).collect();
            }
        }
        terms
    }

    fn term(&self, name: &str, node: &Node, names: &[&str]) -> Term {
        let map = self.source.map(node, &["title", "phrase", "group", "words", "includes", "exact"]);
        let words = map.get("words").map(|node| self.source.texts(node)).unwrap_or_default();
        words.iter().for_each(|word| refuse_wordless(&self.source, word));
        let includes: Vec<TermId> = map
            .get("includes")
            .map(|node| self.source.texts(node))
            .unwrap_or_default()
            .iter()
            .filter_map(|part| self.part(part, name, names))
            .collect();
        if map.lacks("words") && map.lacks("includes") {
            self.source.fault(&map.span, Note::new("fault-term-empty").with("name", name));
        }
        Term {
            name: name.to_owned(),
            title: map.get("title").map_or_else(|| name.to_owned(), |node| self.say(node)),
            phrase: map.get("phrase").map(|node| self.say(node)),
            group: map
                .get("group")
                .and_then(|node| self.source.text(node))
                .map_or_else(|| name.to_owned(), |g| g.text),
            words: words.into_iter().map(|word| word.text).collect(),
            includes,
            exact: map.get("exact").and_then(|node| self.source.flag(node)).unwrap_or(false),
        }
    }

    fn part(&self, written: &Written, whole: &str, names: &[&str]) -> Option<TermId> {
        let found = names.iter().position(|name| *name == written.text && *name != whole);
        if found.is_some() {
            self.source.faults.uses(Used::Term, &written.text);
        } else {
            self.source.unknown("fault-unknown-term", &written.span, &written.text, names.iter().copied());
        }
        found.and_then(|index| u16::try_from(index).ok()).map(TermId)
    }
}

/// Does a term lead back to itself through what it includes?
fn includes_itself(terms: &[Term], index: usize) -> bool {
    let mut seen = vec![false; terms.len()];
    let mut next = terms[index].includes.clone();
    while let Some(TermId(part)) = next.pop() {
        let part = usize::from(part);
        if part == index {
            return true;
        }
        if part < terms.len() && !std::mem::replace(&mut seen[part], true) {
            next.extend(&terms[part].includes);
        }
    }
    false
}

/// A word without a letter or a digit would be found everywhere.
pub(super) fn refuse_wordless(source: &Source<'_>, word: &Written) {
    let parts: Vec<&str> = word.text.split_whitespace().collect();
    let lacks = |part: &&str| !part.contains(char::is_alphanumeric);
    let at_end = |part: Option<&&str>| part.is_none_or(lacks);
    let star_inside =
        |part: &&str| part.trim_matches('*').contains('*') || part.starts_with('*') && part.ends_with('*');
    let bad = at_end(parts.first())
        || at_end(parts.last())
        || parts.iter().any(|part| star_inside(part) || (*part != "~" && lacks(part)));
    if bad {
        source.fault(&word.span, Note::new("fault-word").with("word", word.text.as_str()));
    }
}
