//! Where Instagram fetches an account's pictures from: choosing it, and trying it before Instagram
//! does.

use std::sync::Arc;

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_domain::speech::retold;
use fanfold_domain::{say, word};
use fanfold_graph::{Endpoint, pasted_token};
use fanfold_hosting::{
    Doctor, Examination, Host, HostError, PagePhotoHost, Reach, S3Host, S3Keys, S3Spec, Wanted,
};
use fanfold_publish::HostPort;
use fanfold_store::Account;

use super::clients::wrong;
use super::{Details, Key, PRACTICE};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::queue::{OnTheWeb, PhotosOf};
use crate::view::{HostCheck, HostForm, HostLine, HostView, Tone};

/// As the database and the headless contract name the hosts that are no bucket.
const PAGE_PHOTO: &str = "page-photo";
const LOOPBACK: &str = "loopback";

/// What is offered to try a host: small, and nobody's.
const PICTURE: &[u8] = include_bytes!("check.jpg");

impl Workbench {
    /// Where this account's pictures go.
    pub async fn media_host(&self, id: &str) -> Result<HostView> {
        let account = self.known_account(id).await?;
        let has_secret = self.secret(&Key::Bucket(id.to_owned())).await?.is_some();
        Ok(view(&account, has_secret))
    }

    /// Chooses where they go.
    ///
    /// # Errors
    /// A form that this account cannot use, or a bucket that is none.
    pub async fn media_host_set(self: &Arc<Self>, id: &str, form: HostForm) -> Result<HostView> {
        let account = self.known_account(id).await?;
        let (host, key) = spec_of(&account, &form)?;
        self.set_host(&account, &host, key).await?;
        self.say_account(id).await;
        self.media_host(id).await
    }

    pub(crate) async fn set_host(
        &self,
        account: &Account,
        host: &str,
        access_key: Option<String>,
    ) -> Result<()> {
        let mut details = Details::of(account);
        if access_key.is_some() {
            details.access_key = access_key;
        }
        let now = self.now();
        self.store.set_media_host(&account.id, host, now).await?;
        self.store
            .set_account_details(&account.id, &details.to_text(), now)
            .await?;
        Ok(())
    }

    /// Keeps the secret key of the account's bucket that a person copied.
    pub async fn media_host_key(self: &Arc<Self>, id: &str, pasted: &str) -> Result<HostView> {
        let secret = pasted_token(pasted).ok_or_else(|| WorkbenchError::Usage {
            message: say!("There is no secret key in what was copied."),
        })?;
        self.known_account(id).await?;
        self.keep_secret(&Key::Bucket(id.to_owned()), &secret)
            .await?;
        self.say_account(id).await;
        self.media_host(id).await
    }

    /// A bucket's keys from where programs keep them, for the terminal.
    pub async fn media_host_keys(&self, id: &str, access_key: &str, secret: &str) -> Result<()> {
        let account = self.known_account(id).await?;
        let secret = Token::parse(secret).ok_or_else(|| WorkbenchError::Usage {
            message: say!("The bucket’s secret key is empty."),
        })?;
        self.keep_secret(&Key::Bucket(id.to_owned()), &secret)
            .await?;
        let host = account.media_host.clone();
        self.set_host(&account, &host, Some(access_key.to_owned()))
            .await
    }

    /// Offers a small picture there, fetches it as Instagram would, and takes it back.
    pub async fn media_host_check(self: &Arc<Self>, id: &str) -> Result<HostCheck> {
        let account = self.known_account(id).await?;
        if account.media_host == LOOPBACK {
            return Ok(HostCheck {
                tone: Tone::Ready,
                headline: say!("Pictures stay on this computer."),
                lines: vec![HostLine {
                    tone: Tone::Ready,
                    label: say!("This computer"),
                    text: say!("The practice Instagram fetches them from here."),
                }],
            });
        }
        let (host, reach) = self.web_host(&account).await?;
        let folder = tempfile::tempdir().map_err(|error| WorkbenchError::internal(&error))?;
        let file = folder.path().join("fanfold-check.jpg");
        tokio::fs::write(&file, PICTURE)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let key = format!("fanfold-check-{}", self.new_id());
        let url = match host.offer(&key, &file, "image/jpeg").await {
            Ok(url) => url,
            Err(error) => return Ok(not_taken(&error)),
        };
        let doctor = doctor()?;
        let wanted = Wanted::Picture { bytes: None };
        let seen = doctor.examine(url.as_str(), wanted, reach).await;
        let taken_back = host.withdraw(&url).await;
        Ok(checked(&seen, taken_back.err().as_ref()))
    }

