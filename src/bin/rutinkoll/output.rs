//! Reports to files: which format, where they may stand, and how they get there whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rutinkoll::annotate;
use rutinkoll::finding::Values;
use rutinkoll::lang::{Arg, Note};
use rutinkoll::outcome::{Outcome, SheetReport, SheetStatus, SourceReport};
use rutinkoll::pipeline::{Input, Request};
use rutinkoll::report::{EXTENSIONS, Format, Made, workbook};
use rutinkoll::workbook::ReadError;

use crate::interrupt::Unfinished;

/// A file to write.
pub(crate) struct Target {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Report(Format),
    /// A copy of the audited workbook, with marks.
    Copy,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
        match extension.as_deref() {
            Some("xlsx" | "xlsm") => Some(Self::Copy),
            _ => Format::of(path).map(Self::Report),
        }
    }
}

impl Target {
    /// Does what is written show the rows behind findings?
    pub(crate) fn shows_rows(&self) -> bool {
        matches!(self.kind, Kind::Report(format) if format.shows_rows())
    }
}

/// What is written from.
pub(crate) struct Material<'a> {
    pub(crate) outcome: &'a Outcome,
    pub(crate) request: &'a Request<'a>,
    pub(crate) made: Made,
    pub(crate) values: Values,
}

/// What is to be written where.
///
/// # Errors
/// Where a name asks for no known format, or would write over what is read.
pub(crate) fn targets(
    outputs: &[PathBuf],
    request: &Request<'_>,
    also_read: &[PathBuf],
) -> Result<Vec<Target>, Note> {
    let mut targets: Vec<Target> = Vec::new();
    for path in outputs {
        let shown = path.display().to_string();
        let Some(kind) = Kind::of(path) else {
            let known = EXTENSIONS.iter().map(|(extension, _)| *extension).chain(["xlsx"]);
            let known: Vec<String> = known.map(|extension| format!(".{extension}")).collect();
            return Err(Note::new("output-unknown").with("path", shown).with("known", known.join(", ")));
        };
        refuse_what_is_read(path, request, also_read)?;
        if targets.iter().any(|other| is_same(&other.path, path)) {
            return Err(Note::new("output-twice").with("path", shown));
        }
        if kind == Kind::Copy {
            refuse_other_macros(path, request)?;
        }
        targets.push(Target { path: path.clone(), kind });
    }
    Ok(targets)
}

/// Never over an input, a table, a file of the pack or whatever else is read (settings, a baseline); by whatever name.
fn refuse_what_is_read(path: &Path, request: &Request<'_>, also_read: &[PathBuf]) -> Result<(), Note> {
    let shown = path.display().to_string();
    let inputs = request.inputs.iter().chain(request.tables.iter().map(|table| &table.input));
    let files = inputs.filter_map(|input| match input {
        Input::File(file) => Some(file.as_path()),
        Input::Stdin(_) => None,
    });
    if files.chain(also_read.iter().map(PathBuf::as_path)).any(|file| is_same(file, path)) {
        return Err(Note::new("output-over-input").with("path", shown));
    }
    let Some(pack) = &request.rules.folder else { return Ok(()) };
    let real = fs::canonicalize(path).ok();
    let inside = fs::canonicalize(pack).is_ok_and(|pack| real.is_some_and(|real| real.starts_with(pack)));
    if inside { Err(Note::new("output-over-pack").with("path", shown)) } else { Ok(()) }
}

/// The same file: the same name, or the same file behind other names and links.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    a == b || same_file::is_same_file(a, b).unwrap_or(false)
}

/// A copy is of one workbook, and one with macros keeps its own extension: Excel opens no other.
fn refuse_other_macros(path: &Path, request: &Request<'_>) -> Result<(), Note> {
    let shown = path.display().to_string();
    let input = match request.inputs.as_slice() {
        // What could not be found is told with the other errors.
        [] => return Ok(()),
        [input] => input,
        several => {
            return Err(Note::new("annotate-several").with("path", shown).with("count", several.len()));
        }
    };
    let has_macros = |path: &Path| path.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsm"));
    match input {
        Input::File(from) if has_macros(from) != has_macros(path) => {
            let wanted = if has_macros(from) { ".xlsm" } else { ".xlsx" };
            Err(Note::new("annotate-extension").with("path", shown).with("wanted", wanted))
        }
        _ => Ok(()),
    }
}

/// Writes every report; what could not be written is told, and stops no other.
pub(crate) fn write(targets: &[Target], material: &Material<'_>) -> Vec<Note> {
    let unwritten = |target: &Target| {
        let reason = write_one(target, material).err()?;
        let id = if target.kind == Kind::Copy { "output-not-copied" } else { "output-failed" };
        Some(Note::new(id).with("path", target.path.display().to_string()).with("reason", reason))
    };
    targets.iter().filter_map(unwritten).collect()
}

