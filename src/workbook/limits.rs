//! What a file may cost before it is refused: stated here, in the error, and nowhere else.

/// The most that a file may ask of the reader.
///
/// The defaults fit a real sheet of 1,048,576 rows, and keep a hostile file under 200 MB of memory and five
/// seconds. Sizes are counted while reading; what a file declares about itself is never trusted.
///
/// | limit | default | error | why |
/// |---|---|---|---|
/// | [`part_bytes`](Self::part_bytes) | 2 GiB | `limit-part-size` | one part, inflated: a full sheet of 30 columns is about 1.8 GiB |
/// | [`total_bytes`](Self::total_bytes) | 4 GiB | `limit-total-size` | all parts that are read, inflated; each counts once |
/// | [`ratio`](Self::ratio) | 200 | `limit-ratio` | inflated : packed, beyond the first 64 MiB; real sheets stay under 60, a bomb is near 1000 |
/// | [`parts`](Self::parts) | 20,000 | `limit-parts` | entries in the zip: 1,000 sheets with notes and drawings are about 8,000 |
/// | [`strings`](Self::strings) | 8,388,608 | `limit-strings` | shared strings: eight different texts a row |
/// | [`string_bytes`](Self::string_bytes) | 128 MiB | `limit-string-bytes` | their text in UTF-8, held in memory |
/// | [`rows`](Self::rows) | 1,048,576 | `limit-rows` | Excel's own |
/// | [`columns`](Self::columns) | 16,384 | `limit-columns` | Excel's own |
/// | [`cells_per_row`](Self::cells_per_row) | 16,384 | `limit-cells-per-row` | Excel's own |
/// | [`cell_bytes`](Self::cell_bytes) | 256 KiB | `limit-cell-length` | Excel allows 32,767 characters |
/// | [`row_bytes`](Self::row_bytes) | 16 MiB | `limit-row-size` | a row's XML, and its text once shared strings are put in |
/// | [`depth`](Self::depth) | 100 | `limit-depth` | XML elements inside each other |
/// | [`facts`](Self::facts) | 1,000,000 | `limit-facts` | merged blocks, notes or tables of a sheet |
/// | [`dense_cells`](Self::dense_cells) | 2,000,000 | `limit-dense-cells` | rows × columns of an `.xls` sheet, which its library holds as a whole |
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
            row_bytes: 16 << 20,
            depth: 100,
            facts: 1_000_000,
            dense_cells: 2_000_000,
        }
    }
}
