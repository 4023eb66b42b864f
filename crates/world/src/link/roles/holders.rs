//! Who holds the role: the name that stands beside it, else the holder on the day.

use super::owners::Owner;
use crate::MentionKind;
use crate::link::{Known, Linker, Node};
use crate::tables::{HEADS, NEEDS_OWNER, OFFICES, RoleClass, SPEAKS_FOR};
use compact_str::{CompactString, format_compact};
use syntax::{NameKind, Sentence};

impl Linker<'_, '_> {
    /// The name in apposition: "... Sigmar Gabriel".
    pub(super) fn name(
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
        let noun_end = *end;
        // "Homeland Security Advisor Dr. Liz Sherwood-Randall"
        while *end < self.atoms.list.len() && self.is_honorific(*end) {
            *end += 1;
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
                    *end = noun_end;
                    return;
                }
                let covered =
                    |at: usize| nodes[i + 1..].iter().any(|n| !n.absorbed && n.a <= at && at < n.b);
                let Some(b) = self.unknown_name(sentence, *end, |at| !covered(at)) else {
                    *end = noun_end;
                    return;
                };
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
        // "President López Obrador" after his full name
        let named_before = || {
            let known = &self.memory.people[self.in_chain(b - 1)?];
            known.entity.filter(|p| self.names_person(*p, a, b))
        };
        let mut person = entity.or_else(named_before);
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
            *end = noun_end;
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
        if owner.is_none() {
            // a person without a state of whom the document told it before
            let before = || {
                let known = &self.memory.people[self.in_chain(b - 1)?];
                known.code.clone().filter(|_| known.entity.is_none() || person.is_some())
            };
            if node.code.is_none()
                && let Some(code) = before()
            {
                node.code = Some(code);
                node.why = "role with a name; state told before".into();
            }
            self.of_the_house(&mut nodes[i]);
        }
        let node = &mut nodes[i];
        let final_code = node.code.clone().or_else(|| owner.as_ref().map(|o| o.code.clone()));
        let name = match person {
            Some(p) => self.layers.str_name(p).into(),
            None => self.base_form(sentence, a, b, NameKind::Person).map_or_else(
                || {
                    let (first, last) = (&self.atoms.list[a], &self.atoms.list[b - 1]);
                    let words = first.span.start as usize..last.span.end as usize;
                    CompactString::from(self.text.get(words).unwrap_or(""))
                },
                CompactString::from,
            ),
        };
        nodes[i].name = Some(name.clone());
        let (sector, office) = (nodes[i].sector, nodes[i].office);
        self.remember(Known { entity: person, name, code: final_code, sector, office }, b - 1);
    }

    /// "Prime Minister Kishida Fumio of Japan": the state that follows tells whose name it was.
    pub(super) fn holder_named(&mut self, node: &mut Node, end: usize, code: &str) {
        let Some(day) = self.day.filter(|_| node.entity.is_none() && node.name.is_some()) else {
            return;
        };
        let Some((holder, _)) = self.layers.holder(code, node.office, day) else { return };
        let named = |at: usize| self.names_person(holder, at, at + 1);
        // given name and surname in any order, or the surname alone
        let words = node.name.as_deref().map_or(0, |n| n.split_whitespace().count());
        let pieces = node.head + 1..end;
        let theirs: Vec<usize> =
            pieces.filter(|&i| self.atoms.list[i].capital && named(i)).collect();
        let Some(&last) = theirs.last().filter(|_| theirs.len() >= words.min(2)) else { return };
        node.entity = Some(holder);
        self.remember_name(holder, last, last + 1);
    }

    /// The office's holder on the day, and what the document said before about bare roles.
    pub(in crate::link) fn holder_of(&mut self, node: &mut Node) {
        let Some(role) = node.role else { return };
        let day = self.day;
        let former = node.former;
        let singular = !node.plural;
        if node.code.is_none() && node.kind != MentionKind::Person && !self.at_home(node) {
            if node.office != 0
                && singular
                && role.class == RoleClass::Post
                && let Some((code, person)) = self.memory.offices.get(&node.post())
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
        if role.class == RoleClass::Post && !former && singular && node.office != 0 {
            self.memory.offices.insert(node.post(), (code, node.entity));
        }
    }
}
