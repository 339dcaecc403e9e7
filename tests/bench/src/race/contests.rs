//! Who does what: each job as Fanfold and its peers do it, in the way a person who knows each of them would.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::clock::Program;
use super::jobs::Job;
use super::line::words;
use super::vips;
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
            self.program("vipsthumbnail", true, |out| vips::fix(set, &files, out)),
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
                line.file(&vips::output(out, job::THUMB_QUALITY))
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
