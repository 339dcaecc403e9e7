//! What a person may hand over by mistake: a sentence on the item it concerns, nothing else lost, nothing half done.

use std::path::PathBuf;
use std::process::{Command, Output};

use fanfold_tests::cli::{Desk, Outcome};
use fanfold_tests::photos;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;

fn check(desk: &Desk, files: &[PathBuf]) -> Outcome {
    let mut arguments: Vec<std::ffi::OsString> = vec!["check".into()];
    arguments.extend(files.iter().map(Into::into));
    arguments.push("--json".into());
    desk.run(arguments)
}

#[test]
fn every_bad_file_is_blocked_with_a_reason_and_the_good_ones_are_judged() {
    let desk = Desk::new();
    let bad = photos::bad(&desk.files());
    let good = place::samples();
    let files = [
        good[0].clone(),
        bad.pdf.clone(),
        bad.empty.clone(),
        bad.truncated.clone(),
        bad.text.clone(),
        bad.missing.clone(),
        good[4].clone(),
    ];
    let outcome = check(&desk, &files).expect_status(1);
    let items = outcome.result()["items"]
        .as_array()
        .cloned()
        .expect("items");
    assert_eq!(items.len(), files.len());
    for (item, file) in items.iter().zip(&files) {
        let is_good = good.contains(file);
        assert_eq!(item["verdict"] != "blocked", is_good, "{item}");
        let message = item["findings"][0]["message"].as_str().unwrap_or_default();
        assert!(is_good || message.len() > 20, "no sentence: {item}");
    }
    assert_eq!(items[1]["format"], "pdf");
}

#[test]
fn a_png_named_jpg_is_known_by_its_content_and_mended() {
    let desk = Desk::new();
    let bad = photos::bad(&desk.files());
    let outcome = check(&desk, std::slice::from_ref(&bad.misnamed));
    assert_eq!(outcome.text("/items/0/format"), "png");
    assert_eq!(outcome.text("/items/0/verdict"), "fixable");

    let out = desk.files().join("out");
    let fixed = desk.run([
        "fix".as_ref(),
        bad.misnamed.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
        "--json".as_ref(),
    ]);
    let output = PathBuf::from(fixed.text("/items/0/output"));
    assert!(output.is_file(), "{fixed:?}");
    let after = check(&desk, &[output]).expect_status(0);
    assert_eq!(after.text("/verdict"), "ready");
}

#[test]
fn a_strip_gets_an_answer_and_no_panic() {
    let desk = Desk::new();
    let bad = photos::bad(&desk.files());
    let outcome = check(&desk, &[bad.strip]).expect_status(1);
    assert_ne!(outcome.text("/verdict"), "ready");
}

#[test]
fn fixed_photos_are_ready_and_say_nothing_of_the_place() {
    let desk = Desk::new();
    let out = desk.files().join("out");
    let mut arguments: Vec<std::ffi::OsString> = vec!["fix".into()];
    arguments.extend(photos::ten(&desk.files()).iter().map(Into::into));
    arguments.extend(["--out".into(), out.clone().into(), "--json".into()]);
    let fixed = desk.run(arguments).expect_status(0);
    let items = fixed.result()["items"].as_array().cloned().expect("items");
    let outputs: Vec<PathBuf> = items
        .iter()
        .filter_map(|item| item["output"].as_str())
        .map(PathBuf::from)
        .collect();
    assert_eq!(outputs.len(), 10, "{fixed:?}");
    let after = check(&desk, &outputs).expect_status(0);
    assert_eq!(after.text("/verdict"), "ready", "{after:?}");
    for output in outputs {
        let bytes = std::fs::read(&output).unwrap();
        assert!(
            !bytes.windows(6).any(|window| window == b"Exif\0\0"),
            "{}",
            output.display()
        );
    }
}

#[test]
fn content_with_errors_is_refused_before_anything_is_sent() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let bad = photos::bad(&desk.files());
    let good = place::samples();
    let outcome = desk
        .post(&[good[0].clone(), bad.pdf], "No")
        .expect_status(1);
    assert_eq!(outcome.text("/type"), "result");
    assert_eq!(practice.calls("create_child"), 0);
    assert!(practice.posts().is_empty());
}

