//! How to make a Meta app of one's own, for someone who never did. Words follow Meta's dashboard as
//! of 2026-09-11; where Meta renames a menu, the step still says what to look for.

use fanfold_domain::account::Flavour;
use fanfold_domain::word;

use crate::view::{GuideStep, MetaPage};

/// The steps, with what is to be copied into Meta's pages.
pub(crate) fn steps(flavour: Flavour, redirect: &str) -> Vec<GuideStep> {
    match flavour {
        Flavour::Instagram => instagram(redirect),
        Flavour::Facebook => facebook(redirect),
    }
}

fn step(title: &str, text: &str) -> GuideStep {
    GuideStep {
        title: title.to_owned(),
        text: text.to_owned(),
        page: None,
        button: String::new(),
        copy: None,
    }
}

impl GuideStep {
    fn opens(self, page: MetaPage, button: &str) -> Self {
        Self {
            page: Some(page),
            button: button.to_owned(),
            ..self
        }
    }

    fn copies(self, text: &str) -> Self {
        Self {
            copy: Some(text.to_owned()),
            ..self
        }
    }
}

fn instagram(redirect: &str) -> Vec<GuideStep> {
    vec![
        step(
            word!("Make the account professional"),
            word!("In the Instagram app: Settings, Account type and tools, Switch to professional account. Business or Creator, both work. It is free."),
        )
        .opens(MetaPage::Professional, word!("How to switch")),
        step(
            word!("Make a Meta app"),
            word!("Sign in at Meta for Developers with any Facebook account and choose Create app. Give it a name, choose the use case Manage messaging and content on Instagram. It may stay in development mode for good: for your own accounts nothing has to be reviewed."),
        )
        .opens(MetaPage::Apps, word!("Open Meta for Developers")),
        step(
            word!("Let the app use your account"),
            word!("In the app: App roles, Roles, Add people, Instagram tester; type your username. Then, on Instagram’s website: Settings, Apps and websites, Tester invites, Accept."),
        )
        .opens(MetaPage::InstagramApps, word!("Open Instagram’s settings")),
        step(
            word!("Quickest: copy a ready-made sign-in"),
            word!("In the app: Instagram, API setup with Instagram login, Generate token beside your account. Copy what it shows and choose Use the copied token here. It lasts 60 days and Fanfold renews it. The steps below are then not needed."),
        ),
        step(
            word!("Or sign in through the browser: enter this address"),
            word!("In the app: Instagram, API setup with Instagram login, Set up Instagram business login, Redirect URL. It must be the same letter for letter; look once more after saving, because Meta may add a slash."),
        )
        .copies(redirect),
        step(
            word!("Copy the Instagram app ID"),
            word!("It stands on the same page as Instagram app ID. The app ID at the very top of the dashboard is another number and does not work here."),
        ),
        step(
            word!("Copy the Instagram app secret"),
            word!("Instagram gives a sign-in through the browser only to who has it. Choose Show beside Instagram app secret, copy it, and choose Use the copied secret here. It stays in this computer’s keychain."),
        ),
    ]
}

fn facebook(redirect: &str) -> Vec<GuideStep> {
    vec![
        step(
            word!("Link the Instagram account to a Facebook Page"),
            word!("The account must be Business or Creator and linked to a Page that you manage: in the Page’s settings, Linked accounts, Instagram."),
        )
        .opens(MetaPage::Professional, word!("How to switch")),
        step(
            word!("Make a Meta app"),
            word!("Sign in at Meta for Developers and choose Create app, type Business. Add the products Facebook Login for Business and Instagram. It may stay in development mode for good: for your own accounts nothing has to be reviewed."),
        )
        .opens(MetaPage::Apps, word!("Open Meta for Developers")),
        step(
            word!("Quickest: copy a ready-made sign-in"),
            word!("In the Graph API Explorer choose your app, Generate Access Token, and allow instagram_basic, instagram_content_publish, instagram_manage_comments, pages_show_list, pages_read_engagement and pages_manage_posts. Copy the token and choose Use the copied token here. Open it once in the Access Token Debugger and choose Extend, or it lasts only an hour or two."),
        )
        .opens(MetaPage::GraphExplorer, word!("Open Graph API Explorer")),
        step(
            word!("Or sign in through the browser: enter this address"),
            word!("In the app: Facebook Login for Business, Settings, Valid OAuth Redirect URIs. While the app is in development mode Meta takes addresses of this computer without it."),
        )
        .copies(redirect),
        step(
            word!("Copy the app ID"),
            word!("It stands at the top of the dashboard."),
        ),
        step(
            word!("If you like: copy the app secret"),
            word!("With it a sign-in lasts 60 days, and through a Page without end; without it an hour or two. Settings, Basic, App secret, Show. It stays in this computer’s keychain."),
        ),
    ]
}
