//! The sandbox. The only place that names rhai.
//!
//! A script sees one row and answers true, false or undecided. It has no files, no network, no clock
//! and no waiting; its work, memory and depth are bounded; comparing unlike things is an error.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use regex::Regex;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{
    AST, ASTNode, Array, Dynamic, Engine, EvalAltResult, Expr, ImmutableString, Position, Scope, Stmt,
};
use rustc_hash::FxHashMap;

use super::compile::Scope as Names;
use super::cond::{LinkId, Unique, build_regex};
use super::fault::{Fault, SourceFile};
use super::pack::Pack;
use super::source::Source;
use super::yaml::{Node, Value as Yaml};
use crate::fold;
use crate::lang::Note;
use crate::schema::{ColumnId, Schema};
use crate::sheet::{self, Row, Value};
use crate::swedish::address;

/// Steps that a script may take for one row.
const OPERATIONS: u64 = 50_000;
/// Bytes of a text, items of a list, keys of a map.
const TEXT: usize = 64 * 1024;
const ITEMS: usize = 4_096;
const KEYS: usize = 256;
const CALLS: usize = 16;
const DEPTH: usize = 64;
/// Regexes that are kept built: more than a pack writes.
const REGEXES: usize = 256;

/// A compiled script.
pub struct Script {
    ast: AST,
    /// The columns it reads, in the schema's order.
    pub reads: Vec<ColumnId>,
    /// The links it follows.
    pub links: Vec<LinkId>,
    /// The links whose candidates it asks for.
    pub candidates: Vec<LinkId>,
    /// What it asks to be unique.
    pub uniques: Vec<Unique>,
    place: Place,
}

/// Where a script's first line stands in its file.
#[derive(Debug, Clone)]
struct Place {
    file: Arc<SourceFile>,
    /// The byte where each line of the script begins in the file, and its indent is behind it.
    lines: Vec<usize>,
}

/// What a script said of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The row keeps the rule, or breaks it.
    Is(bool),
    /// It cannot tell.
    Undecided(Blame),
    /// The script broke.
    Broke(Fault),
}

/// Why a script cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// It said so.
    Nothing,
    /// This column could not be read.
    Column(ColumnId),
    /// This link could not be followed.
    Link(LinkId),
}

/// What a script may look at: the row, and the rows at its links' ends.
pub struct View<'r> {
    /// The columns of the row.
    pub schema: &'r Schema,
    /// The row.
    pub row: &'r Row,
    /// For each link of the script: the row, none where there is none, or undecided.
    pub linked: Vec<(LinkId, Linked<'r>)>,
    /// For each link of the script's `candidates`: those, the nearest first; none where it cannot be told.
    pub candidates: Vec<(LinkId, Option<Vec<&'r Row>>)>,
    /// Is the row unique, for each of the script's `uniques`?
    pub unique: Vec<Option<bool>>,
    /// The day of the audit.
    pub as_of: Date,
}

/// The row at a link's end, as a script sees it.
#[derive(Clone, Copy)]
pub enum Linked<'r> {
    /// A row.
    Row(&'r Row),
    /// No row fits.
    None,
    /// It cannot be told.
    Undecided,
}

/// Compiles and runs the scripts of one pack.
pub struct Scripts {
    engine: Engine,
    library: RefCell<AST>,
    pack: Rc<Pack>,
    at_hand: Rc<RefCell<AtHand>>,
}

/// What the functions of a running script find by name.
#[derive(Default)]
struct AtHand {
    links: Vec<(String, Dynamic)>,
    candidates: Vec<(String, Dynamic)>,
    uniques: Vec<(String, Dynamic)>,
}

impl fmt::Debug for Scripts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripts")
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("reads", &self.reads).finish_non_exhaustive()
    }
}

/// Said by `undecided()`, and thrown by a cell that cannot be read.
#[derive(Debug, Clone, Copy)]
struct Undecided(Blame);

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day(Date);

