//! The engine: what scripts may call, and what they may not take.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use regex::Regex;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Position};
use rustc_hash::FxHashMap;

use super::{Blame, Cells, Day, RhaiResult, Undecided, broken, throw};
use crate::fold;
use crate::ruleset::pack::Pack;
use crate::ruleset::pattern::{Pattern, Small, build_regex};
use crate::ruleset::yaml::{Node, Value as Yaml};
use crate::swedish::address;

/// Steps that a script may take for one row.
const OPERATIONS: u64 = 50_000;
/// Bytes of a text, items of a list, keys of a map.
const TEXT: usize = 64 * 1024;
pub(super) const ITEMS: usize = 4_096;
const KEYS: usize = 256;
const CALLS: usize = 16;
const DEPTH: usize = 64;
/// Bytes that a script may have looked at for one row. Operations do not count what a native function
/// loops over, so whoever names a long text or list, or calls one of ours, pays for its length.
const WORK: usize = 8 << 20;
/// What building a pattern costs of [`WORK`]: as much as looking through a long text.
const BUILD: usize = 1 << 18;
/// Patterns that are kept: more than a pack writes.
const PATTERNS: usize = 256;

/// What a script may not even name: each would reach out of it, or hide what it calls.
pub(super) const FORBIDDEN: [&str; 14] = [
    "eval",
    "print",
    "debug",
    "import",
    "export",
    "sleep",
    "timestamp",
    "Fn",
    "call",
    "exit",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "private",
];

/// What the script that runs has looked at so far.
#[derive(Clone, Default)]
pub(super) struct Work(Rc<Cell<usize>>);

impl Work {
    /// A script begins.
    pub(super) fn begin(&self) {
        self.0.set(0);
    }

    fn spend(&self, bytes: usize) -> RhaiResult<()> {
        self.0.set(self.0.get().saturating_add(bytes));
        if self.0.get() > WORK {
            Err(EvalAltResult::ErrorTooManyOperations(Position::NONE).into())
        } else {
            Ok(())
        }
    }

    /// What a function takes to look through a text.
    fn read(&self, text: &str) -> RhaiResult<()> {
        self.spend(text.len() * 4)
    }
}

/// The bytes that a native function may loop over.
fn weight(value: &Dynamic) -> usize {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return text.len();
    }
    value.read_lock::<Array>().map_or(0, |items| items.len() * size_of::<Dynamic>())
}

/// An engine with the pack's words and settings in reach.
pub(super) fn engine(pack: &Rc<Pack>, work: &Work) -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    for symbol in FORBIDDEN {
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
        .set_strict_variables(true);
    let looked = work.clone();
    #[allow(deprecated, reason = "not deprecated but volatile, and the version is pinned")]
    engine.on_var(move |name, _, context| {
        context.scope().get(name).map_or(Ok(()), |value| looked.spend(weight(value)))?;
        Ok(None)
    });
    register_values(&mut engine, work);
    register_words(&mut engine, pack, work);
    register_mismatches(&mut engine);
    engine
}

