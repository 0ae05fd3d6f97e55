//! `--max NAME=VALUE`

use rutinkoll::lang::{Lang, Note};
use rutinkoll::ruleset::fault::nearest;
use rutinkoll::workbook::Limits;
use rutinkoll::workbook::limits::{ALL, Limit};

/// The limits, with what the command line changes of them.
pub(crate) fn raised(changes: &[(String, String)], lang: Lang) -> Result<Limits, Note> {
    let mut limits = Limits::default();
    for (name, value) in changes {
        let Some(limit) = Limit::named(name) else {
            let names = || ALL.iter().map(|limit| limit.name);
            let meant = nearest(name, names())
                .map(|near| lang.say(&Note::new("did-you-mean").with("name", near)))
                .unwrap_or_default();
            let note = Note::new("limit-unknown").with("name", name.as_str()).with("meant", meant);
            return Err(note.with("names", names().collect::<Vec<_>>().join(", ")));
        };
        if !limit.change(&mut limits, value) {
            let note = Note::new("limit-no-number").with("name", name.as_str());
            return Err(note.with("value", value.as_str()));
        }
    }
    Ok(limits)
}
