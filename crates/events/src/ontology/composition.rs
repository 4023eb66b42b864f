//! The table of operators over acts (`composition.txt`), read into rows and searched.

use super::sources::Place;
use super::{Composed, Inner, OntologyError, Source, Text, each_line};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// Which inner acts a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Any,
    None,
    Types(Vec<(CompactString, Option<CompactString>)>),
}

/// A condition on who does the inner act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guard {
    Own,
    Other,
    Always,
}

#[derive(Clone, Debug)]
struct Row {
    pattern: Pattern,
    polarity: Option<bool>,
    guard: Guard,
    keep_mode: bool,
    /// Its place among all rows.
    order: usize,
    outcome: Composed,
}

/// The whole table.
pub(super) struct Composition {
    rows: FxHashMap<CompactString, Vec<Row>>,
}

type Groups = FxHashMap<CompactString, Vec<CompactString>>;

impl Composition {
    pub(super) fn parse(
        text: &Text,
        known: &dyn Fn(&str, Option<&str>) -> bool,
        errors: &mut Vec<OntologyError>,
    ) -> Self {
        let mut groups = Groups::default();
        let mut rows: FxHashMap<CompactString, Vec<Row>> = FxHashMap::default();
        let mut order = 0;
        each_line(text, errors, |place, line| {
            if let Some(group) = line.strip_prefix("group ") {
                let (name, members) =
                    group.split_once('=').ok_or("a group is: group name = TYPE, TYPE")?;
                let members: Vec<CompactString> =
                    members.split(',').map(|m| m.trim().into()).collect();
                if let Some(m) = members.iter().find(|m| !known(m, None)) {
                    return Err(format!("unknown type {m} in the group"));
                }
                groups.insert(name.trim().into(), members);
                return Ok(());
            }
            order += 1;
            let (operators, row) = parse_row(place, order, line, &groups, known)?;
            for op in operators {
                rows.entry(op).or_default().push(row.clone());
            }
            Ok(())
        });
        Self { rows }
    }

    /// Every operator of the table, `not:` ones as the denied operator.
    pub(super) fn operators(&self) -> impl Iterator<Item = (&str, bool)> {
        self.rows
            .keys()
            .map(|k| k.strip_prefix("not:").map_or((k.as_str(), false), |op| (op, true)))
    }

    /// `file:line` of every row, in the order of the lines.
    pub(super) fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<(usize, &str)> =
            self.rows.values().flatten().map(|r| (r.order, r.outcome.rule())).collect();
        rules.sort_unstable();
        rules.dedup();
        rules.into_iter().map(|(_, rule)| rule).collect()
    }

    pub(super) fn knows(&self, operator: &str) -> bool {
        self.rows.contains_key(operator)
    }

    /// The first row that fits.
    pub(super) fn find(
        &self,
        operator: &str,
        negated: bool,
        inner: Option<&Inner>,
    ) -> Option<Composed> {
        let rows = if negated {
            self.rows.get(format!("not:{operator}").as_str())
        } else {
            self.rows.get(operator)
        }?;
        let row = rows.iter().find(|r| r.fits(inner))?;
        let mut outcome = row.outcome.clone();
        if let (true, Composed::Outcome { mode, .. }, Some(i)) =
            (row.keep_mode, &mut outcome, inner)
        {
            *mode = i.mode.map(CompactString::from);
        }
        Some(outcome)
    }
}

impl Row {
    fn fits(&self, inner: Option<&Inner>) -> bool {
        let Some(inner) = inner else { return self.pattern == Pattern::None };
        let types = match &self.pattern {
            Pattern::Any => true,
            Pattern::None => false,
            Pattern::Types(list) => list.iter().any(|(t, m)| {
                t == inner.event && m.as_ref().is_none_or(|m| Some(m.as_str()) == inner.mode)
            }),
        };
        let guard = match self.guard {
            Guard::Own => inner.own,
            Guard::Other => !inner.own,
            Guard::Always => true,
        };
        types && guard && self.polarity.is_none_or(|negated| negated == inner.negated)
    }
}

fn parse_row(
    place: &Place,
    order: usize,
    text: &str,
    groups: &Groups,
    known: &dyn Fn(&str, Option<&str>) -> bool,
) -> Result<(Vec<CompactString>, Row), String> {
    let columns: Vec<&str> = text.split('|').map(str::trim).collect();
    let [operators, inner, polarity, outcome, mode, actor, recipient, notes] = columns[..] else {
        return Err("a row has 8 columns: operator | inner | polarity | outcome | mode | actor | recipient | notes".into());
    };
    let pattern = match inner {
        "any" => Pattern::Any,
        "none" => Pattern::None,
        list => {
            let mut types = Vec::new();
            for item in list.split(',').map(str::trim) {
                if let Some(members) = groups.get(item) {
                    types.extend(members.iter().map(|m| (m.clone(), None)));
                    continue;
                }
                let (t, m) = item.split_once(' ').map_or((item, None), |(t, m)| (t, Some(m)));
                if !known(t, m) {
                    return Err(format!("unknown inner act {item}"));
                }
                types.push((t.into(), m.map(CompactString::from)));
            }
            Pattern::Types(types)
        }
    };
    let polarity = match polarity {
        "+" => Some(false),
        "-" => Some(true),
        "*" => None,
        p => return Err(format!("polarity is +, - or *, not {p}")),
    };
    let guard = if notes.starts_with("if own") {
        Guard::Own
    } else if notes.starts_with("if other") {
        Guard::Other
    } else {
        Guard::Always
    };
    let rule = place.rule();
    let outcome = match outcome {
        "drop" => Composed::Drop { rule },
        "inner" => Composed::Inner { background: false, rule },
        "inner:background" => Composed::Inner { background: true, rule },
        event => {
            let fixed = (!matches!(mode, "-" | "inner")).then_some(mode);
            if !known(event, fixed) {
                return Err(format!("unknown outcome {event} {mode}"));
            }
            Composed::Outcome {
                event: event.into(),
                mode: fixed.map(CompactString::from),
                actor: sources(actor)?,
                recipient: sources(recipient)?,
                rule,
            }
        }
    };
    let operators = operators.split(',').map(|o| o.trim().into()).collect();
    Ok((operators, Row { pattern, polarity, guard, keep_mode: mode == "inner", order, outcome }))
}

fn sources(column: &str) -> Result<Vec<Vec<Source>>, String> {
    if column == "-" {
        return Ok(Vec::new());
    }
    let one = |s: &str| match s.trim() {
        "op.a" => Ok(Source::OperatorActor),
        "op.r" => Ok(Source::OperatorRecipient),
        "in.a" => Ok(Source::InnerActor),
        "in.r" => Ok(Source::InnerRecipient),
        "in.p" => Ok(Source::InnerPartner),
        other => Err(format!("unknown party source {other}")),
    };
    column.split('/').map(|alternative| alternative.split('+').map(one).collect()).collect()
}
