//! What was sold in a period.

use std::ops::AddAssign;

use crate::columns::{self, Cores};
use crate::money::add_column;

use super::units::Units;

/// Sales to outside customers in one period, by the member they are credited to.
///
/// Amounts are in minor units at list price. A column that would repeat the price
/// column is left empty and read from it.
#[derive(Clone, Debug, Default)]
pub struct Sales {
    /// Units sold.
    pub units: Units,
    /// What customers paid.
    pub price: Vec<i64>,
    /// The volume percentages are taken of; empty if it is the price.
    commissionable: Vec<i64>,
    /// What a participant would have paid; empty if it is the price.
    wholesale: Vec<i64>,
    /// Points in ten-thousandths; empty where the products give none of their own.
    points: Vec<i64>,
    commissionable_is_price: bool,
    wholesale_is_price: bool,
    /// Whether the columns still hold what an earlier period left there.
    is_blank: bool,
    /// What later postings of a period are valued in.
    valued: Vec<i64>,
    /// Σ price.
    pub total_price: i64,
    /// Σ commissionable volume.
    pub total_commissionable: i64,
    /// What the goods sold cost the company.
    pub cost_of_goods: i64,
}

/// What one order is worth in each of the values that hang on it, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderValues {
    /// What the customer pays.
    pub price: i64,
    /// What a participant would pay.
    pub wholesale: i64,
    /// The volume percentages are taken of.
    pub commissionable: i64,
    /// Points in ten-thousandths, where products give points of their own.
    pub points: i64,
    /// What the goods cost.
    pub cost_of_goods: i64,
}

impl OrderValues {
    /// What so many of them are worth.
    #[inline]
    #[must_use]
    pub fn times(&self, units: i64) -> OrderValues {
        OrderValues {
            price: units * self.price,
            wholesale: units * self.wholesale,
            commissionable: units * self.commissionable,
            points: units * self.points,
            cost_of_goods: units * self.cost_of_goods,
        }
    }
}

impl AddAssign for OrderValues {
    #[inline]
    fn add_assign(&mut self, other: OrderValues) {
        self.price += other.price;
        self.wholesale += other.wholesale;
        self.commissionable += other.commissionable;
        self.points += other.points;
        self.cost_of_goods += other.cost_of_goods;
    }
}

/// How many units of a posting each member sold.
#[derive(Debug)]
pub enum Counts<'a> {
    /// Needed afterwards.
    Kept(&'a [u32]),
    /// A column that nobody needs afterwards: it may become the period's.
    Spent(&'a mut Vec<u32>),
}

impl Counts<'_> {
    /// The counts.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        match self {
            Counts::Kept(counts) => counts,
            Counts::Spent(counts) => counts,
        }
    }
}

impl<'a> Counts<'a> {
    /// Adds the counts to those of the period, which are none yet if it is blank.
    fn take_in(self, units: &'a mut Vec<u32>, is_blank: bool) -> &'a [u32] {
        let members = units.len();
        assert_eq!(self.as_slice().len(), members, "a count for every member");
        match self {
            Counts::Spent(counts) if is_blank => {
                std::mem::swap(counts, units);
                units
            }
            Counts::Kept(counts) if is_blank => {
                units.copy_from_slice(counts);
                counts
            }
            Counts::Kept(counts) => {
                columns::add_counts(units, counts);
                counts
            }
            Counts::Spent(counts) => {
                columns::add_counts(units, counts);
                counts
            }
        }
    }
}

impl Sales {
    /// Empties the columns for `members` members. A value that is the price for every
    /// order, to the minor unit, gets no column of its own.
    pub fn open(
        &mut self,
        members: usize,
        commissionable_is_price: bool,
        wholesale_is_price: bool,
    ) {
        self.open_blank(members, commissionable_is_price, wholesale_is_price);
        self.is_blank = false;
        for column in [
            &mut self.price,
            &mut self.commissionable,
            &mut self.wholesale,
        ] {
            column.fill(0);
        }
        self.units.counts.fill(0);
    }

