//! Nothing is made here. Tauri's macro, for the bare window, wants a folder that only packages with a build
//! script have.

fn main() {
    println!("cargo::rerun-if-changed=bare");
}
