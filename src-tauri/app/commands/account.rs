//! Accounts: connecting, choosing, health, the media host. Whatever is secret is read from the
//! clipboard or a file right here and goes no other way: it never passes through the window.

use fanfold_workbench::view::{
    AccountView, Connected, Disconnected, Flavour, HealthView, HostCheck, HostForm, HostView,
    MetaAppView, MetaPage, SignInView,
};
use fanfold_workbench::{ConnectOptions, browser_failed};

use super::Bench;
use crate::error::Answer;
use crate::{browser, clipboard, dialog};

/// Publishes through this account from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_choose(bench: Bench<'_>, id: String) -> Answer<AccountView> {
    Ok(bench.account_choose(&id).await?)
}

/// Removes an account from this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_disconnect(bench: Bench<'_>, id: String) -> Answer<Disconnected> {
    Ok(bench.account_disconnect(&id).await?)
}

/// How an account stands; `fresh` asks Instagram whatever is known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_health(
    bench: Bench<'_>,
    id: String,
    fresh: bool,
) -> Answer<HealthView> {
    Ok(bench.account_health(&id, fresh).await?)
}

/// Renews a sign-in now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_renew(bench: Bench<'_>, id: String) -> Answer<HealthView> {
    Ok(bench.account_renew(&id).await?)
}

/// Lets an account publish again that a person has to release.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_resume(bench: Bench<'_>, id: String) -> Answer<HealthView> {
    Ok(bench.account_resume(&id).await?)
}

/// Connects the account that the copied token belongs to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_paste(bench: Bench<'_>) -> Answer<Connected> {
    let copied = clipboard::take_text().await?;
    Ok(bench
        .connect_token(&copied, ConnectOptions::default())
        .await?)
}

/// The same from a text file; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_file(bench: Bench<'_>) -> Answer<Option<Connected>> {
    let Some(path) = dialog::pick_text().await else {
        return Ok(None);
    };
    let text = bench.read_small(&path).await?;
    let connected = bench
        .connect_token(&text, ConnectOptions::default())
        .await?;
    Ok(Some(connected))
}

/// Connects these of several accounts that were found.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_choose(
    bench: Bench<'_>,
    pending: String,
    ids: Vec<String>,
) -> Answer<Connected> {
    Ok(bench.connect_choose(&pending, &ids).await?)
}

/// Connects the practice account by one of the two logins.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_practice(bench: Bench<'_>, flavour: Flavour) -> Answer<AccountView> {
    Ok(bench.connect_practice(flavour).await?)
}

/// The person's own Meta app, with how to make one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn meta_app(bench: Bench<'_>, flavour: Flavour) -> Answer<MetaAppView> {
    Ok(bench.meta_app(flavour).await?)
}

/// Remembers the app's number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn meta_app_set(
    bench: Bench<'_>,
    flavour: Flavour,
    app_id: String,
) -> Answer<MetaAppView> {
    Ok(bench.meta_app_set(flavour, &app_id).await?)
}

/// Keeps the copied secret in the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_paste(bench: Bench<'_>, flavour: Flavour) -> Answer<MetaAppView> {
    let copied = clipboard::take_text().await?;
    Ok(bench.secret_keep(flavour, &copied).await?)
}

/// Removes the secret from the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secret_forget(bench: Bench<'_>, flavour: Flavour) -> Answer<MetaAppView> {
    Ok(bench.secret_forget(flavour).await?)
}

/// Opens Meta's page for signing in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_begin(bench: Bench<'_>, flavour: Flavour) -> Answer<SignInView> {
    let (view, address) = bench.sign_in_begin(flavour, false).await?;
    open(&bench, view, &address)
}

/// The same at the practice Instagram.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_practice_sign_in(
    bench: Bench<'_>,
    flavour: Flavour,
) -> Answer<SignInView> {
    let (view, address) = bench.sign_in_begin(flavour, true).await?;
    open(&bench, view, &address)
}

fn open(bench: &Bench<'_>, view: SignInView, address: &str) -> Answer<SignInView> {
    match browser::open(address) {
        Ok(()) => Ok(view),
        Err(error) => {
            bench.sign_in_cancel(&view.id);
            Err(browser_failed(&error).into())
        }
    }
}

/// Goes on with the address that a person copied from the browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_paste(bench: Bench<'_>, id: String) -> Answer<SignInView> {
    let copied = clipboard::take_text().await?;
    Ok(bench.sign_in_answer(&id, &copied).await)
}

/// Ends a sign-in that nobody wants any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_cancel(bench: Bench<'_>, id: String) -> Answer<()> {
    bench.sign_in_cancel(&id);
    Ok(())
}

/// Opens one of the pages that Fanfold knows, in the browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_meta(page: MetaPage) -> Answer<()> {
    browser::open(page.address()).map_err(|error| browser_failed(&error).into())
}

/// Where Instagram fetches this account's pictures from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn media_host(bench: Bench<'_>, account: String) -> Answer<HostView> {
    Ok(bench.media_host(&account).await?)
}

/// Chooses it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn media_host_set(
    bench: Bench<'_>,
    account: String,
    form: HostForm,
) -> Answer<HostView> {
    Ok(bench.media_host_set(&account, form).await?)
}

/// Keeps the bucket's copied secret key in the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn media_host_key_paste(bench: Bench<'_>, account: String) -> Answer<HostView> {
    let copied = clipboard::take_text().await?;
    Ok(bench.media_host_key(&account, &copied).await?)
}

/// Offers a small picture there and fetches it as Instagram would.
#[tauri::command]
#[specta::specta]
pub(crate) async fn media_host_check(bench: Bench<'_>, account: String) -> Answer<HostCheck> {
    Ok(bench.media_host_check(&account).await?)
}
