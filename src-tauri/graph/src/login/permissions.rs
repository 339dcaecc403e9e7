//! What the token's owner allowed, and taking it back.
//!
//! Source: Meta, user permissions, 2026-09-11. Facebook login only: Instagram login names its
//! permissions when the token is made, and is revoked in Instagram's own settings.

use fanfold_domain::Refusal;
use fanfold_domain::account::Flavour;

use crate::call::Call;
use crate::client::Session;
use crate::endpoints::read::{done, list, text};

/// How a permission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionState {
    Granted,
    Declined,
    /// Not used for 90 days, or data access has lapsed.
    Expired,
    /// A word this build does not know; counts as not granted.
    Other,
}

/// One permission and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    pub name: String,
    pub granted: bool,
    pub state: PermissionState,
}

impl Session {
    /// What the token's owner allowed. Facebook login only; the answer is empty for Instagram
    /// login.
    pub async fn permissions(&self) -> Result<Vec<Permission>, Refusal> {
        if self.flavour() == Flavour::Instagram {
            return Ok(Vec::new());
        }
        let value = self
            .send(Call::get("me.permissions", "me/permissions"))
            .await?;
        let rows = list(&value).iter().filter_map(|row| {
            let state = state(&text(row, "status")?);
            Some(Permission {
                name: text(row, "permission")?,
                granted: state == PermissionState::Granted,
                state,
            })
        });
        Ok(rows.collect())
    }

    /// Takes one permission back, or with `None` everything, which disconnects the app at Meta.
    /// Facebook login only: `false` for Instagram login, which has no such call.
    pub async fn revoke(&self, permission: Option<&str>) -> Result<bool, Refusal> {
        if self.flavour() == Flavour::Instagram {
            return Ok(false);
        }
        let path = match permission {
            Some(name) => format!("me/permissions/{name}"),
            None => "me/permissions".to_owned(),
        };
        done(&self.send(Call::delete("login.revoke", path)).await?)?;
        Ok(true)
    }
}

fn state(word: &str) -> PermissionState {
    match word.to_ascii_lowercase().as_str() {
        "granted" => PermissionState::Granted,
        "declined" => PermissionState::Declined,
        "expired" => PermissionState::Expired,
        _ => PermissionState::Other,
    }
}
