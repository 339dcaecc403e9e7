//! The consent page: plain HTML, no scripts, usable with a keyboard and a screen reader.

use std::fmt::Write;

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use super::ask::Ask;
use crate::feed::escaped;
use crate::state::{Account, Flavour};

/// One permission in words.
fn meaning(scope: &str) -> &'static str {
    match scope {
        "public_profile" => "See your name and picture",
        "email" => "See your e-mail address",
        "pages_show_list" => "See which Pages you run",
        "pages_read_engagement" => "Read what your Pages have posted",
        "pages_manage_posts" => "Add photos to your Pages",
        "business_management" => "Manage your business",
        "ads_management" | "ads_read" => "Work with your ads",
        "catalog_management" | "instagram_shopping_tag_products" => "Tag products",
        _ if scope.ends_with("basic") => "See the account and its posts",
        _ if scope.ends_with("content_publish") => "Publish posts",
        _ if scope.ends_with("manage_comments") => "Write and manage comments",
        _ if scope.ends_with("manage_insights") => "See how posts are doing",
        _ if scope.ends_with("manage_messages") => "Read and send messages",
        _ if scope.ends_with("manage_contents") => "Delete posts",
        _ => "Like posts and comments",
    }
}

const STYLE: &str = "body{margin:0;background:#fafafa;color:#18181b;font:16px/1.5 system-ui,sans-serif}\
.mark{margin:0;background:#fef3c7;color:#713f12;padding:10px 16px;text-align:center}\
main{max-width:460px;margin:32px auto;padding:0 16px}h1{font-size:1.4rem}fieldset{border:1px solid #d4d4d8;border-radius:8px;margin:16px 0;padding:8px 16px}\
label{display:flex;gap:10px;padding:6px 0;align-items:baseline}small{color:#52525b}\
button{font:inherit;padding:10px 22px;border-radius:8px;border:1px solid #52525b;background:#fff;color:#18181b;cursor:pointer}\
button.yes{background:#1d4ed8;border-color:#1d4ed8;color:#fff}:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}\
@media(prefers-color-scheme:dark){body{background:#09090b;color:#f4f4f5}.mark{background:#422006;color:#fde68a}small{color:#a1a1aa}fieldset{border-color:#3f3f46}button{background:#18181b;color:#f4f4f5}}";

const MARK: &str = "<p class=mark role=note>Practice: this page comes from Fanfold on this computer. Nothing goes to Meta.</p>";

fn host(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Facebook => "Facebook",
        Flavour::Instagram => "Instagram",
    }
}

/// The question. `query` is the whole request, sent along with the answer.
pub(super) fn question(ask: &Ask, query: &str, accounts: &[Account]) -> Response {
    let name = host(ask.flavour);
    let mut html = format!(
        "<h1>Sign in to Fanfold with practice {name}</h1><form method=post action=/practice/consent>\
         <input type=hidden name=login value={}><input type=hidden name=ask value=\"{}\">",
        name.to_ascii_lowercase(),
        escaped(query)
    );
    who(&mut html, ask, accounts);
    html.push_str("<fieldset><legend>Fanfold asks for leave to</legend>");
    for scope in &ask.scopes {
        let fixed = scope == ask.needed() || scope == "public_profile";
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<label><input type=checkbox name=allow value=\"{0}\" checked{1}><span>{2}<br><small>{0}{3}</small></span></label>",
            escaped(scope),
            if fixed { " disabled" } else { "" },
            meaning(scope),
            if fixed { ", always needed" } else { "" },
        );
    }
    html.push_str("</fieldset><p><button class=yes name=answer value=allow>Allow</button> <button name=answer value=cancel>Cancel</button></p></form>");
    page(StatusCode::OK, name, &html, Some(&ask.redirect_uri))
}

/// Instagram login is for one account; Facebook login is for a person, who may have several.
fn who(html: &mut String, ask: &Ask, accounts: &[Account]) {
    if ask.flavour == Flavour::Facebook {
        let person = accounts.first().map_or("", |one| &one.user_name);
        let _ = write!(
            html,
            "<p>You are signed in as <b>{}</b>.</p>",
            escaped(person)
        );
        return;
    }
    html.push_str("<fieldset><legend>Account</legend>");
    for (at, account) in accounts.iter().enumerate() {
        let _ = write!(
            html,
            "<label><input type=radio name=account value={}{}><span>{}</span></label>",
            account.id,
            if at == 0 { " checked" } else { "" },
            escaped(&account.username)
        );
    }
    html.push_str("</fieldset>");
}

/// A request that Meta would not act on: said here, never sent to the redirect address.
pub(super) fn refused(flavour: Flavour, why: &str) -> Response {
    let html = format!(
        "<h1>This cannot go on</h1><p role=alert>{}</p><p><small>The address that opened this page is wrong. Close this window and look at the app's settings.</small></p>",
        escaped(why)
    );
    page(StatusCode::BAD_REQUEST, host(flavour), &html, None)
}

fn page(status: StatusCode, name: &str, body: &str, goes_to: Option<&str>) -> Response {
    // Browsers hold a form's redirect to the policy too, so the app's own place must be in it.
    let place = goes_to
        .and_then(|address| Url::parse(address).ok())
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self' {place}; frame-ancestors 'none'"
    );
    let html = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Practice {name}</title><style>{STYLE}</style></head><body>{MARK}<main>{body}</main></body></html>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        // Without any referrer the form's own origin would be told as null, and refused.
        (header::REFERRER_POLICY, "same-origin".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (status, headers, Html(html)).into_response()
}
