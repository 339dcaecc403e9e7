//! Pictures for the window, by address: it never learns a path.
//!
//! `thumb/HASH`, `thumb/HASH/TAG`, `picture/HASH`, `output/HASH/TAG`, `frame/HASH/MILLISECOND`,
//! `feed/POST/N`, `grid/POST`.

use std::path::PathBuf;
use std::sync::Arc;

use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_media::Output;

use crate::Workbench;
use crate::desk::THUMB;
use crate::error::{Result, WorkbenchError};

/// Longest side of a picture on the stage: a 4K screen's height, at no visible loss.
const PICTURE: u32 = 2048;

/// A picture's bytes, ready to be shown.
#[derive(Debug, Clone)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

impl Workbench {
    /// The picture at an address of the media protocol; `None` when there is none. Blocks no
    /// runtime thread.
    pub async fn picture(self: &Arc<Self>, address: &str) -> Result<Option<Picture>> {
        let mut parts = address.trim_matches('/').split('/');
        let (kind, hash, tag) = (parts.next(), parts.next(), parts.next());
        let (Some(kind), Some(hash)) = (kind, hash) else {
            return Ok(None);
        };
        if kind == "feed" {
            return self.practice_picture(hash, tag.unwrap_or("0")).await;
        }
        if kind == "grid" {
            return self.grid_picture(hash).await;
        }
        self.recall(hash).await?;
        let frame = tag.and_then(|tag| tag.parse::<u32>().ok());
        let output = tag.map(|tag| self.shelf.output_by_tag(hash, tag));
        let (bench, kind, hash) = (Arc::clone(self), kind.to_owned(), hash.to_owned());
        let read = move || -> Option<Vec<u8>> {
            let file = match (kind.as_str(), output) {
                ("thumb", Some(output)) => return bench.small_output(&output?, THUMB),
                ("output", Some(output)) => {
                    let output = output?;
                    if output.facts.kind == MediaKind::Video {
                        return bench.output_poster(&output, PICTURE);
                    }
                    output.path
                }
                ("thumb", None) => bench.small(&hash, THUMB)?,
                ("picture", None) => bench.small(&hash, PICTURE)?,
                ("frame", Some(_)) => bench.clip_frame(&hash, frame?)?,
                _ => return None,
            };
            std::fs::read(file).ok()
        };
        let bytes = tokio::task::spawn_blocking(read)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        Ok(bytes.map(|bytes| Picture {
            bytes,
            media_type: "image/jpeg",
        }))
    }

    pub(crate) fn small(&self, hash: &str, side: u32) -> Option<PathBuf> {
        let facts = self.shelf.original_facts(hash)?;
        if facts.kind == MediaKind::Video {
            return self.clip_poster(hash, &facts, side);
        }
        match self.library.thumb(hash, &facts, side) {
            Ok(path) => Some(path),
            Err(error) => {
                if let Some(why) = error.unreadable() {
                    // Damage that only decoding finds is a fact from now on.
                    self.shelf.know(
                        hash,
                        MediaFacts {
                            unreadable: Some(why),
                            ..facts
                        },
                    );
                }
                tracing::warn!(%error, "no picture to show");
                None
            }
        }
    }

    fn small_output(&self, output: &Output, side: u32) -> Option<Vec<u8>> {
        if output.facts.kind == MediaKind::Video {
            return self.output_poster(output, side);
        }
        fanfold_media::thumbnail(&output.path, &output.facts, side).ok()
    }
}
