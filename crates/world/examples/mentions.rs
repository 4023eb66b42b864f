//! Prints the mentions of texts: `mentions world.pack pl 2021-06-02 [lexicon.pack] < text`.
//! Words are looked up one by one, without context; for looking at the world alone.
use std::io::Read;
use std::path::Path;
use syntax::{Morph, Sentence, Upos, Word, lexicon::Lexicon};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let world = world::World::open(Path::new(&args[1]))?;
    let lang = text::Lang::from_code(&args[2]).ok_or("unknown language")?;
    let lexicon = args.get(4).map(|p| Lexicon::open(Path::new(p))).transpose()?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut sentences = Vec::new();
    for segment in text::segment(&text, 0, lang) {
        let word = |(i, &span): (usize, &text::Span)| {
            let form = span.of(&text);
            let mut word = Word {
                span,
                continues_token: false,
                lemma: "".into(),
                upos: if form.chars().next().is_some_and(char::is_uppercase) {
                    Upos::Propn
                } else {
                    Upos::Noun
                },
                xpos: "_".into(),
                feats: "_".into(),
                morph: Morph::default(),
                head: None,
                deprel: "".into(),
            };
            if !form.chars().any(char::is_alphanumeric) {
                word.upos = Upos::Punct;
            }
            if let Some(l) = &lexicon {
                let found = l.look_up(form).into_iter().next().or_else(|| {
                    (i == 0).then(|| l.look_up(&form.to_lowercase()).into_iter().next()).flatten()
                });
                if let Some((tag, lemma, ..)) = found {
                    word.lemma = lemma.as_str().into();
                    let class = tag.split(':').next().unwrap_or("");
                    word.upos = match class {
                        "subst" | "depr" | "ger" => {
                            if lemma.chars().next().is_some_and(char::is_uppercase) {
                                Upos::Propn
                            } else {
                                Upos::Noun
                            }
                        }
                        "adj" | "adja" | "ppas" | "pact" => Upos::Adj,
                        "prep" => Upos::Adp,
                        "adv" => Upos::Adv,
                        "conj" => Upos::Cconj,
                        "comp" => Upos::Sconj,
                        "fin" | "praet" | "inf" | "bedzie" | "impt" | "imps" => Upos::Verb,
                        "ppron3" | "ppron12" | "siebie" => Upos::Pron,
                        "num" => Upos::Num,
                        "part" | "qub" => Upos::Part,
                        _ => word.upos,
                    };
                }
            } else if lang == text::Lang::En && !form.chars().next().is_some_and(char::is_uppercase)
            {
                word.lemma = form.into();
                if matches!(form, "of" | "in" | "to" | "with" | "for" | "on" | "at" | "from" | "by")
                {
                    word.upos = Upos::Adp;
                }
            }
            word
        };
        let words = segment.tokens.iter().enumerate().map(word).collect();
        sentences.push(Sentence {
            span: segment.span,
            words,
            names: Vec::new(),
            ends_paragraph: false,
        });
    }
    let started = std::time::Instant::now();
    let mentions = world.link(&sentences, &text, lang, args[3].parse().ok());
    let took = started.elapsed();
    let tokens: usize = sentences.iter().map(|s| s.words.len()).sum();
    for m in &mentions {
        println!(
            "{:<45} {:?} {} {} {} | {} | {} {}",
            m.span.of(&text).replace('\n', " "),
            m.kind,
            m.code.as_deref().unwrap_or("-"),
            m.sector.as_deref().unwrap_or("-"),
            m.entity.as_deref().unwrap_or("-"),
            m.name,
            sentences[m.sentence as usize].form(m.head as usize, &text),
            m.why
        );
    }
    eprintln!(
        "{tokens} tokens, {} mentions, {:.0} tokens/s",
        mentions.len(),
        tokens as f64 / took.as_secs_f64()
    );
    Ok(())
}
