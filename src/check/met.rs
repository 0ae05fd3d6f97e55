//! Rows of tables that links lead to, unpacked: those of the rows that were judged lately, and no more.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use crate::sheet::Row;
use crate::table::Tables;

/// Room in the first page; each further one has twice as much.
const FIRST: u32 = 128;
const PAGES: usize = 24;

/// Unpacked rows, by their table and their place in it. A reference to one holds until they are all forgotten.
pub(super) struct Met<'t> {
    tables: &'t Tables,
    pages: [OnceCell<Page>; PAGES],
    known: RefCell<FxHashMap<(usize, u32), u32>>,
    /// Rows whose memory can be used again.
    spare: RefCell<Vec<Row>>,
}

type Page = Box<[OnceCell<Row>]>;

impl<'t> Met<'t> {
    pub(super) fn new(tables: &'t Tables) -> Self {
        Self {
            tables,
            pages: [const { OnceCell::new() }; PAGES],
            known: RefCell::default(),
            spare: RefCell::default(),
        }
    }

    pub(super) fn tables(&self) -> &'t Tables {
        self.tables
    }

    /// The row at a place of a table; none where there is none.
    pub(super) fn row(&self, table: usize, number: u32) -> Option<&Row> {
        let mut known = self.known.borrow_mut();
        let next = u32::try_from(known.len()).ok()?;
        let slot = *known.entry((table, number)).or_insert(next);
        drop(known);
        let (page, at) = page(slot)?;
        let size = FIRST << page;
        let slots = self.pages.get(page)?.get_or_init(|| (0..size).map(|_| OnceCell::new()).collect());
        let slot = slots.get(at)?;
        if slot.get().is_none() {
            let mut row = self.spare.borrow_mut().pop().unwrap_or_default();
            let from = self.tables.get(table)?.as_ref()?;
            if from.unpack(usize::try_from(number).ok()?, &mut row) {
                // It was none a moment ago.
                let _ = slot.set(row);
            }
        }
        slot.get()
    }

    /// Forgets the rows where there are many. None is referred to any more.
    pub(super) fn tidy(&mut self) {
        let known = self.known.get_mut();
        if known.len() < FIRST as usize {
            return;
        }
        *known = FxHashMap::default();
        let mut pages = self.pages.iter_mut();
        let first = pages.next().and_then(OnceCell::get_mut).into_iter().flatten();
        self.spare.get_mut().extend(first.filter_map(OnceCell::take));
        self.spare.get_mut().truncate(FIRST as usize);
        pages.for_each(|page| drop(page.take()));
    }
}

/// The page that holds a slot, and the slot's place there.
fn page(slot: u32) -> Option<(usize, usize)> {
    let page = (slot / FIRST + 1).ilog2();
    let before = FIRST.checked_mul((1 << page) - 1)?;
    Some((usize::try_from(page).ok()?, usize::try_from(slot - before).ok()?))
}
