//! Counting what agrees in two aligned files.

use super::align::{EvalFile, EvalWord, align};
use super::{EvaluateError, Evaluation, Score};
use crate::conllu::ConlluDocument;

/// Relations between content words: those that CLAS, MLAS and BLEX count.
const CONTENT: [&str; 29] = [
    "nsubj",
    "obj",
    "iobj",
    "csubj",
    "ccomp",
    "xcomp",
    "obl",
    "vocative",
    "expl",
    "dislocated",
    "advcl",
    "advmod",
    "discourse",
    "nmod",
    "appos",
    "nummod",
    "acl",
    "amod",
    "conj",
    "fixed",
    "flat",
    "compound",
    "list",
    "parataxis",
    "orphan",
    "goeswith",
    "reparandum",
    "root",
    "dep",
];

/// Relations of function words, which MLAS compares under their heads.
const FUNCTIONAL: [&str; 7] = ["aux", "cop", "mark", "det", "clf", "case", "cc"];

const RELATIONS: [&str; 8] =
    ["nsubj", "obj", "iobj", "obl", "obl:arg", "ccomp", "xcomp", "parataxis"];

/// Scores `system` against `gold`. Both must hold the same text, blanks aside.
///
/// # Errors
/// If the texts differ.
pub fn evaluate(
    gold: &[ConlluDocument],
    system: &[ConlluDocument],
) -> Result<Evaluation, EvaluateError> {
    let (gold, system) = (EvalFile::of(gold), EvalFile::of(system));
    let pairs = align(&gold, &system)?;
    let c = Comparison::new(&gold, &system, &pairs);
    let all = |_: &EvalWord| true;
    let content = |w: &EvalWord| CONTENT.contains(&w.base());
    let lemma = |g: &EvalWord, s: &EvalWord| g.lemma == "_" || g.lemma == s.lemma;
    let tags =
        |g: &EvalWord, s: &EvalWord| g.upos == s.upos && g.xpos == s.xpos && g.feats == s.feats;
    let metrics = vec![
        ("Tokens", spans(&gold.tokens, &system.tokens)),
        ("Sentences", spans(&gold.sentences, &system.sentences)),
        // Of the aligned words all are aligned: the script prints no accuracy here.
        ("Words", Score { aligned: None, ..c.words(all, |_, _| true) }),
        ("UPOS", c.words(all, |g, s| c.gold[g].upos == c.system[s].upos)),
        ("XPOS", c.words(all, |g, s| c.gold[g].xpos == c.system[s].xpos)),
        ("UFeats", c.words(all, |g, s| c.gold[g].feats == c.system[s].feats)),
        ("AllTags", c.words(all, |g, s| tags(&c.gold[g], &c.system[s]))),
        ("Lemmas", c.words(all, |g, s| lemma(&c.gold[g], &c.system[s]))),
        ("UAS", c.words(all, |g, s| c.same_head(g, s))),
        ("LAS", c.words(all, |g, s| c.attached(g, s))),
        ("CLAS", c.words(content, |g, s| c.attached(g, s))),
        ("MLAS", c.words(content, |g, s| c.attached(g, s) && c.same_morphology(g, s))),
        ("BLEX", c.words(content, |g, s| c.attached(g, s) && lemma(&c.gold[g], &c.system[s]))),
    ];
    let mut relations = Vec::new();
    for name in RELATIONS {
        let is =
            |w: &EvalWord| if name.contains(':') { w.deprel == name } else { w.base() == name };
        relations.push((name, c.relation(is)));
    }
    let negation = |w: &EvalWord| w.deprel == "advmod:neg" || w.base() == "advmod" && w.negative;
    relations.push(("negation", c.relation(negation)));
    Ok(Evaluation { metrics, relations })
}

