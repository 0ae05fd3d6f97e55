//! `rutinkoll rules explain`

use std::process::ExitCode;

use rutinkoll::lang::Note;
use rutinkoll::rule_page::{self, Block, Page};
use rutinkoll::ruleset::RuleSet;
use rutinkoll::ruleset::fault::nearest;
use rutinkoll::ruleset::pack::{Clause, Decided};
use serde_json::json;

use super::{Done, load, refuse, unknown_name};
use crate::cli::{Colour, ExplainArgs, PageFormat};
use crate::look;

pub(super) fn run(args: &ExplainArgs) -> Done {
    let rules = load(None, &args.pack, Colour::Auto)?;
    let clause = rules.pack.clauses.iter().find(|clause| clause.id.eq_ignore_ascii_case(&args.name));
    let chosen: Vec<usize> = match (rules.find(&args.name), clause) {
        (Some(index), _) => vec![index],
        (None, Some(clause)) => speaking_for(&rules, clause),
        (None, None) => {
            let ids = rules.rules.iter().map(|rule| &*rule.id);
            let clauses = rules.pack.clauses.iter().map(|clause| clause.id.as_str());
            let meant = nearest(&args.name, ids.chain(clauses));
            return Ok(refuse(
                rules.lang,
                &unknown_name("rule-or-clause-unknown", &args.name, meant, rules.lang),
            ));
        }
    };
    let pages: Vec<Page> = chosen.iter().map(|index| rule_page::page(&rules, *index)).collect();
    if args.format == PageFormat::Json {
        say!("{:#}", json!(pages));
        return Ok(ExitCode::SUCCESS);
    }
    let mut blocks: Vec<Block> = match (clause, pages.is_empty()) {
        (Some(clause), true) => vec![Block::Text(rules.lang.say(&unspoken(clause)))],
        _ => Vec::new(),
    };
    blocks.extend(pages.iter().flat_map(|page| page.blocks(&rules)));
    let drawn = match args.format {
        PageFormat::Markdown => rule_page::markdown(&blocks),
        _ => rule_page::terminal(&blocks, look::width().min(100)),
    };
    say!("{}", drawn.trim_end());
    Ok(ExitCode::SUCCESS)
}

fn speaking_for(rules: &RuleSet, clause: &Clause) -> Vec<usize> {
    (0..rules.rules.len()).filter(|index| rules.rules[*index].clauses.contains(&clause.id)).collect()
}

/// Why a clause has no rule.
fn unspoken(clause: &Clause) -> Note {
    let note = match &clause.decided {
        Decided::Never(why) => Note::new("clause-never").with("why", why.as_str()),
        _ => Note::new("clause-without-rules"),
    };
    note.with("clause", clause.id.as_str()).with("title", clause.title.as_str())
}
