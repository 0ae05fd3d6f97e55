//! Reports of earlier audits: reading them, and writing what is said of them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Lang, Note};
use rutinkoll::past::Report;

use crate::cli::{HistoryFormat, ShownArgs};
use crate::since::unusable;
use crate::{look, output};

/// Reads a report; the note says which file it is about.
pub(crate) fn read(path: &Path, lang: Lang) -> Result<Report, Note> {
    Report::read(path).map_err(|note| unusable("report-unusable", path, &note, lang))
}

/// What to write where, before anything is read: no report may be written over.
pub(crate) fn targets(shown: &ShownArgs, read: &[&Path]) -> Result<Vec<(PathBuf, HistoryFormat)>, Note> {
    let target = |path: &PathBuf| {
        let name = || path.display().to_string();
        let format = HistoryFormat::of(path).ok_or_else(|| {
            Note::new("output-unknown").with("path", name()).with("known", ".json, .md, .txt")
        })?;
        if read.iter().any(|read| output::is_same(read, path)) {
            return Err(Note::new("output-over-input").with("path", name()));
        }
        Ok((path.clone(), format))
    };
    shown.outputs.iter().map(target).collect()
}

/// Writes it to every file and to standard output; the exit code is `done` where all could be written.
pub(crate) fn write(
    targets: &[(PathBuf, HistoryFormat)],
    shown: &ShownArgs,
    lang: Lang,
    done: u8,
    text: impl Fn(HistoryFormat) -> String,
) -> ExitCode {
    say!("{}", text(shown.format).trim_end());
    let mut code = ExitCode::from(done);
    for (path, format) in targets {
        if let Err(reason) = output::whole(path, text(*format).as_bytes()) {
            let note = Note::new("output-failed").with("path", path.display().to_string());
            code = look::refuse(lang, &note.with("reason", reason));
        }
    }
    code
}
