//! The secret: where it is given, and `rutinkoll secret new`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rutinkoll::lang::{Arg, Lang, Note};
use rutinkoll::ruleset::Config;
use rutinkoll::since::Secret;

use crate::cli::{SecretArgs, SecretCommand};
use crate::look;

/// The variable that holds the secret itself.
const VARIABLE: &str = "RUTINKOLL_SECRET";
/// So many random bytes make a secret.
const LENGTH: usize = 32;
/// No secret is longer; another file was named.
const MOST: u64 = 4096;

/// Where the secret is given: on the command line, in the environment, in the settings. None: nowhere.
///
/// # Errors
/// Where it was named and is not there.
pub(crate) fn given(file: Option<&Path>, config: &Config, lang: Lang) -> Result<Option<Secret>, Note> {
    let in_environment = std::env::var(VARIABLE).ok().filter(|text| !text.trim().is_empty());
    let secret = if let Some(file) = file {
        read(file)?
    } else if let Some(text) = in_environment {
        Secret::new(&text)?
    } else if let Some(file) = &config.secret_file {
        read(file)?
    } else if let Some(text) = &config.secret {
        say(lang, &Note::new("secret-in-settings"));
        Secret::new(text)?
    } else {
        return Ok(None);
    };
    if secret.is_short() {
        say(lang, &Note::new("secret-short"));
    }
    Ok(Some(secret))
}

fn read(file: &Path) -> Result<Secret, Note> {
    let path = file.display().to_string();
    let unreadable =
        |reason: Arg| Note::new("secret-unreadable").with("path", path.as_str()).with("reason", reason);
    if fs::metadata(file).is_ok_and(|is| is.len() > MOST) {
        return Err(Note::new("secret-too-long").with("path", path));
    }
    let text = fs::read_to_string(file).map_err(|error| unreadable(Arg::from(&error)))?;
    Secret::new(&text).map_err(|_| Note::new("secret-file-empty").with("path", path))
}

fn say(lang: Lang, note: &Note) {
    eprintln!("{}", lang.say(note));
    if let Some(help) = lang.help(note) {
        eprintln!("{}", look::advice(&help, lang));
    }
}

/// `rutinkoll secret`
pub(crate) fn run(args: &SecretArgs) -> ExitCode {
    let SecretCommand::New { file, lang } = &args.command;
    let lang = lang.map(Lang::from).unwrap_or_default();
    match new(file) {
        Ok(()) => {
            say!("{}", lang.say(&Note::new("secret-made").with("path", file.display().to_string())));
            ExitCode::SUCCESS
        }
        Err(note) => look::refuse(lang, &note),
    }
}

/// Never over a file that is there: its fingerprints would mean nothing any more.
fn new(file: &PathBuf) -> Result<(), Note> {
    let path = file.display().to_string();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Note::new("secret-exists").with("path", path.as_str()),
        _ => Note::new("output-failed").with("path", path.as_str()).with("reason", &error),
    };
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| Note::new("secret-no-randomness").with("reason", error.to_string()))?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(file).map_err(failed)?;
    writeln!(written, "{digits}").and_then(|()| written.sync_all()).map_err(|error| {
        // Half a secret is none.
        let _ = fs::remove_file(file);
        failed(error)
    })
}
