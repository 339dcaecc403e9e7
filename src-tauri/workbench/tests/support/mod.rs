//! What every test on the desk begins with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fanfold_workbench::view::{DraftView, Event};
use fanfold_workbench::{DataFolder, Options, Workbench};

/// Where the media of these workbenches begins.
pub(crate) const BASE: &str = "media://localhost/";

/// A workbench over a data folder of its own, as a window opens it.
pub(crate) async fn open(dir: &Path) -> Arc<Workbench> {
    let folder = DataFolder::choose(Some(dir.to_owned())).unwrap();
    let options = Options {
        media_base: BASE.into(),
        ..Options::default()
    };
    Workbench::open(folder, options).await.unwrap()
}

/// The first view of the draft that fits, from the events.
pub(crate) async fn until(
    bench: &Arc<Workbench>,
    id: &str,
    fits: impl Fn(&DraftView) -> bool,
) -> DraftView {
    let mut events = bench.listen();
    let now = bench.draft_open(id).await.unwrap();
    if fits(&now) {
        return now;
    }
    let wait = async {
        loop {
            if let Ok(Event::Draft { draft }) = events.recv().await
                && draft.id == id
                && fits(&draft)
            {
                return *draft;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(2), wait)
        .await
        .unwrap()
}