/// Spans that stand in both lists, which are sorted.
fn spans(gold: &[(usize, usize)], system: &[(usize, usize)]) -> Score {
    let (mut g, mut s, mut correct) = (0, 0, 0);
    while g < gold.len() && s < system.len() {
        match system[s].0.cmp(&gold[g].0) {
            std::cmp::Ordering::Less => s += 1,
            std::cmp::Ordering::Greater => g += 1,
            std::cmp::Ordering::Equal => {
                correct += usize::from(system[s].1 == gold[g].1);
                (g, s) = (g + 1, s + 1);
            }
        }
    }
    Score { gold: gold.len(), system: system.len(), correct, aligned: None }
}

struct Comparison<'f> {
    gold: &'f [EvalWord<'f>],
    system: &'f [EvalWord<'f>],
    pairs: &'f [(usize, usize)],
    /// For each system word the gold word it is aligned with.
    partner: Vec<Option<usize>>,
    /// Function words under each word.
    gold_functions: Vec<Vec<usize>>,
    system_functions: Vec<Vec<usize>>,
}

impl<'f> Comparison<'f> {
    fn new(gold: &'f EvalFile, system: &'f EvalFile, pairs: &'f [(usize, usize)]) -> Self {
        let mut partner = vec![None; system.words.len()];
        for &(g, s) in pairs {
            partner[s] = Some(g);
        }
        Self {
            gold: &gold.words,
            system: &system.words,
            pairs,
            partner,
            gold_functions: functions(&gold.words),
            system_functions: functions(&system.words),
        }
    }

    /// A score over words: of those that `counts` takes, how many aligned pairs `agree`.
    fn words(
        &self,
        counts: impl Fn(&EvalWord) -> bool,
        agree: impl Fn(usize, usize) -> bool,
    ) -> Score {
        let aligned: Vec<_> = self.pairs.iter().filter(|(g, _)| counts(&self.gold[*g])).collect();
        Score {
            gold: self.gold.iter().filter(|w| counts(w)).count(),
            system: self.system.iter().filter(|w| counts(w)).count(),
            correct: aligned.iter().filter(|(g, s)| agree(*g, *s)).count(),
            aligned: Some(aligned.len()),
        }
    }

    /// Whether two aligned words hang on aligned words, or are both roots.
    fn same_head(&self, g: usize, s: usize) -> bool {
        match (self.gold[g].head, self.system[s].head) {
            (None, None) => true,
            (Some(head), Some(other)) => self.partner[other] == Some(head),
            _ => false,
        }
    }

    fn attached(&self, g: usize, s: usize) -> bool {
        self.same_head(g, s) && self.gold[g].base() == self.system[s].base()
    }

    /// Whether part of speech, features and function words agree.
    fn same_morphology(&self, g: usize, s: usize) -> bool {
        let same = |a: &EvalWord, b: &EvalWord| a.upos == b.upos && a.feats == b.feats;
        let (ours, theirs) = (&self.gold_functions[g], &self.system_functions[s]);
        same(&self.gold[g], &self.system[s])
            && ours.len() == theirs.len()
            && ours.iter().zip(theirs).all(|(&a, &b)| {
                self.partner[b] == Some(a)
                    && same(&self.gold[a], &self.system[b])
                    && self.gold[a].base() == self.system[b].base()
            })
    }

    /// Precision and recall of the words that stand in a relation: the relation must be the same
    /// kind on both sides, and the head the same word.
    fn relation(&self, is: impl Fn(&EvalWord) -> bool) -> Score {
        let both = |&&(g, s): &&(usize, usize)| {
            is(&self.gold[g]) && is(&self.system[s]) && self.same_head(g, s)
        };
        Score {
            gold: self.gold.iter().filter(|w| is(w)).count(),
            system: self.system.iter().filter(|w| is(w)).count(),
            correct: self.pairs.iter().filter(both).count(),
            aligned: None,
        }
    }
}

fn functions(words: &[EvalWord]) -> Vec<Vec<usize>> {
    let mut under = vec![Vec::new(); words.len()];
    for (i, word) in words.iter().enumerate() {
        if let Some(head) = word.head.filter(|_| FUNCTIONAL.contains(&word.base())) {
            under[head].push(i);
        }
    }
    under
}
