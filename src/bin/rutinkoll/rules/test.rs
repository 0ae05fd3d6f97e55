//! `rutinkoll rules test`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::rule_test::coverage::{self, Gap};
use rutinkoll::rule_test::mutate::{self, Mutation, Survivor};
use rutinkoll::rule_test::{self, TestResult, Went};
use rutinkoll::ruleset::{Equivalent, RuleSet, equivalents};
use serde_json::{Value, json};

use super::{Done, chosen, load};
use crate::cli::{TestArgs, TextFormat};
use crate::pack;

/// What testing a pack came to.
struct Tested {
    results: Vec<TestResult>,
    gaps: Vec<Gap>,
    mutation: Option<Mutation>,
}

pub(super) fn run(args: &TestArgs) -> Done {
    // No rule's name has a slash: then a folder is meant, there or not.
    let is_folder = |first: &&String| Path::new(first).is_dir() || first.contains(['/', '\\']);
    let dir = args.args.first().filter(is_folder).map(PathBuf::from);
    let names = if dir.is_some() { &args.args[1..] } else { &args.args[..] };
    let mut rules = load(dir.as_deref(), &args.pack, args.colour.colour)?;
    let chosen = chosen(&rules, names)?;
    let known = if args.mutate { known_equivalents(dir.as_deref(), args, rules.lang)? } else { Vec::new() };
    let mut gaps = coverage::of_rules(&mut rules, &chosen);
    if names.is_empty() {
        gaps.extend(coverage::of_clauses(&rules));
    }
    let tested = Tested {
        results: rule_test::run(&rules, &chosen),
        gaps,
        mutation: args.mutate.then(|| mutate::run(&mut rules, &chosen, &known)),
    };
    match args.format {
        TextFormat::Terminal => show(&tested, &rules, args),
        TextFormat::Json => say!("{:#}", as_json(&tested, &rules)),
    }
    let advised = names.is_empty() && !rules.advice.is_empty();
    Ok(ExitCode::from(u8::from(advised || !is_good(&tested))))
}

fn known_equivalents(dir: Option<&Path>, args: &TestArgs, lang: Lang) -> Result<Vec<Equivalent>, ExitCode> {
    let files = pack::files(dir.or(args.pack.rules.as_deref()));
    files.and_then(|files| equivalents(&files)).map_err(|faults| {
        pack::show(&faults, lang, args.colour.colour);
        ExitCode::from(2)
    })
}

fn is_good(tested: &Tested) -> bool {
    let unnoticed = |mutation: &Mutation| {
        mutation.survivors.is_empty() && mutation.stale.is_empty() && mutation.failing.is_empty()
    };
    tested.results.iter().all(|result| result.went == Went::Passed)
        && tested.gaps.is_empty()
        && tested.mutation.as_ref().is_none_or(unnoticed)
}

fn show(tested: &Tested, rules: &RuleSet, args: &TestArgs) {
    let lang = rules.lang;
    pack::show(&rules.advice, lang, args.colour.colour);
    for result in tested.results.iter().filter(|result| result.went != Went::Passed) {
        show_result(result, lang);
    }
    for gap in &tested.gaps {
        show_gap(gap, lang);
    }
    if let Some(mutation) = &tested.mutation {
        show_mutation(mutation, lang);
    }
    let failed = tested.results.iter().filter(|result| result.went != Went::Passed).count();
    let passed = tested.results.len() - failed;
    say!("{}", lang.say(&Note::new("rules-tested").with("passed", passed).with("failed", failed)));
    say!("{}", lang.say(&Note::new("rules-coverage").with("gaps", tested.gaps.len())));
    if let Some(mutation) = &tested.mutation {
        let note = Note::new("rules-mutated")
            .with("tried", mutation.tried)
            .with("survived", mutation.survivors.len())
            .with("equivalent", mutation.equivalent);
        say!("{}", lang.say(&note));
    }
}

