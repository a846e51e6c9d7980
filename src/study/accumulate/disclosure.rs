//! Brackets of income over replications: `disclosure.csv`.

use crate::measure::disclosure::{Disclosed, Filter, bracket_names};
use crate::measure::distribution::Slice;
use crate::study::interval::Moments;
use crate::study::results::{Account, DisclosureRow};

/// The bracket that holds everyone the filter leaves.
const TOTAL: &str = "total";

/// The disclosures of one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct DisclosureTable {
    disclosures: Vec<Sums>,
}

/// One filter and account.
#[derive(Clone, Debug)]
struct Sums {
    filter: Filter,
    account: Account,
    brackets: Vec<BracketSums>,
    total: BracketSums,
}

#[derive(Clone, Debug, Default)]
struct BracketSums {
    share: Moments,
    median: Moments,
    people: u64,
    money: i128,
}

impl BracketSums {
    fn push(&mut self, bracket: &Slice, shown: u64) {
        // Where the filter leaves nobody there are no shares.
        if shown > 0 {
            self.share.push(bracket.people as f64 / shown as f64);
        }
        if let Some(median) = bracket.median {
            self.median.push(median as f64);
        }
        self.people += bracket.people;
        self.money += i128::from(bracket.money);
    }
}

impl DisclosureTable {
    /// Every replication has the same filters, accounts and brackets.
    pub(super) fn push(&mut self, disclosures: &[Disclosed]) {
        if self.disclosures.is_empty() {
            self.disclosures
                .extend(disclosures.iter().map(|disclosed| Sums {
                    filter: disclosed.filter,
                    account: disclosed.account,
                    brackets: vec![BracketSums::default(); disclosed.brackets.len()],
                    total: BracketSums::default(),
                }));
        }
        for (sums, disclosed) in self.disclosures.iter_mut().zip(disclosures) {
            let shown = disclosed.total.people;
            for (bracket, slice) in sums.brackets.iter_mut().zip(&disclosed.brackets) {
                bracket.push(slice, shown);
            }
            sums.total.push(&disclosed.total, shown);
        }
    }

    pub(super) fn rows(&self, plan: &str) -> Vec<DisclosureRow> {
        let mut rows = Vec::new();
        for sums in &self.disclosures {
            let row = |bracket, of: &BracketSums, cumulative_share| DisclosureRow {
                plan: plan.to_owned(),
                filter: sums.filter.word(),
                account: sums.account,
                bracket,
                share: of.share.mean(),
                cumulative_share,
                median: of.median.mean(),
                mean: (of.people > 0).then(|| of.money as f64 / of.people as f64),
            };
            let mut cumulative = 0.0;
            for (name, bracket) in bracket_names(sums.account).zip(&sums.brackets) {
                let share = bracket.share.mean();
                cumulative += share.unwrap_or(0.0);
                rows.push(row(name, bracket, share.map(|_| cumulative)));
            }
            rows.push(row(TOTAL, &sums.total, sums.total.share.mean()));
        }
        rows
    }
}
