//! A stream of WARC records in; one after another out, also behind a broken one.
//!
//! After ISO 28500 (WARC 1.0 and 1.1): a line with the version, named fields, a blank line, as many
//! bytes as `Content-Length` says, two line ends. Where a record breaks these rules it is an error,
//! and reading goes on at the next line that begins a record, if need be inside what the broken one
//! claimed for itself.

use std::io::{self, BufRead, Read};
use text::Reason;

/// Bytes that a record's head may have.
const HEAD: u64 = 64 << 10;

/// A record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// `WARC-Type`, in small letters.
    pub kind: String,
    /// `WARC-Target-URI`.
    pub target: Option<String>,
    /// `WARC-Date`.
    pub date: Option<String>,
    /// `Content-Type` of the record.
    pub media: Option<String>,
    /// `WARC-Truncated`: why the content is not whole.
    pub truncated: Option<String>,
    /// Its content.
    pub body: Vec<u8>,
}

/// A record where it was found, or what stands there instead.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it begins.
    pub byte: u64,
    /// Where to resume behind it.
    pub behind: u64,
    pub record: Result<Record, Reason>,
}

/// Records one after another.
pub(super) struct Stream<R> {
    inner: Again<R>,
    longest: u64,
    /// What kept the search for the next record from ending; told after the broken record.
    failure: Option<io::Error>,
    ended: bool,
}

/// Why a record cannot be given.
enum Fault {
    /// The stream itself fails.
    Stream(io::Error),
    /// The record is wrong; reading may go on behind its beginning.
    Record(Reason),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Stream(error)
    }
}

fn broken(why: impl Into<String>) -> Fault {
    Fault::Record(Reason::Archive(why.into()))
}

impl<R: BufRead> Stream<R> {
    /// A stream whose first byte is the byte `at` of the content; contents of more than `longest`
    /// bytes are refused.
    pub(super) fn new(stream: R, at: u64, longest: u64) -> Self {
        Self { inner: Again::new(stream, at), longest, failure: None, ended: false }
    }

    fn record(&mut self) -> Result<Record, Fault> {
        let (mut record, length) = head(&mut self.inner)?;
        if length > self.longest {
            // The length is not believed: what follows is looked through for the next record.
            return Err(Fault::Record(Reason::TooLarge { limit: self.longest }));
        }
        // Not reserved ahead: the length is only what the record says.
        (&mut self.inner).take(length).read_to_end(&mut record.body)?;
        let got = record.body.len() as u64;
        if got < length {
            self.inner.give_back(record.body);
            return Err(broken(format!("it is cut off: {got} of {length} bytes")));
        }
        let blank = self.inner.blank()?;
        match self.inner.peek(5)? {
            [] | b"WARC/" => Ok(record),
            _ => {
                record.body.extend(blank);
                self.inner.give_back(record.body);
                Err(broken(format!("its length ({length} bytes) is wrong")))
            }
        }
    }

    /// Goes on to the next line that begins a record, if that is not the one at hand.
    fn find(&mut self) -> io::Result<()> {
        loop {
            if matches!(self.inner.peek(5)?, [] | b"WARC/") {
                return Ok(());
            }
            let mut line = Vec::new();
            // A line without an end is taken in pieces.
            let mut whole = false;
            while !whole {
                line.clear();
                let read = (&mut self.inner).take(HEAD).read_until(b'\n', &mut line)?;
                whole = read == 0 || line.ends_with(b"\n");
            }
        }
    }
}

impl<R: BufRead> Iterator for Stream<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.ended {
            return None;
        }
        let before = self.inner.at;
        let stopped =
            |at, error: io::Error| Some(Found { byte: at, behind: at, record: Err(error.into()) });
        match self.inner.blank().and_then(|_| Ok(self.inner.peek(1)?.is_empty())) {
            Ok(false) => {}
            Ok(true) => return None,
            Err(e) => {
                self.ended = true;
                return stopped(before, e);
            }
        }
        let byte = self.inner.at;
        let record = match self.record() {
            Ok(record) => Ok(record),
            Err(Fault::Record(reason)) => {
                if let Err(e) = self.find() {
                    self.failure = Some(e);
                }
                Err(reason)
            }
            Err(Fault::Stream(e)) => {
                self.ended = true;
                return stopped(byte, e);
            }
        };
        Some(Found { byte, behind: self.inner.at, record })
    }
}

/// A record's head: what it says and the length of its content.
fn head(stream: &mut impl BufRead) -> Result<(Record, u64), Fault> {
    let mut left = HEAD;
    let version = line(stream, &mut left)?;
    if !version.starts_with("WARC/") {
        return Err(broken("no record begins here"));
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    loop {
        let line = line(stream, &mut left)?;
        if line.is_empty() {
            break;
        }
        // A line that begins with a blank goes on with the one before.
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = fields.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        } else {
            return Err(broken("a line of its head is no field"));
        }
    }
    let field = |name: &str| {
        fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).filter(|v| !v.is_empty())
    };
    let length = field("content-length").and_then(|l| l.parse().ok());
    let record = Record {
        kind: field("warc-type").unwrap_or_default().to_ascii_lowercase(),
        // WARC 1.0 was read by some to want < > around it.
        target: field("warc-target-uri").map(|t| t.trim_matches(['<', '>']).to_owned()),
        date: field("warc-date"),
        media: field("content-type"),
        truncated: field("warc-truncated"),
        body: Vec::new(),
    };
    match length {
        Some(length) => Ok((record, length)),
        None => Err(broken("its head names no Content-Length")),
    }
}

