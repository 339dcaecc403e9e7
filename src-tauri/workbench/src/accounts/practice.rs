//! The practice account: always there, on an Instagram of this computer.

use std::path::PathBuf;
use std::sync::Arc;

use fanfold_domain::Token;
use fanfold_domain::account::{Flavour, TokenState};
use fanfold_practice::{Endpoint, PracticeOptions, Service};
use fanfold_store::Account;
use tokio::sync::Mutex;

use super::{Details, Key};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::pictures::Picture;
use crate::view::{AccountView, FeedPost};
use crate::words::moment;

/// The practice account's id, on every computer.
pub(crate) const PRACTICE: &str = "practice";

/// The practice Instagram of this data folder, in this process or another.
#[derive(Debug)]
pub(crate) struct Practice {
    folder: PathBuf,
    service: Mutex<Option<Service>>,
}

impl Practice {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            service: Mutex::new(None),
        }
    }

    /// The running server, started where there is none. One that another process ran and ended is
    /// replaced.
    pub(crate) async fn endpoint(&self) -> Result<Endpoint> {
        let mut service = self.service.lock().await;
        if let Some(running) = service.as_ref().filter(|service| service.is_ours()) {
            return Ok(running.endpoint().clone());
        }
        let found = fanfold_practice::ensure(PracticeOptions::new(&self.folder))
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))?;
        Ok(service.insert(found).endpoint().clone())
    }

    pub(crate) async fn shutdown(&self) {
        if let Some(service) = self.service.lock().await.take() {
            service.shutdown().await;
        }
    }
}

impl Workbench {
    /// Starts the practice Instagram, connects its account and chooses it; one that was signed out
    /// there is connected anew.
    pub async fn use_practice(self: &Arc<Self>) -> Result<AccountView> {
        let mut account = self.practice_account().await?;
        if matches!(
            account.token_state,
            TokenState::Expired | TokenState::Revoked
        ) {
            account = self.reconnect_practice().await?;
            self.go_on_after_reconnecting(PRACTICE).await?;
            self.say_account(PRACTICE).await;
        }
        self.choose(&account).await
    }

    /// Connects the practice account anew, by either of Instagram's two logins, and chooses it.
    pub async fn connect_practice(self: &Arc<Self>, flavour: Flavour) -> Result<AccountView> {
        self.keychain_answers().await?;
        let endpoint = self.practice.endpoint().await?;
        let account = self.grant_practice(&endpoint, flavour).await?;
        self.go_on_after_reconnecting(PRACTICE).await?;
        let view = self.choose(&account).await?;
        self.say_account(PRACTICE).await;
        Ok(view)
    }

    /// The practice account with a token in the keychain and its server running.
    ///
    /// # Errors
    /// No keychain: nothing is stored anywhere else.
    pub(crate) async fn practice_account(self: &Arc<Self>) -> Result<Account> {
        // Asked first: without a keychain nothing may happen on any network, loopback included.
        let stored = self.token(PRACTICE).await?;
        let endpoint = self.practice.endpoint().await?;
        let known = self.store.account(PRACTICE).await?;
        if let (Some(_), Some(mut account)) = (stored, known) {
            if account.graph_url.as_deref() != Some(endpoint.base_url.as_str()) {
                account.graph_url = Some(endpoint.base_url);
                account.updated_at = self.now();
                self.store.put_account(&account).await?;
            }
            return Ok(account);
        }
        self.grant_practice(&endpoint, Flavour::Facebook).await
    }

    /// Asks the practice Instagram for access anew, as signing in again would.
    pub(crate) async fn reconnect_practice(&self) -> Result<Account> {
        let endpoint = self.practice.endpoint().await?;
        let known = self.store.account(PRACTICE).await?;
        let flavour = known.map_or(Flavour::Facebook, |account| account.flavour);
        self.grant_practice(&endpoint, flavour).await
    }

    async fn grant_practice(&self, endpoint: &Endpoint, flavour: Flavour) -> Result<Account> {
        let granted = endpoint.grant_for(match flavour {
            Flavour::Facebook => fanfold_practice::Flavour::Facebook,
            Flavour::Instagram => fanfold_practice::Flavour::Instagram,
        });
        let grant = granted
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))?;
        let token = Token::parse(&grant.access_token)
            .ok_or_else(|| WorkbenchError::Practice("it gave out an empty key".to_owned()))?;
        self.keep_secret(&Key::Publishing(PRACTICE.to_owned()), &token)
            .await?;
        // A person's and a Page's token are one here.
        self.keep_secret(&Key::Person(PRACTICE.to_owned()), &token)
            .await?;
        let now = self.now();
        let details = Details {
            signed_in: Some(now),
            issued: Some(now),
            ..Details::default()
        };
        let account = Account {
            id: PRACTICE.to_owned(),
            username: grant.account.username,
            flavour,
            ig_user_id: grant.account.id,
            graph_url: Some(endpoint.base_url.clone()),
            media_host: "loopback".to_owned(),
            token_expires_at: None,
            token_state: TokenState::Valid,
            pause: None,
            held: None,
            details: details.to_text(),
            created_at: now,
            updated_at: now,
        };
        self.store.put_account(&account).await?;
        Ok(account)
    }

    /// What is live on the practice Instagram, newest first.
    pub async fn practice_feed(self: &Arc<Self>) -> Result<Vec<FeedPost>> {
        let endpoint = self.practice.endpoint().await?;
        let shown = endpoint
            .shown()
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))?;
        let username = self.account_name().unwrap_or_default();
        let posts = shown.into_iter().map(|post| FeedPost {
            pictures: (1..=post.items.len())
                .map(|number| format!("{}feed/{}/{number}", self.media_base, post.id))
                .collect(),
            when: post
                .timestamp
                .parse()
                .map(|at| moment(at, self.now()))
                .unwrap_or_default(),
            id: post.id,
            username: username.clone(),
            caption: post.caption.unwrap_or_default(),
            permalink: Some(post.permalink),
        });
        Ok(posts.collect())
    }

    pub(crate) async fn practice_picture(
        self: &Arc<Self>,
        post: &str,
        number: &str,
    ) -> Result<Option<Picture>> {
        let Ok(number) = number.parse() else {
            return Ok(None);
        };
        let endpoint = self.practice.endpoint().await?;
        let bytes = endpoint
            .shown_picture(post, number)
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let jpeg = if bytes.starts_with(&[0xFF, 0xD8]) {
            Some(bytes.to_vec())
        } else {
            let bench = Arc::clone(self);
            // A clip: the window shows its first picture.
            tokio::task::spawn_blocking(move || bench.first_picture(&bytes))
                .await
                .map_err(|error| WorkbenchError::internal(&error))?
        };
        Ok(jpeg.map(|bytes| Picture {
            bytes,
            media_type: "image/jpeg",
        }))
    }

    /// Runs the practice Instagram until told to stop; for `practice serve`.
    pub async fn serve_practice(
        folder: &crate::DataFolder,
        port: u16,
    ) -> Result<fanfold_practice::Running> {
        let options = PracticeOptions {
            port,
            ..PracticeOptions::new(folder.practice())
        };
        fanfold_practice::PracticeServer::start(options)
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))
    }

    /// Saves what is unsaved and ends the practice server; for closing.
    pub async fn close(self: &Arc<Self>) -> Result<()> {
        let saved = self.flush().await;
        // A terminal ends before the calls of its last moment, and what the limiter learned, are kept.
        self.call_book.flush().await;
        self.practice.shutdown().await;
        self.store.close().await;
        saved
    }
}
