//! `links:` as `pack.yaml` writes them.

use super::{Link, Pack, Reader, Take, Target};
use crate::lang::Note;
use crate::ruleset::compile::{self, Compiler, Scope};
use crate::ruleset::source::{Map, Written};
use crate::ruleset::yaml::{Key, Node, Value};
use crate::schema::{ColumnType, Schema};

impl Reader<'_> {
    pub(super) fn links(&self, node: &Node, pack: &mut Pack) {
        for (key, node) in self.source.entries(node) {
            self.refuse_reserved(key, &[]);
            if pack.sheet.find(&key.text).is_some() {
                self.source
                    .fault(&key.span, Note::new("fault-link-is-column").with("name", key.text.as_str()));
            }
            match self.link(&key.text, node, pack) {
                Some(link) => pack.links.push(link),
                None => pack.faulty_links.push(key.text.clone()),
            }
        }
        // Their conditions look at columns of either side, so they are compiled once every link is known.
        let entries = self.source.entries(node);
        for index in 0..pack.links.len() {
            let link = &pack.links[index];
            let written = entries.iter().find(|(key, _)| key.text == link.name).map(|(_, node)| &node.value);
            let Some(Value::Map(written)) = written else { continue };
            let cond = |key: &str, scope: Scope<'_>| {
                let (_, node) = written.iter().find(|(written, _)| written.text == key)?;
                Compiler::new(self.source, pack, scope).cond(node)
            };
            let prefer = cond("prefer", Scope::candidate(pack, link));
            let when = cond("when", Scope::origin(pack, link));
            let only = cond("where", Scope::candidate(pack, link));
            pack.links[index] = Link { prefer, when, only, ..pack.links[index].clone() };
        }
    }

    fn link(&self, name: &str, node: &Node, pack: &Pack) -> Option<Link> {
        let source = self.source;
        let keys = ["in", "from", "match", "within", "take", "prefer", "when", "where", "pool", "missing"];
        let map = source.map(node, &keys);
        let target = source.text(map.need("in", &source)?)?;
        let match_node = map.need("match", &source)?;
        let matches = source.entries(match_node);
        if matches.is_empty() && matches!(match_node.value, Value::Map(_)) {
            source.fault(&match_node.span, Note::new("fault-empty-list"));
        }
        let within = map.get("within").and_then(|node| source.only(node));
        let (ours, theirs, to) = if target.text == "sheet" {
            let columns = matches.iter().chain(within).map(|(key, _)| key.text.as_str());
            let from = self.from(&map, name, columns, pack)?;
            (&pack.tables[from], &pack.sheet, Target::Sheet { from })
        } else {
            let Some(index) = pack.tables.iter().position(|table| table.name == target.text) else {
                let names = pack.tables.iter().map(|table| table.name.as_str());
                source.unknown("fault-unknown-table", &target.span, &target.text, names);
                return None;
            };
            (&pack.sheet, &pack.tables[index], Target::Table(index))
        };
        let pair = |key: &Key, node: &Node| {
            let ours = self.find(ours, &Written { text: key.text.clone(), span: key.span.clone() });
            let theirs = source.text(node).and_then(|written| self.find(theirs, &written));
            ours.zip(theirs)
        };
        let keys = matches.iter().filter_map(|(key, node)| pair(key, node)).collect();
        let within = within.and_then(|(key, theirs_node)| {
            let (theirs_key, days) = source.only(theirs_node)?;
            let theirs_name =
                Node { value: Value::Text(theirs_key.text.clone()), span: theirs_key.span.clone() };
            let (our_schema, their_schema) = (ours, theirs);
            let (ours, theirs) = pair(key, &theirs_name)?;
            for (schema, id, key) in [(our_schema, ours, key), (their_schema, theirs, theirs_key)] {
                if schema.column(id).kind != ColumnType::Date {
                    source.fault(&key.span, Note::new("fault-no-date").with("name", key.text.as_str()));
                }
            }
            Some((ours, theirs, compile::days(&source, &pack.settings, days)?))
        });
        let takes = [("any", Take::Any), ("nearest", Take::Nearest), ("one_each", Take::OneEach)];
        let take = map.get("take").and_then(|node| source.choice(node, &takes)).unwrap_or(Take::Any);
        if take != Take::Any && map.get("within").is_none() {
            source.fault(&map.span, Note::new("fault-link-needs-within").with("name", name));
        }
        let pool = map.get("pool").and_then(|node| source.text(node)).map(|pool| pool.text);
        let other = pack.links.iter().find(|other| pool.is_some() && other.pool == pool);
        if pool.is_some() && (take != Take::OneEach || other.is_some_and(|other| other.to != to)) {
            source.fault(&map.span, Note::new("fault-link-pool").with("name", name));
        }
        let missing = map.get("missing").and_then(|node| source.choice(node, &[("undecided", true)]));
        Some(Link {
            name: name.to_owned(),
            to,
            keys,
            within,
            take,
            pool,
            needed: missing.unwrap_or(false),
            prefer: None,
            when: None,
            only: None,
        })
    }

    /// The table that a link into the sheet starts from: the one that is named, or else the only one that
    /// has its columns.
    fn from<'c>(
        &self,
        map: &Map<'_>,
        name: &str,
        columns: impl Iterator<Item = &'c str> + Clone,
        pack: &Pack,
    ) -> Option<usize> {
        if let Some(written) = map.get("from").and_then(|node| self.source.text(node)) {
            let found = pack.tables.iter().position(|table| table.name == written.text);
            if found.is_none() {
                let names = pack.tables.iter().map(|table| table.name.as_str());
                self.source.unknown("fault-unknown-table", &written.span, &written.text, names);
            }
            return found;
        }
        let has_all = |table: &Schema| columns.clone().all(|column| table.find(column).is_some());
        let mut fitting = (0..pack.tables.len()).filter(|index| has_all(&pack.tables[*index]));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            (first, _) => {
                let at = map.get("match").map_or(&map.span, |node| &node.span);
                let id = if first.is_none() { "fault-link-from-none" } else { "fault-link-from" };
                self.source.fault(at, Note::new(id).with("name", name));
                None
            }
        }
    }
}
