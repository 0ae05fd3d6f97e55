//! One rule's file: as written → compiled.

mod own_tests;

use std::sync::Arc;

use jiff::civil::Date;

use own_tests::tests;
pub use own_tests::{Expected, RuleTest, TestRow};

use super::compile::{Compiler, From, Scope, count};
use super::cond::{Cond, Field, LinkId};
use super::contradiction;
use super::digest;
use super::fault::SourceFile;
use super::pack::Pack;
use super::script::{Script, Scripts};
use super::source::{Map, Source, Written};
use super::template::{Fact, Template};
use super::yaml::{Node, Value};
use crate::finding::{Basis, Severity};
use crate::lang::{Lang, Note};
use crate::schema::{ColumnType, Schema};

/// A rule, ready to judge.
#[derive(Debug)]
pub struct Rule {
    /// Its file's stem.
    pub id: Arc<str>,
    /// Names the fault.
    pub title: Arc<str>,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
    /// How grave a finding is.
    pub severity: Severity,
    /// Turned off, by the pack or by a configuration.
    pub off: bool,
    /// What it judges.
    pub over: Over,
    /// The days that it held.
    pub valid: Option<Valid>,
    /// Judged only on rows that these left undecided or unchecked.
    pub weaker_than: Vec<usize>,
    /// Where it applies; everywhere, without.
    pub when: Option<Cond>,
    /// What it demands.
    pub expect: Expect,
    /// The field to point at.
    pub at: Option<Field>,
    /// The links whose rows the finding shows.
    pub related: Vec<RelatedRow>,
    /// Why its conditions cannot be decided, where it says so itself.
    pub reasons: Vec<Arc<str>>,
    /// When many rows break it, they are one finding.
    pub together: Option<Together>,
    /// What is wrong.
    pub message: Template,
    /// What to do.
    pub help: Template,
    /// The tests that stand beside it.
    pub tests: Vec<RuleTest>,
    /// Outcomes that no test can show (`pass`, `fail`, `not_applicable`), each with the reason.
    pub untested: Vec<(String, String)>,
    /// Its file.
    pub file: Arc<SourceFile>,
    /// `sha256:…` over what its file says, its tests aside.
    pub digest: String,
    pub(super) weaker_than_written: Vec<Written>,
}

/// What a rule judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Each row of the sheet.
    Sheet,
    /// Each filled cell in the pack's columns.
    Cells,
    /// Each filled cell.
    EveryCell,
    /// Each column of the pack, once a sheet.
    Headers,
    /// Each row of a table, by its index in the pack.
    Table(usize),
}

/// The days that a rule held; both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valid {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

/// What a rule demands.
#[derive(Debug)]
pub enum Expect {
    /// A condition holds.
    Cond(Cond),
    /// A script says so.
    Script(Script),
}

/// The row at a link's end, or the nearest that misses, as a finding shows it.
#[derive(Debug)]
pub struct RelatedRow {
    /// The link.
    pub link: LinkId,
    /// What is said of it; where the rule says nothing, what it holds.
    pub message: Option<Template>,
}

/// Broken by more rows of a sheet than `above`, they become one finding.
#[derive(Debug)]
pub struct Together {
    /// More than this many.
    pub above: u64,
    /// How grave they are together.
    pub severity: Severity,
    /// What is said of them.
    pub message: Template,
}

const KEYS: [&str; 18] = [
    "clauses",
    "basis",
    "severity",
    "off",
    "title",
    "message",
    "help",
    "over",
    "valid",
    "weaker_than",
    "when",
    "expect",
    "script",
    "at",
    "related",
    "together",
    "tests",
    "untested",
];
/// The words for severities.
pub(crate) const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
/// The outcomes of a test that `untested` may excuse.
pub(super) const OUTCOMES: [&str; 3] = ["pass", "fail", "not_applicable"];
pub(super) const BASES: [(&str, Basis); 4] = [
    ("routine", Basis::Routine),
    ("assumption", Basis::Assumption),
    ("quality", Basis::Quality),
    ("privacy", Basis::Privacy),
];

