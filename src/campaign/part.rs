//! A partial file: units of work that were done, each with its hash, so that what was cut short
//! or altered is found out and the rest of it can still be believed.
//!
//! ```text
//! downline part 1                      a line
//! {"recipe":…,"shard":"3/8","units":N} a line: what work it is part of
//! unit length hash record              once for each unit: 4, 8, 32 and `length` bytes
//! 0 count hash                         only when the part is whole
//! ```
//!
//! Numbers are little-endian. The hash of a record is SHA-256 over that of the two lines, the
//! unit, the length and the hash of the record's bytes; the last one is over that of the two
//! lines, the hashes of all records in their order, and the count.

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::shard::Shard;
use crate::study::shelf::Unit;

const HEAD: &str = "downline part 1\n";
/// Bytes before a record: unit, length, hash.
const FRAME: usize = 4 + 8 + 32;
/// The unit of the frame that ends a part.
const END: Unit = 0;
/// A record is read in pieces of at most so many bytes: what a broken file says of its length
/// is not believed beforehand.
const PIECE: u64 = 1 << 20;

/// SHA-256.
pub type Hash = [u8; 32];

/// What a part is part of.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// All that is needed to do the work; parts of one work have the same.
    pub recipe: serde_json::Value,
    /// Which share of it the part is, as `3/8`.
    #[serde(with = "as_text")]
    pub shard: Shard,
    /// Units of the whole work.
    pub units: Unit,
}

/// Where a record lies in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which unit it is of.
    pub unit: Unit,
    /// Its first byte.
    pub start: u64,
    /// How many bytes it has.
    pub length: u64,
    /// The hash of its content.
    pub content: Hash,
}

/// How a file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All is there.
    Whole,
    /// It stops within or after a record, at this byte, as that of an unfinished part does.
    CutShort(u64),
    /// It is not what was written from this byte on.
    Altered(u64),
}

/// What was found in a file.
#[derive(Clone, Debug)]
pub struct Scan {
    /// What it is part of.
    pub header: Header,
    /// The records that are sound, in their order.
    pub records: Vec<Record>,
    /// How it ends.
    pub end: End,
}

/// Why a file is no part.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// It begins otherwise.
    #[error("it is no partial file of this program's version: it does not begin as one")]
    NotAPart,
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// A record with the hash of its content, which is the work of writing it: done before others
/// have to wait for the file.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'r> {
    /// The record.
    pub bytes: &'r [u8],
    /// The hash of its content.
    pub content: Hash,
}

impl<'r> Sealed<'r> {
    /// Takes the hash.
    #[must_use]
    pub fn of(bytes: &'r [u8]) -> Sealed<'r> {
        Sealed {
            bytes,
            content: Sha256::digest(bytes).into(),
        }
    }
}

/// Writes a part.
#[derive(Debug)]
pub struct PartWriter<W> {
    file: W,
    seed: Hash,
    written: u64,
    all: Sha256,
}

impl<W: Write> PartWriter<W> {
    /// Starts a part.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn new(mut file: W, header: &Header) -> io::Result<PartWriter<W>> {
        let lines = lines(header);
        file.write_all(lines.as_bytes())?;
        let seed: Hash = Sha256::digest(lines.as_bytes()).into();
        Ok(PartWriter {
            file,
            seed,
            written: 0,
            all: Sha256::new_with_prefix(seed),
        })
    }

    /// Adds a record.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    ///
    /// # Panics
    ///
    /// If the unit is not counted from 1.
    pub fn append(&mut self, unit: Unit, record: &Sealed<'_>) -> io::Result<()> {
        assert_ne!(unit, END, "units are counted from 1");
        let Sealed {
            bytes: record,
            content,
        } = record;
        let length = record.len() as u64;
        let hash = in_its_place(&self.seed, unit, length, content);
        // One call, so that a record is not torn by whoever ends the program.
        let mut bytes = Vec::with_capacity(FRAME + record.len());
        bytes.extend(frame(unit, length, &hash));
        bytes.extend(*record);
        self.file.write_all(&bytes)?;
        self.all.update(hash);
        self.written += 1;
        Ok(())
    }

    /// What is written to.
    pub fn file(&mut self) -> &mut W {
        &mut self.file
    }

