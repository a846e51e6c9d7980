//! The disclosure table and its flattering twins (measures.md §4, rulings.md 28): how
//! many people are in which bracket of income, over everyone and over the selections
//! income disclosures like to show.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::crowd;
use super::distribution::{Distribution, Slice};
use super::facts::PlanFacts;
use crate::columns::Each;
use crate::measure::terms::Account;

/// Whom a disclosure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    /// All entrants.
    All,
    /// Those who have not quit by the end.
    Active,
    /// Those who were paid a commission.
    Paid,
    /// Both.
    PaidAndActive,
    /// All entrants, but what they received without what it cost them.
    GrossOnly,
}

impl Filter {
    /// All filters in the order of the file.
    pub const ALL: [Filter; 5] = [
        Filter::All,
        Filter::Active,
        Filter::Paid,
        Filter::PaidAndActive,
        Filter::GrossOnly,
    ];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Active => "active",
            Filter::Paid => "paid",
            Filter::PaidAndActive => "paid_and_active",
            Filter::GrossOnly => "gross_only",
        }
    }

    /// What the filter leaves out, in words.
    #[must_use]
    pub fn hides(self) -> &'static str {
        match self {
            Filter::All => "nothing",
            Filter::Active => "everyone who has quit",
            Filter::Paid => "everyone who was paid no commission",
            Filter::PaidAndActive => "everyone who has quit or was paid no commission",
            Filter::GrossOnly => "what it cost to take part",
        }
    }

    /// The accounts shown under the filter: gross only hides the other.
    #[must_use]
    pub fn accounts(self) -> &'static [Account] {
        match self {
            Filter::GrossOnly => &[Account::Gross],
            _ => &[Account::Gross, Account::Net],
        }
    }
}

/// A bracket: its name and its upper edge in whole units of the currency, included;
/// `None` is open. The lower edge is the bracket before.
type Bracket = (&'static str, Option<i64>);

/// The brackets of net; gross starts with `nothing`.
const BRACKETS: [Bracket; 11] = [
    ("−1,000 or less", Some(-1_000)),
    ("−1,000–−100", Some(-100)),
    (JUST_BELOW_ZERO, None),
    ("nothing", Some(0)),
    ("0.01–100", Some(100)),
    ("100–500", Some(500)),
    ("500–1,000", Some(1_000)),
    ("1,000–5,000", Some(5_000)),
    ("5,000–10,000", Some(10_000)),
    ("10,000–50,000", Some(50_000)),
    ("50,000+", None),
];

/// The one bracket whose upper edge is excluded: exactly zero is `nothing`.
const JUST_BELOW_ZERO: &str = "−100–0";

/// Brackets of net that gross, never negative, does not have.
const NEGATIVE_BRACKETS: usize = 3;

fn brackets(account: Account) -> &'static [Bracket] {
    match account {
        Account::Net => &BRACKETS,
        Account::Gross | Account::Commissions => &BRACKETS[NEGATIVE_BRACKETS..],
    }
}

/// The names of an account's brackets, from the poorest to the richest.
pub fn bracket_names(account: Account) -> impl Iterator<Item = &'static str> {
    brackets(account).iter().map(|(name, _)| *name)
}

/// The people a filter leaves, by bracket of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// Whom it shows.
    pub filter: Filter,
    /// Which money.
    pub account: Account,
    /// Bracket by bracket, in the order of [`bracket_names`].
    pub brackets: Vec<Slice>,
    /// All of them.
    pub total: Slice,
}

/// Sorts the amounts of a distribution above `floor` into the brackets of an account.
fn disclose(
    filter: Filter,
    account: Account,
    distribution: &Distribution,
    floor: i64,
    scale: i64,
) -> Disclosed {
    let mut after = i64::MIN;
    let brackets = brackets(account)
        .iter()
        .map(|&(name, upper)| {
            let to = match upper {
                Some(units) => units * scale,
                None if name == JUST_BELOW_ZERO => -1,
                None => i64::MAX,
            };
            distribution.slice(std::mem::replace(&mut after, to).max(floor), to)
        })
        .collect();
    Disclosed {
        filter,
        account,
        brackets,
        total: distribution.slice(floor, i64::MAX),
    }
}

/// Memory for disclosures, kept from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Discloser {
    selected: Vec<i64>,
    distribution: Distribution,
}

/// The amounts a disclosure is about: the last year, or the whole horizon if shorter.
#[derive(Clone, Copy, Debug)]
pub struct DisclosedYear<'a, A = i64> {
    /// Commissions by participant.
    pub commissions: &'a [A],
    /// Gross by participant.
    pub gross: &'a [A],
    /// Net by participant.
    pub net: &'a [A],
    /// The distributions of gross and net, if they are already counted.
    pub counted: Option<[&'a Distribution; 2]>,
}

impl<'a> DisclosedYear<'a> {
    /// The last year of a horizon longer than that; `None` if it is not.
    #[must_use]
    pub fn last(plan: &PlanFacts<'a, impl Amount>, first: usize) -> Option<DisclosedYear<'a>> {
        plan.last_year.map(|year| DisclosedYear {
            commissions: &year.commissions[first..],
            gross: &year.gross[first..],
            net: &year.net[first..],
            counted: None,
        })
    }
}

impl Discloser {
    /// All filters and accounts of one plan. `enrolled` says who has not quit by the
    /// end, `scale` how many minor units make a whole one.
    pub fn disclose(
        &mut self,
        year: &DisclosedYear<impl Amount>,
        enrolled: Each<bool>,
        scale: i64,
    ) -> Vec<Disclosed> {
        let nobody_quit = match enrolled {
            Each::All(stayed) => stayed,
            Each::Own(stayed) => crowd::count_true(stayed) == stayed.len() as u64,
        };
        let mut table: Vec<Disclosed> = Vec::new();
        for filter in Filter::ALL {
            for &account in filter.accounts() {
                let same = table.iter().find(|done| {
                    done.account == account && same_people(done.filter, filter, nobody_quit)
                });
                let disclosed = match same {
                    Some(done) => Disclosed {
                        filter,
                        ..done.clone()
                    },
                    None => self.count(filter, account, year, enrolled, scale),
                };
                table.push(disclosed);
            }
        }
        table
    }