fn show_result(result: &TestResult, lang: Lang) {
    let went = match result.went {
        Went::Passed => "test-passed",
        Went::Missing => "test-missing",
        Went::Noisy => "test-noisy",
        Went::Wrong => "test-wrong",
    };
    say!("{}: {}: {}", lang.word(went), result.rule, result.name);
    say!("  {}:{}", result.place.0, result.place.1);
    for fact in &result.expected {
        say!("  {} {fact}", if result.got.contains(fact) { ' ' } else { '-' });
    }
    for fact in result.got.iter().filter(|fact| !result.expected.contains(fact)) {
        say!("  + {fact}");
    }
    say!("");
}

fn show_gap(gap: &Gap, lang: Lang) {
    let rule = gap.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
    say!("{}: {rule}{}", lang.word("test-untried"), lang.say(&gap.note));
    if let Some((file, line)) = &gap.place {
        say!("  {file}:{line}");
    }
    if let Some(help) = lang.help(&gap.note) {
        say!("{}", crate::look::advice(&help, lang));
    }
    say!("");
}

fn show_mutation(mutation: &Mutation, lang: Lang) {
    for survivor in &mutation.survivors {
        say!("{}: {}: {}", lang.word("mutant-unnoticed"), survivor.rule, lang.say(&survivor.edit.note()));
        say!("  {}:{}", survivor.file, survivor.edit.line);
        match &survivor.suggestion {
            Some(test) => {
                say!("  {}", lang.word("mutant-suggestion"));
                test.lines().for_each(|line| say!("    {line}"));
            }
            None => say!("  {}", lang.say(&equivalent_note(survivor))),
        }
        say!("");
    }
    for stale in &mutation.stale {
        let note = Note::new("mutant-stale").with("rule", stale.rule.as_str());
        say!("{}", lang.say(&note.with("mutant", stale.mutant.as_str())));
        say!("  {}:{}", stale.place.0, stale.place.1);
        say!("");
    }
    for rule in &mutation.failing {
        say!("{}", lang.say(&Note::new("mutant-tests-fail").with("rule", rule.as_str())));
    }
}

fn equivalent_note(survivor: &Survivor) -> Note {
    let entry = format!("{{ rule: {}, mutant: {:?}, why: … }}", survivor.rule, survivor.edit.name());
    Note::new("mutant-no-suggestion").with("entry", entry)
}

fn as_json(tested: &Tested, rules: &RuleSet) -> Value {
    let lang = rules.lang;
    let results: Vec<Value> = tested
        .results
        .iter()
        .map(|result| {
            json!({ "rule": result.rule, "test": result.name, "outcome": result.went.word(),
                    "file": result.place.0, "line": result.place.1,
                    "expected": result.expected, "got": result.got })
        })
        .collect();
    let gaps: Vec<Value> = tested
        .gaps
        .iter()
        .map(|gap| {
            json!({ "rule": gap.rule, "code": gap.note.id, "message": lang.say(&gap.note),
                    "help": lang.help(&gap.note), "file": gap.place.as_ref().map(|(file, _)| file),
                    "line": gap.place.as_ref().map(|(_, line)| line) })
        })
        .collect();
    let advice: Vec<Value> = rules
        .advice
        .iter()
        .map(|fault| {
            json!({ "code": fault.note.id, "message": lang.say(&fault.note), "help": lang.help(&fault.note),
                    "file": fault.place.as_ref().map(|(file, _)| &file.path),
                    "line": fault.line_and_column().map(|(line, _)| line) })
        })
        .collect();
    json!({ "tests": results, "gaps": gaps, "advice": advice,
            "mutation": tested.mutation.as_ref().map(|mutation| mutation_json(mutation, lang)) })
}

fn mutation_json(mutation: &Mutation, lang: Lang) -> Value {
    let survivors: Vec<Value> = mutation
        .survivors
        .iter()
        .map(|survivor| {
            json!({ "rule": survivor.rule, "file": survivor.file, "line": survivor.edit.line,
                    "mutant": survivor.edit.name(), "message": lang.say(&survivor.edit.note()),
                    "suggestion": survivor.suggestion })
        })
        .collect();
    let stale: Vec<Value> = mutation
        .stale
        .iter()
        .map(|stale| {
            json!({ "rule": stale.rule, "mutant": stale.mutant, "file": stale.place.0, "line": stale.place.1 })
        })
        .collect();
    json!({ "tried": mutation.tried, "equivalent": mutation.equivalent, "survivors": survivors,
            "stale": stale, "failing": mutation.failing })
}
