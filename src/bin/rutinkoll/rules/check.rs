//! `rutinkoll rules check`

use std::path::Path;
use std::process::ExitCode;

use rutinkoll::lang::Note;

use super::{Done, load};
use crate::cli::{Colour, PackArgs};
use crate::pack;

pub(super) fn run(dir: Option<&Path>, args: &PackArgs, colour: Colour) -> Done {
    let rules = load(dir, args, colour)?;
    pack::show(&rules.advice, rules.lang, colour);
    let note = Note::new("rules-sound")
        .with("pack", rules.pack.name.as_str())
        .with("version", rules.pack.version.as_str());
    say!("{}", rules.lang.say(&note.with("rules", rules.rules.len()).with("advice", rules.advice.len())));
    Ok(ExitCode::SUCCESS)
}
