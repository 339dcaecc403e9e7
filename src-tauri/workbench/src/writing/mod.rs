//! What helps to write a post: what a person writes again and again, whom they mentioned before,
//! places by name, and the profile that the post will stand in.

mod grid;
mod mentions;
mod places;
mod wordbook;

pub(crate) use grid::Grid;
