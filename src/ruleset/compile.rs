//! Written conditions → compiled ones. Collects every fault, never just the first.

mod sentence;
mod test;

use std::collections::BTreeMap;

use super::cond::{AddressShape, Cond, Field, LinkId, State, Test, Unique};
use super::contradiction;
use super::pack::{Link, Pack, Target};
use super::source::{Source, Used, Written};
use super::yaml::{Key, Node, Value};
use crate::lang::Note;
use crate::schema::{ColumnType, Schema};

/// A place in the file, in bytes. (`Range` is a test's.)
type Place = std::ops::Range<usize>;

/// What the names in a condition may refer to.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'p> {
    /// The columns of what is judged.
    schema: &'p Schema,
    /// Inside `exists … where`: the columns of the row that the rule judges.
    outer: Option<&'p Schema>,
    /// The links that start where these rows stand.
    links: From,
    /// `cell`: only in rules over cells.
    cell: bool,
}

/// Where the rows stand whose links may be followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// Nowhere: a header, or a row at a link's end.
    Nowhere,
    /// On the sheet.
    Sheet,
    /// In a table, by its index in the pack.
    Table(usize),
}

impl From {
    /// Does the link start there?
    pub(crate) fn has(self, link: &Link) -> bool {
        match link.to {
            Target::Table(_) => self == Self::Sheet,
            Target::Sheet { from } => self == Self::Table(from),
        }
    }
}

impl<'p> Scope<'p> {
    pub(crate) fn sheet(pack: &'p Pack) -> Self {
        Self { schema: &pack.sheet, outer: None, links: From::Sheet, cell: false }
    }

    pub(crate) fn cells(pack: &'p Pack) -> Self {
        Self { cell: true, ..Self::sheet(pack) }
    }

    pub(crate) fn rows_of(schema: &'p Schema, links: From) -> Self {
        Self { schema, outer: None, links, cell: false }
    }

    /// The rows that a link starts from.
    pub(crate) fn origin(pack: &'p Pack, link: &Link) -> Self {
        Self::rows_of(pack.origin(link), From::Nowhere)
    }

    /// A row at a link's end, beside the one that it is looked at from.
    pub(crate) fn candidate(pack: &'p Pack, link: &Link) -> Self {
        Self { outer: Some(pack.origin(link)), ..Self::rows_of(pack.target(link), From::Nowhere) }
    }

    pub(crate) fn schema(&self) -> &'p Schema {
        self.schema
    }

    pub(crate) fn links(&self) -> From {
        self.links
    }
}

/// Compiles the conditions and sentences of one file.
pub(crate) struct Compiler<'f, 'p> {
    source: Source<'f>,
    pack: &'p Pack,
    scope: Scope<'p>,
    uniques: u16,
    /// The reasons of `undecided:`, as they are written.
    reasons: Vec<Node>,
}

pub(super) const CONNECTIVES: [&str; 7] =
    ["all of", "any of", "none of", "only filled", "exists", "unique", "undecided"];
pub(super) const WORD_TESTS: [(&str, Test); 6] = [
    ("filled", Test::Filled),
    ("blank", Test::Blank),
    ("found", Test::Found),
    ("missing", Test::Missing),
    ("readable", Test::Readable),
    ("identity_number", Test::IdentityNumber),
];
pub(super) const KEY_TESTS: [&str; 16] = [
    "is_a",
    "known",
    "mentions",
    "equals",
    "one_of",
    "matches",
    "same_as",
    "mentioned_in",
    "same_address",
    "near_address",
    "address",
    "before",
    "after",
    "length",
    "number",
    "state",
];
pub(super) const STATES: [(&str, State); 8] = [
    ("error", State::Error),
    ("no_value", State::NoValue),
    ("merged", State::Merged),
    ("damaged", State::Damaged),
    ("ambiguous_date", State::AmbiguousDate),
    ("bad_date", State::BadDate),
    ("typed_date", State::TypedDate),
    ("struck", State::Struck),
];
pub(super) const SHAPES: [(&str, AddressShape); 5] = [
    ("complete", AddressShape::Complete),
    ("no_postcode", AddressShape::NoPostcode),
    ("foreign", AddressShape::Foreign),
    ("none", AddressShape::None),
    ("mentioned", AddressShape::Mentioned),
];

