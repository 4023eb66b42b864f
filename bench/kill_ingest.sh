#!/usr/bin/env bash
# Kills `chancery ingest` at N random moments (200 unless given) and compares what the ledger holds
# in the end with an undisturbed run: crates/chancery/tests/kill.rs.
set -euo pipefail
cd "$(dirname "$0")/.."
KILLS="${1:-200}" cargo test --release -p chancery --test kill -- --nocapture
