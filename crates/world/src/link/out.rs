//! Nodes become mentions: heads, spans, names; the document's memory moves on.

use super::{Linker, Node};
use crate::tables::{Kind, NEEDS_OWNER, RoleClass};
use crate::{Mention, MentionKind, PlaceAt};
use compact_str::CompactString;
use syntax::{NameKind, Sentence, Upos};
use text::{Lang, Span};

impl Linker<'_, '_> {
    /// Last corrections that need the whole sentence; what was named is remembered.
    pub fn settle(&mut self, sentence: &Sentence, nodes: &mut [Node]) {
        for node in nodes.iter_mut().filter(|n| !n.absorbed) {
            if node.possessive
                && node.code.is_none()
                && let Some((code, sector)) = match node.role {
                    Some(r) if r.class == RoleClass::Body => {
                        self.memory.last_state.clone().map(|c| (c, 0))
                    }
                    _ => self.memory.last.clone(),
                }
            {
                node.code = Some(code);
                node.why = "possessive: the person named last".into();
                if node.sector == 0 {
                    node.sector = sector;
                }
            }
            self.holder_of(node);
            // roles that mean nothing alone
            let needs_owner = node.role.is_some_and(|r| r.flags & NEEDS_OWNER != 0);
            if needs_owner && node.code.is_none() && node.kind != MentionKind::Person {
                node.absorbed = true;
                continue;
            }
            if let (MentionKind::State | MentionKind::Person, Some(code)) = (node.kind, &node.code)
            {
                self.memory.last_state = Some(code.clone());
            }
            if let (MentionKind::Person, true, Some(code)) =
                (node.kind, node.bare && node.office != 0, &node.code)
            {
                self.memory.bare.entry(node.office).or_insert((code.clone(), node.entity));
            }
            let post = node.role.is_some_and(|r| r.class == RoleClass::Post);
            let personal =
                node.kind == MentionKind::Person || (node.kind == MentionKind::Role && post);
            if let (true, Some(code)) = (personal && !node.plural, node.code.clone()) {
                if node.office != 0 && !node.former {
                    self.memory.offices.insert(node.post(), (code.clone(), node.entity));
                }
                self.memory.last = Some((code, node.sector));
            }
        }
        let _ = sentence;
    }

    /// Writes the nodes of a sentence as mentions.
    pub fn write(
        &mut self,
        sentence_no: u32,
        sentence: &Sentence,
        nodes: &[Node],
        out: &mut Vec<Mention>,
    ) {
        for node in nodes.iter().filter(|n| !n.absorbed) {
            let (first, last) = (&self.atoms.list[node.a], &self.atoms.list[node.b - 1]);
            let words = first.word..last.word + 1;
            let span = Span { start: first.span.start, end: last.span.end };
            let name = match node.entity {
                Some(e)
                    if node.kind != MentionKind::Adjective && node.kind != MentionKind::People =>
                {
                    CompactString::from(self.layers.str_name(e))
                }
                Some(e) => CompactString::from(self.layers.str_name(e)),
                None => match &node.name {
                    Some(name) => name.clone(),
                    None => CompactString::from(self.own_name(sentence, node, span)),
                },
            };
            let place = node.entity.filter(|&e| self.layers.kind(e) == Kind::Place).map(|e| {
                let row = self.layers.row(e);
                let code = self.layers.str_code(e);
                PlaceAt {
                    country: (!code.is_empty()).then(|| code.into()),
                    lat: row.lat,
                    lon: row.lon,
                }
            });
            let conf = if node.code.is_none() { node.confidence.min(0.5) } else { node.confidence };
            if node.code.is_none()
                && node.office != 0
                && node.kind == MentionKind::Role
                && !node.plural
            {
                self.pending.push((out.len(), node.office));
            }
            out.push(Mention {
                sentence: sentence_no,
                head: self.head(sentence, node, &words),
                words,
                span,
                kind: node.kind,
                name,
                entity: node.entity.map(|e| self.layers.str_id(e).into()),
                code: node.code.clone(),
                sector: self.sector_name(node.sector),
                plural: node.plural,
                place,
                confidence: conf,
                why: node.why.clone(),
            });
        }
    }

