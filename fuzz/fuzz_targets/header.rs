//! Text with columns, through the search for the header and the typing of its cells.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rutinkoll::ruleset::{PackFiles, RuleSet};
use rutinkoll::schema::Schema;
use rutinkoll::sheet::Row;
use rutinkoll::workbook::Workbook;
use rutinkoll::workbook::typing::{Opened, Step, TypedRows};
use rutinkoll_fuzz::{AS_OF, limits, project};

thread_local! {
    static SCHEMAS: Vec<Schema> = ["rules/hjalplinjen", "fixtures/expenses/rules"]
        .into_iter()
        .map(|folder| {
            let files = PackFiles::read(&project(folder)).expect("the pack");
            RuleSet::compile(&files, None).expect("the pack").pack.sheet.clone()
        })
        .collect();
}

fuzz_target!(|bytes: &[u8]| SCHEMAS.with(|schemas| {
    for schema in schemas {
        let Ok(mut book) = Workbook::from_bytes(bytes.to_vec(), &limits()) else { return };
        let Ok(mut rows) = book.read(0) else { return };
        if let Ok(Opened::Rows(mut rows)) = TypedRows::open(rows.as_mut(), schema, AS_OF) {
            let (mut row, mut before) = (Row::default(), rows.layout().header_row);
            while let Ok(Step::Row) = rows.next_row(&mut row) {
                assert!(row.number > before && row.cells.len() == schema.columns.len());
                before = row.number;
            }
            let _ = rows.notes();
        }
    }
}));
