//! What a person names on the command line → the files to read.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::ReadError;

/// The endings of files that a folder is searched for; what they really are shows when they are opened.
const ENDINGS: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"];

/// What an argument leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The files, in the order of their names.
    pub files: Vec<PathBuf>,
    /// Folders on the way that could not be read.
    pub unread: Vec<(PathBuf, ReadError)>,
}

/// A file is itself, a folder is the workbooks in it and below, a pattern (`*`, `?`, `**`) is what it matches.
///
/// Lock files (`~$…`) and hidden files are left out unless named; the order is that of the names.
///
/// # Errors
/// Where the argument leads to nothing: `file-missing`, `folder-without-workbooks`, `pattern-without-match`.
pub fn expand(argument: &Path) -> Result<Found, ReadError> {
    let mut found = Found::default();
    match fs::metadata(argument) {
        Ok(facts) if facts.is_dir() => {
            found.below(argument);
            found.some("folder-without-workbooks")
        }
        Ok(_) => Ok(Found { files: vec![argument.to_owned()], ..found }),
        Err(_) if is_pattern(argument.as_os_str()) => {
            found.matching(argument);
            found.some("pattern-without-match")
        }
        Err(error) => Err(ReadError::of_file(&error)),
    }
}

impl Found {
    fn some(mut self, otherwise: &'static str) -> Result<Self, ReadError> {
        self.files.sort();
        self.files.dedup();
        if self.files.is_empty() && self.unread.is_empty() {
            return Err(ReadError::new(otherwise));
        }
        Ok(self)
    }

    /// The workbooks under a folder. Links to folders are not followed: they may lead back.
    fn below(&mut self, folder: &Path) {
        for path in self.children(folder) {
            if path.is_dir() && !path.is_symlink() {
                self.below(&path);
            } else if is_workbook(&path) && path.is_file() {
                self.files.push(path);
            }
        }
    }

    /// What is in a folder and not hidden.
    fn children(&mut self, folder: &Path) -> Vec<PathBuf> {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if !here.is_dir() {
            return Vec::new();
        }
        match fs::read_dir(here) {
            Ok(entries) => entries
                .filter_map(Result::ok)
                .filter(|entry| !is_hidden(&entry.file_name()))
                .map(|entry| folder.join(entry.file_name()))
                .collect(),
            Err(error) => {
                self.unread.push((here.to_owned(), ReadError::of_file(&error)));
                Vec::new()
            }
        }
    }

    /// The files that a pattern matches, a step of its path at a time.
    fn matching(&mut self, pattern: &Path) {
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
                if name != "**" {
                    next.extend(self.children(place).into_iter().filter(|path| {
                        let child = path.file_name().unwrap_or_default().to_string_lossy();
                        fits(&name, &child) && (last || path.is_dir())
                    }));
                } else if last {
                    self.below(place);
                } else {
                    self.folders(place, &mut next);
                }
            }
            places = next;
        }
        self.files.extend(places.into_iter().filter(|place| place.is_file()));
    }

    /// A folder and every one below it.
    fn folders(&mut self, folder: &Path, found: &mut Vec<PathBuf>) {
        found.push(folder.to_owned());
        for path in self.children(folder) {
            if path.is_dir() && !path.is_symlink() {
                self.folders(&path, found);
            }
        }
    }
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
                .map(|found| {
                    let name = |path: &PathBuf| {
                        let inside = path.strip_prefix(root.path()).unwrap_or(path);
                        inside.to_string_lossy().replace('\\', "/")
                    };
                    found.files.iter().map(name).collect::<Vec<_>>()
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
