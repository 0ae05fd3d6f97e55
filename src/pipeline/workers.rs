//! Rows typed and judged on several threads, in batches, and taken in by the audit in their order: the same comes out,
//! whatever the number of threads. The thread that reads hands out batches and takes them back to be filled anew; where
//! it is ahead of the others, it judges one itself.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use jiff::civil::Date;

use crate::check::{Audit, Part, SheetAt, Taken, Waiting};
use crate::lang::Note;
use crate::pipeline::Request;
use crate::ruleset::{Recipe, RuleSet};
use crate::sheet::Row;
use crate::table::Tables;
use crate::workbook::typing::{Places, Step, TypedRows, Typist, Untyped};
use crate::workbook::{RawRows, ReadError};

/// How rows are shared out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    /// So many rows of a sheet are judged by the thread that reads it, or fewer where others are ready: small sheets are not
    /// worth a thread.
    pub(super) alone: usize,
    /// So many rows are handed over at a time.
    pub(super) batch: usize,
}

impl Default for Shares {
    fn default() -> Self {
        Self { alone: 4096, batch: 1024 }
    }
}

/// So many bytes of text are handed over, however few rows they are.
const FULL: usize = 1 << 20;

/// What of the request every thread knows.
#[derive(Debug, Clone, Copy)]
struct Asked {
    as_of: Date,
    pictures: bool,
}

/// So many rows are judged before it is asked again whether others are ready.
const ASKED: usize = 64;

/// Threads that judge, begun when an input or a sheet is first large enough; they serve every input. The thread that reads
/// is one of them.
pub(super) struct Workers<'s, 'e> {
    scope: &'s Scope<'s, 'e>,
    rules: &'s RuleSet,
    tables: &'s Tables,
    asked: Asked,
    jobs: usize,
    shares: Shares,
    pool: Option<Pool<'s>>,
    /// What this thread judges with where it judges what others could.
    here: Option<Judge<'s>>,
    /// Batches whose memory can be used again.
    spare: Vec<Untyped>,
}

struct Pool<'s> {
    tasks: Sender<Task>,
    waiting: Arc<Mutex<Receiver<Task>>>,
    /// None: a thread broke.
    done: Receiver<Option<Done>>,
    /// So many threads are ready to judge.
    ready: usize,
    is_broken: bool,
    threads: Vec<ScopedJoinHandle<'s, ()>>,
}

/// What a thread is given to judge.
enum Task {
    /// Rows that stand together, by their batch's number.
    Rows { number: u64, at: SheetAt, places: Arc<Places>, batch: Untyped },
    /// Rows that waited, by their place among all such batches.
    Late(usize, Vec<Waiting>, Taken),
}

/// What came of it.
enum Done {
    /// A thread is ready for its first task.
    Ready,
    Rows(u64, Untyped, Part),
    Late(usize, Part),
}

impl Pool<'_> {
    /// Are all threads ready? Asked while nothing is handed out.
    fn is_ready(&mut self) -> bool {
        while self.ready < self.threads.len() && !self.is_broken {
            match self.done.try_recv() {
                Ok(Some(Done::Ready)) => self.ready += 1,
                Ok(None) => self.is_broken = true,
                Ok(Some(_)) | Err(_) => return false,
            }
        }
        true
    }

    /// What came of a task, where something has already. None: a thread broke.
    fn came(&mut self) -> Result<Option<Done>, TryRecvError> {
        while !self.is_broken {
            match self.done.try_recv()? {
                Some(Done::Ready) => self.ready += 1,
                came => return Ok(came),
            }
        }
        Ok(None)
    }

    /// Waits for what comes of a task. None: a thread broke.
    fn comes(&mut self) -> Option<Done> {
        loop {
            match self.done.recv() {
                Ok(Some(Done::Ready)) => self.ready += 1,
                came => return came.ok().flatten(),
            }
        }
    }

    /// A task that no thread has begun; none before all are ready.
    fn task(&self) -> Option<Task> {
        if self.ready < self.threads.len() {
            return None;
        }
        // Locked by a thread that waits, there is none.
        self.waiting.try_lock().ok()?.try_recv().ok()
    }
}

impl<'s, 'e> Workers<'s, 'e> {
    /// No thread is begun yet. With one job, none ever is.
    pub(super) fn new(
        scope: &'s Scope<'s, 'e>,
        request: &Request<'s>,
        tables: &'s Tables,
        jobs: usize,
        shares: Shares,
    ) -> Self {
        let asked = Asked { as_of: request.as_of, pictures: request.pictures };
        let rules = request.rules;
        Self { scope, rules, tables, asked, jobs, shares, pool: None, here: None, spare: Vec::new() }
    }

