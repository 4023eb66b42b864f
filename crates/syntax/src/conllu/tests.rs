use super::*;
use proptest::prelude::*;

const SAMPLE: &str = "\
# newdoc id = d1
# newpar
# sent_id = d1-1
# text = Chciałbym, żeby Ewa Nowak przyszła.
1-3\tChciałbym\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tChciał\tchcieć\tVERB\tpraet\tGender=Masc|Number=Sing\t0\troot\t0:root\t_
2\tby\tby\tAUX\tpart\t_\t1\taux:cnd\t_\t_
3\tm\tbyć\tAUX\taglt\t_\t1\taux:clitic\t_\t_
4\t,\t,\tPUNCT\tinterp\t_\t8\tpunct\t_\t_
5\tżeby\tżeby\tSCONJ\tcomp\t_\t8\tmark\t_\t_
6\tEwa\tEwa\tPROPN\tsubst\tCase=Nom\t8\tnsubj\t_\tGloss=Eve|NE=B-PER
7\tNowak\tNowak\tPROPN\tsubst\tCase=Nom\t6\tflat\t_\tNE=I-PER
8\tprzyszła\tprzyjść\tVERB\tpraet\t_\t1\tccomp\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\tinterp\t_\t1\tpunct\t_\t_

# newpar
# sent_id = d1-2
1\tTak\ttak\tPART\tpart\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\tinterp\t_\t1\tpunct\t_\t_

# newdoc
1\tNie\tnie\tPART\tpart\t_\t_\t_\t_\t_

";

fn problem(input: &str) -> (usize, Problem) {
    let e = read_conllu(input).unwrap_err();
    (e.line, e.problem)
}

#[test]
fn reads_text_tokens_names_and_paragraphs() {
    let docs = read_conllu(SAMPLE).unwrap();
    assert_eq!(docs.len(), 2);
    assert_eq!(docs[0].text, "Chciałbym, żeby Ewa Nowak przyszła.\n\nTak!");
    let s = &docs[0].sentences[0].sentence;
    assert!(s.ends_paragraph);
    assert_eq!(s.form(2, &docs[0].text), "m");
    assert_eq!(
        s.words.iter().map(|w| w.continues_token).collect::<Vec<_>>()[..4],
        [false, true, true, false]
    );
    assert_eq!(s.names, vec![crate::Name { words: 5..7, kind: NameKind::Person }]);
    assert_eq!(s.words[7].head, Some(0));
    assert!(!docs[1].sentences[0].has_tree);
}

#[test]
fn writes_what_it_read() {
    assert_eq!(write_conllu(&read_conllu(SAMPLE).unwrap()), SAMPLE);
}

#[test]
fn empty_nodes_are_skipped_with_their_graph() {
    let input = "1\ta\ta\tX\t_\t_\t0\troot\t0:root\t_\n1.1\tb\tb\tX\t_\t_\t_\t_\t1:dep\t_\n\n";
    let docs = read_conllu(input).unwrap();
    assert_eq!(docs[0].sentences[0].sentence.words.len(), 1);
    assert_eq!(docs[0].sentences[0].columns[0].deps, "");
}

#[test]
fn forms_that_do_not_spell_their_token_are_kept() {
    let input = "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t2\tcase\t_\t_\n\
                 2\tle\tle\tNOUN\t_\t_\t0\troot\t_\t_\n\n";
    let docs = read_conllu(input).unwrap();
    assert_eq!(docs[0].text, "du");
    assert_eq!(docs[0].form(0, 1), "le");
    assert_eq!(write_conllu(&docs), input);
}

#[test]
fn entity_marks_of_other_tools_are_read() {
    let input = "1\tJan\tJan\tPROPN\t_\t_\t0\troot\t_\tstart_char=0|end_char=3|ner=S-PERSON\n\n";
    let docs = read_conllu(input).unwrap();
    assert_eq!(docs[0].sentences[0].sentence.names[0].kind, NameKind::Person);
    assert_eq!(docs[0].sentences[0].columns[0].misc, "start_char=0|end_char=3");
}

#[test]
fn character_offsets_tell_which_tokens_touch() {
    // Older versions of Stanza write neither "# text" nor SpaceAfter.
    let word = |id: &str, form: &str, head: usize, at: &str| {
        let misc = at.split_once('-').map(|(a, b)| format!("start_char={a}|end_char={b}"));
        format!("{id}\t{form}\t_\tX\t_\t_\t{head}\tdep\t_\t{}\n", misc.unwrap_or("_".into()))
    };
    let input = [
        word("1", "Tak", 0, "0-3"),
        word("2", ",", 1, "3-4"),
        word("3-4", "byłam", 0, "5-10").replace("\t0\tdep", "\t_\t_"),
        word("3", "była", 1, ""),
        word("4", "m", 3, ""),
        word("5", "…", 1, "10-11"),
        "\n".into(),
        word("1", "Nie", 0, "11-14"),
        "\n".into(),
        word("1", "Ale", 0, "16-19"),
    ];
    let docs = read_conllu(&input.concat()).unwrap();
    assert_eq!(docs[0].text, "Tak, byłam…Nie Ale");
    assert_eq!(docs[0].form(0, 3), "m");
    assert!(docs[0].sentences[0].sentence.words[3].continues_token);
}

#[test]
fn errors_name_their_line() {
    assert_eq!(problem("# a\n1\tx\n"), (2, Problem::Columns(2)));
    let word =
        |id: &str, upos: &str, head: &str| format!("{id}\tx\tx\t{upos}\t_\t_\t{head}\tdep\t_\t_\n");
    let bad = word("1", "X", "0") + &word("3", "X", "1");
    assert_eq!(problem(&bad), (2, Problem::Id { found: "3".into(), wanted: 2 }));
    assert_eq!(problem(&word("1", "NOM", "0")), (1, Problem::Upos("NOM".into())));
    assert_eq!(problem(&word("1", "X", "7")), (1, Problem::Head("7".into())));
    let circle = word("1", "X", "0") + &word("2", "X", "3") + &word("3", "X", "2");
    assert!(matches!(problem(&circle).1, Problem::Cycle(_)));
    let two = word("1", "X", "0") + &word("2", "X", "0");
    assert_eq!(problem(&two).1, Problem::Roots(2));
    assert_eq!(problem("# only\n\n").1, Problem::NoWords);
    let text = format!("# text = y\n{}", word("1", "X", "0"));
    assert_eq!(problem(&text), (2, Problem::Text { form: "x".into(), at: "y".into() }));
}

proptest! {
    #[test]
    fn any_forms_survive_the_round_trip(
        forms in prop::collection::vec(("[^\\s#|\\t\\p{C}]{1,5}", any::<bool>()), 1..12)
    ) {
        let mut input = String::new();
        for (i, (form, glued)) in forms.iter().enumerate() {
            let misc = if *glued && i + 1 < forms.len() { "SpaceAfter=No" } else { "_" };
            let head = if i == 0 { "0\troot".to_string() } else { format!("{i}\tdep") };
            input += &format!("{}\t{form}\t{form}\tX\t_\t_\t{head}\t_\t{misc}\n", i + 1);
        }
        input += "\n";
        let docs = read_conllu(&input).unwrap();
        for (i, (form, _)) in forms.iter().enumerate() {
            prop_assert_eq!(docs[0].form(0, i), form);
        }
        prop_assert_eq!(write_conllu(&docs), input);
    }

    #[test]
    fn no_input_panics(input in "([1-9#.\\-]{1,3}|\t|_|\n|x|NOUN){0,60}") {
        let _ = read_conllu(&input);
    }
}
