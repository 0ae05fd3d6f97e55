//! `rutinkoll rules …`: one file a subcommand.

mod check;
mod explain;
mod export;
mod list;
mod new;
mod preview;
mod schema;
mod test;

use std::path::Path;
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::fault::nearest;
use rutinkoll::ruleset::{Config, RuleSet};

use crate::cli::{Colour, PackArgs, RulesArgs, RulesCommand};
use crate::look::refuse;
use crate::pack;

/// Runs a command about rules.
pub(crate) fn run(args: &RulesArgs) -> ExitCode {
    let done = match &args.command {
        RulesCommand::List(args) => list::run(args),
        RulesCommand::Preview(args) => preview::run(args),
        RulesCommand::New { id, pack } => new::run(id, pack),
        RulesCommand::Export { dir, lang } => export::run(dir, *lang),
        RulesCommand::Explain(args) => explain::run(args),
        RulesCommand::Check { dir, strict, format, pack, colour } => {
            check::run(dir.as_deref(), pack, *strict, *format, colour.colour)
        }
        RulesCommand::Schema { dir, pack } => schema::run(dir.as_deref(), pack),
        RulesCommand::Test(args) => test::run(args),
    };
    done.unwrap_or_else(|code| code)
}

/// How a subcommand ends; as an error where it could not begin, and has said why.
type Done = Result<ExitCode, ExitCode>;

fn load(dir: Option<&Path>, args: &PackArgs, colour: Colour) -> Result<RuleSet, ExitCode> {
    let lang = args.lang.map(Lang::from);
    pack::load(dir.or(args.rules.as_deref()), &Config::default(), lang).map_err(|faults| {
        let lang = lang.unwrap_or_default();
        pack::show(&faults, lang, colour);
        eprintln!("{}", lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        ExitCode::from(2)
    })
}

/// The rules of these names, or all where none is named. A name that is no rule is refused.
fn chosen(rules: &RuleSet, names: &[String]) -> Result<Vec<usize>, ExitCode> {
    if names.is_empty() {
        return Ok((0..rules.rules.len()).collect());
    }
    let mut chosen: Vec<usize> = Vec::new();
    let mut unknown = false;
    for name in names {
        match rules.find(name) {
            Some(index) => chosen.push(index),
            None => {
                unknown = true;
                let meant = nearest(name, rules.rules.iter().map(|rule| &*rule.id));
                refuse(rules.lang, &unknown_name("rule-unknown", name, meant, rules.lang));
            }
        }
    }
    if unknown { Err(ExitCode::from(2)) } else { Ok(chosen) }
}

/// A name that is not known, with the one that may have been meant.
fn unknown_name(id: &'static str, name: &str, meant: Option<&str>, lang: Lang) -> Note {
    let meant = meant.map(|name| lang.say(&Note::new("did-you-mean").with("name", name)));
    Note::new(id).with("name", name).with("meant", meant.unwrap_or_default())
}