    /// May more than one thread work?
    pub(super) fn are_several(&self) -> bool {
        self.jobs > 1
    }

    /// Much is about to come: lets the threads ready themselves.
    pub(super) fn begin(&mut self) {
        self.pool();
    }

    /// How many rows the thread that reads still judges alone, of so many: none once the others are ready.
    fn left_alone(&mut self, rows: usize) -> usize {
        let are_ready = rows.is_multiple_of(ASKED) && self.pool.as_mut().is_some_and(Pool::is_ready);
        if are_ready { 0 } else { rows }
    }

    fn pool(&mut self) -> &mut Pool<'s> {
        let Self { scope, rules, tables, asked, jobs, .. } = self;
        self.pool.get_or_insert_with(|| {
            let ((tasks, waiting), (results, done)) = (channel(), channel());
            let waiting = Arc::new(Mutex::new(waiting));
            let thread = |_| {
                let (tables, asked, recipe) = (*tables, *asked, rules.recipe.clone());
                let (waiting, results) = (Arc::clone(&waiting), results.clone());
                scope.spawn(move || work(&recipe, tables, asked, &waiting, &results))
            };
            let threads = (1..*jobs).map(thread).collect();
            Pool { tasks, waiting, done, ready: 0, is_broken: false, threads }
        })
    }

    /// What came of a task that was handed out: of one that is done, or of one that this thread judges, or of the first that
    /// others are done with. None: a thread broke.
    fn came(&mut self) -> Option<Done> {
        let Self { rules, tables, asked, here, .. } = self;
        let pool = self.pool.as_mut()?;
        if let Ok(came) = pool.came() {
            return came;
        }
        match pool.task() {
            Some(task) => Some(here.get_or_insert_with(|| Judge::new(rules, tables, *asked)).judge(task)),
            None => pool.comes(),
        }
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
                return Err(self.give_up("judging-late-broken"));
            }
            sent += 1;
        }
        let (mut absorbed, mut early) = (0, BTreeMap::new());
        while absorbed < sent {
            let Some(Done::Late(place, part)) = self.came() else {
                return Err(self.give_up("judging-late-broken"));
            };
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
        if let Some(Pool { tasks, done, threads, .. }) = self.pool.take() {
            drop((tasks, done));
            // One that broke has said so.
            threads.into_iter().for_each(|thread| drop(thread.join()));
        }
    }

    /// A thread broke: what else there is to judge is judged on this one.
    fn give_up(&mut self, said: &'static str) -> ReadError {
        self.close();
        self.jobs = 1;
        ReadError(Note::new(said))
    }
}

impl Drop for Workers<'_, '_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// Types and judges what it is given.
struct Judge<'r> {
    audit: Audit<'r>,
    typist: Typist<'r>,
}

impl<'r> Judge<'r> {
    fn new(rules: &'r RuleSet, tables: &'r Tables, asked: Asked) -> Self {
        let mut audit = Audit::helper(rules, tables, asked.as_of);
        audit.keep_pictures(asked.pictures);
        Self { audit, typist: Typist::new(&rules.pack.sheet, asked.as_of) }
    }

    fn judge(&mut self, task: Task) -> Done {
        match task {
            Task::Rows { number, at, places, batch } => {
                let next = |place, row: &mut Row| batch.read(place, &self.typist, &places, row);
                let part = self.audit.batch(at, &places.notes, next);
                Done::Rows(number, batch, part)
            }
            Task::Late(place, rows, taken) => Done::Late(place, self.audit.late_batch(&rows, &taken)),
        }
    }
}