#[test]
fn eleven_slides_are_one_too_many() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut files = place::samples();
    files.push(files[0].clone());
    let outcome = desk.post(&files, "Eleven").expect_status(1);
    assert!(practice.posts().is_empty(), "{outcome:?}");
}

#[test]
fn a_caption_of_2201_characters_is_refused_and_2200_is_taken() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let photo = &place::samples()[..1];
    desk.post(photo, &"a".repeat(2201)).expect_status(1);
    assert!(practice.posts().is_empty());
    desk.post(photo, &"a".repeat(2200)).expect_status(0);
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn without_a_keychain_it_says_so_and_stores_nothing() {
    let desk = Desk::new();
    let _practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&place::samples()[..1], "No keychain");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all");
    let output = command.output().expect("fanfold-cli ends");
    let stderr = String::from_utf8_lossy(&output.stderr).to_lowercase();
    let stdout = String::from_utf8_lossy(&output.stdout).to_lowercase();
    assert_eq!(output.status.code(), Some(3), "{stdout}\n{stderr}");
    assert!(
        stderr.contains("keychain") || stdout.contains("keychain"),
        "{stdout}\n{stderr}"
    );
    assert!(!stderr.contains("panicked"));
}

#[test]
fn a_data_folder_that_cannot_be_used_is_named() {
    let desk = Desk::new();
    let file = desk.files().join("not a folder");
    std::fs::write(&file, "x").unwrap();
    let mut command = desk.posting(&place::samples()[..1], "Nowhere");
    command.env("FANFOLD_DATA_DIR", &file);
    let output = command.output().expect("fanfold-cli ends");
    assert_eq!(output.status.code(), Some(3));
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.contains("not a folder") && !said.contains("panicked"),
        "{said}"
    );
}

/// `fix` into a folder, with its answer and everything that it said.
fn fix_into(desk: &Desk, out: &std::path::Path, room: Option<u32>) -> (Output, String) {
    let mut fix = desk.command(["fix", "--json", "--out"]);
    fix.arg(out).args(place::samples());
    let mut fix = match room {
        Some(kilobytes) => with_room(&fix, kilobytes),
        None => fix,
    };
    let output = fix.output().expect("fanfold-cli ends");
    let said = [&*output.stdout, &*output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    (output, said)
}

/// The same command where no file may be larger: what a full disk looks like from inside one program.
fn with_room(command: &Command, kilobytes: u32) -> Command {
    let mut shell = Command::new("bash");
    let limit = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"");
    shell
        .args(["-c", &limit, "bash"])
        .arg(command.get_program());
    shell.args(command.get_args());
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    shell
}

#[test]
fn a_disk_that_fills_up_under_fix_is_named_and_nothing_half_written_stays() {
    let desk = Desk::new();
    let out = desk.files().join("out");
    let (output, said) = fix_into(&desk, &out, Some(100));
    assert!(matches!(output.status.code(), Some(1 | 3)), "{said}");
    assert!(said.contains("out"), "the folder is named: {said}");
    for entry in std::fs::read_dir(&out).unwrap().flatten() {
        let file = std::fs::read(entry.path()).unwrap();
        assert!(
            file.ends_with(&[0xFF, 0xD9]),
            "{} is half a picture",
            entry.path().display()
        );
    }
    let (output, said) = fix_into(&desk, &desk.files().join("room"), None);
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_named() {
    let desk = Desk::new();
    // Not even the machine's administrator may write there.
    for folder in ["/sys/kernel", "/proc/nowhere"] {
        let (output, said) = fix_into(&desk, folder.as_ref(), None);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(folder), "{said}");
    }
}

#[test]
fn no_disk_space_loses_and_doubles_nothing() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut full = with_room(&desk.posting(&place::samples(), "Full"), 200);
    let output = full.output().expect("bash is there");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(1 | 3)),
        "{:?} {stderr}",
        output.status
    );
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(practice.posts().is_empty());

    desk.post(&place::samples(), "Room again").expect_status(0);
    let captions: Vec<_> = practice
        .posts()
        .iter()
        .map(|post| post["caption"].clone())
        .collect();
    assert!(
        captions
            .iter()
            .filter(|caption| **caption == "Room again")
            .count()
            == 1,
        "{captions:?}"
    );
}
