//! Files that become part of a container: fetched or uploaded, looked at, kept under their hash.

use std::path::Path;
use std::sync::Arc;

use crate::faults::{Kind, Moment, Target};
use crate::fetch::Fetched;
use crate::ledger::sync_folder;
use crate::movie;
use crate::picture::{self, Look};
use crate::refusal::{
    Refusal, fetch_failed, fetch_slow, picture_format, picture_ratio, picture_too_large,
    server_trouble,
};
use crate::state::{Picture, Shape};
use crate::world::{World, locked};

/// 8 MiB for images, 300 MB for reels, 100 MB for story videos (Meta, 2026-09-11).
const IMAGE: u64 = 8 * 1024 * 1024;
const REEL: u64 = 300_000_000;
const STORY: u64 = 100_000_000;

/// What a file is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Item(Shape),
    Cover,
}

/// A kept file, and the sub-code with which processing will refuse it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) picture: Picture,
    pub(crate) trouble: Option<i64>,
}

/// The largest file that a role takes.
pub(crate) fn largest(role: Role) -> u64 {
    match role {
        Role::Item(Shape::Reel | Shape::CarouselVideo) => REEL,
        Role::Item(Shape::StoryVideo) => STORY,
        Role::Item(_) | Role::Cover => IMAGE,
    }
}

/// Fetches, looks and keeps.
pub(crate) async fn obtain(world: &Arc<World>, address: &str, role: Role) -> Result<Kept, Refusal> {
    let (down, png) = world.ledger.read(|state| {
        let settings = &state.settings;
        (settings.media_host_down, settings.quirks.png_accepted)
    });
    if down {
        return Err(fetch_failed("The server could not be reached."));
    }
    spoil_fetch(world, address).await?;
    let video = matches!(role, Role::Item(shape) if shape.is_video());
    let too_large = if video {
        video_refused()
    } else {
        picture_too_large()
    };
    let fetched = world
        .fetcher
        .fetch(address, &world.pictures, largest(role), &too_large)
        .await?;
    let world = Arc::clone(world);
    tokio::task::spawn_blocking(move || keep(&world.pictures, fetched, role, png))
        .await
        .unwrap_or_else(|_| Err(server_trouble()))
}

/// A fault on the server's own download, if one is set.
async fn spoil_fetch(world: &World, address: &str) -> Result<(), Refusal> {
    let struck = locked(&world.faults).strike(Target::Fetch, Moment::Before, address);
    let Some((_, fault)) = struck else {
        return Ok(());
    };
    match fault.kind {
        Kind::Slow => {
            tokio::time::sleep(fault.delay()).await;
            Ok(())
        }
        Kind::Stall => {
            tokio::time::sleep(fault.delay()).await;
            Err(fetch_slow())
        }
        Kind::Error if fault.error.code != 0 => Err(crate::reply::fault_refusal(&fault.error)),
        _ => Err(fetch_failed("The server could not be reached.")),
    }
}

fn video_refused() -> Refusal {
    Refusal::new(352, "(#352) The video format is not supported.").sub(
        2_207_026,
        "Unsupported video format",
        "The video format is not supported. Use MOV or MP4.",
    )
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn disk(error: std::io::Error) -> Refusal {
    tracing::error!(%error, "a file could not be stored");
    server_trouble()
}

fn keep(folder: &Path, fetched: Fetched, role: Role, png: bool) -> Result<Kept, Refusal> {
    let mut kept = match role {
        Role::Item(shape) if shape.is_video() => {
            let mut file = fetched.file.reopen().map_err(disk)?;
            look_at_video(&mut file, fetched.bytes, shape)?
        }
        _ => {
            let bytes = std::fs::read(fetched.file.path()).map_err(disk)?;
            let (width, height) = judge(&bytes, role, png)?;
            Kept {
                picture: picture_of(width, height, fetched.bytes),
                trouble: None,
            }
        }
    };
    let path = folder.join(&fetched.hash);
    if !path.exists() {
        fetched.file.as_file().sync_all().map_err(disk)?;
        fetched
            .file
            .persist(&path)
            .map_err(|error| disk(error.error))?;
        sync_folder(folder).map_err(disk)?;
    }
    kept.picture.hash = fetched.hash;
    Ok(kept)
}

/// Takes an uploaded file over: hashed, looked at, moved beside the fetched ones.
pub(crate) fn take_upload(folder: &Path, path: &Path, shape: Shape) -> Result<Kept, Refusal> {
    let mut file = std::fs::File::open(path).map_err(disk)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(&mut file).map_err(disk)?;
    let bytes = file.metadata().map_err(disk)?.len();
    let mut kept = look_at_video(&mut file, bytes, shape).unwrap_or_else(|refusal| Kept {
        picture: Picture {
            video: true,
            ..picture_of(0, 0, bytes)
        },
        trouble: refusal.subcode,
    });
    kept.picture.hash = hasher.finalize().to_hex().to_string();
    std::fs::rename(path, folder.join(&kept.picture.hash)).map_err(disk)?;
    sync_folder(folder).map_err(disk)?;
    Ok(kept)
}

fn picture_of(width: u32, height: u32, bytes: u64) -> Picture {
    Picture {
        hash: String::new(),
        width,
        height,
        bytes,
        video: false,
        duration_ms: None,
    }
}

/// A file that is no video at all is refused; a video with faults is kept with its sub-code.
fn look_at_video(file: &mut std::fs::File, bytes: u64, shape: Shape) -> Result<Kept, Refusal> {
    use std::io::{Read, Seek};
    let mut head = [0_u8; 64];
    file.rewind().map_err(disk)?;
    let read = file.read(&mut head).map_err(disk)?;
    if picture::look(head.get(..read).unwrap_or_default()) != Look::Video {
        return Err(video_refused());
    }
    let found = movie::read(file, bytes);
    let trouble = movie::verdict(found.as_ref(), shape);
    let found = found.unwrap_or_default();
    Ok(Kept {
        picture: Picture {
            video: true,
            duration_ms: Some(found.duration_ms),
            ..picture_of(found.width, found.height, bytes)
        },
        trouble,
    })
}

fn judge(bytes: &[u8], role: Role, png: bool) -> Result<(u32, u32), Refusal> {
    match picture::look(bytes) {
        Look::Jpeg { width, height } => {
            let fits = match role {
                Role::Cover => true,
                Role::Item(shape) if shape.is_story() => picture::story_ratio(width, height),
                Role::Item(_) => picture::feed_ratio(width, height),
            };
            if fits {
                Ok((width, height))
            } else {
                Err(picture_ratio(width, height))
            }
        }
        // Seen to be taken on 2026-09-15; how large they are is not asked then.
        Look::Other("PNG" | "WebP") if png => Ok((0, 0)),
        Look::Other(name) => Err(picture_format(name)),
        Look::Video => Err(picture_format("video")),
        Look::Unknown => Err(fetch_failed("The address does not lead to a picture.")),
    }
}
