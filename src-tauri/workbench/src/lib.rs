//! Every operation a shell may call. It wires the rooms together and owns no logic of theirs; the
//! window and the terminal are thin layers over it.

mod accounts;
mod desk;
pub mod error;
mod folder;
pub mod headless;
pub mod logs;
mod look;
mod pictures;
mod posts;
mod queue;
pub mod queue_api;
mod radar;
mod recorder;
mod schedule;
mod session;
mod support;
mod time;
pub mod view;
mod words;
mod workers;
mod writing;

use std::sync::{Arc, PoisonError, RwLock};

use fanfold_domain::rules::Policy;
use fanfold_media::Library;
use fanfold_secrets::SecretStore;
use fanfold_store::Store;
use tokio::sync::broadcast;

use crate::desk::{ClipTool, Desk, Shelf};
use crate::posts::DraftPosts;
use crate::view::{AccountView, Event, Settings};

pub use accounts::{AccountRow, ConnectOptions, browser_failed, explain_text};
pub use error::{Result, WorkbenchError};
pub use fanfold_domain::rules::passport as rule_passport;
pub use fanfold_domain::speech::retold;
pub use fanfold_domain::{say, word};
pub use fanfold_media::Cancel;
pub use folder::DataFolder;
pub use pictures::Picture;
pub use posts::Pace;
pub use schedule::When;
pub use support::{
    AccountHealth, ApiUsage, CallHealth, ContainerHealth, PermissionHealth, QuotaHealth,
    TokenHealth,
};
pub use time::Time;
pub use workers::give_way_to_the_window;

/// Events a slow listener may fall behind; each carries the whole picture, so a gap heals.
const EVENTS: usize = 1024;

/// The workbench over one data folder.
pub struct Workbench {
    folder: DataFolder,
    store: Store,
    library: Library,
    secrets: Arc<dyn SecretStore>,
    desk: Desk,
    shelf: Shelf,
    clip_tool: ClipTool,
    settings: RwLock<Settings>,
    /// What a window said of its system; `None` where no window did.
    system_language: RwLock<Option<fanfold_domain::speech::Language>>,
    account: RwLock<Option<AccountView>>,
    practice: accounts::Practice,
    /// Usernames by account id, for posts.
    names: RwLock<std::collections::HashMap<String, String>>,
    call_book: Arc<accounts::CallBook>,
    pending: accounts::PendingConnections,
    sign_ins: accounts::SignIns,
    /// Rung when the queue holds something new to do now.
    queue_changed: tokio::sync::Notify,
    posts_of_drafts: DraftPosts,
    working: posts::Working,
    standing: queue::Standing,
    #[cfg(test)]
    outside: std::sync::OnceLock<queue::Pretend>,
    loopback: tokio::sync::OnceCell<Arc<queue::OnLoopback>>,
    grid: writing::Grid,
    events: broadcast::Sender<Event>,
    /// Drafts are saved one at a time.
    saving: tokio::sync::Mutex<()>,
    runtime: tokio::runtime::Handle,
    media_base: String,
    pace: Pace,
    time: time::Time,
    graph_url: Option<String>,
    graph_version: Option<String>,
}

/// What a shell decides when it opens the workbench.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the window's media protocol begins, e.g. `media://localhost/`.
    pub media_base: String,
    pub pace: Pace,
    pub time: Time,
    /// One address in the place of all of Meta's, for accounts that are connected from now on: tests,
    /// proxies.
    pub graph_url: Option<String>,
    /// A version of the Graph API in the place of the one in the settings: `v24.0`.
    pub graph_version: Option<String>,
}

impl Workbench {
    /// Opens a data folder, making it where it is missing. Call it on a Tokio runtime.
    ///
    /// # Errors
    /// A folder that cannot be written, a database from a newer Fanfold or a damaged one.
    pub async fn open(folder: DataFolder, options: Options) -> Result<Arc<Self>> {
        if let Some(version) = &options.graph_version {
            session::is_version(version)?;
        }
        folder.prepare()?;
        let store = Store::open(folder.path()).await?;
        let library = Library::open(folder.media())?;
        if let Err(error) = library.tidy() {
            tracing::warn!(%error, "old temporary files stay");
        }
        let settings = session::load_settings(&store).await?;
        let (events, _) = broadcast::channel(EVENTS);
        let secrets: Arc<dyn SecretStore> = Arc::new(fanfold_secrets::Keychain::system(
            &folder.keychain_service(),
        ));
        let runtime = tokio::runtime::Handle::current();
        let bench = Arc::new(Self {
            practice: accounts::Practice::new(folder.practice()),
            names: RwLock::default(),
            call_book: Arc::new(accounts::CallBook::new(
                store.clone(),
                runtime.clone(),
                options.time.clone(),
                accounts::Limits::open(&store, options.pace.time_scale).await,
            )),
            pending: accounts::PendingConnections::default(),
            sign_ins: accounts::SignIns::default(),
            queue_changed: tokio::sync::Notify::new(),
            folder,
            store,
            library,
            secrets,
            desk: Desk::default(),
            shelf: Shelf::default(),
            clip_tool: ClipTool::default(),
            settings: RwLock::new(settings),
            system_language: RwLock::new(None),
            account: RwLock::new(None),
            posts_of_drafts: DraftPosts::default(),
            working: posts::Working::default(),
            standing: queue::Standing::default(),
            #[cfg(test)]
            outside: std::sync::OnceLock::new(),
            loopback: tokio::sync::OnceCell::new(),
            grid: writing::Grid::default(),
            events,
            saving: tokio::sync::Mutex::new(()),
            runtime,
            media_base: options.media_base,
            pace: options.pace,
            time: options.time,
            graph_url: options.graph_url,
            graph_version: options.graph_version,
        });
        bench.choose_remembered_account().await?;
        bench.recall_clip_tool().await?;
        Ok(bench)
    }

    /// Everything that changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    pub(crate) fn say(&self, event: Event) {
        // Nobody listening is no failure: a terminal command needs no events.
        let _ = self.events.send(event);
    }

    /// What would be told is not worth finding out.
    pub(crate) fn nobody_listens(&self) -> bool {
        self.events.receiver_count() == 0
    }

    pub(crate) fn policy(&self) -> Policy {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        Policy {
            profile: settings.rules,
            allow_three_four: settings.allow_three_four,
        }
    }

    /// An id for a draft, slide or post: sorts by time, never repeats.
    #[expect(clippy::unused_self, reason = "chance is the workbench's to give")]
    pub(crate) fn new_id(&self) -> String {
        uuid::Uuid::now_v7().simple().to_string()
    }
}
