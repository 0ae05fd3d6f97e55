//! A little grammar: what agrees with a column's name.

/// Endings of neuter nouns that columns are called by.
const NEUTER: [&str; 10] =
    ["nummer", "datum", "namn", "belopp", "antal", "konto", "kvitto", "pris", "id", "land"];

/// Is a column of this name *ifyllt* rather than *ifylld*? By its first word; a clause is neuter.
#[must_use]
pub fn is_neuter(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    first == "vad" || NEUTER.iter().any(|ending| first.ends_with(ending))
}
