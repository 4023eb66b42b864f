use super::*;
use crate::{Morph, Name, Upos, Word};
use proptest::prelude::*;
use text::{Lang, Span, segment};

/// An untagged sentence, or one with `form/xpos/feats/lemma` words.
fn sentence(words: &str) -> (Sentence, String) {
    let mut text = String::new();
    let mut out = Vec::new();
    for part in words.split(' ') {
        let fields: Vec<&str> = part.split('/').collect();
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(fields[0]);
        let feats = fields.get(2).copied().unwrap_or("_");
        out.push(Word {
            span: Span::new(start, text.len()),
            continues_token: false,
            lemma: fields.get(3).copied().unwrap_or_default().into(),
            upos: Upos::X,
            xpos: fields.get(1).copied().unwrap_or("_").into(),
            feats: feats.into(),
            morph: Morph::from_ud(&feats.replace(';', "|")),
            head: None,
            deprel: "_".into(),
        });
    }
    let span = Span::new(0, text.len());
    (Sentence { span, words: out, names: Vec::new(), ends_paragraph: true }, text)
}

fn base(words: &str, kind: NameKind) -> String {
    let (s, text) = sentence(words);
    name_lemma(&s, 0..s.words.len() as u32, kind, &text, None)
}

#[test]
fn adjectives_agree_with_the_head() {
    let gen_f = "Case=Gen;Gender=Fem;Number=Sing";
    let name = format!("Ligi/subst/{gen_f}/liga Bałtyckiej/adj/{gen_f}/bałtycki");
    assert_eq!(base(&name, NameKind::Organisation), "Liga Bałtycka");
    let name = format!("Wielkiej/adj/{gen_f}/wielki Równiny/subst/{gen_f}/równina");
    assert_eq!(base(&name, NameKind::Place), "Wielka Równina");
}

#[test]
fn genitives_after_the_head_stay() {
    let ins = "Case=Ins;Gender=Neut;Number=Sing";
    let genitive = "Case=Gen;Gender=Fem;Number=Sing";
    let name = format!(
        "Ministerstwem/subst/{ins}/ministerstwo Gospodarki/subst/{genitive}/gospodarka \
         Morskiej/adj/{genitive}/morski"
    );
    assert_eq!(base(&name, NameKind::Organisation), "Ministerstwo Gospodarki Morskiej");
}

#[test]
fn acronyms_and_foreign_endings() {
    let genitive = "Case=Gen;Gender=Masc;Number=Sing";
    assert_eq!(base(&format!("KBWE-u/subst/{genitive}/KBWE"), NameKind::Organisation), "KBWE");
    let name = format!("Luke'a/subst/{genitive}/Luke'a Doyle'a/subst/{genitive}/Doyle'a");
    assert_eq!(base(&name, NameKind::Person), "Luke Doyle");
}

#[test]
fn nominatives_are_left_alone() {
    let nominative = "Case=Nom;Gender=Masc;Number=Sing";
    let name = format!("Bank/subst/{nominative}/bank Rozwoju/subst/Case=Gen/rozwój");
    assert_eq!(base(&name, NameKind::Organisation), "Bank Rozwoju");
}

#[test]
fn adjective_forms() {
    use crate::Gender::{Fem, Neut};
    assert_eq!(nominative::adjective("polski", Some(Fem), false, false), "polska");
    assert_eq!(nominative::adjective("tani", Some(Fem), false, false), "tania");
    assert_eq!(nominative::adjective("nowy", Some(Neut), false, false), "nowe");
    assert_eq!(nominative::adjective("polski", None, true, false), "polskie");
    assert_eq!(nominative::adjective("polski", None, true, true), "polscy");
    assert_eq!(nominative::adjective_base("zjednoczonych"), "zjednoczony");
    assert_eq!(nominative::adjective_base("morskiego"), "morski");
}

/// Documents in which a title stands before a person and "w" before a place.
fn examples() -> Vec<NameExample> {
    let people = ["Nowak", "Zieliński", "Wrona", "Kowal", "Lis", "Maj", "Sowa", "Gil"];
    let places = ["Gdyni", "Pile", "Kutnie", "Sopocie", "Radomiu", "Lublinie", "Opolu", "Kielcach"];
    let mut out = Vec::new();
    for (i, p) in people.iter().enumerate() {
        for (j, q) in places.iter().enumerate() {
            let text = format!("Wczoraj minister {p} był w {q} . Potem padał deszcz .");
            let mut sentences = analyse(&text);
            let name = |i: u32, kind| Name { words: i..i + 1, kind };
            sentences[0].names = vec![name(2, NameKind::Person), name(5, NameKind::Place)];
            if (i + j) % 3 != 0 {
                out.push(NameExample { sentences, text });
            }
        }
    }
    out
}

