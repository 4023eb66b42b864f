//! A stream that may be packed in; its content out, unless it is a bomb.
//!
//! gzip (also of several members) and zstd are known by their first bytes, whatever the name says.
//! A few kilobytes can unpack to many gigabytes; the stream is therefore refused as soon as its
//! content passes the limit of bytes, or, beyond the first megabytes, the limit of what one packed
//! byte may become.

use super::Reason;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use thiserror::Error;

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document (a file, a line of JSONL, a page), unpacked. Default: 256 MiB.
    pub document_bytes: u64,
    /// Bytes that one packed byte may become on average. Default: 200; text seldom reaches 20.
    pub ratio: u64,
    /// Unpacked bytes from which on the ratio counts; small streams of blanks are harmless.
    /// Default: 10 MiB.
    pub ratio_from: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_bytes: 256 << 20, ratio: 200, ratio_from: 10 << 20 }
    }
}

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip (RFC 1952), one or more members.
    Gzip,
    /// Zstandard (RFC 8878), one or more frames.
    Zstd,
}

impl Packing {
    /// By a stream's first bytes.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, 8, ..] => Packing::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Packing::Zstd,
            _ => Packing::Plain,
        }
    }

    /// A file name without the ending that tells its packing.
    pub fn strip(name: &str) -> &str {
        [".gz", ".gzip", ".zst", ".zstd"]
            .iter()
            .find_map(|e| {
                let cut = name.len().checked_sub(e.len())?;
                let tail = name.get(cut..)?;
                tail.eq_ignore_ascii_case(e).then(|| &name[..cut])
            })
            .unwrap_or(name)
    }

    fn name(self) -> &'static str {
        match self {
            Packing::Plain => "plain",
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }
}

/// Why a stream was not read on. Travels inside an [`io::Error`]; [`Reason`] gets it out again.
#[derive(Clone, Debug, Error)]
enum Refused {
    #[error("more than {0} bytes")]
    Large(u64),
    #[error("more than {0} bytes out of each packed byte")]
    Ratio(u64),
    #[error("{0} data are broken: {1}")]
    Broken(&'static str, String),
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
            Some(Refused::Large(limit)) => Reason::TooLarge { limit: *limit },
            Some(Refused::Ratio(limit)) => Reason::Ratio { limit: *limit },
            Some(Refused::Broken(packing, why)) => Reason::Packed { packing, reason: why.clone() },
            None => Reason::Io(error.to_string()),
        }
    }
}

/// A stream, unpacked as it is read; see [`unpack`].
pub struct Unpacked<R: Read> {
    inner: Inner<BufReader<Counted<R>>>,
    packing: Packing,
    given: u64,
    limits: Limits,
    bounded: bool,
}

enum Inner<R: BufRead> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<R>>),
    Zstd(Box<zstd::Decoder<'static, R>>),
}

/// Unpacks a stream if it is packed. With `bounded` the whole content may have
/// [`Limits::document_bytes`]; without (where the stream holds many documents), only the ratio is
/// watched.
///
/// # Errors
/// If the first bytes cannot be read. Reading on fails for broken and cut-off streams and where a
/// limit is passed; `Reason::from` makes a plain reason of such an error.
pub fn unpack<R: Read>(stream: R, limits: &Limits, bounded: bool) -> io::Result<Unpacked<R>> {
    let mut stream = BufReader::with_capacity(1 << 16, Counted { stream, count: 0 });
    let packing = Packing::of(stream.fill_buf()?);
    let inner = match packing {
        Packing::Plain => Inner::Plain(stream),
        Packing::Gzip => Inner::Gzip(Box::new(MultiGzDecoder::new(stream))),
        Packing::Zstd => Inner::Zstd(Box::new(zstd::Decoder::with_buffer(stream)?)),
    };
    Ok(Unpacked { inner, packing, given: 0, limits: *limits, bounded })
}

impl<R: Read> Unpacked<R> {
    /// How the stream was packed.
    pub fn packing(&self) -> Packing {
        self.packing
    }

