//! Places that a post can be tagged with: Pages that have a location.
//!
//! Source: Meta, Pages search, 2026-09-11. Facebook login only.

use fanfold_domain::Refusal;
use fanfold_domain::account::Flavour;
use serde_json::Value;

use super::read::{list, text};
use crate::call::Call;
use crate::client::Session;

/// A Page with a location.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What `location_id` takes.
    pub id: String,
    pub name: String,
    pub street: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    pub link: Option<String>,
}

impl Session {
    /// Places whose name fits; those without a location are left out, because Instagram refuses
    /// them. Empty for Instagram login, which has no such call.
    pub async fn places(&self, words: &str) -> Result<Vec<Place>, Refusal> {
        let words = words.trim();
        if self.flavour() == Flavour::Instagram || words.is_empty() {
            return Ok(Vec::new());
        }
        let call = Call::get("places.search", "pages/search")
            .with("q", words)
            .with("fields", "id,name,location,link");
        let value = self.send(call).await?;
        Ok(list(&value).iter().filter_map(place).collect())
    }
}

fn place(row: &Value) -> Option<Place> {
    let location = row.get("location").filter(|found| found.is_object())?;
    let degree = |key: &str| location.get(key).and_then(Value::as_f64);
    Some(Place {
        id: text(row, "id")?,
        name: text(row, "name")?,
        street: text(location, "street"),
        city: text(location, "city"),
        country: text(location, "country"),
        at: degree("latitude").zip(degree("longitude")),
        link: text(row, "link"),
    })
}