impl<'f, 'p> Compiler<'f, 'p> {
    pub(crate) fn new(source: Source<'f>, pack: &'p Pack, scope: Scope<'p>) -> Self {
        Self { source, pack, scope, uniques: 0, reasons: Vec::new() }
    }

    /// The reasons that its conditions give for not being decided.
    pub(crate) fn take_reasons(&mut self) -> Vec<Node> {
        std::mem::take(&mut self.reasons)
    }

    /// With `unique` conditions numbered from here on.
    pub(crate) fn numbered_from(mut self, first: u16) -> Self {
        self.uniques = first;
        self
    }

    /// How many `unique` conditions have been numbered so far.
    pub(crate) fn next_number(&self) -> u16 {
        self.uniques
    }

    /// A number for one more `unique`.
    pub(crate) fn unique_number(&mut self) -> u16 {
        self.uniques += 1;
        self.uniques - 1
    }

    /// A map of lines, or a list of conditions; all hold.
    pub(crate) fn cond(&mut self, node: &Node) -> Option<Cond> {
        let parts: Vec<(Cond, Place)> = match &node.value {
            Value::Map(_) => {
                let entries = self.source.entries(node);
                let line = |(key, node): &(Key, Node)| Some((self.line(key, node)?, key.span.clone()));
                entries.iter().filter_map(line).collect()
            }
            Value::List(items) => {
                items.iter().filter_map(|item| Some((self.cond(item)?, shown(item)))).collect()
            }
            _ => {
                self.source.fault(&node.span, Note::new("fault-empty-condition"));
                return None;
            }
        };
        if matches!(&node.value, Value::Map(entries) if entries.is_empty())
            || matches!(&node.value, Value::List(items) if items.is_empty())
        {
            self.source.fault(&node.span, Note::new("fault-empty-condition"));
        }
        self.all(parts)
    }

    /// Parts that all hold. `Adress: [filled, blank]` can never hold: whoever wrote it meant something else.
    fn all(&self, parts: Vec<(Cond, Place)>) -> Option<Cond> {
        for (index, (later, span)) in parts.iter().enumerate() {
            if parts[..index].iter().any(|(earlier, _)| contradiction::between(earlier, later)) {
                self.source.fault(span, Note::new("fault-contradiction"));
            }
        }
        let parts: Vec<Cond> = parts.into_iter().map(|(part, _)| part).collect();
        match <[Cond; 1]>::try_from(parts) {
            Ok([only]) => Some(only),
            Err(parts) if parts.is_empty() => None,
            Err(parts) => Some(Cond::All(parts)),
        }
    }

    fn line(&mut self, key: &Key, node: &Node) -> Option<Cond> {
        match key.text.as_str() {
            "all of" => self.parts(node).map(Cond::All),
            "any of" => self.parts(node).map(Cond::Any),
            "none of" => self.parts(node).map(Cond::None),
            "only filled" => {
                let items = self.source.some(node).iter().filter_map(|item| self.source.text(item));
                Some(Cond::OnlyFilled(items.filter_map(|written| self.field(&written)).collect()))
            }
            "exists" => self.exists(node),
            "unique" => self.unique(node),
            "undecided" => {
                let number = u16::try_from(self.reasons.len()).ok()?;
                self.reasons.push(node.clone());
                Some(Cond::Undecided(number))
            }
            _ => self.tests(key, node),
        }
    }

    fn parts(&mut self, node: &Node) -> Option<Vec<Cond>> {
        let items = self.source.list(node);
        if items.is_empty() {
            self.source.fault(&node.span, Note::new("fault-empty-condition"));
            return None;
        }
        Some(items.iter().filter_map(|item| self.cond(item)).collect())
    }

    fn tests(&mut self, key: &Key, node: &Node) -> Option<Cond> {
        let written = Written { text: key.text.clone(), span: key.span.clone() };
        let field = self.named(&written).or_else(|| {
            self.unknown_column(&written, &CONNECTIVES);
            None
        });
        // Under a misspelt `any of` stand conditions, which are no tests.
        let holds = |item: &Node| matches!(&item.value, Value::Map(lines) if lines.iter().all(|(key, _)| !KEY_TESTS.contains(&key.text.as_str())));
        if field.is_none() && matches!(&node.value, Value::List(items) if items.iter().any(holds)) {
            return None;
        }
        let nodes = match &node.value {
            Value::List(_) => self.source.some(node),
            _ => std::slice::from_ref(node),
        };
        let tests: Vec<(Test, &Node)> =
            nodes.iter().filter_map(|node| Some((self.test(node)?, node))).collect();
        let field = field?;
        for (test, node) in &tests {
            self.refuse_unfit(field, &key.text, test, node);
        }
        self.all(tests.into_iter().map(|(test, node)| (Cond::Test(field, test), shown(node))).collect())
    }

