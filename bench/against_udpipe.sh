#!/bin/sh
# Trains UDPipe 1 and runs it and this program on the same files in the same run, one thread each,
# and prints one table: accuracy on gold tokens and raw text, relations, arguments of news verbs,
# words a second side by side.
#
#   bench/against_udpipe.sh [--quick] [--full] [LANG [DATA [TEST.conllu[.zst] ...]]]
#
# --quick  cuts UDPipe's training to a few passes: its speed is then real, its accuracy a floor.
# --full   adds a UDPipe that is given all that our packs learn from: the trees of dev, the sentences
#          without trees, the dictionary (see udpipe_train.py, udpipe_dictionary.py).
# DATA     folder with train, dev, train_morph (.conllu.zst) and sgjp.tsv.zst; ../shared/data/LANG.
# MODEL=, FULL_MODEL=   models that are already trained; without them training takes 20 minutes or
#          more of processor time, once: models stay under the target folder.
# PASSES=  how often speed is measured, in turns [3]
#
# Our side uses the packs in languages/LANG as they are. Needs python3 with venv and, once, the
# network, to install ufal.udpipe under the target folder.
set -eu
cd "$(dirname "$0")/.."
quick= full=
while :; do
    case ${1:-} in
        --quick) quick=--quick ;;
        --full) full=1 ;;
        *) break ;;
    esac
    shift
done
lang=${1:-pl}
[ $# -gt 0 ] && shift
data=${1:-../shared/data/$lang}
[ $# -gt 0 ] && shift
if [ $# -eq 0 ]; then
    case $lang in
        pl) set -- "$data/test_pdb.conllu.zst" "$data/test_pud.conllu.zst" "$data/test_lfg_harmonised.conllu.zst" ;;
        *) set -- "$data/test.conllu.zst" ;;
    esac
fi
target=${CARGO_TARGET_DIR:-target}
work=$target/udpipe/$lang
rm -rf "$work/gold"
mkdir -p "$work/gold"
plain() { case $1 in *.zst) zstd -dqc "$1" ;; *.gz) gzip -dc "$1" ;; *) cat "$1" ;; esac > "$2"; }
for f in "$data/train.conllu.zst" "$data/dev.conllu.zst" "$@"; do
    [ -e "$f" ] || { echo "against_udpipe: $f: no such treebank" >&2; exit 2; }
done
for f in train dev train_morph; do
    if [ -e "$data/$f.conllu.zst" ]; then plain "$data/$f.conllu.zst" "$work/$f.conllu"; fi
done
for f in "$@"; do
    name=$(basename "$f")
    plain "$f" "$work/gold/${name%%.conllu*}.conllu"
done

venv=$target/udpipe/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import ufal.udpipe' 2>/dev/null ||
    "$venv/bin/pip" -q install ufal.udpipe==1.4.0.1
cargo build -q --release -p chancery
cargo build -q --release -p syntax --examples
bin=$target/release

model=${MODEL:-$("$venv/bin/python" bench/udpipe_train.py $quick "$work" 2>"$work/train.log")}
systems="UDPipe=$work/out/udpipe"
if [ -n "$full" ]; then
    if [ -z "${FULL_MODEL:-}" ] && [ -e "$data/sgjp.tsv.zst" ]; then
        zstd -dqc "$data/sgjp.tsv.zst" | python3 bench/udpipe_dictionary.py "$work/train.conllu" \
            "$work/dev.conllu" "$work/train_morph.conllu" -- "$work"/gold/*.conllu |
            LC_ALL=C sort -u > "$work/dictionary.tsv"
    fi
    full_model=${FULL_MODEL:-$("$venv/bin/python" bench/udpipe_train.py $quick --full "$work" 2>"$work/train_full.log")}
    systems="$systems UDPipe+dictionary=$work/out/full"
fi
systems="$systems chancery=$work/out/ours"
rm -rf "$work/out"
mkdir -p "$work/out/udpipe" "$work/out/full" "$work/out/ours"
pass=0
while [ $pass -lt "${PASSES:-3}" ]; do
    pass=$((pass + 1))
    "$venv/bin/python" bench/against_udpipe.py "$model" "$work/out/udpipe" "$work"/gold/*.conllu \
        >> "$work/out/udpipe/speed"
    if [ -n "$full" ]; then
        "$venv/bin/python" bench/against_udpipe.py "$full_model" "$work/out/full" \
            "$work"/gold/*.conllu >> "$work/out/full/speed"
    fi
    "$bin/examples/eval_syntax" --speed "$lang" "languages/$lang" "$work"/gold/*.conllu \
        >> "$work/out/ours/speed"
done
"$bin/chancery" eval-syntax --packs . --lang "$lang" --write "$work/out/ours" "$work"/gold/*.conllu \
    > "$work/out/ours/scores.txt"
# shellcheck disable=SC2086 # names without blanks
python3 bench/udpipe_table.py "$bin/examples/score_conllu" "$work/gold" "languages/$lang/frames" $systems
