"""A dictionary for UDPipe's tagger out of SGJP.

    zstd -dc sgjp.tsv.zst | udpipe_dictionary.py TREEBANK.conllu ... -- TEXT.conllu ... > dictionary.tsv

SGJP has positional tags; what they are in UD (part of speech, features) is learnt from the
treebanks: for tag and lemma where they have both, else for the tag and the shape of the lemma. Tags
that the treebanks lack are left out. Only forms that occur in the named files (treebanks and texts
that will be read) are kept: other entries cannot change what the tagger does there, and the whole
dictionary would need many gigabytes while UDPipe encodes it.
"""

import collections
import itertools
import pathlib
import sys


def rows(path):
    """The word lines of a CoNLL-U file."""
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            yield columns


def shape(lemma):
    """Names, figures and other lemmas have tags of their own meaning."""
    return "name" if lemma[:1].isupper() else "figure" if lemma[:1].isdigit() else "other"


def main():
    """Learns the mapping, filters and expands SGJP."""
    cut = sys.argv.index("--")
    treebanks, texts = sys.argv[1:cut], sys.argv[cut + 1 :]
    forms = {r[1].lower() for path in treebanks + texts for r in rows(path)}
    exact, general = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for path in treebanks:
        for _, _, lemma, upos, xpos, feats, *_ in rows(path):
            exact[xpos, lemma][upos, feats] += 1
            general[xpos, shape(lemma)][upos, feats] += 1
            general[xpos][upos, feats] += 1
    kept = lost = 0
    for line in sys.stdin:
        form, lemma, tags, *_ = line.rstrip("\n").split("\t")
        if form.lower() not in forms:
            continue
        # SGJP tells homonyms apart by a suffix ("rok:Sm3~lata"); treebanks do not.
        if ":" in lemma[1:-1]:
            lemma = lemma[: lemma.index(":", 1)]
        for parts in itertools.product(*(position.split(".") for position in tags.split(":"))):
            xpos = ":".join(parts)
            found = exact.get((xpos, lemma)) or general.get((xpos, shape(lemma))) or general.get(xpos)
            if not found:
                lost += 1
                continue
            kept += 1
            (upos, feats), _ = found.most_common(1)[0]
            print(form, lemma, upos, xpos, feats, sep="\t")
    print(f"dictionary: {kept} analyses, {lost} left out (tags that the treebanks lack)", file=sys.stderr)


main()
