//! Merged blocks among the data rows: the value of the top-left cell counts in every cell.

use crate::lang::Note;
use crate::sheet::{Block, CellRef, RawCell, RawRow};
use crate::workbook::header::DataRange;

/// The merged blocks of a sheet, as its rows go by.
#[derive(Debug)]
pub(super) struct Merges {
    /// Blocks that start in a later row: the nearest last.
    waiting: Vec<Block>,
    /// Blocks that reach the present row, with their value. No two share a column.
    open: Vec<Open>,
    filled: u64,
    first: Option<Block>,
}

#[derive(Debug)]
struct Open {
    block: Block,
    value: RawCell,
    /// It has filled a cell.
    used: bool,
}

impl Merges {
    /// The blocks that start among the data rows and reach a column that is read (`columns`, sorted).
    pub(super) fn of(merges: &[Block], data: &DataRange, columns: &[u32]) -> Self {
        let mut waiting: Vec<Block> = merges
            .iter()
            .filter(|block| block.first != block.last && block.first.row >= data.first_row)
            .filter(|block| data.last_row.is_none_or(|last| block.first.row <= last))
            .filter(|block| !reached(block, columns).is_empty())
            .copied()
            .collect();
        waiting.sort_unstable_by_key(|block| std::cmp::Reverse(block.first));
        Self { waiting, open: Vec::new(), filled: 0, first: None }
    }

    /// No block reaches a row that is read.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.open.is_empty()
    }

    /// Takes in a row: closes the blocks above it, opens those that start in it.
    pub(super) fn meet(&mut self, raw: &RawRow) {
        if self.is_empty() {
            return;
        }
        self.open.retain(|open| open.block.last.row >= raw.number);
        while let Some(block) = self.waiting.pop_if(|block| block.first.row <= raw.number) {
            let value = raw.cell(block.first.column).filter(|cell| super::holds_something(cell));
            // Blocks of a sound file never overlap; in another one, the later takes over.
            self.open.retain(|open| !share_column(&open.block, &block));
            if let (true, Some(value)) = (block.first.row == raw.number, value) {
                self.open.push(Open { block, value: value.clone(), used: false });
            }
        }
    }

    /// Does a block give this cell its value?
    #[inline]
    pub(super) fn cover(&self, at: CellRef) -> bool {
        self.open.iter().any(|open| open.block.first != at && open.block.contains(at))
    }

    /// Fills the covered cells of the row last met; `merged` says which.
    pub(super) fn fill(&mut self, raw: &mut RawRow, merged: &mut Vec<u32>, columns: &[u32]) {
        merged.clear();
        if self.open.is_empty() {
            return;
        }
        let alone = self.open.len() == 1;
        let banner = banner(raw, columns).filter(|_| alone);
        for open in &mut self.open {
            if banner.is_some_and(|at| open.block.first == at) {
                continue;
            }
            for column in reached(&open.block, columns) {
                if open.block.first == CellRef::new(raw.number, *column) {
                    continue;
                }
                put(raw, *column, &open.value);
                merged.push(*column);
                if !open.used {
                    open.used = true;
                    self.filled += 1;
                    self.first.get_or_insert(open.block);
                }
            }
        }
        merged.sort_unstable();
    }

    /// How many blocks were filled, and where.
    pub(super) fn note(&self) -> Option<Note> {
        let first = self.first?;
        Some(
            Note::new("sheet-merged")
                .with("count", self.filled)
                .with("first", format!("{}:{}", first.first, first.last)),
        )
    }
}

/// The only cell of a row that holds anything. Merged across, it is a heading, and not a value of every column.
fn banner(raw: &RawRow, columns: &[u32]) -> Option<CellRef> {
    let mut filled = columns.iter().filter(|column| raw.cell(**column).is_some_and(super::holds_something));
    let only = filled.next()?;
    filled.next().is_none().then(|| CellRef::new(raw.number, *only))
}

/// The columns that are read and that the block reaches.
fn reached<'c>(block: &Block, columns: &'c [u32]) -> &'c [u32] {
    let from = columns.partition_point(|column| *column < block.first.column);
    let to = columns.partition_point(|column| *column <= block.last.column);
    &columns[from..to.max(from)]
}

fn share_column(a: &Block, b: &Block) -> bool {
    a.first.column <= b.last.column && b.first.column <= a.last.column
}

fn put(raw: &mut RawRow, column: u32, value: &RawCell) {
    let cell = RawCell { column, ..value.clone() };
    match raw.cells.binary_search_by_key(&column, |cell| cell.column) {
        Ok(at) => raw.cells[at] = cell,
        Err(at) => raw.cells.insert(at, cell),
    }
}
