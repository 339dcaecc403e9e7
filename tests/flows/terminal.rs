//! The other commands of the terminal: what scripts rely on.

use fanfold_tests::cli::Desk;
use fanfold_tests::place;

#[test]
fn check_tells_what_a_file_is_and_reads_it_as_a_person_sees_it() {
    let desk = Desk::new();
    let sideways = &place::samples()[2];
    let outcome = desk.run(["check".as_ref(), sideways.as_os_str(), "--json".as_ref()]);
    let item = &outcome.result()["items"][0];
    assert_eq!(outcome.text("/as"), "feed");
    assert_eq!(
        (item["kind"].as_str(), item["format"].as_str()),
        (Some("image"), Some("jpeg"))
    );
    assert_eq!(item["orientation"], 6);
    assert_eq!(item["width"], item["stored_height"]);
    assert_eq!(item["height"], item["stored_width"]);
    assert_eq!(item["has_location"], false);
    let located = &place::samples()[1];
    let outcome = desk.run(["check".as_ref(), located.as_os_str(), "--json".as_ref()]);
    assert_eq!(outcome.result()["items"][0]["has_location"], true);
}

#[test]
fn a_caption_is_counted_from_standard_input() {
    let desk = Desk::new();
    let outcome = desk.run_with(
        ["caption", "-", "--json"],
        "Hello #one #two @three".as_bytes(),
    );
    let counted = outcome.expect_status(0);
    let counted = counted.result();
    assert_eq!(counted["characters"], 22);
    assert_eq!(counted["limit"], 2200);
    assert_eq!(counted["hashtag_count"], 2);
    assert_eq!(counted["mention_count"], 1);
    assert_eq!(counted["verdict"], "ready");
}

#[test]
fn a_known_code_is_explained_with_something_to_do() {
    let desk = Desk::new();
    let outcome = desk
        .run(["explain", "--json", "--", "9004", "2207052"])
        .expect_status(0);
    assert!(!outcome.text("/title").is_empty() && !outcome.text("/message").is_empty());
    assert!(
        outcome.result()["steps"]
            .as_array()
            .is_some_and(|steps| !steps.is_empty())
    );
    assert_eq!(outcome.text("/source"), "catalogue");
    let negative = desk
        .run(["explain", "--json", "--", "-1", "2207001"])
        .expect_status(0);
    assert_eq!(negative.result()["automatic_retry"], true);
}

#[test]
fn explain_hides_a_token_that_a_server_quoted() {
    let desk = Desk::new();
    let token = "EAABsbCS1iHgBAKZCsecretsecretsecretsecret0123456789";
    let body = format!("{{\"error\":{{\"message\":\"Bad token {token}\",\"code\":190}}}}");
    let outcome = desk.run_with(["explain", "--response", "-", "--json"], body.as_bytes());
    assert!(
        !outcome.stdout.contains("secretsecret"),
        "{}",
        outcome.stdout
    );
    assert_eq!(outcome.text("/action"), "reconnect");
}

#[test]
fn wrong_usage_exits_with_2() {
    let desk = Desk::new();
    assert_eq!(desk.run(["no-such-command"]).status, Some(2));
    assert_eq!(desk.run(["check"]).status, Some(2));
    assert_eq!(
        desk.run(["check", "--as", "poster", "x.jpg"]).status,
        Some(2)
    );
}

#[test]
fn practice_serve_says_where_it_is() {
    let desk = Desk::new();
    let mut command = desk.command(["practice", "serve", "--port", "0"]);
    let mut running =
        fanfold_tests::process::Running::start(command.stdout(std::process::Stdio::piped()));
    let output = running.child.stdout.take().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).unwrap();
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://127.0.0.1:"));
    let address = address.unwrap_or_else(|| panic!("no address in {line:?}"));
    let reply = fanfold_tests::http::send("GET", &format!("{address}/practice/admin/health"), None);
    assert_eq!(reply.unwrap().status, 200);
}
