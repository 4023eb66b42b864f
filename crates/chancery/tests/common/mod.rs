//! Running the binary in tests.
#![allow(dead_code)] // each test file uses a part

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A short readout of our own.
pub const READOUT: &str = "Prezydent Finlandii Alexander Stubb rozmawiał w środę przez telefon z \
    prezydentem Polski Andrzejem Dudą. Stubb podziękował Polsce za pomoc w ochronie granicy i \
    zapewnił, że Finlandia chce pogłębić współpracę z Polską w dziedzinie energetyki.\n\n\
    „Polska jest naszym bliskim partnerem” – podkreślił fiński prezydent.\n";

/// A folder that goes away with the test.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).unwrap();
        }
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Bytes packed by gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// The command.
pub fn chancery() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    // whoever runs the tests may have a world of their own
    command.stdin(Stdio::null()).env("CHANCERY_CONFIG", "/nonexistent/chancery");
    command
}

pub fn run(args: &[&str]) -> Output {
    chancery().args(args).output().unwrap()
}

pub fn run_with_input(args: &[&str], input: &[u8]) -> Output {
    let mut child = chancery()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Whether the Polish packs are linked in and sound; prints why tests are skipped if not.
pub fn ready() -> bool {
    let doctor = stdout(&run(&["doctor"]));
    let ill: Vec<&str> = doctor
        .lines()
        .filter(|l| {
            (l.starts_with("missing") || l.starts_with("broken")) && !l.contains("languages/en")
        })
        .collect();
    if !ill.is_empty() {
        println!("skipped, packs are not there: {ill:?}");
    }
    ill.is_empty()
}

/// JSON lines of an output.
pub fn records(output: &Output) -> Vec<serde_json::Value> {
    stdout(output).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}
