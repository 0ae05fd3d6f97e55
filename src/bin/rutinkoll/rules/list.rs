//! `rutinkoll rules list`

use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::rule_page::{self, Listed};
use rutinkoll::ruleset::{Rule, RuleSet};
use serde_json::json;

use super::{Done, load, refuse};
use crate::cli::{Colour, ListArgs, PageFormat};

pub(super) fn run(args: &ListArgs) -> Done {
    let rules = load(None, &args.pack, Colour::Auto)?;
    let chosen: Vec<usize> =
        (0..rules.rules.len()).filter(|index| is_wanted(&rules, &rules.rules[*index], args)).collect();
    if chosen.is_empty() && args.format == PageFormat::Terminal {
        refuse(rules.lang, &Note::new("rules-none-match"));
    }
    let list = rule_page::list(&rules, &chosen);
    match args.format {
        PageFormat::Terminal => list.iter().for_each(|listed| show(listed, &list, rules.lang)),
        PageFormat::Markdown => say!("{}", rule_page::rules_page(&rules, &chosen).trim_end()),
        PageFormat::Json => say!("{:#}", json!(list)),
    }
    Ok(ExitCode::SUCCESS)
}

fn is_wanted(rules: &RuleSet, rule: &Rule, args: &ListArgs) -> bool {
    let tables = rule.tables(&rules.pack);
    let needs = |name: &String| tables.iter().any(|table| rules.pack.tables[*table].name == *name);
    let has_text = |text: &String| {
        let text = text.to_lowercase();
        rule.id.contains(&text) || rule.title.to_lowercase().contains(&text)
    };
    args.clause.as_ref().is_none_or(|clause| rule.clauses.contains(clause))
        && args.basis.is_none_or(|basis| rule.basis == basis.into())
        && args.severity.is_none_or(|severity| rule.severity == severity.into())
        && args.table.as_ref().is_none_or(needs)
        && (!args.on || !rule.off)
        && (!args.off || rule.off)
        && args.text.iter().all(has_text)
}

fn show(listed: &Listed, list: &[Listed], lang: Lang) {
    let widest = |of: fn(&Listed) -> usize| list.iter().map(of).max().unwrap_or_default();
    let severity = match (listed.off, listed.severity) {
        (true, _) => "rule-off",
        (_, "error") => "severity-error",
        (_, "warning") => "severity-warning",
        _ => "severity-info",
    };
    say!(
        "{:rule$}  {:clauses$}  {:10}  {:12}  {:needs$}  {}",
        listed.rule,
        listed.clauses.join(" "),
        listed.basis,
        lang.word(severity),
        listed.needs.join(" "),
        listed.title,
        rule = widest(|listed| listed.rule.len()),
        clauses = widest(|listed| listed.clauses.join(" ").len()),
        needs = widest(|listed| listed.needs.join(" ").len()),
    );
}
