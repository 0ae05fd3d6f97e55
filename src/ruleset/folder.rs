//! A pack's folder: which of its files count, and which only look as if they did.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fault::{Fault, SourceFile};
use super::pack::START;
use super::{PackFiles, kebab};
use crate::lang::Note;

/// More than any file of a pack that a person wrote, in bytes.
const LARGEST: u64 = 1 << 20;

/// What a file of the folder is.
enum Kind {
    Counts,
    /// It would count under this name.
    Misnamed(String),
    /// It looks like a rule or a library, and is none.
    Ignored,
    Other,
}

/// Reads the files that count; the others are told of where they look as if they counted.
pub(super) fn read(folder: &Path) -> Result<PackFiles, Vec<Fault>> {
    let mut found = PackFiles { folder: Some(folder.to_owned()), ..PackFiles::default() };
    for (name, path) in list(folder).map_err(|error| vec![unreadable(folder, &error)])? {
        match kind(&name) {
            Kind::Counts => match read_file(&path) {
                Ok(file) => found.files.push((name, file.text)),
                Err(fault) => {
                    found.remarks.push(fault);
                    found.unread.push(name);
                }
            },
            Kind::Misnamed(better) => {
                found.remarks.push(at_file(&path, Note::new("fault-file-name").with("better", better)));
            }
            Kind::Ignored => {
                let advice = at_file(&path, Note::new("advice-file-ignored").with("name", name));
                found.remarks.push(Fault { advice: true, ..advice });
            }
            Kind::Other => {}
        }
    }
    Ok(found)
}

/// Reads a text file: UTF-8, with or without a byte order mark, no larger than [`LARGEST`].
pub(super) fn read_file(path: &Path) -> Result<SourceFile, Fault> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    let shown = path.display().to_string();
    if bytes.len() as u64 > LARGEST {
        return Err(Fault::nowhere(Note::new("fault-file-too-large").with("path", shown)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Ok(SourceFile { path: shown, text })
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = Arc::new(SourceFile { path: shown, text });
            // The first byte that is none shows as one replacement character.
            Err(Fault::at(
                &file,
                at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
                Note::new("fault-not-utf8"),
            ))
        }
    }
}

/// Every file of the folder and of the folders in it, as name within the pack and path; sorted.
fn list(folder: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            let inner = std::fs::read_dir(&path).into_iter().flatten().flatten();
            files.extend(
                inner
                    .filter(|entry| !entry.path().is_dir())
                    .map(|entry| (format!("{name}/{}", entry.file_name().to_string_lossy()), entry.path())),
            );
        } else {
            files.push((name, path));
        }
    }
    files.retain(|(name, _)| !name.rsplit('/').next().unwrap_or_default().starts_with('.'));
    files.sort();
    Ok(files)
}

fn kind(name: &str) -> Kind {
    let (folder, file) = name.split_once('/').unwrap_or(("", name));
    let lower = file.to_lowercase();
    let looks = || {
        if [".yaml", ".yml", ".rhai"].iter().any(|end| lower.contains(end)) {
            Kind::Ignored
        } else {
            Kind::Other
        }
    };
    let (end, near): (&str, &[&str]) = match folder {
        "" => (".yaml", &[".yaml", ".yaml.txt", ".yml", ".yml.txt"]),
        "lib" => (".rhai", &[".rhai", ".rhai.txt"]),
        _ => return looks(),
    };
    if file.ends_with(end) {
        return Kind::Counts;
    }
    if folder.is_empty() && lower.ends_with(".rhai") {
        return Kind::Misnamed(format!("lib/{file}"));
    }
    match near.iter().find_map(|near| lower.strip_suffix(near)) {
        Some(stem) if folder.is_empty() => Kind::Misnamed(format!("{}{end}", kebab(stem))),
        Some(stem) => Kind::Misnamed(format!("lib/{stem}{end}")),
        None => looks(),
    }
}

fn at_file(path: &Path, note: Note) -> Fault {
    match read_file(path) {
        Ok(file) => Fault::at(&Arc::new(file), START, note),
        Err(_) => {
            let file = SourceFile { path: path.display().to_string(), text: String::new() };
            Fault::at(&Arc::new(file), START, note)
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    let note = Note::new("fault-unreadable").with("path", path.display().to_string());
    Fault::nowhere(note.with("reason", error))
}
