//! `rutinkoll waive`: accepts a finding of a report, with a reason and an end.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::ZonedDateTime;
use rutinkoll::lang::{Lang, Note};
use rutinkoll::past::{Finding, Report};
use rutinkoll::ruleset::{Fault, Waiver, WaiverFile, WaiverOf};
use rutinkoll::since::{waive, write};
use rutinkoll::swedish::identity_number;

use crate::cli::WaiveArgs;
use crate::since::{WAIVERS, beside, unusable};
use crate::{audit, look, output, pack};

/// So many digits of a finding's fingerprint say which is meant.
const ENOUGH: usize = 4;
/// So many digits in a row are somebody's number, as likely as not.
const LONG: usize = 8;
/// At most so many findings are shown to choose from.
const SHOWN: usize = 10;

/// Runs it.
pub(crate) fn run(args: &WaiveArgs) -> ExitCode {
    let lang = args.lang.map(Lang::from).unwrap_or_default();
    match accept(args, lang) {
        Ok(done) => {
            say!("{}", lang.say(&done));
            ExitCode::SUCCESS
        }
        Err(faults) => {
            // What stands in no file is a sentence, and no picture.
            let (nowhere, placed): (Vec<Fault>, Vec<Fault>) =
                faults.into_iter().partition(|fault| fault.place.is_none());
            for fault in &nowhere {
                look::refuse(lang, &fault.note);
            }
            pack::show(&placed, lang, args.colour.colour);
            ExitCode::from(2)
        }
    }
}

fn accept(args: &WaiveArgs, lang: Lang) -> Result<Note, Vec<Fault>> {
    let refuse = |note: Note| vec![Fault::nowhere(note)];
    check_words(args, lang).map_err(refuse)?;
    let report = Report::read(&args.report)
        .map_err(|note| refuse(unusable("report-unusable", &args.report, &note, lang)))?;
    let finding = choose(&report, args, lang).map_err(refuse)?;
    let waiver = waiver(args, &report, finding).map_err(refuse)?;
    let file = file(args, &report)?;
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        // Read once more, by who says what is wrong with it.
        Err(_) => WaiverFile::read(&file)?.text,
    };
    let known = WaiverFile::parse(&file, text.clone())?;
    waive::made_with(&known, &waiver.key_id)
        .map_err(|note| refuse(unusable("waivers-unusable", &file, &note, lang)))?;
    refuse_twice(&known, &waiver, &report, args).map_err(refuse)?;
    let comment = format!("{} ({})", title(&report, finding), place(finding));
    let text = write::with_waiver(&file, &text, &waiver, &comment, &lang.word("waivers-head"))?;
    let path = file.display().to_string();
    output::whole(&file, text.as_bytes()).map_err(|reason| {
        refuse(Note::new("output-failed").with("path", path.as_str()).with("reason", reason))
    })?;
    let done = Note::new("waived").with("finding", comment).with("path", path);
    Ok(done.with("until", lang.date(waiver.until)))
}

/// The reason says something and names nobody; the end is still to come.
fn check_words(args: &WaiveArgs, lang: Lang) -> Result<(), Note> {
    let today = ZonedDateTime::now().date();
    if args.reason.trim().is_empty() {
        return Err(Note::new("waive-no-reason"));
    }
    if args.until < today {
        return Err(Note::new("waive-past").with("until", lang.date(args.until)));
    }
    if identity_number::find(&args.reason, today).is_some() {
        return Err(Note::new("waive-identity-number"));
    }
    let longest = args.reason.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    if longest >= LONG {
        eprintln!("{}", lang.word("waive-long-number"));
    }
    Ok(())
}

/// The finding that is meant: by the beginning of its fingerprint, or by its cell.
fn choose<'r>(report: &'r Report, args: &WaiveArgs, lang: Lang) -> Result<&'r Finding, Note> {
    let asked = args.finding.trim();
    let means = |finding: &&Finding| {
        let of_rule = args.rule.as_ref().is_none_or(|rule| *rule == finding.rule);
        of_rule && (is_known_by(finding, asked) || stands_at(finding, asked))
    };
    let meant: Vec<&Finding> = report.findings.iter().filter(means).collect();
    match meant.as_slice() {
        [one] => Ok(one),
        [] => Err(Note::new("waive-no-such").with("asked", asked).with("count", report.findings.len())),
        several => {
            let line = |finding: &&Finding| {
                let print = finding.fingerprint.as_deref().unwrap_or_default();
                let print: String = print.chars().take(12).collect();
                format!("  {print}  {}  {}", place(finding), finding.rule)
            };
            let mut lines: Vec<String> = several.iter().take(SHOWN).map(line).collect();
            if several.len() > SHOWN {
                lines.push(lang.say(&Note::new("waive-more").with("count", several.len() - SHOWN)));
            }
            let note = Note::new("waive-several").with("asked", asked).with("count", several.len());
            Err(note.with("list", lines.join("\n")))
        }
    }
}

