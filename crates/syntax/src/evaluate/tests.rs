use super::*;
use crate::conllu::read_conllu;
use proptest::prelude::*;

/// Sentences of rows `form lemma upos feats head deprel`, separated by `;`; `form_` glues the next
/// token, a row `a-b form` opens a multiword token.
fn file(sentences: &[&str]) -> Vec<crate::conllu::ConlluDocument> {
    let mut out = String::new();
    for sentence in sentences {
        let mut number = 0;
        for row in sentence.split(';') {
            let f: Vec<&str> = row.split_whitespace().collect();
            if f.len() == 2 {
                out += &format!("{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n", f[0], f[1]);
                continue;
            }
            number += 1;
            let (form, misc) = match f[0].strip_suffix('_') {
                Some(form) => (form, "SpaceAfter=No"),
                None => (f[0], "_"),
            };
            let tags = format!("{}\t{}\t{}-tag\t{}", f[1], f[2], f[2], f[3]);
            out += &format!("{number}\t{form}\t{tags}\t{}\t{}\t_\t{misc}\n", f[4], f[5]);
        }
        out.push('\n');
    }
    read_conllu(&out).unwrap()
}

fn counts(e: &Evaluation, name: &str) -> (usize, usize, usize) {
    let s = e.get(name).unwrap();
    (s.gold, s.system, s.correct)
}

const GOLD: &[&str] = &[
    "Ewa Ewa PROPN Case=Nom|Foo=Bar 2 nsubj:pass; widzi widzieć VERB _ 0 root; \
     kota_ kot NOUN Case=Acc 2 obj; . . PUNCT _ 2 punct",
    "Nie nie PART Polarity=Neg 2 advmod:neg; śpi śpi VERB _ 0 root",
];

#[test]
fn a_file_equals_itself() {
    let e = evaluate(&file(GOLD), &file(GOLD)).unwrap();
    for (name, s) in &e.metrics {
        assert_eq!((s.gold, s.correct), (s.system, s.gold), "{name}");
        assert_eq!(s.f1(), 1.0, "{name}");
    }
    assert_eq!(counts(&e, "nsubj"), (1, 1, 1));
    assert_eq!(counts(&e, "negation"), (1, 1, 1));
    assert_eq!(counts(&e, "Words"), (6, 6, 6));
    assert_eq!(counts(&e, "CLAS"), (5, 5, 5));
}

#[test]
fn wrong_columns_cost_what_they_should() {
    // Feature outside the universal set and a subtype: free. Tag of "widzi", head of "kota",
    // label of "Nie", lemma of "śpi": wrong.
    let system = file(&[
        "Ewa Ewa PROPN Case=Nom 2 nsubj; widzi widzieć NOUN _ 0 root; \
         kota_ kot NOUN Case=Acc 1 obj; . . PUNCT _ 2 punct",
        "Nie nie PART Polarity=Neg 2 discourse; śpi spać VERB _ 0 root",
    ]);
    let e = evaluate(&file(GOLD), &system).unwrap();
    assert_eq!(counts(&e, "UPOS"), (6, 6, 5));
    assert_eq!(counts(&e, "UFeats"), (6, 6, 6));
    assert_eq!(counts(&e, "AllTags"), (6, 6, 5));
    assert_eq!(counts(&e, "Lemmas"), (6, 6, 5));
    assert_eq!(counts(&e, "UAS"), (6, 6, 5));
    assert_eq!(counts(&e, "LAS"), (6, 6, 4));
    assert_eq!(counts(&e, "CLAS"), (5, 5, 3));
    assert_eq!(counts(&e, "MLAS"), (5, 5, 2));
    assert_eq!(counts(&e, "BLEX"), (5, 5, 2));
    assert_eq!(counts(&e, "obj"), (1, 1, 0));
    assert_eq!(counts(&e, "negation"), (1, 0, 0));
    assert!((e.get("LAS").unwrap().f1() - 4.0 / 6.0).abs() < 1e-12);
}

#[test]
fn other_tokens_and_sentences_are_aligned_by_characters() {
    // The system cuts "kota." wrongly as one token and makes one sentence of two.
    let system =
        file(&["Ewa Ewa PROPN _ 2 nsubj; widzi widzieć VERB _ 0 root; kota. kota. NOUN _ 2 obj; \
         Nie nie PART _ 5 advmod; śpi śpi VERB _ 2 parataxis"]);
    let e = evaluate(&file(GOLD), &system).unwrap();
    assert_eq!(counts(&e, "Tokens"), (6, 5, 4));
    assert_eq!(counts(&e, "Sentences"), (2, 1, 0));
    assert_eq!(counts(&e, "Words"), (6, 5, 4));
    // Ewa, widzi, Nie; "śpi" is a root in gold only.
    assert_eq!(counts(&e, "UAS"), (6, 5, 3));
    assert!((e.get("Words").unwrap().f1() - 8.0 / 11.0).abs() < 1e-12);
}

#[test]
fn words_of_multiword_tokens_are_aligned_by_form() {
    let gold = file(&[
        "1-2 zrobiłem; zrobił zrobić VERB _ 0 root; em być AUX _ 1 aux; to to PRON _ 1 obj",
    ]);
    let joined = file(&["zrobiłem zrobić VERB _ 0 root; to to PRON _ 1 obj"]);
    let e = evaluate(&gold, &joined).unwrap();
    assert_eq!(counts(&e, "Tokens"), (2, 2, 2));
    assert_eq!(counts(&e, "Words"), (3, 2, 1));
    let other = file(&[
        "1-2 zrobiłem; zrobiłe zrobić VERB _ 0 root; m być AUX _ 1 aux; to to PRON _ 1 obj",
    ]);
    let e = evaluate(&gold, &other).unwrap();
    assert_eq!(counts(&e, "Words"), (3, 3, 1));
    // "to" hangs on words that are not aligned with each other.
    assert_eq!(counts(&e, "UAS"), (3, 3, 0));
}

#[test]
fn other_text_is_refused_with_its_place() {
    let error = evaluate(&file(&["a a X _ 0 root"]), &file(&["b b X _ 0 root"])).unwrap_err();
    let EvaluateError::TextsDiffer { at, gold, system } = error;
    assert_eq!((at, gold.as_str(), system.as_str()), (0, "a", "b"));
}

proptest! {
    /// Any two cuts of one text: what is correct never exceeds what is there, and is symmetric.
    #[test]
    fn scores_are_bounded_and_symmetric(
        cuts in prop::collection::vec((any::<bool>(), any::<bool>()), 1..15),
    ) {
        let cut = |pick: fn(&(bool, bool)) -> bool| {
            let mut rows = vec![String::from("a")];
            for c in &cuts {
                if pick(c) {
                    rows.last_mut().unwrap().push('_');
                    rows.push("a".into());
                } else {
                    rows.last_mut().unwrap().push('a');
                }
            }
            let rows: Vec<String> = rows
                .iter()
                .enumerate()
                .map(|(i, form)| format!("{form} a X _ {i} {}", if i == 0 { "root" } else { "obj" }))
                .collect();
            file(&[&rows.join(";")])
        };
        let (one, two) = (cut(|c| c.0), cut(|c| c.1));
        let (there, back) = (evaluate(&one, &two).unwrap(), evaluate(&two, &one).unwrap());
        for ((name, s), (_, b)) in there.metrics.iter().zip(&back.metrics) {
            prop_assert!(s.correct <= s.gold.min(s.system), "{}", name);
            prop_assert_eq!((s.gold, s.system, s.correct), (b.system, b.gold, b.correct));
        }
    }
}
