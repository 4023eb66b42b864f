//! Packs come back as they were written, and no damage passes.

use pack::{Pack, PackError, PackWriter};
use std::io::Write;

fn sample() -> Vec<u8> {
    let mut w = PackWriter::new("test", "2026-01", 7);
    w.section("words", b"ala ma kota".to_vec()).values("numbers", &[1u32, 2, 3]);
    w.finish()
}

fn open(bytes: &[u8]) -> Result<Pack, PackError> {
    let mut f = tempfile::NamedTempFile::new().unwrap();
    f.write_all(bytes).unwrap();
    Pack::open(f.path(), "test", 7)
}

#[test]
fn sections_come_back() {
    let p = open(&sample()).unwrap();
    assert_eq!((p.kind(), p.version()), ("test", "2026-01"));
    assert_eq!(p.section("words").unwrap(), b"ala ma kota");
    assert_eq!(p.values::<u32>("numbers").unwrap(), [1, 2, 3]);
    assert!(matches!(p.section("other"), Err(PackError::Damaged { .. })));
    assert!(p.values::<u64>("words").is_err(), "11 bytes are no u64s");
}

#[test]
fn every_changed_byte_is_refused() {
    let good = sample();
    for i in 0..good.len() {
        let mut bad = good.clone();
        bad[i] ^= 0x40;
        assert!(open(&bad).is_err(), "byte {i} changed unnoticed");
    }
}

#[test]
fn every_cut_is_refused() {
    let good = sample();
    for n in 0..good.len() {
        assert!(open(&good[..n]).is_err(), "a pack cut to {n} bytes was taken");
    }
}

#[test]
fn other_kind_and_schema_are_named() {
    let mut f = tempfile::NamedTempFile::new().unwrap();
    f.write_all(&sample()).unwrap();
    let e = Pack::open(f.path(), "world", 7).err().unwrap().to_string();
    assert!(e.contains("\"world\"") && e.contains("\"test\""), "{e}");
    let e = Pack::open(f.path(), "test", 8).err().unwrap().to_string();
    assert!(e.contains("schema") && e.contains("build it again"), "{e}");
}