/// A row's cells, by name.
#[derive(Clone)]
struct Cells(Rc<Vec<(ImmutableString, Held)>>);

#[derive(Clone)]
enum Held {
    Text(ImmutableString),
    Number(f64),
    Date(Date),
    /// Blank in a column of numbers or dates.
    Nothing,
    Undecided(ColumnId),
}

type RhaiResult<T> = Result<T, Box<EvalAltResult>>;

impl Scripts {
    /// An engine with the pack's words and settings in reach.
    #[must_use]
    pub fn new(pack: Rc<Pack>) -> Self {
        let at_hand: Rc<RefCell<AtHand>> = Rc::default();
        let mut engine = engine(&pack);
        register_relations(&mut engine, &at_hand);
        Self { engine, library: RefCell::new(AST::empty()), pack, at_hand }
    }

    /// Adds a file of `lib/`: functions that every script of the pack may call.
    pub(crate) fn add_library(&self, source: Source<'_>) {
        let text = &source.file.text;
        let place = Place { file: Arc::clone(source.file), lines: line_starts(text) };
        if let Some(ast) = self.parse(&source, text, &place) {
            let merged = self.library.borrow().merge(&ast.clone_functions_only());
            *self.library.borrow_mut() = merged;
        }
    }

    /// Compiles the script of a rule that judges rows of this scope. `number`: one for each `unique`.
    pub(crate) fn compile(
        &self,
        source: &Source<'_>,
        node: &Node,
        scope: Names<'_>,
        number: &mut dyn FnMut() -> u16,
    ) -> Option<Script> {
        let Yaml::Text(text) = &node.value else {
            source.fault(&node.span, Note::new("fault-script-block"));
            return None;
        };
        let place = block(source, &node.span).or_else(|| {
            source.fault(&node.span, Note::new("fault-script-block"));
            None
        })?;
        let ast = self.parse(source, text, &place)?;
        let uses = self.uses(source, &ast, scope, &place);
        let ast = self.library.borrow().merge(&ast);
        Some(Script {
            ast,
            reads: uses.reads.into_iter().collect(),
            links: uses.links.into_iter().collect(),
            candidates: uses.candidates.into_iter().collect(),
            uniques: uses.uniques.into_iter().map(|unique| Unique { id: number(), ..unique }).collect(),
            place,
        })
    }

    fn parse(&self, source: &Source<'_>, text: &str, place: &Place) -> Option<AST> {
        match self.engine.compile(text) {
            // An open `/*` swallows the rest of a script in silence; closed, it would still compile.
            Ok(_) if self.engine.compile(format!("{text}\n*/")).is_ok() => {
                let start = text.rfind("/*").unwrap_or(0);
                let line = text[..start].matches('\n').count() + 1;
                source.fault(&place.span(line, 1), Note::new("fault-script-open-comment"));
                None
            }
            Ok(ast) => Some(ast),
            Err(error) => {
                let at = error.position();
                let span = place.span(at.line().unwrap_or(1), at.position().unwrap_or(1));
                source.fault(
                    &span,
                    Note::new("fault-script-syntax").with("reason", error.err_type().to_string()),
                );
                None
            }
        }
    }

    fn uses(&self, source: &Source<'_>, ast: &AST, scope: Names<'_>, place: &Place) -> Uses {
        let mut uses = Uses::default();
        ast.walk(&mut |path: &[ASTNode<'_>]| {
            match path.last() {
                Some(ASTNode::Expr(expr)) => {
                    let parent = path.len().checked_sub(2).and_then(|index| path.get(index));
                    self.look_at(source, expr, parent, scope, place, &mut uses);
                }
                // A call that is a statement of its own is no expression to rhai.
                Some(ASTNode::Stmt(Stmt::FnCall(call, at))) => {
                    self.calls(source, (call, *at), scope, place, &mut uses);
                }
                _ => {}
            }
            true
        });
        uses
    }

