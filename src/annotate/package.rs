//! The parts of the workbook that is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek, Write};

use zip::{ZipArchive, ZipWriter};

use super::book::{self, Relation};
use super::{Fault, markup, notes};
use crate::workbook::Limits;

/// A workbook's parts, by name without regard to case (as Office does).
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: BTreeMap<String, usize>,
    /// Names that were handed out for new parts.
    new_names: BTreeSet<String>,
    most: u64,
}

/// A name as parts are compared.
pub(super) fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Fault> {
        if !bytes.starts_with(b"PK") {
            return Err(Fault::OtherFormat);
        }
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        let names = (0..archive.len())
            .filter_map(|index| Some((key(&archive.name_for_index(index)?.ok()?), index)))
            .collect();
        Ok(Self { archive, names, new_names: BTreeSet::new(), most: limits.part_bytes })
    }

    /// Parts that the copy leaves out: their names are free again.
    pub(super) fn forget(&mut self, gone: &[String]) {
        for name in gone {
            self.names.remove(&key(name));
        }
    }

    /// The workbook's main part.
    pub(super) fn main(&mut self) -> Result<String, Fault> {
        let relations = self.text("_rels/.rels")?.ok_or(Fault::OtherFormat)?;
        let relations = book::relations(&relations, "")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        main.map(|main| main.target).filter(|main| main.ends_with(".xml")).ok_or(Fault::OtherFormat)
    }

    /// A part as text; none where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(index) = self.names.get(&key(name)) else { return Ok(None) };
        let file = self.archive.by_index(*index)?;
        let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(1 << 28)).unwrap_or(0));
        file.take(self.most).read_to_end(&mut bytes)?;
        if bytes.len() as u64 >= self.most {
            return Err(Fault::Unusual);
        }
        let text = String::from_utf8(bytes).map_err(|_| Fault::Unusual)?;
        Ok(Some(text))
    }

    /// The relations of a part.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Fault> {
        match self.text(&book::relations_of(part))? {
            Some(xml) => book::relations(&xml, book::folder(part)),
            None => Ok(Vec::new()),
        }
    }

    /// A name that no part has: `xl/comments7.xml`.
    pub(super) fn free_name(&mut self, stem: &str, extension: &str) -> String {
        let mut names = (1..).map(|n| format!("{stem}{n}.{extension}"));
        let free = |name: &String| !self.names.contains_key(&key(name)) && !self.new_names.contains(name);
        let name = names.find(free).unwrap_or_default();
        self.new_names.insert(name.clone());
        name
    }

    /// The highest block of shape numbers in any drawing of notes.
    pub(super) fn highest_block(&mut self) -> Result<u32, Fault> {
        let drawings: Vec<String> =
            self.names.keys().filter(|name| name.ends_with(".vml")).cloned().collect();
        let mut highest = 0;
        for name in drawings {
            // A drawing that is no UTF-8 is not one that we add to; its numbers are its own.
            if let Ok(Some(text)) = self.text(&name) {
                highest = highest.max(notes::highest_block(&text));
            }
        }
        Ok(highest)
    }

    /// A number that no table has.
    pub(super) fn free_table_id(&mut self) -> Result<u32, Fault> {
        let tables: Vec<String> = self
            .names
            .keys()
            .filter(|name| name.contains("/tables/") && name.ends_with(".xml"))
            .cloned()
            .collect();
        let mut highest = 0;
        for name in tables {
            let xml = self.text(&name)?.unwrap_or_default();
            let tags = markup::tags(&xml)?;
            highest = highest.max(tags.first().and_then(|tag| tag.number("id")).unwrap_or(0));
        }
        Ok(highest + 1)
    }

    /// Copies every part but these, as it is packed.
    pub(super) fn copy_others(
        &mut self,
        skip: &BTreeSet<String>,
        zip: &mut ZipWriter<impl Write + Seek>,
    ) -> Result<(), Fault> {
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index)?;
            if !file.name().is_ok_and(|name| skip.contains(&key(&name))) {
                zip.raw_copy_file(file)?;
            }
        }
        Ok(())
    }
}
