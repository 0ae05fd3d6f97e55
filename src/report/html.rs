//! The report as one page that needs nothing else: no request leaves it, and it reads without JavaScript.

mod page;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use sha2::{Digest, Sha256};

use crate::finding::Values;
use crate::outcome::Outcome;

use super::Made;
use page::Page;

const TEMPLATE: &str = include_str!("html/page.html");
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
    templates.add_template("page", TEMPLATE).map_err(io::Error::other)?;
    let page = Page::of(outcome, made, values);
    let template = templates.get_template("page").map_err(io::Error::other)?;
    let text = template.render(Value::from(Serde(&page))).map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
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