/// What reading rules needs besides their files.
pub(crate) struct Context<'p> {
    pub(crate) pack: &'p Pack,
    pub(crate) lang: Lang,
    pub(crate) scripts: &'p Scripts,
    pub(crate) headers: &'p Schema,
}

/// Reads a rule. Where something that it cannot be judged without is faulty: none, and the faults say so.
pub(crate) fn read(
    source: Source<'_>,
    node: &Node,
    id: &str,
    context: &Context<'_>,
    uniques: &mut u16,
) -> Option<Rule> {
    let map = source.map(node, &KEYS);
    let pack = context.pack;
    let over = over(source, &map, pack);
    let scope = match over {
        Over::Sheet => Scope::sheet(pack),
        Over::Cells | Over::EveryCell => Scope::cells(pack),
        Over::Headers => Scope::rows_of(context.headers, From::Nowhere),
        Over::Table(index) => Scope::rows_of(&pack.tables[index], From::Table(index)),
    };
    let mut compiler = Compiler::new(source, pack, scope).numbered_from(*uniques);
    let when = map.get("when").map(|node| compiler.cond(node));
    let expect = expect(&source, &map, &mut compiler, context, scope);
    *uniques = compiler.next_number();
    let reasons = compiler.take_reasons();
    let reasons = reasons.iter().filter_map(|node| text_in(&source, node, context.lang));
    let reasons = reasons.map(|written| written.text.into()).collect();
    let field = |key: &str| map.get(key).and_then(|node| source.text(node));
    let severity = map.need("severity", &source).and_then(|node| source.choice(node, &SEVERITIES));
    let basis = map.need("basis", &source).and_then(|node| source.choice(node, &BASES));
    let facts = over.facts();
    let title = said(&source, map.need("title", &source), pack, context.lang, |text| text.text.into());
    let sentence = |key: &'static str| {
        said(&source, map.need(key, &source), pack, context.lang, |text| compiler.template(&text, facts))
    };
    let message = sentence("message");
    let help = sentence("help");
    let at = field("at").and_then(|written| compiler.field(&written));
    let related = map.get("related").map(|node| match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    });
    let related = related.unwrap_or_default().iter();
    let related =
        related.filter_map(|node| related_row(&source, node, &compiler, pack, context.lang, facts)).collect();
    let together =
        map.get("together").and_then(|node| together(&source, node, &compiler, pack, context.lang, severity));
    let weaker_than = map.get("weaker_than").map(|node| source.texts(node)).unwrap_or_default();
    let clauses = clauses(&source, &map, pack);
    let valid = map.get("valid").and_then(|node| valid(&source, node, scope.schema()));
    let off = map.get("off").and_then(|node| source.flag(node)).unwrap_or(false);
    let tests = tests(&source, &map, pack, scope.schema(), over);
    let untested = map.get("untested").map(|node| untested(&source, node, context.lang)).unwrap_or_default();
    if let (Some(Some(when)), Some(Expect::Cond(expect)), Some((key, _))) =
        (&when, &expect, map.entry("expect"))
        && contradiction::follows(expect, when)
    {
        source.fault(&key.span, Note::new("fault-never-broken"));
    }
    Some(Rule {
        id: id.into(),
        clauses,
        title: title?,
        basis: basis?,
        severity: severity?,
        off,
        over,
        valid,
        weaker_than: Vec::new(),
        weaker_than_written: weaker_than,
        when: match when {
            Some(None) => return None,
            Some(when) => when,
            None => None,
        },
        expect: expect?,
        at,
        related,
        reasons,
        together,
        message: message?,
        help: help?,
        tests,
        untested,
        file: Arc::clone(source.file),
        digest: digest::of_rule(node),
    })
}

