//! Rows judged on several threads, in batches, and taken in by the audit in their order: the same comes out, whatever
//! the number of threads. The thread that reads hands out batches and takes them back, rows and all, to be filled anew.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use jiff::civil::Date;

use crate::check::{Audit, Part, SheetAt, Taken, Waiting};
use crate::lang::Note;
use crate::ruleset::Recipe;
use crate::sheet::{CellRef, Row};
use crate::table::Tables;
use crate::workbook::ReadError;

/// How rows are shared out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    /// So many rows of a sheet are judged by the thread that reads it: small sheets are not worth a thread.
    pub(super) alone: usize,
    /// So many rows are handed over at a time.
    pub(super) batch: usize,
}

impl Default for Shares {
    fn default() -> Self {
        Self { alone: 4096, batch: 512 }
    }
}

/// Threads that judge, begun when a sheet is first large enough; they serve every input.
pub(super) struct Workers<'s, 'e> {
    scope: &'s Scope<'s, 'e>,
    recipe: Recipe,
    tables: &'s Tables,
    as_of: Date,
    jobs: usize,
    shares: Shares,
    pool: Option<Pool<'s>>,
    /// Batches whose memory can be used again.
    spare: Vec<Vec<Row>>,
}

struct Pool<'s> {
    tasks: Sender<Task>,
    /// None: a thread broke.
    done: Receiver<Option<Done>>,
    threads: Vec<ScopedJoinHandle<'s, ()>>,
}

/// What a thread is given to judge.
enum Task {
    Rows(Batch),
    /// Rows that waited, by their place among all such batches.
    Late(usize, Vec<Waiting>, Taken),
}

/// What came of it.
enum Done {
    Rows(Batch, Part),
    Late(usize, Part),
}

/// Rows that stand together.
struct Batch {
    number: u64,
    at: SheetAt,
    notes: Arc<[CellRef]>,
    rows: Vec<Row>,
    /// So many of the rows count.
    len: usize,
}

impl Batch {
    fn rows(&self) -> &[Row] {
        self.rows.get(..self.len).unwrap_or_default()
    }
}

impl<'s, 'e> Workers<'s, 'e> {
    /// No thread is begun yet. With one job, none ever is.
    pub(super) fn new(
        scope: &'s Scope<'s, 'e>,
        recipe: Recipe,
        tables: &'s Tables,
        as_of: Date,
        jobs: usize,
        shares: Shares,
    ) -> Self {
        Self { scope, recipe, tables, as_of, jobs, shares, pool: None, spare: Vec::new() }
    }

    fn pool(&mut self) -> &Pool<'s> {
        let Self { scope, recipe, tables, as_of, jobs, .. } = self;
        self.pool.get_or_insert_with(|| {
            let ((tasks, waiting), (results, done)) = (channel(), channel());
            let waiting = Arc::new(Mutex::new(waiting));
            let thread = |_| {
                let (tables, as_of) = (*tables, *as_of);
                let (recipe, waiting, results) = (recipe.clone(), Arc::clone(&waiting), results.clone());
                scope.spawn(move || work(&recipe, tables, as_of, &waiting, &results))
            };
            Pool { tasks, done, threads: (0..*jobs).map(thread).collect() }
        })
    }

    /// Every row has been seen: judges those that waited, where there are threads to share them.
    pub(super) fn late(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        let Some(pool) = &self.pool else { return Ok(()) };
        let mut rows = audit.waiting().into_iter();
        let taken = audit.taken();
        let mut sent = 0;
        loop {
            let batch: Vec<Waiting> = rows.by_ref().take(self.shares.batch).collect();
            if batch.is_empty() {
                break;
            }
            if pool.tasks.send(Task::Late(sent, batch, taken.clone())).is_err() {
                return Err(self.give_up());
            }
            sent += 1;
        }
        let (mut absorbed, mut early) = (0, BTreeMap::new());
        while absorbed < sent {
            let Ok(Some(Done::Late(place, part))) = pool.done.recv() else { return Err(self.give_up()) };
            early.insert(place, part);
            while let Some(part) = early.remove(&absorbed) {
                absorbed += 1;
                audit.absorb_late(part);
            }
        }
        Ok(())
    }

    /// Lets the threads end.
    fn close(&mut self) {
        if let Some(Pool { tasks, done, threads }) = self.pool.take() {
            drop((tasks, done));
            // One that broke has said so.
            threads.into_iter().for_each(|thread| drop(thread.join()));
        }
    }

    /// A thread broke: what else there is to judge is judged on this one.
    fn give_up(&mut self) -> ReadError {
        self.close();
        self.jobs = 1;
        ReadError(Note::new("judging-broken"))
    }
}

