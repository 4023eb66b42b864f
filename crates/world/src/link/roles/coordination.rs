//! Phrases that share a word: "prezydent i premier Pakistanu", "węgierscy i rumuńscy
//! przedstawiciele", a body beside its own state, a name with its apposition.

use crate::MentionKind;
use crate::link::{Known, Linker, Node};
use crate::tables::RoleClass;
use compact_str::CompactString;
use syntax::{Case, Sentence};
use text::Lang;

impl Linker<'_, '_> {
    /// "prezydent i premier Pakistanu", "prezydenci Polski i Litwy".
    pub(super) fn share_owners(&mut self, sentence: &Sentence, nodes: &mut Vec<Node>) {
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
    pub(super) fn coordinated_adjectives(&self, sentence: &Sentence, nodes: &mut [Node]) {
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
    pub(super) fn same_state_beside(&self, sentence: &Sentence, nodes: &mut [Node]) {
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
    pub(super) fn after_and(
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
    pub(super) fn adjectives_with_names(&mut self, sentence: &Sentence, nodes: &mut [Node]) {
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
}
