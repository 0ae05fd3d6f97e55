//! The sandbox. The only place that names rhai.
//!
//! A script sees one row and answers true, false or undecided. It has no files, no network, no clock
//! and no waiting; its work, memory and depth are bounded; comparing unlike things is an error.
//! `uses` looks through scripts while the pack loads.

mod engine;
mod memory;
mod relations;
mod uses;

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use rhai::{AST, Array, Dynamic, Engine, EvalAltResult, ImmutableString, Position, Scope};

use super::compile::Scope as Names;
use super::cond::{LinkId, Unique};
use super::fault::{Fault, SourceFile};
use super::pack::Pack;
use super::source::Source;
use super::yaml::{Node, Value as Yaml};
use crate::lang::Note;
use crate::schema::{ColumnId, Schema};
use crate::sheet::{self, Row, Value};
use engine::{FORBIDDEN, ITEMS, Work, engine};
pub(crate) use memory::{Memory, is_short};
use relations::AtHand;
use uses::Natives;

/// A compiled script.
pub struct Script {
    ast: AST,
    /// The columns it reads, in the schema's order.
    pub reads: Vec<ColumnId>,
    /// The links it follows.
    pub links: Vec<LinkId>,
    /// Those of the columns whose contents matter to it; of the others it asks only whether they are blank.
    pub(crate) by_value: Vec<ColumnId>,
    /// The links whose candidates it asks for.
    pub candidates: Vec<LinkId>,
    /// What it asks to be unique.
    pub uniques: Vec<Unique>,
    /// As written.
    pub text: String,
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
    work: Work,
    library: RefCell<AST>,
    /// The files of `lib/`, to be looked through once each of their functions is known.
    files: RefCell<Vec<(AST, Place)>>,
    /// A file of `lib/` could not be read, so which functions there are is not known.
    library_faulty: Cell<bool>,
    natives: OnceCell<Natives>,
    pack: Rc<Pack>,
    at_hand: Rc<RefCell<AtHand>>,
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
struct Cells {
    held: Rc<Vec<(ImmutableString, ColumnId, Held)>>,
    /// Where it is noted which were read, in that order, and each once.
    read: Option<Rc<RefCell<Vec<ColumnId>>>>,
}

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
        let (work, at_hand) = (Work::default(), Rc::default());
        let mut engine = engine(&pack, &work);
        relations::register(&mut engine, &at_hand);
        Self {
            engine,
            work,
            library: RefCell::new(AST::empty()),
            files: RefCell::default(),
            library_faulty: Cell::new(false),
            natives: OnceCell::new(),
            pack,
            at_hand,
        }
    }

    /// Adds a file of `lib/`: functions that every script of the pack may call.
    pub(crate) fn add_library(&self, source: Source<'_>) {
        let text = &source.file.text;
        let place = Place { file: Arc::clone(source.file), lines: line_starts(text) };
        if let Some(ast) = self.parse(&source, text, &place, &Scope::new()) {
            self.refuse_loose(&source, &ast, &place);
            let merged = self.library.borrow().merge(&ast.clone_functions_only());
            *self.library.borrow_mut() = merged;
            self.files.borrow_mut().push((ast, place));
        } else {
            self.library_faulty.set(true);
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
        let ast = self.parse(source, text, &place, &self.names(scope))?;
        if ast.statements().is_empty() {
            source.fault(&node.span, Note::new("fault-script-empty"));
        }
        let uses = self.uses(source, &ast, scope, &place);
        let ast = self.library.borrow().merge(&ast);
        Some(Script {
            ast,
            by_value: uses.by_value.into_iter().collect(),
            reads: uses.reads.into_iter().collect(),
            links: uses.links.into_iter().collect(),
            candidates: uses.candidates.into_iter().collect(),
            uniques: uses.uniques.into_iter().map(|unique| Unique { id: number(), ..unique }).collect(),
            text: text.clone(),
            place,
        })
    }

    /// What a script may name without declaring it.
    fn names(&self, of: Names<'_>) -> Scope<'static> {
        let mut scope = Scope::new();
        let links = self.pack.links.iter().filter(|link| of.links().has(link));
        for name in ["row", "as_of"].into_iter().chain(links.map(|link| link.name.as_str())) {
            scope.push_dynamic(name, Dynamic::UNIT);
        }
        scope
    }

    fn parse(&self, source: &Source<'_>, text: &str, place: &Place, names: &Scope<'_>) -> Option<AST> {
        match self.engine.compile_with_scope(names, text) {
            // An open `/*` swallows the rest of a script in silence; closed, it would still compile.
            Ok(_)
                if text.contains("/*")
                    && self.engine.compile_with_scope(names, format!("{text}\n*/")).is_ok() =>
            {
                let start = text.rfind("/*").unwrap_or(0);
                let before = &text[..start];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                source.fault(&place.span(line, column), Note::new("fault-script-open-comment"));
                None
            }
            Ok(ast) => Some(ast),
            Err(error) => {
                self.tell_of_syntax(source, &error, text, place);
                None
            }
        }
    }

    /// Runs a script on a row.
    #[must_use]
    pub fn run(&self, script: &Script, view: &View<'_>) -> Answer {
        self.run_on(script, view, cells(view.schema, view.row, Some(&script.reads)))
    }

    /// As [`run`](Self::run); and which cells of the row the script read, in that order.
    fn run_watched(&self, script: &Script, view: &View<'_>) -> (Answer, Vec<ColumnId>) {
        let read = Rc::default();
        let cells =
            Cells { read: Some(Rc::clone(&read)), ..cells(view.schema, view.row, Some(&script.reads)) };
        let answer = self.run_on(script, view, cells);
        (answer, read.take())
    }

    fn run_on(&self, script: &Script, view: &View<'_>, row: Cells) -> Answer {
        self.work.begin();
        let mut scope = Scope::new();
        scope.push_constant("row", row);
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
    let at = if error.position().is_none() { inner.position() } else { error.position() };
    let note = match inner {
        EvalAltResult::ErrorTooManyOperations(_) => Note::new("script-too-long"),
        EvalAltResult::ErrorDataTooLarge(..) | EvalAltResult::ErrorTooManyVariables(_) => {
            Note::new("script-too-large")
        }
        EvalAltResult::ErrorStackOverflow(_) => Note::new("script-too-deep"),
        EvalAltResult::ErrorFunctionNotFound(call, _) => {
            Note::new("script-unfit").with("call", call.as_str())
        }
        // These say types, places and names of the script. What others say may hold what stood in a cell.
        EvalAltResult::ErrorMismatchDataType(..)
        | EvalAltResult::ErrorMismatchOutputType(..)
        | EvalAltResult::ErrorVariableNotFound(..)
        | EvalAltResult::ErrorPropertyNotFound(..)
        | EvalAltResult::ErrorArrayBounds(..)
        | EvalAltResult::ErrorStringBounds(..)
        | EvalAltResult::ErrorIndexingType(..)
        | EvalAltResult::ErrorFor(..) => {
            let mut reason = inner.to_string();
            if let Some(cut) = reason.rfind(" (line ") {
                reason.truncate(cut);
            }
            Note::new("script-broke").with("reason", reason)
        }
        _ => Note::new("script-stopped"),
    };
    Answer::Broke(script.place.fault(at, note))
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
        wanted.then(|| (column.name.as_str().into(), id, held(row.cell(id), column.kind, id)))
    };
    Cells { held: Rc::new(schema.columns.iter().enumerate().filter_map(held).collect()), read: None }
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

impl Cells {
    fn get(&self, name: &str) -> RhaiResult<Dynamic> {
        let found = self.held.iter().find(|(found, ..)| found == name);
        if let (Some(read), Some((_, id, _))) = (&self.read, found) {
            let mut read = read.borrow_mut();
            if !read.contains(id) {
                read.push(*id);
            }
        }
        match found.map(|(.., held)| held) {
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
