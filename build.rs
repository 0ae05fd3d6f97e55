//! Reads the packs that are built in, so that no start of the program reads their YAML.

#![allow(unreachable_pub, reason = "the program's own modules, read from here too")]

#[path = "src/ruleset/before_tests.rs"]
mod before_tests;
#[path = "src/ruleset/yaml/compact.rs"]
mod compact;
#[path = "src/ruleset/yaml/tree.rs"]
mod tree;

use std::path::Path;
use std::{env, fs, io};

use before_tests::before_tests;

const PACKS: &str = "rules";

fn main() -> io::Result<()> {
    for read in [PACKS, "src/ruleset/before_tests.rs", "src/ruleset/yaml"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let mut trees = Vec::new();
    for folder in fs::read_dir(PACKS)? {
        let folder = folder?.path();
        if folder.join("pack.yaml").is_file() {
            add_pack(&folder, &mut trees)?;
        }
    }
    trees.sort_by(|(a, _), (b, _)| a.cmp(b));
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("trees"), compact::pack(&trees))
}

/// What is faulty is left out: the program reads it itself, and tells what is wrong.
fn add_pack(folder: &Path, trees: &mut Vec<(String, tree::Node)>) -> io::Result<()> {
    for file in fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml")
            && let Ok(text) = fs::read_to_string(file.path())
            && let Ok(tree) = tree::read(before_tests(&text))
        {
            trees.push((name, tree));
        }
    }
    Ok(())
}