fn is_known_by(finding: &Finding, asked: &str) -> bool {
    let print = finding.fingerprint.as_deref().unwrap_or_default();
    asked.len() >= ENOUGH && print.starts_with(&asked.to_ascii_lowercase())
}

/// `E14`, or `November!E14` where several sheets have one.
fn stands_at(finding: &Finding, asked: &str) -> bool {
    let (sheet, cell) = match asked.rsplit_once('!') {
        Some((sheet, cell)) => (Some(sheet.trim_matches('\'')), cell),
        None => (None, asked),
    };
    let here = finding.cell.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(cell));
    here && sheet.is_none_or(|sheet| sheet == finding.sheet)
}

fn waiver(args: &WaiveArgs, report: &Report, finding: &Finding) -> Result<Waiver, Note> {
    let lacks = || Note::new("waive-no-fingerprints");
    let key_id = report.key_id.clone().ok_or_else(lacks)?;
    let mark = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let row_key = mark(&finding.row_key).ok_or_else(lacks)?;
    let (of, content) = match &args.clause {
        None => (WaiverOf::Rule(finding.rule.clone()), vec![mark(&finding.content).ok_or_else(lacks)?]),
        Some(clause) => {
            if !finding.clauses.contains(clause) {
                let known = finding.clauses.join(", ");
                return Err(Note::new("waive-other-clause")
                    .with("clause", clause.as_str())
                    .with("known", known));
            }
            // What all findings of the row under the clause rest on.
            let same = |other: &&Finding| other.row_key == finding.row_key && other.clauses.contains(clause);
            let mut content: Vec<_> =
                report.findings.iter().filter(same).filter_map(|other| mark(&other.content)).collect();
            content.sort_unstable();
            content.dedup();
            (WaiverOf::Clause(clause.clone()), content)
        }
    };
    let by = args.by.clone().or_else(who).filter(|by| !by.trim().is_empty());
    Ok(Waiver {
        of,
        row_key,
        content,
        key_id,
        reason: args.reason.trim().to_owned(),
        by,
        until: args.until,
        line: 0,
    })
}

/// Whoever is logged in.
fn who() -> Option<String> {
    ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok())
}

/// The file that was named; the one that the audit's settings name; or the one beside what was audited.
fn file(args: &WaiveArgs, report: &Report) -> Result<PathBuf, Vec<Fault>> {
    if let Some(file) = &args.waivers {
        return Ok(file.clone());
    }
    let inputs: Vec<PathBuf> = report.inputs.iter().map(|input| PathBuf::from(&input.path)).collect();
    let config = audit::config(args.config.as_deref(), &inputs)?;
    let is_there =
        |input: &&PathBuf| input.parent().is_some_and(|parent| parent == Path::new("") || parent.is_dir());
    let beside = inputs.first().filter(is_there).map(|input| beside(input));
    Ok(config.waivers.or(beside).unwrap_or_else(|| PathBuf::from(WAIVERS)))
}

/// As many findings are equal as there are waivers for them already.
fn refuse_twice(known: &WaiverFile, waiver: &Waiver, report: &Report, args: &WaiveArgs) -> Result<(), Note> {
    let same = |other: &&Waiver| {
        (&other.of, other.row_key, &other.content) == (&waiver.of, waiver.row_key, &waiver.content)
            && other.until >= args.until
    };
    let earlier: Vec<&Waiver> = known.waivers.iter().filter(same).collect();
    let is_equal = |finding: &&Finding| {
        let mark = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let of = match &waiver.of {
            WaiverOf::Rule(rule) => finding.rule == *rule,
            WaiverOf::Clause(_) => false,
        };
        of && mark(&finding.row_key) == Some(waiver.row_key)
            && mark(&finding.content).is_some_and(|content| waiver.content.contains(&content))
    };
    let equal = report.findings.iter().filter(is_equal).count().max(1);
    match earlier.first() {
        Some(first) if earlier.len() >= equal => {
            Err(Note::new("waive-twice").with("line", first.line).with("reason", first.reason.as_str()))
        }
        _ => Ok(()),
    }
}

fn title(report: &Report, finding: &Finding) -> String {
    let rule = report.coverage.iter().find(|rule| rule.rule == finding.rule);
    rule.map_or_else(|| finding.rule.clone(), |rule| rule.title.clone())
}

fn place(finding: &Finding) -> String {
    let spot = finding.cell.clone().unwrap_or_else(|| finding.row.to_string());
    format!("{} › {spot}", finding.sheet)
}
