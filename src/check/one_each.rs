//! One-to-one matching: a candidate answers for one row, not for three.

use std::collections::{BTreeMap, VecDeque};

use rustc_hash::FxHashMap;

/// A row and a candidate that may answer for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) row: usize,
    pub(crate) candidate: u32,
    /// The pack prefers this candidate for this row.
    pub(crate) preferred: bool,
    /// Days between the two.
    pub(crate) days: i32,
}

/// Heavier than all the days between the rows of one group.
const NOT_PREFERRED: i64 = 1 << 32;

/// Which candidate answers for which row: as many rows as can be, then as many preferred as can be,
/// then the fewest days in all. Ties go to the earlier row and to the candidate of the lesser rank. The pairs of a row stand
/// together.
pub(crate) fn assign<R: Ord>(pairs: &[Pair], rank: impl Fn(u32) -> R) -> Vec<(usize, u32)> {
    let mut wanted: FxHashMap<u32, u32> = FxHashMap::default();
    for pair in pairs {
        *wanted.entry(pair.candidate).or_default() += 1;
    }
    let (mut assigned, mut contested) = (Vec::new(), Vec::new());
    for of_row in pairs.chunk_by(|pair, next| pair.row == next.row) {
        match of_row {
            // Most rows have one candidate, which nobody else wants.
            [only] if wanted.get(&only.candidate) == Some(&1) => assigned.push((only.row, only.candidate)),
            _ => contested.extend_from_slice(of_row),
        }
    }
    assigned.extend(groups(&contested).iter().flat_map(|group| assign_ranked(group, &rank)));
    assigned
}

/// Rows and candidates that have nothing to do with each other are matched apart.
fn groups(pairs: &[Pair]) -> Vec<Vec<Pair>> {
    let mut by_row: FxHashMap<usize, Vec<Pair>> = FxHashMap::default();
    let mut by_candidate: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for pair in pairs {
        by_row.entry(pair.row).or_default().push(*pair);
        by_candidate.entry(pair.candidate).or_default().push(pair.row);
    }
    let mut groups = Vec::new();
    for first in pairs {
        let Some(mut next) = by_row.remove(&first.row) else { continue };
        let mut group = next.clone();
        while let Some(pair) = next.pop() {
            for other in by_candidate.remove(&pair.candidate).unwrap_or_default() {
                let pairs = by_row.remove(&other).unwrap_or_default();
                next.extend(&pairs);
                group.extend(pairs);
            }
        }
        groups.push(group);
    }
    groups
}

/// Matches a group, its candidates numbered by rank. Most groups are of one candidate, whose rank says nothing.
fn assign_ranked<R: Ord>(group: &[Pair], rank: &impl Fn(u32) -> R) -> Vec<(usize, u32)> {
    let mut candidates: Vec<u32> = group.iter().map(|pair| pair.candidate).collect();
    candidates.sort_unstable();
    candidates.dedup();
    if candidates.len() > 1 {
        candidates.sort_by_cached_key(|candidate| rank(*candidate));
    }
    let places: FxHashMap<u32, u32> = candidates.iter().copied().zip(0..).collect();
    let mut rows: Rows = BTreeMap::new();
    for pair in group {
        let candidate = places.get(&pair.candidate).copied().unwrap_or_default();
        rows.entry(pair.row).or_default().push(Pair { candidate, ..*pair });
    }
    for pairs in rows.values_mut() {
        pairs.sort_by_key(|pair| (pair.days, pair.candidate));
    }
    let numbered =
        |(row, candidate): (usize, u32)| Some((row, *candidates.get(usize::try_from(candidate).ok()?)?));
    assign_group(&rows).into_iter().filter_map(numbered).collect()
}

/// The pairs of each row.
type Rows = BTreeMap<usize, Vec<Pair>>;

fn assign_group(rows: &Rows) -> Vec<(usize, u32)> {
    let mut taken: BTreeMap<u32, Pair> = BTreeMap::new();
    while augment(rows, &mut taken) {}
    taken.values().map(|pair| (pair.row, pair.candidate)).collect()
}

/// Answers one more row by the cheapest chain of changes, if there is any.
///
/// Successive shortest paths: after each step the matching is the cheapest of its size.
fn augment(rows: &Rows, taken: &mut BTreeMap<u32, Pair>) -> bool {
    let answered: Vec<usize> = taken.values().map(|pair| pair.row).collect();
    // The cheapest known way to each candidate, with the pair that its last step takes.
    let mut ways: BTreeMap<u32, (i64, Pair)> = BTreeMap::new();
    let mut next: VecDeque<(usize, i64)> =
        rows.keys().filter(|row| !answered.contains(row)).map(|row| (*row, 0)).collect();
    while let Some((row, so_far)) = next.pop_front() {
        for pair in &rows[&row] {
            let cost = so_far + weight(pair);
            if ways.get(&pair.candidate).is_some_and(|(known, _)| *known <= cost) {
                continue;
            }
            ways.insert(pair.candidate, (cost, *pair));
            if let Some(holder) = taken.get(&pair.candidate)
                && holder.row != row
            {
                next.push_back((holder.row, cost - weight(holder)));
            }
        }
    }
    let free = ways.iter().filter(|(candidate, _)| !taken.contains_key(candidate));
    let Some(mut candidate) =
        free.min_by_key(|(candidate, (cost, _))| (*cost, **candidate)).map(|(candidate, _)| *candidate)
    else {
        return false;
    };
    let mut chain = Vec::new();
    while let Some((_, pair)) = ways.get(&candidate) {
        chain.push(*pair);
        match taken.values().find(|held| held.row == pair.row) {
            Some(held) => candidate = held.candidate,
            None => break,
        }
    }
    for pair in chain {
        taken.insert(pair.candidate, pair);
    }
    true
}

fn weight(pair: &Pair) -> i64 {
    i64::from(pair.days) + if pair.preferred { 0 } else { NOT_PREFERRED }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Rows answered, preferred, days: the more, the more, the fewer.
    fn worth(pairs: &[Pair], assigned: &[(usize, u32)]) -> (usize, usize, i32) {
        let chosen: Vec<&Pair> =
            pairs.iter().filter(|pair| assigned.contains(&(pair.row, pair.candidate))).collect();
        (
            chosen.len(),
            chosen.iter().filter(|pair| pair.preferred).count(),
            -chosen.iter().map(|pair| pair.days).sum::<i32>(),
        )
    }

    fn best(pairs: &[Pair], used: &mut Vec<Pair>, all: &[Pair]) -> (usize, usize, i32) {
        let Some((first, rest)) = pairs.split_first() else {
            let assigned: Vec<_> = used.iter().map(|pair| (pair.row, pair.candidate)).collect();
            return worth(all, &assigned);
        };
        let without = best(rest, used, all);
        if used.iter().any(|pair| pair.row == first.row || pair.candidate == first.candidate) {
            return without;
        }
        used.push(*first);
        let with = best(rest, used, all);
        used.pop();
        with.max(without)
    }

    proptest! {
        #[test]
        fn as_good_as_trying_everything(
            raw in proptest::collection::btree_map((0usize..4, 0u32..4), (any::<bool>(), 0i32..8), 0..10)
        ) {
            let pairs: Vec<Pair> = raw
                .into_iter()
                .map(|((row, candidate), (preferred, days))| Pair { row, candidate, preferred, days })
                .collect();
            prop_assert_eq!(worth(&pairs, &assign(&pairs, |candidate| candidate)), best(&pairs, &mut Vec::new(), &pairs));
        }
    }
}
