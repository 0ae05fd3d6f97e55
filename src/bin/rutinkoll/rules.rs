//! `rutinkoll rules …`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::rule_test::{self, TestResult, Went};
use rutinkoll::ruleset::{Config, RuleSet};

use crate::cli::{Colour, PackArgs, RulesArgs, RulesCommand};
use crate::{check, pack};

/// Runs a command about rules.
pub(crate) fn run(args: &RulesArgs) -> ExitCode {
    match &args.command {
        RulesCommand::List { pack } => list(pack),
        RulesCommand::Check { dir, strict, format, pack, colour } => {
            check::run(dir.as_deref(), pack, *strict, *format, colour.colour)
        }
        RulesCommand::Schema { dir, pack } => schema(dir.as_deref(), pack),
        RulesCommand::Test { args, pack, colour } => test(args, pack, colour.colour),
    }
}

fn load(dir: Option<&Path>, args: &PackArgs, colour: Colour) -> Result<RuleSet, ExitCode> {
    let lang = args.lang.map(Lang::from);
    pack::load(dir.or(args.rules.as_deref()), &Config::default(), lang).map_err(|faults| {
        let lang = lang.unwrap_or_default();
        pack::show(&faults, lang, colour);
        eprintln!("{}", lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        ExitCode::from(2)
    })
}

fn list(args: &PackArgs) -> ExitCode {
    let rules = match load(None, args, Colour::Auto) {
        Ok(rules) => rules,
        Err(code) => return code,
    };
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
    ExitCode::SUCCESS
}

fn schema(dir: Option<&Path>, args: &PackArgs) -> ExitCode {
    let rules = match load(dir, args, Colour::Auto) {
        Ok(rules) => rules,
        Err(code) => return code,
    };
    say!("{:#}", rutinkoll::ruleset::json_schema(&rules));
    ExitCode::SUCCESS
}

fn severity_word(severity: rutinkoll::finding::Severity) -> &'static str {
    match severity {
        rutinkoll::finding::Severity::Error => "severity-error",
        rutinkoll::finding::Severity::Warning => "severity-warning",
        rutinkoll::finding::Severity::Info => "severity-info",
    }
}

fn test(args: &[String], pack: &PackArgs, colour: Colour) -> ExitCode {
    let dir = args.first().map(PathBuf::from).filter(|first| first.is_dir());
    let chosen = if dir.is_some() { &args[1..] } else { args };
    let rules = match load(dir.as_deref(), pack, colour) {
        Ok(rules) => rules,
        Err(code) => return code,
    };
    let unknown: Vec<&str> =
        chosen.iter().map(String::as_str).filter(|id| rules.find(id).is_none()).collect();
    if !unknown.is_empty() {
        eprintln!("{}", rules.lang.say(&Note::new("rule-unknown").with("rules", unknown.join(", "))));
        return ExitCode::from(2);
    }
    let results = rule_test::run(&rules, chosen);
    let failed = results.iter().filter(|result| result.went != Went::Passed).count();
    for result in results.iter().filter(|result| result.went != Went::Passed) {
        show(result, rules.lang);
    }
    let note = Note::new("rules-tested").with("passed", results.len() - failed).with("failed", failed);
    say!("{}", rules.lang.say(&note));
    ExitCode::from(u8::from(failed > 0))
}

fn show(result: &TestResult, lang: Lang) {
    let went = match result.went {
        Went::Passed => "test-passed",
        Went::Missing => "test-missing",
        Went::Noisy => "test-noisy",
        Went::Wrong => "test-wrong",
    };
    say!("{} {}: {}", lang.word(went), result.rule, result.name);
    say!("  {}:{}", result.place.0, result.place.1);
    say!("  - {}", result.expected);
    say!("  + {}", result.got);
}
