//! Whose role it is: adjectives, possessors and genitives around a role noun.
//!
//! "nowy **niemiecki** minister", "szef MSZ **Niemiec**", "**Russia's** foreign minister".

use crate::MentionKind;
use crate::link::{Linker, Node};
use crate::tables::{HEADS, OTHER_SIDE, RoleClass, SPEAKS_FOR, office_number, sector_number};
use compact_str::CompactString;
use syntax::{Case, Sentence, Upos};
use text::Lang;

/// Words that may stand between an adjective of a state and its noun, or before the noun.
const FORMER: &[&str] =
    &["były", "eks", "poprzedni", "former", "ex", "dawny", "ustępujący", "outgoing", "byly"];
pub(in crate::link) const MODIFIERS: &[&str] = &[
    "nowy",
    "obecny",
    "urzędujący",
    "ówczesny",
    "federalny",
    "wysoki",
    "główny",
    "zjednoczony",
    "inny",
    "wielki",
    "wysoko",
    "new",
    "current",
    "then",
    "federal",
    "senior",
    "top",
    "chief",
    "acting",
    "incumbent",
    "newly",
    "elected",
    "pełniący",
];

/// To whom or what a role belongs.
pub(super) struct Owner {
    pub code: CompactString,
    /// Sector of an owner that is no state.
    pub sector: u8,
    /// Office of the owner's head.
    pub headed_by: u8,
    pub why: &'static str,
}

