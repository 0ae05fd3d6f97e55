//! `workbook.xml`: the sheets, in the order of their tabs, and the epoch of dates.

use crate::sheet::Visibility;
use crate::workbook::package::Package;
use crate::workbook::relations::{self, Relation};
use crate::workbook::xml::{Pull, Tag, Token, attribute, is_true};
use crate::workbook::{ReadError, SheetEntry};

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<SheetEntry>,
    /// The part of each sheet; none where the file does not say.
    pub(super) parts: Vec<Option<String>>,
    pub(super) from_1904: bool,
    pub(super) styles: Option<String>,
    pub(super) strings: Option<String>,
}

/// The workbook's main part, as the package says; none where there is no such part.
pub(crate) fn main_part(package: &mut Package) -> Result<Option<String>, ReadError> {
    let said = relations::of(package, "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| relation.target);
    Ok(said
        .into_iter()
        .chain(["xl/workbook.xml".to_owned(), "xl/workbook.bin".to_owned()])
        .find(|name| package.has(name)))
}

impl Book {
    pub(super) fn read(package: &mut Package, main: &str) -> Result<Self, ReadError> {
        let related = relations::of(package, main)?;
        let limits = package.limits().clone();
        let part = package.small_part(main)?.ok_or_else(|| ReadError::damaged(main))?;
        let mut book = Self {
            styles: target(&related, |relation| relation.kind == "styles"),
            strings: target(&related, |relation| relation.kind == "sharedStrings"),
            ..Self::default()
        };
        let mut pull = Pull::new(part, main, &limits);
        loop {
            match pull.next()? {
                Token::Open(tag) => match tag.local() {
                    b"workbookPr" => {
                        book.from_1904 = tag.attribute(b"date1904").is_some_and(is_true);
                    }
                    b"sheet" => book.sheet(&tag, &related).ok_or_else(|| ReadError::damaged(main))?,
                    _ => {}
                },
                Token::End => {
                    relations::each_once(&mut book.parts, &limits)?;
                    return Ok(book);
                }
                _ => {}
            }
        }
    }

    fn sheet(&mut self, tag: &Tag<'_>, relations: &[Relation]) -> Option<()> {
        let id = relation_id(tag);
        let relation = relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
        self.parts.push(relation.map(|relation| relation.target.clone()));
        self.sheets.push(SheetEntry {
            name: attribute(tag.attribute(b"name")?).ok()?,
            visibility: match tag.attribute(b"state") {
                Some(b"hidden") => Visibility::Hidden,
                Some(b"veryHidden") => Visibility::VeryHidden,
                _ => Visibility::Visible,
            },
            worksheet: relation.is_none_or(|relation| relation.kind == "worksheet"),
        });
        Some(())
    }
}

/// `r:id`, whatever the prefix; a `sheetId` or an `id` without prefix is something else.
pub(super) fn relation_id(tag: &Tag<'_>) -> Option<String> {
    tag.attributes().find(|(name, _)| name.ends_with(b":id")).and_then(|(_, value)| attribute(value).ok())
}

fn target(relations: &[Relation], wanted: impl Fn(&Relation) -> bool) -> Option<String> {
    relations.iter().find(|relation| wanted(relation)).map(|relation| relation.target.clone())
}
