//! A sheet's rows, read in a thread of their own from when one is idle: who types and keeps them need not wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::Scope;

use crate::sheet::{RawRow, SheetFacts};
use crate::workbook::{RawRows, ReadError};

/// So many rows are handed over at a time.
const BATCH: usize = 512;
/// So many batches wait to be taken.
const WAITING: usize = 4;

/// Threads that have nothing to do, of those that may run.
#[derive(Debug)]
pub(super) struct Idle(AtomicUsize);

impl Idle {
    pub(super) fn new(threads: usize) -> Self {
        Self(AtomicUsize::new(threads))
    }

    /// A thread has no more to do.
    pub(super) fn give(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes one, to be given back.
    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |idle| idle.checked_sub(1)).is_ok()
    }
}

/// The rows of a reader: in this thread or, once another is idle, in that.
pub(super) struct Ahead<'s, 'e, 'r> {
    scope: &'s Scope<'s, 'e>,
    idle: &'s Idle,
    state: State<'r>,
    /// So many rows were read here.
    read: usize,
}

enum State<'r> {
    Here(Box<dyn RawRows + 'r>),
    There(Box<There>),
}

/// What another thread has read.
struct There {
    batches: Receiver<Batch>,
    /// Rows whose memory can be used again.
    spare: Sender<Vec<RawRow>>,
    rows: Vec<RawRow>,
    /// So many of them count, and so many have been taken.
    len: usize,
    taken: usize,
    facts: SheetFacts,
    /// What came after the rows.
    end: Option<End>,
}

enum Batch {
    Rows(Vec<RawRow>, usize),
    End(End),
}

/// What came after the rows: why they broke off, and the facts, now that they are whole.
struct End {
    cut: Option<ReadError>,
    facts: Result<SheetFacts, ReadError>,
}

impl<'s, 'e, 'r: 's> Ahead<'s, 'e, 'r> {
    pub(super) fn new(rows: Box<dyn RawRows + 'r>, scope: &'s Scope<'s, 'e>, idle: &'s Idle) -> Self {
        Self { scope, idle, state: State::Here(rows), read: 0 }
    }

    /// Lets another thread go on, if there is one. A small table is not worth it.
    fn move_on(&mut self) {
        if self.read == 0 || !self.read.is_multiple_of(BATCH) || !self.idle.take() {
            return;
        }
        let (send, batches) = sync_channel(WAITING);
        let (spare, reuse) = channel();
        let facts = self.facts().clone();
        let there = There { batches, spare, rows: Vec::new(), len: 0, taken: 0, facts, end: None };
        let there = State::There(Box::new(there));
        let State::Here(rows) = std::mem::replace(&mut self.state, there) else { return };
        let idle = self.idle;
        self.scope.spawn(move || {
            read(rows, &send, &reuse);
            idle.give();
        });
    }
}

/// Reads to the end, as long as somebody listens.
fn read(mut rows: Box<dyn RawRows + '_>, send: &SyncSender<Batch>, reuse: &Receiver<Vec<RawRow>>) {
    let mut more = Ok(true);
    while more == Ok(true) {
        let mut batch = reuse.try_recv().unwrap_or_default();
        batch.resize_with(BATCH, RawRow::default);
        let mut len = 0;
        for row in &mut batch {
            more = rows.next_row(row);
            if more != Ok(true) {
                break;
            }
            len += 1;
        }
        if send.send(Batch::Rows(batch, len)).is_err() {
            return;
        }
    }
    let end = End { cut: more.err(), facts: rows.finish().cloned() };
    // Who does not listen any more need not know.
    let _ = send.send(Batch::End(end));
}

impl There {
    /// The next batch is at hand; false where there are no more.
    fn refill(&mut self) -> bool {
        while self.end.is_none() {
            match self.batches.recv() {
                Ok(Batch::Rows(rows, len)) => {
                    let before = std::mem::replace(&mut self.rows, rows);
                    // A reader that has ended needs no memory.
                    let _ = self.spare.send(before);
                    (self.len, self.taken) = (len, 0);
                    if len > 0 {
                        return true;
                    }
                }
                Ok(Batch::End(end)) => self.end = Some(end),
                // It broke, and its scope will say so.
                Err(_) => self.end = Some(End { cut: None, facts: Ok(SheetFacts::default()) }),
            }
        }
        false
    }
}

impl<'r: 's, 's> RawRows for Ahead<'s, '_, 'r> {
    fn facts(&self) -> &SheetFacts {
        match &self.state {
            State::Here(rows) => rows.facts(),
            State::There(there) => &there.facts,
        }
    }

    fn finish(&mut self) -> Result<&SheetFacts, ReadError> {
        let there = match &mut self.state {
            State::Here(rows) => return rows.finish(),
            State::There(there) => there,
        };
        while there.refill() {}
        if let Some(end) = &there.end {
            there.facts = end.facts.clone()?;
        }
        Ok(&there.facts)
    }

    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, ReadError> {
        if let State::Here(rows) = &mut self.state {
            let more = rows.next_row(row)?;
            self.read += usize::from(more);
            if more {
                self.move_on();
            }
            return Ok(more);
        }
        let State::There(there) = &mut self.state else { return Ok(false) };
        if there.taken == there.len && !there.refill() {
            row.cells.clear();
            return there.end.as_ref().and_then(|end| end.cut.clone()).map_or(Ok(false), Err);
        }
        std::mem::swap(row, &mut there.rows[there.taken]);
        there.taken += 1;
        Ok(true)
    }
}