    /// Packed bytes taken so far.
    fn taken(&self) -> u64 {
        match &self.inner {
            Inner::Plain(r) => r.get_ref().count,
            Inner::Gzip(r) => r.get_ref().get_ref().count,
            Inner::Zstd(r) => r.get_ref().get_ref().count,
        }
    }

    fn broken(&self, error: io::Error) -> io::Error {
        use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
        if self.packing == Packing::Plain {
            return error;
        }
        match error.kind() {
            UnexpectedEof => {
                let why = "they end before their end".into();
                io::Error::other(Refused::Broken(self.packing.name(), why))
            }
            InvalidData | InvalidInput | Other => {
                io::Error::other(Refused::Broken(self.packing.name(), error.to_string()))
            }
            _ => error,
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.inner {
            Inner::Plain(r) => r.read(buffer),
            Inner::Gzip(r) => r.read(buffer),
            Inner::Zstd(r) => r.read(buffer),
        };
        let read = read.map_err(|e| self.broken(e))?;
        self.given += read as u64;
        if self.bounded && self.given > self.limits.document_bytes {
            return Err(io::Error::other(Refused::Large(self.limits.document_bytes)));
        }
        let watched = self.packing != Packing::Plain && self.given > self.limits.ratio_from;
        if watched && self.given / self.limits.ratio.max(1) > self.taken() {
            return Err(io::Error::other(Refused::Ratio(self.limits.ratio)));
        }
        Ok(read)
    }
}

/// A stream that counts what is taken from it.
struct Counted<R> {
    stream: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn all(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Reason> {
        let mut out = Vec::new();
        unpack(bytes, limits, true)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn streams_are_unpacked_by_their_first_bytes() {
        let limits = Limits::default();
        let text = "Minister odwołał wizytę.\n".as_bytes();
        assert_eq!(all(text, &limits).unwrap(), text);
        assert_eq!(all(&gzip(text), &limits).unwrap(), text);
        assert_eq!(
            all(&[gzip(text), gzip(text)].concat(), &limits).unwrap(),
            [text, text].concat()
        );
        assert_eq!(all(&zstd::encode_all(text, 3).unwrap(), &limits).unwrap(), text);
        assert_eq!(all(b"", &limits).unwrap(), b"");
        assert_eq!(Packing::strip("a.JSONL.GZ"), "a.JSONL");
        assert_eq!(Packing::strip("ż"), "ż");
    }

    #[test]
    fn bombs_do_not_go_off() {
        let limits = Limits::default();
        let bomb = vec![b' '; 64 << 20];
        for packed in [gzip(&bomb), zstd::encode_all(&bomb[..], 19).unwrap()] {
            assert!(packed.len() < 100_000);
            assert_eq!(all(&packed, &limits), Err(Reason::Ratio { limit: 200 }));
        }
        let small = Limits { document_bytes: 1000, ..limits };
        assert_eq!(all(&gzip(&bomb[..1001]), &small), Err(Reason::TooLarge { limit: 1000 }));
        assert_eq!(all(&bomb[..1001], &small), Err(Reason::TooLarge { limit: 1000 }));
        assert_eq!(all(&gzip(&bomb[..1000]), &small).map(|b| b.len()), Ok(1000));
    }

    #[test]
    fn broken_streams_are_named() {
        let text = "Rozmowy przerwano bez wyniku. ".repeat(500);
        for packed in [gzip(text.as_bytes()), zstd::encode_all(text.as_bytes(), 3).unwrap()] {
            let cut = all(&packed[..packed.len() - 6], &Limits::default()).unwrap_err();
            assert!(matches!(cut, Reason::Packed { .. }), "{cut}");
            assert!(cut.to_string().contains("broken"), "{cut}");
        }
        let mut wrong = gzip(text.as_bytes());
        let middle = wrong.len() / 2;
        wrong[middle] ^= 0xFF;
        assert!(matches!(all(&wrong, &Limits::default()), Err(Reason::Packed { .. })));
    }
}
