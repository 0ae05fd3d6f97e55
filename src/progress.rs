//! How far the process has read, for whoever waits for it: two counts that only grow. Readers add to them now and
//! then, and need not be handed anything; whoever shows them subtracts what they were when the work began.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static BYTES: AtomicU64 = AtomicU64::new(0);
static ROWS: AtomicU64 = AtomicU64::new(0);

/// What has been read since the process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Read {
    /// Bytes of files, as they stand on the disk.
    pub bytes: u64,
    /// Rows of sheets and tables.
    pub rows: u64,
}

/// What has been read so far.
#[must_use]
pub fn read() -> Read {
    Read { bytes: BYTES.load(Relaxed), rows: ROWS.load(Relaxed) }
}

pub(crate) fn add_bytes(count: usize) {
    BYTES.fetch_add(count as u64, Relaxed);
}

pub(crate) fn add_rows(count: u64) {
    ROWS.fetch_add(count, Relaxed);
}
