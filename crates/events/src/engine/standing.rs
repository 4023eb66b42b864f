//! Standing relations and occasions: what the text states beside acts.
//!
//! **In:** a sentence. **Out:** named partnerships ("są stałymi wszechstronnymi partnerami
//! strategicznymi") and anniversaries with the year that follows from them.

use super::party::Party;
use super::resolver::Resolver;
use super::tree::Tree;
use syntax::Upos;
use text::{Lang, Span};

/// A partnership between parties.
#[derive(Clone, Debug)]
pub struct Partnership {
    /// The two sides or more.
    pub parties: Vec<Party>,
    /// Canonical English label.
    pub label: String,
    /// The words.
    pub evidence: Span,
}

/// English words for the adjectives that grade a partnership in diplomatic usage.
const GRADES: [(&str, &str); 18] = [
    ("stały", "permanent"),
    ("wszechstronny", "comprehensive"),
    ("kompleksowy", "comprehensive"),
    ("strategiczny", "strategic"),
    ("bliski", "close"),
    ("kluczowy", "key"),
    ("uprzywilejowany", "privileged"),
    ("tradycyjny", "traditional"),
    ("pogłębiony", "enhanced"),
    ("globalny", "global"),
    ("wieczny", "everlasting"),
    ("specjalny", "special"),
    ("szczególny", "special"),
    ("wszechpogodowy", "all-weather"),
    ("gospodarczy", "economic"),
    ("obronny", "defence"),
    ("energetyczny", "energy"),
    ("handlowy", "trade"),
];

/// Partnerships that a sentence states of named parties.
pub fn partnerships(tree: &Tree, resolver: &Resolver) -> Vec<Partnership> {
    let mut found = Vec::new();
    for w in 0..tree.len() {
        if !matches!(
            tree.lemma(w),
            "partner"
                | "partnerstwo"
                | "partnership"
                | "sojusznik"
                | "sojusz"
                | "ally"
                | "alliance"
        ) || tree.word(w).upos == Upos::Propn
        {
            continue;
        }
        let mut grades: Vec<(usize, String)> = Vec::new();
        for k in tree.kids(w).flat_map(|k| tree.conjuncts(k)) {
            if matches!(tree.relation(k), "amod" | "conj" | "compound")
                && tree.word(k).upos == Upos::Adj
                || tree.relation(k) == "amod"
            {
                let grade = match tree.lang {
                    Lang::Pl => GRADES
                        .iter()
                        .find(|(pl, _)| *pl == tree.lemma(k))
                        .map(|(_, en)| (*en).to_string()),
                    Lang::En => GRADES
                        .iter()
                        .any(|(_, en)| *en == tree.lower[k])
                        .then(|| tree.lower[k].clone()),
                };
                grades.extend(grade.map(|g| (k, g)));
            }
        }
        grades.sort_by_key(|g| g.0);
        grades.dedup_by(|a, b| a.0 == b.0);
        if !grades
            .iter()
            .any(|(_, g)| g == "strategic" || g == "comprehensive" || g == "privileged")
        {
            continue;
        }
        let subject = tree.kids(w).find(|&k| tree.relation(k) == "nsubj").or_else(|| {
            tree.head(w).and_then(|h| tree.kids(h).find(|&k| tree.relation(k) == "nsubj"))
        });
        let mut parties = subject.map(|s| resolver.parties(s)).unwrap_or_default();
        if parties.len() < 2 {
            for k in tree.subtree(w).into_iter().filter(|&k| k != w) {
                if resolver.mention(k).is_some_and(|m| m.head as usize == k) {
                    for p in resolver.parties(k) {
                        super::party::push(&mut parties, p);
                    }
                }
            }
        }
        parties.retain(|p| p.code.is_some());
        let mut codes = Vec::new();
        parties.retain(|p| {
            !codes.contains(&p.code) && {
                codes.push(p.code.clone());
                true
            }
        });
        if parties.len() < 2 {
            continue;
        }
        let alliance = matches!(tree.lemma(w), "sojusznik" | "sojusz" | "ally" | "alliance");
        let noun = if alliance { "alliance" } else { "partnership" };
        let label = grades.iter().map(|g| g.1.as_str()).chain([noun]).collect::<Vec<_>>().join(" ");
        let mut words: Vec<usize> = grades.iter().map(|g| g.0).chain([w]).collect();
        words.sort_unstable();
        found.push(Partnership { parties, label, evidence: tree.span_of(&words) });
    }
    found
}

