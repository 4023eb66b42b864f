//! A unit in; what it holds, one thing at a time, out.

use crate::web::{Body, Conditions, Fetch, Fetched};
use crate::{Kind, Known, Source, Stamp, Unit, canonical_url, feed, warc};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use text::{
    Carried, Defaults, Format, Item, JsonLines, Limits, ReadError, Reason, Unpacked, read_bytes,
    read_page, stem, unpack,
};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

/// One thing that was read, or why it was not.
#[derive(Debug)]
pub struct Given {
    /// The unit's name.
    pub unit: Arc<str>,
    /// Where to resume **behind** this one: lines of JSONL, entries of a feed, the byte of an
    /// archive, 1 of a unit that is one document. To be given back in [`Known`] and not to be
    /// reckoned with.
    pub position: u64,
    /// The document, or the reject.
    pub item: Result<Item, ReadError>,
    /// What a reader of the document should know: that it is only a summary, or was cut off.
    pub note: Option<String>,
    /// Whether a later run may get more (a page could not be fetched just now). The document, if
    /// there is one, is a stopgap then.
    pub again: bool,
}

/// What came of opening a unit.
pub enum Opened {
    /// It is the same as when it was read to its end.
    Unchanged,
    /// It is read.
    Reading(Reading),
}

/// A unit that is being read.
pub struct Reading {
    unit: Arc<str>,
    stamp: Stamp,
    records: Box<dyn Records>,
    complete: bool,
    ended: bool,
}

/// What the readers of the formats give.
pub(crate) struct Step {
    pub position: u64,
    pub item: Result<Item, ReadError>,
    pub note: Option<String>,
    pub again: bool,
}

impl Step {
    pub(crate) fn new(position: u64, item: Result<Item, ReadError>) -> Self {
        Self { position, item, note: None, again: false }
    }
}

/// A reader of one format.
pub(crate) trait Records: Send {
    /// The next thing.
    fn next(&mut self) -> Option<Step>;
    /// Things that are no papers (images in an archive) or are known already.
    fn passed_over(&self) -> u64 {
        0
    }
}

impl Iterator for Reading {
    type Item = Given;

    fn next(&mut self) -> Option<Given> {
        let Some(Step { position, item, note, again }) = self.records.next() else {
            self.ended = true;
            return None;
        };
        let stopped = matches!(&item, Err(ReadError { reason: Reason::Io(_), .. }));
        self.complete &= !stopped && !again;
        Some(Given { unit: self.unit.clone(), position, item, note, again })
    }
}

impl Reading {
    fn new(unit: &Unit, stamp: Stamp, records: Box<dyn Records>) -> Self {
        let unit = unit.name.as_str().into();
        Self { unit, stamp, records, complete: true, ended: false }
    }

    /// What to keep of the unit beside the position.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Things passed over so far: they are no papers, or known already.
    pub fn passed_over(&self) -> u64 {
        self.records.passed_over()
    }

    /// Whether it was read to its end and a later run need not come back: [`Known::finished`].
    pub fn finished(&self) -> bool {
        self.ended && self.complete
    }
}

/// Opens units.
#[derive(Clone, Default)]
pub struct Reader {
    pub(crate) limits: Limits,
    pub(crate) defaults: Defaults,
    pub(crate) web: Option<Arc<dyn Fetch>>,
    pub(crate) known: Option<Arc<Knows>>,
    pub(crate) alone: bool,
    pub(crate) crawl_day: bool,
}

/// Whether a document of this id is known already.
type Knows = dyn Fn(&str) -> bool + Send + Sync;

impl Reader {
    /// With these limits instead of the usual ones.
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// With language and day for papers that do not say.
    pub fn assuming(self, defaults: Defaults) -> Self {
        Self { defaults, ..self }
    }

    /// With a door to the web; without one, addresses are rejects and feeds give what they carry.
    pub fn fetching(self, web: impl Fetch + 'static) -> Self {
        Self { web: Some(Arc::new(web)), ..self }
    }

    /// Does not fetch the pages that a feed links, even with a door to the web.
    pub fn without_linked_pages(self) -> Self {
        Self { alone: true, ..self }
    }

    /// Asks, before the page of a feed's entry is fetched, whether the document of this id is known
    /// already; if so the entry is passed over.
    pub fn knowing(self, known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self { known: Some(Arc::new(known)), ..self }
    }

    /// Takes the day on which an archive fetched a page for its day of publication where the page
    /// names none. That day is never earlier and may be years later, so this is off by default.
    pub fn dating_by_crawl(self) -> Self {
        Self { crawl_day: true, ..self }
    }

