//! The database of a data folder: what it keeps, what it refuses, and who may work on a post.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it measured"
)]

mod calls;
mod claims;
mod drafts;
mod opening;
mod prints;
mod writes;

use fanfold_domain::publish::PostState;
use fanfold_store::{Account, NewPost, PostSave, Store};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn noon() -> Timestamp {
    "2026-09-11T12:00:00Z".parse().unwrap()
}

pub(crate) fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

pub(crate) fn account(id: &str) -> Account {
    Account {
        id: id.to_owned(),
        username: "bluehouse.bakery".to_owned(),
        flavour: fanfold_domain::account::Flavour::Instagram,
        ig_user_id: "17841400000000001".to_owned(),
        graph_url: None,
        media_host: "loopback".to_owned(),
        token_expires_at: None,
        token_state: fanfold_domain::account::TokenState::Valid,
        pause: None,
        held: None,
        details: "{}".to_owned(),
        created_at: noon(),
        updated_at: noon(),
    }
}

pub(crate) fn post(id: &str, account: &str, due: Timestamp) -> NewPost {
    NewPost {
        id: id.to_owned(),
        account: account.to_owned(),
        draft: None,
        due,
        document: "{}".to_owned(),
        run: "{}".to_owned(),
        state: PostState::Scheduled,
    }
}

pub(crate) fn saved(state: PostState) -> PostSave<'static> {
    PostSave {
        state,
        until: None,
        run: "{\"moved\":true}",
        over: None,
        media_id: None,
        permalink: None,
        error: None,
    }
}

pub(crate) async fn open() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    (folder, store)
}
