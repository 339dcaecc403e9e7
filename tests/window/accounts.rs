//! Accounts in the window: connected by either login, ended, connected once more; what errors mean; failures rehearsed.

use fanfold_tests::cli::Desk;
use fanfold_tests::practice::Practice;
use fanfold_tests::window::{Window, has};
use serde_json::json;

use crate::story::{begin, desk};

fn choose_way(window: &Window, way: &str) {
    window.wait("button", has("Account ")).click();
    window.wait("menuitem", "Connect an account…").click();
    window.wait("button", has(way)).click();
}

fn health(window: &Window) {
    window.wait("button", "Health").click();
    window.wait("button", "Check again").click();
}

#[test]
fn the_practice_account_is_connected_by_either_login_ends_and_is_connected_again() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &[]);
    for (way, kind) in [
        ("Instagram login", "Instagram login"),
        ("Facebook login", "Facebook login"),
    ] {
        choose_way(&window, way);
        window
            .wait("button", "Connect the practice account this way")
            .click();
        window.until("the account to be connected", || {
            window
                .find("button", "Done")
                .or_else(|| window.find("button", "Start a post"))
        });
        window.press("Escape");
        window.wait_gone("dialog", has(kind));
    }

    health(&window);
    window.wait("heading", "Everything you need to publish works.");

    window.wait("button", has("Rehearse a failure")).click();
    window
        .wait("switch", has("Instagram signs Fanfold out now"))
        .click();
    window.until("the switch to be on", || {
        window.find("status", has("1 failure on")).map(drop)
    });
    window.wait("button", "Close rehearsals").click();
    health(&window);
    window.wait("heading", has("Instagram has signed Fanfold out of"));
    window.shot("signed-out");
    window.wait("button", has("Reconnect @")).click();
    window.wait_gone("button", has("Reconnect @"));
    window.wait("heading", "Everything you need to publish works.");
}

#[test]
fn anything_that_instagram_answered_is_explained_as_it_is_pasted() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &[]);
    window.click("button", "Health");
    window.click("tab", "Explain an error");
    window
        .wait("textbox", "What Instagram answered")
        .write("9007 2207027");
    let told = window.until("what it means", || {
        let card = window.find("article", has(""));
        card.map(|card| card.text())
            .filter(|text| text.contains("2207027"))
    });
    assert!(told.contains("Who can act"), "{told}");
}

/// A token comes in through the clipboard and goes to the keychain: nothing of it is in what the window and the core say
/// to each other, on the page, or on the disk.
#[test]
fn a_copied_token_connects_an_account_and_never_passes_through_the_window() {
    let desk = Desk::new();
    let elsewhere = Practice::beside(&desk.files().join("elsewhere"));
    let token = elsewhere.token("instagram");
    let base = elsewhere.base();
    let window = Window::open_in(&desk.data(), &[], &[("FANFOLD_GRAPH_URL", base.as_str())]);
    window.wait("button", "Start with practice");
    // As if a person had copied it elsewhere; from here on everything that is said is kept.
    window.script(
        "window.__TAURI_INTERNALS__.invoke('copy_text', { text: arguments[0] }).then(() => {
           window.said = [];
           const ask = window.fetch;
           window.fetch = async (...call) => {
             const answer = await ask(...call);
             const body = call[1]?.body;
             window.said.push(String(call[0]?.url ?? call[0]));
             window.said.push(typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array()));
             window.said.push(await answer.clone().text());
             return answer;
           };
         })",
        &json!([token]),
    );
    window.until("everything to be kept", || {
        window
            .script("return Boolean(window.said)", &json!([]))
            .as_bool()?
            .then_some(())
    });
    window.wait("button", has("Connect")).click();
    window.wait("button", "Use Instagram login").click();
    window.wait("button", "Use the copied token").click();
    window.wait("heading", has("connected"));
    window.press("Escape");
    health(&window);
    window.wait("heading", has("you need to publish"));

    let said = window.script(
        "return window.said.join('\\n') + document.documentElement.outerHTML",
        &json!([]),
    );
    let said = said.as_str().unwrap_or_default();
    assert!(
        said.contains("account_health"),
        "something was kept: {}",
        said.len()
    );
    let canary = &token[token.len() - 20..];
    assert!(!said.contains(canary), "the window has seen the token");
    drop(window);
    assert_nowhere(&desk.data(), canary);
}

fn assert_nowhere(folder: &std::path::Path, secret: &str) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            assert_nowhere(&path, secret);
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{} holds the token", path.display());
        }
    }
}
