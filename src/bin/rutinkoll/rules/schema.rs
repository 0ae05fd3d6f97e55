//! `rutinkoll rules schema`

use std::path::Path;
use std::process::ExitCode;

use super::{Done, load};
use crate::cli::{Colour, PackArgs};

pub(super) fn run(dir: Option<&Path>, args: &PackArgs) -> Done {
    let rules = load(dir, args, Colour::Auto)?;
    say!("{:#}", rutinkoll::ruleset::json_schema(&rules));
    Ok(ExitCode::SUCCESS)
}
