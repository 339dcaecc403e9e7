//! Judging facts.
