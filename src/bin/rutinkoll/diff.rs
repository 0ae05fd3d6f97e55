//! `rutinkoll diff`

use std::process::ExitCode;

use rutinkoll::lang::Lang;
use rutinkoll::past::compare::compare;
use rutinkoll::report::comparison;
use rutinkoll::report::differences::Style;

use crate::cli::{DiffArgs, HistoryFormat};
use crate::{look, reports};

/// Holds two reports against each other: exit code 1 where anything differs.
pub(crate) fn run(args: &DiffArgs) -> ExitCode {
    let wanted = args.shown.lang.map(Lang::from);
    let lang = wanted.unwrap_or_default();
    let read = || {
        let targets = reports::targets(&args.shown, &[&args.old, &args.new])?;
        Ok((targets, reports::read(&args.old, lang)?, reports::read(&args.new, lang)?))
    };
    let (targets, old, new) = match read() {
        Ok(read) => read,
        Err(note) => return look::refuse(lang, &note),
    };
    let lang = wanted.unwrap_or(new.lang);
    let differs = match compare(&old, &new) {
        Ok(differs) => differs,
        Err(note) => return look::refuse(lang, &note),
    };
    let names = (args.old.display().to_string(), args.new.display().to_string());
    let sides = ((names.0.as_str(), &old), (names.1.as_str(), &new));
    reports::write(&targets, &args.shown, lang, u8::from(!differs.diff.is_empty()), |format| match format {
        HistoryFormat::Terminal => comparison::text(&differs, sides, lang, Style::Plain),
        HistoryFormat::Markdown => comparison::text(&differs, sides, lang, Style::Markdown),
        HistoryFormat::Json => format!("{:#}\n", comparison::json(&differs, sides, lang)),
    })
}