    fn look_at(
        &self,
        source: &Source<'_>,
        expr: &Expr,
        parent: Option<&ASTNode<'_>>,
        scope: Names<'_>,
        place: &Place,
        uses: &mut Uses,
    ) {
        match expr {
            Expr::Dot(pair, ..) | Expr::Index(pair, ..) => {
                let Expr::Variable(variable, ..) = &pair.lhs else { return };
                let Some(target) = self.target(&variable.1, scope) else { return };
                if let Some((name, at)) = first_name(&pair.rhs) {
                    self.read(source, &target, name, &place.at(at, name), uses);
                } else if matches!(expr, Expr::Index(..)) {
                    source.fault(&place.at(pair.rhs.position(), ""), Note::new("fault-script-row-index"));
                }
            }
            Expr::Variable(variable, _, at) => {
                if let Some(target) = self.target(&variable.1, scope) {
                    if let Target::Link(link, _) = target {
                        uses.links.insert(link);
                    }
                    let is_base = matches!(
                        parent,
                        Some(ASTNode::Expr(Expr::Dot(..) | Expr::Index(..) | Expr::FnCall(..)))
                    );
                    if matches!(target, Target::Row(_)) && !is_base {
                        source.fault(&place.at(*at, &variable.1), Note::new("fault-script-row-alias"));
                    }
                }
            }
            Expr::FnCall(call, at) => self.calls(source, (call, *at), scope, place, uses),
            _ => {}
        }
    }

    fn calls(
        &self,
        source: &Source<'_>,
        (call, at): (&rhai::FnCallExpr, Position),
        scope: Names<'_>,
        place: &Place,
        uses: &mut Uses,
    ) {
        self.check_call(source, call, place);
        self.relation(source, (call, at), scope, place, uses);
    }

    fn target<'s>(&'s self, variable: &str, scope: Names<'s>) -> Option<Target<'s>> {
        if variable == "row" {
            return Some(Target::Row(scope.schema()));
        }
        let link = self.link(variable, scope)?;
        Some(Target::Link(link, self.pack.target(self.pack.link(link))))
    }

    fn link(&self, name: &str, scope: Names<'_>) -> Option<LinkId> {
        let from = scope.links();
        let index = self.pack.links.iter().position(|link| link.name == name && from.has(link))?;
        u16::try_from(index).ok().map(LinkId)
    }

    /// `link("…")`, `candidates("…")`, `nearest("…")` and `unique(["…"])` name what they want outright.
    fn relation(
        &self,
        source: &Source<'_>,
        (call, at): (&rhai::FnCallExpr, Position),
        scope: Names<'_>,
        place: &Place,
        uses: &mut Uses,
    ) {
        let name = call.name.as_str();
        if !["link", "candidates", "nearest", "unique"].contains(&name) {
            return;
        }
        let names = call.args.first().map(literals).unwrap_or_default();
        if names.is_empty() {
            source.fault(&place.at(at, name), Note::new("fault-script-name").with("function", name));
            return;
        }
        if name == "unique" {
            uses.uniques.push(unique(source, call, &names, scope, place));
            return;
        }
        for (written, at) in &names {
            match self.link(written, scope) {
                Some(link) if name == "link" => {
                    uses.links.insert(link);
                }
                Some(link) => {
                    uses.candidates.insert(link);
                }
                None => {
                    let links = self.pack.links.iter().filter(|link| scope.links().has(link));
                    let links = links.map(|link| link.name.as_str());
                    source.unknown("fault-unknown-link", &place.at(*at, written), written, links);
                }
            }
        }
    }

    fn read(
        &self,
        source: &Source<'_>,
        target: &Target<'_>,
        name: &str,
        span: &Range<usize>,
        uses: &mut Uses,
    ) {
        let schema = match target {
            Target::Row(schema) | Target::Link(_, schema) => schema,
        };
        match (target, schema.find(name)) {
            (Target::Row(_), Some(id)) => {
                uses.reads.insert(id);
            }
            (Target::Link(..), Some(_)) => {}
            (_, None) => source.unknown(
                "fault-unknown-column",
                span,
                name,
                schema.columns.iter().map(|c| c.name.as_str()),
            ),
        }
    }

