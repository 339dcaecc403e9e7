//! Signing in through the browser with the person's own Meta app: open the page, hear the answer (or
//! be handed its address), change it into access, connect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_domain::{say, word};
use fanfold_graph::login::{
    Attempt, Authorize, Grant, MetaApp, NotGranted, Purpose, Returned, returned, scopes,
};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::clients::{client, wrong};
use super::connect::ConnectOptions;
use super::redirect;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{Event, SignInStage, SignInView};

/// Everything that a sign-in asks for beyond what publishing needs.
const WISHES: [Purpose; 3] = [Purpose::Comment, Purpose::Insights, Purpose::HostOnPage];

/// Sign-ins under way. In memory only: an attempt that outlives the process is begun anew.
#[derive(Default)]
pub(crate) struct SignIns(Mutex<HashMap<String, Running>>);

#[derive(Clone)]
struct Running {
    app: MetaApp,
    attempt: Attempt,
    options: ConnectOptions,
    flavour: Flavour,
    listens: bool,
    stop: CancellationToken,
}

impl SignIns {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, Running>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Workbench {
    /// Begins a sign-in. The answer's second part is the address to open in the browser; it holds no
    /// secret. `practice` signs in at the practice Instagram instead of Meta's.
    ///
    /// # Errors
    /// No keychain, no app, an app without the secret that its login needs.
    pub async fn sign_in_begin(
        self: &Arc<Self>,
        flavour: Flavour,
        practice: bool,
    ) -> Result<(SignInView, String)> {
        self.keychain_answers().await?;
        let (app, options) = if practice {
            self.practice_app(flavour).await?
        } else {
            let options = ConnectOptions {
                graph_url: self.graph_url.clone(),
                ..ConnectOptions::default()
            };
            (self.app_for(flavour).await?, options)
        };
        let options = ConnectOptions {
            flavour: Some(flavour),
            ..options
        };
        let fresh = Attempt::of_random(&chance());
        let attempt = match flavour {
            Flavour::Facebook => fresh,
            // Meta documents PKCE for Facebook login alone.
            Flavour::Instagram => fresh.without_pkce(),
        };
        let asked = self.client_options(Some(flavour), options.graph_url.as_deref())?;
        let client = client(asked, Arc::new(self.calls_of("connecting")))?;
        let scopes = scopes(flavour, &WISHES);
        let mut what = Authorize::new(&app, &attempt, &scopes);
        what.token_at_once = flavour == Flavour::Facebook && app.secret.is_none();
        let address = client
            .authorize_address(&what)
            .ok_or_else(|| WorkbenchError::internal(&"no address for signing in"))?;

        let view = self.wait_for_answer(app, attempt, options, flavour).await;
        Ok((view, address.into()))
    }

    /// Listens for the browser where that is possible; otherwise the person brings the answer.
    async fn wait_for_answer(
        self: &Arc<Self>,
        app: MetaApp,
        attempt: Attempt,
        options: ConnectOptions,
        flavour: Flavour,
    ) -> SignInView {
        // One sign-in at a time: the port is one, and so is the person.
        self.sign_ins.with(|all| {
            for (_, old) in all.drain() {
                old.stop.cancel();
            }
        });
        let id = self.new_id();
        let stop = CancellationToken::new();
        let heard = if redirect::can_listen(&app.redirect_uri) {
            redirect::listen(stop.clone()).await
        } else {
            None
        };
        let running = Running {
            app,
            attempt,
            options,
            flavour,
            listens: heard.is_some(),
            stop: stop.clone(),
        };
        let view = waiting(&id, &running, None);
        self.sign_ins.with(|all| all.insert(id.clone(), running));
        if let Some(mut heard) = heard {
            let bench = Arc::clone(self);
            self.runtime.spawn(async move {
                loop {
                    let answer = tokio::select! {
                        answer = heard.recv() => answer,
                        () = stop.cancelled() => return,
                    };
                    let Some(answer) = answer else { return };
                    let view = bench.sign_in_answer(&id, &answer).await;
                    bench.say(Event::SignIn {
                        sign_in: Box::new(view),
                    });
                }
            });
        }
        view
    }

    /// Goes on with the address that a person copied from the browser.
    pub async fn sign_in_answer(self: &Arc<Self>, id: &str, answer: &str) -> SignInView {
        let Some(running) = self.sign_ins.with(|all| all.get(id).cloned()) else {
            return over(id);
        };
        let returned = match returned(answer, &running.attempt) {
            Ok(returned) => returned,
            Err(why) => return self.not_granted(id, &running, &why),
        };
        self.say(Event::SignIn {
            sign_in: Box::new(SignInView {
                stage: SignInStage::Asking,
                sentence: say!("Instagram answered. Fanfold looks up the account…"),
                ..waiting(id, &running, None)
            }),
        });
        match self.signed_in(&running, returned).await {
            Ok(connected) => {
                self.end(id);
                SignInView {
                    stage: SignInStage::Done,
                    sentence: say!("Signed in."),
                    connected: Some(connected),
                    ..waiting(id, &running, None)
                }
            }
            Err(error) => {
                self.end(id);
                failed(id, &running, &error)
            }
        }
    }

