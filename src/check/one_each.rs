//! One-to-one matching: a candidate answers for one row, not for three.

use std::collections::BTreeMap;

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
/// then the fewest days in all. Ties go to the earlier row and the earlier candidate.
pub(crate) fn assign(pairs: &[Pair]) -> Vec<(usize, u32)> {
    let mut by_row: BTreeMap<usize, Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        by_row.entry(pair.row).or_default().push(*pair);
    }
    for pairs in by_row.values_mut() {
        pairs.sort_by_key(|pair| (pair.days, pair.candidate));
    }
    let mut taken: BTreeMap<u32, Pair> = BTreeMap::new();
    for row in by_row.keys() {
        augment(&by_row, &mut taken, *row);
    }
    let mut assigned: Vec<(usize, u32)> = taken.values().map(|pair| (pair.row, pair.candidate)).collect();
    assigned.sort_unstable();
    assigned
}

/// Gives one more row a candidate by the cheapest chain of changes, if there is any.
///
/// Successive shortest paths: after each row the matching is the cheapest of its size.
fn augment(by_row: &BTreeMap<usize, Vec<Pair>>, taken: &mut BTreeMap<u32, Pair>, start: usize) {
    // The cheapest known way to each candidate, with the pair that its last step takes.
    let mut ways: BTreeMap<u32, (i64, Pair)> = BTreeMap::new();
    let mut rows: Vec<(usize, i64)> = vec![(start, 0)];
    while let Some((row, so_far)) = rows.pop() {
        for pair in &by_row[&row] {
            let cost = so_far + weight(pair);
            if ways.get(&pair.candidate).is_some_and(|(known, _)| *known <= cost) {
                continue;
            }
            ways.insert(pair.candidate, (cost, *pair));
            if let Some(holder) = taken.get(&pair.candidate)
                && holder.row != row
            {
                rows.push((holder.row, cost - weight(holder)));
            }
        }
    }
    let free = ways.iter().filter(|(candidate, _)| !taken.contains_key(candidate));
    let Some((mut candidate, _)) = free.min_by_key(|(candidate, (cost, _))| (*cost, **candidate)).map(|(c, w)| (*c, w)) else {
        return;
    };
    let mut chain = Vec::new();
    loop {
        let pair = ways[&candidate].1;
        chain.push(pair);
        if pair.row == start {
            break;
        }
        let Some(held) = taken.values().find(|held| held.row == pair.row) else { break };
        candidate = held.candidate;
    }
    for pair in chain {
        taken.insert(pair.candidate, pair);
    }
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
        (chosen.len(), chosen.iter().filter(|pair| pair.preferred).count(), -chosen.iter().map(|pair| pair.days).sum::<i32>())
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
            prop_assert_eq!(worth(&pairs, &assign(&pairs)), best(&pairs, &mut Vec::new(), &pairs));
        }
    }
}
