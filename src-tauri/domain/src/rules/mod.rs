//! Limits as data.