    /// A bare role before its holder is named: "Prezydent rozmawiał ... Prezydent Biden dodał".
    pub fn fill_in(&self, out: &mut [Mention]) {
        for &(at, office) in &self.pending {
            let Some((code, person)) = self.memory.bare.get(&office) else { continue };
            let mention = &mut out[at];
            mention.code = Some(code.clone());
            if let Some(p) = *person {
                mention.entity = Some(self.layers.str_id(p).into());
                mention.name = self.layers.str_name(p).into();
            }
            mention.confidence = 0.6;
            mention.why = "role whose holder the document names later".into();
        }
    }

    /// The name that the words themselves give, in its base form.
    fn own_name(&self, sentence: &Sentence, node: &Node, span: Span) -> String {
        let kind = match node.kind {
            MentionKind::Person if node.role.is_none() => NameKind::Person,
            _ => NameKind::Organisation,
        };
        let words = self.base_form(sentence, node.a, node.b, kind);
        let words = words.unwrap_or_else(|| span.of(self.text).to_owned());
        words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
    }

    /// The nominative of words (atoms `a` to `b`), in a language that inflects them and of which
    /// there is a dictionary.
    pub fn base_form(
        &self,
        sentence: &Sentence,
        a: usize,
        b: usize,
        kind: NameKind,
    ) -> Option<String> {
        let lexicon = self.lexicon.filter(|_| self.lang == Lang::Pl)?;
        let words = self.atoms.list[a].word..self.atoms.list[b - 1].word + 1;
        Some(syntax::name_lemma(sentence, words, kind, self.text, Some(lexicon)))
    }

    /// The word that governs the mention: by the tree if one word stands out, else by the language.
    fn head(&self, sentence: &Sentence, node: &Node, words: &std::ops::Range<u32>) -> u32 {
        let usual = match (node.role.is_some(), self.lang) {
            (true, Lang::En) if node.kind == MentionKind::Person => words.end - 1,
            (true, Lang::En) => self.role_end(node),
            (true, Lang::Pl) => self.atoms.list[node.head].word,
            (false, Lang::En) => words.end - 1,
            (false, Lang::Pl) => self.noun_in(sentence, words),
        };
        let outside = |w: u32| {
            let h = sentence.words[w as usize].head;
            h.is_none_or(|h| !words.contains(&h)) && sentence.words[w as usize].upos != Upos::Punct
        };
        let has_tree = words.clone().any(|w| sentence.words[w as usize].head.is_some());
        if !has_tree || outside(usual) {
            return usual;
        }
        let nominal = |w: &u32| {
            matches!(
                sentence.words[*w as usize].upos,
                Upos::Noun | Upos::Propn | Upos::X | Upos::Adj
            )
        };
        words.clone().filter(|&w| outside(w)).find(nominal).unwrap_or(usual)
    }

    /// The last word of an English role noun ("prime minister").
    fn role_end(&self, node: &Node) -> u32 {
        let mut at = node.head;
        while at + 1 < node.b
            && matches!(self.atoms.list[at + 1].span.of(self.text), w if w != "of" && w != "for" && w != "in" && w != "to" && self.atoms.list[at + 1].word == self.atoms.list[at].word + 1)
        {
            at += 1;
        }
        self.atoms.list[at].word
    }

    /// "Unia Europejska": the noun, not its adjective.
    fn noun_in(&self, sentence: &Sentence, words: &std::ops::Range<u32>) -> u32 {
        let noun = |w: &u32| matches!(sentence.words[*w as usize].upos, Upos::Noun | Upos::Propn);
        words.clone().find(noun).unwrap_or(words.start)
    }
}
