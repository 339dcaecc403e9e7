//! A person's own Meta app: its number here, its secret (if they want) in the keychain.

use std::sync::Arc;

use fanfold_domain::account::Flavour;
use fanfold_domain::{say, word};
use fanfold_graph::login::MetaApp;
use fanfold_graph::pasted_token;

use super::{Key, guide, redirect};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::MetaAppView;

/// Meta's app numbers have 15 or 16 digits today; a few more do no harm.
const MOST_DIGITS: usize = 24;

fn setting(flavour: Flavour) -> String {
    format!("meta_app.{}", flavour.name())
}

impl Workbench {
    /// The person's own app for one of the two logins, with how to make one.
    pub async fn meta_app(&self, flavour: Flavour) -> Result<MetaAppView> {
        let app_id = self.app_id(flavour).await?;
        let has_secret = self.secret(&Key::App(flavour)).await?.is_some();
        let redirect = redirect::address(flavour).to_owned();
        Ok(MetaAppView {
            flavour,
            app_id,
            guide: guide::steps(flavour, &redirect),
            redirect,
            has_secret,
            note: note(flavour, has_secret).to_owned(),
        })
    }

    /// Remembers the app's number; empty forgets it.
    pub async fn meta_app_set(&self, flavour: Flavour, app_id: &str) -> Result<MetaAppView> {
        let id: String = app_id.chars().filter(|c| !c.is_whitespace()).collect();
        let digits = id.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || id.len() > MOST_DIGITS {
            return Err(WorkbenchError::Usage {
                message: say!("An app ID is a number of about 16 digits."),
            });
        }
        self.store.set_setting(&setting(flavour), &id).await?;
        self.meta_app(flavour).await
    }

    /// Keeps the app's secret that a person copied.
    pub async fn secret_keep(&self, flavour: Flavour, pasted: &str) -> Result<MetaAppView> {
        let secret = pasted_token(pasted).filter(|secret| is_secret(secret.reveal()));
        let secret = secret.ok_or_else(|| WorkbenchError::Usage {
            message: say!("What was copied is no app secret: that is 32 letters and digits."),
        })?;
        self.keep_secret(&Key::App(flavour), &secret).await?;
        self.meta_app(flavour).await
    }

    pub async fn secret_forget(&self, flavour: Flavour) -> Result<MetaAppView> {
        self.forget_secret(&Key::App(flavour)).await?;
        self.meta_app(flavour).await
    }

    async fn app_id(&self, flavour: Flavour) -> Result<String> {
        let stored = self.store.setting::<String>(&setting(flavour)).await?;
        Ok(stored.unwrap_or_default())
    }

    /// The app to sign in with; the practice Instagram brings its own.
    pub(crate) async fn app_for(self: &Arc<Self>, flavour: Flavour) -> Result<MetaApp> {
        let id = self.app_id(flavour).await?;
        if id.is_empty() {
            return Err(WorkbenchError::NotNow(say!("Enter your app’s ID first.")));
        }
        let secret = self.secret(&Key::App(flavour)).await?;
        if flavour == Flavour::Instagram && secret.is_none() {
            return Err(WorkbenchError::Account {
                message: say!(
                    "Instagram gives a sign-in through the browser only with the app’s secret."
                ),
                hint: say!(
                    "Copy the secret from Meta’s dashboard, or use a token that Meta makes for you; that needs no secret."
                ),
            });
        }
        Ok(MetaApp {
            id,
            secret,
            redirect_uri: redirect::address(flavour).to_owned(),
        })
    }
}

/// 32 hexadecimal digits today; anything without blanks of about that length is taken.
fn is_secret(text: &str) -> bool {
    (24..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn note(flavour: Flavour, has_secret: bool) -> &'static str {
    match (flavour, has_secret) {
        (Flavour::Instagram, true) => {
            word!(
                "The secret is used for signing in alone; Fanfold renews without it. You may remove it afterwards."
            )
        }
        (Flavour::Instagram, false) => {
            word!(
                "Instagram asks for the app’s secret when you sign in through the browser. A token from Meta’s dashboard needs none."
            )
        }
        (Flavour::Facebook, true) => {
            word!("With the secret a sign-in lasts 60 days, and through a Page without end.")
        }
        (Flavour::Facebook, false) => {
            word!(
                "Without the app’s secret a sign-in lasts an hour or two. A token from Meta’s pages lasts longer."
            )
        }
    }
}
