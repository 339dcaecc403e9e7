//! Calls to Instagram in a person’s words, for the log and the timeline.

use fanfold_domain::{say, word};
use fanfold_store::{CallRow, SlideOf};

/// A call as a person would name it.
pub(crate) fn what(call: &CallRow) -> String {
    let endpoint = call.endpoint.as_str();
    if let Some(SlideOf { slide, slides }) = call.slide {
        match endpoint {
            "container.create_slide" | "container.create_video_slide" => {
                return say!("Create slide {slide} of {slides}", slide, slides);
            }
            "container.upload" => {
                return say!("Upload video of slide {slide} of {slides}", slide, slides);
            }
            _ => {}
        }
    }
    let known = match endpoint {
        "me.read" | "account.read" => word!("Ask who this is"),
        "me.pages" | "me.page" => word!("Find Pages"),
        "me.permissions" => word!("Read permissions"),
        "quota.read" => word!("Read posting limit"),
        "login.inspect" => word!("Check the sign-in"),
        "login.refresh" => word!("Renew sign-in"),
        "login.exchange_code" | "login.lengthen" => word!("Sign in"),
        "login.revoke" => word!("Sign out"),
        "container.create_image" | "container.create_slide" | "container.create_video_slide" => {
            word!("Create slide")
        }
        "container.create_reel" => word!("Create reel"),
        "container.create_story_image" | "container.create_story_video" => word!("Create story"),
        "container.upload" => word!("Upload video"),
        "photo.upload" => word!("Upload photo to the Page"),
        "photo.read" => word!("Find the photo’s address"),
        "photo.delete" => word!("Remove photo from the Page"),
        "container.create_carousel" => word!("Create carousel"),
        "container.read" | "container.read_many" | "container.read_all" => word!("Check slides"),
        "media.publish" | "publish" => word!("Publish"),
        "media.read" | "media.read_all" => word!("Read the post"),
        "media.list" | "media.recent" | "media.grid" => word!("Read latest posts"),
        "media.stories" => word!("Read stories"),
        "media.insights" => word!("Read the post’s figures"),
        "media.delete" => word!("Delete the post"),
        "media.enable_comments" => word!("Switch comments on or off"),
        "batch.read" => word!("Read several at once"),
        "places.search" => word!("Search places"),
        "comment.create" | "comments.create" => word!("First comment"),
        "comment.list" | "comments.list" | "comments.read" => word!("Read comments"),
        "comment.delete" => word!("Delete a comment"),
        _ => "",
    };
    if known.is_empty() {
        endpoint.replace(['.', '_'], " ")
    } else {
        known.to_owned()
    }
}
