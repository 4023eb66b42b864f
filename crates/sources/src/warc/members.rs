//! An archive packed record by record in; its records out, also behind a broken one.
//!
//! In a `.warc.gz` each record is a gzip member of its own, so that reading can begin at any of them
//! and goes on where one is broken: at the next place where a member begins that holds a record.

use super::record::{Found, Stream};
use flate2::bufread::GzDecoder;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use text::{Limits, Reason};

/// How a gzip member begins.
const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];
/// Bytes that a record's head may add to its content.
const HEAD: u64 = 1 << 20;

pub(super) struct Members<R> {
    file: BufReader<R>,
    at: u64,
    limits: Limits,
    ready: VecDeque<Found>,
    ended: bool,
}

/// What became of a member.
enum Member {
    Whole(Vec<u8>),
    Wrong(Reason),
}

impl<R: Read + Seek> Members<R> {
    /// Records from the member at this byte on.
    pub(super) fn new(file: R, at: u64, limits: Limits) -> Self {
        let file = BufReader::with_capacity(1 << 16, file);
        Self { file, at, limits, ready: VecDeque::new(), ended: false }
    }

    /// Reads the member at hand and goes on behind it.
    fn advance(&mut self) -> io::Result<()> {
        // A seek would throw away what is read ahead, and mostly the file stands there already.
        if self.file.stream_position()? != self.at {
            self.file.seek(SeekFrom::Start(self.at))?;
        }
        if self.file.fill_buf()?.is_empty() {
            self.ended = true;
            return Ok(());
        }
        let at = self.at;
        match self.inflate()? {
            Member::Whole(content) => {
                self.at = self.file.stream_position()?;
                let records = Stream::new(&content[..], 0, self.limits.document_bytes);
                self.ready.extend(records.map(|found| Found { byte: at, behind: at, ..found }));
                // Behind the last of a member the next one begins.
                if let Some(last) = self.ready.back_mut() {
                    last.behind = self.at;
                }
            }
            Member::Wrong(reason) => {
                let unpacked = matches!(reason, Reason::TooLarge { .. });
                let next =
                    if unpacked { Some(self.file.stream_position()?) } else { self.find(at + 1)? };
                let end = self.file.seek(SeekFrom::End(0))?;
                self.at = next.unwrap_or(end);
                self.ready.push_back(Found { byte: at, behind: self.at, record: Err(reason) });
            }
        }
        Ok(())
    }

    /// Unpacks the member at which the file stands.
    fn inflate(&mut self) -> io::Result<Member> {
        let begin = self.at;
        let limits = self.limits;
        let longest = limits.document_bytes.saturating_add(HEAD);
        let mut packed = GzDecoder::new(&mut self.file);
        let mut content = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        let mut given = 0u64;
        loop {
            let read = match packed.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) => return wrong(e).map(Member::Wrong),
            };
            given += read as u64;
            if given > limits.ratio_from {
                let taken = packed.get_mut().stream_position()?.saturating_sub(begin);
                if given / limits.ratio.max(1) > taken {
                    return Ok(Member::Wrong(Reason::Ratio { limit: limits.ratio }));
                }
            }
            if given <= longest {
                content.extend_from_slice(&buffer[..read]);
            }
        }
        Ok(if given <= longest {
            Member::Whole(content)
        } else {
            Member::Wrong(Reason::TooLarge { limit: limits.document_bytes })
        })
    }

    /// The next byte at which a member begins that holds a record.
    fn find(&mut self, from: u64) -> io::Result<Option<u64>> {
        let mut from = from;
        let mut piece = Vec::new();
        loop {
            self.file.seek(SeekFrom::Start(from))?;
            piece.clear();
            (&mut self.file).take(1 << 20).read_to_end(&mut piece)?;
            if piece.len() < MAGIC.len() {
                return Ok(None);
            }
            for (i, _) in piece.windows(MAGIC.len()).enumerate().filter(|(_, w)| *w == MAGIC) {
                let at = from + i as u64;
                self.file.seek(SeekFrom::Start(at))?;
                let mut head = [0; 5];
                let read = GzDecoder::new(&mut self.file).read_exact(&mut head);
                if read.is_ok() && head == *b"WARC/" {
                    return Ok(Some(at));
                }
            }
            from += (piece.len() - (MAGIC.len() - 1)) as u64;
        }
    }
}

/// Tells what is wrong with a member from what is wrong with the file.
fn wrong(error: io::Error) -> io::Result<Reason> {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Ok(Reason::Archive("it is cut off".into())),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            Ok(Reason::Archive(format!("it cannot be unpacked ({error})")))
        }
        _ => Err(error),
    }
}

impl<R: Read + Seek> Iterator for Members<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.ready.is_empty() && !self.ended {
            if let Err(e) = self.advance() {
                self.ended = true;
                return Some(Found { byte: self.at, behind: self.at, record: Err(e.into()) });
            }
        }
        self.ready.pop_front()
    }
}
