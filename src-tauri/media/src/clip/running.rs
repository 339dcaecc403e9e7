//! ffmpeg at work: how far it is, and an end to it whatever happens.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::Path;
use std::process::ChildStderr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use ffmpeg_sidecar::child::FfmpegChild;
use ffmpeg_sidecar::command::FfmpegCommand;
use ffmpeg_sidecar::event::{FfmpegEvent, FfmpegProgress};
use ffmpeg_sidecar::ffmpeg_time_duration::FfmpegTimeDuration;
use ffmpeg_sidecar::log_parser::FfmpegLogParser;

use super::error::{ClipError, is_full, read_last_words};
use super::find::Ffmpeg;
use crate::cancel::Cancel;
use crate::error::LibraryError;

/// How soon a wish to stop is noticed.
const TICK: Duration = Duration::from_millis(40);

/// Between the end of its output and its own there is next to nothing.
const NAP: Duration = Duration::from_millis(2);

/// Lines of ffmpeg's last words that are kept, and how much of each.
const LINES: usize = 20;
const LETTERS: usize = 300;

/// How far a clip is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClipProgress {
    /// 0–1.
    pub share: f64,
    /// Seconds of waiting left; `None` until ffmpeg has found its pace.
    pub seconds_left: Option<f64>,
}

/// One run of ffmpeg.
pub(super) struct Run<'a> {
    /// Everything between the options that every run has and nothing.
    pub(super) arguments: Vec<OsString>,
    /// What it reads and writes, to be left out of error texts.
    pub(super) source: &'a Path,
    pub(super) out: &'a Path,
    /// Seconds of the result, where known.
    pub(super) seconds: Option<f64>,
    /// Ends the run as soon as the result is larger than this many bytes.
    pub(super) max_bytes: Option<u64>,
}

/// How a run ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    TooLarge,
}

/// A started program; ended with everything it started unless it ended by itself.
pub(super) struct Group {
    pub(super) child: FfmpegChild,
    over: bool,
}

impl Group {
    /// Starts `program` in a process group of its own: Ctrl-C in a terminal reaches Fanfold, which
    /// then ends it in order.
    pub(super) fn start(program: &Path, arguments: &[OsString]) -> std::io::Result<Self> {
        let mut command = FfmpegCommand::new_with_path(program);
        command.args(arguments);
        let inner = command.as_inner_mut();
        // ffmpeg would write a report of everything beside whatever it is told to make.
        inner
            .env_remove("FFREPORT")
            .env("AV_LOG_FORCE_NOCOLOR", "1");
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(inner, 0);
        let child = command.spawn()?;
        Ok(Self { child, over: false })
    }

    /// The exit code, once it has ended; -1 where a signal ended it.
    pub(super) fn ended(&mut self) -> Option<i32> {
        let status = self.child.as_inner_mut().try_wait().ok().flatten()?;
        self.over = true;
        Some(status.code().unwrap_or(-1))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            let leader = i32::try_from(self.child.as_inner().id()).ok();
            if let Some(group) = leader.and_then(Pid::from_raw) {
                // One that is gone already is what is wanted.
                let _gone = kill_process_group(group, Signal::KILL);
            }
        }
        let _gone = self.child.kill();
        let _reaped = self.child.as_inner_mut().wait();
    }
}

/// What ffmpeg lets be known.
enum Sign {
    Progress(FfmpegProgress),
    Line(String),
}

impl Ffmpeg {
    /// Runs ffmpeg to its end.
    ///
    /// # Errors
    /// [`ClipError::Cancelled`], [`ClipError::Stalled`], a full disk, or what ffmpeg said last.
    pub(super) fn run(
        &self,
        run: &Run<'_>,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> Result<Ended, ClipError> {
        const ALWAYS: [&str; 7] = [
            "-hide_banner",
            "-nostdin",
            "-loglevel",
            "level+error",
            "-stats",
            "-stats_period",
            "0.25",
        ];
        let mut arguments: Vec<OsString> = ALWAYS.iter().map(OsString::from).collect();
        arguments.extend(run.arguments.iter().cloned());
        tracing::debug!(?arguments, "ffmpeg starts");
        let failed = |error: std::io::Error| ClipError::Failed {
            detail: error.to_string(),
        };
        let mut group = Group::start(&self.program, &arguments).map_err(failed)?;
        drop(group.child.take_stdout());
        let signs = listen(group.child.take_stderr());
        let mut watch = Watch::new(run);
        loop {
            // Its last words may still be in the pipe: they are read before its end is believed.
            let said_all = match signs.recv_timeout(TICK) {
                Ok(sign) => {
                    watch.see(sign, on_progress);
                    false
                }
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => {
                    // Nothing more to hear; only its end to wait for.
                    std::thread::sleep(NAP);
                    true
                }
            };
            if cancel.is_cancelled() {
                return Err(ClipError::Cancelled);
            }
            if run.max_bytes.is_some_and(|most| watch.bytes > most) {
                return Ok(Ended::TooLarge);
            }
            if watch.alive.elapsed() > self.stalled {
                let seconds = self.stalled.as_secs();
                return Err(ClipError::Stalled { seconds });
            }
            if said_all && let Some(code) = group.ended() {
                return watch.verdict(code);
            }
        }
    }
}

