//! `rutinkoll rules preview`

use std::process::ExitCode;

use rutinkoll::diff::{self, SAME_WORKBOOK};
use rutinkoll::finding::Values;
use rutinkoll::lang::{Lang, Note};
use rutinkoll::outcome::{Outcome, PackInfo, Problem};
use rutinkoll::pipeline;
use rutinkoll::report::{differences, json};
use rutinkoll::ruleset::RuleSet;
use serde_json::json;

use super::Done;
use crate::cli::{PreviewArgs, TextFormat};
use crate::{audit, look, pack};

pub(super) fn run(args: &PreviewArgs) -> Done {
    let config = audit::settings(&args.input, &args.pack, args.colour.colour)?;
    let old = audit::rules(pack::load_to_judge, &config, &args.pack, args.colour.colour)?;
    let new = pack::load(Some(&args.against), &config, Some(old.lang)).map_err(|faults| {
        pack::show(&faults, old.lang, args.colour.colour);
        eprintln!("{}", old.lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        ExitCode::from(2)
    })?;
    // The same request, for standard input can be read once, and the day must be the same.
    let request = audit::request(&args.input, &config, &old)?;
    let before = pipeline::audit(&request);
    let after = pipeline::audit(&pipeline::Request { rules: &new, ..request });
    let on_terminal = args.format == TextFormat::Terminal && look::is_terminal();
    let default = if on_terminal { Values::Shown } else { Values::Masked };
    let values = args.input.values.map(Values::from).or(config.values).unwrap_or(default);
    let diff =
        diff::compare(&json::findings(&before, values), &json::findings(&after, values), SAME_WORKBOOK);
    match args.format {
        TextFormat::Json => say!("{:#}", json!(diff)),
        TextFormat::Terminal => {
            say!("{}", packs(&before, &after));
            say!("{}", differences::plain(&diff, old.lang).trim_end());
        }
    }
    let failed = show_problems(&before, &after, &old);
    Ok(ExitCode::from(if failed { 2 } else { u8::from(!diff.is_empty()) }))
}

fn packs(before: &Outcome, after: &Outcome) -> String {
    let lang = before.lang;
    let note = Note::new("preview-packs")
        .with("old", named(&before.pack, lang))
        .with("new", named(&after.pack, lang));
    lang.say(&note)
}

fn named(pack: &PackInfo, lang: Lang) -> String {
    let source = pack.source.clone().unwrap_or_else(|| lang.word("report-built-in"));
    format!("{} {} ({source})", pack.name, pack.version)
}

/// What could not be read or judged, by either pack; once.
fn show_problems(before: &Outcome, after: &Outcome, rules: &RuleSet) -> bool {
    let mut shown: Vec<&Problem> = Vec::new();
    for problem in before.errors.iter().chain(&after.errors) {
        if !shown.contains(&problem) {
            let input = problem.input.as_ref().map(|input| format!("{input}: ")).unwrap_or_default();
            eprintln!("{input}{}", rules.lang.say(&problem.note));
            shown.push(problem);
        }
    }
    !shown.is_empty()
}
