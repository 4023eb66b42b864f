//! Lists the packs that are linked into the binary: those that lie in `languages/` and `world/`.

use std::fmt::Write as _;
use std::path::Path;

/// Every pack the program can use, by its place in the packs folder.
const PACKS: [&str; 11] = [
    "languages/pl/lexicon.pack",
    "languages/pl/clusters.pack",
    "languages/pl/tagger.pack",
    "languages/pl/parser.pack",
    "languages/pl/names.pack",
    "languages/en/lexicon.pack",
    "languages/en/clusters.pack",
    "languages/en/tagger.pack",
    "languages/en/parser.pack",
    "languages/en/names.pack",
    "world/world.pack",
];

fn main() {
    // Asked when it runs: a build script that was compiled elsewhere must not look there.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&manifest).join("../..");
    for folder in ["languages/pl", "languages/en", "world"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
    }
    let mut code = String::from("static BUILT_IN: &[(&str, &AlignedBytes<[u8]>)] = &[\n");
    let english = std::env::var_os("CARGO_FEATURE_ENGLISH").is_some();
    for name in PACKS.into_iter().filter(|n| english || !n.starts_with("languages/en/")) {
        if let Ok(path) = root.join(name).canonicalize() {
            writeln!(code, "({name:?}, &AlignedBytes {{ bytes: *include_bytes!({path:?}) }}),")
                .unwrap();
        }
    }
    code.push_str("];\n");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("built_in.rs"), code).expect("OUT_DIR can be written");
}
