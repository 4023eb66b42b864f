#!/usr/bin/env bash
# The reading room under bad input and load, from a build: 1,000 slow clients, a mix of all that can be
# asked while papers are taken in, a restart under load. Prints what came of each; exit code 1 if the
# room did what it must not (crates/reading_room/examples/visitors).
#   bench/room_load.sh [MINUTES] [RATE] [LEDGER] [CHANCERY]
# MINUTES of the mix [1], RATE a second [60]; LEDGER [made from the example papers] is copied first;
# CHANCERY: the program [target/release/chancery]. PROFILE=debug uses and builds the other profile.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
profile=${PROFILE:-release} build=(--quiet)
[ "$profile" = debug ] || build+=(--release)
minutes=${1:-1} rate=${2:-60} ledger=${3:-} program=${4:-$target/$profile/chancery}
[ -x "$program" ] || cargo build "${build[@]}" -p chancery
cargo build "${build[@]}" -p reading_room --example visitors
visitors=$target/$profile/examples/visitors

# A thousand clients need as many descriptors.
ulimit -n 4096 || { echo "ulimit -n 4096 is refused" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "$ledger" ]; then
    cp "$ledger" "$work/room.ledger"
else
    "$program" ingest examples/papers.jsonl --ledger "$work/room.ledger" >/dev/null
fi
status=0
for task in crowd "mix --minutes $minutes --rate $rate --more examples/papers.jsonl" restart; do
    # shellcheck disable=SC2086 # words are meant apart
    "$visitors" $task --chancery "$program" --ledger "$work/room.ledger" || status=1
done
"$program" verify --ledger "$work/room.ledger" || status=1
exit "$status"
