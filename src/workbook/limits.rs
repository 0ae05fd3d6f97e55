//! What a file may cost before it is refused: stated here, in the error and in `docs/limits.md`, which a test
//! holds against this.

/// The most that a file may ask of the reader.
///
/// The defaults fit a real sheet of 1,048,576 rows, and keep a hostile file under 200 MB of memory and five
/// seconds. Sizes are counted while reading; what a file declares about itself is never trusted.
/// `docs/limits.md` says why each is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Inflated bytes of one part.
    pub part_bytes: u64,
    /// Inflated bytes of all parts that are read.
    pub total_bytes: u64,
    /// Inflated bytes a packed byte, beyond the first 64 MiB of a part.
    pub ratio: u64,
    /// Entries in a zip.
    pub parts: u64,
    /// Shared strings, counted.
    pub strings: usize,
    /// Shared strings, bytes of UTF-8.
    pub string_bytes: usize,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Cells written in one row.
    pub cells_per_row: usize,
    /// Bytes of one cell's text, in UTF-8.
    pub cell_bytes: usize,
    /// Bytes of one row, both as written in the file and as text handed on.
    pub row_bytes: usize,
    /// XML elements inside each other.
    pub depth: usize,
    /// Merged blocks, notes or tables of one sheet.
    pub facts: usize,
    /// Cells that a number of repetitions makes (`.ods`).
    pub repeated_cells: u64,
    /// Rows × columns of a sheet whose library holds it as one block (`.xls`).
    pub dense_cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            part_bytes: 2 << 30,
            total_bytes: 4 << 30,
            ratio: 200,
            parts: 20_000,
            strings: 8 << 20,
            string_bytes: 128 << 20,
            rows: crate::sheet::MAX_ROWS,
            columns: crate::sheet::MAX_COLUMNS,
            cells_per_row: 16_384,
            cell_bytes: 256 << 10,
            row_bytes: 4 << 20,
            depth: 100,
            facts: 1_000_000,
            repeated_cells: 10_000_000,
            dense_cells: 2_000_000,
        }
    }
}

/// A limit by its name, as the command line raises it.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// `part-bytes`.
    pub name: &'static str,
    /// The error of a file that asks for more.
    pub error: &'static str,
    bytes: bool,
    get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

macro_rules! limit {
    ($name:literal, $error:literal, $bytes:literal, $field:ident) => {
        Limit {
            name: $name,
            error: $error,
            bytes: $bytes,
            get: |limits| u64::try_from(limits.$field).unwrap_or(u64::MAX),
            set: |limits, value| limits.$field = value.try_into().unwrap_or(!0),
        }
    };
}

/// Every limit, in the order of `docs/limits.md`.
pub const ALL: [Limit; 15] = [
    limit!("part-bytes", "limit-part-size", true, part_bytes),
    limit!("total-bytes", "limit-total-size", true, total_bytes),
    limit!("ratio", "limit-ratio", false, ratio),
    limit!("parts", "limit-parts", false, parts),
    limit!("strings", "limit-strings", false, strings),
    limit!("string-bytes", "limit-string-bytes", true, string_bytes),
    limit!("rows", "limit-rows", false, rows),
    limit!("columns", "limit-columns", false, columns),
    limit!("cells-per-row", "limit-cells-per-row", false, cells_per_row),
    limit!("cell-bytes", "limit-cell-length", true, cell_bytes),
    limit!("row-bytes", "limit-row-size", true, row_bytes),
    limit!("depth", "limit-depth", false, depth),
    limit!("facts", "limit-facts", false, facts),
    limit!("repeated-cells", "limit-repeated-cells", false, repeated_cells),
    limit!("dense-cells", "limit-dense-cells", false, dense_cells),
];

impl Limits {
    /// Those that are not as they are by themselves: name and value, as a person writes them.
    #[must_use]
    pub fn changed(&self) -> Vec<(String, String)> {
        let own = Self::default();
        let changed = ALL.into_iter().filter(|limit| (limit.get)(self) != (limit.get)(&own));
        changed.map(|limit| (limit.name.to_owned(), limit.shown(self))).collect()
    }
}

impl Limit {
    /// The limit of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|limit| limit.name == name)
    }

    /// Sets it: `2000000`, `2,000,000`, `3GiB`. False where that is no positive number.
    #[must_use]
    pub fn change(self, limits: &mut Limits, written: &str) -> bool {
        let value = amount(written, self.bytes).filter(|value| *value > 0);
        if let Some(value) = value {
            (self.set)(limits, value);
        }
        value.is_some()
    }

    /// Its value, as a person writes it: `2 GiB`, `1,048,576`.
    #[must_use]
    pub fn shown(self, limits: &Limits) -> String {
        let value = (self.get)(limits);
        let unit = UNITS.iter().rev().find(|(_, unit)| self.bytes && value.is_multiple_of(*unit));
        let (name, unit) = unit.map_or(("", 1), |(name, unit)| (*name, *unit));
        let digits = (value / unit).to_string();
        let mut shown = String::new();
        for (index, digit) in digits.char_indices() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        if name.is_empty() { shown } else { format!("{shown} {name}") }
    }
}

const UNITS: [(&str, u64); 3] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

fn amount(written: &str, bytes: bool) -> Option<u64> {
    let plain: String = written.chars().filter(|c| !matches!(c, ' ' | '_' | ',')).collect();
    let start = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (digits, unit) = plain.split_at(start);
    let unit = match unit.to_ascii_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 1,
        "k" if bytes => 1 << 10,
        "m" if bytes => 1 << 20,
        "g" if bytes => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_says_what_holds() {
        let document = include_str!("../../docs/limits.md");
        let rows: Vec<Vec<&str>> = document
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).collect())
            .collect();
        let said: Vec<(&str, &str, &str)> = rows.iter().map(|row| (row[1], row[2], row[3])).collect();
        let limits = Limits::default();
        let held: Vec<_> = ALL.iter().map(|limit| (limit.name, limit.shown(&limits), limit.error)).collect();
        assert_eq!(
            said,
            held.iter().map(|(name, value, error)| (*name, value.as_str(), *error)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn amounts() {
        let mut limits = Limits::default();
        for (name, written, value) in [
            ("part-bytes", "3GiB", 3 << 30),
            ("part-bytes", "512 mb", 512 << 20),
            ("part-bytes", "77", 77),
            ("rows", "2,000,000", 2_000_000),
            ("rows", "2_000_000", 2_000_000),
            ("columns", "99999999999", u64::from(u32::MAX)),
        ] {
            let limit = Limit::named(name).expect(name);
            assert!(limit.change(&mut limits, written), "{written}");
            assert_eq!((limit.get)(&limits), value, "{written}");
        }
        for wrong in ["", "0", "-1", "1.5", "many", "2G rows", "99999999999999999999"] {
            assert!(!Limit::named("rows").expect("rows").change(&mut limits, wrong), "{wrong}");
        }
        assert!(Limit::named("row").is_none());
    }
}
