//! What a person names on the command line → the files to read.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::ReadError;

/// The endings of files that a folder is searched for; what they really are shows when they are opened.
const ENDINGS: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"];

/// A file is itself, a folder is the workbooks in it and below, a pattern (`*`, `?`, `**`) is what it matches.
///
/// Lock files (`~$…`) and hidden files are left out unless named; the order is that of the names.
///
/// # Errors
/// Where the argument leads to nothing: `file-missing`, `folder-without-workbooks`, `pattern-without-match`;
/// or to a folder that may not be read.
pub fn expand(argument: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let found = match fs::metadata(argument) {
        Ok(facts) if facts.is_dir() => {
            let mut found = Vec::new();
            walk(argument, &mut found)?;
            return some(found, "folder-without-workbooks");
        }
        Ok(_) => vec![argument.to_owned()],
        Err(_) if is_pattern(argument.as_os_str()) => {
            return some(matches(argument)?, "pattern-without-match");
        }
        Err(error) => return Err(ReadError::of_file(&error)),
    };
    Ok(found)
}

fn some(mut found: Vec<PathBuf>, otherwise: &'static str) -> Result<Vec<PathBuf>, ReadError> {
    found.sort();
    found.dedup();
    if found.is_empty() { Err(ReadError::new(otherwise)) } else { Ok(found) }
}

/// The workbooks under a folder. Links to folders are not followed: they may lead back.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    for entry in entries(folder)? {
        let path = folder.join(entry.file_name());
        if is_hidden(&entry.file_name()) {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, found)?;
        } else if is_workbook(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<impl Iterator<Item = fs::DirEntry>, ReadError> {
    let entries = fs::read_dir(folder).map_err(|error| ReadError::of_file(&error))?;
    Ok(entries.filter_map(Result::ok))
}

fn is_hidden(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"~$")
}

fn is_workbook(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_pattern(text: &OsStr) -> bool {
    text.as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?'))
}

/// The files that a pattern matches, a step of its path at a time.
fn matches(pattern: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut places = vec![PathBuf::new()];
    let mut steps = pattern.components().peekable();
    while let Some(step) = steps.next() {
        let last = steps.peek().is_none();
        let name = match step {
            Component::Normal(name) if is_pattern(name) => name.to_string_lossy(),
            _ => {
                places.iter_mut().for_each(|place| place.push(step));
                places.retain(|place| place.exists());
                continue;
            }
        };
        let mut next = Vec::new();
        for place in &places {
            if name == "**" {
                below(place, last, &mut next)?;
            } else {
                next.extend(children(place)?.into_iter().filter(|path| {
                    let child = path.file_name().unwrap_or_default().to_string_lossy();
                    fits(&name, &child) && (last || path.is_dir())
                }));
            }
        }
        places = next;
    }
    places.retain(|place| place.is_file());
    Ok(places)
}

/// What is in a folder and not hidden; nothing where it may not be read.
fn children(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !here.is_dir() {
        return Ok(Vec::new());
    }
    Ok(entries(here)?
        .filter(|entry| !is_hidden(&entry.file_name()))
        .map(|entry| folder.join(entry.file_name()))
        .collect())
}

/// `**`: the folder and every one below it; at the end of a pattern, the workbooks in them.
fn below(folder: &Path, last: bool, found: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    if !last {
        found.push(folder.to_owned());
    }
    for path in children(folder)? {
        if path.is_dir() && !path.is_symlink() {
            below(&path, last, found)?;
        } else if last && is_workbook(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Does a name fit a pattern of `*` (any run) and `?` (one character)?
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stood, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => match &mut star {
                Some((stood, taken)) => {
                    *taken += 1;
                    (at, seen) = (*stood + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name) in
            [("*.xlsx", "a.xlsx"), ("?.xlsx", "å.xlsx"), ("a*b*c", "a--b-b-c"), ("*", ""), ("*", "x")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("*.xlsx", "a.xls"), ("?.xlsx", ".xlsx"), ("a*b", "abc"), ("", "x")] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn folders_files_and_patterns() -> std::io::Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("b/c"))?;
        for name in ["b/c/2.CSV", "b/1.xlsx", "a.ods", "~$a.ods", ".dold.xlsx", "läsmig.md", "b/x.pdf"] {
            fs::write(root.path().join(name), b"x")?;
        }
        let names = |argument: &str| {
            expand(&root.path().join(argument))
                .map(|paths| {
                    let name = |path: &PathBuf| {
                        let inside = path.strip_prefix(root.path()).unwrap_or(path);
                        inside.to_string_lossy().replace('\\', "/")
                    };
                    paths.iter().map(name).collect::<Vec<_>>()
                })
                .map_err(|error| error.0.id)
        };
        assert_eq!(names(""), Ok(vec!["a.ods".into(), "b/1.xlsx".into(), "b/c/2.CSV".into()]));
        assert_eq!(names("~$a.ods"), Ok(vec!["~$a.ods".into()]));
        assert_eq!(names("läsmig.md"), Ok(vec!["läsmig.md".into()]));
        assert_eq!(names("*.ods"), Ok(vec!["a.ods".into()]));
        assert_eq!(names("**/*.?sv"), Err("pattern-without-match"));
        assert_eq!(names("**/*.?SV"), Ok(vec!["b/c/2.CSV".into()]));
        assert_eq!(names("?/*.xlsx"), Ok(vec!["b/1.xlsx".into()]));
        assert_eq!(names("b/**"), Ok(vec!["b/1.xlsx".into(), "b/c/2.CSV".into()]));
        assert_eq!(names("borta.xlsx"), Err("file-missing"));
        fs::create_dir(root.path().join("tom"))?;
        assert_eq!(names("tom"), Err("folder-without-workbooks"));
        Ok(())
    }
}
