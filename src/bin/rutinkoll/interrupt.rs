//! Ctrl+C: what is half-written is removed, the bar is taken away, and the program ends.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::progress;

/// As a shell has it: 128, and the signal's number.
const INTERRUPTED: i32 = 130;

/// Files beside their targets that are not whole yet.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// From now on. Where the signal is ignored, as `nohup` has it, it stays so.
pub(crate) fn heed() {
    let _ = ctrlc::try_set_handler(|| {
        // Held to the end: no other file is begun.
        let unfinished = unfinished();
        for file in &*unfinished {
            let _ = fs::remove_file(file);
        }
        progress::take_away();
        process::exit(INTERRUPTED);
    });
}

/// A file that is being written; it is removed unless it is [`kept`](Self::kept).
pub(crate) struct Unfinished<'p>(&'p Path);

impl<'p> Unfinished<'p> {
    /// Before the file is there.
    pub(crate) fn at(path: &'p Path) -> Self {
        unfinished().insert(path.to_owned());
        Self(path)
    }

    /// It has another name now.
    pub(crate) fn kept(self) {
        unfinished().remove(self.0);
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if unfinished().remove(self.0) {
            let _ = fs::remove_file(self.0);
        }
    }
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