    /// Terms and settings that a script names must be there.
    fn check_call(&self, source: &Source<'_>, call: &rhai::FnCallExpr, place: &Place) {
        let argument = |index: usize| match call.args.get(index) {
            Some(Expr::StringConstant(text, at)) => Some((text.as_str(), *at)),
            _ => None,
        };
        match call.name.as_str() {
            "is_a" | "mentions" => {
                if let Some((term, at)) = argument(1)
                    && self.pack.words.term(term).is_none()
                {
                    source.unknown("fault-unknown-term", &place.at(at, term), term, self.pack.words.names());
                }
            }
            "setting" => {
                if let Some((name, at)) = argument(0)
                    && !self.pack.settings.contains_key(name)
                {
                    source.unknown(
                        "fault-unknown-setting",
                        &place.at(at, name),
                        name,
                        self.pack.settings.keys().map(String::as_str),
                    );
                }
            }
            "matches" | "find_all" => {
                if let Some((pattern, at)) = argument(1)
                    && let Err(error) = build_regex(pattern)
                {
                    let reason = error.to_string().lines().last().unwrap_or_default().trim().to_owned();
                    source.fault(&place.at(at, pattern), Note::new("fault-bad-regex").with("reason", reason));
                }
            }
            _ => {}
        }
    }

    /// Runs a script on a row.
    #[must_use]
    pub fn run(&self, script: &Script, view: &View<'_>) -> Answer {
        let mut scope = Scope::new();
        scope.push_constant("row", cells(view.schema, view.row, Some(&script.reads)));
        scope.push_constant("as_of", Day(view.as_of));
        let mut at_hand = AtHand::default();
        let row_of =
            |id: LinkId, row: &Row| Dynamic::from(cells(self.pack.target(self.pack.link(id)), row, None));
        for (id, linked) in &view.linked {
            let name = self.pack.link(*id).name.as_str();
            let value = match linked {
                Linked::Row(row) => row_of(*id, row),
                Linked::None => Dynamic::UNIT,
                Linked::Undecided => Dynamic::from(Undecided(Blame::Link(*id))),
            };
            scope.push_constant_dynamic(name, value.clone());
            at_hand.links.push((name.to_owned(), value));
        }
        for (id, rows) in &view.candidates {
            let value = match rows {
                Some(rows) => rows.iter().take(ITEMS).map(|row| row_of(*id, row)).collect::<Array>().into(),
                None => Dynamic::from(Undecided(Blame::Link(*id))),
            };
            at_hand.candidates.push((self.pack.link(*id).name.clone(), value));
        }
        for (unique, is) in script.uniques.iter().zip(&view.unique) {
            let names = unique.fields.iter().map(|id| view.schema.column(*id).name.as_str());
            let value = is.map_or_else(|| Dynamic::from(Undecided(Blame::Nothing)), Dynamic::from);
            at_hand.uniques.push((names.collect::<Vec<_>>().join("\u{1f}"), value));
        }
        *self.at_hand.borrow_mut() = at_hand;
        match self.engine.eval_ast_with_scope::<Dynamic>(&mut scope, &script.ast) {
            Ok(answer) => answer_of(&answer, script),
            Err(error) => broke_or_undecided(&error, script),
        }
    }
}

#[derive(Default)]
struct Uses {
    reads: BTreeSet<ColumnId>,
    links: BTreeSet<LinkId>,
    candidates: BTreeSet<LinkId>,
    /// Not numbered yet.
    uniques: Vec<Unique>,
}

