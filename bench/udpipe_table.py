"""The table of against_udpipe.sh.

    udpipe_table.py SCORER GOLDS FRAMES SYSTEM=FOLDER ...

SCORER is score_conllu, GOLDS the folder of the gold files. Each system's FOLDER has
NAME.tokens.conllu, NAME.raw.conllu and `speed` with lines `NAME words seconds`, one a pass.
FRAMES is a folder of *.frames: the verbs that head a frame are the news verbs, whose arguments are
scored on gold tokens (labelled attachment; a word counts if its head is such a verb).
"""

import pathlib
import statistics
import subprocess
import sys

METRICS = ["Words", "Sentences", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS", "MLAS", "BLEX"]
RELATIONS = ["nsubj", "obj", "iobj", "obl", "obl:arg", "ccomp", "xcomp", "parataxis", "negation"]
ARGUMENTS = ["nsubj", "obj", "iobj", "obl"]


def scores(scorer, gold, system):
    """F1 in percent by name."""
    out = subprocess.run([scorer, "--counts", gold, system], check=True, capture_output=True, text=True)
    rows = (line.split("\t") for line in out.stdout.splitlines())
    return {name: 200 * int(c) / max(int(g) + int(s), 1) for name, g, s, c, _ in rows}


def news_verbs(folder):
    """Lemmas of the verbs that head a frame."""
    verbs = set()
    for path in folder.glob("*.frames"):
        for line in path.read_text(encoding="utf-8").splitlines():
            head = line.split("|")[0].split()
            if "|" in line and head and not line.startswith("#") and not head[0].endswith(":"):
                verbs.update(head[0].split("/"))
    return verbs


def sentences(path):
    """Lists of (lemma, upos, head, relation without subtype)."""
    words = []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            words.append((columns[2], columns[3], int(columns[6]), columns[7].split(":")[0]))
        elif not line and words:
            yield words
            words = []


def arguments(gold, system, verbs):
    """F1 in percent of each relation under news verbs, and of all four together."""
    counts = {r: [0, 0, 0] for r in ARGUMENTS}
    for g, s in zip(sentences(gold), sentences(system), strict=True):
        news = {0: False} | {i + 1: w[1] == "VERB" and w[0] in verbs for i, w in enumerate(g)}
        for (_, _, gold_head, wanted), (_, _, head, found) in zip(g, s, strict=True):
            if wanted in counts and news[gold_head]:
                counts[wanted][0] += 1
                counts[wanted][2] += head == gold_head and found == wanted
            if found in counts and news[head]:
                counts[found][1] += 1
    counts["all four"] = [sum(c[k] for c in counts.values()) for k in range(3)]
    return {r: (200 * c / max(g + s, 1), g) for r, (g, s, c) in counts.items()}


def table(head, rows):
    """Prints Markdown."""
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{c:.2f}" if isinstance(c, float) else str(c) for c in row) + " |")
    print()


def main():
    """Accuracy, relations, news verbs, speed."""
    scorer, golds, frames, *systems = sys.argv[1:]
    systems = [(n, pathlib.Path(f)) for n, f in (s.split("=", 1) for s in systems)]
    golds = sorted(pathlib.Path(golds).glob("*.conllu"))
    rows, relations = [], []
    for gold in golds:
        for short, kind in (("tokens", "gold tokens"), ("raw", "raw text")):
            for name, folder in systems:
                s = scores(scorer, gold, folder / f"{gold.stem}.{short}.conllu")
                rows.append([gold.stem, kind, name] + [s[m] for m in METRICS])
                relations.append([gold.stem, kind, name] + [s[r] for r in RELATIONS])
    table(["test", "input", "system"] + METRICS, rows)
    table(["test", "input", "system"] + [r + " F1" for r in RELATIONS], relations)
    verbs = news_verbs(pathlib.Path(frames))
    if verbs:
        rows = []
        for gold in golds:
            for name, folder in systems:
                a = arguments(gold, folder / f"{gold.stem}.tokens.conllu", verbs)
                rows.append([gold.stem, name] + [f1 for f1, _ in a.values()])
        print(f"Arguments of news verbs ({len(verbs)} verbs that head a frame), gold tokens, F1:\n")
        table(["test", "system"] + list(a), rows)
    print("Words a second, one thread, tokenise + tag + parse; the systems took turns, median of the passes:\n")
    rows = []
    for name, folder in systems:
        passes = {}
        for line in (folder / "speed").read_text().splitlines():
            test, words, seconds = line.split()
            passes.setdefault(test, []).append(int(words) / float(seconds))
        rows.append((name, {t: statistics.median(p) for t, p in passes.items()}))
    base = rows[0][1]
    table(
        ["system"] + [g.stem for g in golds],
        [[n] + [f"{s[g.stem]:.0f} ({s[g.stem] / base[g.stem]:.2f}×)" for g in golds] for n, s in rows],
    )


main()