/// An anniversary.
#[derive(Clone, Debug)]
pub struct Anniversary {
    /// Whose.
    pub subject: Option<Party>,
    /// How many years.
    pub count: u32,
    /// The words.
    pub evidence: Span,
}

/// Anniversaries that a sentence names with their number.
pub fn anniversaries(
    tree: &Tree,
    resolver: &Resolver,
    mentions: &[world::Mention],
) -> Vec<Anniversary> {
    let mut found = Vec::new();
    for w in 0..tree.len() {
        let years = match tree.lemma(w) {
            "rocznica" | "anniversary" | "jubileusz" => {
                (w.saturating_sub(3)..w).rev().find_map(|k| number(&tree.lower[k]))
            }
            lemma => lemma.strip_suffix("-lecie").and_then(|n| n.parse().ok()),
        };
        let Some(count) = years.filter(|&n| (1..2000).contains(&n)) else { continue };
        let phrase: Vec<usize> = tree
            .subtree(w)
            .into_iter()
            .filter(|&k| k + 3 >= w && k < w + 6 && tree.clause(k) == tree.clause(w))
            .collect();
        let subject = tree
            .subtree(w)
            .into_iter()
            .filter(|&k| k > w && !matches!(tree.relation(k), "orphan"))
            .find_map(|k| resolver.mention(k).filter(|m| m.code.is_some()));
        let subject = subject.map(|m| Party::from_mention(m, tree));
        // "partia obchodzi 100. rocznicę": the celebrating subject, also where the verb is elided
        let before = || {
            let clause = tree
                .head(w)
                .map(|h| tree.kids(h).filter(|&k| tree.relation(k) == "nsubj").collect::<Vec<_>>())
                .unwrap_or_default();
            let body = |m: &&world::Mention| {
                (m.head as usize) < w
                    && m.code.is_some()
                    && !matches!(m.kind, world::MentionKind::Person | world::MentionKind::Role)
            };
            let mut before = mentions.iter().rev().filter(body);
            let nearest = before
                .clone()
                .find(|m| tree.morph(m.head as usize).case == Some(syntax::Case::Nom))
                .or_else(|| before.next());
            nearest
                .map(|m| Party::from_mention(m, tree))
                .or_else(|| clause.into_iter().flat_map(|k| resolver.parties(k)).next())
        };
        let subject = subject.or_else(before);
        let from = phrase.first().copied().unwrap_or(w);
        let to = phrase.last().copied().unwrap_or(w);
        found.push(Anniversary {
            subject,
            count,
            evidence: tree.word(from.min(w.saturating_sub(1))).span.join(tree.word(to).span),
        });
    }
    found
}

/// "100.", "30", "setna", "thirtieth".
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['.', 'h', 't', 's', 'n', 'd', 'r']);
    if let Ok(n) = digits.parse() {
        return Some(n);
    }
    const ORDINALS: [(&str, u32); 26] = [
        ("pierwsz", 1),
        ("drug", 2),
        ("trzeci", 3),
        ("piąt", 5),
        ("dziesiąt", 10),
        ("piętnast", 15),
        ("dwudziest", 20),
        ("trzydziest", 30),
        ("czterdziest", 40),
        ("pięćdziesiąt", 50),
        ("sześćdziesiąt", 60),
        ("siedemdziesiąt", 70),
        ("osiemdziesiąt", 80),
        ("dziewięćdziesiąt", 90),
        ("setn", 100),
        ("dwusetn", 200),
        ("tysięczn", 1000),
        ("first", 1),
        ("fifth", 5),
        ("tenth", 10),
        ("twentieth", 20),
        ("thirtieth", 30),
        ("fortieth", 40),
        ("fiftieth", 50),
        ("hundredth", 100),
        ("centennial", 100),
    ];
    ORDINALS
        .iter()
        .find(|(stem, _)| word.starts_with(stem) && word.len() <= stem.len() + 4)
        .map(|&(_, n)| n)
}