    /// Some tests can never hold for what they look at, whatever stands there.
    fn refuse_unfit(&self, field: Field, name: &str, test: &Test, node: &Node) {
        let id = match (field, test) {
            (Field::Link(_), Test::Found | Test::Missing) => return,
            (Field::Link(_), _) => "fault-link-test",
            (_, Test::Before(_) | Test::After(_)) if !self.is(field, &[ColumnType::Date]) => "fault-no-date",
            (_, Test::OneOf(literals))
                if self.kind(field) == Some(ColumnType::Date)
                    && literals.iter().any(|literal| literal.date.is_none()) =>
            {
                "fault-date-literal"
            }
            (_, Test::Number(_))
                if !self.is(field, &[ColumnType::Number, ColumnType::Text, ColumnType::Identifier]) =>
            {
                "fault-no-number"
            }
            _ => return,
        };
        self.source.fault(&shown(node), Note::new(id).with("name", name));
    }

    fn is(&self, field: Field, kinds: &[ColumnType]) -> bool {
        self.kind(field).is_none_or(|kind| kinds.contains(&kind))
    }

    /// How the cells of a field are read, where that is known.
    fn kind(&self, field: Field) -> Option<ColumnType> {
        match field {
            Field::Column(id) => Some(self.scope.schema.column(id).kind),
            Field::Linked(link, id) => Some(self.pack.target(self.pack.link(link)).column(id).kind),
            Field::Outer(id) => self.scope.outer.map(|outer| outer.column(id).kind),
            Field::FirstCell | Field::Cell | Field::Link(_) => None,
        }
    }

    fn exists(&mut self, node: &Node) -> Option<Cond> {
        let map = self.source.map(node, &["in", "where"]);
        let written = self.source.text(map.need("in", &self.source)?)?;
        let link = self.link(&written)?;
        let inner = map.get("where").and_then(|node| {
            let scope = Scope::candidate(self.pack, self.pack.link(link));
            let mut inner = Compiler::new(self.source, self.pack, scope);
            inner.reasons = self.take_reasons();
            let cond = inner.cond(node);
            self.reasons = inner.take_reasons();
            cond
        });
        Some(Cond::Exists(link, inner.map(Box::new)))
    }

    fn unique(&mut self, node: &Node) -> Option<Cond> {
        let map = self.source.map(node, &["fields", "within"]);
        let written = self.source.some(map.need("fields", &self.source)?).iter();
        let written: Vec<Written> = written.filter_map(|item| self.source.text(item)).collect();
        let fields = written.iter().filter_map(|written| self.column(written)).collect();
        let within = map.get("within").and_then(|node| {
            let (key, days_node) = self.source.only(node)?;
            let column = self.column(&Written { text: key.text.clone(), span: key.span.clone() })?;
            if !self.is(Field::Column(column), &[ColumnType::Date]) {
                self.source.fault(&key.span, Note::new("fault-no-date").with("name", key.text.as_str()));
            }
            Some((column, days(&self.source, &self.pack.settings, days_node)?))
        });
        Some(Cond::Unique(Unique { id: self.unique_number(), fields, within }))
    }

    fn column(&self, written: &Written) -> Option<crate::schema::ColumnId> {
        match self.field(written)? {
            Field::Column(id) => Some(id),
            _ => {
                self.unknown_column(written, &[]);
                None
            }
        }
    }

    pub(crate) fn link(&self, written: &Written) -> Option<LinkId> {
        let found = self.link_named(&written.text);
        if found.is_none() && !self.pack.faulty_links.contains(&written.text) {
            let links = self.pack.links.iter().filter(|link| self.scope.links.has(link));
            let names = links.map(|link| link.name.as_str());
            self.source.unknown("fault-unknown-link", &written.span, &written.text, names);
        }
        found
    }

