//! From a file's bytes to a [`Report`], or to a clear reason why not.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use serde_json::error::Category;

use super::fields::{Field, Read};
use super::{Covered, Finding, Report, Rules, Seal, Source, Status, Summary, Waived};
use crate::finding::{Basis, Severity, State, Values};
use crate::lang::{Lang, Note};
use crate::seal;

/// A larger file is refused: a report is held in memory, about eight times its size.
pub const MOST_BYTES: u64 = 256 << 20;

const SCHEMA: &str = "rutinkoll.report/";
const VERSION: u32 = 1;

const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
const BASES: [(&str, Basis); 4] = [
    ("routine", Basis::Routine),
    ("assumption", Basis::Assumption),
    ("quality", Basis::Quality),
    ("privacy", Basis::Privacy),
];
const STATUSES: [(&str, Status); 3] =
    [("checked", Status::Checked), ("not_checked", Status::NotChecked), ("failed", Status::Failed)];
const STATES: [(&str, State); 2] = [("new", State::New), ("unchanged", State::Unchanged)];
const LANGS: [(&str, Lang); 2] = [("sv", Lang::Sv), ("en", Lang::En)];
const VALUES: [(&str, Values); 2] = [("shown", Values::Shown), ("masked", Values::Masked)];

/// Why a report could not be read: its `.help` says what to do.
pub type Unread = Note;

impl Report {
    /// Reads a report from a file, and refuses one that was changed since it was made.
    ///
    /// # Errors
    /// Where the file cannot be read, is no report, is one of another version, is cut off, lacks what is
    /// needed, or does not say what it said when it was made.
    pub fn read(path: &Path) -> Result<Self, Unread> {
        Self::read_unproven(path)?.proven()
    }

    /// As [`Report::read`], but leaves it to the caller to look at [`Report::seal`].
    ///
    /// # Errors
    /// As [`Report::read`], the last one aside.
    pub fn read_unproven(path: &Path) -> Result<Self, Unread> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => Note::new("file-missing"),
            std::io::ErrorKind::PermissionDenied => Note::new("file-not-permitted"),
            _ => Note::new("file-unreadable").with("reason", error.to_string()),
        };
        if path.is_dir() {
            return Err(Note::new("past-folder"));
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        Self::parse(&bytes)
    }

    /// Reads a report.
    ///
    /// # Errors
    /// As [`Report::read_unproven`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Unread> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Note::new("past-too-large").with("allowed", MOST_BYTES >> 20));
        }
        let mut json = json(bytes)?;
        schema(&json)?;
        let seal = proof(&mut json);
        let report = report(&json, seal)?;
        let twice = twice(&report.findings);
        twice.map_or(Ok(()), Err)?;
        let Value::Object(mut rest) = json else { return Err(Note::new("past-other")) };
        // Moved, for there may be many: each finding holds what stands of it.
        let mut findings = report.findings;
        if let Some(Value::Array(items)) = rest.remove("findings") {
            findings.iter_mut().zip(items).for_each(|(finding, item)| finding.json = item);
        }
        Ok(Self { rest, findings, ..report })
    }

    /// The report, unless it was changed since it was made.
    ///
    /// # Errors
    /// Where it was, or where nothing shows that it was not.
    pub fn proven(self) -> Result<Self, Unread> {
        match self.seal {
            Seal::Whole => Ok(self),
            Seal::Broken => Err(Note::new("past-edited")),
            Seal::Absent => Err(Note::new("past-unsealed")),
        }
    }
}

/// The value, or what the bytes are instead.
fn json(bytes: &[u8]) -> Result<Value, Note> {
    // Notepad puts a byte order mark before it.
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = text.trim_ascii_start();
    match start {
        [] => return Err(Note::new("past-empty")),
        [b'P', b'K', ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Note::new("past-workbook")),
        [b'<', ..] => return Err(Note::new("past-markup")),
        _ => {}
    }
    serde_json::from_slice(text).map_err(|error| {
        let at = |id| Note::new(id).with("line", error.line()).with("column", error.column());
        match error.classify() {
            Category::Eof => at("past-cut"),
            // A whole value, and then another: one finding a line.
            _ if lines(text) => Note::new("past-lines"),
            _ => at("past-not-json"),
        }
    })
}

fn lines(text: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    matches!(values.next(), Some(Ok(Value::Object(_)))) && matches!(values.next(), Some(Ok(Value::Object(_))))
}

/// Is it a report of the version that is read here?
fn schema(json: &Value) -> Result<(), Note> {
    let other = || {
        let sarif = json.get("runs").is_some();
        let lines = json.get("type").and_then(Value::as_str) == Some("summary");
        Note::new(if sarif {
            "past-sarif"
        } else if lines {
            "past-lines"
        } else {
            "past-other"
        })
    };
    let Some(schema) = json.get("schema").and_then(Value::as_str) else { return Err(other()) };
    let Some(version) = schema.strip_prefix(SCHEMA) else { return Err(other()) };
    let note = |id| Note::new(id).with("version", version).with("known", VERSION);
    match version.parse::<u32>() {
        Ok(VERSION) if json.get("findings").is_none() => Err(other()),
        Ok(VERSION) => Ok(()),
        Ok(older) if older < VERSION => Err(note("past-older")),
        _ => Err(note("past-newer")),
    }
}

