//! The walls: what `src/` may not know, and who owns what.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rutinkoll::ruleset::{PackFiles, RuleSet};

/// Words of the pack that are the engine's own as well.
const GENERAL: [&str; 3] = [
    "Datum",  // the example in the message on how to write `within`
    "Date",   // a type of the calendar
    "Status", // a type of the outcome
];

struct Source {
    path: String,
    /// Without comments and tests.
    code: String,
}

/// Every file under `src/`; `/`-separated.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    walk(Path::new("src"), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 20);
    found
}

fn walk(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
            continue;
        }
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let text = text.split("#[cfg(test)]\n#[allow").next().unwrap();
        let code =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        found.push(Source { path: path.to_str().unwrap().replace('\\', "/"), code });
    }
}

/// Does the word stand there, with nothing of a word before or after it?
fn names(text: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    text.match_indices(word).any(|(at, _)| {
        !part_of_word(text[..at].chars().next_back()) && !part_of_word(text[at + word.len()..].chars().next())
    })
}

/// Does a path begin with the crate? (`zip` is also what iterators do.)
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

fn rust() -> impl Iterator<Item = Source> {
    sources().into_iter().filter(|source| source.path.ends_with(".rs"))
}

/// Every place outside `owners` that names one of `words`.
fn trespassers(words: &[&str], owners: &[&str]) -> Vec<String> {
    rust()
        .filter(|source| !owners.iter().any(|owner| source.path.starts_with(owner)))
        .flat_map(|source| {
            let named = words.iter().filter(move |word| names(&source.code, word));
            named.map(|word| format!("{} names {word}", source.path)).collect::<Vec<_>>()
        })
        .collect()
}