impl Linker<'_, '_> {
    /// Adjectives, modifiers and (English) owners before the noun.
    pub(super) fn left(
        &self,
        sentence: &Sentence,
        nodes: &mut [Node],
        i: usize,
        case: Option<Case>,
    ) -> Option<Owner> {
        let mut owner = None;
        let mut k = i;
        let mut at = nodes[i].a;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1) else { break };
            let prior = k.checked_sub(1).map(|p| (p, &nodes[p])).filter(|(_, n)| n.b == at);
            let word = self.word(sentence, before);
            let lemma = if word.lemma.is_empty() || word.lemma == "_" {
                word.span.of(self.text)
            } else {
                &word.lemma
            };
            if let Some((p, n)) = prior {
                let agrees = case.is_none() || word.morph.case.is_none() || word.morph.case == case;
                let adjective = n.kind == MentionKind::Adjective && agrees;
                let english = self.lang == Lang::En
                    && n.role.is_none()
                    && matches!(
                        n.kind,
                        MentionKind::State
                            | MentionKind::Organisation
                            | MentionKind::Institution
                            | MentionKind::Place
                            | MentionKind::Person
                    );
                if !(adjective || (english && owner.is_none())) || n.code.is_none() {
                    break;
                }
                // "chińsko-kazachstańskie rozmowy prezydentów": two states, not one owner
                if adjective
                    && p > 0
                    && nodes[p - 1].kind == MentionKind::Adjective
                    && nodes[p - 1].b == n.a
                {
                    break;
                }
                let code = n.code.clone().unwrap_or_default();
                let sector = if adjective { n.sector } else { owner_sector(n) };
                owner = owner.or(Some(Owner {
                    code,
                    sector,
                    headed_by: self.headed_by(n),
                    why: "role with the state before it",
                }));
                at = n.a;
                nodes[p].absorbed = true;
                k = p;
                continue;
            }
            let folded = lemma.to_lowercase();
            if self.lang == Lang::En && matches!(word.span.of(self.text), "'s" | "’s" | "'" | "’")
            {
                // a possessor: look through the mark
                let p = k.checked_sub(1).filter(|&p| nodes[p].b == before);
                let Some(p) = p.filter(|&p| nodes[p].code.is_some() && owner.is_none()) else {
                    break;
                };
                let code = nodes[p].code.clone().unwrap_or_default();
                owner = Some(Owner {
                    code,
                    sector: owner_sector(&nodes[p]),
                    headed_by: self.headed_by(&nodes[p]),
                    why: "role with its possessor",
                });
                if nodes[p].kind != MentionKind::Person {
                    nodes[p].absorbed = true;
                    at = nodes[p].a;
                }
                break;
            }
            // "White House Gender Policy Council Director": nouns with capitals between
            if self.lang == Lang::En
                && owner.is_none()
                && let Some(p) = self.owner_of_title(sentence, nodes, k, before)
            {
                owner = Some(Owner {
                    code: nodes[p].code.clone().unwrap_or_default(),
                    sector: owner_sector(&nodes[p]),
                    headed_by: 0,
                    why: "role with its owner before it",
                });
                at = nodes[p].a;
                nodes[p].absorbed = true;
                break;
            }
            if FORMER.contains(&folded.as_str()) {
                nodes[i].former = true;
            } else if !(MODIFIERS.contains(&folded.as_str())
                || (word.upos == Upos::Adj
                    && owner.is_none()
                    && self.state_adjective_at(nodes, k, before)))
            {
                if owner.is_none()
                    && nodes[i].role.is_some_and(|r| r.flags & OTHER_SIDE == 0)
                    && possessive(&folded, word.span.of(self.text))
                {
                    nodes[i].possessive = true;
                }
                break;
            }
            at = before;
        }
        nodes[i].a = at;
        owner
    }

    /// "brytyjskim konserwatywnym premierem": one more adjective before this one is a state's.
    pub(super) fn state_adjective_at(&self, nodes: &[Node], k: usize, before: usize) -> bool {
        k > 0 && nodes[k - 1].b == before && nodes[k - 1].kind == MentionKind::Adjective
    }

    /// "strona kazachska", "rząd polski".
    pub(super) fn right_adjective(
        &self,
        sentence: &Sentence,
        nodes: &mut [Node],
        i: usize,
        case: Option<Case>,
        owner: &mut Option<Owner>,
    ) -> usize {
        let end = nodes[i].b;
        if self.lang == Lang::Pl && owner.is_none() && i + 1 < nodes.len() {
            let n = &nodes[i + 1];
            let agrees = case.is_none()
                || self.case(sentence, n).is_none()
                || self.case(sentence, n) == case;
            if n.kind == MentionKind::Adjective
                && n.a == end
                && n.code.is_some()
                && agrees
                && !n.absorbed
            {
                let code = n.code.clone().unwrap_or_default();
                *owner = Some(Owner {
                    code,
                    sector: n.sector,
                    headed_by: self.headed_by(n),
                    why: "role with the state's adjective",
                });
                let end = n.b;
                nodes[i + 1].absorbed = true;
                return end;
            }
        }
        end
    }

    /// The next node that begins at this atom, nodes taken up being passed over.
    pub(super) fn starting(&self, nodes: &[Node], i: usize, at: usize) -> Option<usize> {
        (i + 1..nodes.len())
            .take_while(|&k| nodes[k].a <= at)
            .find(|&k| nodes[k].a == at && !nodes[k].absorbed)
    }

    /// "Kazachstanu", "of the Russian government", "rządu Niemiec".
    pub(super) fn owner_after(
        &self,
        sentence: &Sentence,
        nodes: &mut [Node],
        i: usize,
        end: &mut usize,
        owner: &mut Option<Owner>,
    ) {
        let role = nodes[i].role;
        let mut at = *end;
        if self.lang == Lang::En {
            let form = |a: usize| self.atoms.list.get(a).map_or("", |x| x.span.of(self.text));
            let for_owner = role.is_some_and(|r| r.flags & SPEAKS_FOR != 0) && form(at) == "for";
            // "national security advisor to the Vice President", but "ambassador to Poland"
            let to_whom = form(at) == "to" && form(at + 1) == "the";
            if form(at) != "of" && !for_owner && !to_whom {
                return;
            }
            at += 1;
            if matches!(form(at), "the" | "The") {
                at += 1;
            }
            let whom = to_whom.then(|| self.starting(nodes, i, at)).flatten();
            if to_whom && whom.is_none_or(|k| nodes[k].office == 0) {
                return;
            }
        }
        let Some(k) = self.starting(nodes, i, at) else { return };
        let n = &nodes[k];
        let fits_kind = matches!(
            n.kind,
            MentionKind::State
                | MentionKind::Organisation
                | MentionKind::Institution
                | MentionKind::Place
                | MentionKind::Group
                | MentionKind::Role
                | MentionKind::Framework
                | MentionKind::Business
                | MentionKind::Person
        );
        if !fits_kind || n.code.is_none() && n.kind != MentionKind::Institution {
            return;
        }
        if self.lang == Lang::Pl {
            let own = self.case(sentence, &nodes[i]);
            let theirs = self.case(sentence, n);
            let genitive = match theirs {
                None | Some(Case::Gen) => true,
                // tagging of names errs: an adjunct case is only believed when the noun agrees with it
                Some(c) => !matches!(c, Case::Ins | Case::Dat | Case::Nom) && Some(c) != own,
            };
            if !genitive {
                return;
            }
            let personal = n.kind == MentionKind::Person
                || (n.kind == MentionKind::Role
                    && n.role.is_some_and(|r| r.class == RoleClass::Post));
            // "prezydenta Putina" in the genitive is a name, "rzecznika Putina" an owner
            if n.kind == MentionKind::Person && n.role.is_none() {
                let body = role.is_some_and(|r| {
                    r.class == RoleClass::Body || r.flags & (SPEAKS_FOR | HEADS) != 0
                });
                if !body
                    || (theirs.is_none()
                        && own.is_none()
                        && role.is_some_and(|r| {
                            r.flags & SPEAKS_FOR == 0 && r.class != RoleClass::Body
                        }))
                {
                    return;
                }
            } else if personal && owner.is_some() {
                return;
            }
        }
        let n = &nodes[k];
        let sector = owner_sector(n);
        let headed_by = self.headed_by(n);
        if owner.is_some() && !(headed_by != 0 && owner.as_ref().is_some_and(|o| o.headed_by == 0))
        {
            return;
        }
        if let Some(code) = n.code.clone().or_else(|| owner.as_ref().map(|o| o.code.clone())) {
            *owner = Some(Owner { code, sector, headed_by, why: "role with its owner" });
        } else {
            return;
        }
        *end = n.b;
        nodes[k].absorbed = true;
    }

    /// "ambasador Rosji w Polsce": the host belongs to the phrase, not to the code.
    pub(super) fn host(&self, sentence: &Sentence, nodes: &mut [Node], i: usize, end: &mut usize) {
        let form = self.atoms.list.get(*end).map_or("", |x| x.span.of(self.text));
        let preposition = match self.lang {
            Lang::Pl => matches!(form, "w" | "we" | "przy" | "na"),
            Lang::En => matches!(form, "in" | "to"),
        };
        if !preposition {
            return;
        }
        let mut at = *end + 1;
        if self.atoms.list.get(at).is_some_and(|a| a.span.of(self.text) == "the") {
            at += 1;
        }
        let _ = sentence;
        if let Some(k) = self.starting(nodes, i, at)
            && matches!(
                nodes[k].kind,
                MentionKind::State | MentionKind::Place | MentionKind::Organisation
            )
        {
            nodes[k].absorbed = true;
            *end = nodes[k].b;
        }
    }

    /// "sąd w Moskwie", "rząd w Mińsku": a seat tells the state of bodies that act at home.
    pub(super) fn located(
        &self,
        sentence: &Sentence,
        nodes: &mut [Node],
        i: usize,
        end: &mut usize,
        owner: &mut Option<Owner>,
        class: RoleClass,
    ) {
        let home = ["JUD", "COP", "GOV", "OPP", "CVL", "LEG"]
            .map(sector_number)
            .contains(&nodes[i].sector);
        if owner.is_some() || class == RoleClass::Post || !home || nodes[i].code.is_some() {
            return;
        }
        let form = self.atoms.list.get(*end).map_or("", |x| x.span.of(self.text));
        if !matches!(form, "w" | "we" | "in") {
            return;
        }
        let _ = sentence;
        if let Some(k) = self.starting(nodes, i, *end + 1)
            && matches!(nodes[k].kind, MentionKind::Place | MentionKind::State)
            && let Some(code) = nodes[k].code.clone()
        {
            *owner = Some(Owner { code, sector: 0, headed_by: 0, why: "body at its seat" });
            if nodes[k].kind == MentionKind::Place {
                nodes[k].absorbed = true;
                *end = nodes[k].b;
            }
        }
    }

    pub(super) fn headed_by(&self, n: &Node) -> u8 {
        match (n.role, n.entity) {
            (Some(r), _) if r.class == RoleClass::Body => n.office,
            (None, Some(e)) if n.kind == MentionKind::State => {
                let _ = e;
                office_number("leader")
            }
            (None, Some(e)) if n.kind != MentionKind::Person => self.layers.row(e).headed_by,
            _ => 0,
        }
    }
}

/// Sector that an owner lends to who speaks for it; a bare state lends that of its government.
fn owner_sector(n: &Node) -> u8 {
    match n.kind {
        MentionKind::State | MentionKind::Place => 0,
        _ => n.sector,
    }
}

fn possessive(lemma: &str, form: &str) -> bool {
    matches!(form.to_lowercase().as_str(), "jego" | "jej" | "ich" | "his" | "her" | "their" | "its")
        || matches!(lemma, "swój" | "jego" | "jej")
}
