"""Trains UDPipe 1 on the files in a work folder; prints the model's path. Called by against_udpipe.sh.

    udpipe_train.py WORK [--quick] [--full]

WORK holds train.conllu and dev.conllu. The plain model learns from train.conllu, with dev.conllu to
stop the tokeniser's training. The full one is given what our packs learn from: its tagger also
learns from dev.conllu and train_morph.conllu (sentences without trees) and has the dictionary
dictionary.tsv (see udpipe_dictionary.py), its parser also learns from dev.conllu; its tokeniser is
the plain one. Each component is trained once and kept under a name that depends on data and options.
"""

import argparse
import hashlib
import os
import pathlib
import sys
import time

from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer

# The options published for UDPipe's Polish models; 10 passes of the parser's learner.
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


def read(paths):
    """All sentences of CoNLL-U files, as UDPipe's own list."""
    sentences, error = Sentences(), ProcessingError()
    for path in paths:
        reader = InputFormat.newConlluInputFormat()
        reader.setText(path.read_text(encoding="utf-8"))
        sentence = Sentence()
        while reader.nextSentence(sentence, error):
            sentences.append(sentence)
            sentence = Sentence()
        if error.occurred():
            sys.exit(f"{path}: {error.message}")
    return sentences


def train(work, name, train, heldout, options):
    """A model with the components that `options` name, from the cache if nothing has changed.

    Files that options refer to are named after their content or are models of this cache, so the
    options' text stands for them.
    """
    key = hashlib.sha256(repr(options).encode())
    for path in train + heldout:
        key.update(path.read_bytes())
    path = work / f"{name}-{key.hexdigest()[:12]}.udpipe"
    if not path.exists():
        begin, error = time.process_time(), ProcessingError()
        model = Trainer.train("morphodita_parsito", read(train), read(heldout), *options, error)
        if error.occurred():
            sys.exit(f"UDPipe's training failed: {error.message}")
        partial = path.with_suffix(".part")
        partial.write_bytes(model)
        partial.rename(path)
        print(f"{path.name}: {time.process_time() - begin:.0f} s of processor time", file=sys.stderr)
    return path


def main():
    """Tokeniser, tagger, parser, one after another."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--quick", action="store_true")
    args.add_argument("--full", action="store_true")
    args.add_argument("work", type=pathlib.Path)
    args = args.parse_args()
    work = args.work
    trees, dev, morph, dictionary = (
        work / f for f in ("train.conllu", "dev.conllu", "train_morph.conllu", "dictionary.tsv")
    )
    tagger_options = TAGGER.format(g=5 if args.quick else 20)
    parser_options = PARSER.format(p=3 if args.quick else 10, s=0 if args.quick else 8)
    if args.full:
        name, tagged, heldout, parsed = "full", [trees, dev, morph], [], [trees, dev]
        tagged = [p for p in tagged if p.exists()]
        if dictionary.exists():
            digest = hashlib.sha256(dictionary.read_bytes()).hexdigest()[:12]
            named = work / f"dictionary-{digest}.tsv"
            if not named.exists():
                os.link(dictionary, named)
            tagger_options += "".join(f";dictionary_file_{m}={named}" for m in (1, 2))
    else:
        name, tagged, heldout, parsed = "plain", [trees], [dev], [trees]
    # Components apart, so that each is trained once; the last call only joins them.
    tagger = train(work, f"{name}-tagger", tagged, heldout, ("none", tagger_options, "none"))
    reused = f"from_model=file:{tagger}"
    parser = train(work, f"{name}-parser", parsed, heldout, ("none", reused, parser_options))
    tokenizer_options = TOKENIZER.format(t=20 if args.quick else 100)
    tokenizer = train(work, "tokenizer", [trees], [dev], (tokenizer_options, "none", "none"))
    parts = (f"from_model=file:{tokenizer}", reused, f"from_model=file:{parser}")
    print(train(work, name, [], [], parts))


main()