    fn count(
        &mut self,
        filter: Filter,
        account: Account,
        year: &DisclosedYear<impl Amount>,
        enrolled: Each<bool>,
        scale: i64,
    ) -> Disclosed {
        let (amounts, place) = match account {
            Account::Commissions | Account::Gross => (year.gross, 0),
            Account::Net => (year.net, 1),
        };
        match (filter, year.counted) {
            (Filter::All, Some(counted)) => {
                return disclose(filter, account, counted[place], i64::MIN, scale);
            }
            // Without margin the paid are those with gross above 0.
            (Filter::Paid, Some(counted)) if std::ptr::eq(amounts, year.commissions) => {
                return disclose(filter, account, counted[place], 0, scale);
            }
            _ => self.select(filter, amounts, year.commissions, enrolled),
        }
        self.distribution.count(&self.selected);
        disclose(filter, account, &self.distribution, i64::MIN, scale)
    }

    /// Copies the amounts of the people a filter leaves, without branching on them.
    fn select<A: Amount>(
        &mut self,
        filter: Filter,
        amounts: &[A],
        commissions: &[A],
        enrolled: Each<bool>,
    ) {
        let whatever = matches!(filter, Filter::All | Filter::GrossOnly);
        let unpaid_too = whatever || filter == Filter::Active;
        let quitters_too = whatever || filter == Filter::Paid;
        self.selected.clear();
        self.selected.resize(amounts.len(), 0);
        let mut shown = 0;
        for (index, (&amount, &commission)) in amounts.iter().zip(commissions).enumerate() {
            self.selected[shown] = amount.into();
            let is_enrolled = quitters_too | enrolled.at(index);
            shown += usize::from((unpaid_too | (commission.into() > 0)) & is_enrolled);
        }
        self.selected.truncate(shown);
    }
}

/// Whether two filters leave the same people.
fn same_people(left: Filter, right: Filter, nobody_quit: bool) -> bool {
    let without_quitting = |filter| match filter {
        Filter::All | Filter::Active | Filter::GrossOnly => Filter::All,
        Filter::Paid | Filter::PaidAndActive => Filter::Paid,
    };
    (left == Filter::All && right == Filter::GrossOnly)
        || (nobody_quit && without_quitting(left) == without_quitting(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(disclosed: &Disclosed) -> Vec<(&'static str, u64)> {
        bracket_names(disclosed.account)
            .zip(disclosed.brackets.iter().map(|bracket| bracket.people))
            .filter(|&(_, people)| people > 0)
            .collect()
    }

    #[test]
    fn each_filter_hides_what_it_says() {
        let year = DisclosedYear {
            commissions: &[0, 0, 15_000, 100],
            gross: &[0, 10_000, 15_000, 100],
            net: &[-10_000, -1, 5_000, 0],
            counted: None,
        };
        let table =
            Discloser::default().disclose(&year, Each::Own(&[true, false, true, false]), 100);
        let of = |filter, account| {
            let found = table
                .iter()
                .find(|row| row.filter == filter && row.account == account);
            found.map(shown)
        };
        assert_eq!(
            of(Filter::All, Account::Net).unwrap(),
            [
                ("−1,000–−100", 1),
                ("−100–0", 1),
                ("nothing", 1),
                ("0.01–100", 1)
            ]
        );
        assert_eq!(
            of(Filter::All, Account::Gross).unwrap(),
            [("nothing", 1), ("0.01–100", 2), ("100–500", 1)]
        );
        assert_eq!(
            of(Filter::Active, Account::Net).unwrap(),
            [("−1,000–−100", 1), ("0.01–100", 1)]
        );
        assert_eq!(
            of(Filter::Paid, Account::Net).unwrap(),
            [("nothing", 1), ("0.01–100", 1)]
        );
        assert_eq!(
            of(Filter::PaidAndActive, Account::Gross).unwrap(),
            [("100–500", 1)]
        );
        assert_eq!(
            of(Filter::GrossOnly, Account::Gross),
            of(Filter::All, Account::Gross)
        );
        assert_eq!(of(Filter::GrossOnly, Account::Net), None);
    }

    #[test]
    fn the_total_is_everyone_shown() {
        let (commissions, net) = ([100, 300, 200], [-900, 700, 100]);
        let year = DisclosedYear {
            commissions: &commissions,
            gross: &commissions,
            net: &net,
            counted: None,
        };
        let table = Discloser::default().disclose(&year, Each::Own(&[true; 3]), 100);
        assert_eq!(table.len(), 9);
        let total = Slice {
            people: 3,
            money: -100,
            median: Some(100),
        };
        assert_eq!((table[1].account, table[1].total), (Account::Net, total));
        for row in &table {
            assert_eq!(
                row.brackets
                    .iter()
                    .map(|bracket| bracket.people)
                    .sum::<u64>(),
                row.total.people
            );
        }
    }
}
