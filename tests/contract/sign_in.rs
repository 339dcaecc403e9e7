//! Signing in at the practice Instagram with the real client, by either login, from the consent page to the last day.

use std::sync::Arc;

use fanfold_domain::{Class, Token};
use fanfold_graph::login::{
    Attempt, Authorize, Grant, MetaApp, NotGranted, Purpose, Returned, missing, returned, scopes,
};
use fanfold_graph::{
    Client, ClientOptions, Endpoint, Flavour, NotRecognised, Quiet, Recognised, recognise,
};
use fanfold_practice::{Consent, Lifetime, PracticeOptions, PracticeServer, Running};
use hyper::Method;
use serde_json::json;

const BOTH: [Flavour; 2] = [Flavour::Facebook, Flavour::Instagram];

/// A practice server with its two Meta apps.
struct Meta {
    practice: Running,
    _folder: tempfile::TempDir,
}

impl Meta {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = PracticeOptions::new(folder.path().join("practice"));
        Self {
            practice: PracticeServer::start(options).await.unwrap(),
            _folder: folder,
        }
    }

    /// Answers in the other shapes that Meta's live hosts have been seen to use.
    async fn be_odd(&self) {
        let odd = json!({ "quirks": {
            "token_wrapped": true,
            "user_id_number": true,
            "permissions_array": true,
            "me_wrapped": true,
            "bare_success": true,
        } });
        let endpoint = self.practice.endpoint();
        endpoint
            .admin(Method::POST, "/settings", Some(odd))
            .await
            .unwrap();
    }

    fn options(&self, flavour: Flavour) -> ClientOptions {
        ClientOptions::new(Endpoint::parse(self.practice.base_url()).unwrap(), flavour)
    }

    fn client(&self, flavour: Flavour) -> Client {
        Client::new(self.options(flavour), Arc::new(Quiet)).unwrap()
    }

    async fn app(&self, flavour: Flavour) -> MetaApp {
        let app = self.practice.endpoint().app(theirs(flavour)).await.unwrap();
        MetaApp {
            id: app.id.clone(),
            secret: Token::parse(&app.secret),
            redirect_uri: "http://localhost:8117/back".to_owned(),
        }
    }

    /// Asks for everything but insights; where the browser ends.
    async fn ask(&self, client: &Client, app: &MetaApp, answer: &Consent) -> String {
        let wishes = [Purpose::Comment];
        let scopes = scopes(client.flavour(), &wishes);
        let attempt = attempt();
        let page = client.authorize_address(&Authorize::new(app, &attempt, &scopes));
        let page = page.unwrap();
        let endpoint = self.practice.endpoint();
        endpoint.consent(page.as_str(), answer).await.unwrap()
    }

    async fn code(&self, client: &Client, app: &MetaApp) -> Token {
        let back = self.ask(client, app, &Consent::AllowBut(Vec::new())).await;
        match returned(&back, &attempt()) {
            Ok(Returned::Code(code)) => code,
            other => panic!("{back} gave {other:?}"),
        }
    }

    async fn recognised(&self, token: &Token) -> Result<Recognised, NotRecognised> {
        recognise(&self.options(Flavour::Facebook), Arc::new(Quiet), token).await
    }
}

fn theirs(flavour: Flavour) -> fanfold_practice::Flavour {
    match flavour {
        Flavour::Facebook => fanfold_practice::Flavour::Facebook,
        Flavour::Instagram => fanfold_practice::Flavour::Instagram,
    }
}

fn attempt() -> Attempt {
    Attempt::of_random(&std::array::from_fn(|at| at as u8))
}

#[tokio::test]
async fn a_sign_in_ends_with_a_token_for_sixty_days_that_is_recognised() {
    let meta = Meta::open().await;
    for (flavour, odd) in [
        (Flavour::Facebook, false),
        (Flavour::Instagram, false),
        (Flavour::Facebook, true),
        (Flavour::Instagram, true),
    ] {
        if odd {
            meta.be_odd().await;
        }
        let (client, app) = (meta.client(flavour), meta.app(flavour).await);
        let code = meta.code(&client, &app).await;
        let short = client.exchange_code(&app, &code, &attempt()).await.unwrap();
        let secret = app.secret.clone().unwrap();
        let long = client
            .lengthen(&app.id, &secret, &short.token)
            .await
            .unwrap();
        assert!(long.expires_in.unwrap() > 59 * 86_400, "{long:?}");

        let found = meta.recognised(&long.token).await.unwrap();
        assert_eq!(found.flavour, flavour);
        let session = found.client.session(long.token);
        let granted = match flavour {
            Flavour::Facebook => {
                let permissions = session.permissions().await.unwrap();
                permissions.into_iter().map(|one| one.name).collect()
            }
            Flavour::Instagram => short.permissions.unwrap(),
        };
        assert!(missing(flavour, &granted).iter().all(|need| !need.needed));
        let accounts = session.instagram_accounts().await.unwrap();
        assert_eq!(accounts.len(), 1, "{accounts:?}");
        let revoked = session.revoke(None).await.unwrap();
        assert_eq!(revoked, flavour == Flavour::Facebook);
    }
}

