use super::*;
use crate::conllu::read_conllu;
use crate::tagger::Example;
use crate::train::examples;
use proptest::prelude::*;
use std::sync::LazyLock;

const TREES: &str = "\
1\tMinister\tminister\tNOUN\tsubst:sg:nom:m1\tCase=Nom|Number=Sing\t2\tnsubj\t_\t_
2\tczyta\tczytać\tVERB\tfin\tMood=Ind|VerbForm=Fin\t0\troot\t_\t_
3\tdługi\tdługi\tADJ\tadj:sg:acc:m3:pos\tCase=Acc|Number=Sing\t4\tamod\t_\t_
4\traport\traport\tNOUN\tsubst:sg:acc:m3\tCase=Acc|Number=Sing\t2\tobj\t_\t_
5\t.\t.\tPUNCT\tinterp\t_\t2\tpunct\t_\t_

1\tW\tw\tADP\tprep:loc\t_\t2\tcase\t_\t_
2\tParyżu\tParyż\tPROPN\tsubst:sg:loc:m3\tCase=Loc|Number=Sing\t3\tobl\t_\t_
3\tpada\tpadać\tVERB\tfin\tMood=Ind|VerbForm=Fin\t0\troot\t_\t_

1\tBez\tbez\tX\t_\t_\t_\t_\t_\t_
2\tdrzewa\tdrzewo\tX\t_\t_\t_\t_\t_\t_

";

fn options() -> ParserOptions {
    ParserOptions { epochs: 6, models: 2, action_bits: 12, label_bits: 10, ..Default::default() }
}

fn data() -> Vec<Example> {
    examples(&read_conllu(TREES).unwrap())
}

fn open(bytes: &[u8]) -> Parser {
    let pack = Pack::in_memory(bytes, PARSER_KIND, parser_schema()).unwrap();
    Parser::from_pack(&Arc::new(pack), None).unwrap()
}

static PARSER: LazyLock<Parser> =
    LazyLock::new(|| open(&train_parser(&data(), None, &options()).unwrap()));

#[test]
fn learns_what_it_is_shown() {
    let mut scratch = ParserScratch::default();
    for gold in data().iter().take(2) {
        let mut words = gold.words.clone();
        for w in &mut words {
            (w.head, w.deprel) = (None, "_".into());
        }
        PARSER.parse_words(&mut words, |i, _| &gold.forms[i], &mut scratch);
        for (got, wanted) in words.iter().zip(&gold.words) {
            assert_eq!((got.head, &got.deprel), (wanted.head, &wanted.deprel));
        }
    }
}

#[test]
fn training_repeats_to_the_byte() {
    let train = |seed| train_parser(&data(), None, &ParserOptions { seed, ..options() }).unwrap();
    assert_eq!(train(1), train(1));
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    assert_eq!(train_parser(&[], None, &options()), Err(ParserTrainError::NoSentences));
    let none = ParserOptions { epochs: 0, ..options() };
    assert!(matches!(train_parser(&data(), None, &none), Err(ParserTrainError::Options(_))));
}

#[test]
fn a_pack_for_other_templates_is_refused() {
    let bytes = train_parser(&data(), None, &options()).unwrap();
    assert!(Pack::in_memory(&bytes, PARSER_KIND, parser_schema() ^ 1).is_err());
}

proptest! {
    #[test]
    fn any_words_get_one_tree(picks in prop::collection::vec(0usize..8, 0..40)) {
        let all: Vec<_> = data().into_iter().take(2)
            .flat_map(|e| e.forms.into_iter().zip(e.words)).collect();
        let (forms, mut words): (Vec<_>, Vec<_>) = picks.iter().map(|&p| all[p].clone()).unzip();
        PARSER.parse_words(&mut words, |i, _| &forms[i], &mut ParserScratch::default());
        let roots = words.iter().filter(|w| w.head.is_none()).count();
        prop_assert_eq!(roots, usize::from(!words.is_empty()));
        for start in 0..words.len() {
            let (mut at, mut steps) = (start, 0);
            while let Some(head) = words[at].head {
                prop_assert!((head as usize) < words.len() && words[at].deprel != "root");
                (at, steps) = (head as usize, steps + 1);
                prop_assert!(steps < words.len());
            }
            prop_assert_eq!(words[at].deprel.as_str(), "root");
        }
    }
}
