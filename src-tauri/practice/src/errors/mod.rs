//! Every documented error, to be had by name.
//!
//! Sources: Meta, Instagram Platform error codes, 2026-06-02; Graph API error handling; what
//! public clients report (2026-09); the sections are those of the project's own reference. Words
//! for people are our wording. How each is caused honestly is elsewhere; here it is simply said.

mod rows;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::faults::{Fault, FaultError, Kind, Target, When};

pub(crate) use rows::ROWS;

/// One row: what is answered, and to which calls unless told otherwise.
pub(crate) struct Row {
    /// `code` or `code_subcode`, `status_subcode` for a container's text, else a word.
    pub(crate) name: &'static str,
    /// `4.2` Instagram, `4.3` Graph, `4.4` seen in practice, `2.6` upload host, `1.4` sign-in.
    pub(crate) section: &'static str,
    pub(crate) on: Target,
    pub(crate) kind: Kind,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    pub(crate) http: u16,
    pub(crate) transient: bool,
    pub(crate) message: &'static str,
    /// `error_user_title` and `error_user_msg`.
    pub(crate) words: Option<(&'static str, &'static str)>,
    pub(crate) meaning: &'static str,
    /// Minutes for the usage header.
    pub(crate) minutes: Option<u32>,
}

impl Row {
    /// The fault that answers with this row, until it is switched off.
    pub(crate) fn fault(&self) -> Fault {
        let error = FaultError {
            code: self.code,
            subcode: self.subcode,
            title: self.words.map(|(title, _)| title.to_owned()),
            user_message: self.words.map(|(_, text)| text.to_owned()),
            message: Some(self.message.to_owned()),
            is_transient: Some(self.transient),
            http: Some(self.http),
        };
        Fault {
            on: self.on,
            when: When::Before,
            kind: self.kind,
            error,
            headers: self.minutes.map(usage).unwrap_or_default(),
            skip: 0,
            times: None,
            item: None,
            matching: None,
            delay_ms: None,
            since: None,
        }
    }

    /// For a list.
    pub(crate) fn described(&self) -> Value {
        json!({
            "name": self.name,
            "section": self.section,
            "code": self.code,
            "subcode": self.subcode,
            "http": self.http,
            "meaning": self.meaning,
            "fault": self.fault(),
        })
    }
}

/// The header that says how long to stay away.
fn usage(minutes: u32) -> BTreeMap<String, String> {
    let row = json!([{
        "type": "instagram",
        "call_count": 101,
        "total_cputime": 12,
        "total_time": 14,
        "estimated_time_to_regain_access": minutes,
    }]);
    BTreeMap::from([(
        "x-business-use-case-usage".to_owned(),
        json!({ "{account}": row }).to_string(),
    )])
}

pub(crate) fn find(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

/// What most rows have in common.
const PLAIN: Row = Row {
    name: "",
    section: "",
    on: Target::Any,
    kind: Kind::Error,
    code: 0,
    subcode: None,
    http: 400,
    transient: false,
    message: "",
    words: None,
    meaning: "",
    minutes: None,
};

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own_and_words() {
        let mut names = std::collections::HashSet::new();
        for row in ROWS {
            assert!(names.insert(row.name), "{} twice", row.name);
            assert!(crate::presets::find(row.name).is_none(), "{}", row.name);
            assert!(
                !row.meaning.is_empty() && !row.message.is_empty(),
                "{}",
                row.name
            );
            let text = serde_json::to_string(&row.fault()).unwrap();
            let back: Fault = serde_json::from_str(&text).unwrap();
            assert_eq!(back, row.fault());
        }
        assert_eq!(find("190_463").unwrap().subcode, Some(463));
    }
}
