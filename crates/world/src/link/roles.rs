//! Role phrases: a role or body noun with its adjective, its owner and its name.
//!
//! ```text
//! [nowy] [niemiecki] minister spraw zagranicznych [Niemiec] [Sigmar Gabriel]
//!        adjective   noun                         owner     name
//! ```
//!
//! Phrases are closed from the right, so that an owner that is itself a phrase ("rzecznik
//! prezydenta Rosji") is whole when its owner looks at it.

use super::{Known, Linker, Node};
use crate::MentionKind;
use crate::tables::{
    HEADS, Kind, NEEDS_OWNER, OFFICES, OTHER_SIDE, RoleClass, SEAT_OF_UNION, SENT, SPEAKS_FOR,
    office_number, sector_number,
};
use compact_str::{CompactString, format_compact};
use syntax::{Case, Sentence, Upos};
use text::Lang;

/// Words that may stand between an adjective of a state and its noun, or before the noun.
const FORMER: &[&str] =
    &["były", "eks", "poprzedni", "former", "ex", "dawny", "ustępujący", "outgoing", "byly"];
const MODIFIERS: &[&str] = &[
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

struct Owner {
    code: CompactString,
    /// Sector of an owner that is no state.
    sector: u8,
    /// Office of the owner's head.
    headed_by: u8,
    why: &'static str,
}

impl Linker<'_, '_> {
    /// Puts role phrases together; what they take up is marked as absorbed.
    pub fn assemble(&mut self, sentence: &Sentence, nodes: &mut Vec<Node>) {
        self.describe(nodes);
        self.add_people(sentence, nodes);
        self.describe(nodes);
        for i in (0..nodes.len()).rev() {
            if nodes[i].role.is_some() && !nodes[i].absorbed {
                self.close(sentence, nodes, i);
            }
        }
        self.share_owners(sentence, nodes);
        self.coordinated_adjectives(sentence, nodes);
        self.same_state_beside(sentence, nodes);
        self.adjectives_with_names(sentence, nodes);
    }

    /// Codes and sectors that follow from the entity alone.
    fn describe(&self, nodes: &mut [Node]) {
        for node in nodes {
            let Some(entity) = node.entity else { continue };
            if node.kind == MentionKind::Person {
                if node.code.is_none() {
                    let (code, sector, office, why) = self.on_the_day(entity);
                    (node.code, node.sector, node.office) = (code, sector, office);
                    node.why = if node.why.is_empty() {
                        why
                    } else {
                        format_compact!("{}; {why}", node.why)
                    };
                }
                continue;
            }
            let code = self.layers.str_code(entity);
            node.code = (!code.is_empty()).then(|| code.into());
            node.sector = match node.kind {
                MentionKind::People => sector_number("CVL"),
                MentionKind::Adjective if self.layers.kind(entity) == Kind::Organisation => {
                    self.igo()
                }
                MentionKind::Place if self.layers.row(entity).flags & SEAT_OF_UNION != 0 => {
                    // "Bruksela" as a party is the Union
                    node.code = Some("EU".into());
                    self.igo()
                }
                MentionKind::State | MentionKind::Place | MentionKind::Adjective => 0,
                _ => self.sector_of(entity),
            };
            // the movement that took Kabul governs from then on
            if self.layers.str_id(entity) == "group/taliban"
                && self.day.is_some_and(|d| d >= 20_210_815)
            {
                node.sector = sector_number("GOV");
            }
            if node.why.is_empty() {
                node.why = match node.kind {
                    MentionKind::Adjective => "adjective of a state".into(),
                    MentionKind::People => "inhabitants of a state".into(),
                    _ => "name in the world".into(),
                };
            }
        }
    }

    fn close(&mut self, sentence: &Sentence, nodes: &mut [Node], i: usize) {
        let Some(role) = nodes[i].role else { return };
        let case = self.case(sentence, &nodes[i]);
        let mut owner = self.left(sentence, nodes, i, case);
        let mut end = self.right_adjective(sentence, nodes, i, case, &mut owner);
        self.owner_after(sentence, nodes, i, &mut end, &mut owner);
        if role.flags & SENT != 0 {
            self.host(sentence, nodes, i, &mut end);
        }
        self.located(sentence, nodes, i, &mut end, &mut owner, role.class);
        let intrinsic = nodes[i].code.clone();
        self.name(sentence, nodes, i, &mut end, &mut owner);
        if self.lang == Lang::En && owner.is_none() {
            self.owner_after(sentence, nodes, i, &mut end, &mut owner); // "President Macron of France"
            if owner.is_some() {
                nodes[i].code = None;
            }
        }
        nodes[i].b = end.max(nodes[i].b);
        let former = nodes[i].former;
        let headed = owner.as_ref().map_or(0, |o| o.headed_by);
        let node = &mut nodes[i];
        if role.flags & HEADS != 0 && headed != 0 {
            node.office = headed;
        }
        if let Some(o) = &owner {
            // "marszałek Sejmu" is Poland's unless another state's is named
            let own = intrinsic
                .as_deref()
                .is_some_and(|c| self.layers.by_id(&format!("country/{c}")).is_none());
            if !own && (node.code.is_none() || intrinsic.is_some()) {
                node.code = Some(o.code.clone());
            }
            node.why = format_compact!("{}{}", if former { "former; " } else { "" }, o.why);
        }
        let organisation = node
            .code
            .as_deref()
            .is_some_and(|c| self.layers.by_id(&format!("country/{c}")).is_none());
        let follows = role.flags & (HEADS | SPEAKS_FOR) != 0;
        // who speaks for an owner, or holds a post without a sector, has the owner's
        let lent = (node.sector == 0 && role.class == RoleClass::Post)
            || (follows && (node.kind != MentionKind::Person || node.sector == 0));
        if let Some(o) = owner.as_ref().filter(|_| lent) {
            node.sector = if o.sector != 0 { o.sector } else { sector_number("GOV") };
        }
        // who commands or speaks for rebels is one of them
        let rebels = owner.as_ref().is_some_and(|o| o.sector == sector_number("REB"));
        if rebels && [0, sector_number("GOV"), sector_number("MIL")].contains(&node.sector) {
            node.sector = sector_number("REB");
        }
        if organisation && (node.sector == sector_number("GOV") || node.sector == 0) {
            node.sector = self.igo();
        }
        if former && node.sector == sector_number("GOV") && node.kind == MentionKind::Role {
            node.sector = sector_number("PTY");
        }
        if node.kind != MentionKind::Person {
            node.kind = match role.class {
                RoleClass::Post => MentionKind::Role,
                RoleClass::Body => MentionKind::Institution,
                RoleClass::People => MentionKind::Role,
            };
        }
    }

    /// Adjectives, modifiers and (English) owners before the noun.
    fn left(
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
    fn state_adjective_at(&self, nodes: &[Node], k: usize, before: usize) -> bool {
        k > 0 && nodes[k - 1].b == before && nodes[k - 1].kind == MentionKind::Adjective
    }

    /// "strona kazachska", "rząd polski".
    fn right_adjective(
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
    fn starting(&self, nodes: &[Node], i: usize, at: usize) -> Option<usize> {
        (i + 1..nodes.len())
            .take_while(|&k| nodes[k].a <= at)
            .find(|&k| nodes[k].a == at && !nodes[k].absorbed)
    }

    /// "Kazachstanu", "of the Russian government", "rządu Niemiec".
    fn owner_after(
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
            if form(at) != "of" && !for_owner {
                return;
            }
            at += 1;
            if matches!(form(at), "the" | "The") {
                at += 1;
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
    fn host(&self, sentence: &Sentence, nodes: &mut [Node], i: usize, end: &mut usize) {
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
    fn located(
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

    /// The name in apposition: "... Sigmar Gabriel".
    fn name(
        &mut self,
        sentence: &Sentence,
        nodes: &mut [Node],
        i: usize,
        end: &mut usize,
        owner: &mut Option<Owner>,
    ) {
        let Some(role) = nodes[i].role else { return };
        if role.class == RoleClass::Body || nodes[i].plural {
            return;
        }
        let next = self.starting(nodes, i, *end);
        let named = next.filter(|&k| {
            nodes[k].role.is_none()
                && matches!(nodes[k].kind, MentionKind::Person | MentionKind::Unknown)
        });
        let (b, entity, surname_only) = match named {
            Some(k) => (nodes[k].b, nodes[k].entity, nodes[k].surname_only),
            None => {
                if next.is_some() {
                    return;
                }
                let covered =
                    |at: usize| nodes[i + 1..].iter().any(|n| !n.absorbed && n.a <= at && at < n.b);
                let Some(b) = self.unknown_name(sentence, *end, |at| !covered(at)) else { return };
                (b, None, false)
            }
        };
        let a = *end;
        // "mułła Omar" is not the president of that surname
        let entity = entity.filter(|_| !(surname_only && role.class == RoleClass::People));
        // a family name need not be the famous one: the role decides where it knows its holder
        let code = nodes[i].code.clone().or_else(|| owner.as_ref().map(|o| o.code.clone()));
        let office = match (role.flags & HEADS != 0, owner.as_ref()) {
            (true, Some(o)) if o.headed_by != 0 => o.headed_by,
            _ => nodes[i].office,
        };
        let mut person = entity;
        if let (Some(code), Some(day)) = (&code, self.day)
            && (person.is_none() || surname_only)
            && let Some((holder, _)) = self.layers.holder(code, office, day)
            && self.names_person(holder, a, b)
        {
            person = Some(holder);
        }
        if let (None, Some(day), true) = (
            &code,
            self.day,
            nodes[i].office != 0 && (surname_only || person.is_none()) && b - a == 1,
        ) {
            person = self.by_office(a, nodes[i].office, day).or(person);
        }
        if person.is_none() && named.is_none() && role.class == RoleClass::People && code.is_none()
        {
            return;
        }
        *end = b;
        if let Some(k) = named {
            nodes[k].absorbed = true;
        }
        let (known_code, known_sector) = match person {
            Some(p) => {
                let (c, s, ..) = self.on_the_day(p);
                (c, s)
            }
            None => named.map_or((None, 0), |k| (nodes[k].code.clone(), nodes[k].sector)),
        };
        let node = &mut nodes[i];
        node.kind = MentionKind::Person;
        node.bare = owner.is_none() && node.code.is_none() && role.class == RoleClass::Post;
        node.entity = person;
        if node.code.is_none() && owner.is_none() {
            node.code = known_code.clone();
            node.why = "role with a name; state of the person".into();
            if role.flags & (HEADS | SPEAKS_FOR) != 0 || node.sector == 0 {
                node.sector = known_sector;
            }
        }
        let final_code = node.code.clone().or_else(|| owner.as_ref().map(|o| o.code.clone()));
        let name = match person {
            Some(p) => self.layers.str_name(p).into(),
            None => CompactString::from(
                self.text
                    .get(
                        self.atoms.list[a].span.start as usize
                            ..self.atoms.list[b - 1].span.end as usize,
                    )
                    .unwrap_or(""),
            ),
        };
        let (sector, office) = (nodes[i].sector, nodes[i].office);
        self.remember(Known { entity: person, name, code: final_code, sector, office }, b - 1);
    }

    /// The office's holder on the day, and what the document said before about bare roles.
    pub fn holder_of(&mut self, node: &mut Node) {
        let Some(role) = node.role else { return };
        let day = self.day;
        let former = node.former;
        let singular = !node.plural;
        if node.code.is_none() && node.kind != MentionKind::Person && !self.at_home(node) {
            if node.office != 0
                && singular
                && role.class == RoleClass::Post
                && let Some((code, person)) = self.memory.offices.get(&node.office)
            {
                node.code = Some(code.clone());
                node.entity = *person;
                node.why = "role named before in the document".into();
                node.confidence = 0.7;
            } else if let Some(code) = self
                .memory
                .nouns
                .get(&role.noun)
                .filter(|_| singular && role.flags & NEEDS_OWNER == 0)
            {
                node.code = Some(code.clone());
                node.why = "body named before in the document".into();
                node.confidence = 0.6;
            } else {
                node.confidence = 0.4;
                node.why = "role without a state".into();
            }
        }
        let Some(code) = node.code.clone() else { return };
        if node.kind == MentionKind::Role
            && role.class == RoleClass::Post
            && singular
            && !former
            && node.entity.is_none()
            && node.office != 0
            && !self.assumed
            && let Some(day) = day
            && let Some((person, t)) = self.layers.holder(&code, node.office, day)
        {
            node.entity = Some(person);
            let name = OFFICES.get(usize::from(t.office)).copied().unwrap_or("");
            node.why = format_compact!(
                "{}; {} of {code} since {}",
                node.why,
                name.replace('_', " "),
                t.from
            );
        }
        self.memory.nouns.insert(role.noun, code.clone());
        if role.class == RoleClass::Post && !former && singular {
            let office = node.office;
            if office != 0 {
                self.memory.offices.insert(office, (code, node.entity));
            }
        }
    }

    /// "prezydent i premier Pakistanu", "prezydenci Polski i Litwy".
    fn share_owners(&mut self, sentence: &Sentence, nodes: &mut Vec<Node>) {
        let mut added = Vec::new();
        for i in 0..nodes.len() {
            if nodes[i].absorbed || nodes[i].role.is_none() {
                continue;
            }
            if nodes[i].code.is_none() || nodes[i].confidence < 0.65 {
                // the owner of the next coordinated role
                let next = self.after_and(sentence, nodes, i, nodes[i].b);
                if let Some(k) = next.filter(|&k| {
                    nodes[k].role.is_some()
                        && nodes[k].code.is_some()
                        && nodes[k].kind != MentionKind::Person
                }) {
                    let same = self.case(sentence, &nodes[i]) == self.case(sentence, &nodes[k]);
                    if same {
                        nodes[i].code = nodes[k].code.clone();
                        nodes[i].why = "owner shared with the next role".into();
                        nodes[i].confidence = 0.8;
                    }
                }
                continue;
            }
            if !nodes[i].plural {
                continue;
            }
            let mut from = i;
            while let Some(k) = self.after_and(sentence, nodes, i, nodes[from].b) {
                let genitive = !matches!(
                    self.case(sentence, &nodes[k]),
                    Some(Case::Nom | Case::Ins | Case::Dat | Case::Loc)
                );
                if nodes[k].kind != MentionKind::State || !genitive {
                    break;
                }
                let mut node = nodes[k].clone();
                node.kind = nodes[i].kind;
                node.sector = nodes[i].sector;
                node.why = "owner of a coordinated role".into();
                node.office = nodes[i].office;
                node.entity = self
                    .day
                    .zip(node.code.as_deref())
                    .and_then(|(d, c)| self.layers.holder(c, node.office, d))
                    .map(|h| h.0);
                nodes[k].absorbed = true;
                added.push(node);
                from = k;
            }
        }
        nodes.extend(added);
        nodes.sort_by_key(|n| n.a);
    }

    /// "węgierscy i rumuńscy przedstawiciele": the first adjective stands for officials, too.
    fn coordinated_adjectives(&self, sentence: &Sentence, nodes: &mut [Node]) {
        for i in (1..nodes.len()).rev() {
            if nodes[i].absorbed
                || nodes[i].role.is_none()
                || nodes[i].a == nodes[i].head
                || nodes[i].kind == MentionKind::Person
            {
                continue;
            }
            let (mut at, role) = (nodes[i].a, nodes[i].clone());
            for k in (0..i).rev() {
                let linked = at > 0
                    && nodes[k].b + 1 == at
                    && matches!(
                        self.atoms.list[at - 1].span.of(self.text),
                        "i" | "oraz" | "a" | "and" | ","
                    );
                if nodes[k].absorbed && nodes[k].b > nodes[i].a {
                    continue;
                }
                let agrees = self
                    .case(sentence, &nodes[k])
                    .is_none_or(|c| self.case(sentence, &role).is_none_or(|r| r == c));
                if !linked
                    || nodes[k].kind != MentionKind::Adjective
                    || nodes[k].absorbed
                    || !agrees
                {
                    break;
                }
                at = nodes[k].a;
                let organisation = nodes[k].sector == self.igo();
                nodes[k].kind = role.kind;
                nodes[k].sector = if organisation { self.igo() } else { role.sector };
                nodes[k].why = "adjective of a coordinated role".into();
                nodes[k].entity = None;
                nodes[k].plural = role.plural;
            }
        }
    }

    /// "Departament Stanu USA", "rosyjski Gazprom": the state beside its own body says nothing new.
    fn same_state_beside(&self, sentence: &Sentence, nodes: &mut [Node]) {
        let owned = |n: &Node| {
            n.role.is_none()
                && matches!(
                    n.kind,
                    MentionKind::Institution
                        | MentionKind::Business
                        | MentionKind::Group
                        | MentionKind::Person
                )
        };
        for i in 0..nodes.len() {
            if nodes[i].absorbed || !owned(&nodes[i]) {
                continue;
            }
            if let Some(k) = self.starting(nodes, i, nodes[i].b)
                && nodes[k].kind == MentionKind::State
                && nodes[k].code == nodes[i].code
                && nodes[i].kind != MentionKind::Person
            {
                nodes[k].absorbed = true;
                nodes[i].b = nodes[k].b;
            }
            let before =
                i.checked_sub(1).filter(|&p| nodes[p].b == nodes[i].a && !nodes[p].absorbed);
            if let Some(p) = before.filter(|&p| {
                nodes[p].kind == MentionKind::Adjective && nodes[p].code == nodes[i].code
            }) {
                let agrees = self
                    .case(sentence, &nodes[p])
                    .is_none_or(|c| self.case(sentence, &nodes[i]).is_none_or(|o| o == c));
                if agrees {
                    nodes[p].absorbed = true;
                    nodes[i].a = nodes[p].a;
                }
            }
        }
    }

    /// The node after a comma or "and".
    fn after_and(
        &self,
        sentence: &Sentence,
        nodes: &[Node],
        i: usize,
        end: usize,
    ) -> Option<usize> {
        let link = self.atoms.list.get(end)?;
        let form = sentence.words[link.word as usize].span.of(self.text);
        matches!(form, "i" | "oraz" | "a" | "and" | ",").then_some(())?;
        self.starting(nodes, i, end + 1)
    }

    /// "pakistański kleryk ..." is a role; "amerykański Boeing", "pakistańska Malala": an adjective
    /// before an unknown name gives it a state. Apposition gives a name its role's state.
    fn adjectives_with_names(&mut self, sentence: &Sentence, nodes: &mut [Node]) {
        for i in 0..nodes.len() {
            if nodes[i].absorbed
                || nodes[i].code.is_some()
                || !matches!(nodes[i].kind, MentionKind::Unknown | MentionKind::Person)
            {
                continue;
            }
            if i > 0
                && nodes[i - 1].kind == MentionKind::Adjective
                && nodes[i - 1].b == nodes[i].a
                && !nodes[i - 1].absorbed
            {
                nodes[i].code = nodes[i - 1].code.clone();
                nodes[i].why = "state from the adjective before the name".into();
                continue;
            }
            // "X, minister finansów Francji,"
            let comma =
                self.atoms.list.get(nodes[i].b).is_some_and(|a| a.span.of(self.text) == ",");
            if let Some(k) = comma.then(|| self.starting(nodes, i, nodes[i].b + 1)).flatten()
                && nodes[k].role.is_some_and(|r| r.class != RoleClass::Body)
                && !nodes[k].plural
                && nodes[k].code.is_some()
            {
                let same_case = self.case(sentence, &nodes[i]) == self.case(sentence, &nodes[k])
                    || self.lang == Lang::En;
                if same_case {
                    (nodes[i].code, nodes[i].sector) = (nodes[k].code.clone(), nodes[k].sector);
                    nodes[k].former = true; // its holder is whom the text names, known or not
                    nodes[i].kind = MentionKind::Person;
                    nodes[i].why = "state and sector from the apposition".into();
                    let name = CompactString::from(
                        self.text
                            .get(
                                self.atoms.list[nodes[i].a].span.start as usize
                                    ..self.atoms.list[nodes[i].b - 1].span.end as usize,
                            )
                            .unwrap_or(""),
                    );
                    let known = Known {
                        entity: None,
                        name,
                        code: nodes[i].code.clone(),
                        sector: nodes[i].sector,
                        office: 0,
                    };
                    self.remember(known, nodes[i].b - 1);
                }
            }
        }
    }

    fn headed_by(&self, n: &Node) -> u8 {
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
