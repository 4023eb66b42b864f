//! Prints the mentions of documents, for looking at the world alone:
//! `mentions world/world.pack languages < documents.jsonl`, one object a line with `text`, `lang` and
//! optionally `id`, `published`. A language without a tagger gets capitals for proper nouns.
use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use syntax::{Analyser, Morph, Sentence, Upos, Word};
use text::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let (pack, languages) = (&args[1], Path::new(&args[2]));
    let world = world::World::open(Path::new(pack))?;
    let mut analysers: HashMap<Lang, Option<Analyser>> = HashMap::new();
    let (mut seconds, mut tokens) = (0.0, 0usize);
    for line in std::io::stdin().lock().lines() {
        let json: serde_json::Value = serde_json::from_str(&line?)?;
        let text = json["text"].as_str().unwrap_or("");
        let lang = json["lang"].as_str().and_then(Lang::from_code).unwrap_or(Lang::Pl);
        let day = json["published"].as_str().and_then(|d| d.parse().ok());
        let analyser = analysers.entry(lang).or_insert_with(|| {
            Analyser::load(&languages.join(lang.code()), lang).map_err(|e| eprintln!("{e}")).ok()
        });
        let segments = text::segment(text, 0, lang);
        let sentences: Vec<Sentence> = match analyser {
            Some(a) => a.analyse(text, &segments),
            None => segments.iter().map(|s| plain(s, text)).collect(),
        };
        let field = |key: &str| json[key].as_str().map(str::to_owned);
        let document = text::Document {
            id: String::new(),
            lang,
            published: day,
            title: field("title"),
            author: None,
            url: field("url"),
            text: text.to_owned(),
        };
        let started = std::time::Instant::now();
        let mentions = world.link_document(&document, &sentences, None);
        seconds += started.elapsed().as_secs_f64();
        tokens += sentences.iter().map(|s| s.words.len()).sum::<usize>();
        for m in &mentions {
            println!(
                "{}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{}",
                json["id"].as_str().unwrap_or("-"),
                m.span.start,
                m.span.end,
                m.span.of(text).replace(['\n', '\t'], " "),
                m.kind,
                m.code.as_deref().unwrap_or("-"),
                m.sector.as_deref().unwrap_or("-"),
                m.entity.as_deref().unwrap_or("-"),
                m.name,
                sentences[m.sentence as usize].form(m.head as usize, text),
                m.why
            );
        }
    }
    eprintln!("{tokens} tokens, {:.0} tokens/s in linking", tokens as f64 / seconds);
    Ok(())
}

fn plain(segment: &text::Segment, text: &str) -> Sentence {
    let word = |&span: &text::Span| {
        let form = span.of(text);
        let small =
            matches!(form, "of" | "in" | "to" | "with" | "for" | "on" | "at" | "from" | "by");
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        let upos = match form {
            _ if !form.chars().any(char::is_alphanumeric) => Upos::Punct,
            _ if small => Upos::Adp,
            _ if capital => Upos::Propn,
            _ => Upos::Noun,
        };
        Word {
            span,
            continues_token: false,
            lemma: "_".into(),
            upos,
            xpos: "_".into(),
            feats: "_".into(),
            morph: Morph::default(),
            head: None,
            deprel: "_".into(),
        }
    };
    let words = segment.tokens.iter().map(word).collect();
    Sentence { span: segment.span, words, names: Vec::new(), ends_paragraph: false }
}
