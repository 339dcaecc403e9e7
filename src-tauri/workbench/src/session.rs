//! The window's surroundings: what it needs to draw itself, and a person's choices.

use std::sync::{Arc, PoisonError};

use fanfold_store::Store;

use crate::Workbench;
use crate::error::Result;
use crate::view::{Platform, Session, Settings};

const SETTINGS: &str = "settings";

pub(crate) async fn load_settings(store: &Store) -> Result<Settings> {
    Ok(store.setting(SETTINGS).await?.unwrap_or_default())
}

fn platform() -> Platform {
    if cfg!(target_os = "macos") {
        Platform::Macos
    } else if cfg!(windows) {
        Platform::Windows
    } else {
        Platform::Linux
    }
}

impl Workbench {
    /// Everything the window needs to draw itself.
    pub async fn session(self: &Arc<Self>) -> Result<Session> {
        let open = match self.desk.current() {
            Some(id) => Some(self.draft_view(&id)?),
            None => self.remembered().await?,
        };
        let drafts = self.draft_list().await?;
        let account = self
            .account
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Ok(Session {
            platform: platform(),
            first_start: account.is_none() && drafts.is_empty(),
            account,
            accounts: self.account_list().await?,
            drafts,
            open,
            settings: *self.settings.read().unwrap_or_else(PoisonError::into_inner),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// Keeps a person's choices; drafts are judged anew.
    pub async fn set_settings(self: &Arc<Self>, settings: Settings) -> Result<Settings> {
        self.store.set_setting(SETTINGS, &settings).await?;
        *self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner) = settings;
        for id in self.desk.ids() {
            self.desk.with(&id, crate::desk::OpenDraft::seen)?;
            self.say_draft(&id);
        }
        self.say_drafts().await;
        Ok(settings)
    }
}
