//! The feed as a page to look at, and the pictures in it.
//!
//! Plain HTML without scripts; every word a person wrote is escaped, and the
//! content policy would stop anything that slipped through.

use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use crate::graph::place_name;
use crate::state::{Media, Picture, State};
use crate::world::World;

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/practice/feed", get(feed))
        .route("/practice/media/{id}/{file}", get(file))
        .route("/practice/photo/{name}", get(photo))
        .route("/practice/face.svg", get(face))
        .route("/p/{shortcode}", get(post))
        .route("/p/{shortcode}/", get(post))
        .route("/reel/{shortcode}", get(post))
        .route("/reel/{shortcode}/", get(post))
}

const POLICY: &str = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The newest posts only; a feed page is to look at, not an archive.
const SHOWN: usize = 60;

async fn feed(Shared(world): Shared<Arc<World>>) -> Response {
    page(&world.ledger.read(|state| {
        let posts = state
            .posts()
            .rev()
            .filter(|media| !media.deleted)
            .take(SHOWN);
        let cards: String = posts.map(|media| card(state, media)).collect();
        if cards.is_empty() {
            "<p class=none>Nothing has been published yet.</p>".to_owned()
        } else {
            cards
        }
    }))
}

async fn post(Shared(world): Shared<Arc<World>>, Path(shortcode): Path<String>) -> Response {
    let card = world.ledger.read(|state| {
        let found = state
            .posts()
            .find(|media| media.shortcode == shortcode && !media.deleted);
        found.map(|media| card(state, media))
    });
    match card {
        Some(card) => page(&card),
        None => (StatusCode::NOT_FOUND, "There is no such post.\n").into_response(),
    }
}

fn page(body: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Practice Instagram</title><style>{STYLE}</style></head><body><header>Practice Instagram</header><main>{body}</main></body></html>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(html)).into_response()
}

const STYLE: &str = "body{margin:0;background:#fafafa;color:#18181b;font:15px/1.5 system-ui,sans-serif}\
header{position:sticky;top:0;background:#fff;border-bottom:1px solid #e4e4e7;padding:12px;text-align:center;font-weight:600}\
main{max-width:470px;margin:24px auto;display:grid;gap:24px}.none{text-align:center;color:#71717a}\
article{background:#fff;border:1px solid #e4e4e7;border-radius:8px;overflow:hidden}\
article>b,article>p,article>small{display:block;margin:0;padding:10px 14px;overflow-wrap:anywhere;white-space:pre-wrap}\
.strip{display:flex;overflow-x:auto;scroll-snap-type:x mandatory;background:#f4f4f5}\
.strip>*{flex:0 0 100%;width:100%;object-fit:cover;scroll-snap-align:center}small{color:#71717a}\
@media(prefers-color-scheme:dark){body{background:#09090b;color:#f4f4f5}header,article{background:#18181b;border-color:#27272a}.strip{background:#27272a}}";

fn card(state: &State, media: &Media) -> String {
    let mut html = String::from("<article><b>");
    let username = state
        .accounts
        .get(&media.account)
        .map_or("", |account| &account.username);
    html.push_str(&escaped(username));
    // Instagram crops a carousel to the shape of its first item.
    let shape = media.items.first().map_or((1, 1), |item| {
        (item.picture.width.max(1), item.picture.height.max(1))
    });
    html.push_str("</b><div class=strip tabindex=0>");
    for (at, item) in media.items.iter().enumerate() {
        let source = format!("/practice/media/{}/{}", media.id, at + 1);
        let alt = escaped(item.alt_text.as_deref().unwrap_or_default());
        let style = format!("aspect-ratio:{}/{}", shape.0, shape.1);
        // Writing to a string does not fail.
        let _ = if item.picture.video {
            write!(html, "<video src=\"{source}.mp4\" controls></video>")
        } else {
            write!(
                html,
                "<img src=\"{source}.jpg\" alt=\"{alt}\" style=\"{style}\">"
            )
        };
    }
    html.push_str("</div>");
    if let Some(caption) = &media.particulars.caption {
        let _ = write!(html, "<p>{}</p>", escaped(caption));
    }
    let beside = beside(media);
    if !beside.is_empty() {
        let _ = write!(html, "<small>{}</small>", escaped(&beside));
    }
    let mut comments: Vec<_> = state
        .comments
        .values()
        .filter(|comment| comment.media == media.id)
        .collect();
    comments.sort_by_key(|comment| comment.timestamp);
    for comment in comments {
        let _ = write!(
            html,
            "<p><b>{}</b> {}</p>",
            escaped(username),
            escaped(&comment.text)
        );
    }
    let _ = write!(
        html,
        "<small>{}</small></article>",
        media.timestamp.strftime("%-d %B %Y, %H:%M UTC")
    );
    html
}

