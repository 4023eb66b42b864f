//! A web archive (`.warc`, `.warc.gz`, `.warc.zst`) in; a document for each page of it out.
//!
//! Pages are `response` records with status 200, `resource` and `conversion` records, of HTML or
//! plain text. All others (requests, images, redirects) are no papers: they are passed over and
//! counted. A broken record is an error that names its number and byte, and the rest is read.
//!
//! Day of publication: what the page says of itself, else the day in its address, else what the
//! caller assumes. The day of the crawl is no day of publication; it is taken only if the caller asks
//! for it ([`crate::Reader::dating_by_crawl`]). `Last-Modified` is not used: most papers' servers
//! give the time of the request.

mod http;
mod members;
mod record;

use crate::Kind;
use crate::read::{Reader, Records, Step, failed};
use crate::web::Body;
use flate2::bufread::GzDecoder;
use members::Members;
use record::{Found, Record, Stream};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use text::{Format, Item, Packing, Part, ReadError, Reason, day_as_written, unpack};
use url::Url;

/// The first record is looked through to learn how the archive is packed; it describes the archive
/// and is short.
const FIRST: u64 = 16 << 20;

/// Opens an archive at a byte that an earlier run gave: of a file packed record by record that of a
/// member, else that of a record in the content.
pub(crate) fn archive(
    file: impl Read + Seek + Send + 'static,
    name: &str,
    from: u64,
    reader: Reader,
) -> Result<Box<dyn Records>, ReadError> {
    open(file, name, from, reader).map_err(|e| failed(name, e))
}

fn open(
    mut file: impl Read + Seek + Send + 'static,
    name: &str,
    from: u64,
    reader: Reader,
) -> io::Result<Box<dyn Records>> {
    let mut head = Vec::new();
    (&mut file).take(4).read_to_end(&mut head)?;
    file.rewind()?;
    let packing = Packing::of(&head);
    if packing == Packing::Gzip {
        let first = GzDecoder::new(BufReader::new(&mut file));
        let by_record = record::holds_one(BufReader::new(first), FIRST);
        file.rewind()?;
        if by_record {
            let members = Members::new(file, from, reader.limits);
            return Ok(Box::new(Pages::new(members, name, from, reader)));
        }
    }
    let longest = reader.limits.document_bytes;
    if packing == Packing::Plain {
        file.seek(SeekFrom::Start(from))?;
        let records = Stream::new(BufReader::with_capacity(1 << 16, file), from, longest);
        return Ok(Box::new(Pages::new(records, name, from, reader)));
    }
    let mut content = BufReader::with_capacity(1 << 16, unpack(file, &reader.limits, false)?);
    io::copy(&mut (&mut content).take(from), &mut io::sink())?;
    Ok(Box::new(Pages::new(Stream::new(content, from, longest), name, from, reader)))
}

/// Reads an unpacked archive from a stream that cannot be gone back in.
pub(crate) fn stream(
    content: impl BufRead + Send + 'static,
    name: &str,
    reader: Reader,
) -> Box<dyn Records> {
    let records = Stream::new(content, 0, reader.limits.document_bytes);
    Box::new(Pages::new(records, name, 0, reader))
}

/// The pages among the records.
struct Pages<I> {
    records: I,
    name: String,
    reader: Reader,
    /// Of the record at hand; `None` where reading began in the middle.
    number: Option<u64>,
    passed_over: u64,
    any: bool,
}

impl<I> Pages<I> {
    fn new(records: I, name: &str, from: u64, reader: Reader) -> Self {
        let number = (from == 0).then_some(0);
        Self { records, name: name.to_owned(), reader, number, passed_over: 0, any: from > 0 }
    }
}

impl<I: Iterator<Item = Found> + Send> Records for Pages<I> {
    fn next(&mut self) -> Option<Step> {
        loop {
            let Some(Found { byte, behind, record }) = self.records.next() else {
                let empty = !std::mem::replace(&mut self.any, true);
                let error = ReadError::new(&self.name, None, Reason::Empty);
                return empty.then(|| Step::new(0, Err(error)));
            };
            self.any = true;
            self.number = self.number.map(|n| n + 1);
            let part = Part::Record { number: self.number.unwrap_or(0), byte };
            let fail = |reason| ReadError::new(&self.name, None, reason).in_part(part);
            let record = match record {
                Ok(record) => record,
                Err(reason) => return Some(Step::new(behind, Err(fail(reason)))),
            };
            let cut = record.truncated.clone();
            match page(record, &self.name, &self.reader) {
                None => self.passed_over += 1,
                Some(item) => {
                    let item = item.map_err(|e| e.in_part(part));
                    let note =
                        cut.map(|why| format!("the archive holds only a part of it ({why})"));
                    return Some(Step { note, ..Step::new(behind, item) });
                }
            }
        }
    }

    fn passed_over(&self) -> u64 {
        self.passed_over
    }
}

/// The document of a record, if it is a page.
fn page(record: Record, name: &str, reader: &Reader) -> Option<Result<Item, ReadError>> {
    let fail = |reason| Some(Err(ReadError::new(name, None, reason)));
    let (media, content) = match record.kind.as_str() {
        "response" => {
            // Answers of other protocols (dns:) are none.
            if !record.target.as_deref().is_some_and(|t| t.starts_with("http")) {
                return None;
            }
            match http::read(&record.body, &reader.limits) {
                Ok(answer) if answer.status == 200 => (answer.media, answer.content),
                Ok(_) => return None,
                Err(reason) => return fail(reason),
            }
        }
        "resource" | "conversion" => (record.media, record.body),
        _ => return None,
    };
    let format = match media.as_deref() {
        None | Some("") => match Kind::sniff(&content) {
            Kind::Text(Format::Html) => Format::Html,
            _ => return None,
        },
        Some(media) if media.trim_start().to_ascii_lowercase().starts_with("text/plain") => {
            Format::Text
        }
        Some(media) => match Kind::of_media_type(media) {
            Some(Kind::Text(Format::Html)) => Format::Html,
            _ => return None,
        },
    };
    let target = record.target.unwrap_or_default();
    let Ok(url) = Url::parse(&target) else {
        return fail(Reason::Archive(format!("\"{target}\" is no address of a page")));
    };
    // Crawlers keep what they asked of a site beside its pages.
    if url.path() == "/robots.txt" {
        return None;
    }
    let body = Body { url, bytes: content, content_type: media, etag: None, last_modified: None };
    let read =
        if format == Format::Html { reader.page(body, name) } else { reader.plain(body, name) };
    Some(read.map(|mut item| {
        if let Item::Document(document) = &mut item
            && reader.crawl_day
            && document.published.is_none()
        {
            document.published = record.date.as_deref().and_then(day_as_written);
        }
        item
    }))
}