fn analyse(text: &str) -> Vec<Sentence> {
    let split = segment(text, 0, Lang::Pl).into_iter().map(|s| {
        let (mut one, _) = sentence("x");
        let word = one.words[0].clone();
        one.words = s.tokens.iter().map(|&span| Word { span, ..word.clone() }).collect();
        one.span = s.span;
        one
    });
    split.collect()
}

fn trained() -> NameTagger {
    let options = NameOptions { epochs: 4, bits: 12, ..NameOptions::default() };
    let bytes = train_names(&examples(), None, None, &options, "test", |_| {});
    let pack = Pack::in_memory(&bytes, NAMES_KIND, NAMES_SCHEMA).unwrap();
    NameTagger::from_pack(&Arc::new(pack)).unwrap()
}

#[test]
fn learns_from_context() {
    let model = trained();
    let text = "Wczoraj minister Bobak był w Tczewie . Potem padał deszcz .";
    let mut sentences = analyse(text);
    model.tag_document(&mut sentences, text, None, None, &mut NameScratch::default());
    assert_eq!(
        sentences[0].names,
        vec![
            Name { words: 2..3, kind: NameKind::Person },
            Name { words: 5..6, kind: NameKind::Place },
        ]
    );
    assert!(sentences[1].names.is_empty());
}

#[test]
fn training_repeats_to_the_byte() {
    let options = NameOptions { epochs: 2, bits: 10, ..NameOptions::default() };
    let once = || train_names(&examples(), None, None, &options, "test", |_| {});
    assert_eq!(once(), once());
}

#[test]
fn packs_that_do_not_fit_are_refused() {
    let mut w = pack::PackWriter::new(NAMES_KIND, "test", NAMES_SCHEMA);
    w.section("kinds", b"PER\nORG\n".to_vec())
        .values("weights", &[0i8; 48])
        .values("steps", &[0f32; 81]);
    let pack = Pack::in_memory(&w.finish(), NAMES_KIND, NAMES_SCHEMA).unwrap();
    let error = NameTagger::from_pack(&Arc::new(pack)).err().map(|e| e.to_string());
    assert!(error.is_some_and(|e| e.contains("do not fit together")));
}

#[test]
fn memory_leaves_out_the_words_own_label() {
    let mut m = Memory::default();
    let person = labels::label(0, labels::UNIT);
    m.note([7, 0], person);
    assert_eq!(m.suggests(7, Some(person)), 0);
    assert_ne!(m.suggests(7, None), 0);
    assert_eq!(m.suggests(0, None), 0);
}

const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

proptest! {
    #[test]
    fn labels_give_the_names_back(pieces in prop::collection::vec((0u32..3, 1u32..4, 0usize..3), 0..6)) {
        let mut names = Vec::new();
        let mut at = 0;
        for (gap, length, kind) in pieces {
            names.push(Name { words: at + gap..at + gap + length, kind: KINDS[kind] });
            at += gap + length;
        }
        let (mut line, mut back) = (Vec::new(), Vec::new());
        labels::from_names(&names, &KINDS, at as usize, &mut line);
        prop_assert!(line.windows(2).all(|w| labels::follows(w[0], w[1])));
        labels::to_names(&line, &KINDS, &mut back);
        prop_assert_eq!(names, back);
    }

    #[test]
    fn any_text_gives_names_inside_its_sentences(text in "\\PC{0,60}") {
        let options = NameOptions { epochs: 1, bits: 8, ..NameOptions::default() };
        let bytes = train_names(&examples()[..3], None, None, &options, "test", |_| {});
        let pack = Pack::in_memory(&bytes, NAMES_KIND, NAMES_SCHEMA).unwrap();
        let model = NameTagger::from_pack(&Arc::new(pack)).unwrap();
        let mut sentences = analyse(&text);
        model.tag_document(&mut sentences, &text, None, None, &mut NameScratch::default());
        for s in &sentences {
            let mut last = 0;
            for n in &s.names {
                prop_assert!(last <= n.words.start && n.words.start < n.words.end);
                prop_assert!(n.words.end as usize <= s.words.len());
                last = n.words.end;
                name_lemma(s, n.words.clone(), n.kind, &text, None);
            }
        }
    }

    #[test]
    fn base_forms_of_any_words(form in "\\PC{1,12}", ending in "[a-z]{0,3}") {
        let form = form.replace(['/', ' '], "x") + &ending;
        for tag in ["subst/Case=Gen;Number=Sing", "adj/Case=Ins;Number=Plur", "ign/_"] {
            let name = format!("{form}/{tag}/{form}");
            let (person, place) = (base(&name, NameKind::Person), base(&name, NameKind::Place));
            prop_assert!(!person.is_empty() && !place.is_empty(), "{}", name);
        }
    }
}
