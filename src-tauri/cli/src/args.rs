//! What may be typed; stable, see the headless contract.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use fanfold_domain::account::Flavour;
use fanfold_domain::draft::PostKind;
use fanfold_domain::rules::Profile;
use fanfold_workbench::When;
use fanfold_workbench::headless::Parts;
use fanfold_workbench::view::SlotInput;

use crate::details::DetailsArgs;

/// Compose, check, fix and publish Instagram posts.
#[derive(Debug, Parser)]
#[command(name = "fanfold-cli", version, about, propagate_version = true)]
pub(crate) struct Args {
    /// Where drafts, media library, journal and logs live.
    #[arg(long, global = true, env = "FANFOLD_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Machine output on stdout, and nothing else there.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Divides every wait by N, for practice and tests.
    #[arg(long, global = true, env = "FANFOLD_TIME_SCALE", value_name = "N", default_value = "1", value_parser = scale)]
    pub(crate) time_scale: f64,
    /// How long one wait may be before the post stays in the queue as waiting.
    #[arg(long, global = true, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    pub(crate) max_wait: f64,
    /// The ffmpeg that makes clips ready; otherwise the one on the search path.
    #[arg(long, global = true, env = "FANFOLD_FFMPEG", value_name = "PATH")]
    pub(crate) ffmpeg: Option<PathBuf>,
    /// The version of Instagram's API to ask for, like v25.0; otherwise the one in the settings.
    #[arg(
        long,
        global = true,
        env = "FANFOLD_GRAPH_VERSION",
        value_name = "VERSION"
    )]
    pub(crate) graph_version: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what Instagram would say of these files.
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        judge: Judge,
    },
    /// Write a ready file for each that can be made ready.
    Fix {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Folder for the ready files; nothing in it is overwritten.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[command(flatten)]
        judge: Judge,
        /// auto, first, 1:1, 4:5, 1.91:1, 9:16 or W:H.
        #[arg(long, default_value = "auto", value_name = "SHAPE")]
        aspect: String,
        #[arg(long, value_enum, default_value = "crop")]
        fit: FitArg,
        /// What a crop keeps in the middle, in fractions of the picture.
        #[arg(long, value_name = "X,Y", default_value = "0.5,0.5", value_parser = focus)]
        focus: Focus,
        /// The colour of bands, and what transparent parts are laid on.
        #[arg(long, value_name = "RRGGBB", default_value = "ffffff", value_parser = color)]
        background: Rgb,
        /// Cut each picture into this many slides side by side: 2 to 10, or auto.
        #[arg(long, value_name = "N", value_parser = parts, conflicts_with_all = ["fit", "focus", "start"])]
        split: Option<Parts>,
        /// Where a clip that is too long begins.
        #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
        start: f64,
    },
    /// Count and judge a caption.
    Caption {
        /// A file, or - for standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Say what an answer of Instagram means and what to do.
    Explain {
        #[arg(required_unless_present = "response", allow_hyphen_values = true)]
        code: Option<String>,
        #[arg(allow_hyphen_values = true)]
        subcode: Option<String>,
        /// A whole answer, from a file or - for standard input.
        #[arg(long, conflicts_with = "code", value_name = "FILE")]
        response: Option<PathBuf>,
    },
    /// Accounts that can be published to.
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Publish a post now, or queue it for a time.
    Post {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// feed, carousel, reel or story; what the files make where it is left out.
        #[arg(long = "as", value_name = "KIND", value_parser = kind)]
        kind: Option<PostKind>,
        #[arg(long, value_name = "ID")]
        account: String,
        /// The caption's file, or - for standard input.
        #[arg(long, value_name = "FILE")]
        caption_file: Option<PathBuf>,
        /// Alt text of slide N.
        #[arg(long, value_name = "N=TEXT", value_parser = alt)]
        alt: Vec<Alt>,
        #[arg(long, value_name = "TEXT")]
        first_comment: Option<String>,
        /// RFC 3339, or next-slot: the next free one of the account's week.
        #[arg(long, value_name = "TIME", value_parser = when)]
        at: Option<When>,
        /// Make the files ready first.
        #[arg(long)]
        fix: bool,
        /// Check everything, publish nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        details: DetailsArgs,
        #[command(flatten)]
        rules: RulesArg,
    },
    /// The queue of posts.
    Queue {
        #[command(subcommand)]
        command: QueueCommand,
    },
    /// How every account stands, asked at Instagram just now.
    Health,
    /// What Fanfold wrote while it ran.
    Logs {
        #[command(subcommand)]
        command: LogsCommand,
    },
    /// The built-in Instagram.
    Practice {
        #[command(subcommand)]
        command: PracticeCommand,
    },
    /// Every limit with its source and date.
    Rules,
    /// A person's choices: all of them, or one to change.
    Settings {
        /// What to change; `settings` names them all.
        name: Option<String>,
        /// What it is from now on.
        #[arg(requires = "name")]
        value: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Judge {
    /// feed, carousel, reel or story.
    #[arg(long = "as", value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<PostKind>,
    #[command(flatten)]
    pub(crate) rules: RulesArg,
}

#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct RulesArg {
    /// instagram or guide.
    #[arg(long, default_value = "instagram", value_name = "PROFILE", value_parser = profile)]
    pub(crate) rules: Profile,
    /// Take 3:4 pictures with a warning.
    #[arg(long)]
    pub(crate) allow_three_four: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FitArg {
    /// Cut to the shape.
    Crop,
    /// Keep all of it between bands of one colour.
    Pad,
    /// Keep all of it on a blurred enlargement of itself.
    Blur,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// The accounts on this computer.
    List,
    /// Connect an account; its token comes from standard input.
    Add {
        /// facebook or instagram: the login that the token came through.
        #[arg(long, value_name = "LOGIN", value_parser = flavour)]
        flavour: Option<Flavour>,
        /// Read the token from standard input; there is no other way.
        #[arg(long, required = true)]
        token_stdin: bool,
        /// One address in the place of all of Meta's, for tests and proxies.
        #[arg(long, value_name = "URL")]
        graph_url: Option<String>,
        /// page-photo, s3://bucket/prefix[?endpoint=…&region=…&access_key=…] or loopback.
        #[arg(long, value_name = "SPEC")]
        media_host: Option<String>,
        /// The account's id here, or which of several is meant.
        #[arg(long, value_name = "N")]
        name: Option<String>,
    },
    /// Ask Instagram how an account stands.
    Check { id: String },
    /// Renew an account's sign-in.
    Refresh { id: String },
    /// Remove an account from this computer.
    Remove { id: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueueCommand {
    /// Every post and where it stands.
    List,
    /// Publish what is due and finish what an earlier process left.
    Run {
        /// Stop when nothing is due.
        #[arg(long)]
        until_idle: bool,
    },
    /// Go on with a post that stopped.
    Retry { id: String },
    /// Take a post back before it goes live.
    Cancel { id: String },
    /// Choose another time for a post: RFC 3339, or next-slot.
    Move {
        id: String,
        #[arg(long, value_name = "TIME", value_parser = when)]
        at: When,
    },
    /// Hold the queue of an account until it is resumed.
    Pause { account: String },
    /// Let the queue of an account go on, whoever paused it.
    Resume { account: String },
    /// Show the weekly slots of an account, or set them.
    Slots {
        account: String,
        /// All of them, like "mon 09:00, thu 18:30"; "" for none.
        #[arg(long, value_name = "WEEK", value_parser = week)]
        set: Option<Week>,
    },
}

/// A week's slots as they were typed.
#[derive(Debug, Clone)]
pub(crate) struct Week(pub(crate) Vec<SlotInput>);

#[derive(Debug, Subcommand)]
pub(crate) enum LogsCommand {
    /// A zip with logs, versions, settings, journal and timelines; secrets and account names are
    /// taken out.
    Export {
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PracticeCommand {
    /// Serve the practice Instagram on loopback until interrupted.
    Serve {
        #[arg(long, default_value_t = 0, value_name = "N")]
        port: u16,
    },
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Focus(pub(crate) f64, pub(crate) f64);

/// Red, green, blue of an sRGB colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rgb(pub(crate) [u8; 3]);

#[derive(Debug, Clone)]
pub(crate) struct Alt {
    pub(crate) slide: usize,
    pub(crate) text: String,
}

fn flavour(text: &str) -> Result<Flavour, String> {
    Flavour::parse(text).ok_or_else(|| "choose facebook or instagram".into())
}

fn kind(text: &str) -> Result<PostKind, String> {
    PostKind::parse(text).ok_or_else(|| "choose feed, carousel, reel or story".into())
}

fn profile(text: &str) -> Result<Profile, String> {
    Profile::parse(text).ok_or_else(|| "choose instagram or guide".into())
}

fn focus(text: &str) -> Result<Focus, String> {
    let wrong = || "write two fractions from 0 to 1, like 0.5,0.3".to_owned();
    let (x, y) = text.split_once(',').ok_or_else(wrong)?;
    let part = |text: &str| {
        let value: Option<f64> = text.trim().parse().ok();
        value
            .filter(|value| (0.0..=1.0).contains(value))
            .ok_or_else(wrong)
    };
    Ok(Focus(part(x)?, part(y)?))
}

fn color(text: &str) -> Result<Rgb, String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    let plain = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let value = plain
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten();
    let [_, r, g, b] = value
        .ok_or_else(|| "write a colour as six hexadecimal digits, like 1a2b3c".to_owned())?
        .to_be_bytes();
    Ok(Rgb([r, g, b]))
}

fn parts(text: &str) -> Result<Parts, String> {
    if text == "auto" {
        return Ok(Parts::Auto);
    }
    let wrong = || "write a number of slides, or auto".to_owned();
    text.parse().map(Parts::Exactly).map_err(|_| wrong())
}

fn when(text: &str) -> Result<When, String> {
    if text == "next-slot" {
        return Ok(When::NextSlot);
    }
    let wrong = |_| "write a time with its offset, like 2026-11-23T14:30:00+01:00, or next-slot";
    text.parse()
        .map(When::At)
        .map_err(|error: jiff::Error| wrong(error).to_owned())
}

fn week(text: &str) -> Result<Week, String> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let wrong = || "write days and times, like \"mon 09:00, thu 18:30\"".to_owned();
    let slots = text
        .split(',')
        .map(str::trim)
        .filter(|slot| !slot.is_empty());
    let slot = |slot: &str| {
        let (day, time) = slot.split_once(' ').ok_or_else(wrong)?;
        let day = day.to_lowercase();
        let place = DAYS.iter().position(|known| day.starts_with(known));
        let place = place.and_then(|place| u8::try_from(place + 1).ok());
        Ok(SlotInput {
            day: place.ok_or_else(wrong)?,
            time: time.trim().to_owned(),
        })
    };
    slots.map(slot).collect::<Result<_, String>>().map(Week)
}

fn alt(text: &str) -> Result<Alt, String> {
    let wrong = || "write the slide's number and its text, like 1=A red door".to_owned();
    let (number, words) = text.split_once('=').ok_or_else(wrong)?;
    let slide: usize = number
        .trim()
        .parse()
        .ok()
        .filter(|slide| *slide > 0)
        .ok_or_else(wrong)?;
    Ok(Alt {
        slide,
        text: words.to_owned(),
    })
}

fn scale(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && *value > 0.0)
        .ok_or_else(|| "write a number above 0".into())
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && *value >= 0.0)
        .ok_or_else(|| "write seconds, 0 or more".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
