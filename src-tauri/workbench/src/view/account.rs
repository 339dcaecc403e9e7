//! Accounts as the window shows them: who there is, how to connect one, how one stands. No token, no
//! secret, no login code, and nothing that could stand for one: those a person copies, and the core
//! reads them from the clipboard itself.

use fanfold_domain::account::Flavour;
use serde::{Deserialize, Serialize};

use super::Tone;

/// An account as the rail shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct AccountView {
    pub id: String,
    pub username: String,
    pub practice: bool,
    pub flavour: Flavour,
    /// `Facebook login`, `Instagram login`, `Practice account`.
    pub kind: String,
    /// `98 of 100 posts left`, `Renews by itself`.
    pub line: String,
    /// What keeps it from publishing, in a few words: `Signed out by Instagram`.
    pub problem: Option<String>,
    /// The button that mends the problem; empty without one.
    pub mend: String,
}

/// What a pasted token or a sign-in led to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Connected {
    /// Connected, and chosen.
    Done {
        accounts: Vec<AccountView>,
        /// What to know now: a permission that was not given, a media host still to choose.
        notes: Vec<String>,
    },
    /// Several Instagram accounts hang on this sign-in: a person chooses.
    Choose {
        /// Hand it back with the choice.
        pending: String,
        found: Vec<FoundView>,
    },
}

/// An Instagram account that a sign-in can publish to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct FoundView {
    pub id: String,
    pub username: String,
    /// `On the Page Blue House Bakery`; empty for Instagram login.
    pub page: String,
    /// Why it cannot be used, in words.
    pub problem: Option<String>,
    /// It is connected already, and would be renewed.
    pub known: bool,
}

/// A person's own Meta app, for signing in through the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct MetaAppView {
    pub flavour: Flavour,
    /// Empty until a person gave it.
    pub app_id: String,
    /// The address to enter at Meta, character by character.
    pub redirect: String,
    /// The app's secret is in this computer's keychain.
    pub has_secret: bool,
    /// What follows from there being a secret or none: how long a sign-in lasts.
    pub note: String,
    /// What to do at Meta, in order.
    pub guide: Vec<GuideStep>,
}

/// A step of making a Meta app, for someone who never did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct GuideStep {
    pub title: String,
    pub text: String,
    /// A page of Meta's that belongs to it, to open in the browser.
    pub page: Option<MetaPage>,
    /// The button that opens it.
    pub button: String,
    /// Something to copy into that page.
    pub copy: Option<String>,
}

/// Pages in the browser that the window may open. Never an address from the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MetaPage {
    /// Meta's list of a developer's apps.
    Apps,
    /// Makes tokens by clicking (Facebook login).
    GraphExplorer,
    /// Where an Instagram account turns professional.
    Professional,
    /// Where a person removes apps from their Instagram account.
    InstagramApps,
    /// Where a person removes apps from their Facebook account.
    FacebookApps,
    Instagram,
}

impl MetaPage {
    /// Its address (Meta, 2026-09-11).
    pub fn address(self) -> &'static str {
        match self {
            Self::Apps => "https://developers.facebook.com/apps/",
            Self::GraphExplorer => "https://developers.facebook.com/tools/explorer/",
            Self::Professional => "https://help.instagram.com/502981923235522",
            Self::InstagramApps => "https://www.instagram.com/accounts/manage_access/",
            Self::FacebookApps => "https://www.facebook.com/settings/?tab=business_tools",
            Self::Instagram => "https://www.instagram.com/",
        }
    }
}

/// A sign-in through the browser, under way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SignInView {
    pub id: String,
    /// Fanfold hears the browser's answer by itself; otherwise a person copies the address.
    pub listens: bool,
    pub stage: SignInStage,
    /// What to do now, in one sentence.
    pub sentence: String,
    /// What the sign-in led to, once it did.
    pub connected: Option<Connected>,
    pub error: Option<String>,
    pub hint: Option<String>,
}

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SignInStage {
    /// The browser is open; a person signs in there.
    Waiting,
    /// Instagram answered; Fanfold asks for the account.
    Asking,
    Done,
    Failed,
}

/// What to do at Meta after an account was removed here.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Disconnected {
    pub sentence: String,
    /// What is still there, and where to remove it.
    pub steps: Vec<String>,
    pub page: Option<MetaPage>,
}

