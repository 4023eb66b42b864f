#!/bin/sh
# Trains UDPipe 1 and runs it and this program on the same files on the same machine, one thread
# each, and prints both tables: accuracy on gold tokens and raw text, words a second.
#
#   bench/against_udpipe.sh [--quick] [LANG TRAIN.conllu DEV.conllu TEST.conllu]
#
# --quick cuts UDPipe's training to a few iterations: its speed is then real, its accuracy a floor.
# UDPipe learns from the trees alone, with the options its authors publish; the dictionary and the
# sentences without trees that our tagger also learns from are not given to it.
# Our side uses the packs in languages/LANG as they are. Needs python3 with venv, and the network
# once, to install ufal.udpipe under the target folder.
set -eu
cd "$(dirname "$0")/.."
quick=
if [ "${1:-}" = --quick ]; then quick=--quick; shift; fi
lang=${1:-pl}
data=../shared/data/$lang
train=${2:-$data/train.conllu.zst}
dev=${3:-$data/dev.conllu.zst}
test=${4:-$data/test_pdb.conllu.zst}
for f in "$train" "$dev" "$test"; do
    [ -e "$f" ] || { echo "against_udpipe: $f: no such treebank; name three files" >&2; exit 2; }
done
work=${CARGO_TARGET_DIR:-target}/udpipe
mkdir -p "$work"
plain() { case $1 in *.zst) zstd -dqc "$1" ;; *.gz) gzip -dc "$1" ;; *) cat "$1" ;; esac > "$2"; }
plain "$train" "$work/train.conllu"
plain "$dev" "$work/dev.conllu"
plain "$test" "$work/test.conllu"
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/python" -c 'import ufal.udpipe' 2>/dev/null ||
    "$work/venv/bin/pip" -q install ufal.udpipe==1.4.0.1
cargo build -q --release -p syntax --examples
bin=${CARGO_TARGET_DIR:-target}/release/examples
"$work/venv/bin/python" bench/against_udpipe.py $quick "$work"
for input in tokens raw; do
    echo "== UDPipe 1, $input"
    "$bin/score_conllu" "$work/test.conllu" "$work/udpipe_$input.conllu"
done
echo "== this program"
RAYON_NUM_THREADS=1 "$bin/eval_syntax" "$lang" "languages/$lang" "$work/test.conllu"
