//! Commands and options.

mod history;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use rutinkoll::finding::{Basis, Severity, Values};
use rutinkoll::lang::Lang;
use rutinkoll::report;

pub(crate) use history::{CompletionsArgs, DiffArgs, HistoryFormat, ShownArgs, TrendArgs, VerifyArgs};

/// Granskar ett kalkylblad mot en skriven rutin · Audits a spreadsheet against a written routine
#[derive(Debug, Parser)]
#[command(name = "rutinkoll", version, about, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Granska arbetsböcker, eller alla i en mapp (`rutinkoll FIL` betyder samma sak) · Audit workbooks
    Audit(AuditArgs),
    /// Visa hur varje blad förstods: rubrikrad, kolumner, rader · Show how each sheet was understood
    Inspect(InspectArgs),
    /// Reglerna: visa, kontrollera och prova dem · The rules: list, check and test them
    Rules(RulesArgs),
    /// Hemligheten som fingeravtryck görs med · The secret that fingerprints are made with
    Secret(SecretArgs),
    /// Godta en anmärkning, med skäl och slutdag · Accept a finding, with a reason and an end
    Waive(WaiveArgs),
    /// Vad som är nytt, borta och ändrat mellan två rapporter · What differs between two reports
    Diff(DiffArgs),
    /// Anmärkningar per punkt och vecka, ur sparade rapporter · Findings a clause a week, from kept reports
    Trend(TrendArgs),
    /// Hör rapporten till de här filerna och reglerna? · Is the report of these bytes and these rules?
    Verify(VerifyArgs),
    /// Skriv ett skript som låter skalet fylla i · Write a script that lets the shell complete
    Completions(CompletionsArgs),
}

/// What `rutinkoll FILE` may not be mistaken for.
const COMMANDS: [&str; 9] =
    ["audit", "inspect", "rules", "secret", "waive", "diff", "trend", "verify", "completions"];

/// `rutinkoll FILE` means `rutinkoll audit FILE`.
pub(crate) fn with_default_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let own = ["-h", "--help", "-V", "--version"];
    let is_own = |first: &OsString| {
        first.to_str().is_some_and(|first| COMMANDS.contains(&first) || own.contains(&first))
    };
    if args.get(1).is_some_and(|first| !is_own(first)) {
        args.insert(1, "audit".into());
    }
    args
}

/// What to judge, and against what.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Filer eller mappar; `-` är standard in · Files or folders; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// En tabell som regelpaketet känner till, till exempel loggar=export.xlsx · A table of the pack
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = table)]
    pub tables: Vec<(String, PathBuf)>,
    /// Bara de här bladen · Only these sheets
    #[arg(long = "sheet", value_name = "NAME")]
    pub sheets: Vec<String>,
    /// Dagen som datumregler räknar från; i dag om inget annat sägs · The day date rules count from
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Visa eller dölj personuppgifter · Show or mask personal data
    #[arg(long, value_enum)]
    pub values: Option<ValuesArg>,
    /// Inställningar; annars rutinkoll.yaml bredvid första filen · Settings
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
    /// Vad som skrivs till standard ut · What goes to standard output
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    pub format: Format,
    /// Skriv också en rapport hit; formatet följer filändelsen · Also write a report there
    #[arg(short, long = "output", value_name = "FILE")]
    pub outputs: Vec<PathBuf>,
    /// Öppna sedan sidan som skrevs med -o FIL.html · Then open the page that -o FILE.html wrote
    #[arg(long)]
    pub open: bool,
    /// Så många dagar får en rapport sparas; annars paketets, eller 90 · Days a report may be kept
    #[arg(long, value_name = "DAYS")]
    pub retain: Option<u32>,
    /// Räkna anmärkningar per person · Count findings by person
    #[arg(long)]
    pub by_adviser: bool,
    /// Granska igen när arbetsboken, en tabell eller en regel sparas · Audit again when something is saved
    #[arg(long)]
    pub watch: bool,
    /// Lägsta allvar som ger slutkod 1 · The least severity that makes exit code 1
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
    /// En regel som inte kunde kontrolleras ger slutkod 2 · An unchecked rule makes exit code 2
    #[arg(long)]
    pub strict: bool,
    /// Anmärkningarna och en kort summa · The findings and a short summary
    #[arg(short, long)]
    pub quiet: bool,
    /// Så många trådar som mest · At most so many threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Så många anmärkningar visas i en terminal; 0 visar alla · So many findings on a terminal; 0: all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub colour: ColourArg,
}

