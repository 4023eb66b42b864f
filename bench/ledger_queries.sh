#!/usr/bin/env bash
# What filing and questions cost on a large ledger: bench/ledger_queries.sh SMALL.ledger BIG.ledger [REPORTS]
# SMALL is a ledger of real papers; BIG is made from it (or goes on from where it was).
set -euo pipefail
cargo run --release -q -p ledger --example grow -- "$1" "$2" "${3:-1000000}"
cargo run --release -q -p ledger --example questions -- "$2"
