//! Who does what: each job as Fanfold and its peers do it, in the way a person who knows each of them would.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::clock::Program;
use super::jobs::Job;
use crate::corpus::Set;
use crate::error::{Error, Result};
use crate::job;

/// Where everything stands.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// `fanfold-cli` as it is shipped.
    pub(crate) cli: PathBuf,
    /// `sharp.mjs` beside its packages.
    pub(crate) sharp: PathBuf,
    pub(crate) corpus: PathBuf,
    /// What the programs write, and throw away.
    pub(crate) scratch: PathBuf,
}

/// What a program has to have written when it says that it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) count: usize,
    /// Of each picture; `None` for films.
    pub(crate) size: Option<(u32, u32)>,
}

/// One job for all.
#[derive(Debug, Clone)]
pub(crate) struct Contest {
    pub(crate) job: Job,
    pub(crate) cores: usize,
    pub(crate) ours: Program,
    pub(crate) peers: Vec<Program>,
    pub(crate) written: Option<Written>,
}

/// `job` on `cores` cores; `None` where it means nothing there.
pub(crate) fn contest(job: Job, cores: usize, places: &Places) -> Result<Option<Contest>> {
    let stage = Stage { cores, places };
    Ok(Some(match job {
        Job::Jpeg12 => stage.fix(job, Set::Jpeg12, true)?,
        Job::Jpeg12srgb => stage.fix(job, Set::Jpeg12Srgb, false)?,
        Job::Jpeg48 => stage.fix(job, Set::Jpeg48, false)?,
        Job::Mix10 => stage.fix(job, Set::Mix10, false)?,
        Job::Thumbs => stage.thumbs()?,
        Job::Probe => stage.probe()?,
        Job::Films => stage.films()?,
        Job::Container if cores > 1 => stage.container()?,
        Job::Scaling if cores > 1 => stage.scaling()?,
        Job::Container | Job::Scaling | Job::Quality => return Ok(None),
    }))
}

/// The programs whose pictures are scored, each with the folder it writes to.
pub(crate) fn scored(cores: usize, places: &Places) -> Result<Contest> {
    Stage { cores, places }.fix(Job::Quality, Set::Jpeg12, true)
}

struct Stage<'a> {
    cores: usize,
    places: &'a Places,
}

