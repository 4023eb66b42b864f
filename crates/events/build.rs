//! Lists the frame files of every language, so that adding one needs no Rust.

use std::{env, fmt::Write, fs, path::Path};

fn main() {
    let root =
        Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../languages");
    let mut out = String::new();
    for (name, code) in [("PL_FRAMES", "pl"), ("EN_FRAMES", "en")] {
        let dir = root.join(code).join("frames");
        println!("cargo:rerun-if-changed={}", dir.display());
        let mut files: Vec<_> =
            fs::read_dir(&dir).map(|d| d.flatten().map(|e| e.path()).collect()).unwrap_or_default();
        files.retain(|p| p.extension().is_some_and(|e| e == "frames"));
        files.sort();
        let _ = writeln!(
            out,
            "/// Frame files of `{code}`: name, contents.\npub(crate) const {name}: &[(&str, &str)] = &["
        );
        for f in files {
            let file = f.file_name().unwrap_or_default().to_string_lossy().into_owned();
            println!("cargo:rerun-if-changed={}", f.display());
            let _ = writeln!(out, "    (\"{code}/frames/{file}\", include_str!({:?})),", f);
        }
        out.push_str("];\n");
    }
    let target = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("frame_files.rs");
    if let Err(e) = fs::write(&target, out) {
        panic!("cannot write {}: {e}", target.display());
    }
}
