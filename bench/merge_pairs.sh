#!/usr/bin/env bash
# Merging on the labelled pairs (docs/ledger/merging.md): reads the White House readouts beside the
# checkout with the program, then scores both halves of crates/ledger/tests/merge_pairs.tsv.
#   bench/merge_pairs.sh [FOLDER]      keeps texts and readings in FOLDER (default: a temporary one)
set -euo pipefail
cd "$(dirname "$0")/.."
readouts=../shared/data/en/readouts_en.jsonl.gz
[ -e "$readouts" ] || { echo "skipped: no $readouts beside the checkout" >&2; exit 0; }
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
gunzip -c "$readouts" > "$folder/readouts.jsonl"
cargo run --release --quiet --bin chancery -- read "$folder/readouts.jsonl" --lang en --format jsonl > "$folder/read.jsonl"
CHANCERY_READINGS=$folder cargo test --release --quiet -p ledger --test merge_pairs -- --nocapture --test-threads 1
cargo run --release --quiet -p ledger --example acts -- "$folder/readouts.jsonl" "$folder/read.jsonl" > "$folder/acts.tsv"
cargo run --release --quiet -p ledger --example copies -- "$folder/readouts.jsonl"
