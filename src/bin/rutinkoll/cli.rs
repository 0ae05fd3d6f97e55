//! Commands and options. What `--help` says of them stands in `lang/*.ftl`, see `help`: a `///` here would be help text too.

mod history;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use rutinkoll::finding::{Basis, Severity, Values};
use rutinkoll::lang::Lang;
use rutinkoll::report;

pub(crate) use history::{CompletionsArgs, DiffArgs, HistoryFormat, ShownArgs, TrendArgs, VerifyArgs};

#[derive(Debug, Parser)]
#[command(name = "rutinkoll", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Audit(AuditArgs),
    Inspect(InspectArgs),
    Rules(RulesArgs),
    Secret(SecretArgs),
    Waive(WaiveArgs),
    Diff(DiffArgs),
    Trend(TrendArgs),
    Verify(VerifyArgs),
    Completions(CompletionsArgs),
}

/// `rutinkoll FILE` means `rutinkoll audit FILE`; `rutinkoll --lang en COMMAND` is understood as well.
pub(crate) fn with_default_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let own = ["-h", "--help", "-V", "--version"];
    let command = Cli::command();
    let is_own = |first: &OsString| {
        first.to_str().is_some_and(|first| command.find_subcommand(first).is_some() || own.contains(&first))
    };
    let of_language = match args.get(1).and_then(|first| first.to_str()) {
        Some("--lang") => 2,
        Some(first) if first.starts_with("--lang=") => 1,
        _ => 0,
    };
    match args.get(1 + of_language) {
        Some(first) if is_own(first) => args[1..].rotate_left(of_language),
        Some(_) => args.insert(1, "audit".into()),
        None => args.truncate(1),
    }
    args
}

// What to judge, and against what.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = table)]
    pub tables: Vec<(String, PathBuf)>,
    #[arg(long = "sheet", value_name = "NAME")]
    pub sheets: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[arg(long, value_enum)]
    pub values: Option<ValuesArg>,
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub pack: PackArgs,
    #[command(flatten)]
    pub since: SinceArgs,
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,
    #[arg(short, long = "output", value_name = "FILE")]
    pub outputs: Vec<PathBuf>,
    #[arg(long)]
    pub open: bool,
    #[arg(long, value_name = "DAYS")]
    pub retain: Option<u32>,
    #[arg(long)]
    pub by_adviser: bool,
    #[arg(long)]
    pub watch: bool,
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
    #[arg(long)]
    pub strict: bool,
    #[arg(short, long)]
    pub quiet: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub colour: ColourArg,
}

