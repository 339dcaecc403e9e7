//! Builders and fixtures shared by the suites.
