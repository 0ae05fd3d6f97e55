//! What a script reads and calls, looked up in its syntax tree while the pack loads: a name that means
//! nothing is a fault there and then, not on the first row that reaches it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rhai::{AST, ASTNode, Expr, FnCallExpr, LexError, ParseError, ParseErrorType, Position, Stmt};

use super::{Place, Scripts};
use crate::lang::Note;
use crate::ruleset::compile::Scope as Names;
use crate::ruleset::cond::{LinkId, Unique};
use crate::ruleset::regex;
use crate::ruleset::source::{Faults, Source, Used, Written};
use crate::schema::{ColumnId, Schema};

/// The functions of the sandbox, each with the numbers of arguments that it takes.
pub(super) type Natives = BTreeMap<String, BTreeSet<usize>>;

#[derive(Default)]
pub(super) struct Uses {
    pub(super) reads: BTreeSet<ColumnId>,
    /// Of which more is asked than whether they are blank.
    pub(super) by_value: BTreeSet<ColumnId>,
    pub(super) links: BTreeSet<LinkId>,
    /// Links whose candidates it asks for.
    pub(super) candidates: BTreeSet<LinkId>,
    /// Not numbered yet.
    pub(super) uniques: Vec<Unique>,
}

enum Target<'s> {
    Row(&'s Schema),
    Link(LinkId, &'s Schema),
}

/// A script being looked through.
pub(super) struct Look<'l, 'f> {
    pub(super) source: &'l Source<'f>,
    pub(super) place: &'l Place,
    /// What it judges; none in `lib/`, where no row is known.
    pub(super) scope: Option<Names<'l>>,
    /// Functions that it declares itself.
    own: &'l [(String, usize)],
}

impl Scripts {
    /// Looks through a rule's script.
    pub(super) fn uses(&self, source: &Source<'_>, ast: &AST, scope: Names<'_>, place: &Place) -> Uses {
        let mut uses = Uses::default();
        let own = functions(ast);
        let look = Look { source, place, scope: Some(scope), own: &own };
        self.walk(ast, &look, &mut uses);
        for link in uses.links.union(&uses.candidates) {
            source.faults.uses(Used::Link, &self.pack.link(*link).name);
        }
        uses
    }

    /// Looks through `lib/`, once all of it has been read.
    pub(crate) fn check_library(&self, faults: &Faults) {
        let files = self.files.borrow();
        let mut seen: Vec<(String, usize)> = Vec::new();
        for (ast, place) in files.iter() {
            let source = Source { file: &place.file, faults };
            for (name, arity) in functions(ast) {
                if seen.contains(&(name.clone(), arity))
                    || self.natives().get(&name).is_some_and(|arities| arities.contains(&arity))
                {
                    let note = Note::new("fault-function-twice").with("name", name.as_str());
                    source.fault(&place.of_function(&name), note);
                }
                seen.push((name, arity));
            }
            self.walk(ast, &Look { source: &source, place, scope: None, own: &[] }, &mut Uses::default());
        }
    }

    /// Functions of `lib/` that no script calls.
    pub(crate) fn advise_unused(&self, faults: &Faults) {
        for (ast, place) in self.files.borrow().iter() {
            let source = Source { file: &place.file, faults };
            for (name, _) in
                functions(ast).into_iter().filter(|(name, _)| !faults.is_used(Used::Function, name))
            {
                let note = Note::new("advice-function-unused").with("name", name.as_str());
                source.advise(&place.of_function(&name), note);
            }
        }
    }

    /// A file of `lib/` holds functions and nothing else: what stands outside them would never run.
    pub(super) fn refuse_loose(&self, source: &Source<'_>, ast: &AST, place: &Place) {
        if let Some(statement) = ast.statements().first() {
            source.fault(&place.at(statement.position(), ""), Note::new("fault-script-loose"));
        }
    }

    pub(super) fn tell_of_syntax(&self, source: &Source<'_>, error: &ParseError, text: &str, place: &Place) {
        let at = error.position();
        let (lines, last) = text.trim_end().lines().fold((0, ""), |(count, _), line| (count + 1, line));
        // Behind the script stands what it does not know.
        let at = match at.line() {
            Some(line) if line <= lines => at,
            _ => position(lines.max(1), last.chars().count() + 1),
        };
        let reason = error.err_type();
        let note = match reason {
            ParseErrorType::VariableUndefined(name) => {
                let links = self.pack.links.iter().map(|link| link.name.as_str());
                let names: Vec<&str> = ["row", "as_of"].into_iter().chain(links).collect();
                // What it names itself may have been meant, too.
                let own = text
                    .split("let ")
                    .skip(1)
                    .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
                let written = Written { text: name.clone(), span: place.at(at, name) };
                source.unknown_or("fault-script-variable", &written, names, &own.collect::<Vec<_>>());
                return;
            }
            ParseErrorType::Reserved(word) | ParseErrorType::BadInput(LexError::ImproperSymbol(word, _))
                if word.chars().all(char::is_alphanumeric) || super::FORBIDDEN.contains(&word.as_str()) =>
            {
                source.fault(&place.at(at, word), Note::new("fault-script-word").with("word", word.as_str()));
                return;
            }
            ParseErrorType::MissingToken(token, _) if token == "," => Note::new("fault-script-list"),
            ParseErrorType::MissingToken(token, _) => {
                Note::new("fault-script-missing").with("token", token.as_str())
            }
            ParseErrorType::BadInput(LexError::UnterminatedString) => Note::new("fault-script-quote"),
            ParseErrorType::UnexpectedEOF => Note::new("fault-script-unfinished"),
            ParseErrorType::ExprTooDeep
            | ParseErrorType::TooManyFunctions
            | ParseErrorType::LiteralTooLarge(..) => Note::new("fault-script-too-large"),
            _ => Note::new("fault-script-syntax").with("reason", reason.to_string()),
        };
        source.fault(&place.at(at, ""), note);
    }

    fn natives(&self) -> &Natives {
        self.natives.get_or_init(|| {
            let mut natives = Natives::new();
            let all = self.engine.collect_fn_metadata(
                None,
                |info| Some((info.metadata.name.to_string(), info.metadata.num_params)),
                true,
            );
            // The language's own words, which no package holds; `curry` is what a closure turns into.
            let words = [("type_of", 1), ("curry", 2), ("curry", 3), ("curry", 4)];
            let words = words.into_iter().map(|(name, arity)| (name.to_owned(), arity));
            for (name, arity) in all.into_iter().chain(words) {
                natives.entry(name).or_default().insert(arity);
            }
            natives
        })
    }

    fn walk(&self, ast: &AST, look: &Look<'_, '_>, uses: &mut Uses) {
        ast.walk(&mut |path: &[ASTNode<'_>]| {
            match path.last() {
                Some(ASTNode::Expr(expr)) => {
                    let parent = path.len().checked_sub(2).and_then(|index| path.get(index));
                    self.look_at(look, expr, parent, uses);
                }
                // A call that is a whole statement.
                Some(ASTNode::Stmt(Stmt::FnCall(call, at))) => self.look_at_call(look, call, *at, uses),
                _ => {}
            }
            true
        });
    }

    fn look_at(&self, look: &Look<'_, '_>, expr: &Expr, parent: Option<&ASTNode<'_>>, uses: &mut Uses) {
        match expr {
            Expr::Dot(pair, ..) | Expr::Index(pair, ..) => {
                let Expr::Variable(variable, ..) = &pair.lhs else { return };
                let Some(target) = self.target(&variable.1, look.scope) else { return };
                if let Some((name, at)) = first_name(&pair.rhs) {
                    read(look, &target, name, &look.place.at(at, name), uses);
                    if let (Target::Row(schema), false) = (&target, asks_for_blank(&pair.rhs, parent)) {
                        uses.by_value.extend(schema.find(name));
                    }
                } else if matches!(expr, Expr::Index(..)) {
                    let at = look.place.at(pair.rhs.position(), "");
                    look.source.fault(&at, Note::new("fault-script-row-index"));
                } else if matches!(target, Target::Row(_)) {
                    let at = look.place.at(pair.lhs.position(), &variable.1);
                    look.source
                        .fault(&at, Note::new("fault-script-row-alias").with("name", variable.1.as_str()));
                }
            }
            Expr::Variable(variable, _, at) => {
                let Some(target) = self.target(&variable.1, look.scope) else { return };
                if let Target::Link(link, _) = target {
                    uses.links.insert(link);
                }
                // By another name, or in a function, its columns could no longer be followed.
                let followed = match parent {
                    Some(ASTNode::Expr(Expr::Dot(..) | Expr::Index(..))) => true,
                    Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                        matches!(target, Target::Link(..)) && call.name == "found"
                    }
                    _ => false,
                };
                if !followed {
                    let at = look.place.at(*at, &variable.1);
                    let note = Note::new("fault-script-row-alias").with("name", variable.1.as_str());
                    look.source.fault(&at, note);
                }
            }
            Expr::FnCall(call, at) => self.look_at_call(look, call, *at, uses),
            Expr::MethodCall(call, at) => self.check_call(look, call, call.args.len() + 1, *at),
            _ => {}
        }
    }

    fn look_at_call(&self, look: &Look<'_, '_>, call: &FnCallExpr, at: Position, uses: &mut Uses) {
        self.check_call(look, call, call.args.len(), at);
        self.relation(look, call, at, uses);
        self.check_arguments(look, call);
    }

    fn target<'s>(&'s self, variable: &str, scope: Option<Names<'s>>) -> Option<Target<'s>> {
        let scope = scope?;
        if variable == "row" {
            return Some(Target::Row(scope.schema()));
        }
        let link = self.link(variable, scope)?;
        Some(Target::Link(link, self.pack.target(self.pack.link(link))))
    }

    pub(super) fn link(&self, name: &str, scope: Names<'_>) -> Option<LinkId> {
        let from = scope.links();
        let index = self.pack.links.iter().position(|link| link.name == name && from.has(link))?;
        u16::try_from(index).ok().map(LinkId)
    }

    /// A function must be there, and take so many arguments.
    fn check_call(&self, look: &Look<'_, '_>, call: &FnCallExpr, arity: usize, at: Position) {
        let name = call.name.as_str();
        let sound = look.source.faults.sound;
        if sound || call.op_token.is_some() || !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return;
        }
        look.source.faults.uses(Used::Function, name);
        let library = functions(&self.library.borrow());
        let declared = || look.own.iter().chain(&library);
        let mut arities: BTreeSet<usize> =
            declared().filter(|(own, _)| own == name).map(|(_, arity)| *arity).collect();
        arities.extend(self.natives().get(name).into_iter().flatten());
        let span = look.place.at(at, name);
        if arities.is_empty() {
            if self.library_faulty.get() {
                return;
            }
            let names = declared().map(|(own, _)| own.as_str()).chain(OURS);
            look.source.unknown("fault-script-function", &span, name, names);
        } else if !arities.contains(&arity) {
            let wanted: Vec<String> = arities.iter().map(usize::to_string).collect();
            let note =
                Note::new("fault-script-arguments").with("name", name).with("wanted", wanted.join(" / "));
            look.source.fault(&span, note.with("found", arity));
        }
    }

    /// Terms, settings and patterns that a script names must be there.
    fn check_arguments(&self, look: &Look<'_, '_>, call: &FnCallExpr) {
        let source = look.source;
        if source.faults.sound {
            return;
        }
        let argument = |index: usize| match call.args.get(index) {
            Some(Expr::StringConstant(text, at)) => Some((text.as_str(), look.place.at(*at, text))),
            _ => None,
        };
        match call.name.as_str() {
            "is_a" | "mentions" => {
                let Some((term, span)) = argument(1) else { return };
                match self.pack.words.term(term) {
                    Some(id) => {
                        source.faults.uses(Used::Term, term);
                        source.faults.uses(Used::Group, &self.pack.words.get(id).group);
                    }
                    None => source.unknown("fault-unknown-term", &span, term, self.pack.words.names()),
                }
            }
            "setting" => {
                let Some((name, span)) = argument(0) else { return };
                source.faults.uses(Used::Setting, name);
                if !self.pack.settings.contains_key(name) {
                    let names = self.pack.settings.keys().map(String::as_str);
                    source.unknown("fault-unknown-setting", &span, name, names);
                }
            }
            "matches" | "find_all" => {
                let Some((pattern, span)) = argument(1) else { return };
                if let Err(bad) = regex::check(pattern) {
                    let within = span.start + bad.span.start..span.start + bad.span.end;
                    let verbatim = source.file.text.get(span.clone()) == Some(pattern);
                    source.fault(if verbatim { &within } else { &span }, bad.note);
                }
            }
            _ => {}
        }
    }
}

