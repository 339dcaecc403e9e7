//! Published posts: nodes, the account's list, deletion, the comment switch.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{comments, own_media, photos};
use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{Field, select};
use crate::refusal::{Refusal, parameter, undeletable, unknown_field};
use crate::state::{DAY, Flavour, Item, Media, Record, Shape, State};
use crate::world::World;

const USUAL_PAGE: usize = 25;
const LARGEST_PAGE: usize = 100;

/// Figures of a post that only Facebook login has (Meta, IG Media, 2026-09-11).
const FACEBOOK_ONLY: [&str; 6] = [
    "reposts_count",
    "saved_count",
    "shares_count",
    "total_like_count",
    "total_comments_count",
    "total_views_count",
];

/// Refuses fields that this login does not have.
pub(super) fn check_fields(caller: &Caller, fields: &[Field]) -> Result<(), Refusal> {
    let foreign = fields.iter().find(|field| {
        caller.flavour == Flavour::Instagram && FACEBOOK_ONLY.contains(&field.name.as_str())
    });
    match foreign {
        Some(field) => Err(unknown_field(&field.name, "IGMedia")),
        None => Ok(()),
    }
}

/// A post, or one item of it.
pub(super) struct Node<'a> {
    pub(super) world: &'a World,
    pub(super) state: &'a State,
    pub(super) media: &'a Media,
    /// Which item, when a carousel's child is meant.
    pub(super) item: Option<usize>,
}

/// A living post or carousel child by id.
pub(super) fn find<'a>(state: &'a State, id: &str) -> Option<(&'a Media, Option<usize>)> {
    if let Some(media) = state.media.get(id) {
        return (!media.deleted).then_some((media, None));
    }
    state
        .posts()
        .filter(|media| !media.deleted)
        .find_map(|media| {
            let at = media.items.iter().position(|item| item.id == id)?;
            Some((media, Some(at)))
        })
}

/// Where a person sees the post: a page of the practice feed.
pub(crate) fn permalink(world: &World, media: &Media) -> String {
    let kind = if media.shape == Shape::Reel {
        "reel"
    } else {
        "p"
    };
    format!("{}/{kind}/{}/", world.base_url, media.shortcode)
}

fn timestamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

