//! Turns of the world: durable, and real for every call, not only for the next.

use jiff::{SignedDuration, Timestamp};

use super::Order;
use crate::auth::{Leave, scope};
use crate::ids::IdKind;
use crate::ledger::Change;
use crate::state::{Account, AccountKind, Flavour, Page, Quirks, Record, Settings, State, Token};

/// What turns.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    /// Every token handed out so far ends with this 190 sub-code.
    Ended(i64),
    /// A permission is gone from every token handed out so far.
    Withheld(Leave),
    Restricted,
    Checkpointed,
    Personal,
    BarePage,
    QuotaFull,
    AppThrottled,
    AccountThrottled,
    MediaHostDown,
    /// Processing takes two minutes a picture.
    SlowProcessing,
    /// Refusals of pictures come as status text.
    LateVerdicts,
    ProofRequired,
    /// Seconds by which the clock is off.
    Clock(i64),
    Quirk(fn(&mut Quirks) -> &mut bool),
}

/// A turn with its place in the list.
pub(crate) struct Titled {
    pub(crate) id: &'static str,
    pub(crate) group: &'static str,
    pub(crate) title: &'static str,
    pub(crate) description: &'static str,
    pub(crate) turn: Turn,
}

macro_rules! turns {
    ($($group:literal { $($id:literal: $title:literal, $description:literal => $turn:expr;)* })*) => {
        pub(crate) const ALL: &[Titled] = &[$($(
            Titled { id: $id, group: $group, title: $title, description: $description, turn: $turn },
        )*)*];
    };
}

const DAY: i64 = 86_400;

turns! {
    "Access" {
        "access_expired": "The access runs out now", "Every access given so far has expired. Connecting again gives a new one." => Turn::Ended(463);
        "access_logged_out": "Instagram signs Fanfold out now", "The sign-in was ended at Instagram. Connecting again gives a new one." => Turn::Ended(467);
        "access_removed": "Somebody removes Fanfold at Instagram now", "The app was taken off the account’s list of connected apps." => Turn::Ended(458);
        "access_password": "Somebody changes the password now", "A new password ends every access given before it." => Turn::Ended(460);
        "access_unconfirmed": "Facebook does not trust the person any more", "The Facebook account has to be confirmed there first." => Turn::Ended(464);
        "access_consent": "Instagram wants consent anew", "The person has to agree to the app’s terms again." => Turn::Ended(483);
        "access_page_role": "The person loses the role on the Page", "Somebody took this person off the Page’s team." => Turn::Ended(492);
        "access_checkpoint": "Instagram wants a log-in in its own app first", "Something looked unusual. No call works until the person has logged in there." => Turn::Checkpointed;
        "proof_required": "The Meta app demands signed calls", "The app’s setting to require a proof is on; Fanfold without the app’s secret cannot give one." => Turn::ProofRequired;
    }
    "Permissions" {
        "no_publish": "The permission to publish is taken away", "The person unticked it at Instagram. Everything else still works." => Turn::Withheld(Leave::Publish);
        "no_comments": "The permission to comment is taken away", "Posts go out, the first comment does not." => Turn::Withheld(Leave::Comments);
        "no_insights": "The permission to read figures is taken away", "How posts are doing cannot be read." => Turn::Withheld(Leave::Insights);
        "no_deleting": "The permission to delete is taken away", "Posts can be published but not removed." => Turn::Withheld(Leave::Delete);
        "no_pages": "The permission to see Pages is taken away", "Facebook does not say which Pages there are." => Turn::Withheld(Leave::Pages);
        "no_page_photos": "The permission to add Page photos is taken away", "Pictures cannot be lent an address by the Page." => Turn::Withheld(Leave::PagePhotos);
    }
    "Account" {
        "account_is_restricted": "Instagram restricts the account", "Nothing can be prepared or published until the person has settled it in Instagram." => Turn::Restricted;
        "account_is_personal": "The account is changed to a personal one", "Only business and creator accounts can be published to." => Turn::Personal;
        "bare_page": "The person also runs a Page without Instagram", "It appears in the list of Pages, with no account to publish to." => Turn::BarePage;
    }
    "Limits" {
        "quota_full": "Today’s posts are used up", "No post can be published until the day’s count falls." => Turn::QuotaFull;
        "app_pause": "Instagram asks every account to wait", "All calls are refused for fifteen minutes." => Turn::AppThrottled;
        "account_pause": "Instagram asks this account to wait", "All calls for the account are refused for fifteen minutes." => Turn::AccountThrottled;
    }
    "Media" {
        "media_host_down": "Instagram cannot reach any picture", "Whatever address a picture has, it cannot be downloaded." => Turn::MediaHostDown;
        "slow_processing": "Instagram takes two minutes a picture", "Everything works, slowly." => Turn::SlowProcessing;
        "late_verdicts": "Instagram says later what is wrong with a picture", "Pictures are accepted at first, and refused while they are processed." => Turn::LateVerdicts;
    }
    "Time" {
        "clock_day": "A day passes", "Instagram’s clock is a day ahead: what was prepared has run out, the quota is fresh." => Turn::Clock(DAY);
        "clock_two_months": "Sixty-one days pass", "Instagram’s clock is two months ahead: a sixty-day access has run out." => Turn::Clock(61 * DAY);
        "clock_behind": "Instagram’s clock is a day behind", "As when this computer’s clock is wrong by a day." => Turn::Clock(-DAY);
    }
    "Ways of answering" {
        "token_wrapped": "Sign-in answers come wrapped", "The access comes inside a list, as Meta’s page shows it." => Turn::Quirk(|quirks| &mut quirks.token_wrapped);
        "user_id_number": "The user’s id comes as a number", "As often seen, and too large for many programs." => Turn::Quirk(|quirks| &mut quirks.user_id_number);
        "permissions_array": "Permissions come as a list", "Instead of text with commas." => Turn::Quirk(|quirks| &mut quirks.permissions_array);
        "me_wrapped": "The account’s own answer comes wrapped", "Inside a list, as Meta’s page shows it." => Turn::Quirk(|quirks| &mut quirks.me_wrapped);
        "bare_success": "Success comes as a bare word", "true instead of an object that says so." => Turn::Quirk(|quirks| &mut quirks.bare_success);
        "quota_complete": "The quota comes complete unasked", "Limit and use, even when no field is named." => Turn::Quirk(|quirks| &mut quirks.quota_complete);
        "png_accepted": "PNG and WebP are taken", "As seen once in September 2026, against Meta’s own pages." => Turn::Quirk(|quirks| &mut quirks.png_accepted);
        "five_hashtags": "Only five hashtags are taken", "As Instagram announced in December 2025; its interface’s pages still say thirty." => Turn::Quirk(|quirks| &mut quirks.five_hashtags);
        "sparse_media": "Posts are read back without their words", "As Meta’s page has it for the Instagram login." => Turn::Quirk(|quirks| &mut quirks.sparse_media);
    }
}

