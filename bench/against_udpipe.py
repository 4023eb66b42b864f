"""Runs UDPipe 1 on treebanks, on gold tokens and on their plain text, and times it.

    against_udpipe.py MODEL OUT NAME.conllu ...

Writes OUT/NAME.tokens.conllu and OUT/NAME.raw.conllu and prints `NAME words seconds` of the whole
path (tokenise, tag, parse) in processor time of one thread. Called by against_udpipe.sh.
"""

import pathlib
import sys
import time

from ufal.udpipe import InputFormat, Model, OutputFormat, ProcessingError, Sentence


def sentences_of(reader):
    """What a reader or tokeniser gives, as a Python list (UDPipe's own gives out copies)."""
    sentences, error, sentence = [], ProcessingError(), Sentence()
    while reader.nextSentence(sentence, error):
        sentences.append(sentence)
        sentence = Sentence()
    if error.occurred():
        sys.exit(f"UDPipe: {error.message}")
    return sentences


def analyse(model, sentences):
    """Tags and parses in place."""
    error = ProcessingError()
    for s in sentences:
        if not (model.tag(s, model.DEFAULT, error) and model.parse(s, model.DEFAULT, error)):
            sys.exit(f"UDPipe: {error.message}")


def write(path, sentences):
    """Writes CoNLL-U."""
    out = OutputFormat.newConlluOutputFormat()
    text = "".join(out.writeSentence(s) for s in sentences) + out.finishDocument()
    path.write_text(text, encoding="utf-8")


def main():
    """Each treebank in turn."""
    model, out, files = Model.load(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    if model is None:
        sys.exit(f"{sys.argv[1]}: UDPipe cannot load this model")
    out.mkdir(parents=True, exist_ok=True)
    for name in files:
        path = pathlib.Path(name)
        reader = InputFormat.newConlluInputFormat()
        reader.setText(path.read_text(encoding="utf-8"))
        gold = sentences_of(reader)
        text = " ".join(s.getText() for s in gold)
        for s in gold:
            for i in range(1, len(s.words)):
                w = s.words[i]
                w.lemma = w.upostag = w.xpostag = w.feats = w.deps = ""
            s.unlinkAllNodes()
        analyse(model, gold)
        write(out / f"{path.stem}.tokens.conllu", gold)
        tokenizer, begin = model.newTokenizer(model.DEFAULT), time.process_time()
        tokenizer.setText(text)
        raw = sentences_of(tokenizer)
        analyse(model, raw)
        seconds = time.process_time() - begin
        write(out / f"{path.stem}.raw.conllu", raw)
        print(path.stem, sum(len(s.words) - 1 for s in raw), f"{seconds:.3f}")


main()