impl Rule {
    /// Finds the rules that this one is weaker than; a name that is no rule is a fault. A rule that is
    /// itself faulty has been told of, and is left out.
    pub(crate) fn link_weaker(&mut self, source: Source<'_>, ids: &[String], compiled: &[Arc<str>]) {
        for written in std::mem::take(&mut self.weaker_than_written) {
            if !ids.contains(&written.text) {
                let names = ids.iter().map(String::as_str);
                source.unknown("fault-unknown-rule", &written.span, &written.text, names);
            }
            self.weaker_than.extend(compiled.iter().position(|id| **id == *written.text));
        }
    }
}

impl Over {
    /// The facts that its sentences may name.
    fn facts(self) -> &'static [Fact] {
        match self {
            Self::Sheet | Self::Table(_) => &[Fact::Row, Fact::AsOf],
            Self::Cells | Self::EveryCell => &[Fact::Row, Fact::AsOf, Fact::Column],
            Self::Headers => &[Fact::Row, Fact::AsOf, Fact::Column, Fact::Header],
        }
    }
}

/// What a sentence of `together` may name.
const TOGETHER: [Fact; 4] = [Fact::AsOf, Fact::Count, Fact::Rows, Fact::Oldest];

fn over(source: Source<'_>, map: &Map<'_>, pack: &Pack) -> Over {
    let Some(written) = map.get("over").and_then(|node| source.text(node)) else { return Over::Sheet };
    match written.text.as_str() {
        "sheet" => Over::Sheet,
        "cells" => Over::Cells,
        "every_cell" => Over::EveryCell,
        "headers" => Over::Headers,
        name => {
            if let Some(index) = pack.tables.iter().position(|table| table.name == name) {
                return Over::Table(index);
            }
            let names = pack.tables.iter().map(|table| table.name.as_str());
            source.unknown(
                "fault-unknown-over",
                &written.span,
                name,
                names.chain(["sheet", "cells", "every_cell", "headers"]),
            );
            Over::Sheet
        }
    }
}

fn expect(
    source: &Source<'_>,
    map: &Map<'_>,
    compiler: &mut Compiler<'_, '_>,
    context: &Context<'_>,
    scope: Scope<'_>,
) -> Option<Expect> {
    match (map.get("expect"), map.get("script")) {
        (Some(node), None) => compiler.cond(node).map(Expect::Cond),
        (None, Some(node)) => {
            context.scripts.compile(source, node, scope, &mut || compiler.unique_number()).map(Expect::Script)
        }
        (None, None) if !(map.lacks("expect") && map.lacks("script")) => None,
        (None, None) => {
            source.fault(&(map.span.start..map.span.start), Note::new("fault-no-expect"));
            None
        }
        (Some(_), Some(_)) => {
            let key = map.entry("script").map_or(map.span.clone(), |(key, _)| key.span.clone());
            source.fault(&key, Note::new("fault-expect-and-script"));
            None
        }
    }
}

fn clauses(source: &Source<'_>, map: &Map<'_>, pack: &Pack) -> Vec<String> {
    let written: Vec<Written> = map
        .need("clauses", source)
        .map(|node| source.some(node).iter().filter_map(|item| source.text(item)).collect())
        .unwrap_or_default();
    for clause in &written {
        if !pack.has_clause(&clause.text) {
            source.unknown(
                "fault-unknown-clause",
                &clause.span,
                &clause.text,
                pack.clauses.iter().map(|c| c.id.as_str()),
            );
        }
    }
    written.into_iter().map(|clause| clause.text).collect()
}

/// A text of a rule, read in every language and taken in the report's. A missing language is advice.
fn said<T>(
    source: &Source<'_>,
    node: Option<&Node>,
    pack: &Pack,
    lang: Lang,
    mut read: impl FnMut(Written) -> T,
) -> Option<T> {
    let node = node?;
    let Value::Map(entries) = &node.value else {
        for language in pack.languages.iter().skip(1) {
            source.advise(&node.span, Note::new("advice-language-missing").with("lang", language.code()));
        }
        return text_in(source, node, lang).map(read);
    };
    let taken = text_in(source, node, lang)?;
    for language in &pack.languages {
        match entries.iter().find(|(key, _)| key.text == language.code()) {
            None => {
                source.advise(&node.span, Note::new("advice-language-missing").with("lang", language.code()));
            }
            Some((_, other)) if other.span != taken.span => {
                source.text(other).filter(|text| has_text(source, text)).map(&mut read);
            }
            Some(_) => {}
        }
    }
    Some(read(taken))
}

