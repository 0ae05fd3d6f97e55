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
const READY: usize = 4;

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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use std::io::{Cursor, Write as _};
    use std::sync::Arc;

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::workbook::Limits;
    use crate::workbook::package::{LARGE, Package};
    use crate::workbook::source::Source as Bytes;

    const PART: &str = "sheet.xml";

    /// A zip with one part of several pieces, which does not pack well.
    fn zipped() -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(PART, SimpleFileOptions::default()).unwrap();
        let mut state = 7_u64;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            b' ' + (state >> 59) as u8
        })
        .take(9 * PIECE + 77)
        .collect();
        zip.write_all(&bytes).unwrap();
        zip.finish().unwrap().into_inner()
    }

    /// All that can be read of the part, and whether it ends well.
    fn read(zip: &[u8], limits: &Limits, ahead: bool) -> (Vec<u8>, bool) {
        let mut package = Package::open(&Bytes::Bytes(Arc::from(zip)), limits).unwrap();
        let mut part = package.part_ahead(PART, ahead).unwrap().unwrap();
        let (mut all, mut buffer) = (Vec::new(), [0; 10_000]);
        loop {
            match part.read(&mut buffer) {
                Ok(0) => return (all, true),
                Ok(count) => all.extend_from_slice(&buffer[..count]),
                Err(_) => return (all, false),
            }
        }
    }

    #[test]
    fn a_thread_reads_the_same() {
        let zip = zipped();
        assert!(zip.len() as u64 > LARGE, "the part is too small for a thread");
        let limits = Limits::default();
        let whole = read(&zip, &limits, true);
        assert_eq!((whole.0.len(), whole.1), (9 * PIECE + 77, true));
        assert!(whole == read(&zip, &limits, false));
        // Damaged in the middle, and in its checksum.
        for place in [zip.len() / 2, zip.len() - 200] {
            let mut damaged = zip.clone();
            for byte in &mut damaged[place..place + 40] {
                *byte ^= 0x5a;
            }
            let with = read(&damaged, &limits, true);
            assert!(!with.1 && !with.0.is_empty(), "{place}");
            assert!(with == read(&damaged, &limits, false), "{place}");
        }
    }

    #[test]
    fn nobody_waits_for_a_part_that_is_left() {
        let zip = zipped();
        let mut package = Package::open(&Bytes::Bytes(Arc::from(zip)), &Limits::default()).unwrap();
        let mut part = package.part_ahead(PART, true).unwrap().unwrap();
        assert!(part.read(&mut [0; 100]).unwrap() > 0);
    }
}
