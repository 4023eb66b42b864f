//! `--anonymous-text`: a record without a word of its paper.

use record::{Cited, MentionRecord, Record};

/// The record without words: every `text` is empty (a key of the contract is never missing), the
/// headline is unknown, and what reasons and notes quote is gone. Offsets, addresses, codes and
/// the names that parties are known by stay.
pub(crate) fn strip(record: &Record) -> Record {
    let mut record = record.clone();
    record.title = None;
    let coded = &mut record.coded;
    for event in &mut coded.events {
        words(&mut event.trigger);
        event.actors.iter_mut().chain(&mut event.recipients).for_each(mention);
        event.said_by.iter_mut().for_each(mention);
        if let Some(date) = &mut event.date {
            date.text = None;
        }
        if let Some(place) = &mut event.place {
            words(&mut place.cited);
        }
        event.why.iter_mut().for_each(quotes);
    }
    for statement in &mut coded.statements {
        statement.speaker.iter_mut().chain(&mut statement.addressees).for_each(mention);
        statement.cue.iter_mut().for_each(words);
        words(&mut statement.content);
    }
    for relation in &mut coded.relations {
        relation.said_by.iter_mut().for_each(mention);
        words(&mut relation.evidence);
    }
    for occasion in &mut coded.occasions {
        words(&mut occasion.evidence);
    }
    coded.notes.iter_mut().for_each(quotes);
    record
}

fn words(cited: &mut Cited) {
    cited.text.clear();
}

fn mention(mention: &mut MentionRecord) {
    words(&mut mention.cited);
}

/// Empties what stands between quotation marks.
fn quotes(line: &mut String) {
    if line.contains('"') {
        let parts: Vec<&str> = line.split('"').collect();
        let kept: Vec<&str> =
            parts.iter().enumerate().map(|(n, p)| if n % 2 == 0 { *p } else { "…" }).collect();
        *line = kept.join("\"");
    }
}
