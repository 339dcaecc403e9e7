//! What Instagram said of an account, beside what the table holds. A document of its own version:
//! what an older Fanfold did not write is absent, what is not understood is as if never asked.

use fanfold_store::Account;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What Instagram said of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    pub(crate) name: Option<String>,
    /// `BUSINESS`, `MEDIA_CREATOR`.
    pub(crate) account_type: Option<String>,
    /// Facebook login: the Page it hangs on.
    pub(crate) page: Option<Page>,
    /// `None` where Instagram does not tell.
    pub(crate) permissions: Option<Vec<Grant>>,
    /// When a person connected it last.
    pub(crate) signed_in: Option<Timestamp>,
    /// When the token in use was made or renewed.
    pub(crate) issued: Option<Timestamp>,
    /// When Meta wants a person to confirm access to the data again (90 days; Facebook login).
    pub(crate) data_access_until: Option<Timestamp>,
    pub(crate) quota: Option<QuotaSeen>,
    /// When Instagram was asked last, whatever it said.
    pub(crate) checked: Option<Timestamp>,
    /// Why the last question failed, in words.
    pub(crate) trouble: Option<String>,
    /// The id of the bucket's key; its secret half is the keychain's.
    pub(crate) access_key: Option<String>,
    /// When renewing was tried last.
    pub(crate) renewal_tried: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A permission and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) name: String,
    pub(crate) granted: bool,
}

/// The publishing quota as Instagram told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QuotaSeen {
    pub(crate) used: u32,
    pub(crate) total: u32,
    pub(crate) at: Timestamp,
}

impl Details {
    pub(crate) fn of(account: &Account) -> Self {
        serde_json::from_str(&account.details).unwrap_or_default()
    }

    pub(crate) fn to_text(&self) -> String {
        // Plain data: it always serialises; an empty document would only mean asking again.
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_document_of_another_version_is_read_as_far_as_it_goes() {
        let read: Details = serde_json::from_str(r#"{"name":"Bakery","later":[1]}"#).unwrap();
        assert_eq!(read.name.as_deref(), Some("Bakery"));
        assert_eq!(read.permissions, None);
        assert_eq!(
            serde_json::from_str::<Details>(&read.to_text()).unwrap(),
            read
        );
    }
}
