//! Commands and options about reports of earlier audits.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{LangArg, table};

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    #[arg(value_name = "OLD.json")]
    pub old: PathBuf,
    #[arg(value_name = "NEW.json")]
    pub new: PathBuf,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TrendArgs {
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<PathBuf>,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = table)]
    pub tables: Vec<(String, PathBuf)>,
    #[arg(long, value_name = "DIR", env = "RUTINKOLL_RULES")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct ShownArgs {
    #[arg(long, value_enum, default_value_t = HistoryFormat::Terminal)]
    pub format: HistoryFormat,
    #[arg(short, long = "output", value_name = "FILE")]
    pub outputs: Vec<PathBuf>,
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
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