/// How long a limit lasts unless told otherwise.
const PAUSE_MINUTES: u32 = 15;

impl Turn {
    /// Whether it shows just now.
    pub(crate) fn is_on(self, state: &State, now: Timestamp) -> bool {
        let settings = &state.settings;
        let accounts = || state.accounts.values();
        match self {
            Self::Ended(subcode) => all_of(state, now, |token| token.rehearsed == Some(subcode)),
            Self::Withheld(leave) => all_of(state, now, |token| withheld(token, leave)),
            Self::Restricted => accounts().any(|account| account.restricted),
            Self::Checkpointed => accounts().any(|account| account.checkpointed),
            Self::Personal => accounts().any(|account| account.kind == AccountKind::Personal),
            Self::BarePage => !state.pages.is_empty(),
            Self::QuotaFull => settings.quota_full,
            Self::AppThrottled => settings.app_throttled_until.is_some_and(|end| end > now),
            Self::AccountThrottled => settings
                .account_throttled_until
                .is_some_and(|end| end > now),
            Self::MediaHostDown => settings.media_host_down,
            Self::SlowProcessing => settings.slow_processing,
            Self::LateVerdicts => settings.verdicts == crate::state::Verdicts::Async,
            Self::ProofRequired => settings.require_proof,
            Self::Clock(seconds) => settings.clock_shift_seconds == seconds,
            Self::Quirk(which) => *which(&mut settings.quirks.clone()),
        }
    }