    /// In a few words, for the account's facts.
    pub(crate) fn host_line(account: &Account) -> String {
        match account.media_host.as_str() {
            "" => say!("Not chosen yet"),
            LOOPBACK => say!("This computer"),
            PAGE_PHOTO => say!("Hidden photos of the Page"),
            spec => match S3Spec::parse(spec) {
                Ok(spec) => say!("Bucket {bucket}", bucket = spec.bucket),
                Err(_) => say!("A bucket that is not understood"),
            },
        }
    }

    /// The host of a publish.
    pub(crate) async fn host_of(&self, account: &Account) -> Result<Arc<dyn HostPort>> {
        if account.media_host == LOOPBACK {
            return Ok(self.loopback_host().await?);
        }
        let (host, reach) = self.web_host(account).await?;
        let doctor = doctor()?;
        Ok(Arc::new(OnTheWeb {
            host,
            doctor,
            reach,
        }))
    }

    async fn web_host(&self, account: &Account) -> Result<(Box<dyn Host>, Reach)> {
        match account.media_host.as_str() {
            "" => Err(WorkbenchError::Account {
                message: say!(
                    "Instagram cannot fetch pictures of @{username} yet.",
                    username = account.username
                ),
                hint: say!("Choose where they may be put: Settings, Accounts, Media host."),
            }),
            PAGE_PHOTO => {
                let page = Details::of(account).page.map(|page| page.id);
                let page = page.ok_or_else(|| WorkbenchError::Account {
                    message: say!("This account hangs on no Page that could hold its pictures."),
                    hint: say!("Choose a bucket of your own: Settings, Accounts, Media host."),
                })?;
                let token = self.publishing_token(account).await?;
                let session = self.session_of(account, token)?;
                let host = PagePhotoHost::new(PhotosOf { page, session });
                Ok((Box::new(host), reach_of(account)))
            }
            spec => {
                let spec = S3Spec::parse(spec).map_err(|error| wrong(&error))?;
                let here = spec.endpoint.as_ref().is_some_and(is_here);
                let id = Details::of(account).access_key.unwrap_or_default();
                let secret = self.secret(&Key::Bucket(account.id.clone())).await?;
                let secret = secret.ok_or_else(|| WorkbenchError::Account {
                    message: say!("The bucket’s secret key is missing."),
                    hint: say!("Copy it and choose Use the copied secret key: Settings, Accounts, Media host."),
                })?;
                let keys = S3Keys {
                    id,
                    secret,
                    session: None,
                };
                let host = S3Host::new(spec, &keys).map_err(|error| host_trouble(&error))?;
                let reach = if here {
                    Reach::ThisComputer
                } else {
                    Reach::World
                };
                Ok((Box::new(host), reach))
            }
        }
    }
}

fn doctor() -> Result<Doctor> {
    Doctor::new().map_err(|error| WorkbenchError::Internal(error.to_string()))
}

fn is_here(url: &url::Url) -> bool {
    Endpoint::parse(url.as_str()).is_ok_and(|base| base.is_loopback())
}

/// An Instagram on this computer fetches from this computer.
fn reach_of(account: &Account) -> Reach {
    let base = account.graph_url.as_deref().map(Endpoint::parse);
    match base {
        Some(Ok(base)) if base.is_loopback() => Reach::ThisComputer,
        _ => Reach::World,
    }
}

/// The form as it is stored, and the bucket's access key where one was given.
fn spec_of(account: &Account, form: &HostForm) -> Result<(String, Option<String>)> {
    match form {
        HostForm::PagePhoto if account.flavour == Flavour::Facebook => {
            Ok((PAGE_PHOTO.to_owned(), None))
        }
        HostForm::PagePhoto => Err(WorkbenchError::Usage {
            message: say!("Instagram login knows no Page; choose a bucket of your own."),
        }),
        HostForm::Loopback if reach_of(account) == Reach::ThisComputer => {
            Ok((LOOPBACK.to_owned(), None))
        }
        HostForm::Loopback => Err(WorkbenchError::Usage {
            message: say!("Instagram cannot fetch anything from this computer."),
        }),
        HostForm::S3 {
            bucket,
            prefix,
            endpoint,
            region,
            access_key,
        } => {
            let mut url = url::Url::parse(&format!("s3://{}", bucket.trim()))
                .map_err(|error| wrong(&say!("That is no bucket: {error}", error)))?;
            url.set_path(prefix.trim());
            {
                let mut query = url.query_pairs_mut();
                for (name, value) in [("endpoint", endpoint), ("region", region)] {
                    if !value.trim().is_empty() {
                        query.append_pair(name, value.trim());
                    }
                }
            }
            let text = url.to_string();
            let text = text.trim_end_matches('?').to_owned();
            S3Spec::parse(&text).map_err(|error| wrong(&error))?;
            Ok((text, Some(access_key.trim().to_owned())))
        }
    }
}