// What an audit is held against.
#[derive(Debug, Args)]
pub(crate) struct SinceArgs {
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    #[arg(long, value_name = "OLD.json")]
    pub baseline: Option<PathBuf>,
    #[arg(long)]
    pub fail_on_new: bool,
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct WaiveArgs {
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    #[arg(value_name = "FINDING")]
    pub finding: String,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
    #[command(flatten)]
    pub colour: ColourArg,
}

#[derive(Debug, Args)]
pub(crate) struct SecretArgs {
    #[command(subcommand)]
    pub command: SecretCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SecretCommand {
    New {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
        lang: Option<LangArg>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub pack: PackArgs,
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    #[arg(long = "sheet", value_name = "NAME")]
    pub sheets: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[arg(long, value_enum, default_value_t = InspectFormat::Terminal)]
    pub format: InspectFormat,
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long)]
    pub cross_check: bool,
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub colour: ColourArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    Terminal,
    Json,
    Yaml,
}

#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    #[arg(long, value_name = "DIR", env = "RUTINKOLL_RULES")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    #[arg(long = "max", value_name = "NAME=VALUE", value_parser = limit)]
    pub limits: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct ColourArg {
    #[arg(long = "color", value_enum, default_value_t = Colour::Auto)]
    pub colour: Colour,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    List(ListArgs),
    Preview(PreviewArgs),
    New {
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        pack: PackArgs,
    },
    Export {
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
        lang: Option<LangArg>,
    },
    Explain(ExplainArgs),
    Check {
        dir: Option<PathBuf>,
        #[arg(long)]
        strict: bool,
        #[arg(long, value_enum, default_value_t = TextFormat::Terminal)]
        format: TextFormat,
        #[command(flatten)]
        pack: PackArgs,
        #[command(flatten)]
        colour: ColourArg,
    },
    Schema {
        dir: Option<PathBuf>,
        #[command(flatten)]
        pack: PackArgs,
    },
    Test(TestArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    #[arg(long, value_enum)]
    pub basis: Option<BasisArg>,
    #[arg(long, value_enum)]
    pub severity: Option<SeverityArg>,
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    #[arg(long, conflicts_with = "off")]
    pub on: bool,
    #[arg(long)]
    pub off: bool,
    #[arg(long, value_enum, default_value_t = PageFormat::Terminal)]
    pub format: PageFormat,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "RULE|CLAUSE")]
    pub name: String,
    #[arg(long, value_enum, default_value_t = PageFormat::Terminal)]
    pub format: PageFormat,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    #[arg(long, value_name = "DIR")]
    pub against: PathBuf,
    #[command(flatten)]
    pub input: InputArgs,
    #[arg(long, value_enum, default_value_t = TextFormat::Terminal)]
    pub format: TextFormat,
    #[command(flatten)]
    pub pack: PackArgs,
    #[command(flatten)]
    pub colour: ColourArg,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    #[arg(value_name = "DIR|RULE")]
    pub args: Vec<String>,
    #[arg(long)]
    pub mutate: bool,
    #[arg(long, value_enum, default_value_t = TextFormat::Terminal)]
    pub format: TextFormat,
    #[command(flatten)]
    pub pack: PackArgs,
    #[command(flatten)]
    pub colour: ColourArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    Terminal,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BasisArg {
    Routine,
    Assumption,
    Quality,
    Privacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityArg {
    Error,
    Warning,
    Info,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    Terminal,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Terminal,
    Json,
    Ndjson,
    Csv,
    Sarif,
    Junit,
    Markdown,
    Github,
    Html,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ValuesArg {
    Shown,
    Masked,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangArg {
    Sv,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

impl From<BasisArg> for Basis {
    fn from(basis: BasisArg) -> Self {
        match basis {
            BasisArg::Routine => Self::Routine,
            BasisArg::Assumption => Self::Assumption,
            BasisArg::Quality => Self::Quality,
            BasisArg::Privacy => Self::Privacy,
        }
    }
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Info => Self::Info,
        }
    }
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Sv => Self::Sv,
            LangArg::En => Self::En,
        }
    }
}

impl Format {
    /// The report; none for the terminal's, which needs to know the terminal.
    pub(crate) fn report(self) -> Option<report::Format> {
        match self {
            Self::Terminal => None,
            Self::Json => Some(report::Format::Json),
            Self::Ndjson => Some(report::Format::Ndjson),
            Self::Csv => Some(report::Format::Csv),
            Self::Sarif => Some(report::Format::Sarif),
            Self::Junit => Some(report::Format::Junit),
            Self::Markdown => Some(report::Format::Markdown),
            Self::Github => Some(report::Format::Github),
            Self::Html => Some(report::Format::Html),
        }
    }
}

impl From<ValuesArg> for Values {
    fn from(values: ValuesArg) -> Self {
        match values {
            ValuesArg::Shown => Self::Shown,
            ValuesArg::Masked => Self::Masked,
        }
    }
}

impl FailOn {
    /// The least severity that counts; none where nothing does.
    pub(crate) fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

fn table(argument: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = argument.split_once('=').ok_or("NAME=FILE")?;
    Ok((name.trim().to_owned(), PathBuf::from(file)))
}

fn limit(argument: &str) -> Result<(String, String), String> {
    let (name, value) = argument.split_once('=').ok_or("NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