    /// Whether something of it is left, even where it does not show any more.
    pub(crate) fn has_traces(self, state: &State, now: Timestamp) -> bool {
        let tokens = || state.tokens.values();
        match self {
            Self::Ended(subcode) => tokens().any(|token| token.rehearsed == Some(subcode)),
            Self::Withheld(leave) => tokens().any(|token| withheld(token, leave)),
            _ => self.is_on(state, now),
        }
    }

    /// Switches it.
    pub(crate) fn apply(self, change: &mut Change<'_>, order: Order, now: Timestamp) {
        let on = order.on;
        match self {
            Self::Ended(subcode) => tokens(change, |token| {
                if on {
                    token.rehearsed = Some(subcode);
                } else if token.rehearsed == Some(subcode) {
                    token.rehearsed = None;
                }
            }),
            Self::Withheld(leave) => tokens(change, |token| {
                if let Some(scope) = scope(leave, token.flavour) {
                    token.withheld.retain(|held| held != scope);
                    if on {
                        token.withheld.push(scope.to_owned());
                    }
                }
            }),
            Self::Restricted => accounts(change, |account| account.restricted = on),
            Self::Checkpointed => accounts(change, |account| account.checkpointed = on),
            Self::Personal => accounts(change, |account| {
                account.kind = if on {
                    AccountKind::Personal
                } else {
                    AccountKind::Business
                };
            }),
            Self::BarePage => bare_page(change, on),
            _ => {
                let mut settings = change.state.settings.clone();
                self.set(&mut settings, order, now);
                change.put(Record::Settings(settings));
            }
        }
    }

    fn set(self, settings: &mut Settings, order: Order, now: Timestamp) {
        let on = order.on;
        let usual = Settings::default();
        let minutes = i64::from(order.minutes.unwrap_or(PAUSE_MINUTES));
        let end = now.saturating_add(SignedDuration::from_mins(minutes)).ok();
        match self {
            Self::QuotaFull => settings.quota_full = on,
            Self::AppThrottled => settings.app_throttled_until = end.filter(|_| on),
            Self::AccountThrottled => settings.account_throttled_until = end.filter(|_| on),
            Self::MediaHostDown => settings.media_host_down = on,
            Self::SlowProcessing => settings.slow_processing = on,
            Self::LateVerdicts => {
                settings.verdicts = if on {
                    crate::state::Verdicts::Async
                } else {
                    usual.verdicts
                };
            }
            Self::ProofRequired => settings.require_proof = on,
            Self::Clock(seconds) => settings.clock_shift_seconds = if on { seconds } else { 0 },
            Self::Quirk(which) => *which(&mut settings.quirks) = on,
            _ => {}
        }
    }
}

fn withheld(token: &Token, leave: Leave) -> bool {
    scope(leave, token.flavour).is_some_and(|scope| token.withheld.iter().any(|held| held == scope))
}

/// Whether every token that would else be good is so marked, and there is one.
fn all_of(state: &State, now: Timestamp, marked: impl Fn(&Token) -> bool) -> bool {
    let mut good = state.tokens.values().filter(|token| {
        let out = token.expires.is_some_and(|expires| now >= expires);
        token.revoked.is_none() && !out
    });
    let Some(first) = good.next() else {
        return false;
    };
    // A permission that a login does not have cannot be missing from its tokens.
    let any = std::iter::once(first).chain(good).collect::<Vec<_>>();
    let facebook = any
        .iter()
        .any(|token| token.flavour == Flavour::Facebook && marked(token));
    any.iter()
        .all(|token| marked(token) || (facebook && token.flavour == Flavour::Instagram))
}

fn tokens(change: &mut Change<'_>, edit: impl Fn(&mut Token)) {
    let all: Vec<Token> = change.state.tokens.values().cloned().collect();
    for mut token in all {
        edit(&mut token);
        change.put(Record::Token(token));
    }
}

fn accounts(change: &mut Change<'_>, edit: impl Fn(&mut Account)) {
    let all: Vec<Account> = change.state.accounts.values().cloned().collect();
    for mut account in all {
        edit(&mut account);
        change.put(Record::Account(account));
    }
}

fn bare_page(change: &mut Change<'_>, on: bool) {
    if on {
        let page = Page {
            id: change.id(IdKind::Page),
            name: "Practice Garden Club".to_owned(),
            user_id: crate::admin::person(change.state),
        };
        change.put(Record::Page(page));
        return;
    }
    for id in change.state.pages.keys() {
        change.put(Record::PageGone(id.clone()));
    }
}
