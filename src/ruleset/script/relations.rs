//! The rows at links' ends, and a row's own sameness, as functions that a script calls by name:
//! `link("…")`, `candidates("…")`, `nearest("…")` and `unique(["…"])`.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, Expr, FnCallExpr, Position};

use super::uses::{Look, Uses};
use super::{RhaiResult, Scripts, Undecided, broken, throw};
use crate::lang::Note;
use crate::ruleset::cond::Unique;

/// What the functions of a running script find by name.
#[derive(Default)]
pub(super) struct AtHand {
    pub(super) links: Vec<(String, Dynamic)>,
    pub(super) candidates: Vec<(String, Dynamic)>,
    pub(super) uniques: Vec<(String, Dynamic)>,
}

/// The rows at links' ends, and the row's own sameness, by name.
pub(super) fn register(engine: &mut Engine, at_hand: &Rc<RefCell<AtHand>>) {
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

impl Scripts {
    /// What a call asks of links or of sameness, where its name says so; it must name them outright.
    pub(super) fn relation(&self, look: &Look<'_, '_>, call: &FnCallExpr, at: Position, uses: &mut Uses) {
        let name = call.name.as_str();
        let Some(scope) = look.scope else { return };
        if !["link", "candidates", "nearest", "unique"].contains(&name) {
            return;
        }
        let names = call.args.first().map(literals).unwrap_or_default();
        if names.is_empty() {
            let note = Note::new("fault-script-name").with("function", name);
            look.source.fault(&look.place.at(at, name), note);
            return;
        }
        if name == "unique" {
            uses.uniques.push(unique(look, call, &names));
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
                    look.source.unknown("fault-unknown-link", &look.place.at(*at, written), written, links);
                }
            }
        }
    }
}

/// `unique(["A", "B"])` or `unique(["A", "B"], "Day", 30)`; not numbered yet.
fn unique(look: &Look<'_, '_>, call: &FnCallExpr, names: &[(String, Position)]) -> Unique {
    let column = |(name, at): &(String, Position)| {
        let schema = look.scope?.schema();
        let found = schema.find(name);
        if found.is_none() {
            let columns = schema.columns.iter().map(|column| column.name.as_str());
            look.source.unknown("fault-unknown-column", &look.place.at(*at, name), name, columns);
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
