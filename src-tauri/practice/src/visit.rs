//! What the owner of a practice server asks of it, wherever it runs: a token for its account, the
//! posts that are live, their pictures.

use std::fmt;

use bytes::Bytes;
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::all_scopes;
use crate::state::{LONG_LIFE, SHORT_LIFE};
use crate::{Endpoint, Flavour, PracticeError};

/// How long a token that is handed out lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Never ends, like a Page token.
    Endless,
    /// Sixty days, like one from Meta's dashboard; renewable with Instagram login.
    Long,
    /// An hour, like one straight from a sign-in; exchangeable with the app's secret.
    Short,
}

/// The practice Meta app of one login, for signing in through the browser.
#[derive(Clone, Deserialize)]
pub struct PracticeApp {
    /// The app id, as `client_id` has it.
    pub id: String,
    /// The app's secret. It protects nothing, yet is treated as if it did.
    pub secret: String,
    flavour: Flavour,
}

impl fmt::Debug for PracticeApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PracticeApp")
            .field("id", &self.id)
            .field("secret", &"***")
            .finish_non_exhaustive()
    }
}

/// Something that can be made to go wrong, in words for a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rehearsal {
    /// Names it to [`Endpoint::rehearse`].
    pub id: String,
    /// The heading it stands under.
    pub group: String,
    pub title: String,
    pub description: String,
    /// Whether it is in effect. A fault that strikes a few calls only is off once it has.
    pub on: bool,
}

/// The answer that a person gives on a consent page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consent {
    /// Allows everything but these permissions.
    AllowBut(Vec<String>),
    /// Presses Cancel.
    Cancel,
}

/// Access to the practice account. Holds the token itself, and prints nothing of it.
#[derive(Deserialize)]
pub struct Grant {
    /// The secret: hand it on at once and keep no copy.
    pub access_token: String,
    /// What it opens.
    pub account: GrantedAccount,
    /// When it ends, RFC 3339; `None` never.
    #[serde(default)]
    pub expires_at: Option<String>,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("access_token", &"***")
            .field("account", &self.account)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// The account a token is for.
#[derive(Debug, Clone, Deserialize)]
pub struct GrantedAccount {
    /// The professional account's id, decimal text.
    pub id: String,
    pub username: String,
}

/// A live post.
#[derive(Debug, Clone, Deserialize)]
pub struct Shown {
    pub id: String,
    #[serde(default)]
    pub caption: Option<String>,
    pub items: Vec<Value>,
    /// RFC 3339.
    pub timestamp: String,
    pub permalink: String,
}

#[derive(Deserialize)]
struct Posts {
    posts: Vec<Shown>,
}

impl Endpoint {
    /// A new token for the practice account, through Facebook login: the flavour that can do all.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn grant(&self) -> Result<Grant, PracticeError> {
        self.grant_for(Flavour::Facebook).await
    }