/// What an audit is held against.
#[derive(Debug, Args)]
pub(crate) struct SinceArgs {
    /// Filen med hemligheten; annars RUTINKOLL_SECRET · The file that holds the secret
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// En tidigare JSON-rapport: vad är nytt, kvar och borta sedan dess · An earlier JSON report
    #[arg(long, value_name = "OLD.json")]
    pub baseline: Option<PathBuf>,
    /// Bara nya anmärkningar ger slutkod 1 · Only new findings make exit code 1
    #[arg(long)]
    pub fail_on_new: bool,
    /// Det som har godtagits; annars waivers.yaml bredvid första filen · What was accepted
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct WaiveArgs {
    /// Rapporten, i JSON · The report, in JSON
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
    /// Anmärkningen: fingeravtryckets början, eller cellen (E14, November!E14) · The finding
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// Varför den godtas; skriv inga kunduppgifter · Why; without customer data
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Sista dagen det gäller · The last day that it holds
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// Vem som godtar den; annars den som är inloggad · By whom; else whoever is logged in
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Godta allt på raden som rör punkten · Accept all on the row that rests on the clause
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    /// Regeln, där flera har anmärkt på cellen · The rule, where several found something
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Filen att skriva i; annars waivers.yaml bredvid det granskade · The file to write in
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
    /// Inställningar; annars rutinkoll.yaml bredvid det granskade · Settings
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Språk · Language
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
    /// Gör en ny hemlighet i en fil som inte finns · Make a new secret in a file that does not exist
    New {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Språk · Language
        #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
        lang: Option<LangArg>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// Filer eller mappar; `-` är standard in · Files or folders; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Läs filerna som den här tabellen i regelpaketet · Read the files as this table of the pack
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Bara de här bladen · Only these sheets
    #[arg(long = "sheet", value_name = "NAME")]
    pub sheets: Vec<String>,
    /// Dagen som datum utan år räknas från; i dag om inget annat sägs · The day dates without a year count from
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Vad som skrivs till standard ut · What goes to standard output
    #[arg(long, value_enum, default_value_t = InspectFormat::Terminal)]
    pub format: InspectFormat,
    /// Inställningar; annars rutinkoll.yaml bredvid första filen · Settings
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Läs .xlsx med calamine också och visa var läsarna skiljer sig · Read with a second reader, show differences
    #[arg(long)]
    pub cross_check: bool,
    /// En rad för varje blad · One line a sheet
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
    /// Bara förslaget till rutinkoll.yaml · Only the proposal for rutinkoll.yaml
    Yaml,
}

#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    /// Regelpaketet: en mapp med pack.yaml · The rule pack: a folder that holds pack.yaml
    #[arg(long, value_name = "DIR", env = "RUTINKOLL_RULES")]
    pub rules: Option<PathBuf>,
    /// Språk · Language
    #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
    pub lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// Höj en gräns för vad en fil får kosta att läsa; docs/limits.md · Raise a limit on what a file may cost
    #[arg(long = "max", value_name = "NAME=VALUE", value_parser = limit)]
    pub limits: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct ColourArg {
    /// Färg · Colour
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
    /// Alla regler, eller de som passar · Every rule, or those that match
    List(ListArgs),
    /// Vad ett ändrat regelpaket skulle hitta i stället · What a changed pack would find otherwise
    Preview(PreviewArgs),
    /// En ny regelfil, med prov att fylla i · A new rule file, with a test to fill in
    New {
        /// Regelns namn: små bokstäver a–z, siffror och bindestreck · The rule's id, in kebab-case
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        pack: PackArgs,
    },
    /// Skriv ut det inbyggda regelpaketet, att ändra i · Write the built-in pack out, to be edited
    Export {
        /// En tom mapp, eller en som inte finns · An empty folder, or one that does not exist
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Språk · Language
        #[arg(long, value_enum, env = "RUTINKOLL_LANG")]
        lang: Option<LangArg>,
    },
    /// En regel eller en punkt, i ord: vad, varför, exempel · A rule or a clause, in words
    Explain(ExplainArgs),
    /// Är paketet helt? Alla fel på en gång · Is the pack sound? Every fault at once
    Check {
        /// Regelpaketet · The rule pack
        dir: Option<PathBuf>,
        /// Råd ger slutkod 1 · Advice makes exit code 1
        #[arg(long)]
        strict: bool,
        /// Vad som skrivs till standard ut · What goes to standard output
        #[arg(long, value_enum, default_value_t = TextFormat::Terminal)]
        format: TextFormat,
        #[command(flatten)]
        pack: PackArgs,
        #[command(flatten)]
        colour: ColourArg,
    },
    /// JSON Schema för en regelfil, så att en redigerare kan fylla i · JSON Schema of a rule file
    Schema {
        /// Regelpaketet · The rule pack
        dir: Option<PathBuf>,
        #[command(flatten)]
        pack: PackArgs,
    },
    /// Kör proven som står vid reglerna, och se vad de inte prövar · Run the tests beside the rules
    Test(TestArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Ord som ska stå i regelns namn eller rubrik · Words of its id or title
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,
    /// Bara de som rör punkten · Only those that rest on the clause
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    /// Bara de på den grunden · Only those on that basis
    #[arg(long, value_enum)]
    pub basis: Option<BasisArg>,
    /// Bara de av det allvaret · Only those of that severity
    #[arg(long, value_enum)]
    pub severity: Option<SeverityArg>,
    /// Bara de som behöver tabellen · Only those that need the table
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Bara påslagna · Only those that are on
    #[arg(long, conflicts_with = "off")]
    pub on: bool,
    /// Bara avstängda · Only those that are off
    #[arg(long)]
    pub off: bool,
    /// `markdown` skriver varje regels hela sida · `markdown` writes the whole page of each rule
    #[arg(long, value_enum, default_value_t = PageFormat::Terminal)]
    pub format: PageFormat,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Regelns namn, eller punktens nummer · The rule's id, or the clause's number
    #[arg(value_name = "RULE|CLAUSE")]
    pub name: String,
    /// Vad som skrivs till standard ut · What goes to standard output
    #[arg(long, value_enum, default_value_t = PageFormat::Terminal)]
    pub format: PageFormat,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// Det ändrade regelpaketet · The changed rule pack
    #[arg(long, value_name = "DIR")]
    pub against: PathBuf,
    #[command(flatten)]
    pub input: InputArgs,
    /// Vad som skrivs till standard ut · What goes to standard output
    #[arg(long, value_enum, default_value_t = TextFormat::Terminal)]
    pub format: TextFormat,
    #[command(flatten)]
    pub pack: PackArgs,
    #[command(flatten)]
    pub colour: ColourArg,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Regelpaketet, och sedan regler · The rule pack, then rules
    #[arg(value_name = "DIR|RULE")]
    pub args: Vec<String>,
    /// Ändra varje regel lite och visa de ändringar som inget prov märker · Show changes no test notices
    #[arg(long)]
    pub mutate: bool,
    /// Vad som skrivs till standard ut · What goes to standard output
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