/// `unique(["A", "B"])` or `unique(["A", "B"], "Day", 30)`.
fn unique(
    source: &Source<'_>,
    call: &rhai::FnCallExpr,
    names: &[(String, Position)],
    scope: Names<'_>,
    place: &Place,
) -> Unique {
    let column = |(name, at): &(String, Position)| {
        let found = scope.schema().find(name);
        if found.is_none() {
            let columns = scope.schema().columns.iter().map(|column| column.name.as_str());
            source.unknown("fault-unknown-column", &place.at(*at, name), name, columns);
        }
        found
    };
    let day = call.args.get(1).map(literals).unwrap_or_default();
    let days = call.args.get(2).and_then(|days| days.get_literal_value(None)?.as_int().ok());
    let within = day.first().and_then(column).zip(days.and_then(|days| i32::try_from(days).ok()));
    Unique { id: 0, fields: names.iter().filter_map(column).collect(), within }
}

/// The texts that an argument writes out: one, or a list of them.
fn literals(argument: &Expr) -> Vec<(String, Position)> {
    let at = argument.position();
    let text = |value: &Dynamic| value.clone().into_string().ok().map(|text| (text, at));
    match argument {
        Expr::StringConstant(text, at) => vec![(text.to_string(), *at)],
        Expr::Array(items, _) => items.iter().flat_map(literals).collect(),
        Expr::DynamicConstant(value, _) => value
            .read_lock::<Array>()
            .map(|items| items.iter().filter_map(text).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

enum Target<'s> {
    Row(&'s Schema),
    Link(LinkId, &'s Schema),
}

/// The name in `.name` or `["name"]`, and of `.name.more()` the first.
fn first_name(rhs: &Expr) -> Option<(&str, Position)> {
    match rhs {
        Expr::Property(names, at) => Some((names.2.as_str(), *at)),
        Expr::StringConstant(text, at) => Some((text.as_str(), *at)),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => first_name(&pair.lhs),
        _ => None,
    }
}

fn answer_of(answer: &Dynamic, script: &Script) -> Answer {
    if let Ok(is) = answer.as_bool() {
        return Answer::Is(is);
    }
    if let Some(undecided) = answer.read_lock::<Undecided>() {
        return Answer::Undecided(undecided.0);
    }
    let note = Note::new("script-no-answer").with("found", answer.type_name());
    Answer::Broke(script.place.fault(Position::new(1, 1), note))
}

fn broke_or_undecided(error: &EvalAltResult, script: &Script) -> Answer {
    if let EvalAltResult::ErrorRuntime(thrown, _) = error.unwrap_inner()
        && let Some(undecided) = thrown.read_lock::<Undecided>()
    {
        return Answer::Undecided(undecided.0);
    }
    let inner = error.unwrap_inner();
    let mut reason = inner.to_string();
    if let Some(cut) = reason.rfind(" (line ") {
        reason.truncate(cut);
    }
    let at = if error.position().is_none() { inner.position() } else { error.position() };
    Answer::Broke(script.place.fault(at, Note::new("script-broke").with("reason", reason)))
}

impl Place {
    fn span(&self, line: usize, column: usize) -> Range<usize> {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.file.text.len());
        let rest = self.file.text.get(start..).unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let offset = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(byte, _)| byte);
        start + offset..start + offset
    }

    /// The place of a token that reads `text`.
    fn at(&self, at: Position, text: &str) -> Range<usize> {
        let start = self.span(at.line().unwrap_or(1), at.position().unwrap_or(1)).start;
        let rest = self.file.text.get(start..).unwrap_or_default();
        let skip = rest.find(text).filter(|skip| *skip <= 2).unwrap_or(0);
        start + skip..(start + skip + text.len()).min(self.file.text.len())
    }

    fn fault(&self, at: Position, note: Note) -> Fault {
        Fault::at(&self.file, self.span(at.line().unwrap_or(1), at.position().unwrap_or(1)), note)
    }
}

/// Where the lines of a `|` block begin in its file; none for any other form of text.
fn block(source: &Source<'_>, span: &Range<usize>) -> Option<Place> {
    let text = &source.file.text;
    let line = line_start(text, span.start)?;
    // The block's own span may begin at its header or at its first line.
    let at_header = !text.get(line..span.start)?.trim().is_empty();
    let header_line = if at_header { line } else { line_start(text, text.get(..line)?.trim_end().len())? };
    let header = text.get(header_line..)?.split('\n').next()?;
    if !header.trim_end().trim_end_matches(['-', '+']).ends_with('|') {
        return None;
    }
    let first = header_line + header.len() + 1;
    let body = text.get(first..)?;
    let indent = body
        .lines()
        .find(|line| !line.trim().is_empty())
        .map_or(0, |line| line.len() - line.trim_start().len());
    let starts = line_starts(body).into_iter().map(|start| first + start);
    let lines = starts
        .map(|start| start + indent.min(text[start..].split('\n').next().map_or(0, str::len)))
        .collect();
    Some(Place { file: Arc::clone(source.file), lines })
}

/// The byte where the line around this byte begins.
fn line_start(text: &str, at: usize) -> Option<usize> {
    Some(text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1))
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// The cells that a script may read; of the others only that they are there.
fn cells(schema: &Schema, row: &Row, reads: Option<&[ColumnId]>) -> Cells {
    let held = |(index, column): (usize, &crate::schema::Column)| {
        let id = ColumnId(u16::try_from(index).ok()?);
        let wanted = reads.is_none_or(|reads| reads.contains(&id));
        wanted.then(|| (ImmutableString::from(column.name.as_str()), held(row.cell(id), column.kind, id)))
    };
    Cells(Rc::new(schema.columns.iter().enumerate().filter_map(held).collect()))
}

fn held(cell: &sheet::Cell, kind: crate::schema::ColumnType, id: ColumnId) -> Held {
    use crate::schema::ColumnType;
    if cell.marks.damaged {
        return Held::Undecided(id);
    }
    match (cell.value, kind) {
        (Value::Absent | Value::Error | Value::NoValue | Value::BadDate | Value::AmbiguousDate, _) => {
            Held::Undecided(id)
        }
        (Value::Blank, ColumnType::Date | ColumnType::Number) => Held::Nothing,
        (Value::Blank, _) => Held::Text(ImmutableString::new()),
        (Value::Text, _) => Held::Text(cell.text.as_str().into()),
        (Value::Number(number), _) => Held::Number(number),
        (Value::Date(date), _) => Held::Date(date),
    }
}

fn engine(pack: &Rc<Pack>) -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    for symbol in ["eval", "print", "debug", "import", "export", "sleep", "timestamp"] {
        engine.disable_symbol(symbol);
    }
    engine
        .set_max_operations(OPERATIONS)
        .set_max_string_size(TEXT)
        .set_max_array_size(ITEMS)
        .set_max_map_size(KEYS)
        .set_max_call_levels(CALLS)
        .set_max_expr_depths(DEPTH, DEPTH)
        .set_max_variables(128)
        .set_max_functions(128)
        .set_fast_operators(false)
        .set_strict_variables(false);
    register_values(&mut engine);
    register_words(&mut engine, pack);
    register_mismatches(&mut engine);
    engine
}

fn register_values(engine: &mut Engine) {
    engine.register_type_with_name::<Cells>("row");
    engine.register_type_with_name::<Day>("date");
    engine.register_type_with_name::<Undecided>("undecided");
    engine.register_indexer_get(|cells: &mut Cells, name: ImmutableString| -> RhaiResult<Dynamic> {
        cells.get(&name)
    });
    engine.register_fn("undecided", || Undecided(Blame::Nothing));
    engine.register_fn("found", |_: Cells| true);
    engine.register_fn("found", |(): ()| false);
    engine.register_fn("found", |undecided: Undecided| -> RhaiResult<bool> { Err(throw(undecided)) });
    engine.register_fn("days_between", |a: Day, b: Day| i64::from((b.0 - a.0).get_days()));
    engine.register_fn("==", |a: Day, b: Day| a == b);
    engine.register_fn("!=", |a: Day, b: Day| a != b);
    engine.register_fn("<", |a: Day, b: Day| a < b);
    engine.register_fn("<=", |a: Day, b: Day| a <= b);
    engine.register_fn(">", |a: Day, b: Day| a > b);
    engine.register_fn(">=", |a: Day, b: Day| a >= b);
}

/// The rows at links' ends, and the row's own sameness, by name.
fn register_relations(engine: &mut Engine, at_hand: &Rc<RefCell<AtHand>>) {
    fn find(all: &[(String, Dynamic)], name: &str) -> RhaiResult<Dynamic> {
        let found = all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        found.ok_or_else(|| broken(&format!("`{name}` is not at hand here")))
    }
    fn told(value: Dynamic) -> RhaiResult<Dynamic> {
        match value.read_lock::<Undecided>().map(|undecided| *undecided) {
            Some(undecided) => Err(throw(undecided)),
            None => Ok(value),
        }
    }
    let hand = Rc::clone(at_hand);
    engine.register_fn("link", move |name: &str| find(&hand.borrow().links, name));
    let hand = Rc::clone(at_hand);
    engine.register_fn("candidates", move |name: &str| find(&hand.borrow().candidates, name).and_then(told));
    let hand = Rc::clone(at_hand);
    engine.register_fn("nearest", move |name: &str| -> RhaiResult<Dynamic> {
        let rows = find(&hand.borrow().candidates, name).and_then(told)?;
        Ok(rows.into_array().ok().and_then(|rows| rows.into_iter().next()).unwrap_or(Dynamic::UNIT))
    });
    let unique = |hand: &Rc<RefCell<AtHand>>, columns: &Array| -> RhaiResult<Dynamic> {
        let names: Vec<String> = columns.iter().filter_map(|name| name.clone().into_string().ok()).collect();
        find(&hand.borrow().uniques, &names.join("\u{1f}")).and_then(told)
    };
    let hand = Rc::clone(at_hand);
    engine.register_fn("unique", move |columns: Array| unique(&hand, &columns));
    let hand = Rc::clone(at_hand);
    engine.register_fn("unique", move |columns: Array, _: &str, _: i64| unique(&hand, &columns));
}

fn register_words(engine: &mut Engine, pack: &Rc<Pack>) {
    let regexes: Rc<RefCell<FxHashMap<ImmutableString, Regex>>> = Rc::default();
    engine.register_fn("fold", |text: &str| fold::words(text));
    engine.register_fn("numbers", |text: &str| numbers(text));
    engine.register_fn("contains_address", |text: &str| address::mention(text).is_some());
    engine.register_fn("same_address", |a: &str, b: &str| {
        likeness(a, b).map(|likeness| likeness == address::Likeness::Same)
    });
    engine.register_fn("near_address", |a: &str, b: &str| {
        likeness(a, b).map(|likeness| matches!(likeness, address::Likeness::Near(_)))
    });
    let words = Rc::clone(pack);
    engine.register_fn("is_a", move |text: &str, term: &str| -> RhaiResult<Dynamic> {
        let id = words.words.term(term).ok_or_else(|| broken(&format!("unknown term `{term}`")))?;
        if fold::is_blank(text) {
            return Ok(false.into());
        }
        words.words.is_a(text, id).map(Dynamic::from).ok_or_else(|| throw(Undecided(Blame::Nothing)))
    });
    let words = Rc::clone(pack);
    engine.register_fn("mentions", move |text: &str, term: &str| -> RhaiResult<bool> {
        let id = words.words.term(term).ok_or_else(|| broken(&format!("unknown term `{term}`")))?;
        Ok(words.words.mentions(text, id))
    });
    let words = Rc::clone(pack);
    engine.register_fn("setting", move |name: &str| -> RhaiResult<Dynamic> {
        words.settings.get(name).map(plain).ok_or_else(|| broken(&format!("unknown setting `{name}`")))
    });
    let built = Rc::clone(&regexes);
    engine.register_fn("matches", move |text: &str, pattern: ImmutableString| -> RhaiResult<bool> {
        with_regex(&built, &pattern, |regex| regex.is_match(text))
    });
    engine.register_fn("find_all", move |text: &str, pattern: ImmutableString| -> RhaiResult<Array> {
        with_regex(&regexes, &pattern, |regex| {
            regex
                .find_iter(text)
                .take(ITEMS)
                .map(|found| Dynamic::from(ImmutableString::from(found.as_str())))
                .collect()
        })
    });
}

/// How alike two addresses are; undecided where one of them is none.
fn likeness(a: &str, b: &str) -> RhaiResult<address::Likeness> {
    match address::compare(a, b).likeness {
        address::Likeness::Unreadable => Err(throw(Undecided(Blame::Nothing))),
        likeness => Ok(likeness),
    }
}

fn with_regex<T>(
    built: &RefCell<FxHashMap<ImmutableString, Regex>>,
    pattern: &ImmutableString,
    use_it: impl FnOnce(&Regex) -> T,
) -> RhaiResult<T> {
    if let Some(regex) = built.borrow().get(pattern) {
        return Ok(use_it(regex));
    }
    let regex = build_regex(pattern).map_err(|error| broken(&error.to_string()))?;
    let result = use_it(&regex);
    let mut built = built.borrow_mut();
    if built.len() < REGEXES {
        built.insert(pattern.clone(), regex);
    }
    Ok(result)
}

/// `"Åsa" > 5` would be silently false; unlike things are an error instead.
fn register_mismatches(engine: &mut Engine) {
    let types: [TypeId; 9] = [
        TypeId::of::<ImmutableString>(),
        TypeId::of::<i64>(),
        TypeId::of::<f64>(),
        TypeId::of::<bool>(),
        TypeId::of::<char>(),
        TypeId::of::<Day>(),
        TypeId::of::<Array>(),
        TypeId::of::<Cells>(),
        TypeId::of::<Undecided>(),
    ];
    let is_number = |id: TypeId| id == TypeId::of::<i64>() || id == TypeId::of::<f64>();
    let is_text = |id: TypeId| id == TypeId::of::<ImmutableString>() || id == TypeId::of::<char>();
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        for left in types {
            for right in types {
                let alike = left == right
                    || (is_number(left) && is_number(right))
                    || (is_text(left) && is_text(right));
                if alike {
                    continue;
                }
                engine.register_raw_fn(operator, [left, right], move |_, args| -> RhaiResult<bool> {
                    Err(broken(&format!("`{operator}`: {} / {}", args[0].type_name(), args[1].type_name())))
                });
            }
        }
    }
}

