//! GDELT quotation graph: one line of JSON for each paper with a direct quote.
//!
//! `{"date", "url", "lang", "quotes": [{"pre", "quote", "post"}]}` as GDELT has them; `speaker`,
//! `entity`, `code`, `verb`, `offset` and `length` (code points) in each quote are ours. Without
//! the text, `pre` and `post` are empty.

use super::Writer;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, OutputError};
use serde_json::json;

/// Code points before and after a quote.
const CONTEXT: u32 = 100;

pub(crate) struct Quotes {
    sink: Sink,
}

impl Quotes {
    pub fn new(sink: Sink) -> Self {
        Self { sink }
    }
}

impl Writer for Quotes {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let quotes: Vec<_> = record
            .coded
            .statements
            .iter()
            .filter(|s| s.kind != "indirect")
            .map(|s| {
                let (start, end) = (s.content.start, s.content.end);
                let speaker = s.speaker.as_ref();
                json!({
                    "pre": view.words(start.saturating_sub(CONTEXT), start).unwrap_or_default(),
                    "quote": s.content.text,
                    "post": view.words(end, end.saturating_add(CONTEXT)).unwrap_or_default(),
                    "speaker": speaker.map(|m| &m.name),
                    "entity": speaker.and_then(|m| m.entity.as_ref()),
                    "code": speaker.and_then(|m| m.code.as_ref()),
                    "verb": s.cue.as_ref().map(|c| &c.text).filter(|t| !t.is_empty()),
                    "offset": start,
                    "length": end.saturating_sub(start),
                })
            })
            .collect();
        if quotes.is_empty() {
            return Ok(());
        }
        let line = json!({
            "date": record.published,
            "url": record.url,
            "lang": record.lang,
            "quotes": quotes,
        });
        self.sink.put(&format!("{line}\n"))?;
        manifest.rows += 1;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        Ok(vec![self.sink.close()?])
    }
}
