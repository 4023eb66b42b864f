//! GDELT 2.0 mentions: a tab file without a header, 16 columns, one row a telling of a pair's act.

use super::Writer;
use super::gdelt;
use super::tab::{Tab, or_empty};
use crate::party::Party;
use crate::sink::Sink;
use crate::view::{View, sentence_number};
use crate::{FileEntry, Manifest, OutputError, dates};

/// Names of the columns, for the manifest: the file has no header.
pub(crate) const COLUMNS: [&str; 16] = [
    "GlobalEventID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

pub(crate) struct Mentions {
    tab: Tab,
}

impl Mentions {
    pub fn new(sink: Sink) -> Self {
        Self { tab: Tab::bare(sink, "") }
    }
}

impl Writer for Mentions {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let sentences = view.sentence_starts();
        // Web page, or a citation where there is no address.
        let (kind, identifier) = match &record.url {
            Some(url) => ("1", url),
            None => ("2", &record.id),
        };
        let seen = or_empty(dates::published(record).map(dates::stamp));
        for act in view.acts() {
            let Some((_, pairs)) = gdelt::rows(view, &act, manifest) else { continue };
            // A repeat is a mention of the act that it repeats.
            let id = view.first_telling(act.event).filter(|_| act.told.is_none());
            let id = id.unwrap_or_else(|| act.id(view));
            for dyad in pairs {
                let row = vec![
                    gdelt::global_id(&id, &dyad),
                    gdelt::first_seen(view, &act),
                    seen.clone(),
                    kind.into(),
                    or_empty(view.source),
                    identifier.clone(),
                    or_empty(sentence_number(&sentences, act.event)),
                    offset(dyad.source.as_ref()),
                    offset(dyad.target.as_ref()),
                    act.event.trigger.start.to_string(),
                    // The words stand in the text as it was given.
                    "1".into(),
                    confidence(act.event.confidence),
                    or_empty(view.length()),
                    String::new(),
                    String::new(),
                    String::new(),
                ];
                self.tab.row(&row, manifest)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.tab.close()
    }
}

/// First code point of a party; -1 where there is none, as GDELT has it.
fn offset(party: Option<&Party<'_>>) -> String {
    party.map_or(-1, |p| i64::from(p.mention.cited.start)).to_string()
}

/// Percent in steps of ten, 10 to 100.
fn confidence(confidence: f32) -> String {
    ((f64::from(confidence) * 10.0).round().clamp(1.0, 10.0) * 10.0).to_string()
}