/// Beside its target and renamed: an interrupted run leaves no half report. What is no ordinary file (a
/// pipe, a terminal) is written as it is; a link stays, and what it leads to is written.
fn write_one(target: &Target, material: &Material<'_>) -> Result<(), Arg> {
    let path = fs::canonicalize(&target.path).unwrap_or_else(|_| target.path.clone());
    let said = |error: io::Error| Arg::from(&error);
    if fs::metadata(&path).is_ok_and(|is| !is.is_file()) {
        let mut file = File::options().write(true).open(&path).map_err(said)?;
        return match target.kind {
            Kind::Report(format) => report(format, material, &mut file).map_err(said),
            Kind::Copy => Err(Note::new("annotate-no-file").into()),
        };
    }
    replaced(&path, |file| match target.kind {
        Kind::Report(format) => report(format, material, file).map_err(said),
        Kind::Copy => copy(material, file).map_err(Arg::from),
    })
}

/// Writes a file whole or not at all; a link stays, and what it leads to is written.
pub(crate) fn whole(path: &Path, bytes: &[u8]) -> Result<(), Arg> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replaced(&path, |file| file.write_all(bytes).map_err(|error| Arg::from(&error)))
}

fn replaced(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Arg>) -> Result<(), Arg> {
    let said = |error: io::Error| Arg::from(&error);
    let mut beside = path.to_owned().into_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let unfinished = Unfinished::at(&beside);
    let written = File::create(&beside).map_err(said).and_then(|mut file| write(&mut file));
    written.and_then(|()| fs::rename(&beside, path).map_err(said))?;
    unfinished.kept();
    Ok(())
}

fn report(format: Format, material: &Material<'_>, file: &mut File) -> io::Result<()> {
    format.write(material.outcome, &material.made, material.values, file)?;
    file.flush()
}

/// The audited workbook with marks; a new workbook where it is of a kind that cannot be copied so.
fn copy(material: &Material<'_>, file: &mut File) -> Result<(), Note> {
    let Material { outcome, request, made, values } = material;
    let (Some(input), Some(report)) = (request.inputs.first(), outcome.inputs.first()) else {
        return Err(Note::new("annotate-unread"));
    };
    if report.sha256.is_empty() {
        return Err(Note::new("annotate-unread"));
    }
    let bytes = input.bytes(&report.sha256)?;
    let marks = workbook::marks(outcome, 0, made, *values, None);
    let mut out = io::BufWriter::new(file);
    let copied = match annotate::copy(&bytes, marks, &request.limits, &mut out) {
        Err(annotate::Fault::OtherFormat) => rebuild(material, input, report, &mut out),
        copied => copied.map_err(|fault| fault.note()),
    };
    copied.and_then(|()| out.flush().map_err(|error| annotate::Fault::from(error).note()))
}

fn rebuild(
    material: &Material<'_>,
    input: &Input,
    report: &SourceReport,
    out: &mut (impl io::Write + io::Seek),
) -> Result<(), Note> {
    let Material { outcome, request, made, values } = material;
    let audited = |sheet: &SheetReport| matches!(sheet.status, SheetStatus::Audited { .. });
    let sheets: Vec<usize> = (0..report.sheets.len()).filter(|at| audited(&report.sheets[*at])).collect();
    if sheets.is_empty() {
        return Err(Note::new("annotate-unread"));
    }
    let mut book = input.open(&request.limits).map_err(|ReadError(note)| note)?;
    let bytes = annotate::rebuild(&mut book, &sheets).map_err(|fault| fault.note())?;
    let marks = workbook::marks(outcome, 0, made, *values, Some(&report.path)).for_sheets(&sheets);
    annotate::copy(&bytes, marks, &request.limits, out).map_err(|fault| fault.note())
}

/// The page that was asked for.
pub(crate) fn page(targets: &[Target]) -> Option<&Path> {
    targets
        .iter()
        .find(|target| target.kind == Kind::Report(Format::Html))
        .map(|target| target.path.as_path())
}

/// Is a page written under this name?
pub(crate) fn is_page(path: &Path) -> bool {
    Kind::of(path) == Some(Kind::Report(Format::Html))
}

/// Opens a page as the machine opens pages; `BROWSER` names another program.
pub(crate) fn open(page: &Path) -> io::Result<()> {
    let page = fs::canonicalize(page)?;
    let named = std::env::var_os("BROWSER").filter(|browser| !browser.is_empty());
    let mut command = match named {
        Some(browser) => Command::new(browser),
        None if cfg!(target_os = "macos") => Command::new("open"),
        None if cfg!(windows) => Command::new("explorer"),
        None => Command::new("xdg-open"),
    };
    command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}
