"""Trains UDPipe 1 on WORK/train.conllu and runs it on WORK/test.conllu.

Writes WORK/udpipe_tokens.conllu (gold tokens) and WORK/udpipe_raw.conllu (plain text), and prints
its speed for each stage. Called by against_udpipe.sh.
"""

import argparse
import hashlib
import pathlib
import sys
import time

from ufal.udpipe import InputFormat, Model, OutputFormat, ProcessingError, Sentence, Sentences, Trainer

TOKENIZER = "tokenize_url=1;allow_spaces=0;dimension=24;epochs={t};learning_rate=0.005;dropout=0.1;early_stopping=1"
TAGGER = (
    "models=2;templates_1=tagger;guesser_suffix_rules_1=12;guesser_enrich_dictionary_1=5;"
    "guesser_prefixes_max_1=0;use_lemma_1=0;use_xpostag_1=1;use_feats_1=1;provide_lemma_1=0;"
    "provide_xpostag_1=1;provide_feats_1=1;prune_features_1=0;"
    "templates_2=lemmatizer;guesser_suffix_rules_2=6;guesser_enrich_dictionary_2=5;"
    "guesser_prefixes_max_2=4;use_lemma_2=1;use_xpostag_2=1;use_feats_2=1;provide_lemma_2=1;"
    "provide_xpostag_2=0;provide_feats_2=0;prune_features_2=0;iterations={g}"
)
PARSER = (
    "iterations={p};embedding_upostag=20;embedding_feats=20;embedding_xpostag=0;embedding_form=50;"
    "embedding_lemma=0;embedding_deprel=20;learning_rate=0.02;learning_rate_final=0.001;l2=0.3;"
    "hidden_layer=200;batch_size=10;transition_system=projective;transition_oracle=dynamic;"
    "structured_interval={s}"
)


def read(path, sentences):
    """All sentences of a CoNLL-U file, appended to a list (of Python's or of UDPipe's own kind)."""
    reader = InputFormat.newConlluInputFormat()
    reader.setText(path.read_text(encoding="utf-8"))
    error = ProcessingError()
    sentence = Sentence()
    while reader.nextSentence(sentence, error):
        sentences.append(sentence)
        sentence = Sentence()
    if error.occurred():
        sys.exit(f"{path}: {error.message}")
    return sentences


def train(work, quick):
    """The model's file, trained anew only if data or options have changed."""
    options = (
        TOKENIZER.format(t=20 if quick else 100),
        TAGGER.format(g=5 if quick else 20),
        PARSER.format(p=4 if quick else 30, s=0 if quick else 8),
    )
    data = (work / "train.conllu").read_bytes() + (work / "dev.conllu").read_bytes()
    key = hashlib.sha256(data + repr(options).encode()).hexdigest()[:12]
    path = work / f"model-{key}.udpipe"
    if not path.exists():
        begin, error = time.process_time(), ProcessingError()
        model = Trainer.train(
            "morphodita_parsito",
            read(work / "train.conllu", Sentences()),
            read(work / "dev.conllu", Sentences()),
            *options,
            error,
        )
        if error.occurred():
            sys.exit(f"UDPipe's training failed: {error.message}")
        path.write_bytes(model)
        print(f"UDPipe trained in {time.process_time() - begin:.0f} s of processor time")
    return path


def run(model, sentences, stage, tag):
    """Tags (if asked) and parses in place; prints the speed of each."""
    words = sum(len(s.words) - 1 for s in sentences)
    steps = ([("tag", model.tag)] if tag else []) + [("parse", model.parse)]
    for name, step in steps:
        begin = time.process_time()
        for s in sentences:
            error = ProcessingError()
            step(s, model.DEFAULT, error)
            if error.occurred():
                sys.exit(f"UDPipe: {error.message}")
        print(f"UDPipe {stage}, {name}: {words / (time.process_time() - begin):.0f} words/s")


def write(path, sentences):
    """Writes CoNLL-U."""
    out = OutputFormat.newConlluOutputFormat()
    text = "".join(out.writeSentence(s) for s in sentences) + out.finishDocument()
    path.write_text(text, encoding="utf-8")


def main():
    """Train, run, write."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--quick", action="store_true")
    args.add_argument("work", type=pathlib.Path)
    args = args.parse_args()
    model = Model.load(str(train(args.work, args.quick)))
    if model is None:
        sys.exit("UDPipe cannot load the model that it trained")

    # A Python list: UDPipe's own gives out copies.
    gold = read(args.work / "test.conllu", [])
    text = " ".join(s.getText() for s in gold)
    for s in gold:
        for i in range(1, len(s.words)):
            w = s.words[i]
            w.lemma = w.upostag = w.xpostag = w.feats = w.deps = ""
        s.unlinkAllNodes()
    run(model, gold, "on gold tokens", tag=True)
    write(args.work / "udpipe_tokens.conllu", gold)

    tokenizer, raw = model.newTokenizer(model.DEFAULT), []
    begin, error = time.process_time(), ProcessingError()
    tokenizer.setText(text)
    sentence = Sentence()
    while tokenizer.nextSentence(sentence, error):
        raw.append(sentence)
        sentence = Sentence()
    words = sum(len(s.words) - 1 for s in raw)
    print(f"UDPipe tokenise: {words / (time.process_time() - begin):.0f} words/s")
    run(model, raw, "on raw text", tag=True)
    write(args.work / "udpipe_raw.conllu", raw)


main()