    /// Opens a unit, from where `known` tells that an earlier run stopped. What is known of another
    /// state of the unit (it has changed since) counts for nothing, and it is read from its
    /// beginning.
    ///
    /// # Errors
    /// If it cannot be opened or fetched. Everything later is an item of the reading.
    pub fn open(&self, unit: &Unit, known: Option<&Known>) -> Result<Opened, ReadError> {
        let (stamp, records): (Stamp, Box<dyn Records>) = match &unit.source {
            Source::Stdin => (Stamp::default(), self.stream(io::stdin(), "-")?),
            Source::Path(path) => {
                let Some(stamp) = stamp(path, &unit.name)? else {
                    // A pipe: it is read once, in one go.
                    let pipe = File::open(path).map_err(|e| failed(&unit.name, e))?;
                    let records = self.stream(pipe, &unit.name)?;
                    return Ok(Opened::Reading(Reading::new(unit, Stamp::default(), records)));
                };
                match from(known, |s| *s == stamp) {
                    None => return Ok(Opened::Unchanged),
                    Some(from) => (stamp, self.file(path, &unit.name, from)?),
                }
            }
            Source::Url(url) => match self.fetch(url, known)? {
                None => return Ok(Opened::Unchanged),
                Some((stamp, from, body)) => (stamp, self.body(body, &unit.name, from)?),
            },
        };
        Ok(Opened::Reading(Reading::new(unit, stamp, records)))
    }

    fn file(&self, path: &Path, name: &str, from: u64) -> Result<Box<dyn Records>, ReadError> {
        let open = || File::open(path).map_err(|e| failed(name, e));
        let kind = match Kind::of_name(name) {
            Some(kind) => kind,
            None => Kind::sniff(self.unpacked(open()?, name)?.fill_buf().unwrap_or_default()),
        };
        if kind == Kind::Warc {
            return warc::archive(open()?, name, from, self.clone());
        }
        let stream = self.unpacked(open()?, name)?;
        Ok(self.content(stream, name, &stem(path), kind, from))
    }

    fn stream(
        &self,
        stream: impl Read + Send + 'static,
        name: &str,
    ) -> Result<Box<dyn Records>, ReadError> {
        let mut stream = self.unpacked(stream, name)?;
        let kind = Kind::sniff(stream.fill_buf().map_err(|e| failed(name, e))?);
        if kind == Kind::Warc {
            return Ok(warc::stream(stream, name, self.clone()));
        }
        Ok(self.content(stream, name, name, kind, 0))
    }

    /// What came from the web: its first bytes tell feeds and archives, whatever the server says;
    /// then the media type counts, then the name.
    fn body(&self, body: Body, name: &str, from: u64) -> Result<Box<dyn Records>, ReadError> {
        let bytes: Arc<[u8]> = body.bytes.into();
        let body = Body { bytes: Vec::new(), ..body };
        let mut content = self.unpacked(Cursor::new(bytes.clone()), name)?;
        let sniffed = Kind::sniff(content.fill_buf().map_err(|e| failed(name, e))?);
        let kind = match sniffed {
            Kind::Feed | Kind::Warc => sniffed,
            _ => body
                .content_type
                .as_deref()
                .and_then(Kind::of_media_type)
                .or_else(|| Kind::of_name(body.url.path()))
                .unwrap_or(sniffed),
        };
        if kind == Kind::Warc {
            return warc::archive(Cursor::new(bytes), name, from, self.clone());
        }
        let (reader, name) = (self.clone(), name.to_owned());
        Ok(match kind {
            Kind::Text(Format::Jsonl) | Kind::Feed => {
                self.content(content, &name, &name, kind, from)
            }
            _ => one(from, move || {
                let bytes = reader.whole(content, &name)?;
                let body = Body { bytes, ..body };
                if kind == Kind::Text(Format::Html) {
                    reader.page(body, &name)
                } else {
                    reader.plain(body, &name)
                }
            }),
        })
    }

    /// Content that is no archive.
    fn content(
        &self,
        stream: impl BufRead + Send + 'static,
        name: &str,
        id: &str,
        kind: Kind,
        from: u64,
    ) -> Box<dyn Records> {
        let (reader, name, id) = (self.clone(), name.to_owned(), id.to_owned());
        match kind {
            Kind::Text(Format::Jsonl) => {
                let longest = self.limits.document_bytes;
                let lines = JsonLines::new(stream, &name, longest, self.defaults);
                Box::new(Lines { lines, skip: from })
            }
            Kind::Feed => Box::new(feed::Entries::new(
                move || {
                    let bytes = reader.whole(stream, &name)?;
                    Ok((bytes, name, reader))
                },
                from,
            )),
            Kind::Text(format) => one(from, move || {
                let bytes = reader.whole(stream, &name)?;
                read_bytes(bytes, &name, &id, format, reader.defaults)
            }),
            // Archives are opened before.
            Kind::Warc => warc::stream(stream, &name, reader),
        }
    }

