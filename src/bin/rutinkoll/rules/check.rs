//! `rutinkoll rules check`: every fault of a pack at once, and advice apart.

use std::path::Path;
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::{self, Checked, Config, Fault, PackFiles, RuleSet};
use serde::Serialize;

use super::Done;
use crate::cli::{Colour, PackArgs, TextFormat};
use crate::pack;

/// Checks a pack. Exit code 0: sound; 1: advice, where that is asked to count; 2: faults.
pub(super) fn run(
    dir: Option<&Path>,
    args: &PackArgs,
    strict: bool,
    format: TextFormat,
    colour: Colour,
) -> Done {
    let wanted = args.lang.map(Lang::from);
    let (files, checked) = match pack::files(dir.or(args.rules.as_deref())) {
        Ok(files) => {
            let checked = ruleset::check(&files, &Config::default(), wanted);
            (files, checked)
        }
        Err(faults) => {
            let lang = wanted.unwrap_or_default();
            (PackFiles::default(), Checked { rules: None, faults, advice: Vec::new(), lang })
        }
    };
    match format {
        TextFormat::Terminal => terminal(&checked, colour),
        TextFormat::Json => json(&files, &checked),
    }
    Ok(match (checked.faults.is_empty(), checked.advice.is_empty()) {
        (false, _) => ExitCode::from(2),
        (true, false) if strict => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

fn terminal(checked: &Checked, colour: Colour) {
    let lang = checked.lang;
    pack::show(&checked.faults, lang, colour);
    pack::show(&checked.advice, lang, colour);
    match &checked.rules {
        Some(rules) => {
            let note = Note::new("rules-sound")
                .with("pack", rules.pack.name.as_str())
                .with("version", rules.pack.version.as_str());
            let note = note.with("rules", rules.rules.len()).with("advice", checked.advice.len());
            say!("{}", lang.say(&note));
        }
        None => {
            let note = Note::new("rules-checked").with("faults", checked.faults.len());
            eprintln!("{}", lang.say(&note.with("advice", checked.advice.len())));
        }
    }
}

/// `rutinkoll.check/1`; see `docs/check.md`. Additions allowed, nothing renamed.
#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    tool: Tool,
    lang: &'static str,
    rules: Pack<'a>,
    faults: Vec<Remark<'a>>,
    advice: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Name, version and number of rules are null where there are faults.
#[derive(Serialize)]
struct Pack<'a> {
    pack: Option<&'a str>,
    version: Option<&'a str>,
    rules: Option<usize>,
    source: String,
    digest: String,
}

#[derive(Serialize)]
struct Remark<'a> {
    code: &'static str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: String,
    label: Option<String>,
    help: Option<String>,
}

impl<'a> Remark<'a> {
    fn of(fault: &'a Fault, lang: Lang) -> Self {
        let (start, end) = (fault.line_and_column(), fault.end_line_and_column());
        Self {
            code: fault.note.id,
            file: fault.place.as_ref().map(|(file, _)| file.path.as_str()),
            line: start.map(|(line, _)| line),
            column: start.map(|(_, column)| column),
            end_line: end.map(|(line, _)| line),
            end_column: end.map(|(_, column)| column),
            message: lang.say(&fault.note),
            label: fault.label.as_ref().map(|label| lang.say(label)),
            help: lang.help(&fault.note),
        }
    }
}

fn json(files: &PackFiles, checked: &Checked) {
    let pack = checked.rules.as_ref().map(|rules: &RuleSet| &rules.pack);
    let source = files.folder.as_ref().map_or_else(|| "built-in".to_owned(), |dir| dir.display().to_string());
    let report = Report {
        schema: "rutinkoll.check/1",
        tool: Tool { name: "rutinkoll", version: env!("CARGO_PKG_VERSION") },
        lang: checked.lang.code(),
        rules: Pack {
            pack: pack.map(|pack| pack.name.as_str()),
            version: pack.map(|pack| pack.version.as_str()),
            rules: checked.rules.as_ref().map(|rules| rules.rules.len()),
            source,
            digest: files.digest(),
        },
        faults: checked.faults.iter().map(|fault| Remark::of(fault, checked.lang)).collect(),
        advice: checked.advice.iter().map(|fault| Remark::of(fault, checked.lang)).collect(),
    };
    if let Ok(text) = serde_json::to_string_pretty(&report) {
        say!("{text}");
    }
}