    fn link_named(&self, name: &str) -> Option<LinkId> {
        let from = self.scope.links;
        let index = self.pack.links.iter().position(|link| link.name == name && from.has(link))?;
        self.source.faults.uses(Used::Link, name);
        u16::try_from(index).ok().map(LinkId)
    }

    /// A name → what it refers to. A name that refers to nothing is a fault.
    pub(crate) fn field(&self, written: &Written) -> Option<Field> {
        let found = self.named(written);
        if found.is_none() {
            self.unknown_column(written, &[]);
        }
        found
    }

    fn named(&self, written: &Written) -> Option<Field> {
        let name = written.text.as_str();
        if let Some(id) = self.scope.schema.find(name) {
            return Some(Field::Column(id));
        }
        match name {
            "first cell" if self.scope.links == From::Sheet => return Some(Field::FirstCell),
            "cell" if self.scope.cell => return Some(Field::Cell),
            _ => {}
        }
        if let Some(link) = self.link_named(name) {
            return Some(Field::Link(link));
        }
        if let Some(id) = self.scope.outer.and_then(|outer| outer.find(name)) {
            return Some(Field::Outer(id));
        }
        if let Some((link, column)) = name.split_once('.')
            && let Some(link) = self.link_named(link)
        {
            let target = self.pack.target(self.pack.link(link));
            return target.find(column).map(|id| Field::Linked(link, id));
        }
        None
    }

    /// A name that is no column, no link and no column of one; `more`: what else could have stood there.
    fn unknown_column(&self, written: &Written, more: &[&'static str]) {
        let (link, column) = written.text.split_once('.').unwrap_or((&written.text, ""));
        if self.scope.links != From::Nowhere && self.pack.faulty_links.iter().any(|faulty| faulty == link) {
            return;
        }
        if let (Some(link), false) = (self.link_named(link), column.is_empty()) {
            let target = self.pack.target(self.pack.link(link));
            let names = target.columns.iter().map(|column| column.name.as_str());
            self.source.unknown("fault-unknown-column", &written.span, column, names);
            return;
        }
        let columns = self.scope.schema.columns.iter().map(|column| column.name.as_str());
        let links = self.pack.links.iter().filter(|link| self.scope.links.has(link));
        let links = links.map(|link| link.name.as_str());
        self.source.unknown_or("fault-unknown-column", written, columns.chain(links), more);
    }
}

/// What of a test is underlined: the key of one in braces, else the word.
fn shown(node: &Node) -> Place {
    match &node.value {
        Value::Map(entries) => entries.first().map_or(node.span.clone(), |(key, _)| key.span.clone()),
        _ => node.span.clone(),
    }
}

/// `$name` → the setting's value, with the place where it is named.
fn setting(source: &Source<'_>, settings: &BTreeMap<String, Node>, node: &Node) -> Option<Node> {
    let Value::Text(text) = &node.value else { return Some(node.clone()) };
    let Some(name) = text.strip_prefix('$') else { return Some(node.clone()) };
    let Some(found) = settings.get(name) else {
        source.unknown("fault-unknown-setting", &node.span, name, settings.keys().map(String::as_str));
        return None;
    };
    source.faults.uses(Used::Setting, name);
    Some(Node { value: found.value.clone(), span: node.span.clone() })
}

/// `7 days`, `7` or a setting of either.
pub(crate) fn days(source: &Source<'_>, settings: &BTreeMap<String, Node>, node: &Node) -> Option<i32> {
    let node = setting(source, settings, node)?;
    let days = match &node.value {
        Value::Int(days) => i32::try_from(*days).ok(),
        Value::Text(text) => day_count(text),
        _ => None,
    };
    let days = days.filter(|days| *days >= 0);
    if days.is_none() {
        source.fault(&node.span, Note::new("fault-bad-days"));
    }
    days
}

/// `7 days`, `1 day` or `7`.
pub(crate) fn day_count(text: &str) -> Option<i32> {
    text.trim().trim_end_matches("days").trim_end_matches("day").trim().parse().ok()
}

/// A count, or a setting that is one.
pub(crate) fn count(source: &Source<'_>, settings: &BTreeMap<String, Node>, node: &Node) -> Option<u64> {
    source.count(&setting(source, settings, node)?)
}
