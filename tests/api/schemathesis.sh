#!/usr/bin/env bash
# Lets schemathesis (PyPI) ask the API of the reading room whatever its description allows, and what
# it forbids: no server errors, answers as described, what is wrong refused.
#   tests/api/schemathesis.sh [CHANCERY] [EXAMPLES]
# CHANCERY: the program [target/debug/chancery]; EXAMPLES: cases an operation [50].
# Skipped, with the reason, where Python cannot make an environment with schemathesis.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-${CARGO_TARGET_DIR:-target}/debug/chancery}
examples=${2:-50}

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
if ! command -v schemathesis >/dev/null; then
    python3 -m venv "$work/venv" 2>/dev/null && "$work/venv/bin/pip" install --quiet schemathesis==4.32.5 ||
        { echo "schemathesis skipped: it cannot be installed here"; exit 0; }
    PATH="$work/venv/bin:$PATH"
fi

"$program" ingest examples/papers.jsonl --ledger "$work/examples.ledger" >/dev/null

# Opens a room with these flags; sets base.
open_room() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    : >"$work/address"
    "$program" serve --ledger "$work/examples.ledger" --port 0 --log none --rate 100000 "$@" >"$work/address" &
    server=$!
    for _ in $(seq 100); do
        [ -s "$work/address" ] && break
        sleep 0.2
    done
    base=$(sed -n 's/.*\(http:[^ ]*\)\/$/\1/p' "$work/address")
}
program=$(realpath "$program")
schemathesis --version
open_room
cd "$work"
run() { schemathesis run "$base/api/v1/openapi.json" --max-examples "$examples" --seed 1 --workers 1 "$@"; }
writes='^/api/v1/(corrections|checks)'
worded='^/api/v1/(read|search|acts|exports)'
run --exclude-path-regex "$writes|$worded"
# Of texts no schema can tell in which language they are, nor of characters whether they make a word,
# so some that fit it are refused.
run --include-path-regex "$worded" --exclude-checks positive_data_acceptance
# Read only: whatever fits is refused, with a token or without.
run --include-path-regex "$writes" --exclude-checks positive_data_acceptance,missing_required_header
# A room that may be written in. No schema can tell which types, names and reports there are.
export CHANCERY_TOKEN=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
open_room --write
run --include-path-regex "$writes" --exclude-checks positive_data_acceptance -H "Authorization: Bearer $CHANCERY_TOKEN"
"$program" verify --ledger "$work/examples.ledger"
