"""Where a parser errs: relations, confusions of labels, what wrong tags and long arcs cost.

    tree_errors.py GOLD.conllu SYSTEM.conllu

Both files must have the same words (gold tokens). Relations without subtypes; punctuation is left
out of the last two tables.
"""

import collections
import pathlib
import sys


def words(path):
    """Sentences as lists of (upos, feats, head, relation)."""
    sentence = []
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines() + [""]:
        c = line.split("\t")
        if len(c) == 10 and c[0].isdigit():
            sentence.append((c[3], c[5], int(c[6]), c[7].split(":")[0]))
        elif not line and sentence:
            yield sentence
            sentence = []


def share(part, whole):
    """Percent, one digit."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def main():
    """Four tables."""
    rel = collections.defaultdict(collections.Counter)
    labels, heads, tags, lengths = (collections.Counter() for _ in range(4))
    total = wrong = 0
    for gold, system in zip(words(sys.argv[1]), words(sys.argv[2]), strict=True):
        for i, (g, s) in enumerate(zip(gold, system, strict=True), 1):
            same_head, same_label = g[2] == s[2], g[3] == s[3]
            right = same_head and same_label
            total += 1
            wrong += not right
            kind = "right" if right else "label" if same_head else "head" if same_label else "both"
            rel[g[3]][kind] += 1
            if not same_label:
                labels[g[3], s[3]] += 1
            if g[3] != "punct":
                tags[g[0] == s[0] and g[1] == s[1], right] += 1
                length = abs(g[2] - i) if g[2] else 0
                span = "root" if not g[2] else "1" if length == 1 else "2" if length == 2 else "3–6" if length < 7 else "7+"
                lengths[span, right] += 1
    print(f"{total} words, {share(total - wrong, total)} right\n")
    print("| gold relation | words | right % | wrong head | wrong label | both | share of all errors |")
    print("|---|---|---|---|---|---|---|")
    for name, c in sorted(rel.items(), key=lambda r: r[1]["right"] - sum(r[1].values()))[:16]:
        n = sum(c.values())
        cells = [name, n, share(c["right"], n), c["head"], c["label"], c["both"], share(n - c["right"], wrong)]
        print("| " + " | ".join(map(str, cells)) + " |")
    print("\n| gold label | taken for | times |\n|---|---|---|")
    for (g, s), n in labels.most_common(14):
        print(f"| {g} | {s} | {n} |")
    print("\n| tag and features | words | LAS |\n|---|---|---|")
    for ok in (True, False):
        n = tags[ok, True] + tags[ok, False]
        print(f"| {'right' if ok else 'wrong'} | {n} | {share(tags[ok, True], n)} |")
    print("\n| length of the gold arc | words | LAS |\n|---|---|---|")
    for span in ("root", "1", "2", "3–6", "7+"):
        n = lengths[span, True] + lengths[span, False]
        print(f"| {span} | {n} | {share(lengths[span, True], n)} |")


main()