    /// The same for a period that is posted to in whole columns only, and at least once: the
    /// first posting writes what the others add to.
    pub fn open_blank(
        &mut self,
        members: usize,
        commissionable_is_price: bool,
        wholesale_is_price: bool,
    ) {
        self.commissionable_is_price = commissionable_is_price;
        self.wholesale_is_price = wholesale_is_price;
        self.is_blank = true;
        let own = |is_price| if is_price { 0 } else { members };
        self.units.open(members);
        columns::lengthen(&mut self.price, members);
        self.commissionable.resize(own(commissionable_is_price), 0);
        self.wholesale.resize(own(wholesale_is_price), 0);
        self.points.clear();
        self.total_price = 0;
        self.total_commissionable = 0;
        self.cost_of_goods = 0;
    }

    /// Gives back the memory of all columns but that of units.
    pub fn give_back_amounts(&mut self) {
        for column in [
            &mut self.price,
            &mut self.commissionable,
            &mut self.wholesale,
            &mut self.points,
            &mut self.valued,
        ] {
            *column = Vec::new();
        }
    }

    /// Keeps units in fewer bytes where they fit, once everything is posted.
    pub fn shorten_units(&mut self, cores: Cores) {
        self.units.shorten(cores);
    }

    /// Keeps points as well, in a column of their own; for an opened period.
    pub fn keep_points(&mut self, members: usize) {
        self.points.resize(members, 0);
    }

    /// Posts `units` units worth `values` in all to `member`. The totals are the poster's
    /// to [add](Sales::add_to_totals), from his own count.
    #[inline]
    pub fn post(&mut self, member: usize, units: u32, values: OrderValues) {
        debug_assert!(!self.is_blank, "whole columns come first");
        self.units.counts[member] += units;
        self.price[member] += values.price;
        if !self.commissionable_is_price {
            self.commissionable[member] += values.commissionable;
        }
        if !self.wholesale_is_price {
            self.wholesale[member] += values.wholesale;
        }
        if let Some(points) = self.points.get_mut(member) {
            *points += values.points;
        }
    }

    /// Posts to every member so many units of a product, each worth `unit`.
    ///
    /// # Panics
    ///
    /// If there are not as many members as the period was opened for.
    pub fn post_units(&mut self, counts: Counts, unit: OrderValues) {
        let units = counts.take_in(&mut self.units.counts, self.is_blank);
        let values = [
            (&mut self.price, unit.price),
            (&mut self.commissionable, unit.commissionable),
            (&mut self.wholesale, unit.wholesale),
            (&mut self.points, unit.points),
        ];
        for (column, value) in values {
            if self.is_blank {
                columns::write_multiples(column, units, value);
            } else {
                columns::add_multiples(column, units, value);
            }
        }
        self.is_blank = false;
    }

    /// Posts to every member so many units of a product each of whose other values is its
    /// price or nothing, worth in all what `value` makes of the counts and writes into a
    /// column. Returns the sum.
    ///
    /// # Panics
    ///
    /// If there are not as many members as the period was opened for.
    pub fn post_valued(&mut self, counts: Counts, value: impl FnOnce(&[u32], &mut [i64])) -> i64 {
        let units = counts.take_in(&mut self.units.counts, self.is_blank);
        if std::mem::take(&mut self.is_blank) {
            for column in [&mut self.commissionable, &mut self.wholesale] {
                column.fill(0);
            }
            value(units, &mut self.price);
            return self.price.iter().sum();
        }
        self.valued.resize(units.len(), 0);
        value(units, &mut self.valued);
        add_column(&mut self.price, &self.valued);
        self.valued.iter().sum()
    }

    /// Adds what was posted to the totals.
    pub fn add_to_totals(&mut self, values: OrderValues) {
        self.total_price += values.price;
        self.total_commissionable += values.commissionable;
        self.cost_of_goods += values.cost_of_goods;
    }

    /// Commissionable volume by member.
    #[must_use]
    pub fn commissionable(&self) -> &[i64] {
        if self.commissionable_is_price {
            &self.price
        } else {
            &self.commissionable
        }
    }

    /// Points by member, in ten-thousandths; empty where the products give none.
    #[must_use]
    pub fn points(&self) -> &[i64] {
        &self.points
    }

    /// What a participant would have paid, by member.
    #[must_use]
    pub fn wholesale(&self) -> &[i64] {
        if self.wholesale_is_price {
            &self.price
        } else {
            &self.wholesale
        }
    }
}