impl Stage<'_> {
    fn program(
        &self,
        name: &'static str,
        writes: bool,
        line: impl FnOnce(&Path) -> Vec<OsString>,
    ) -> Program {
        let folder = name.replace([' ', ','], "-");
        let out = self.places.scratch.join("out").join(folder);
        Program {
            name,
            line: line(&out),
            out: writes.then_some(out),
            fine: &[0],
            cores: self.cores,
        }
    }

    /// Photos made ready.
    fn fix(&self, job: Job, set: Set, naive: bool) -> Result<Contest> {
        let files = set.files(&self.places.corpus)?;
        let mut peers = vec![
            self.program("sharp", true, |out| {
                words(&["node"])
                    .file(&self.places.sharp)
                    .and(&["fix"])
                    .file(out)
                    .files(&files)
                    .0
            }),
            self.program("vipsthumbnail", true, |out| vips_fix(set, &files, out)),
        ];
        if naive {
            let own = std::env::current_exe().map_err(Error::io("fanfold-bench"))?;
            peers.push(self.program("naive", true, |out| {
                words(&[])
                    .file(&own)
                    .and(&["naive", "--out"])
                    .file(out)
                    .files(&files)
                    .0
            }));
        }
        Ok(Contest {
            job,
            cores: self.cores,
            ours: self.ours_fix(&files),
            peers,
            written: Some(Written {
                count: files.len(),
                size: Some(job::READY),
            }),
        })
    }

    fn ours_fix(&self, files: &[PathBuf]) -> Program {
        self.program("Fanfold", true, |out| {
            let line = words(&[]).file(&self.places.cli).and(&["fix", "--json"]);
            let line = line.and(&[
                "--as", "carousel", "--aspect", "4:5", "--fit", "crop", "--out",
            ]);
            line.file(out).files(files).0
        })
    }

    fn thumbs(&self) -> Result<Contest> {
        let files = Set::Jpeg12.files(&self.places.corpus)?;
        let own = std::env::current_exe().map_err(Error::io("fanfold-bench"))?;
        let side = job::THUMB;
        let peers = vec![
            self.program("sharp", true, |out| {
                words(&["node"])
                    .file(&self.places.sharp)
                    .and(&["thumbs"])
                    .file(out)
                    .files(&files)
                    .0
            }),
            self.program("vipsthumbnail", true, |out| {
                let size = format!("{side}x{side}");
                let line = words(&[
                    "vipsthumbnail",
                    "--size",
                    &size,
                    "--export-profile",
                    "srgb",
                    "-o",
                ]);
                line.file(&vips_output(out, job::THUMB_QUALITY))
                    .files(&files)
                    .0
            }),
        ];
        Ok(Contest {
            job: Job::Thumbs,
            cores: self.cores,
            ours: self.program("Fanfold", true, |out| {
                words(&[])
                    .file(&own)
                    .and(&["thumbs", "--out"])
                    .file(out)
                    .files(&files)
                    .0
            }),
            peers,
            written: Some(Written {
                count: files.len(),
                size: Some((side * 3 / 4, side)),
            }),
        })
    }

    fn ours_check(&self, files: &[PathBuf]) -> Program {
        let program = self.program("Fanfold", false, |_| {
            words(&[])
                .file(&self.places.cli)
                .and(&["check", "--json"])
                .files(files)
                .0
        });
        // 1: it was looked at, and something is wrong with it.
        Program {
            fine: &[0, 1],
            ..program
        }
    }

    /// A thousand photos looked at.
    fn probe(&self) -> Result<Contest> {
        let files = Set::Links.files(&self.places.corpus)?;
        let peers = vec![
            self.program("vipsheader", false, |_| {
                words(&["vipsheader"]).files(&files).0
            }),
            self.program("sharp", false, |_| {
                words(&["node"])
                    .file(&self.places.sharp)
                    .and(&["probe"])
                    .files(&files)
                    .0
            }),
        ];
        Ok(self.looks(Job::Probe, &files, peers))
    }

    /// Ten films looked at; ffprobe takes one at a time.
    fn films(&self) -> Result<Contest> {
        const EACH: &str = "for film do ffprobe -v error -show_format -show_streams -of json \"$film\" || exit 1; done";
        let files = Set::Films.files(&self.places.corpus)?;
        let peers = vec![self.program("ffprobe", false, |_| {
            words(&["sh", "-c", EACH, "sh"]).files(&files).0
        })];
        Ok(self.looks(Job::Films, &files, peers))
    }

    fn looks(&self, job: Job, files: &[PathBuf], peers: Vec<Program>) -> Contest {
        Contest {
            job,
            cores: self.cores,
            ours: self.ours_check(files),
            peers,
            written: None,
        }
    }

    /// A film that only needs its index in front, beside one that is coded again.
    fn container(&self) -> Result<Contest> {
        let files = Set::Container.files(&self.places.corpus)?;
        let film = files.first().cloned().unwrap_or_default();
        let peers = vec![self.program("ffmpeg, coded again", true, |out| {
            let line = words(&["ffmpeg", "-nostdin", "-v", "error", "-i"]).file(&film);
            let line = line.and(&[
                "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
            ]);
            let line = line.and(&["-c:a", "aac", "-movflags", "+faststart"]);
            line.file(&out.join("film.mp4")).0
        })];
        Ok(Contest {
            job: Job::Container,
            cores: self.cores,
            ours: self.program("Fanfold", true, |out| {
                let line = words(&[])
                    .file(&self.places.cli)
                    .and(&["fix", "--json", "--as", "reel", "--out"]);
                line.file(out).files(&files).0
            }),
            peers,
            written: Some(Written {
                count: 1,
                size: None,
            }),
        })
    }

    /// The same photos on one core and on all.
    fn scaling(&self) -> Result<Contest> {
        let files = Set::Jpeg12.files(&self.places.corpus)?;
        let ours = self.ours_fix(&files);
        let alone = Stage {
            cores: 1,
            places: self.places,
        };
        Ok(Contest {
            job: Job::Scaling,
            cores: self.cores,
            peers: vec![Program {
                name: "Fanfold, 1 thread",
                ..alone.ours_fix(&files)
            }],
            written: Some(Written {
                count: files.len(),
                size: Some(job::READY),
            }),
            ours,
        })
    }
}

fn vips_output(out: &Path, quality: u8) -> PathBuf {
    out.join(format!("%s.jpg[Q={quality},subsample_mode=on,strip]"))
}

/// vipsthumbnail turns every colour profile into sRGB only when it is told to, and 8.14 then shifts the colours of
/// pictures without a profile (libvips issue 3479): those are done by a second call.
fn vips_fix(set: Set, files: &[PathBuf], out: &Path) -> Vec<OsString> {
    let size = format!("{}x{}", job::READY.0, job::READY.1);
    let output = vips_output(out, job::READY_QUALITY);
    let plain = ["vipsthumbnail", "--size", &size, "--smartcrop", "centre"];
    let tagged = ["--export-profile", "srgb"];
    match set {
        Set::Jpeg12Srgb => words(&plain).and(&["-o"]).file(&output).files(files).0,
        Set::Mix10 => {
            let plain = plain.join(" ");
            let script = format!(
                "out=$1 png=$2 webp=$3; shift 3; {plain} -o \"$out\" \"$png\" \"$webp\" && exec {plain} {} -o \"$out\" \"$@\"",
                tagged.join(" ")
            );
            let (jpegs, others): (Vec<PathBuf>, Vec<PathBuf>) = files
                .iter()
                .cloned()
                .partition(|file| file.extension().is_some_and(|name| name == "jpg"));
            let line = words(&["sh", "-c", &script, "sh"]).file(&output);
            line.files(&others).files(&jpegs).0
        }
        _ => {
            words(&plain)
                .and(&tagged)
                .and(&["-o"])
                .file(&output)
                .files(files)
                .0
        }
    }
}

/// A command line under construction.
struct Line(Vec<OsString>);

fn words(words: &[&str]) -> Line {
    Line(words.iter().map(OsString::from).collect())
}

impl Line {
    fn and(mut self, more: &[&str]) -> Self {
        self.0.extend(more.iter().map(OsString::from));
        self
    }

    fn file(mut self, path: &Path) -> Self {
        self.0.push(path.into());
        self
    }

    fn files(mut self, paths: &[PathBuf]) -> Self {
        self.0.extend(paths.iter().map(OsString::from));
        self
    }
}
