//! What Fanfold is about: posts, slides, shapes, captions, rules, findings, Instagram's answers
//! and the stages of a publish.
//!
//! Pure: no I/O, no async, no clock, no randomness. Whatever needs the outside world lives in
//! another room and speaks these types.

pub mod account;
pub mod answer;
pub mod caption;
pub mod catalogue;
pub mod check;
pub mod clip;
pub mod details;
pub mod draft;
pub mod finding;
pub mod guide;
pub mod media;
pub mod name;
pub mod panorama;
pub mod plan;
pub mod publish;
pub mod recipe;
pub mod rules;
pub mod shape;
pub mod shown;
pub mod speech;
pub mod token;
pub mod turn;

pub use answer::{Answer, Delivery, Refusal};
pub use catalogue::{Action, Class, Explanation};
pub use clip::ClipRecipe;
pub use finding::{Finding, Fix, Severity, Verdict};
pub use media::{Color, MediaFacts, MediaKind};
pub use recipe::Recipe;
pub use token::Token;