/// A line of a head, without its end.
fn line(stream: &mut impl BufRead, left: &mut u64) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let read = stream.take(*left).read_until(b'\n', &mut bytes)?;
    *left -= read as u64;
    if !bytes.ends_with(b"\n") {
        let long = *left == 0;
        return Err(broken(if long { "its head is too long" } else { "its head is cut off" }));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Bytes that are read again behind broken records, all together. An archive in which each record
/// claims all that follows would else be read as often as it has records.
const AGAIN: usize = 512 << 20;

/// A stream into which bytes can be given back, and which knows where it is.
struct Again<R> {
    stream: R,
    back: Vec<u8>,
    used: usize,
    at: u64,
    /// Bytes that may still be given back.
    left: usize,
}

impl<R: BufRead> Again<R> {
    fn new(stream: R, at: u64) -> Self {
        Self { stream, back: Vec::new(), used: 0, at, left: AGAIN }
    }

    /// Gives back what was just read, as long as that was not too much already.
    fn give_back(&mut self, mut bytes: Vec<u8>) {
        let Some(left) = self.left.checked_sub(bytes.len()) else { return };
        self.left = left;
        self.at -= bytes.len() as u64;
        bytes.extend_from_slice(&self.back[self.used..]);
        (self.back, self.used) = (bytes, 0);
    }

    /// The next bytes, as many as asked for unless the stream ends.
    fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        if self.back.len() - self.used < wanted {
            self.back.drain(..self.used);
            self.used = 0;
            let missing = (wanted - self.back.len()) as u64;
            (&mut self.stream).take(missing).read_to_end(&mut self.back)?;
        }
        let rest = &self.back[self.used..];
        Ok(&rest[..rest.len().min(wanted)])
    }

    /// Passes over line ends, and gives them.
    fn blank(&mut self) -> io::Result<Vec<u8>> {
        let mut passed = Vec::new();
        loop {
            let buffer = self.fill_buf()?;
            let blank = buffer.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let all = blank == buffer.len();
            passed.extend_from_slice(&buffer[..blank]);
            self.consume(blank);
            if blank == 0 || !all {
                return Ok(passed);
            }
        }
    }
}

impl<R: BufRead> BufRead for Again<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used < self.back.len() {
            Ok(&self.back[self.used..])
        } else {
            self.stream.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        if self.used < self.back.len() {
            self.used += amount;
        } else {
            self.stream.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Again<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let given = self.fill_buf()?;
        let length = given.len().min(buffer.len());
        buffer[..length].copy_from_slice(&given[..length]);
        self.consume(length);
        Ok(length)
    }
}

/// Whether a stream that begins with a record ends behind it.
pub(super) fn holds_one(stream: impl BufRead, longest: u64) -> bool {
    let mut inner = Again::new(stream, 0);
    let Ok((_, length)) = head(&mut inner) else { return true };
    if length > longest {
        return false;
    }
    let passed = io::copy(&mut (&mut inner).take(length), &mut io::sink());
    passed.is_err() || inner.blank().is_err() || inner.peek(1).is_ok_and(<[u8]>::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, body: &str) -> String {
        let length = body.len();
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n")
    }

    fn read(content: &str) -> Vec<Result<String, String>> {
        Stream::new(content.as_bytes(), 0, 1000)
            .map(|f| {
                f.record
                    .map(|r| String::from_utf8_lossy(&r.body).into_owned())
                    .map_err(|e| format!("{}: {e}", f.byte))
            })
            .collect()
    }

    #[test]
    fn records_follow_each_other() {
        let content = record("a", "jeden") + &record("b", "") + "\r\n\n" + &record("c", "dwa\n\n");
        assert_eq!(read(&content), [Ok("jeden".into()), Ok("".into()), Ok("dwa\n\n".into())]);
        assert!(read("").is_empty() && read("\r\n").is_empty());
        let places: Vec<_> =
            Stream::new(content.as_bytes(), 0, 9).map(|f| (f.byte, f.behind)).collect();
        let again: Vec<_> =
            Stream::new(&content.as_bytes()[places[0].1 as usize..], places[0].1, 9)
                .map(|f| (f.byte, f.behind))
                .collect();
        assert_eq!(again, places[1..], "resumed behind the first");
    }

    #[test]
    fn what_is_behind_a_broken_record_is_read() {
        let long = record("a", "jeden").replace("Length: 5", "Length: 50");
        let content = record("x", "zero") + &long + &record("b", "dwa") + &record("c", "trzy");
        let all = read(&content);
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(all[1], Err("53: is broken: its length (50 bytes) is wrong".into()));
        assert_eq!(all[2..], [Ok("dwa".into()), Ok("trzy".into())]);
        let short = record("a", "jeden").replace("Length: 5", "Length: 2");
        let all = read(&(short + &record("b", "dwa")));
        assert!(all.len() == 2 && all[0].is_err() && all[1].is_ok(), "{all:?}");
        let huge = record("a", "jeden").replace("Length: 5", "Length: 500");
        let all = read(&(huge + &record("b", "dwa")));
        assert_eq!(all.len(), 2);
        assert!(all[0].as_ref().unwrap_err().contains("cut off"), "{all:?}");
        assert!(all[1].is_ok());
        let none = record("a", "jeden").replace("Content-Length", "X");
        let all = read(&("śmieci\n".to_owned() + &none + &record("b", "dwa")));
        assert_eq!(all.len(), 3, "{all:?}");
        let all = read(&(record("a", &"x".repeat(1001)) + &record("b", "dwa")));
        assert!(all[0].as_ref().unwrap_err().contains("too large") && all[1].is_ok(), "{all:?}");
        let cut = record("a", "jeden");
        let all = read(&cut[..cut.len() - 7]);
        assert_eq!(all, [Err("0: is broken: it is cut off: 2 of 5 bytes".into())]);
    }
}
