//! Commands and options about reports of earlier audits.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{LangArg, table};

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Den äldre rapporten, i JSON · The older report, in JSON
    #[arg(value_name = "OLD.json")]
    pub old: PathBuf,
    /// Den nyare rapporten, i JSON · The newer report, in JSON
    #[arg(value_name = "NEW.json")]
    pub new: PathBuf,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TrendArgs {
    /// Rapporter i JSON, eller mappar med sådana · Reports in JSON, or folders of them
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<PathBuf>,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Rapporten, i JSON · The report, in JSON
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    /// Det granskade; annars det som rapporten namnger · What was audited; else what the report names
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// En tabell; annars den som rapporten namnger · A table; else the one that the report names
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = table)]
    pub tables: Vec<(String, PathBuf)>,
    /// Regelpaketet; annars det som rapporten namnger · The rule pack; else the one that the report names
    #[arg(long, value_name = "DIR", env = "RUTINKOLL_RULES")]
    pub rules: Option<PathBuf>,
    /// Inställningar; annars rutinkoll.yaml bredvid första filen · Settings
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Språk; annars rapportens · Language; else the report's
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct ShownArgs {
    /// Vad som skrivs till standard ut · What goes to standard output
    #[arg(long, value_enum, default_value_t = HistoryFormat::Terminal)]
    pub format: HistoryFormat,
    /// Skriv också hit: .json, .md eller .txt · Also write it there
    #[arg(short, long = "output", value_name = "FILE")]
    pub outputs: Vec<PathBuf>,
    /// Språk; annars rapportens · Language; else the report's
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Skalet · The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    Terminal,
    Json,
    Markdown,
}

impl HistoryFormat {
    /// The format that a file's name asks for.
    pub(crate) fn of(path: &std::path::Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "md" => Some(Self::Markdown),
            "txt" => Some(Self::Terminal),
            _ => None,
        }
    }
}
