//! `GET /pages/search`: Pages that stand for places, for `location_id` (Facebook login).
//!
//! A few invented ones; a real search is a matter of Facebook's own graph.

use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{parse, select};
use crate::refusal::{Refusal, unknown_field};
use crate::state::Flavour;
use crate::world::World;

struct Place {
    id: &'static str,
    name: &'static str,
    /// `None` for a Page without an address, which is no place.
    location: Option<Location>,
}

/// City, country, street, degrees north and east.
type Location = (&'static str, &'static str, &'static str, f64, f64);

const PLACES: [Place; 8] = [
    Place {
        id: "106000000000001",
        name: "Practice Harbour Café",
        location: Some(("Hamburg", "Germany", "Am Sandtorkai 1", 53.5413, 9.9841)),
    },
    Place {
        id: "106000000000002",
        name: "Practice Market Hall",
        location: Some(("Lisbon", "Portugal", "Rua do Mercado 12", 38.7071, -9.1459)),
    },
    Place {
        id: "106000000000003",
        name: "Practice Museum of Paper",
        location: Some(("Basel", "Switzerland", "St. Alban-Tal 37", 47.5547, 7.6034)),
    },
    Place {
        id: "106000000000004",
        name: "Practice Harbour Baths",
        location: Some((
            "Copenhagen",
            "Denmark",
            "Islands Brygge 14",
            55.6652,
            12.5722,
        )),
    },
    Place {
        id: "106000000000005",
        name: "Practice Café am Ring",
        location: Some(("Wien", "Austria", "Kärntner Ring 8", 48.2013, 16.3711)),
    },
    Place {
        id: "106000000000006",
        name: "実践 Practice Garden",
        location: Some(("Kyoto", "Japan", "Sakyo-ku", 35.047, 135.7808)),
    },
    Place {
        id: "106000000000007",
        name: "Practice City Park",
        location: Some((
            "Denver",
            "United States",
            "York Street 2001",
            39.7325,
            -104.9594,
        )),
    },
    Place {
        id: "106000000000008",
        name: "Practice Fan Club",
        location: None,
    },
];

/// What people call the place.
pub(crate) fn name_of(id: &str) -> Option<&'static str> {
    let mut places = PLACES.iter();
    places.find(|place| place.id == id).map(|place| place.name)
}

/// Whether an id is that of a Page with an address.
pub(super) fn is_place(id: &str) -> bool {
    PLACES
        .iter()
        .any(|place| place.id == id && place.location.is_some())
}

pub(super) fn search(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    if caller.flavour == Flavour::Instagram {
        return Err(call.unknown_path());
    }
    caller.may(Leave::Basic)?;
    let wanted = call.params.need("q")?.to_lowercase();
    let mut fields = call.fields()?;
    if fields.is_empty() {
        fields = parse("id,name")?;
    }
    let rows = PLACES
        .iter()
        .filter(|place| place.name.to_lowercase().contains(&wanted))
        .map(|place| {
            select(&fields, place.id, |field| {
                Ok(match field.name.as_str() {
                    "name" => Some(json!(place.name)),
                    "location" => place.location.map(|(city, country, street, north, east)| {
                        json!({
                            "city": city,
                            "country": country,
                            "street": street,
                            "latitude": north,
                            "longitude": east,
                        })
                    }),
                    "link" => Some(json!(format!("{}/{}", world.base_url, place.id))),
                    name => return Err(unknown_field(name, "Page")),
                })
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "data": rows }))
}