    /// Ends the part: it is whole.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let mut all = self.all;
        all.update(self.written.to_le_bytes());
        let end = frame(END, self.written, &all.finalize().into());
        self.file.write_all(&end)?;
        Ok(self.file)
    }
}

/// Reads what a file is part of, and nothing else of it.
///
/// # Errors
///
/// See [`ScanError`].
pub fn header(file: impl BufRead) -> Result<Header, ScanError> {
    let mut file = Counted { file, at: 0 };
    Ok(file.header()?.0)
}

/// Reads a part through and finds what of it is sound.
///
/// # Errors
///
/// See [`ScanError`]. What is cut short or altered behind the header is no error.
pub fn scan(file: impl BufRead) -> Result<Scan, ScanError> {
    let mut file = Counted { file, at: 0 };
    let (header, seed) = file.header()?;
    let mut records = Vec::new();
    let mut all = Sha256::new_with_prefix(seed);
    let end = loop {
        let before = file.at;
        let Some((unit, length, hash)) = file.frame()? else {
            break End::CutShort(before);
        };
        if unit == END {
            all.update(length.to_le_bytes());
            let is_sound = length == records.len() as u64 && hash == Hash::from(all.finalize());
            break match is_sound && file.is_at_end()? {
                true => End::Whole,
                false => End::Altered(before),
            };
        }
        let start = file.at;
        let Some(content) = file.content(length)? else {
            break End::CutShort(before);
        };
        if in_its_place(&seed, unit, length, &content) != hash || unit > header.units {
            break End::Altered(before);
        }
        all.update(hash);
        records.push(Record {
            unit,
            start,
            length,
            content,
        });
    };
    Ok(Scan {
        header,
        records,
        end,
    })
}

/// A file read from its beginning.
struct Counted<R> {
    file: R,
    at: u64,
}

impl<R: BufRead> Counted<R> {
    /// The header and the hash of its lines.
    fn header(&mut self) -> Result<(Header, Hash), ScanError> {
        let mut head = vec![0; HEAD.len()];
        if self.fill(&mut head)? < head.len() || head != HEAD.as_bytes() {
            return Err(ScanError::NotAPart);
        }
        let mut line = Vec::new();
        self.at += self.file.read_until(b'\n', &mut line)? as u64;
        let header: Header = serde_json::from_slice(&line).map_err(|_| ScanError::NotAPart)?;
        // What would be written otherwise was not written by this program.
        if [&head[..], &line].concat() != lines(&header).as_bytes() {
            return Err(ScanError::NotAPart);
        }
        let seed = Sha256::new_with_prefix(head).chain_update(line);
        Ok((header, seed.finalize().into()))
    }

    fn frame(&mut self) -> io::Result<Option<(Unit, u64, Hash)>> {
        let mut frame = [0; FRAME];
        if self.fill(&mut frame)? < FRAME {
            return Ok(None);
        }
        let (unit, rest) = frame.split_at(4);
        let (length, hash) = rest.split_at(8);
        Ok(Some((
            Unit::from_le_bytes(unit.try_into().expect("4 bytes were split off")),
            u64::from_le_bytes(length.try_into().expect("8 bytes were split off")),
            hash.try_into().expect("32 bytes are left"),
        )))
    }

    /// The hash of the record that follows, or nothing if the file ends before it does.
    fn content(&mut self, length: u64) -> io::Result<Option<Hash>> {
        let mut hash = Sha256::new();
        let mut left = length;
        let mut piece = Vec::new();
        while left > 0 {
            piece.clear();
            let wanted = left.min(PIECE);
            let read = (&mut self.file).take(wanted).read_to_end(&mut piece)? as u64;
            self.at += read;
            hash.update(&piece);
            left -= read;
            if read < wanted {
                return Ok(None);
            }
        }
        Ok(Some(hash.finalize().into()))
    }

    /// Fills the bytes as far as the file goes, and says how far.
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < bytes.len() {
            match self.file.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.at += filled as u64;
        Ok(filled)
    }

    fn is_at_end(&mut self) -> io::Result<bool> {
        Ok(self.file.fill_buf()?.is_empty())
    }
}

/// The lines a part begins with.
fn lines(header: &Header) -> String {
    let header = serde_json::to_string(header).expect("text and numbers only");
    format!("{HEAD}{header}\n")
}

