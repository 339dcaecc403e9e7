//! Instagram, for one account, over the graph room.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::publish::{
    ContainerId, ContainerReading, ImageContainer, LivePost, MediaId, PostText, Quota,
};
use fanfold_domain::{Delivery, Refusal, Token};
use fanfold_graph::{CallLog, CallRecord, Client, ClientOptions, Endpoint, Session};
use fanfold_publish::Gateway;
use fanfold_store::Account;

use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};

/// One line a call in the logs; the transport has written the rest.
struct Calls;

impl CallLog for Calls {
    fn called(&self, record: &CallRecord) {
        tracing::trace!(
            request_id = record.request_id,
            endpoint = record.endpoint,
            ms = record.ms,
            "called"
        );
    }
}

/// A session with Instagram (or the practice one) for one account.
pub(crate) struct OverGraph {
    session: RwLock<Session>,
    token: Token,
    account: Account,
    bench: Arc<Workbench>,
}

fn session(account: &Account, base: Option<&str>, token: &Token) -> Result<Session> {
    let wrong = |error: &dyn std::fmt::Display| WorkbenchError::Usage {
        message: error.to_string(),
    };
    let base = match base {
        Some(url) => Endpoint::parse(url).map_err(|error| wrong(&error))?,
        None => Endpoint::Meta,
    };
    let options = ClientOptions::new(base, account.flavour);
    let client = Client::new(options, Arc::new(Calls)).map_err(|error| wrong(&error))?;
    Ok(client.session(token.clone()))
}

impl OverGraph {
    /// Connects an account with its token from the keychain.
    ///
    /// # Errors
    /// No keychain, or no token in it any more.
    pub(crate) async fn connect(bench: &Arc<Workbench>, account: &Account) -> Result<Self> {
        let token = bench.token(&account.id).await?.ok_or_else(|| {
            let refusal = refuse_local(Local::TokenMissing, Delivery::NotSent, &account.id);
            WorkbenchError::Refused(Box::new(refusal))
        })?;
        let session = session(account, account.graph_url.as_deref(), &token)?;
        let bench = Arc::clone(bench);
        Ok(Self {
            session: RwLock::new(session),
            token,
            account: account.clone(),
            bench,
        })
    }

    fn session(&self) -> Session {
        self.session
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A practice server that another process ran may have ended with it: the next try finds one
    /// again, here.
    async fn heal<T>(
        &self,
        answer: std::result::Result<T, Refusal>,
    ) -> std::result::Result<T, Refusal> {
        let Err(refusal) = answer else { return answer };
        if refusal.delivery != Delivery::NotSent || self.account.id != PRACTICE {
            return Err(refusal);
        }
        match self.bench.practice.endpoint().await {
            Ok(endpoint) => {
                if let Ok(session) = session(&self.account, Some(&endpoint.base_url), &self.token) {
                    *self.session.write().unwrap_or_else(PoisonError::into_inner) = session;
                }
                Err(refusal)
            }
            Err(error) => Err(refuse_local(
                Local::PracticeOff,
                Delivery::NotSent,
                &error.to_string(),
            )),
        }
    }

    fn me(&self) -> &str {
        &self.account.ig_user_id
    }
}

#[async_trait]
impl Gateway for OverGraph {
    async fn create_child(
        &self,
        image: &ImageContainer,
    ) -> std::result::Result<ContainerId, Refusal> {
        let session = self.session();
        self.heal(session.create_slide(self.me(), image).await)
            .await
    }

    async fn create_single(
        &self,
        image: &ImageContainer,
        text: &PostText,
    ) -> std::result::Result<ContainerId, Refusal> {
        let session = self.session();
        self.heal(session.create_image(self.me(), image, text).await)
            .await
    }

    async fn create_parent(
        &self,
        children: &[ContainerId],
        text: &PostText,
    ) -> std::result::Result<ContainerId, Refusal> {
        let session = self.session();
        self.heal(session.create_carousel(self.me(), children, text).await)
            .await
    }

    async fn read_containers(
        &self,
        ids: &[ContainerId],
    ) -> std::result::Result<Vec<ContainerReading>, Refusal> {
        let session = self.session();
        self.heal(session.containers(ids).await).await
    }

    async fn publish(&self, container: &ContainerId) -> std::result::Result<MediaId, Refusal> {
        let session = self.session();
        self.heal(session.publish(self.me(), container).await).await
    }

    async fn recent(&self, limit: u32) -> std::result::Result<Vec<LivePost>, Refusal> {
        let session = self.session();
        // 100 a page is the most that Meta gives.
        let limit = limit.min(100) as u8;
        self.heal(session.recent_media(self.me(), limit).await)
            .await
    }

    async fn media(&self, id: &MediaId) -> std::result::Result<LivePost, Refusal> {
        let session = self.session();
        self.heal(session.media(id).await).await
    }

    async fn quota(&self) -> std::result::Result<Quota, Refusal> {
        let session = self.session();
        self.heal(session.quota(self.me()).await).await
    }

    async fn comment(&self, media: &MediaId, text: &str) -> std::result::Result<(), Refusal> {
        let session = self.session();
        self.heal(session.comment(media, text).await.map(drop))
            .await
    }

    async fn comments(&self, media: &MediaId) -> std::result::Result<Vec<String>, Refusal> {
        let session = self.session();
        let comments = self.heal(session.comments(media).await).await?;
        Ok(comments.into_iter().map(|comment| comment.text).collect())
    }
}
