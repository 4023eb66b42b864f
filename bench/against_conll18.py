"""Compares our scores with those of the CoNLL 2018 script. Called by against_conll18.sh.

    against_conll18.py SCRIPT GOLD SYSTEM COUNTS TABLE tokens|raw

COUNTS is what `score_conllu --counts` prints for the two files, TABLE what `chancery eval-syntax`
prints: both must agree with the script, the counts exactly and the table letter by letter.
"""

import importlib.util
import pathlib
import sys


def official(script, gold, system):
    """The script's scores: name to (gold, system, correct, aligned) and to its line of the table."""
    spec = importlib.util.spec_from_file_location("conll18", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scores = module.evaluate(module.load_conllu_file(gold), module.load_conllu_file(system))
    counts, lines = {}, {}
    for name, s in scores.items():
        counts[name] = (s.gold_total, s.system_total, s.correct, s.aligned_total)
        lines[name] = "{:11}|{:10.2f} |{:10.2f} |{:10.2f} |{}".format(
            name,
            100 * s.precision,
            100 * s.recall,
            100 * s.f1,
            "" if s.aligned_accuracy is None else f"{100 * s.aligned_accuracy:10.2f}",
        )
    return counts, lines


def main():
    """Prints every metric once, with a complaint where the two differ."""
    script, gold, system, counts, table, kind = sys.argv[1:]
    wanted, lines = official(script, gold, system)
    ours = {}
    for row in pathlib.Path(counts).read_text().splitlines():
        name, *numbers = row.split("\t")
        ours[name] = tuple(None if n == "_" else int(n) for n in numbers)
    parts = pathlib.Path(table).read_text().split("\n\n")
    printed = next(p for p in parts if p.lstrip().split("\n")[0].endswith({"tokens": "gold tokens", "raw": "raw text"}[kind]))
    wrong = [n for n in wanted if ours.get(n) != wanted[n]]
    wrong += [n for n in wanted if lines[n].rstrip() not in (p.rstrip() for p in printed.splitlines())]
    print(f"{system}: {len(wanted)} metrics, {'all equal' if not wrong else 'DIFFERENT: ' + ' '.join(wrong)}")
    for name, (g, s, c, _) in wanted.items():
        print(f"  {name:10} {200 * c / (g + s)!r:20} ours {200 * ours[name][2] / sum(ours[name][:2])!r}")
    if wrong:
        sys.exit(1)


main()
