//! A column that may say the same of everyone.

use super::Each;

/// A column that takes memory only from when its entries differ.
#[derive(Clone, Debug, Default)]
pub struct Entries<T> {
    /// How many places all have `alike`; 0 once there are entries of their own.
    places: usize,
    alike: T,
    /// Empty as long as all are alike.
    own: Vec<T>,
}

impl<T: Copy + PartialEq> Entries<T> {
    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places + self.own.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column to be read.
    #[must_use]
    pub fn as_each(&self) -> Each<'_, T> {
        if self.own.is_empty() {
            Each::All(self.alike)
        } else {
            Each::Own(&self.own)
        }
    }

    /// What stands at a place, which there has to be.
    #[inline]
    #[must_use]
    pub fn at(&self, place: usize) -> T {
        debug_assert!(place < self.len(), "no place {place}");
        self.own.get(place).copied().unwrap_or(self.alike)
    }

    /// Forgets all entries and keeps the memory.
    pub fn clear(&mut self) {
        self.places = 0;
        self.own.clear();
    }

    /// Makes all entries the same.
    pub fn fill(&mut self, entry: T) {
        let places = self.len();
        self.clear();
        self.lengthen(places, entry);
    }

    /// Makes the column `places` long, if it is shorter, by so many of `entry`.
    pub fn lengthen(&mut self, places: usize, entry: T) {
        if places <= self.len() {
            return;
        }
        if self.is_empty() {
            self.alike = entry;
        }
        if self.own.is_empty() && entry == self.alike {
            self.places = places;
        } else {
            self.make_own().resize(places, entry);
        }
    }

    /// Puts an entry in a place.
    ///
    /// # Panics
    ///
    /// If there is no such place.
    pub fn set(&mut self, place: usize, entry: T) {
        if self.at(place) != entry {
            self.make_own()[place] = entry;
        }
    }

    /// The entries as a column of their own, to be changed or added to.
    pub fn make_own(&mut self) -> &mut Vec<T> {
        let places = std::mem::take(&mut self.places);
        self.own.extend(std::iter::repeat_n(self.alike, places));
        &mut self.own
    }
}

impl<T: Copy + PartialEq> Extend<T> for Entries<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        let mut entries = entries.into_iter();
        while self.own.is_empty() {
            let Some(entry) = entries.next() else {
                return;
            };
            if self.places == 0 {
                self.alike = entry;
            }
            if entry == self.alike {
                self.places += 1;
            } else {
                self.make_own().push(entry);
            }
        }
        self.own.extend(entries);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Change {
        Clear,
        Fill(u16),
        Lengthen(usize, u16),
        Extend(Vec<u16>),
        Set(usize, u16),
        Own(usize, u16),
    }

    fn change() -> impl Strategy<Value = Change> {
        let entry = 0_u16..3;
        prop_oneof![
            1 => Just(Change::Clear),
            1 => entry.clone().prop_map(Change::Fill),
            3 => (0_usize..9, entry.clone()).prop_map(|(more, entry)| Change::Lengthen(more, entry)),
            3 => prop::collection::vec(entry.clone(), 0..5).prop_map(Change::Extend),
            2 => (0_usize..40, entry.clone()).prop_map(|(place, entry)| Change::Set(place, entry)),
            1 => (0_usize..40, entry).prop_map(|(place, entry)| Change::Own(place, entry)),
        ]
    }

    fn apply(change: Change, entries: &mut Entries<u16>, column: &mut Vec<u16>) {
        let there_is = |place: usize, column: &[u16]| place % column.len().max(1);
        match change {
            Change::Clear => {
                entries.clear();
                column.clear();
            }
            Change::Fill(entry) => {
                entries.fill(entry);
                column.fill(entry);
            }
            Change::Lengthen(more, entry) => {
                let places = column.len() + more;
                entries.lengthen(places, entry);
                column.resize(places, entry);
            }
            Change::Extend(more) => {
                entries.extend(more.iter().copied());
                column.extend(more);
            }
            Change::Set(place, entry) => {
                let place = there_is(place, column);
                if let Some(own) = column.get_mut(place) {
                    *own = entry;
                    entries.set(place, entry);
                }
            }
            Change::Own(place, entry) => {
                let place = there_is(place, column);
                let own = entries.make_own();
                own[place..].fill(entry);
                own.push(entry);
                column[place..].fill(entry);
                column.push(entry);
            }
        }
    }

    proptest! {
        #[test]
        fn entries_are_those_of_a_plain_column(changes in prop::collection::vec(change(), 0..30)) {
            let (mut entries, mut column) = (Entries::default(), Vec::new());
            for change in changes {
                apply(change.clone(), &mut entries, &mut column);
                prop_assert_eq!((entries.len(), entries.is_empty()), (column.len(), column.is_empty()));
                for (place, &entry) in column.iter().enumerate() {
                    prop_assert_eq!((entries.at(place), entries.as_each().at(place)), (entry, entry), "{:?}", change);
                }
                prop_assert!(column.is_empty() || entries.as_each().says_the_same(Each::Own(&column)));
            }
        }
    }

    #[test]
    fn memory_is_taken_only_by_entries_that_differ() {
        let mut entries = Entries::default();
        entries.lengthen(3, 1);
        entries.lengthen(3, 2);
        entries.extend([1, 1]);
        entries.set(4, 1);
        assert_eq!((entries.len(), entries.own.capacity()), (5, 0));
        assert!(matches!(entries.as_each(), Each::All(1)));
        entries.lengthen(6, 2);
        assert!(matches!(entries.as_each(), Each::Own([1, 1, 1, 1, 1, 2])));
        let memory = entries.own.capacity();
        entries.fill(7);
        assert!(matches!(entries.as_each(), Each::All(7)));
        entries.clear();
        entries.extend([4, 5]);
        assert_eq!(entries.own.capacity(), memory, "kept for the next");
    }
}
