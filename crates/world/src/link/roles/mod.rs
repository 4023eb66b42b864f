//! Role phrases: a role or body noun with its adjective, its owner and its name.
//!
//! ```text
//! [nowy] [niemiecki] minister spraw zagranicznych [Niemiec] [Sigmar Gabriel]
//!        adjective   noun                         owner     name
//! ```
//!
//! Phrases are closed from the right, so that an owner that is itself a phrase ("rzecznik
//! prezydenta Rosji") is whole when its owner looks at it.

mod coordination;
mod holders;
pub(super) mod owners;
mod titles;

use super::{Linker, Node};
use crate::MentionKind;
use crate::tables::{HEADS, Kind, RoleClass, SEAT_OF_UNION, SENT, SPEAKS_FOR, sector_number};
use compact_str::format_compact;
use syntax::Sentence;
use text::Lang;

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
        self.guests_in_a_row(nodes);
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
            if let Some(o) = &owner {
                let code = o.code.clone();
                nodes[i].code = None;
                self.holder_named(&mut nodes[i], end, &code);
                // what was noted of the name before its state was known
                if let Some(known) = self.memory.people.last_mut()
                    && known.entity.is_none()
                    && Some(&known.name) == nodes[i].name.as_ref()
                {
                    known.code = Some(code);
                }
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
}
