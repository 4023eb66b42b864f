#!/bin/sh
# Shows that the scores of `chancery eval-syntax` are those of the shared task's own script
# (conll18_ud_eval.py 1.2) to the last count, on gold tokens and on raw text.
#
#   bench/against_conll18.sh [LANG TREEBANK.conllu[.zst] ...]     default: Polish and English tests
#
# The script is taken from PyPI's stanza 1.1.1, which carries it unchanged; set CONLL18 to use a copy
# that is already there. It stays under the target folder (its licence is the MPL 2.0).
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
work=$target/conll18
mkdir -p "$work"
script=${CONLL18:-$work/conll18_ud_eval.py}
if [ ! -e "$script" ]; then
    python3 -m pip -q download --no-deps --dest "$work" stanza==1.1.1
    python3 -m zipfile -e "$work"/stanza-1.1.1-*.whl "$work/stanza"
    cp "$work/stanza/stanza/utils/conll18_ud_eval.py" "$script"
    rm -r "$work/stanza"
fi
cargo build -q --release -p chancery
cargo build -q --release -p syntax --example score_conllu
check() {
    lang=$1
    shift
    for gold in "$@"; do
        [ -e "$gold" ] || { echo "against_conll18: $gold is not there" >&2; exit 2; }
        name=$(basename "$gold" .zst)
        case $gold in *.zst) zstd -dqc "$gold" ;; *) cat "$gold" ;; esac > "$work/$name"
        "$target/release/chancery" eval-syntax --lang "$lang" --write "$work/out" "$work/$name" \
            > "$work/out/$name.txt"
        for input in tokens raw; do
            system=$work/out/${name%.conllu}.$input.conllu
            "$target/release/examples/score_conllu" --counts "$work/$name" "$system" > "$system.counts"
            python3 bench/against_conll18.py "$script" "$work/$name" "$system" "$system.counts" \
                "$work/out/$name.txt" $input
        done
    done
}
mkdir -p "$work/out"
if [ $# -gt 1 ]; then
    check "$@"
else
    data=../shared/data
    check pl $data/pl/test_pdb.conllu.zst $data/pl/test_pud.conllu.zst \
        $data/pl/test_lfg_harmonised.conllu.zst
    check en $data/en/test.conllu.zst
fi
