//! The report as one page that needs nothing else: no request leaves it, and it reads without JavaScript.

mod page;

use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};

use crate::finding::Values;
use crate::outcome::Outcome;

use super::Made;
use page::{Page, Shown};

/// The page as far as its findings, a finding, and what follows them: each is written before the next is made.
const TEMPLATES: [(&str, &str); 3] = [
    ("page", include_str!("html/page.html")),
    ("finding", include_str!("html/finding.html")),
    ("end", include_str!("html/end.html")),
];
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(outcome: &Outcome, made: &Made, values: Values, out: &mut impl io::Write) -> io::Result<()> {
    let mut templates = Environment::new();
    // Whatever a cell holds, it is text.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, template) in TEMPLATES {
        templates.add_template(name, template).map_err(io::Error::other)?;
    }
    let mut out = io::BufWriter::new(out);
    // A template's last line end is not part of it.
    let mut write = |name: &str, context: Value, after: &str| {
        let template = templates.get_template(name).map_err(io::Error::other)?;
        template.render_captured_to(context, &mut out).map_err(io::Error::other)?;
        out.write_all(after.as_bytes())
    };
    let page = Value::from(Serde(&Page::of(outcome, made, values)));
    write("page", page.clone(), "")?;
    let w = page.get_attr("w").map_err(io::Error::other)?;
    for finding in &outcome.findings {
        let shown = Value::from(Serde(&Shown::of(outcome, finding, values)));
        write("finding", context! { w => w.clone(), f => shown }, "\n")?;
    }
    write("end", page, "")?;
    out.flush()
}

/// Nothing may be fetched, and only our own style and script may run: a cell that got past the escaping could do
/// nothing.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}
