//! Builds the packs that the program ships.
fn main() {}