/// Judges what it is given until there is no more, by rules that it compiles for itself.
fn work(
    recipe: &Recipe,
    tables: &Tables,
    asked: Asked,
    tasks: &Mutex<Receiver<Task>>,
    results: &Sender<Option<Done>>,
) {
    let _broken = Broken(results);
    let Ok(rules) = recipe.compile() else { return };
    let mut judge = Judge::new(&rules, tables, asked);
    let mut done = Done::Ready;
    while results.send(Some(done)).is_ok() {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else { return };
        done = judge.judge(task);
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
    places: Arc<Places>,
    typist: Typist<'w>,
    /// So many rows are still typed and judged here; all of them where that is none.
    alone: Option<usize>,
    row: Row,
    filling: Untyped,
    /// Batches handed out, and those that were taken in.
    sent: u64,
    taken: u64,
    /// What came back before its turn.
    early: BTreeMap<u64, (Untyped, Part)>,
    judged: u64,
}

impl<'w, 's, 'e> Rows<'w, 's, 'e> {
    /// The rows of a sheet are about to come.
    pub(super) fn new(
        workers: &'w mut Workers<'s, 'e>,
        audit: &Audit<'_>,
        at: SheetAt,
        places: &Arc<Places>,
        typist: Typist<'w>,
    ) -> Self {
        let helped = workers.jobs > 1 && audit.takes_help();
        Self {
            alone: helped.then_some(workers.shares.alone),
            row: Row::default(),
            filling: workers.spare.pop().unwrap_or_default(),
            workers,
            at,
            places: Arc::clone(places),
            typist,
            sent: 0,
            taken: 0,
            early: BTreeMap::new(),
            judged: 0,
        }
    }

    /// Reads the next row, and judges it, or has it judged.
    pub(super) fn step<R: RawRows + ?Sized>(
        &mut self,
        rows: &mut TypedRows<'_, R>,
        audit: &mut Audit<'_>,
    ) -> Result<Step, ReadError> {
        if self.alone != Some(0) {
            let step = rows.next_row(&mut self.row)?;
            if step == Step::Row {
                self.alone = self.alone.map(|left| self.workers.left_alone(left - 1));
                self.judged += u64::from(audit.row(self.at, &self.row, &self.places.notes));
            }
            return Ok(step);
        }
        let step = rows.next_untyped(&mut self.filling)?;
        if self.filling.len() >= self.workers.shares.batch || self.filling.bytes() >= FULL {
            self.send(audit)?;
        }
        Ok(step)
    }

    /// Every row was read: waits until all are judged. Returns how many were.
    pub(super) fn finish(mut self, audit: &mut Audit<'_>) -> Result<u64, ReadError> {
        if !self.filling.is_empty() {
            self.send(audit)?;
        }
        while self.taken < self.sent {
            self.receive(audit)?;
        }
        self.workers.spare.push(self.filling);
        Ok(self.judged)
    }

    fn send(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        // A batch that each thread judges, one that waits for it, and some against the moments when nobody reads.
        while self.sent - self.taken >= 2 * self.workers.jobs as u64 + 4 {
            self.receive(audit)?;
        }
        let batch = std::mem::replace(&mut self.filling, self.workers.spare.pop().unwrap_or_default());
        let task = Task::Rows { number: self.sent, at: self.at, places: Arc::clone(&self.places), batch };
        self.sent += 1;
        self.workers.pool().tasks.send(task).or_else(|_| self.give_up())
    }

    /// Waits for the next batch, and takes in those whose turn it is.
    fn receive(&mut self, audit: &mut Audit<'_>) -> Result<(), ReadError> {
        let Some(Done::Rows(number, batch, part)) = self.workers.came() else {
            return self.give_up();
        };
        self.early.insert(number, (batch, part));
        while let Some((mut batch, part)) = self.early.remove(&self.taken) {
            self.taken += 1;
            let read = |place, row: &mut Row| batch.read(place, &self.typist, &self.places, row);
            self.judged += audit.absorb(self.at, &self.places.notes, part, read);
            batch.clear();
            self.workers.spare.push(batch);
        }
        Ok(())
    }

    /// A thread broke: nothing more of this sheet is waited for.
    fn give_up<T>(&mut self) -> Result<T, ReadError> {
        self.filling.clear();
        self.taken = self.sent;
        Err(self.workers.give_up("judging-broken"))
    }
}

/// So many threads as the machine has processors.
#[must_use]
pub fn all_processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by it")]
mod tests {
    use std::fmt::Write as _;
    use std::path::Path;

    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::outcome::SheetStatus;
    use crate::pipeline::{GivenTable, Input, Request, Run, audit, tables};
    use crate::ruleset::{PackFiles, RuleSet};
    use crate::workbook::Limits;

    /// Threads that break off cost the sheet that they judged, and that is said; what comes after is judged without them.
    #[test]
    fn a_thread_that_breaks_is_told_of() {
        let files = PackFiles::read(Path::new("fixtures/expenses/rules")).expect("a pack");
        let mut rules = RuleSet::compile(&files, None).expect("sound rules");
        // They break where they compile the rules once more.
        rules.recipe = Recipe::faulty();
        let sheet = |rows: usize| {
            let mut text = "Anställd;Datum;Slag;Belopp;Kvitto\n".to_owned();
            for row in 0..rows {
                let _ = writeln!(text, "{};2026-11-02;Mat;120;", 1000 + row);
            }
            Input::Stdin(text.into_bytes())
        };
        let large = 2 * Shares::default().alone;
        let request = Request {
            rules: &rules,
            as_of: jiff::civil::date(2026, 11, 23),
            inputs: vec![sheet(10), sheet(large), sheet(large + 1)],
            tables: Vec::new(),
            sheets: Vec::new(),
            limits: Limits::default(),
            retain_days: None,
            by_adviser: false,
            pictures: true,
            problems: Vec::new(),
            jobs: 4,
        };
        let outcome = audit(&request);
        let errors: Vec<_> = outcome.errors.iter().map(|problem| problem.note.id).collect();
        assert_eq!(errors, ["judging-broken"]);
        let audited = |source: &crate::outcome::SourceReport| match &source.sheets[0].status {
            SheetStatus::Audited { rows, .. } => *rows,
            SheetStatus::Skipped(_) => 0,
        };
        let audited: Vec<u64> = outcome.inputs.iter().map(audited).collect();
        assert_eq!(audited, [10, 0, large as u64 + 1]);
        assert_eq!(outcome.rows_judged, 11 + large as u64);
        let sources: std::collections::BTreeSet<_> =
            outcome.findings.iter().map(|finding| finding.at.source).collect();
        assert_eq!(sources.len(), 2, "nothing is found on a sheet that was not audited");
    }

    /// A large file's digest is worked out by a thread beside, and is the same as without.
    #[test]
    fn a_digest_beside_is_the_digest() {
        let files = PackFiles::read(Path::new("fixtures/expenses/rules")).expect("a pack");
        let rules = RuleSet::compile(&files, None).expect("sound rules");
        let mut text = "Anställd;Datum;Slag;Belopp;Kvitto;Anteckning\n".to_owned();
        for row in 0..3000 {
            let _ = writeln!(text, "{};2026-11-02;Mat;120;;{}", 1000 + row, "x".repeat(400));
        }
        let digest = format!("sha256:{}", crate::hex(&Sha256::digest(&text)));
        let audited = |jobs| {
            let request = Request {
                rules: &rules,
                as_of: jiff::civil::date(2026, 11, 23),
                inputs: vec![Input::Stdin(text.clone().into_bytes())],
                tables: Vec::new(),
                sheets: Vec::new(),
                limits: Limits::default(),
                retain_days: None,
                by_adviser: false,
                pictures: true,
                problems: Vec::new(),
                jobs,
            };
            let book = request.inputs[0].open(&request.limits).expect("it opens");
            assert!(book.digester().is_large(), "too small for a thread");
            audit(&request)
        };
        let (alone, beside) = (audited(1), audited(4));
        assert_eq!(beside.inputs[0].sha256, digest);
        assert_eq!(alone.inputs[0].sha256, digest);
        assert_eq!((beside.rows_judged, &beside.findings), (3000, &alone.findings));
    }

    /// Where a thread breaks among the rows that waited, they are told of.
    #[test]
    fn a_thread_that_breaks_late_is_told_of() {
        let folder = Path::new("fixtures/expenses");
        let files = PackFiles::read(&folder.join("rules")).expect("a pack");
        let rules = RuleSet::compile(&files, None).expect("sound rules");
        let mut faulty = RuleSet::compile(&files, None).expect("sound rules");
        faulty.recipe = Recipe::faulty();
        let cards = GivenTable {
            name: "kort".to_owned(),
            input: Input::File(folder.join("kort.csv")),
            from: None,
            to: None,
        };
        let request = |rules| Request {
            rules,
            as_of: jiff::civil::date(2026, 11, 23),
            inputs: vec![Input::File(folder.join("expenses.xlsx"))],
            tables: vec![cards.clone()],
            sheets: Vec::new(),
            limits: Limits::default(),
            retain_days: None,
            by_adviser: false,
            pictures: true,
            problems: Vec::new(),
            jobs: 1,
        };
        let (request, faulty) = (request(&rules), request(&faulty));
        let (tables, _) = tables::load(&request, 1, &mut Vec::new());
        thread::scope(|scope| {
            let workers = |request, jobs| Workers::new(scope, request, &tables, jobs, Shares::default());
            let audit = Audit::new(&rules, &tables, request.as_of);
            let problems = Vec::new();
            let mut run = Run { request: &request, audit, problems, workers: workers(&request, 1) };
            run.input(0, &request.inputs[0]);
            run.workers = workers(&faulty, 2);
            run.workers.pool();
            let ReadError(note) = run.workers.late(&mut run.audit).expect_err("no thread is left");
            assert_eq!(note.id, "judging-late-broken");
        });
    }
}