#[tokio::test]
async fn what_goes_wrong_while_signing_in_has_its_name() {
    let meta = Meta::open().await;
    for flavour in BOTH {
        let (client, app) = (meta.client(flavour), meta.app(flavour).await);
        let back = meta.ask(&client, &app, &Consent::Cancel).await;
        assert_eq!(returned(&back, &attempt()), Err(NotGranted::Cancelled));

        let code = meta.code(&client, &app).await;
        let moved = MetaApp {
            redirect_uri: "http://localhost:8117/back/".to_owned(),
            ..app.clone()
        };
        let wrong = MetaApp {
            secret: Token::parse("0123456789abcdef0123456789abcdef"),
            ..app.clone()
        };
        for (app, title) in [
            (&moved, "The return address does not match"),
            (&wrong, "Meta does not know this app"),
        ] {
            let refusal = client.exchange_code(app, &code, &attempt()).await;
            let refusal = refusal.unwrap_err();
            assert_eq!(refusal.explanation.title, title, "{flavour:?}");
            assert_eq!(refusal.class, Class::Reconnect);
        }
        let code = meta.code(&client, &app).await;
        client.exchange_code(&app, &code, &attempt()).await.unwrap();
        let again = client.exchange_code(&app, &code, &attempt()).await;
        assert_eq!(
            again.unwrap_err().explanation.title,
            "Signing in was not finished in time"
        );
    }
}

#[tokio::test]
async fn without_the_secret_pkce_is_enough() {
    let meta = Meta::open().await;
    for flavour in BOTH {
        let client = meta.client(flavour);
        let app = MetaApp {
            secret: None,
            ..meta.app(flavour).await
        };
        let code = meta.code(&client, &app).await;
        let granted = client.exchange_code(&app, &code, &attempt()).await;
        assert!(granted.is_ok(), "{granted:?}");
    }
}

#[tokio::test]
async fn a_token_tells_of_itself_and_ends_when_access_is_taken_back() {
    let meta = Meta::open().await;
    let endpoint = meta.practice.endpoint();
    let grant = endpoint.grant_for(theirs(Flavour::Facebook)).await.unwrap();
    let token = Token::parse(&grant.access_token).unwrap();
    let session = meta.client(Flavour::Facebook).session(token.clone());
    let seen = session.inspect().await.unwrap();
    assert!(seen.valid && seen.scopes.iter().any(|name| name == "instagram_basic"));
    assert!(session.revoke(None).await.unwrap());
    let Err(NotRecognised::Refused(refusal)) = meta.recognised(&token).await else {
        panic!("a withdrawn token was recognised");
    };
    assert_eq!(
        (refusal.class, refusal.answer.subcode),
        (Class::Reconnect, Some(458))
    );
}

#[tokio::test]
async fn a_young_token_is_not_refreshed_yet_and_an_unknown_one_is_nobodys() {
    let meta = Meta::open().await;
    let endpoint = meta.practice.endpoint();
    let login = theirs(Flavour::Instagram);
    let grant = endpoint.grant_with(login, Lifetime::Long).await.unwrap();
    let token = Token::parse(&grant.access_token).unwrap();
    let session = meta.client(Flavour::Instagram).session(token);
    let refreshed: Result<Option<Grant>, _> = session.refresh().await;
    assert!(refreshed.is_err(), "Meta takes a refresh after a day only");
    for unknown in ["EAAnobodysTokenAtAll", "IGAAnobodysTokenAtAll", "something"] {
        let found = meta.recognised(&Token::parse(unknown).unwrap()).await;
        let Err(NotRecognised::Refused(refusal)) = found else {
            panic!("{unknown} was recognised");
        };
        assert_eq!(refusal.class, Class::Reconnect);
    }
}
