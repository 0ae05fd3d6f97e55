//! Relations between parts: which file is which sheet's, table's or comments'.

use rustc_hash::FxHashSet;

use super::{Limits, ReadError};
use crate::workbook::package::Package;
use crate::workbook::xml::{Pull, Tag, Token, attribute};

/// One relation of a part.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `comments`.
    pub(super) kind: String,
    /// The part it leads to, from the package's root.
    pub(super) target: String,
}

/// The relations of a part (the package's own for ""), those to places outside left out.
pub(super) fn of(package: &mut Package, part: &str) -> Result<Vec<Relation>, ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = join(folder, &format!("_rels/{file}.rels"));
    let limits = package.limits().clone();
    let Some(reader) = package.small_part(&name)? else {
        return Ok(Vec::new());
    };
    let mut pull = Pull::new(reader, &name, &limits);
    let mut relations = Vec::new();
    loop {
        match pull.next()? {
            Token::Open(tag) if tag.local() == b"Relationship" => {
                relations.extend(relation(&tag, folder).ok_or_else(|| ReadError::damaged(&name))?);
            }
            Token::End => return Ok(relations),
            _ => {}
        }
        if relations.len() > limits.facts {
            return Err(ReadError::limit("limit-facts", limits.facts));
        }
    }
}

/// Leaves each part to the first sheet that names it: else a small file could name a large part a thousand times.
/// No more sheets than there may be parts.
pub(super) fn each_once(parts: &mut [Option<String>], limits: &Limits) -> Result<(), ReadError> {
    if parts.len() as u64 > limits.parts {
        return Err(ReadError::limit("limit-parts", limits.parts));
    }
    let mut seen = FxHashSet::default();
    for part in parts {
        if part.as_ref().is_some_and(|name| !seen.insert(name.clone())) {
            *part = None;
        }
    }
    Ok(())
}

/// None: damaged. `Some(None)`: leads outside.
#[allow(clippy::option_option, reason = "damaged, or of no interest")]
fn relation(tag: &Tag<'_>, folder: &str) -> Option<Option<Relation>> {
    let text = |name| attribute(tag.attribute(name).unwrap_or_default()).ok();
    if tag.attribute(b"TargetMode") == Some(b"External") {
        return Some(None);
    }
    let kind = text(b"Type")?;
    Some(Some(Relation {
        id: text(b"Id")?,
        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
        target: join(folder, &text(b"Target")?),
    }))
}

/// A target as seen from a folder: absolute, relative, or climbing (never out of the package).
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let start = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in start.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            _ => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn targets() {
        assert_eq!(join("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(join("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(join("xl", "..\\..\\..\\etc\\passwd"), "etc/passwd");
        assert_eq!(join("", "_rels/.rels"), "_rels/.rels");
    }
}
