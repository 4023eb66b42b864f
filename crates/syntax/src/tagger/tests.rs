//! The tagger on a small language of its own, and on the Polish packs where they are built.

use super::*;
use crate::conllu::read_conllu;
use crate::lexicon::{LEXICON_KIND, LEXICON_SCHEMA, build_sgjp};
use proptest::prelude::*;
use std::path::Path;

/// Two nouns with ambiguous forms, a verb that is full or auxiliary, and a name.
const TREEBANK: &str = "\
1\tMinister\tminister\tNOUN\tsubst:sg:nom:m1\tCase=Nom\t2\tnsubj\t_\t_
2\twidzi\twidzieć\tVERB\tfin:sg:ter:imperf\tNumber=Sing\t0\troot\t_\t_
3\tkraj\tkraj\tNOUN\tsubst:sg:acc:m3\tCase=Acc\t2\tobj\t_\t_

1\tKraj\tkraj\tNOUN\tsubst:sg:nom:m3\tCase=Nom\t2\tnsubj\t_\t_
2\twidzi\twidzieć\tVERB\tfin:sg:ter:imperf\tNumber=Sing\t0\troot\t_\t_
3\tLipkowa\tLipkow\tPROPN\tsubst:sg:acc:m1\tCase=Acc\t2\tobj\t_\t_

";

const ROWS: &str = "\
Lipkow\tLipkow\tsubst:sg:nom:m1\tnazwisko\t
Lipkowa\tLipkow\tsubst:sg:gen.acc:m1\tnazwisko\t
kraj\tkraj:Sm3\tsubst:sg:nom.acc:m3\tnazwa_pospolita\t
minister\tminister\tsubst:sg:nom:m1\tnazwa_pospolita\t
widzi\twidzieć\tfin:sg:ter:imperf\t\t
";

fn sources() -> Sources {
    let bytes = build_sgjp(ROWS.as_bytes(), "test").unwrap();
    let pack = Arc::new(Pack::in_memory(&bytes, LEXICON_KIND, LEXICON_SCHEMA).unwrap());
    Sources { lexicon: Some(Arc::new(Lexicon::from_pack(&pack).unwrap())), clusters: None }
}

fn train(seed: u64) -> Vec<u8> {
    let data = crate::train::examples(&read_conllu(&TREEBANK.repeat(5)).unwrap());
    let options = TagOptions { bits: 14, epochs: 4, seed, ..TagOptions::default() };
    TaggerTrainer::new(data.iter().collect(), sources(), options).train(|_, _| {}).unwrap()
}

fn small() -> Tagger {
    let pack = Pack::in_memory(&train(1), TAGGER_KIND, TAGGER_SCHEMA).unwrap();
    Tagger::from_pack(&Arc::new(pack), &sources()).unwrap()
}

#[test]
fn the_place_in_the_sentence_decides_between_cases() {
    let tagger = small();
    let mut scratch = TagScratch::default();
    tagger.tag(["Kraj", "widzi", "kraj"].into_iter(), &mut scratch);
    let tags: Vec<&str> = (0..3).map(|i| &**tagger.tagged(i, &scratch).xpos).collect();
    assert_eq!(tags, ["subst:sg:nom:m3", "fin:sg:ter:imperf", "subst:sg:acc:m3"]);
    assert_eq!(tagger.tagged(0, &scratch).lemma, "kraj");
    tagger.tag(["Minister", "widzi", "Lipkowa"].into_iter(), &mut scratch);
    let name = tagger.tagged(2, &scratch);
    assert_eq!((name.lemma.as_str(), name.upos), ("Lipkow", Upos::Propn));
}

#[test]
fn training_repeats_to_the_byte() {
    assert_eq!(train(7), train(7));
}

#[test]
fn another_dictionary_is_refused() {
    let pack = Arc::new(Pack::in_memory(&train(1), TAGGER_KIND, TAGGER_SCHEMA).unwrap());
    let error = Tagger::from_pack(&pack, &Sources::default()).err().map(|e| e.to_string());
    assert!(error.is_some_and(|e| e.contains("dictionary")));
}

#[test]
fn jackknife_keeps_order_and_trees() {
    let data = crate::train::examples(&read_conllu(&TREEBANK.repeat(4)).unwrap());
    let options = TagOptions { bits: 12, epochs: 2, ..TagOptions::default() };
    let tagged = jackknife(&data, &[], &sources(), &options, 4).unwrap();
    assert_eq!(tagged.len(), data.len());
    for (a, b) in data.iter().zip(&tagged) {
        assert_eq!(a.forms, b.forms);
        assert!(a.words.iter().zip(&b.words).all(|(x, y)| x.head == y.head && x.span == y.span));
    }
}