/// The functions that the sandbox adds to the language's own.
const OURS: [&str; 17] = [
    "undecided",
    "found",
    "is_a",
    "mentions",
    "fold",
    "numbers",
    "matches",
    "find_all",
    "contains_address",
    "same_address",
    "near_address",
    "setting",
    "days_between",
    "link",
    "candidates",
    "nearest",
    "unique",
];

fn position(line: usize, column: usize) -> Position {
    let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    Position::new(small(line), small(column))
}

/// The named functions that a tree declares. (A nameless one is called where it stands.)
fn functions(ast: &AST) -> Vec<(String, usize)> {
    ast.iter_functions()
        .map(|function| (function.name.to_owned(), function.params.len()))
        .filter(|(name, _)| !name.starts_with("anon$"))
        .collect()
}

fn read(look: &Look<'_, '_>, target: &Target<'_>, name: &str, span: &Range<usize>, uses: &mut Uses) {
    let schema = match target {
        Target::Row(schema) | Target::Link(_, schema) => schema,
    };
    match (target, schema.find(name)) {
        (Target::Row(_), Some(id)) => {
            uses.reads.insert(id);
        }
        (Target::Link(..), Some(_)) => {}
        (_, None) => {
            let names = schema.columns.iter().map(|column| column.name.as_str());
            look.source.unknown("fault-unknown-column", span, name, names);
        }
    }
}

/// `row.X == ""` and `row.X != ""`: does the script ask no more of what `.X` holds?
fn asks_for_blank(rhs: &Expr, parent: Option<&ASTNode<'_>>) -> bool {
    let Some(ASTNode::Expr(Expr::FnCall(call, _))) = parent else { return false };
    let is_empty = |expr: &Expr| matches!(expr, Expr::StringConstant(text, _) if text.is_empty());
    matches!(rhs, Expr::Property(..) | Expr::StringConstant(..))
        && matches!(call.name.as_str(), "==" | "!=")
        && call.args.iter().any(is_empty)
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

impl Place {
    /// Where a function is declared.
    fn of_function(&self, name: &str) -> Range<usize> {
        let declared = format!("fn {name}");
        let start = self.file.text.find(&declared).map_or(0, |at| at + 3);
        start..start + if start > 0 { name.len() } else { 0 }
    }
}