/// Does it say what it said when it was made?
fn proof(json: &mut Value) -> Seal {
    let Some(report) = json.as_object_mut() else { return Seal::Absent };
    let Some(said) = report.get(seal::KEY).and_then(Value::as_str).map(str::to_owned) else {
        return Seal::Absent;
    };
    let findings = report.get("findings").and_then(Value::as_array);
    let is = seal::of(report, findings.into_iter().flatten());
    if is == said { Seal::Whole } else { Seal::Broken }
}

fn report(json: &Value, seal: Seal) -> Read<Report> {
    let at = Field::whole(json);
    let rules = at.at("rules");
    let summary = at.at("summary");
    Ok(Report {
        tool_version: at.at("tool").at("version").text()?,
        created: at.at("created").time()?,
        as_of: at.at("as_of").time()?,
        lang: at.at("lang").word(&LANGS)?,
        values: at.at("values").word(&VALUES)?,
        options: at.at("provenance").at("options").json(),
        rules: Rules {
            pack: rules.at("pack").text()?,
            version: rules.at("version").text()?,
            source: rules.at("source").text()?,
            digest: rules.at("digest").text()?,
            shared_digest: rules.at("shared_digest").text()?,
            off: rules.at("off").texts()?,
            overridden: rules.at("overridden").texts()?,
        },
        inputs: at.at("inputs").list(source)?,
        tables: at.at("tables").list(source)?,
        coverage: at.at("coverage").list(covered)?,
        clauses: at.at("clauses").list(|clause| Ok((clause.at("id").text()?, clause.at("title").text()?)))?,
        summary: Summary {
            rows: summary.at("rows").number()?,
            rows_with_findings: summary.at("rows_with_findings").number()?,
            error: summary.at("error").number()?,
            warning: summary.at("warning").number()?,
            info: summary.at("info").number()?,
        },
        key_id: optional(&at, "key_id")?,
        findings: at.at("findings").list(finding)?,
        seal,
        rest: serde_json::Map::new(),
    })
}

fn optional(at: &Field<'_>, name: &str) -> Read<Option<String>> {
    at.at(name).given().map(|field| field.text()).transpose()
}

fn source(at: Field<'_>) -> Read<Source> {
    Ok(Source {
        name: optional(&at, "name")?,
        path: at.at("path").text()?,
        sha256: at.at("sha256").text()?,
        content_sha256: optional(&at, "content_sha256")?,
        sheets: at
            .at("sheets")
            .list(|sheet| Ok((sheet.at("name").text()?, sheet.at("status").text()? == "audited")))?,
    })
}

fn covered(at: Field<'_>) -> Read<Covered> {
    Ok(Covered {
        rule: at.at("rule").text()?,
        title: at.at("title").text()?,
        clauses: at.at("clauses").texts()?,
        basis: at.at("basis").word(&BASES)?,
        severity: at.at("severity").word(&SEVERITIES)?,
        digest: at.at("digest").text()?,
        status: at.at("status").word(&STATUSES)?,
        reason: optional(&at, "reason")?,
    })
}

fn finding(at: Field<'_>) -> Read<Finding> {
    Ok(Finding {
        rule: at.at("rule").text()?,
        clauses: at.at("clauses").texts()?,
        severity: at.at("severity").word(&SEVERITIES)?,
        input: at.at("input").text()?,
        sheet: at.at("sheet").text()?,
        table: optional(&at, "table")?,
        row: at.at("row").row()?,
        column: optional(&at, "column")?,
        cell: optional(&at, "cell")?,
        message: at.at("message").text()?,
        fingerprint: optional(&at, "fingerprint")?,
        row_key: optional(&at, "row_key")?,
        content: optional(&at, "content")?,
        state: at.at("state").given().map(|state| state.word(&STATES)).transpose()?,
        waived: at.at("waived").given().map(waived).transpose()?,
        json: Value::Null,
    })
}

fn waived(at: Field<'_>) -> Read<Waived> {
    Ok(Waived {
        reason: at.at("reason").text()?,
        by: optional(&at, "by")?,
        until: at.at("until").given().map(|until| until.time()).transpose()?,
    })
}

/// Two findings of one identity: neither could be told from the other.
fn twice(findings: &[Finding]) -> Option<Note> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    findings.iter().enumerate().find_map(|(index, finding)| {
        let fingerprint = finding.fingerprint.as_deref()?;
        let earlier = seen.insert(fingerprint, index)?;
        let place = |index: usize| format!("findings[{index}]");
        Some(Note::new("past-twice").with("one", place(earlier)).with("other", place(index)))
    })
}