fn register_values(engine: &mut Engine, work: &Work) {
    engine.register_type_with_name::<Cells>("row");
    engine.register_type_with_name::<Day>("date");
    engine.register_type_with_name::<Undecided>("undecided");
    let work = work.clone();
    engine.register_indexer_get(move |cells: &mut Cells, name: ImmutableString| -> RhaiResult<Dynamic> {
        let held = cells.get(&name)?;
        work.spend(weight(&held))?;
        Ok(held)
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

fn register_words(engine: &mut Engine, pack: &Rc<Pack>, work: &Work) {
    let w = work.clone();
    engine.register_fn("fold", move |text: &str| w.read(text).map(|()| fold::words(text)));
    let w = work.clone();
    engine.register_fn("numbers", move |text: &str| w.read(text).map(|()| numbers(text)));
    let w = work.clone();
    engine.register_fn("contains_address", move |text: &str| {
        w.read(text).map(|()| address::mention(text).is_some())
    });
    let w = work.clone();
    engine.register_fn("same_address", move |a: &str, b: &str| {
        likeness(&w, a, b).map(|likeness| likeness == address::Likeness::Same)
    });
    let w = work.clone();
    engine.register_fn("near_address", move |a: &str, b: &str| {
        likeness(&w, a, b).map(|likeness| matches!(likeness, address::Likeness::Near(_)))
    });
    let (words, w) = (Rc::clone(pack), work.clone());
    engine.register_fn("is_a", move |text: &str, term: &str| -> RhaiResult<Dynamic> {
        w.read(text)?;
        let id = words.words.term(term).ok_or_else(|| broken(&format!("unknown term `{term}`")))?;
        if fold::is_blank(text) {
            return Ok(false.into());
        }
        words.words.is_a(text, id).map(Dynamic::from).ok_or_else(|| throw(Undecided(Blame::Nothing)))
    });
    let (words, w) = (Rc::clone(pack), work.clone());
    engine.register_fn("mentions", move |text: &str, term: &str| -> RhaiResult<bool> {
        w.read(text)?;
        let id = words.words.term(term).ok_or_else(|| broken(&format!("unknown term `{term}`")))?;
        Ok(words.words.mentions(text, id))
    });
    let words = Rc::clone(pack);
    engine.register_fn("setting", move |name: &str| -> RhaiResult<Dynamic> {
        words.settings.get(name).map(plain).ok_or_else(|| broken(&format!("unknown setting `{name}`")))
    });
    let patterns = Patterns { used: Rc::default(), work: work.clone() };
    let shared = patterns.clone();
    engine.register_fn("matches", move |text: &str, pattern: ImmutableString| -> RhaiResult<bool> {
        shared.with(&pattern, text, false, |regex| regex.is_match(text))
    });
    engine.register_fn("find_all", move |text: &str, pattern: ImmutableString| -> RhaiResult<Array> {
        patterns.with(&pattern, text, Array::new(), |regex| {
            regex
                .find_iter(text)
                .take(ITEMS)
                .map(|found| Dynamic::from(ImmutableString::from(found.as_str())))
                .collect()
        })
    });
}

/// How alike two addresses are; undecided where one of them is none.
fn likeness(work: &Work, a: &str, b: &str) -> RhaiResult<address::Likeness> {
    work.read(a)?;
    work.read(b)?;
    match address::compare(a, b).likeness {
        address::Likeness::Unreadable => Err(throw(Undecided(Blame::Nothing))),
        likeness => Ok(likeness),
    }
}

/// The patterns that scripts have used.
#[derive(Clone)]
struct Patterns {
    used: Rc<RefCell<FxHashMap<ImmutableString, Pattern>>>,
    work: Work,
}

impl Patterns {
    /// Looks for a pattern in the text. `none`: what comes of it where there is surely no match.
    fn with<T>(
        &self,
        pattern: &ImmutableString,
        text: &str,
        none: T,
        use_it: impl FnOnce(&Regex) -> T,
    ) -> RhaiResult<T> {
        self.work.read(text)?;
        if let Some(pattern) = self.used.borrow().get(pattern) {
            return look(pattern, text, none, use_it);
        }
        self.work.spend(BUILD)?;
        if crate::ruleset::regex::check(pattern).is_err() {
            let error = build_regex(pattern).err();
            return Err(broken(&error.map_or_else(String::new, |error| error.to_string())));
        }
        let new = Pattern::new(pattern.to_string());
        let result = look(&new, text, none, use_it);
        let mut used = self.used.borrow_mut();
        if used.len() < PATTERNS {
            used.insert(pattern.clone(), new);
        }
        result
    }
}

fn look<T>(pattern: &Pattern, text: &str, none: T, use_it: impl FnOnce(&Regex) -> T) -> RhaiResult<T> {
    if Small::of(text).is_some_and(|small| !pattern.may_match(&small)) {
        return Ok(none);
    }
    pattern.regex().map(use_it).ok_or_else(|| broken(pattern.source()))
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
