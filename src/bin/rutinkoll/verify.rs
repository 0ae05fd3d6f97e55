//! `rutinkoll verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::past::Report;
use rutinkoll::past::verify::{self, Answer, Said};
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::workbook::inputs;

use crate::cli::{Colour, VerifyArgs};
use crate::since::unusable;
use crate::{audit, look, pack};

/// Says what a report rests on agrees with it: exit code 0 where all does, 1 where something does not, and 2 where
/// that cannot be told.
pub(crate) fn run(args: &VerifyArgs) -> ExitCode {
    let wanted = args.lang.map(Lang::from);
    let report = match Report::read_unproven(&args.report) {
        Ok(report) => report,
        Err(note) => {
            let lang = wanted.unwrap_or_default();
            return look::refuse(lang, &unusable("report-unusable", &args.report, &note, lang));
        }
    };
    let lang = wanted.unwrap_or(report.lang);
    let given = match expanded(&args.inputs) {
        Ok(given) => given,
        Err(note) => return look::refuse(lang, &note),
    };
    let beside = args.report.parent().unwrap_or(Path::new(""));
    let mut all = vec![verify::seal(&report)];
    all.extend(verify::inputs(&report, &given, beside, lang));
    all.extend(verify::tables(&report, &args.tables, beside, lang));
    all.extend(rules(args, &report, &given, lang));
    all.extend(verify::program(&report, env!("CARGO_PKG_VERSION")));
    all.extend(verify::unchecked(&report));
    for line in &all {
        say!("{}", shown(line, lang));
        if let (Answer::Differs | Answer::Unknown, Some(help)) = (line.answer, lang.help(&line.note)) {
            say!("{}", look::advice(&help, lang));
        }
    }
    let any = |answer| all.iter().any(|line| line.answer == answer);
    let (id, code) = match (any(Answer::Differs), any(Answer::Unknown)) {
        (true, _) => ("verify-no", 1),
        (false, true) => ("verify-unknown", 2),
        (false, false) => ("verify-yes", 0),
    };
    say!("\n{}", lang.word(id));
    ExitCode::from(code)
}

/// Each line begins with its answer, in words of one width.
fn shown(line: &Said, lang: Lang) -> String {
    let word = lang.word(match line.answer {
        Answer::Same => "verify-word-same",
        Answer::Differs => "verify-word-other",
        Answer::Unknown => "verify-word-unknown",
        Answer::Remark => "verify-word-remark",
    });
    format!("{word:<8}  {}", lang.say(&line.note))
}

/// A folder stands for the workbooks in it.
fn expanded(given: &[PathBuf]) -> Result<Vec<PathBuf>, Note> {
    let mut files = Vec::new();
    for path in given {
        if path.is_dir() {
            files.extend(inputs::expand(path).map_err(|error| error.0)?.files);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// The rules that are named, or those that the report names; with the settings beside what was audited.
fn rules(args: &VerifyArgs, report: &Report, given: &[PathBuf], lang: Lang) -> Vec<Said> {
    let unknown = |reason: String| {
        let note = Note::new("verify-rules-unread").with("reason", reason);
        vec![Said { answer: Answer::Unknown, note }]
    };
    let named: Vec<PathBuf> = report.inputs.iter().map(|input| PathBuf::from(&input.path)).collect();
    let config = match audit::config(args.config.as_deref(), if given.is_empty() { &named } else { given }) {
        Ok(config) => config,
        Err(faults) => {
            pack::show(&faults, lang, Colour::Auto);
            return unknown(lang.say(&Note::new("rules-faulty").with("count", faults.len())));
        }
    };
    let own = Some(Path::new(&report.rules.source)).filter(|source| source.is_dir());
    let folder = args.rules.as_deref().or(config.rules.as_deref()).or(own);
    let files = if folder.is_none() && report.rules.source == BUILT_IN {
        Ok(pack::built_in())
    } else {
        pack::files(folder)
    };
    match files.and_then(|files: PackFiles| RuleSet::compile_with(&files, &config, Some(lang))) {
        Ok(rules) => verify::rules(report, &rules),
        Err(faults) => {
            let reasons: Vec<String> = faults.iter().map(|fault| lang.say(&fault.note)).collect();
            unknown(reasons.join(" "))
        }
    }
}

/// How a report names the rules within the program.
const BUILT_IN: &str = "built-in";
