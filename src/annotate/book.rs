//! The parts that say which parts there are: the workbook, relations, content types.

use std::collections::BTreeMap;

use super::markup::{self, Edits, Kind};
use super::{Fault, MAIN_WORD, RELATIONS};

/// A sheet as the workbook lists it.
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) relation: String,
}

/// One relation of a part.
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type.
    pub(super) kind: String,
    /// The part it leads to.
    pub(super) target: String,
}

/// The sheets, in the order of their tabs.
pub(super) fn sheets(workbook: &str) -> Result<Vec<SheetEntry>, Fault> {
    let tags = markup::tags(workbook)?;
    let entries = tags.iter().filter(|tag| tag.opens("sheet")).map(|tag| {
        Some(SheetEntry {
            name: tag.attribute("name")?.into_owned(),
            relation: tag.attribute_ending(":id")?.into_owned(),
        })
    });
    entries.collect::<Option<Vec<_>>>().ok_or(Fault::Damaged)
}

/// The workbook with a new first sheet, and without the sheets at `gone`. What counts sheets by their place
/// (names of one sheet, the tab that is shown) counts anew.
pub(super) fn with_first_sheet(
    workbook: &str,
    name: &str,
    relation: &str,
    gone: &[usize],
) -> Result<String, Fault> {
    let tags = markup::tags(workbook)?;
    let p = tags.first().map_or("", |tag| tag.prefix());
    let mut edits = Edits::default();
    let listed: Vec<usize> = (0..tags.len()).filter(|at| tags[*at].opens("sheet")).collect();
    let place = places(listed.len(), gone);
    let id = listed.iter().filter_map(|at| tags[*at].number("sheetId")).max().unwrap_or(0) + 1;
    let list = tags.iter().find(|tag| tag.opens("sheets") && tag.kind == Kind::Open).ok_or(Fault::Damaged)?;
    edits.insert(
        list.at.end,
        format!(
            "<{p}sheet name=\"{}\" sheetId=\"{id}\" xmlns:r=\"{RELATIONS}\" r:id=\"{relation}\"/>",
            markup::escape(name)
        ),
    );
    for at in gone {
        edits.replace(markup::element(&tags, listed[*at]), "");
    }
    let mut removed = None;
    for tag in &tags {
        if let Some(start) = removed {
            if tag.closes("definedName") {
                edits.replace(start..tag.at.end, "");
                removed = None;
            }
        } else if tag.opens("definedName")
            && let Some(sheet) = tag.number("localSheetId")
        {
            match place.get(&sheet) {
                Some(new) => edits.replace(tag.at.clone(), tag.with("localSheetId", new)),
                None => removed = Some(tag.at.start),
            }
        }
    }
    shown_tab(&mut edits, &tags, &place, list.at.start, p);
    Ok(edits.apply(workbook))
}

/// Where each old sheet stands now; those that are gone have no place.
fn places(count: usize, gone: &[usize]) -> BTreeMap<u32, u32> {
    let left = (0..count).filter(|at| !gone.contains(at));
    left.zip(1..).filter_map(|(old, new)| Some((u32::try_from(old).ok()?, new))).collect()
}