/// The people, the place and the label of a post, in one line.
fn beside(media: &Media) -> String {
    let own = &media.particulars;
    let names = |text: &str, names: &[&str]| {
        (!names.is_empty()).then(|| format!("{text} {}", names.join(", ")))
    };
    let authors: Vec<&str> = own.collaborators.iter().map(String::as_str).collect();
    let tags = media
        .items
        .iter()
        .filter_map(|item| item.user_tags.as_ref());
    let tagged: Vec<&str> = tags
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|tag| tag.get("username").and_then(Value::as_str))
        .collect();
    let place = own.location_id.as_deref().and_then(place_name);
    let parts = [
        names("Together with", &authors),
        names("With", &tagged),
        place.map(|place| format!("At {place}")),
        (own.is_ai_generated == Some(true)).then(|| "AI info".to_owned()),
        (own.share_to_feed == Some(false)).then(|| "Not in the feed".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" \u{b7} ")
}

pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// One item's file: `{media}/{n}.jpg` or `.mp4`, n from 1.
async fn file(
    Shared(world): Shared<Arc<World>>,
    Path((id, name)): Path<(String, String)>,
) -> Response {
    let number = name
        .split('.')
        .next()
        .and_then(|n| n.parse::<usize>().ok())
        .unwrap_or(0);
    let picture = world.ledger.read(|state| {
        let media = state.media.get(&id).filter(|media| !media.deleted)?;
        if name.starts_with("cover.") {
            return media.cover.clone();
        }
        Some(media.items.get(number.checked_sub(1)?)?.picture.clone())
    });
    sent(&world, &id, picture).await
}

/// A Page's unpublished photo: `{photo}.jpg`, for whoever fetches `image_url`.
async fn photo(Shared(world): Shared<Arc<World>>, Path(name): Path<String>) -> Response {
    let id = name.split('.').next().unwrap_or_default().to_owned();
    let picture = world
        .ledger
        .read(|state| state.photos.get(&id).map(|photo| photo.picture.clone()));
    sent(&world, &id, picture).await
}

async fn sent(world: &World, id: &str, picture: Option<Picture>) -> Response {
    let Some(picture) = picture else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(file) = tokio::fs::File::open(world.pictures.join(&picture.hash)).await else {
        tracing::warn!(id, "a kept picture is missing on disk");
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = if picture.video {
        "video/mp4"
    } else {
        "image/jpeg"
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_LENGTH, picture.bytes.to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    (headers, streamed(file)).into_response()
}

fn streamed(file: tokio::fs::File) -> Body {
    use tokio::io::AsyncReadExt;
    Body::from_stream(futures::stream::try_unfold(file, async |mut file| {
        let mut chunk = bytes::BytesMut::with_capacity(64 * 1024);
        let read = file.read_buf(&mut chunk).await?;
        Ok::<_, std::io::Error>((read > 0).then(|| (chunk.freeze(), file)))
    }))
}

async fn face() -> Response {
    const FACE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" rx=\"32\" fill=\"#7c6a58\"/><path d=\"M14 44 24 20l8 24 8-24 10 24\" fill=\"none\" stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\"/></svg>";
    ([(header::CONTENT_TYPE, "image/svg+xml")], FACE).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_caption_stays_text() {
        assert_eq!(
            escaped("<img src=x onerror='a'>&\""),
            "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;"
        );
    }
}
