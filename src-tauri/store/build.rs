//! `sqlx::migrate!` reads the folder while compiling; cargo has to be told.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