    /// The whole content of a stream, if it is not too large.
    fn whole(&self, stream: impl Read, name: &str) -> Result<Vec<u8>, ReadError> {
        let limit = self.limits.document_bytes;
        let mut bytes = Vec::new();
        stream.take(limit + 1).read_to_end(&mut bytes).map_err(|e| failed(name, e))?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::new(name, None, Reason::TooLarge { limit }));
        }
        Ok(bytes)
    }

    fn unpacked<R: Read>(&self, stream: R, name: &str) -> Result<Content<R>, ReadError> {
        let stream = unpack(stream, &self.limits, false).map_err(|e| failed(name, e))?;
        Ok(BufReader::with_capacity(1 << 16, stream))
    }

    /// A page from the web.
    pub(crate) fn page(&self, body: Body, name: &str) -> Result<Item, ReadError> {
        let charset = body.charset().map(str::to_owned);
        let carried = Carried { charset: charset.as_deref(), url: Some(body.url.as_str()) };
        let id = canonical_url(body.url.as_str());
        read_page(body.bytes, name, &id, carried, self.defaults)
    }

    /// Text from the web that is no page.
    pub(crate) fn plain(&self, body: Body, name: &str) -> Result<Item, ReadError> {
        let id = canonical_url(body.url.as_str());
        let kind = Kind::of_name(body.url.path());
        let format = if kind == Some(Kind::Text(Format::Markdown)) {
            Format::Markdown
        } else {
            Format::Text
        };
        let mut item = read_bytes(body.bytes, name, &id, format, self.defaults)?;
        if let Item::Document(document) = &mut item {
            document.url.get_or_insert_with(|| body.url.to_string());
        }
        Ok(item)
    }

    /// Fetches a unit; `None` if it is the same as when it was read to its end.
    fn fetch(
        &self,
        url: &Url,
        known: Option<&Known>,
    ) -> Result<Option<(Stamp, u64, Body)>, ReadError> {
        let fail = |why: String| ReadError::new(url.as_str(), None, Reason::Fetch(why));
        let Some(web) = &self.web else { return Err(fail("fetching is not allowed here".into())) };
        // What was left in the middle must come again, changed or not.
        let conditions = known.filter(|k| k.finished).map(|k| Conditions::of(&k.stamp));
        match web.get(url, &conditions.unwrap_or_default()) {
            Err(e) => Err(fail(e.to_string())),
            Ok(Fetched::NotModified) => Ok(None),
            Ok(Fetched::Body(body)) => {
                let content = Some(xxh3_64(&body.bytes));
                let (etag, last_modified) = (body.etag.clone(), body.last_modified.clone());
                let stamp = Stamp { etag, last_modified, content, ..Stamp::default() };
                Ok(from(known, |s| s.content == content).map(|from| (stamp, from, body)))
            }
        }
    }
}

type Content<R> = BufReader<Unpacked<R>>;

/// Where to begin; `None` if there is nothing to read.
fn from(known: Option<&Known>, same: impl FnOnce(&Stamp) -> bool) -> Option<u64> {
    match known {
        Some(known) if same(&known.stamp) => (!known.finished).then_some(known.position),
        _ => Some(0),
    }
}

/// A file's stamp; `None` for what is neither file nor folder.
fn stamp(path: &Path, name: &str) -> Result<Option<Stamp>, ReadError> {
    let about = std::fs::metadata(path).map_err(|e| failed(name, e))?;
    if about.is_dir() {
        return Err(ReadError::new(name, None, Reason::Folder));
    }
    Ok(about.is_file().then(|| Stamp::of(&about)))
}

pub(crate) fn failed(name: &str, error: io::Error) -> ReadError {
    ReadError::new(name, None, error.into())
}

/// A unit that is one document.
fn one(
    from: u64,
    read: impl FnOnce() -> Result<Item, ReadError> + Send + 'static,
) -> Box<dyn Records> {
    let read: Option<Box<dyn FnOnce() -> Result<Item, ReadError> + Send>> =
        if from == 0 { Some(Box::new(read)) } else { None };
    Box::new(One(read))
}

struct One(Option<Box<dyn FnOnce() -> Result<Item, ReadError> + Send>>);

impl Records for One {
    fn next(&mut self) -> Option<Step> {
        self.0.take().map(|read| Step::new(1, read()))
    }
}

struct Lines<R> {
    lines: JsonLines<R>,
    skip: u64,
}

impl<R: BufRead + Send> Records for Lines<R> {
    fn next(&mut self) -> Option<Step> {
        let skip = std::mem::take(&mut self.skip);
        let item = match self.lines.skip_lines(skip) {
            Ok(()) => self.lines.next()?,
            Err(e) => Err(e),
        };
        Some(Step::new(self.lines.lines(), item))
    }
}
