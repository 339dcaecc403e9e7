//! Unpublished Page photos, which lend an address to `image_url` (Facebook login).
//!
//! Undocumented by Meta for this purpose; as three public clients use it (2026-09). Here the
//! photo stays as it came; Facebook would recompress it to 2048 px on the long side.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::pages;
use crate::auth::{Caller, Leave};
use crate::call::{Call, LARGEST_FILE};
use crate::fields::{Field, select};
use crate::ids::IdKind;
use crate::ledger::sync_folder;
use crate::picture::{self, Look};
use crate::refusal::{Refusal, no_object, parameter, server_trouble, unknown_field};
use crate::state::{Flavour, Photo, Picture, Record, State, TokenKind};
use crate::world::World;

/// `POST /{page}/photos`, multipart, `source` and `published=false`.
pub(super) async fn add(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    page: &str,
) -> Result<Value, Refusal> {
    let own = world.ledger.read(|state| pages::find(state, caller, page));
    let own = own.filter(|_| caller.flavour == Flavour::Facebook);
    let page = own.ok_or_else(|| no_object("POST", page))?;
    caller.may(Leave::PagePhotos)?;
    if caller.kind != TokenKind::Page {
        return Err(Refusal::new(
            200,
            "(#200) Unpublished posts must be posted to a page as the page itself.",
        )
        .http(403));
    }
    if call.params.flag("published")?.unwrap_or(true) {
        return Err(parameter(
            "Practice takes unpublished photos only; send published=false",
        ));
    }
    let source = call.files.get("source").cloned();
    let source = source.ok_or_else(|| parameter("The parameter source is required"))?;
    let folder = world.clone();
    let picture = tokio::task::spawn_blocking(move || keep(&folder.pictures, &source))
        .await
        .unwrap_or_else(|_| Err(server_trouble()))?;
    let (user_id, created) = (caller.account.user_id.clone(), world.now());
    world
        .commit(move |change| {
            let id = change.id(IdKind::Photo);
            change.put(Record::Photo(Photo {
                id: id.clone(),
                page: page.id,
                user_id,
                picture,
                created,
            }));
            Ok(json!({ "id": id }))
        })
        .await
}

/// Keeps a file that came in a body, under its hash.
fn keep(folder: &Path, source: &Bytes) -> Result<Picture, Refusal> {
    let Look::Jpeg { width, height } = picture::look(source) else {
        return Err(Refusal::new(324, "(#324) Missing or invalid image file"));
    };
    if source.len() > LARGEST_FILE {
        return Err(parameter("The file is too large"));
    }
    let disk = |error: std::io::Error| {
        tracing::error!(%error, "a Page photo could not be stored");
        server_trouble()
    };
    let hash = blake3::hash(source).to_hex().to_string();
    let path = folder.join(&hash);
    if !path.exists() {
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(disk)?;
        std::io::Write::write_all(&mut file, source).map_err(disk)?;
        file.as_file().sync_all().map_err(disk)?;
        file.persist(&path).map_err(|error| disk(error.error))?;
        sync_folder(folder).map_err(disk)?;
    }
    Ok(Picture {
        hash,
        width,
        height,
        bytes: source.len() as u64,
        video: false,
        duration_ms: None,
    })
}

/// The caller's own photo, if `id` is one.
pub(super) fn find<'a>(state: &'a State, caller: &Caller, id: &str) -> Option<&'a Photo> {
    state.photos.get(id).filter(|photo| {
        caller.flavour == Flavour::Facebook && photo.user_id == caller.account.user_id
    })
}

/// `GET /{photo}?fields=images`.
pub(super) fn node(world: &World, photo: &Photo, fields: &[Field]) -> Result<Value, Refusal> {
    select(fields, &photo.id, |field| {
        Ok(Some(match field.name.as_str() {
            "images" => json!([{
                "height": photo.picture.height,
                "width": photo.picture.width,
                "source": format!("{}/practice/photo/{}.jpg", world.base_url, photo.id),
            }]),
            "height" => json!(photo.picture.height),
            "width" => json!(photo.picture.width),
            "created_time" => json!(photo.created.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()),
            name => return Err(unknown_field(name, "Photo")),
        }))
    })
}

/// `DELETE /{photo}`.
pub(super) async fn remove(world: &Arc<World>, id: String) -> Result<Value, Refusal> {
    world
        .commit(move |change| {
            change.put(Record::PhotoGone(id));
            Ok(json!({ "success": true }))
        })
        .await
}
