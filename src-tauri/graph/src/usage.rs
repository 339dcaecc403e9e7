//! The usage headers: how much of its call limits an app or account has used.
//!
//! Source: Meta, Graph API rate limiting, 2026-08-23. Percentages may exceed 100. What follows from
//! them is the limiter's.

use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Percent of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Meter {
    pub calls: f64,
    pub time: f64,
    pub cpu: f64,
}

impl Meter {
    /// The fullest of the three.
    pub fn highest(self) -> f64 {
        self.calls.max(self.time).max(self.cpu)
    }
}

/// One entry of `X-Business-Use-Case-Usage`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BusinessUsage {
    /// The account or Page it is about.
    pub id: String,
    /// `instagram`, `pages`, …
    pub kind: String,
    pub meter: Meter,
    /// Minutes until calls are taken again; 0 when they are.
    pub regain_minutes: f64,
}

/// What the usage headers of one answer said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// `X-App-Usage`.
    pub app: Option<Meter>,
    /// `X-Page-Usage`.
    pub page: Option<Meter>,
    pub business: Vec<BusinessUsage>,
}

impl Usage {
    /// Reads the headers; `None` when none of them is there or readable.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let json = |name: &str| -> Option<Value> {
            serde_json::from_str(headers.get(name)?.to_str().ok()?).ok()
        };
        let usage = Self {
            app: json("x-app-usage").as_ref().and_then(meter),
            page: json("x-page-usage").as_ref().and_then(meter),
            business: json("x-business-use-case-usage")
                .map(|value| business(&value))
                .unwrap_or_default(),
        };
        (usage != Self::default()).then_some(usage)
    }
}

fn meter(value: &Value) -> Option<Meter> {
    let map = value.as_object()?;
    let percent = |key: &str| map.get(key).and_then(Value::as_f64).unwrap_or(0.0);
    Some(Meter {
        calls: percent("call_count"),
        time: percent("total_time"),
        cpu: percent("total_cputime"),
    })
}

fn business(value: &Value) -> Vec<BusinessUsage> {
    let Some(map) = value.as_object() else {
        return Vec::new();
    };
    map.iter()
        .filter_map(|(id, entries)| Some((id, entries.as_array()?)))
        .flat_map(|(id, entries)| entries.iter().map(move |entry| (id, entry)))
        .filter_map(|(id, entry)| {
            Some(BusinessUsage {
                id: id.clone(),
                kind: entry
                    .get("type")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                meter: meter(entry)?,
                regain_minutes: entry
                    .get("estimated_time_to_regain_access")
                    .and_then(Value::as_f64)
                    .unwrap_or(0.0),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn headers_become_percent_and_minutes() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "X-App-Usage",
            r#"{"call_count":28,"total_time":25,"total_cputime":31}"#
                .parse()
                .unwrap(),
        );
        headers.insert("X-Business-Use-Case-Usage",
            r#"{"1784":[{"type":"instagram","call_count":99,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#.parse().unwrap());
        let usage = Usage::of(&headers).unwrap();
        assert!((usage.app.unwrap().highest() - 31.0).abs() < 1e-9);
        assert_eq!(usage.business[0].id, "1784");
        assert!((usage.business[0].regain_minutes - 7.0).abs() < 1e-9);
    }

    #[test]
    fn unreadable_headers_say_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert("X-App-Usage", "{".parse().unwrap());
        headers.insert("X-Business-Use-Case-Usage", "[1]".parse().unwrap());
        assert_eq!(Usage::of(&headers), None);
    }
}
