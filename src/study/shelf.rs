//! Where finished pieces of work are kept while the rest goes on, so that what was interrupted
//! goes on where it stopped, and work that was dealt out comes together again.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The number of a piece of work, from 1: a replication, or a point of a design.
pub type Unit = u32;

/// Where pieces of work are kept.
pub trait Shelf: Sync {
    /// The record of a unit, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn get(&self, unit: Unit) -> io::Result<Option<Vec<u8>>>;

    /// Keeps the record of a unit, whole or not at all.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn put(&self, unit: Unit, record: &[u8]) -> io::Result<()>;
}

/// A shelf in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<Unit, Vec<u8>>>);

impl Shelf for Memory {
    fn get(&self, unit: Unit) -> io::Result<Option<Vec<u8>>> {
        let records = self.0.lock().expect("no thread panicked");
        Ok(records.get(&unit).cloned())
    }

    fn put(&self, unit: Unit, record: &[u8]) -> io::Result<()> {
        let mut records = self.0.lock().expect("no thread panicked");
        records.insert(unit, record.to_owned());
        Ok(())
    }
}

/// What comes from a shelf or is put onto it: records are numbered from here on.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    shelf: Option<&'s dyn Shelf>,
    /// Units that stand before the first.
    before: Unit,
}

impl<'s> Place<'s> {
    /// No place to keep anything.
    pub const NOWHERE: Place<'static> = Place {
        shelf: None,
        before: 0,
    };

    /// On this shelf, with so many units of other work before the first.
    #[must_use]
    pub fn on(shelf: &'s dyn Shelf, before: Unit) -> Place<'s> {
        Place {
            shelf: Some(shelf),
            before,
        }
    }

    /// The same place further on.
    #[must_use]
    pub fn after(self, units: Unit) -> Place<'s> {
        Place {
            before: self.before + units,
            ..self
        }
    }

    /// What is kept of a unit. A record that cannot be read is none: the unit is done again.
    ///
    /// # Errors
    ///
    /// If the shelf cannot be read.
    pub fn get<R: DeserializeOwned>(self, unit: Unit) -> io::Result<Option<R>> {
        let Some(shelf) = self.shelf else {
            return Ok(None);
        };
        let record = shelf.get(self.before + unit)?;
        Ok(record.and_then(|record| read(&record)))
    }

    /// Keeps what came of a unit.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn put<R: Serialize>(self, unit: Unit, found: &R) -> io::Result<()> {
        let Some(shelf) = self.shelf else {
            return Ok(());
        };
        let record = postcard::to_stdvec(found).map_err(io::Error::other)?;
        shelf.put(self.before + unit, &record)
    }

    /// What is kept of a unit, else what is made of it now, which is kept.
    ///
    /// # Errors
    ///
    /// That of the work, and if the shelf cannot be read or written.
    pub fn get_or_make<R, E>(self, unit: Unit, make: impl FnOnce() -> Result<R, E>) -> Result<R, E>
    where
        R: Serialize + DeserializeOwned,
        E: From<io::Error>,
    {
        if let Some(kept) = self.get(unit)? {
            return Ok(kept);
        }
        let made = make()?;
        self.put(unit, &made)?;
        Ok(made)
    }
}

/// A record, unless it is of something else or has anything behind it.
fn read<R: DeserializeOwned>(record: &[u8]) -> Option<R> {
    match postcard::take_from_bytes(record) {
        Ok((found, [])) => Some(found),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_not_made_again_and_what_cannot_be_read_is() {
        let shelf = Memory::default();
        let place = Place::on(&shelf, 10);
        let make = |value: u64| place.get_or_make(3, || Ok::<_, io::Error>((value, 0.1)));
        assert_eq!(make(7).unwrap(), (7, 0.1));
        assert_eq!(make(8).unwrap(), (7, 0.1));
        assert_eq!(place.after(1).get::<(u64, f64)>(2).unwrap(), Some((7, 0.1)));
        let record = shelf.get(13).unwrap().unwrap();
        for broken in [
            &record[..record.len() - 1],
            &[&record[..], &[0]].concat(),
            &[],
        ] {
            shelf.put(13, broken).unwrap();
            assert_eq!(make(9).unwrap(), (9, 0.1));
        }
    }
}