fn view(account: &Account, has_secret: bool) -> HostView {
    let form = match account.media_host.as_str() {
        LOOPBACK => HostForm::Loopback,
        PAGE_PHOTO => HostForm::PagePhoto,
        spec => bucket_form(account, spec),
    };
    let bucket = matches!(form, HostForm::S3 { .. });
    HostView {
        problem: if account.media_host.is_empty() {
            Some(say!(
                "Instagram cannot fetch pictures yet. Choose where they may be put."
            ))
        } else if bucket && !has_secret {
            Some(say!("The bucket’s secret key is missing."))
        } else {
            None
        },
        line: Workbench::host_line(account),
        page_photo: account.flavour == Flavour::Facebook && account.id != PRACTICE,
        has_secret,
        form,
    }
}

fn bucket_form(account: &Account, spec: &str) -> HostForm {
    let spec = S3Spec::parse(spec).ok();
    let endpoint = spec.as_ref().and_then(|spec| spec.endpoint.clone());
    HostForm::S3 {
        prefix: spec.as_ref().map_or_else(String::new, |s| s.prefix.clone()),
        region: spec.as_ref().map_or_else(String::new, |s| s.region.clone()),
        endpoint: endpoint.map_or_else(String::new, |url| {
            url.as_str().trim_end_matches('/').to_owned()
        }),
        bucket: spec.map_or_else(String::new, |spec| spec.bucket),
        access_key: Details::of(account).access_key.unwrap_or_default(),
    }
}

fn host_trouble(error: &HostError) -> WorkbenchError {
    WorkbenchError::Account {
        message: error.to_string(),
        hint: say!("Check the bucket: Settings, Accounts, Media host."),
    }
}

fn not_taken(error: &HostError) -> HostCheck {
    let text = match error {
        HostError::Meta(refusal) => refusal.explanation.title.clone(),
        other => retold(&other.to_string()).into_owned(),
    };
    HostCheck {
        tone: Tone::Block,
        headline: say!("The media host does not take pictures."),
        lines: vec![HostLine {
            tone: Tone::Block,
            label: say!("Putting a picture there"),
            text,
        }],
    }
}

fn checked(seen: &Examination, kept: Option<&HostError>) -> HostCheck {
    let healthy = seen.is_healthy();
    let mut lines = vec![HostLine {
        tone: Tone::Ready,
        label: say!("Putting a picture there"),
        text: "Works.".to_owned(),
    }];
    if healthy {
        let took = seen.whole.unwrap_or_default().as_millis();
        let kind = seen.content_type.as_deref().unwrap_or(word!("a file"));
        lines.push(HostLine {
            tone: Tone::Ready,
            label: say!("Fetching it as Instagram would"),
            text: say!(
                "{bytes} bytes of {kind} in {took} ms.",
                bytes = seen.bytes,
                kind,
                took
            ),
        });
    }
    lines.extend(seen.findings.iter().map(|finding| HostLine {
        tone: if finding.fatal {
            Tone::Block
        } else {
            Tone::Near
        },
        label: finding.words.clone(),
        text: finding.todo.clone(),
    }));
    lines.push(match kept {
        None => HostLine {
            tone: Tone::Ready,
            label: say!("Taking it back"),
            text: "Works.".to_owned(),
        },
        Some(error) => HostLine {
            tone: Tone::Near,
            label: say!("Taking it back"),
            text: say!(
                "{error}. Pictures would stay there after a post is out.",
                error
            ),
        },
    });
    HostCheck {
        tone: if healthy { Tone::Ready } else { Tone::Block },
        headline: if healthy {
            word!("Instagram can fetch your pictures.")
        } else {
            word!("Instagram could not fetch your pictures.")
        }
        .to_owned(),
        lines,
    }
}