/// The hash of a record in its place: one of another part, or of another unit, has another.
fn in_its_place(seed: &Hash, unit: Unit, length: u64, content: &Hash) -> Hash {
    let mut hash = Sha256::new_with_prefix(seed);
    hash.update(unit.to_le_bytes());
    hash.update(length.to_le_bytes());
    hash.update(content);
    hash.finalize().into()
}

fn frame(unit: Unit, length: u64, hash: &Hash) -> [u8; FRAME] {
    let mut frame = [0; FRAME];
    frame[..4].copy_from_slice(&unit.to_le_bytes());
    frame[4..12].copy_from_slice(&length.to_le_bytes());
    frame[12..].copy_from_slice(hash);
    frame
}

/// A shard as text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Shard;

    pub(super) fn serialize<S: Serializer>(shard: &Shard, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(shard)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Shard, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_three() -> Header {
        Header {
            recipe: serde_json::json!({ "seed": 7, "name": "é" }),
            shard: Shard { number: 2, of: 3 },
            units: 9,
        }
    }

    fn part(is_whole: bool) -> Vec<u8> {
        let mut writer = PartWriter::new(Vec::new(), &of_three()).unwrap();
        for unit in of_three().shard.units(9) {
            writer
                .append(unit, &Sealed::of(format!("unit {unit}").as_bytes()))
                .unwrap();
        }
        if is_whole {
            writer.finish().unwrap()
        } else {
            writer.file
        }
    }

    #[test]
    fn what_is_written_is_found_where_it_lies() {
        let bytes = part(true);
        let scan = scan(&bytes[..]).unwrap();
        assert_eq!((scan.header, scan.end), (of_three(), End::Whole));
        let found: Vec<(Unit, &[u8])> = scan
            .records
            .iter()
            .map(|record| {
                let start = record.start as usize;
                (record.unit, &bytes[start..start + record.length as usize])
            })
            .collect();
        let expected: [(Unit, &[u8]); 3] = [(2, b"unit 2"), (5, b"unit 5"), (8, b"unit 8")];
        assert_eq!(found, expected);
    }

    #[test]
    fn wherever_it_is_cut_what_stands_before_is_believed_and_it_is_not_whole() {
        let bytes = part(true);
        let whole = scan(&bytes[..]).unwrap();
        let open = scan(&part(false)[..]).unwrap();
        assert_eq!(open.records, whole.records);
        let ends: Vec<u64> = whole
            .records
            .iter()
            .map(|record| record.start + record.length)
            .collect();
        for cut in 0..bytes.len() {
            match scan(&bytes[..cut]) {
                Ok(found) => {
                    let before = ends.iter().filter(|&&end| end <= cut as u64).count();
                    assert_eq!(found.records, whole.records[..before], "cut at {cut}");
                    assert!(matches!(found.end, End::CutShort(_)), "cut at {cut}");
                }
                Err(ScanError::NotAPart) => assert!((cut as u64) < whole.records[0].start),
                Err(error) => panic!("{error}"),
            }
        }
    }

    #[test]
    fn any_altered_byte_is_found_out() {
        let bytes = part(true);
        let whole = scan(&bytes[..]).unwrap();
        for place in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= 1;
            // A header that is altered and still one makes other hashes of all records.
            if let Ok(found) = scan(&altered[..]) {
                assert_ne!(found.end, End::Whole, "at {place}");
                let sound = found.records.len();
                assert_eq!(found.records, whole.records[..sound], "at {place}");
                assert!(sound < 3 || place > whole.records[2].start as usize);
            }
        }
        let longer = [&bytes[..], b"x"].concat();
        assert!(matches!(scan(&longer[..]).unwrap().end, End::Altered(_)));
        // Records of another part do not fit into this one.
        let other = Header {
            units: 10,
            ..of_three()
        };
        let mut moved = PartWriter::new(Vec::new(), &other).unwrap().file;
        moved.extend(&bytes[lines(&of_three()).len()..]);
        assert!(scan(&moved[..]).unwrap().records.is_empty());
    }

    #[test]
    fn a_length_beyond_all_memory_is_only_a_file_cut_short() {
        let mut bytes = PartWriter::new(Vec::new(), &of_three()).unwrap().file;
        bytes.extend(frame(1, u64::MAX, &[0; 32]));
        bytes.extend([1, 2, 3]);
        assert!(matches!(scan(&bytes[..]).unwrap().end, End::CutShort(_)));
    }
}
