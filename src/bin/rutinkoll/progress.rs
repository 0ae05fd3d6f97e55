//! A bar for whoever waits: on standard error, where that is a terminal, and only when the work takes longer
//! than half a second.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rutinkoll::lang::{Lang, Note};
use rutinkoll::pipeline::{Input, Request};
use rutinkoll::progress::{self, Read};

/// Shorter work needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar is drawn anew so often.
const PACE: Duration = Duration::from_millis(100);

/// The bar that is shown, so that it can be taken away when the program is stopped.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A bar that stands until this is dropped.
pub(crate) struct Shown {
    done: Option<(Sender<()>, JoinHandle<()>)>,
}

/// Shows how far the reading of a request has come; nothing where nobody would see it.
pub(crate) fn show(request: &Request<'_>, quiet: bool) -> Shown {
    if quiet || !io::stderr().is_terminal() {
        return Shown { done: None };
    }
    let (total, lang) = (bytes(request), request.rules.lang);
    let (tell, done) = mpsc::channel();
    let thread = thread::spawn(move || {
        let work = Work { total, lang, begun: Instant::now(), before: progress::read() };
        if done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = bar();
        set(Some(bar.clone()));
        loop {
            work.draw(&bar);
            if done.recv_timeout(PACE) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
        take_away();
    });
    Shown { done: Some((tell, thread)) }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some((tell, thread)) = self.done.take() {
            drop(tell);
            let _ = thread.join();
        }
    }
}

/// Leaves the line as it was.
pub(crate) fn take_away() {
    if let Some(bar) = set(None) {
        bar.finish_and_clear();
    }
}

fn set(bar: Option<ProgressBar>) -> Option<ProgressBar> {
    std::mem::replace(&mut *SHOWN.lock().unwrap_or_else(PoisonError::into_inner), bar)
}

/// In thousandths.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(1_000), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:24} {percent:>3} %  {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What is waited for.
struct Work {
    /// Bytes of all files.
    total: u64,
    lang: Lang,
    begun: Instant,
    before: Read,
}

impl Work {
    fn draw(&self, bar: &ProgressBar) {
        let now = progress::read();
        let rows = now.rows - self.before.rows;
        let read = (now.bytes - self.before.bytes) as f64 / self.total.max(1) as f64;
        let seconds = self.begun.elapsed().as_secs_f64();
        let a_second = (rows as f64 / seconds) as u64;
        let note = Note::new("progress").with("rows", number(rows)).with("rate", number(a_second));
        let left = match read {
            read if read > 0.02 && read < 1.0 => (seconds * (1.0 - read) / read).ceil() as u64,
            _ => 0,
        };
        bar.set_message(self.lang.say(&note.with("left", left)));
        bar.set_position((read.min(1.0) * 1_000.0) as u64);
    }
}

/// The bytes of every file that is read.
fn bytes(request: &Request<'_>) -> u64 {
    let inputs = request.inputs.iter().chain(request.tables.iter().map(|table| &table.input));
    let size = |input: &Input| match input {
        Input::File(path) => fs::metadata(path).map_or(0, |facts| facts.len()),
        Input::Stdin(_) => 0,
    };
    inputs.map(size).sum()
}

/// With a space between thousands.
fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut spaced = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            spaced.push('\u{a0}');
        }
        spaced.push(digit);
    }
    spaced
}
