//! `rutinkoll trend`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::past::trend::{Head, Trend, last_of_weeks};
use rutinkoll::report::differences::Style;
use rutinkoll::report::trend;

use crate::cli::{HistoryFormat, TrendArgs};
use crate::{look, reports};

/// Follows reports over time. One that cannot be read is told of and stops no other: exit code 2.
pub(crate) fn run(args: &TrendArgs) -> ExitCode {
    let lang = args.shown.lang.map(Lang::from);
    let spoken = lang.unwrap_or_default();
    let mut failed = false;
    let mut refuse = |note: &Note| {
        look::refuse(spoken, note);
        failed = true;
    };
    let mut files = Vec::new();
    for named in &args.reports {
        match expand(named) {
            Ok(found) => files.extend(found),
            Err(note) => refuse(&note),
        }
    }
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let targets = match reports::targets(&args.shown, &paths) {
        Ok(targets) => targets,
        Err(note) => return look::refuse(spoken, &note),
    };
    // Reports may be large: one is held at a time, and the last of each week is read once more.
    let mut heads = Vec::new();
    let mut own = None;
    for file in &files {
        match reports::read(file, spoken) {
            Ok(report) => {
                own = Some(report.lang);
                heads.push(Head::of(&file.display().to_string(), &report));
            }
            Err(note) => refuse(&note),
        }
    }
    let mut trend = Trend::default();
    let (last, others) = last_of_weeks(heads);
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|head| head.path.as_str()).collect();
        let note = Note::new("trend-several").with("count", names.len());
        trend.notes.push(note.with("paths", names.join(", ")));
    }
    for head in last {
        match reports::read(Path::new(&head.path), spoken) {
            Ok(report) => trend.add(head, report),
            Err(note) => refuse(&note),
        }
    }
    if trend.weeks.is_empty() {
        return ExitCode::from(2);
    }
    let lang = lang.or(own).unwrap_or_default();
    let width = look::width();
    reports::write(&targets, &args.shown, lang, if failed { 2 } else { 0 }, |format| match format {
        HistoryFormat::Terminal => trend::text(&trend, lang, Style::Plain, width),
        HistoryFormat::Markdown => trend::text(&trend, lang, Style::Markdown, width),
        HistoryFormat::Json => format!("{:#}\n", trend::json(&trend, lang)),
    })
}

/// A report, or those in a folder: what ends in `.json`, other formats' own endings aside.
fn expand(named: &Path) -> Result<Vec<PathBuf>, Note> {
    if !named.is_dir() {
        return Ok(vec![named.to_owned()]);
    }
    let shown = || named.display().to_string();
    let unread = |error: std::io::Error| {
        Note::new("trend-folder-unread").with("path", shown()).with("reason", error.to_string())
    };
    let is_report = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.ends_with(".json") && !name.ends_with(".sarif.json") && !name.starts_with('.') && path.is_file()
    };
    let entries = std::fs::read_dir(named).map_err(unread)?;
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_report).collect();
    found.sort();
    if found.is_empty() { Err(Note::new("trend-none").with("path", shown())) } else { Ok(found) }
}
