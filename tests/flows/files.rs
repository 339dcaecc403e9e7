//! `check`, `fix` and `rules` as programs read them.

use fanfold_tests::cli::Desk;
use fanfold_tests::place;

#[test]
fn every_rule_is_listed_with_its_passport() {
    let desk = Desk::new();
    let outcome = desk.run(["rules", "--json"]).expect_status(0);
    let rules: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let rules = rules.as_array().unwrap();
    assert!(rules.len() > 35);
    for rule in rules {
        for field in ["id", "unit", "source", "date", "confidence", "disagree"] {
            let said = rule[field].as_str();
            assert!(said.is_some_and(|said| !said.is_empty()), "{field}: {rule}");
        }
        assert_eq!(rule["date"].as_str().map(str::len), Some(10), "{rule}");
        assert!(!rule["applies"].as_array().unwrap().is_empty(), "{rule}");
    }
    let told = desk.run(["rules"]).expect_status(0).stdout;
    for rule in rules {
        let (id, source) = (rule["id"].as_str(), rule["source"].as_str());
        let listed = told.contains(id.unwrap()) && told.contains(source.unwrap());
        assert!(listed, "{id:?} is in the list for people too");
    }
}

#[test]
fn one_document_is_all_that_a_program_reads() {
    let desk = Desk::new();
    let samples = place::samples();
    let mut arguments: Vec<&std::ffi::OsStr> = vec!["check".as_ref(), "--json".as_ref()];
    arguments.extend(samples.iter().map(|path| path.as_os_str()));
    let outcome = desk.run(arguments);
    let document: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let items = document["items"].as_array().unwrap();
    assert_eq!(items.len(), samples.len());
    for (item, path) in items.iter().zip(&samples) {
        assert_eq!(
            item["path"].as_str(),
            path.to_str(),
            "in the order asked for"
        );
    }
    assert_eq!(outcome.stderr, "");
}

#[test]
fn a_wide_picture_is_split_into_ready_parts_that_are_told() {
    let desk = Desk::new();
    let wide = desk.files().join("wide.png");
    let picture = image::RgbImage::from_fn(3240, 1350, |x, y| {
        image::Rgb([(x / 13) as u8, (y / 6) as u8, (x % 251) as u8])
    });
    picture.save(&wide).unwrap();
    let out = desk.files().join("out");
    let arguments: [&std::ffi::OsStr; 6] = [
        "fix".as_ref(),
        wide.as_os_str(),
        "--split".as_ref(),
        "3".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ];
    let told = desk.run(arguments).expect_status(0).stdout;
    let names: Vec<&str> = told.lines().filter(|line| line.contains('→')).collect();
    assert_eq!(names.len(), 3, "{told}");
    for number in 1..=3 {
        let name = format!("wide-part{number}.jpg");
        assert!(told.contains(&name), "{told}");
        let made = image::image_dimensions(out.join(name)).unwrap();
        assert_eq!(made, (1080, 1350), "part {number}");
    }
    let again = desk.run(arguments.iter().copied().chain(["--json".as_ref()]));
    let again: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(again["verdict"], "ready");
    let items = again["items"].as_array().unwrap();
    for (item, number) in items.iter().zip(1..) {
        assert_eq!(item["part"]["number"], number);
        assert_eq!(item["part"]["of"], 3);
        assert_eq!(item["after"]["verdict"], "ready");
        let output = item["output"].as_str().unwrap();
        assert!(
            output.ends_with(&format!("wide-part{number}-2.jpg")),
            "nothing is overwritten: {output}"
        );
    }
    assert_eq!(items.len(), 3);
}
