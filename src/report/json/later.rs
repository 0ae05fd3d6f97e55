//! What stands last in a report, worked out by a thread while the rest is written.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use serde::{Serialize, Serializer};

/// A text that is waited for where it is written.
pub(super) struct Later<'s> {
    helper: Cell<Option<ScopedJoinHandle<'s, String>>>,
    work: &'s dyn Fn() -> String,
}

/// Writes, beside the work.
pub(super) fn beside<T>(work: impl Fn() -> String + Sync, write: impl FnOnce(Later<'_>) -> T) -> T {
    let work = &work;
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, work).ok();
        write(Later { helper: Cell::new(helper), work })
    })
}

impl Serialize for Later<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let done =
            self.helper.take().map(|helper| helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.unwrap_or_else(self.work).serialize(serializer)
    }
}