    /// A new token for the practice account through one of the two logins; it never ends.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn grant_for(&self, flavour: Flavour) -> Result<Grant, PracticeError> {
        self.grant_with(flavour, Lifetime::Endless).await
    }

    /// A new token for the practice account, with every permission, of a given lifetime.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn grant_with(
        &self,
        flavour: Flavour,
        lifetime: Lifetime,
    ) -> Result<Grant, PracticeError> {
        let seconds = match lifetime {
            Lifetime::Endless => None,
            Lifetime::Long => Some(LONG_LIFE.as_secs()),
            Lifetime::Short => Some(SHORT_LIFE.as_secs()),
        };
        let wanted = json!({
            "flavour": flavour,
            "expires_in": seconds,
            "short": lifetime == Lifetime::Short,
        });
        let made = self.admin(Method::POST, "/token", Some(wanted)).await?;
        serde_json::from_value(made).map_err(|_| PracticeError::Unreachable)
    }

    /// The practice Meta app of a login: its id and secret.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn app(&self, flavour: Flavour) -> Result<PracticeApp, PracticeError> {
        let listed = self.admin(Method::GET, "/apps", None).await?;
        let apps: Vec<PracticeApp> =
            serde_json::from_value(listed).map_err(|_| PracticeError::Unreachable)?;
        let app = apps.into_iter().find(|app| app.flavour == flavour);
        app.ok_or(PracticeError::Unreachable)
    }

    /// Answers a consent page as a person in a browser would, and gives the address that the
    /// browser would be sent to. `address` is the whole address of the page, on this server.
    ///
    /// # Errors
    /// `Refused` when the page would not lead back to the app; else as [`Endpoint::admin`].
    pub async fn consent(&self, address: &str, answer: &Consent) -> Result<String, PracticeError> {
        let page = url::Url::parse(address).map_err(|_| PracticeError::Unreachable)?;
        let query = page.query().unwrap_or_default();
        let login = if page.path().ends_with("/dialog/oauth") {
            "facebook"
        } else {
            "instagram"
        };
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("login", login).append_pair("ask", query);
        match answer {
            Consent::Cancel => form.append_pair("answer", "cancel"),
            Consent::AllowBut(declined) => {
                let scope = page.query_pairs().find(|(name, _)| name == "scope");
                let scopes = scope.map(|(_, text)| text.into_owned());
                // Facebook Login for Business names a configuration, which asks for all.
                let scopes = scopes.unwrap_or_else(|| all_scopes(Flavour::Facebook).join(","));
                for scope in scopes.split([',', ' ']) {
                    if !declined.iter().any(|one| one == scope) {
                        form.append_pair("allow", scope);
                    }
                }
                form.append_pair("answer", "allow")
            }
        };
        let url = format!("{}/practice/consent", self.base_url);
        self.sent_to(&url, form.finish()).await
    }

    /// Everything that can be rehearsed, by group.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn rehearsals(&self) -> Result<Vec<Rehearsal>, PracticeError> {
        let listed = self.admin(Method::GET, "/rehearsals", None).await?;
        serde_json::from_value(listed).map_err(|_| PracticeError::Unreachable)
    }

    /// Switches one rehearsal; gives it as it is then.
    ///
    /// # Errors
    /// `Refused` when there is none of that name; else as [`Endpoint::admin`].
    pub async fn rehearse(&self, id: &str, on: bool) -> Result<Rehearsal, PracticeError> {
        self.switch(id, json!({ "on": on })).await
    }

    /// Switches one rehearsal on for a single call.
    ///
    /// # Errors
    /// As [`Endpoint::rehearse`].
    pub async fn rehearse_once(&self, id: &str) -> Result<Rehearsal, PracticeError> {
        self.switch(id, json!({ "on": true, "once": true })).await
    }

    async fn switch(&self, id: &str, order: Value) -> Result<Rehearsal, PracticeError> {
        let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        let path = format!("/rehearsals/{id}");
        let row = self.admin(Method::POST, &path, Some(order)).await?;
        serde_json::from_value(row).map_err(|_| PracticeError::Unreachable)
    }

    /// Everything well again: no faults, no rehearsals, the true time.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn calm(&self) -> Result<(), PracticeError> {
        self.admin(Method::DELETE, "/rehearsals", None)
            .await
            .map(drop)
    }

    /// Everything that is live, newest first.
    ///
    /// # Errors
    /// As [`Endpoint::grant`].
    pub async fn shown(&self) -> Result<Vec<Shown>, PracticeError> {
        let listed = self.admin(Method::GET, "/posts", None).await?;
        let posts: Posts =
            serde_json::from_value(listed).map_err(|_| PracticeError::Unreachable)?;
        Ok(posts.posts)
    }

    /// A picture of a live post, counted from 1; `None` when there is none.
    ///
    /// # Errors
    /// As [`Endpoint::grant`].
    pub async fn shown_picture(
        &self,
        post: &str,
        number: usize,
    ) -> Result<Option<Bytes>, PracticeError> {
        if !post.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let url = format!("{}/practice/media/{post}/{number}.jpg", self.base_url);
        match self.ask(Method::GET, &url, String::new()).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(PracticeError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