/// Reads what ffmpeg prints, on a thread of its own.
fn listen(pipe: Option<ChildStderr>) -> Receiver<Sign> {
    let (send, signs) = sync_channel(64);
    if let Some(pipe) = pipe {
        std::thread::spawn(move || read(pipe, &send));
    }
    signs
}

fn read(pipe: ChildStderr, send: &SyncSender<Sign>) {
    // A line that looks like something else is a line; a broken pipe is the end.
    const PATIENCE: u32 = 50;
    let mut parser = FfmpegLogParser::new(pipe);
    let mut odd = 0;
    while odd < PATIENCE {
        let sign = match parser.parse_next_event() {
            Ok(FfmpegEvent::LogEOF) => return,
            Ok(FfmpegEvent::Progress(progress)) => Sign::Progress(progress),
            Ok(FfmpegEvent::Log(_, line)) => Sign::Line(line),
            Ok(_) => continue,
            Err(error) => {
                odd += 1;
                Sign::Line(error.to_string())
            }
        };
        if send.send(sign).is_err() {
            return;
        }
    }
}

/// What is known of a run.
struct Watch<'a> {
    run: &'a Run<'a>,
    /// The last time that anything moved.
    alive: Instant,
    seconds: f64,
    bytes: u64,
    frame: u32,
    words: VecDeque<String>,
}

impl<'a> Watch<'a> {
    fn new(run: &'a Run<'a>) -> Self {
        Self {
            run,
            alive: Instant::now(),
            seconds: 0.0,
            bytes: 0,
            frame: 0,
            words: VecDeque::new(),
        }
    }

    fn see(&mut self, sign: Sign, on_progress: &dyn Fn(ClipProgress)) {
        match sign {
            Sign::Line(line) => {
                self.alive = Instant::now();
                let line = self.without_paths(&line);
                if !line.is_empty() {
                    self.words.push_back(line);
                }
                if self.words.len() > LINES {
                    self.words.pop_front();
                }
            }
            Sign::Progress(progress) => {
                let seconds = FfmpegTimeDuration::from_str(&progress.time)
                    .map_or(self.seconds, FfmpegTimeDuration::as_seconds);
                let bytes = u64::from(progress.size_kb) * 1024;
                let moved =
                    seconds > self.seconds || bytes > self.bytes || progress.frame > self.frame;
                if moved {
                    self.alive = Instant::now();
                }
                self.seconds = self.seconds.max(seconds);
                self.bytes = self.bytes.max(bytes);
                self.frame = self.frame.max(progress.frame);
                self.tell(f64::from(progress.speed), on_progress);
            }
        }
    }

    fn tell(&self, speed: f64, on_progress: &dyn Fn(ClipProgress)) {
        let Some(all) = self.run.seconds.filter(|all| *all > 0.0) else {
            return;
        };
        let left = (all - self.seconds).max(0.0);
        let paced = speed.is_finite() && speed > 0.001 && self.seconds > 0.0;
        on_progress(ClipProgress {
            share: (self.seconds / all).clamp(0.0, 1.0),
            seconds_left: paced.then(|| left / speed),
        });
    }

    /// Names of files are a person's own business; they do not belong in an error report.
    fn without_paths(&self, line: &str) -> String {
        let mut text = line.to_owned();
        for path in [self.run.source, self.run.out] {
            text = text.replace(&path.display().to_string(), "…");
        }
        text.chars().take(LETTERS).collect()
    }

    fn verdict(self, code: i32) -> Result<Ended, ClipError> {
        let words: Vec<String> = self.words.into();
        if code != 0 {
            tracing::warn!(code, last = ?words.last(), "ffmpeg failed");
            return Err(read_last_words(&words, self.run.out));
        }
        if is_full(&words) {
            let folder = self.run.out.parent().unwrap_or(self.run.out);
            return Err(LibraryError::DiskFull(folder.to_owned()).into());
        }
        Ok(Ended::Done)
    }
}
