//! The tables of a study, one function a file (interface.md §3).

mod change;
mod distribution;
mod group;
mod metric;
mod money;
mod sample_tree;
mod yardsticks;

use super::column::Column;
use super::table::{Cell, Population, Table};
use crate::study::results::{Estimate, Results, Unit};

pub use change::winners_losers;
pub use distribution::{cumulative, disclosure, histogram, joining_curve, lorenz, quantiles};
pub use group::{cohorts, depth, joining_decile, joining_period};
pub use metric::{comparison, convergence, denominators, replications, summary};
pub use money::{funding, periods};
pub use sample_tree::sample_tree;
pub use yardsticks::yardsticks;

/// Every table of the study, in the order in which the report shows them. A table
/// that does not apply, such as the comparison of a single plan, has no rows.
#[must_use]
pub fn all(results: &Results) -> Vec<Table<'_>> {
    let mut tables = vec![
        summary(&results.summary),
        comparison(&results.comparison, &results.subject),
        winners_losers(&results.winners_losers, &results.subject),
        joining_decile(&results.joining_decile),
        joining_period(&results.joining_period),
        joining_curve(&results.joining_curve),
        depth(&results.depth),
        cohorts(&results.cohorts),
        funding(&results.funding),
        periods(&results.periods),
        disclosure(&results.disclosure, &results.subject),
        yardsticks(results),
        cumulative(&results.cumulative),
        histogram(&results.histogram),
        quantiles(&results.quantiles),
        lorenz(&results.lorenz),
        convergence(&results.convergence),
        replications(&results.replications),
        denominators(&results.replications),
    ];
    tables.extend(
        results
            .sample_tree
            .as_ref()
            .map(|tree| sample_tree(tree, &results.subject)),
    );
    tables
}

/// A share with its interval.
fn share<'a>(estimate: Estimate) -> [Cell<'a>; 3] {
    Cell::estimate(Unit::Share, estimate)
}

/// An amount with its interval.
fn amount<'a>(estimate: Estimate) -> [Cell<'a>; 3] {
    Cell::estimate(Unit::Amount, estimate)
}

/// A whole number that counts or numbers something.
fn number<'a>(value: u32) -> Cell<'a> {
    Cell::Integer(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn each_file_as_it_is_written() {
        let results = fixture::results(2);
        for table in all(&results) {
            let csv = String::from_utf8(table.csv(&results.subject.currency)).unwrap();
            insta::assert_snapshot!(table.name, csv);
        }
    }

    #[test]
    fn one_plan_is_compared_with_nothing() {
        let results = fixture::results(1);
        let empty: Vec<&str> = all(&results)
            .iter()
            .filter(|table| table.is_empty())
            .map(|table| table.name)
            .collect();
        assert_eq!(empty, ["comparison", "winners_losers"]);
    }
}