    async fn signed_in(
        self: &Arc<Self>,
        running: &Running,
        returned: Returned,
    ) -> Result<crate::view::Connected> {
        let asked =
            self.client_options(Some(running.flavour), running.options.graph_url.as_deref())?;
        let client = client(asked, Arc::new(self.calls_of("connecting")))?;
        let (token, seconds) = match returned {
            Returned::Token { token, expires_in } => (token, expires_in),
            Returned::Code(code) => {
                let grant = client
                    .exchange_code(&running.app, &code, &running.attempt)
                    .await?;
                self.lengthened(&client, &running.app, grant).await
            }
        };
        let now = self.now();
        let expires = seconds.and_then(|seconds| {
            let life = SignedDuration::from_secs(i64::try_from(seconds).ok()?);
            now.checked_add(life).ok()
        });
        let offer = self
            .offer_of(token, expires, running.options.clone())
            .await?;
        self.take_up(offer).await
    }

    /// A short token made long where the secret is at hand. A short one still connects.
    async fn lengthened(
        &self,
        client: &fanfold_graph::Client,
        app: &MetaApp,
        grant: Grant,
    ) -> (Token, Option<u64>) {
        let short = (grant.token.clone(), grant.expires_in);
        let Some(secret) = &app.secret else {
            return short;
        };
        match client.lengthen(&app.id, secret, &grant.token).await {
            Ok(long) => (long.token, long.expires_in),
            Err(refusal) => {
                tracing::warn!(
                    why = refusal.explanation.title,
                    "a sign-in could not be made to last"
                );
                short
            }
        }
    }

    /// Ends a sign-in that nobody wants any more.
    pub fn sign_in_cancel(&self, id: &str) {
        self.end(id);
    }

    fn end(&self, id: &str) {
        if let Some(running) = self.sign_ins.with(|all| all.remove(id)) {
            running.stop.cancel();
        }
    }

    fn not_granted(&self, id: &str, running: &Running, why: &NotGranted) -> SignInView {
        let (error, hint, ends) = match why {
            NotGranted::Cancelled => (
                say!("You said no at Instagram, so nothing was connected."),
                word!("Begin once more whenever you like."),
                true,
            ),
            NotGranted::Refused(words) => (
                say!("Meta refused the sign-in: {words}", words),
                word!("Compare the address and the ID in your Meta app with those here."),
                true,
            ),
            NotGranted::WrongState => (
                say!("This answer belongs to another sign-in."),
                word!("Use the browser tab that Fanfold opened last."),
                false,
            ),
            NotGranted::Nothing => (
                say!("There is no answer of Instagram’s in what was copied."),
                word!("Copy the whole address from the browser’s address bar, then try again."),
                false,
            ),
        };
        if ends {
            self.end(id);
        }
        SignInView {
            stage: if ends {
                SignInStage::Failed
            } else {
                SignInStage::Waiting
            },
            hint: Some(hint.to_owned()),
            ..waiting(id, running, Some(error))
        }
    }

    /// The practice Instagram's own app, and where it answers.
    async fn practice_app(self: &Arc<Self>, flavour: Flavour) -> Result<(MetaApp, ConnectOptions)> {
        let endpoint = self.practice.endpoint().await?;
        let app = endpoint
            .app(match flavour {
                Flavour::Facebook => fanfold_practice::Flavour::Facebook,
                Flavour::Instagram => fanfold_practice::Flavour::Instagram,
            })
            .await
            .map_err(|error| WorkbenchError::Practice(error.to_string()))?;
        let options = ConnectOptions {
            graph_url: Some(endpoint.base_url),
            practice: true,
            ..ConnectOptions::default()
        };
        let app = MetaApp {
            id: app.id,
            secret: Token::parse(&app.secret),
            redirect_uri: redirect::PRACTICE.to_owned(),
        };
        Ok((app, options))
    }
}

fn chance() -> [u8; 64] {
    let mut bytes = [0; 64];
    rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

fn waiting(id: &str, running: &Running, error: Option<String>) -> SignInView {
    SignInView {
        id: id.to_owned(),
        listens: running.listens,
        stage: SignInStage::Waiting,
        sentence: if running.listens {
            word!("Sign in and choose Allow in the browser. Fanfold goes on by itself.")
        } else {
            word!("Sign in and choose Allow in the browser. It then shows a page that cannot be opened: copy that page’s whole address and come back.")
        }
        .to_owned(),
        connected: None,
        error,
        hint: None,
    }
}

fn failed(id: &str, running: &Running, error: &WorkbenchError) -> SignInView {
    SignInView {
        stage: SignInStage::Failed,
        hint: error.hint(),
        ..waiting(id, running, Some(error.to_string()))
    }
}

fn over(id: &str) -> SignInView {
    SignInView {
        id: id.to_owned(),
        listens: false,
        stage: SignInStage::Failed,
        sentence: String::new(),
        connected: None,
        error: Some(say!("This sign-in is over.")),
        hint: Some(say!("Begin it once more.")),
    }
}

/// A browser that could not be opened is told where the person is.
pub fn browser_failed(error: &dyn std::fmt::Display) -> WorkbenchError {
    wrong(&say!("The browser could not be opened: {error}", error))
}
