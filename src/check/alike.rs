//! What many findings have alike, held once. It is small beside what it saves.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::finding::Said;
use crate::outcome::PictureColumn;

/// Names, columns and sentences that were made before.
#[derive(Debug, Default)]
pub(super) struct Alike {
    names: RefCell<FxHashSet<Arc<str>>>,
    /// The columns of each sheet whose rows were pictured.
    columns: RefCell<Vec<Arc<[PictureColumn]>>>,
    /// By rule: what was said last of what is wrong, and of what to do.
    said: RefCell<Vec<[Option<Said>; 2]>>,
}

/// Sheets may differ in their columns; more ways than this are not remembered.
const MOST: usize = 64;

/// Which sentence of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sentence {
    Message,
    Help,
}

impl Alike {
    /// A column's name.
    pub(super) fn name(&self, name: &str) -> Arc<str> {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        names.insert(Arc::clone(&new));
        new
    }

    /// The columns of these names and places.
    pub(super) fn columns<'n>(
        &self,
        named: impl ExactSizeIterator<Item = (&'n str, u32)> + Clone,
    ) -> Arc<[PictureColumn]> {
        let mut known = self.columns.borrow_mut();
        let is_same = |columns: &&Arc<[PictureColumn]>| {
            columns.len() == named.len()
                && columns
                    .iter()
                    .zip(named.clone())
                    .all(|(column, (name, index))| column.index == index && *column.name == *name)
        };
        if let Some(columns) = known.iter().find(is_same) {
            return Arc::clone(columns);
        }
        let new = named.map(|(name, index)| PictureColumn { name: self.name(name), index }).collect();
        if known.len() == MOST {
            known.clear();
        }
        known.push(Arc::clone(&new));
        new
    }

    /// The same sentence; as it was made for the finding before, where that says the same.
    pub(super) fn said(&self, rule: usize, sentence: Sentence, said: Said) -> Said {
        let mut all = self.said.borrow_mut();
        if all.len() <= rule {
            all.resize_with(rule + 1, Default::default);
        }
        let last = &mut all[rule][sentence as usize];
        match last {
            Some(last) if *last == said => last.clone(),
            _ => last.insert(said).clone(),
        }
    }
}
