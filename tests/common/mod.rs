//! Workbooks that the tests read but that nobody here made.

#![allow(clippy::print_stderr, dead_code, reason = "shared by tests that each use a part")]

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of strange workbooks, where it is there; says so where it is not.
pub(crate) fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("RUTINKOLL_CORPUS").map(PathBuf::from);
    let found = named.unwrap_or_else(|| root.join("../shared/workbooks"));
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("{} is not there: skipped. RUTINKOLL_CORPUS=DIR names another.", found.display());
    None
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The project's own fixtures.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
