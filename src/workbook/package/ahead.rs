//! A large part in pieces, which another thread may inflate while those before are read.

use std::io::{self, ErrorKind, Read};
use std::mem;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use zip::ZipArchive;

use crate::workbook::source::Opened;

/// So many bytes a piece.
const PIECE: usize = 256 << 10;
/// So many pieces lie ready.
const READY: usize = 2;

/// Reads a part piece by piece. Where it is damaged, how much comes before depends on how it is read; so it is read in the
/// same pieces, with a thread and without.
pub(super) struct Pieces<S> {
    source: S,
    piece: Vec<u8>,
    /// So much of the piece was read.
    read: usize,
}

/// Where pieces come from.
pub(super) trait Source {
    /// The next piece in the memory of one before; an empty one at the end.
    fn next(&mut self, memory: Vec<u8>) -> io::Result<Vec<u8>>;
}

impl<S: Source> Pieces<S> {
    pub(super) fn of(source: S) -> Self {
        Self { source, piece: Vec::new(), read: 0 }
    }
}

impl<S: Source> Read for Pieces<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.piece.len() {
            self.read = 0;
            self.piece = self.source.next(mem::take(&mut self.piece))?;
        }
        let count = (&self.piece[self.read..]).read(buffer)?;
        self.read += count;
        Ok(count)
    }
}

/// Inflates when asked.
pub(super) struct Here<R> {
    part: R,
    /// Told when what came before it has been read.
    failed: Option<io::Error>,
}

impl<R: Read> Here<R> {
    pub(super) fn of(part: R) -> Self {
        Self { part, failed: None }
    }
}

impl<R: Read> Source for Here<R> {
    fn next(&mut self, mut piece: Vec<u8>) -> io::Result<Vec<u8>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        piece.resize(PIECE, 0);
        let mut held = 0;
        while held < PIECE {
            match self.part.read(&mut piece[held..]) {
                Ok(0) => break,
                Ok(count) => held += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if held == 0 => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        piece.truncate(held);
        Ok(piece)
    }
}

/// Has a thread inflate, some pieces ahead.
pub(super) struct Ahead {
    /// None once no more is wanted.
    ready: Option<Receiver<io::Result<Vec<u8>>>>,
    /// Memory for further pieces.
    used: Sender<Vec<u8>>,
    thread: Option<JoinHandle<()>>,
    ended: bool,
}

impl Ahead {
    /// Inflates the entry of this index. None where no thread can be had.
    pub(super) fn start(opened: Opened, index: usize) -> Option<Self> {
        let (ready, pieces) = sync_channel(READY);
        let (used, memory) = channel();
        let work = move || {
            if let Err(error) = inflate(opened, index, &ready, &memory) {
                // Nobody listens where no more is wanted.
                let _ = ready.send(Err(error));
            }
        };
        let thread = thread::Builder::new().name("inflate".to_owned()).spawn(work).ok()?;
        Some(Self { ready: Some(pieces), used, thread: Some(thread), ended: false })
    }
}

impl Source for Ahead {
    fn next(&mut self, used: Vec<u8>) -> io::Result<Vec<u8>> {
        let (false, Some(ready)) = (self.ended, &self.ready) else { return Ok(Vec::new()) };
        // It may have ended by itself.
        let _ = self.used.send(used);
        let next = ready.recv().unwrap_or_else(|_| Err(ErrorKind::BrokenPipe.into()));
        self.ended = next.as_ref().is_ok_and(Vec::is_empty);
        next
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.ready = None;
        self.thread.take().map(JoinHandle::join);
    }
}

/// Inflates an entry, until nobody wants more.
fn inflate(
    opened: Opened,
    index: usize,
    ready: &SyncSender<io::Result<Vec<u8>>>,
    memory: &Receiver<Vec<u8>>,
) -> io::Result<()> {
    let mut archive = ZipArchive::new(opened)?;
    let mut part = Here::of(archive.by_index(index)?);
    loop {
        let piece = part.next(memory.try_recv().unwrap_or_default())?;
        let last = piece.is_empty();
        if ready.send(Ok(piece)).is_err() || last {
            return Ok(());
        }
    }
}
