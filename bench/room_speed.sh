#!/usr/bin/env bash
# How fast /api/v1/acts answers questions with filters: at full speed by wrk (Debian package wrk), and
# at a steady rate, counted from when each question was due, by the room's own visitors.
#   bench/room_speed.sh LEDGER [SECONDS] [RATE] [CHANCERY]
# LEDGER is only read; SECONDS of each [20]; RATE a second [200]; CHANCERY [target/release/chancery].
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
ledger=${1:?say which ledger} seconds=${2:-20} rate=${3:-200} program=${4:-$target/release/chancery}
[ -x "$program" ] || cargo build --release --quiet -p chancery
cargo build --release --quiet -p reading_room --example visitors
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }

work=$(mktemp -d)
room=
trap '[ -z "$room" ] || kill "$room" 2>/dev/null || true; rm -rf "$work"' EXIT
"$program" serve --ledger "$ledger" --port 0 --log none --rate 1000000 >"$work/address" &
room=$!
for _ in $(seq 300); do
    [ -s "$work/address" ] && break
    sleep 0.2
done
base=$(sed -n 's/.*\(http:[^ ]*\)\/$/\1/p' "$work/address")
cat >"$work/filters.lua" <<'LUA'
-- Filters as people use them, one after the other.
local paths = {}
for _, party in ipairs({ "POL", "BLR", "FIN", "CHN", "KAZ", "RUS", "UKR", "USA" }) do
  for _, rest in ipairs({ "", "&type=CONSULT", "&quad=4", "&from=2020&to=2023", "&min_confidence=0.8" }) do
    table.insert(paths, "/api/v1/acts?limit=20&actor=" .. party .. rest)
  end
end
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("answers other than 200: %d, broken: %d\n", e.status, e.connect + e.read + e.write + e.timeout))
end
LUA
echo "== wrk, 2 threads, 16 connections, $seconds s"
wrk --threads 2 --connections 16 --duration "${seconds}s" --latency --script "$work/filters.lua" "$base"
kill "$room"; wait "$room" || true; room=
echo "== at $rate a second, $seconds s"
"$target/release/examples/visitors" steady --chancery "$program" --ledger "$ledger" --rate "$rate" --seconds "$seconds"