impl Cells {
    fn get(&self, name: &str) -> RhaiResult<Dynamic> {
        let held = self.0.iter().find(|(found, _)| found == name).map(|(_, held)| held);
        match held {
            Some(Held::Text(text)) => Ok(text.clone().into()),
            Some(Held::Number(number)) => Ok((*number).into()),
            Some(Held::Date(date)) => Ok(Dynamic::from(Day(*date))),
            Some(Held::Nothing) => Ok(Dynamic::UNIT),
            Some(Held::Undecided(id)) => Err(throw(Undecided(Blame::Column(*id)))),
            None => Err(broken(&format!("unknown column `{name}`"))),
        }
    }
}

fn throw(undecided: Undecided) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(Dynamic::from(undecided), Position::NONE).into()
}

fn broken(reason: &str) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(reason.to_owned().into(), Position::NONE).into()
}

/// The runs of digits in a text.
fn numbers(text: &str) -> Array {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .take(ITEMS)
        .map(|run| Dynamic::from(ImmutableString::from(run)))
        .collect()
}

/// A setting as a script sees it.
fn plain(node: &Node) -> Dynamic {
    match &node.value {
        Yaml::Null => Dynamic::UNIT,
        Yaml::Bool(value) => (*value).into(),
        Yaml::Int(value) => (*value).into(),
        Yaml::Float(value) => (*value).into(),
        Yaml::Text(text) => text.clone().into(),
        Yaml::List(items) => items.iter().map(plain).collect::<Array>().into(),
        Yaml::Map(_) => Dynamic::UNIT,
    }
}