fn has_text(source: &Source<'_>, written: &Written) -> bool {
    let has = !written.text.trim().is_empty();
    if !has {
        source.fault(&written.span, Note::new("fault-no-text"));
    }
    has
}

/// A text in a language; in the first that it has, where that one is missing.
pub(crate) fn text_in(source: &Source<'_>, node: &Node, lang: Lang) -> Option<Written> {
    if matches!(node.value, Value::Text(_)) {
        return source.text(node).filter(|text| has_text(source, text));
    }
    let map = source.map(node, &["sv", "en"]);
    let found = map.get(lang.code()).or_else(|| map.get("sv")).or_else(|| map.get("en"));
    if found.is_none() && map.is_empty() {
        source.fault(&node.span, Note::new("fault-no-text"));
    }
    source.text(found?).filter(|text| has_text(source, text))
}

/// `LINK`, or `{ link: LINK, message: … }`.
fn related_row(
    source: &Source<'_>,
    node: &Node,
    compiler: &Compiler<'_, '_>,
    pack: &Pack,
    lang: Lang,
    facts: &[Fact],
) -> Option<RelatedRow> {
    let (written, message) = match &node.value {
        Value::Map(_) => {
            let map = source.map(node, &["link", "message"]);
            let message =
                said(source, map.get("message"), pack, lang, |text| compiler.template(&text, facts));
            (source.text(map.need("link", source)?)?, message)
        }
        _ => (source.text(node)?, None),
    };
    Some(RelatedRow { link: compiler.link(&written)?, message })
}

/// The days of a rule, by the first date column of what it judges.
fn valid(source: &Source<'_>, node: &Node, schema: &Schema) -> Option<Valid> {
    let map = source.map(node, &["from", "to"]);
    let date = |key| map.get(key).and_then(|node| date(source, node));
    let valid = Valid { from: date("from"), to: date("to") };
    if valid.from.zip(valid.to).is_some_and(|(from, to)| from > to) {
        source.fault(&node.span, Note::new("fault-valid-backwards"));
    }
    if !schema.columns.iter().any(|column| column.kind == ColumnType::Date) {
        source.fault(&node.span, Note::new("fault-valid-without-day"));
    }
    Some(valid)
}

/// A day as it is written, `2026-11-23`; anything else is a fault.
pub(crate) fn date(source: &Source<'_>, node: &Node) -> Option<Date> {
    let written = source.text(node)?;
    let date = written.text.trim().parse().ok();
    if date.is_none() {
        source.fault(&written.span, Note::new("fault-bad-date").with("day", written.text.as_str()));
    }
    date
}

fn together(
    source: &Source<'_>,
    node: &Node,
    compiler: &Compiler<'_, '_>,
    pack: &Pack,
    lang: Lang,
    severity: Option<Severity>,
) -> Option<Together> {
    let map = source.map(node, &["above", "severity", "message"]);
    let above = map.need("above", source).and_then(|node| count(source, &pack.settings, node));
    let severity = map.get("severity").map_or(severity, |node| source.choice(node, &SEVERITIES));
    let message =
        said(source, map.need("message", source), pack, lang, |text| compiler.template(&text, &TOGETHER));
    Some(Together { above: above?, severity: severity?, message: message? })
}

fn untested(source: &Source<'_>, node: &Node, lang: Lang) -> Vec<(String, String)> {
    let map = source.map(node, &OUTCOMES);
    let reason = |outcome: &str| Some((outcome.to_owned(), text_in(source, map.get(outcome)?, lang)?.text));
    OUTCOMES.into_iter().filter_map(reason).collect()
}