impl Drop for Workers<'_, '_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// Judges batches until there are no more.
fn work(
    recipe: &Recipe,
    tables: &Tables,
    as_of: Date,
    tasks: &Mutex<Receiver<Task>>,
    results: &Sender<Option<Done>>,
) {
    let _broken = Broken(results);
    let Ok(rules) = recipe.compile() else { return };
    let mut audit = Audit::helper(&rules, tables, as_of);
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let done = match next {
            Ok(Task::Rows(batch)) => {
                let part = audit.batch(batch.at, batch.rows(), &batch.notes);
                Done::Rows(batch, part)
            }
            Ok(Task::Late(place, rows, taken)) => Done::Late(place, audit.late_batch(&rows, &taken)),
            Err(_) => return,
        };
        if results.send(Some(done)).is_err() {
            return;
        }
    }
}

/// Tells when its thread ends, so that nobody waits for what will not come.
struct Broken<'r>(&'r Sender<Option<Done>>);

impl Drop for Broken<'_> {
    fn drop(&mut self) {
        // Nobody listens where all is done.
        let _ = self.0.send(None);
    }
}

/// The rows of one sheet on their way through the audit.
pub(super) struct Rows<'w, 's, 'e> {
    workers: &'w mut Workers<'s, 'e>,
    at: SheetAt,
    notes: Arc<[CellRef]>,
    /// So many rows are still judged here.
    alone: usize,
    filling: Vec<Row>,
    len: usize,
    /// Batches handed out, and those that were taken in.
    sent: u64,
    taken: u64,
    /// What came back before its turn.
    early: BTreeMap<u64, (Batch, Part)>,
    judged: u64,
}

impl<'w, 's, 'e> Rows<'w, 's, 'e> {
    /// The rows of a sheet are about to come.
    pub(super) fn new(
        workers: &'w mut Workers<'s, 'e>,
        audit: &Audit<'_>,
        at: SheetAt,
        notes: &[CellRef],
    ) -> Self {
        let helped = workers.jobs > 1 && audit.takes_help();
        Self {
            alone: if helped { workers.shares.alone } else { usize::MAX },
            filling: workers.spare.pop().unwrap_or_default(),
            workers,
            at,
            notes: notes.into(),
            len: 0,
            sent: 0,
            taken: 0,
            early: BTreeMap::new(),
            judged: 0,
        }
    }

    /// The row to be filled next.
    pub(super) fn next(&mut self) -> &mut Row {
        if self.filling.len() == self.len {
            self.filling.push(Row::default());
        }
        &mut self.filling[self.len]
    }

    /// The row was filled: judges it, or has it judged.
    pub(super) fn push(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        if self.alone > 0 {
            self.alone -= 1;
            self.judged += u64::from(audit.row(self.at, &self.filling[self.len], &self.notes));
            return Ok(());
        }
        self.len += 1;
        if self.len < self.workers.shares.batch {
            return Ok(());
        }
        self.send(audit)
    }

    /// Every row was filled: waits until all are judged. Returns how many were.
    pub(super) fn finish(mut self, audit: &mut Audit<'_>) -> Result<u64, ReadError> {
        if self.len > 0 {
            self.send(audit)?;
        }
        while self.taken < self.sent {
            self.receive(audit)?;
        }
        self.workers.spare.push(self.filling);
        Ok(self.judged)
    }

    fn send(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        // Two batches a thread: one that it judges, and one that waits.
        while self.sent - self.taken >= 2 * self.workers.jobs as u64 {
            self.receive(audit)?;
        }
        let rows = std::mem::replace(&mut self.filling, self.workers.spare.pop().unwrap_or_default());
        let len = std::mem::take(&mut self.len);
        let batch = Batch { number: self.sent, at: self.at, notes: Arc::clone(&self.notes), rows, len };
        self.sent += 1;
        self.workers.pool().tasks.send(Task::Rows(batch)).map_err(|_| self.workers.give_up())
    }

    /// Waits for the next batch, and takes in those whose turn it is.
    fn receive(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        let Ok(Some(Done::Rows(batch, part))) = self.workers.pool().done.recv() else {
            return Err(self.workers.give_up());
        };
        self.early.insert(batch.number, (batch, part));
        while let Some((batch, part)) = self.early.remove(&self.taken) {
            self.taken += 1;
            self.judged += audit.absorb(self.at, batch.rows(), &self.notes, part);
            self.workers.spare.push(batch.rows);
        }
        Ok(())
    }
}

/// So many threads as the machine has processors.
#[must_use]
pub fn all_processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
