//! One call, described: what it asks of which of Meta's hosts. Nothing here sends it.

use std::time::Duration;

use fanfold_domain::Token;
use reqwest::Method;

/// Which of Meta's addresses a call goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// The Graph host, under the version: nearly everything.
    Graph,
    /// The Graph host without a version: Instagram's token exchange and refresh.
    Unversioned,
    /// Where Instagram changes a login code into a token (`api.instagram.com`).
    Login,
}

/// One call, described.
pub(crate) struct Call {
    pub(crate) endpoint: &'static str,
    pub(crate) method: Method,
    pub(crate) door: Door,
    pub(crate) path: String,
    pub(crate) fields: Vec<(&'static str, String)>,
    /// Secrets among the fields, so that an answer that quotes them is masked.
    pub(crate) secrets: Vec<Token>,
    pub(crate) timeout: Option<Duration>,
}

impl Call {
    pub(crate) fn get(endpoint: &'static str, path: impl Into<String>) -> Self {
        Self {
            endpoint,
            method: Method::GET,
            door: Door::Graph,
            path: path.into(),
            fields: Vec::new(),
            secrets: Vec::new(),
            timeout: None,
        }
    }

    pub(crate) fn post(endpoint: &'static str, path: impl Into<String>) -> Self {
        Self {
            method: Method::POST,
            ..Self::get(endpoint, path)
        }
    }

    pub(crate) fn delete(endpoint: &'static str, path: impl Into<String>) -> Self {
        Self {
            method: Method::DELETE,
            ..Self::get(endpoint, path)
        }
    }

    pub(crate) fn at(mut self, door: Door) -> Self {
        self.door = door;
        self
    }

    /// A parameter: in the query of a read or a deletion, in the form of a write.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    pub(crate) fn with_some(self, name: &'static str, value: Option<&str>) -> Self {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn with_secret(mut self, name: &'static str, secret: &Token) -> Self {
        self.secrets.push(secret.clone());
        self.with(name, secret.reveal())
    }

    pub(crate) fn within(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}