impl Node<'_> {
    pub(super) fn select(&self, fields: &[Field]) -> Result<Value, Refusal> {
        let id = self.part().map_or(&self.media.id, |(_, item)| &item.id);
        select(fields, id, |field| self.value(field))
    }

    fn part(&self) -> Option<(usize, &Item)> {
        let at = self.item?;
        self.media.items.get(at).map(|item| (at, item))
    }

    /// The item whose file stands for the node: the child itself, or the first.
    fn shown(&self) -> Option<(usize, &Item)> {
        self.part()
            .or_else(|| self.media.items.first().map(|item| (0, item)))
    }

    fn file(&self) -> Option<String> {
        let (at, item) = self.shown()?;
        let kind = if item.picture.video { "mp4" } else { "jpg" };
        let base = &self.world.base_url;
        Some(format!(
            "{base}/practice/media/{}/{}.{kind}",
            self.media.id,
            at + 1
        ))
    }

    /// A reel's cover; nobody draws a frame of a video here.
    fn thumbnail(&self) -> String {
        let base = &self.world.base_url;
        match &self.media.cover {
            Some(_) => format!("{base}/practice/media/{}/cover.jpg", self.media.id),
            None => format!("{base}/practice/face.svg"),
        }
    }

    fn kind(&self) -> &'static str {
        let video = self.shown().is_some_and(|(_, item)| item.picture.video);
        match (self.media.shape, self.item) {
            (Shape::Carousel, None) => "CAROUSEL_ALBUM",
            _ if video => "VIDEO",
            _ => "IMAGE",
        }
    }

    fn product(&self) -> &'static str {
        match self.media.shape {
            Shape::Reel => "REELS",
            Shape::StoryImage | Shape::StoryVideo => "STORY",
            _ => "FEED",
        }
    }

    fn value(&self, field: &Field) -> Result<Option<Value>, Refusal> {
        let media = self.media;
        let sparse = self.state.settings.quirks.sparse_media;
        if sparse && matches!(field.name.as_str(), "caption" | "media_product_type") {
            return Ok(None);
        }
        let child = self.item.is_some();
        let account = self.state.accounts.get(&media.account);
        Ok(match field.name.as_str() {
            "media_type" => Some(json!(self.kind())),
            "media_url" => self.file().map(Value::from),
            "thumbnail_url" if self.kind() == "VIDEO" => Some(json!(self.thumbnail())),
            "timestamp" => Some(json!(timestamp(media.timestamp))),
            "alt_text" => self
                .shown()
                .filter(|_| child || media.shape != Shape::Carousel)
                .and_then(|(_, item)| item.alt_text.clone())
                .map(Value::from),
            "username" => account.map(|account| json!(account.username)),
            "owner" => account.map(|account| json!({ "id": account.id })),
            "ig_id" => Some(json!(media.id)),
            "shortcode" => Some(json!(media.shortcode)),
            // Not available on album children (Meta, IG Media, 2026-09-11).
            "permalink" if child => None,
            "permalink" => Some(json!(permalink(self.world, media))),
            "children" if child || media.shape != Shape::Carousel => None,
            "children" => Some(self.children(field)?),
            "media_product_type" => Some(json!(self.product())),
            "caption" => media
                .particulars
                .caption
                .clone()
                .filter(|_| !child)
                .map(Value::from),
            "is_comment_enabled" => Some(json!(media.comments_enabled)),
            "is_shared_to_feed" => media.particulars.share_to_feed.map(Value::from),
            "is_ai_generated" => Some(json!(media.particulars.is_ai_generated.unwrap_or(false))),
            "comments_count" => Some(json!(comments::of(self.state, &media.id).count())),
            "comments" => Some(comments::edge(self.state, &media.id, &field.nested)?),
            "thumbnail_url"
            | "media_audio_type"
            | "boost_ads_list"
            | "legacy_instagram_media_id" => None,
            "like_count"
            | "reposts_count"
            | "saved_count"
            | "shares_count"
            | "total_like_count"
            | "total_comments_count"
            | "total_views_count" => Some(json!(0)),
            name => return Err(unknown_field(name, "ShadowIGMedia")),
        })
    }

    fn children(&self, field: &Field) -> Result<Value, Refusal> {
        let rows = (0..self.media.items.len())
            .map(|at| {
                Node {
                    item: Some(at),
                    ..*self
                }
                .select(&field.nested)
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "data": rows }))
    }
}

