//! Huge texts: they are read to the end, in bounded memory.

mod common;

use common::*;

/// Peak resident memory of our ended children, in megabytes (Linux counts kilobytes).
#[cfg(target_os = "linux")]
fn peak_while(args: &[&str]) -> (std::process::Output, u64) {
    let mut child = chancery()
        .args(args)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let stdout = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut std::io::BufReader::new(stdout), &mut out).map(|_| out)
    });
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let high = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let high = high.and_then(|l| l.trim().trim_end_matches("kB").trim().parse().ok());
        peak = peak.max(high.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let mut output = child.wait_with_output().unwrap();
    output.stdout = reader.join().unwrap().unwrap();
    (output, peak / 1024)
}

#[test]
#[cfg(target_os = "linux")]
fn six_megabytes_of_prose_stay_under_the_limit_and_keep_their_offsets() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let text = READOUT.repeat(6_000_000 / READOUT.len());
    let path = folder.file("long.txt", &text);
    let (output, peak) = peak_while(&["read", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(peak < 300, "{peak} MB");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let chars: Vec<char> = text.chars().collect();
    let events = record["events"].as_array().unwrap();
    let last = &events[events.len() - 1]["trigger"];
    let (a, b) = (last["start"].as_u64().unwrap() as usize, last["end"].as_u64().unwrap() as usize);
    assert_eq!(chars[a..b].iter().collect::<String>(), last["text"].as_str().unwrap());
    assert!(a > chars.len() * 9 / 10, "the end of the text was read");
    let ids: std::collections::HashSet<_> =
        events.iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), events.len(), "ids are unique");
}

#[test]
fn one_line_of_five_megabytes_without_a_blank() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let path = folder.file("linia.txt", "Chiny-".repeat(5_000_000 / 6));
    let output = run(&["read", path.to_str().unwrap(), "--lang", "pl", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(records(&output).len(), 1);
}