fn assert_owned(words: &[&str], owners: &[&str]) {
    let found = trespassers(words, owners);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_word_of_the_domain_is_in_the_engine() {
    let rules = RuleSet::compile(&PackFiles::read(Path::new("rules/hjalplinjen")).unwrap(), None).unwrap();
    let pack = &rules.pack;
    let mut words: BTreeSet<String> = rules.rules.iter().map(|rule| rule.id.to_string()).collect();
    for schema in pack.tables.iter().chain([&pack.sheet]) {
        words.extend(schema.columns.iter().map(|column| column.name.clone()));
        words.extend(schema.columns.iter().flat_map(|column| column.aliases.clone()));
    }
    words.extend(pack.tables.iter().map(|table| table.name.clone()));
    let terms = pack.words.names().map(|name| pack.words.get(pack.words.term(name).unwrap()));
    words.extend(
        terms.filter(|term| ["sort", "loggkod"].contains(&&*term.group)).map(|term| term.name.clone()),
    );
    for general in GENERAL {
        assert!(words.remove(general), "{general} need not be allowed");
    }
    assert!(words.len() > 80, "{words:?}");
    let mut found = Vec::new();
    for source in sources() {
        found.extend(
            words
                .iter()
                .filter(|word| names(&source.code, word))
                .map(|word| format!("{}: {word}", source.path)),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_outside_crate_has_one_owner() {
    let owners: [(&[&str], &[&str]); 12] = [
        (&["calamine", "flate2", "csv", "encoding_rs"], &["src/workbook/"]),
        (&["zip"], &["src/workbook/", "src/annotate/"]),
        (&["quick_xml", "rust_xlsxwriter"], &["src/annotate/"]),
        (&["same_file", "getrandom"], &["src/bin/"]),
        (&["hmac"], &["src/since/secret.rs"]),
        (&["minijinja", "base64"], &["src/report/html"]),
        (&["rhai"], &["src/ruleset/script"]),
        (&["serde_yaml"], &["src/ruleset/yaml"]),
        (&["fluent_bundle", "fluent"], &["src/lang.rs"]),
        (&["clap", "include_dir", "indicatif", "notify_debouncer_full"], &["src/bin/"]),
        (&["ctrlc"], &["src/bin/rutinkoll/interrupt.rs"]),
        (&["miette"], &["src/ruleset/fault.rs", "src/report/", "src/bin/"]),
    ];
    let mut found = Vec::new();
    for source in rust() {
        for (crates, owners) in owners {
            let mine = owners.iter().any(|owner| source.path.starts_with(owner));
            let used = crates.iter().filter(|name| !mine && uses(&source.code, name));
            found.extend(used.map(|name| format!("{} uses {name}", source.path)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_binary_prints_exits_and_reads_the_clock_or_the_surroundings() {
    let words = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
        "std::process",
        "process::exit",
        "std::env",
        "Instant",
    ];
    assert_owned(&words, &["src/bin/"]);
    assert_owned(&["Timestamp::now", "ZonedDateTime::now", "Zoned::now", "SystemTime"], &["src/bin/"]);
}

#[test]
fn nothing_but_the_binary_knows_the_reports() {
    assert_owned(&["crate::report", "super::report", "rutinkoll::report"], &["src/report/", "src/bin/"]);
}

#[test]
fn the_check_is_pure() {
    let files = ["std::fs", "fs::File", "std::io", "File::open", "std::net", "std::thread"];
    let found: Vec<String> =
        trespassers(&files, &[]).into_iter().filter(|place| place.starts_with("src/check/")).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_arrows_run_one_way() {
    let later: [(&str, &[&str]); 7] = [
        ("src/workbook/", &["crate::check", "crate::outcome::Outcome", "crate::ruleset", "crate::pipeline"]),
        ("src/swedish/", &["crate::workbook", "crate::check", "crate::ruleset", "crate::outcome"]),
        ("src/ruleset/", &["crate::check", "crate::pipeline", "crate::workbook", "crate::rule_test"]),
        ("src/check/", &["crate::pipeline", "crate::rule_test"]),
        ("src/since/", &["crate::check", "crate::pipeline", "crate::report", "crate::workbook"]),
        ("src/report/", &["crate::check", "crate::pipeline", "crate::workbook"]),
        ("src/annotate/", &["crate::check", "crate::pipeline", "crate::outcome", "crate::ruleset"]),
    ];
    for (room, beyond) in later {
        let found: Vec<String> =
            trespassers(beyond, &[]).into_iter().filter(|place| place.starts_with(room)).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What the program says stands in `lang/*.ftl`, in both languages. Two words in a row in a string are a sentence,
/// unless they are markup.
#[test]
fn no_sentence_stands_in_the_code() {
    let literal = regex::Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let place = regex::Regex::new(r"\{[^{}]*\}").unwrap();
    let words = regex::Regex::new(r"\p{L}{2,},? \p{Ll}{2,}").unwrap();
    // Words of the rule language; what libraries say, to be recognised; names of countries; what a script's
    // author would see, were not all that stops a script told without the words of what stopped it.
    let language = ["all of", "any of", "none of", "only filled", "first cell"];
    let others = ["src/ruleset/yaml.rs", "src/swedish/address/", "src/ruleset/script"];
    let mut found = Vec::new();
    for source in rust().filter(|it| !others.iter().any(|other| it.path.starts_with(other))) {
        for line in source.code.lines().filter(|line| {
            !line.trim_start().starts_with("#[")
                && !line.contains("reason = \"")
                && !line.contains(".expect(")
        }) {
            let texts = literal
                .captures_iter(line)
                .map(|text| place.replace_all(&text[1].replace("\\n", " "), "").into_owned());
            let markup = |text: &String| text.contains(['<', '=']);
            found.extend(
                texts
                    .filter(|text| {
                        words.is_match(text) && !markup(text) && !language.contains(&text.as_str())
                    })
                    .map(|text| format!("{}: {text}", source.path)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// An id that no sentence has would be shown as it is, and a sentence that nothing says is dead.
#[test]
fn every_id_has_a_sentence_and_every_sentence_is_said() {
    let sentences = fs::read_to_string("src/lang/sv.ftl").unwrap();
    let id = regex::Regex::new(r"(?m)^([a-z][a-z0-9-]*) =").unwrap();
    let ids: BTreeSet<&str> =
        id.captures_iter(&sentences).map(|found| found.get(1).unwrap().as_str()).collect();
    let pages = ["page", "finding", "end"]
        .map(|name| fs::read_to_string(format!("src/report/html/{name}.html")).unwrap().replace('\'', "\""));
    let code = rust().map(|source| source.code).chain(pages).collect::<Vec<_>>().join("\n");
    // Texts of help are found by the names of commands; tests beside them say what is missing or left over.
    let dead: Vec<&&str> =
        ids.iter().filter(|id| !id.starts_with("help-") && !code.contains(&format!("\"{id}\""))).collect();
    assert!(dead.is_empty(), "nothing says these: {dead:?}");
    let said = regex::Regex::new(r#"(?:Note::new|\.word)\(\s*"([^"]+)""#).unwrap();
    let unknown: Vec<&str> = said
        .captures_iter(&code)
        .map(|found| found.get(1).unwrap().as_str())
        .filter(|id| !ids.contains(id) && !id.is_empty())
        .collect();
    assert!(unknown.is_empty(), "lang/*.ftl has no sentence for these: {unknown:?}");
}

#[test]
fn no_network_is_used_by_the_code() {
    let words = ["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs"];
    assert_owned(&words, &[]);
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let crates = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "tokio",
        "async-std",
        "smol",
        "socket2",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "h2",
        "quinn",
        "isahc",
        "attohttpc",
        "minreq",
        "hickory-resolver",
    ];
    let named: Vec<_> = crates.iter().filter(|name| lock.contains(&format!("name = \"{name}\""))).collect();
    assert!(named.is_empty(), "{named:?}");
}

/// The binary asks the C library for no way to speak to another machine. (That it makes no system call of its own
/// is not shown by this.)
#[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
#[test]
fn the_binary_can_open_no_connection() {
    let file = fs::read(env!("CARGO_BIN_EXE_rutinkoll")).unwrap();
    let number = |at: usize, bytes: usize| {
        file[at..at + bytes].iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    assert_eq!(&file[..4], b"\x7fELF");
    // The section headers, and of each its name, its place and its size.
    let (table, size, count, names) = (number(0x28, 8), number(0x3A, 2), number(0x3C, 2), number(0x3E, 2));
    let section = |index: usize| {
        let at = table + index * size;
        (number(at, 4), number(at + 0x18, 8), number(at + 0x20, 8))
    };
    let names = section(names).1;
    let strings = (0..count).map(section).find(|(name, ..)| file[names + name..].starts_with(b".dynstr\0"));
    let (_, at, length) = strings.unwrap();
    let imports: BTreeSet<&[u8]> = file[at..at + length].split(|byte| *byte == 0).collect();
    assert!(imports.contains(b"read".as_slice()), "nothing is imported, so this shows nothing");
    for name in [
        "socket",
        "connect",
        "bind",
        "listen",
        "accept",
        "accept4",
        "sendto",
        "recvfrom",
        "getaddrinfo",
        "gethostbyname",
    ] {
        assert!(!imports.contains(name.as_bytes()), "{name} is imported");
    }
}