/// `GET /{ig-user}/media` and `/stories`: newest first, pages by cursor.
pub(super) fn list(
    world: &World,
    call: &Call,
    caller: &Caller,
    account: &str,
    stories: bool,
) -> Result<Value, Refusal> {
    caller.may(Leave::Basic)?;
    let fields = call.fields()?;
    check_fields(caller, &fields)?;
    let limit = page_size(call)?;
    let after = cursor(call, "after")?;
    let before = cursor(call, "before")?;
    let now = world.now();
    world.ledger.read(|state| {
        let account = caller.account(state, call, account)?;
        let all: Vec<&Media> = state
            .live(&account.id)
            .filter(|media| media.shape.is_story() == stories)
            .filter(|media| !stories || now.duration_since(media.timestamp) < DAY)
            .collect();
        let place = |id: &String| all.iter().position(|media| media.id == *id);
        let (start, end) = match (
            after.as_ref().and_then(place),
            before.as_ref().and_then(place),
        ) {
            (Some(at), _) => (at + 1, at + 1 + limit),
            (None, Some(at)) => (at.saturating_sub(limit), at),
            // A cursor whose post is gone leads to an empty page.
            (None, None) if after.is_some() || before.is_some() => (all.len(), all.len()),
            (None, None) => (0, limit),
        };
        let page: Vec<&Media> = all.iter().skip(start).take(end - start).copied().collect();
        let rows = page
            .iter()
            .map(|media| {
                Node {
                    world,
                    state,
                    media,
                    item: None,
                }
                .select(&fields)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let more = start + page.len() < all.len();
        Ok(paged(world, call, &rows, &page, start > 0, more))
    })
}

fn page_size(call: &Call) -> Result<usize, Refusal> {
    match call.params.number("limit")? {
        None => Ok(USUAL_PAGE),
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|limit| *limit > 0)
            .map(|limit| limit.min(LARGEST_PAGE))
            .ok_or_else(|| parameter("Param limit must be a positive integer")),
    }
}

/// Cursors are opaque to clients; here they are the hexadecimal form of an id.
fn cursor(call: &Call, name: &str) -> Result<Option<String>, Refusal> {
    call.params
        .text(name)
        .map(|text| {
            u64::from_str_radix(&text, 16)
                .map(|id| id.to_string())
                .map_err(|_| parameter(format_args!("Param {name} is not a valid cursor")))
        })
        .transpose()
}

fn paged(
    world: &World,
    call: &Call,
    rows: &[Value],
    page: &[&Media],
    earlier: bool,
    more: bool,
) -> Value {
    let mark = |media: Option<&&Media>| {
        media
            .and_then(|media| media.id.parse::<u64>().ok())
            .map(|id| format!("{id:x}"))
    };
    let (Some(first), Some(last)) = (mark(page.first()), mark(page.last())) else {
        return json!({ "data": rows });
    };
    let mut paging = json!({ "cursors": { "before": first, "after": last } });
    let link = |name: &str, cursor: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        // Meta repeats the token here; a link without it keeps it out of logs.
        for kept in ["fields", "limit"] {
            if let Some(value) = call.params.text(kept) {
                query.append_pair(kept, &value);
            }
        }
        query.append_pair(name, cursor);
        format!("{}{}?{}", world.base_url, call.path, query.finish())
    };
    if let Some(paging) = paging.as_object_mut() {
        if more {
            paging.insert("next".to_owned(), json!(link("after", &last)));
        }
        if earlier {
            paging.insert("previous".to_owned(), json!(link("before", &first)));
        }
    }
    json!({ "data": rows, "paging": paging })
}

/// `POST /{ig-media}?comment_enabled=`.
pub(super) async fn toggle_comments(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<Value, Refusal> {
    caller.may(Leave::Comments)?;
    let mut media = world
        .ledger
        .read(|state| own_media(state, call, caller, id).cloned())?;
    let enabled = call
        .params
        .flag("comment_enabled")?
        .ok_or_else(|| parameter("The parameter comment_enabled is required"))?;
    media.comments_enabled = enabled;
    world
        .commit(move |change| {
            if change
                .state
                .media
                .get(&media.id)
                .is_some_and(|now| !now.deleted)
            {
                change.put(Record::Media(media));
            }
            Ok(json!({ "success": true }))
        })
        .await
}

/// `DELETE /{ig-media}` (Facebook login only) and `DELETE /{comment}`.
pub(super) async fn delete(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<Value, Refusal> {
    let comment = world.ledger.read(|state| state.comments.get(id).cloned());
    if let Some(comment) = comment {
        caller.may(Leave::Comments)?;
        world
            .ledger
            .read(|state| caller.account(state, call, &comment.account))?;
        return world
            .commit(move |change| {
                change.put(Record::CommentGone(comment.id));
                Ok(json!({ "success": true }))
            })
            .await;
    }
    let photo = world
        .ledger
        .read(|state| photos::find(state, caller, id).is_some());
    if photo {
        return photos::remove(world, id.to_owned()).await;
    }
    caller.may(Leave::Delete)?;
    let child = world
        .ledger
        .read(|state| find(state, id).is_some_and(|(_, item)| item.is_some()));
    if child {
        return Err(undeletable());
    }
    let media = world
        .ledger
        .read(|state| own_media(state, call, caller, id).cloned())?;
    world
        .commit(move |change| {
            let id = media.id.clone();
            change.put(Record::Media(Media {
                deleted: true,
                ..media
            }));
            Ok(json!({ "success": true, "deleted_id": id }))
        })
        .await
}