proptest! {
    #[test]
    fn any_words_get_a_tag_and_a_lemma(words in prop::collection::vec("\\PC{1,12}", 1..12)) {
        let tagger = small();
        let mut scratch = TagScratch::default();
        tagger.tag(words.iter().map(String::as_str), &mut scratch);
        for i in 0..words.len() {
            let t = tagger.tagged(i, &scratch);
            prop_assert!(!t.lemma.is_empty());
            prop_assert!(!t.xpos.is_empty());
        }
    }
}

/// The Polish packs, or `None` with the reason printed.
fn polish() -> Option<(Arc<Lexicon>, Tagger)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages/pl");
    let parts = ["lexicon.pack", "tagger.pack", "clusters.pack"];
    if let Some(part) = parts.iter().find(|p| !folder.join(p).exists()) {
        println!("skipped: languages/pl/{part} is not built");
        return None;
    }
    let lexicon = Arc::new(Lexicon::open(&folder.join("lexicon.pack")).unwrap());
    let clusters = Arc::new(Clusters::open(&folder.join("clusters.pack")).unwrap());
    let sources = Sources { lexicon: Some(lexicon.clone()), clusters: Some(clusters) };
    Some((lexicon, Tagger::open(&folder.join("tagger.pack"), &sources).unwrap()))
}

#[test]
fn polish_forms_are_in_the_dictionary() {
    use crate::lexicon::NameClass;
    let Some((lexicon, _)) = polish() else { return };
    let has = |form: &str, tag: &str, lemma: &str| {
        lexicon.look_up(form).iter().any(|(t, l, _)| *t == tag && l == lemma)
    };
    assert!(has("ambasadorowie", "subst:pl:nom:m1", "ambasador"));
    assert!(has("niepodpisanego", "ppas:sg:gen:m3:perf:neg", "podpisać"));
    assert!(has("najważniejszych", "adj:pl:gen:f:sup", "ważny"));
    assert!(has("drzwiami", "subst:pl:inst:n:pt", "drzwi"));
    assert!(lexicon.name_class("Kowalskiego").has(NameClass::SURNAME));
    assert!(lexicon.name_class("Małgorzatą").has(NameClass::GIVEN));
    assert!(lexicon.name_class("Kazachstanie").has(NameClass::PLACE));
    assert!(!lexicon.name_class("umowa").is_name());
}

#[test]
fn polish_names_unknown_to_the_dictionary_get_their_base_form() {
    let Some((_, tagger)) = polish() else { return };
    let mut scratch = TagScratch::default();
    let mut lemma = |words: &str, i: usize| {
        tagger.tag(words.split(' '), &mut scratch);
        tagger.tagged(i, &scratch).lemma.to_string()
    };
    assert_eq!(lemma("Minister spotkał się z Tokajewem w stolicy .", 4), "Tokajew");
    assert_eq!(lemma("Prezydent podziękował Bidenowi za pomoc .", 2), "Biden");
    assert_eq!(lemma("Rozmowa z prezydentem Macronem trwała godzinę .", 3), "Macron");
    assert_eq!(
        lemma("Podpisano porozumienie chińsko-kazachstańskie .", 2),
        "chińsko-kazachstański"
    );
}

#[test]
fn what_is_remembered_changes_nothing() {
    let tagger = small();
    let other = small();
    let sentences = [
        ["Kraj", "widzi", "kraj"],
        ["Minister", "widzi", "Lipkowa"],
        ["kraj", "widzi", "Minister"],
        ["Kraj", "widzi", "Lipkowa"],
    ];
    let read = |t: &Tagger, forms: &[&'static str], scratch: &mut TagScratch| {
        t.tag(forms.iter().copied(), scratch);
        let words = (0..forms.len()).map(|i| {
            let w = t.tagged(i, scratch);
            (w.lemma.clone(), w.xpos.clone(), w.feats.clone(), w.upos)
        });
        words.collect::<Vec<_>>()
    };
    let mut kept = TagScratch::default();
    for _ in 0..3 {
        for forms in &sentences {
            let fresh = read(&tagger, forms, &mut TagScratch::default());
            assert_eq!(read(&tagger, forms, &mut kept), fresh);
            // A second tagger on the same thread has a memory of its own.
            assert_eq!(read(&other, forms, &mut kept), fresh);
        }
    }
}