/// How an account stands, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct HealthView {
    pub account: AccountView,
    pub tone: Tone,
    /// `Everything you need to publish works.`
    pub headline: String,
    /// What is worth knowing beyond it; may be empty.
    pub sentence: String,
    pub sign_in: SignInHealth,
    /// `None` until Instagram was asked.
    pub quota: Option<QuotaView>,
    /// Calls, processor time, total time: how much of what Instagram allows is used.
    pub budget: Vec<BudgetView>,
    /// When the budget is free again, or where the figures are from.
    pub budget_note: String,
    pub permissions: Vec<PermissionView>,
    /// `4 of 5`; empty where Instagram does not tell.
    pub permissions_line: String,
    pub facts: Vec<FactView>,
    pub log: Vec<CallView>,
    /// `Checked 2 minutes ago`, `Not checked yet`.
    pub checked: String,
    /// Why nothing is sent at the moment, and until when.
    pub paused: Option<String>,
}

/// How long the sign-in lasts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SignInHealth {
    pub tone: Tone,
    /// `52`, or a word where there is no number: `No end`.
    pub figure: String,
    /// `of 60 days left`.
    pub unit: String,
    /// 0–1 of its life that is left; `None` where it has no end.
    pub left: Option<f64>,
    /// `Fanfold renews it by itself on 9 January.`
    pub note: String,
    pub can_renew: bool,
}

/// Posts in the last 24 hours, as Instagram counts them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct QuotaView {
    pub used: u32,
    pub total: u32,
    /// `63 left.`
    pub line: String,
    /// `Reported by Instagram 09:40`.
    pub reported: String,
}

/// One meter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct BudgetView {
    pub label: String,
    /// 0–100 and beyond.
    pub percent: f64,
    pub tone: Tone,
}

/// One permission, and what it is for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PermissionView {
    /// As Meta names it.
    pub name: String,
    /// `Publish posts`.
    pub label: String,
    /// `Needed for the first comment`.
    pub purpose: String,
    /// Nothing can be published without it.
    pub needed: bool,
    pub state: PermissionState,
}

/// Whether a permission is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PermissionState {
    Granted,
    Missing,
    /// Instagram does not tell for this login.
    Unknown,
}

/// A line of *Connection*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct FactView {
    pub label: String,
    pub value: String,
}

/// One call to Instagram.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct CallView {
    pub id: String,
    /// `09:40:12`, on the clock of this computer.
    pub time: String,
    /// `Read posting limit`.
    pub what: String,
    /// `210 ms`, `1.9 s`.
    pub took: String,
    pub tone: Tone,
    /// `OK`, `Refused`, `No answer`.
    pub result: String,
    /// `200`, `-1 / 2207001`; may be empty.
    pub code: String,
    /// Meta's trace id, for support.
    pub trace_id: Option<String>,
}

/// What a pasted error means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ExplainedView {
    pub title: String,
    pub message: String,
    pub cause: String,
    pub steps: Vec<String>,
    /// `You`, `Instagram`, `Your media host`, `The account's owner`: who can act.
    pub who: String,
    /// `Fanfold tries again by itself.` or that it does not.
    pub retry: String,
    /// `Instagram's own words`, `From Fanfold's catalogue`, `Not in the catalogue`.
    pub source: String,
    pub code: Option<i32>,
    pub subcode: Option<i32>,
    pub trace_id: Option<String>,
    pub technical: String,
    /// What that says beside the codes and the trace id.
    pub remark: String,
}

/// Something the practice Instagram can be made to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct RehearsalView {
    pub id: String,
    /// `Sign-in`, `Publishing`, …: heading over several.
    pub group: String,
    pub title: String,
    pub text: String,
    pub on: bool,
}

/// Where Instagram fetches this account's pictures from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum HostForm {
    /// An unpublished photo on the account's Page; Facebook login only, nothing to set up.
    PagePhoto,
    /// A bucket of the person's own. Its secret key is copied, never typed here.
    S3 {
        bucket: String,
        prefix: String,
        /// Empty for Amazon's own.
        endpoint: String,
        region: String,
        access_key: String,
    },
    /// This computer; practice only.
    Loopback,
}

/// The media host of an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct HostView {
    pub form: HostForm,
    /// `Page photo`, `Bucket bakery-media`.
    pub line: String,
    /// Which of the forms this account can use.
    pub page_photo: bool,
    pub has_secret: bool,
    /// Why nothing can be hosted yet.
    pub problem: Option<String>,
}

/// What the host doctor found: the link fetched as Instagram would.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct HostCheck {
    pub tone: Tone,
    /// `Instagram can fetch your pictures.`
    pub headline: String,
    pub lines: Vec<HostLine>,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct HostLine {
    pub tone: Tone,
    /// `The link answers`.
    pub label: String,
    /// `200, image/jpeg, 48 KB in 120 ms`, or what is wrong and what to do.
    pub text: String,
}
