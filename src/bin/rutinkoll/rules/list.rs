//! `rutinkoll rules list`

use std::process::ExitCode;

use super::{Done, load, severity_word};
use crate::cli::{Colour, PackArgs};

pub(super) fn run(args: &PackArgs) -> Done {
    let rules = load(None, args, Colour::Auto)?;
    for rule in &rules.rules {
        let severity = if rule.off {
            rules.lang.word("rule-off")
        } else {
            rules.lang.word(severity_word(rule.severity))
        };
        let needs: Vec<&str> =
            rule.tables(&rules.pack).iter().map(|table| rules.pack.tables[*table].name.as_str()).collect();
        let clauses = rule.clauses.join(" ");
        let basis = rule.basis.word();
        say!("{:48} {clauses:10} {basis:10} {severity:10} {:16} {}", rule.id, needs.join(" "), rule.title);
    }
    Ok(ExitCode::SUCCESS)
}