/// The tab that was shown stays the one that is shown.
fn shown_tab(
    edits: &mut Edits,
    tags: &[markup::Tag<'_>],
    place: &BTreeMap<u32, u32>,
    sheets_at: usize,
    p: &str,
) {
    let views: Vec<&markup::Tag<'_>> = tags.iter().filter(|tag| tag.opens("workbookView")).collect();
    for view in &views {
        let moved = |name| place.get(&view.number(name).unwrap_or(0)).copied();
        let mut new = view.with("activeTab", moved("activeTab").unwrap_or(1));
        if let Some(first) = view.number("firstSheet").filter(|first| *first > 0) {
            new = markup::set(&new, "firstSheet", place.get(&first).copied().unwrap_or(0));
        }
        edits.replace(view.at.clone(), new);
    }
    if views.is_empty() {
        edits.insert(sheets_at, format!("<{p}bookViews><{p}workbookView activeTab=\"1\"/></{p}bookViews>"));
    }
}

/// The relations of a part that lead to other parts; `folder` is the part's own.
pub(super) fn relations(xml: &str, folder: &str) -> Result<Vec<Relation>, Fault> {
    let tags = markup::tags(xml)?;
    let inside = tags.iter().filter(|tag| {
        tag.opens("Relationship") && tag.attribute("TargetMode").as_deref() != Some("External")
    });
    let relation = |tag: &markup::Tag<'_>| {
        Some(Relation {
            id: tag.attribute("Id")?.into_owned(),
            kind: tag.attribute("Type")?.rsplit('/').next()?.to_owned(),
            target: join(folder, &tag.attribute("Target")?),
        })
    };
    inside.map(relation).collect::<Option<Vec<_>>>().ok_or(Fault::Damaged)
}

/// Relations with more of them (id, last word of the type, absolute target), and without those of `gone`.
pub(super) fn with_relations(
    xml: Option<&str>,
    new: &[(String, &str, String)],
    gone: &[String],
) -> Result<String, Fault> {
    let xml = xml.unwrap_or(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>",
    );
    let tags = markup::tags(xml)?;
    let mut edits = Edits::default();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.opens("Relationship")) {
        if tag.attribute("Id").is_some_and(|id| gone.contains(&id.into_owned())) {
            edits.replace(markup::element(&tags, at), "");
        }
    }
    let p = tags.first().map_or("", |tag| tag.prefix());
    let items: String = new
        .iter()
        .map(|(id, kind, target)| {
            format!("<{p}Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"/{target}\"/>")
        })
        .collect();
    put_last(&mut edits, &tags, &items)?;
    Ok(edits.apply(xml))
}

/// Content types with those of new parts (path, last words of the type), and without those of parts that are gone.
pub(super) fn with_types(xml: &str, new: &[(String, &str)], gone: &[String]) -> Result<String, Fault> {
    let tags = markup::tags(xml)?;
    let p = tags.first().map_or("", |tag| tag.prefix());
    let mut edits = Edits::default();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.opens("Override")) {
        let part = tag.attribute("PartName").unwrap_or_default();
        if gone.iter().any(|gone| part.trim_start_matches('/').eq_ignore_ascii_case(gone)) {
            edits.replace(markup::element(&tags, at), "");
        }
    }
    let has_vml = tags.iter().any(|tag| {
        tag.opens("Default") && tag.attribute("Extension").is_some_and(|it| it.eq_ignore_ascii_case("vml"))
    });
    if !has_vml && let Some(root) = tags.first() {
        let vml = "application/vnd.openxmlformats-officedocument.vmlDrawing";
        edits.insert(root.at.end, format!("<{p}Default Extension=\"vml\" ContentType=\"{vml}\"/>"));
    }
    let items: String = new
        .iter()
        .map(|(part, kind)| {
            format!("<{p}Override PartName=\"/{part}\" ContentType=\"{MAIN_WORD}.{kind}+xml\"/>")
        })
        .collect();
    put_last(&mut edits, &tags, &items)?;
    Ok(edits.apply(xml))
}

/// Puts items last into the part's outermost element.
fn put_last(edits: &mut Edits, tags: &[markup::Tag<'_>], items: &str) -> Result<(), Fault> {
    let last = tags.last().ok_or(Fault::Damaged)?;
    if last.kind == Kind::Close {
        edits.insert(last.at.start, items);
    } else {
        let end = last.raw.trim_end_matches('>').trim_end_matches('/').trim_end();
        edits.replace(last.at.clone(), format!("{end}>{items}</{}>", last.name()));
    }
    Ok(())
}

/// The part that holds a part's relations.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    join(folder, &format!("_rels/{file}.rels"))
}

/// The folder of a part.
pub(super) fn folder(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |(folder, _)| folder)
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
