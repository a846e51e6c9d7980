//! The whole winners-and-losers table of a tree of a founder and twenty participants,
//! worked by hand: each person's change stands in one cell of each ranking, once.
//!
//! ```text
//! founder ── 1 ─┬─ 2 ─┬─ 4 …     k sponsors 2k and 2k + 1, up to 20
//!               └─ 3 ─┴─ …       k sells min(k, 21 − k) − 1 units at 100.00
//! ```
//!
//! `referral` pays 10 % of own sales, `levels` 5 % of own sales and 5 % of those of personal
//! recruits. Both pay 900.00. So k changes by 5.00 × (units of 2k and 2k + 1, less own):
//!
//! | who | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
//! |---|---|---|---|---|---|---|---|---|---|---|
//! | own units | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
//! | of recruits | 1+2 | 3+4 | 5+6 | 7+8 | 9+9 | 8+7 | 6+5 | 4+3 | 2+1 | 0 |
//! | change | +15 | +30 | +45 | +60 | +70 | +50 | +25 | 0 | −25 | −45 |
//!
//! | who | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 |
//! |---|---|---|---|---|---|---|---|---|---|---|
//! | own units | 9 | 8 | 7 | 6 | 5 | 4 | 3 | 2 | 1 | 0 |
//! | change | −45 | −40 | −35 | −30 | −25 | −20 | −15 | −10 | −5 | 0 |
//!
//! More than 20.00 is large: 7 large losses, 4 small ones, 2 unchanged, 1 small gain and
//! 6 large ones.

use super::*;
use crate::columns::Each;

const PEOPLE: u32 = 20;

fn units(who: u32) -> i64 {
    match who {
        1..=PEOPLE => i64::from(who.min(21 - who)) - 1,
        _ => 0,
    }
}

/// The results of one replication of the tree, under `referral` and `levels`.
fn twenty() -> Results {
    let members = 0..=PEOPLE;
    let sponsor: Vec<u32> = members
        .clone()
        .map(|who| if who == 0 { NO_SPONSOR } else { who / 2 })
        .collect();
    let referral: Vec<i64> = members.clone().map(|who| 10_00 * units(who)).collect();
    let levels: Vec<i64> = members
        .map(|who| 5_00 * (units(who) + units(2 * who) + units(2 * who + 1)))
        .collect();
    let depth: Vec<u32> = (0..=PEOPLE).map(|who| (who + 1).ilog2()).collect();
    let teams = vec![Team::default(); sponsor.len()];
    let once = vec![1; sponsor.len()];
    let facts = WorldFacts {
        founders: 1,
        sponsor: &sponsor,
        joined: Each::Own(&once),
        periods_enrolled: Each::Own(&once),
        enrolled_at_end: Each::All(true),
        depth: &depth,
        teams: &teams,
        ..WorldFacts::nobody()
    };
    let totals = Totals::default();
    let plans = [&referral, &levels].map(|paid| PlanFacts {
        commissions: paid,
        net: paid,
        ..PlanFacts::nothing(&totals)
    });
    let options = Options {
        baseline: 0,
        large: 20_00,
        equal_payout: false,
        scale: 100,
    };
    let luck = Luck::new(1, 1);
    let measures = measure(&mut Workspace::default(), &luck, &options, &[facts], &plans);
    let mut accumulator = Accumulator::new(subject(&["referral", "levels"]));
    accumulator.push(measures);
    accumulator.finish()
}

/// Large loss, small loss, no change, small gain, large gain: each group's shares.
fn shares(results: &Results, ranking: Ranking) -> Vec<[f64; 5]> {
    let cells: Vec<f64> = results
        .winners_losers
        .iter()
        .filter(|row| row.ranked_by == ranking)
        .map(|row| row.share.mean.expect("every group has people"))
        .collect();
    let (groups, rest) = cells.as_chunks::<5>();
    assert!(rest.is_empty(), "a group has five buckets");
    groups.to_vec()
}

#[test]
fn every_cell_by_hand() {
    let results = twenty();
    assert_eq!(
        shares(&results, Ranking::Everyone),
        // 7, 4, 2, 1 and 6 of 20.
        [[0.35, 0.2, 0.1, 0.05, 0.3]]
    );
    // Tenths of two: 1 and 2, 3 and 4, …
    assert_eq!(
        shares(&results, Ranking::JoiningOrder),
        [
            [0.0, 0.0, 0.0, 0.5, 0.5], // +15, +30
            [0.0, 0.0, 0.0, 0.0, 1.0], // +45, +60
            [0.0, 0.0, 0.0, 0.0, 1.0], // +70, +50
            [0.0, 0.0, 0.5, 0.0, 0.5], // +25, 0
            [1.0, 0.0, 0.0, 0.0, 0.0], // −25, −45
            [1.0, 0.0, 0.0, 0.0, 0.0], // −45, −40
            [1.0, 0.0, 0.0, 0.0, 0.0], // −35, −30
            [0.5, 0.5, 0.0, 0.0, 0.0], // −25, −20
            [0.0, 1.0, 0.0, 0.0, 0.0], // −15, −10
            [0.0, 0.5, 0.5, 0.0, 0.0], // −5, 0
        ]
    );
    // Tenth d of the baseline: d and 21 − d, who sell d − 1 units each.
    assert_eq!(
        shares(&results, Ranking::BaselineNet),
        [
            [0.0, 0.0, 0.5, 0.5, 0.0], // 20: 0, 1: +15
            [0.0, 0.5, 0.0, 0.0, 0.5], // 19: −5, 2: +30
            [0.0, 0.5, 0.0, 0.0, 0.5], // 18: −10, 3: +45
            [0.0, 0.5, 0.0, 0.0, 0.5], // 17: −15, 4: +60
            [0.0, 0.5, 0.0, 0.0, 0.5], // 16: −20, 5: +70
            [0.5, 0.0, 0.0, 0.0, 0.5], // 15: −25, 6: +50
            [0.5, 0.0, 0.0, 0.0, 0.5], // 14: −30, 7: +25
            [0.5, 0.0, 0.5, 0.0, 0.0], // 13: −35, 8: 0
            [1.0, 0.0, 0.0, 0.0, 0.0], // 12: −40, 9: −25
            [1.0, 0.0, 0.0, 0.0, 0.0], // 11: −45, 10: −45
        ]
    );
}

/// A change counted twice, or in two buckets, breaks one of these sums.
#[test]
fn every_change_is_counted_once() {
    let results = twenty();
    for ranking in [
        Ranking::Everyone,
        Ranking::JoiningOrder,
        Ranking::BaselineNet,
    ] {
        for shares in shares(&results, ranking) {
            assert_abs_diff_eq!(shares.iter().sum::<f64>(), 1.0, epsilon = 1e-12);
        }
        // Both plans pay the participants the same: what some gain others lose.
        let gained: f64 = results
            .winners_losers
            .iter()
            .filter(|row| row.ranked_by == ranking)
            .filter_map(|row| Some(row.share.mean? * row.mean_change?))
            .sum();
        assert_abs_diff_eq!(gained, 0.0, epsilon = 1e-9);
    }
    let cell = |bucket| {
        let found = results
            .winners_losers
            .iter()
            .find(|row| row.ranked_by == Ranking::Everyone && row.bucket == bucket);
        found.unwrap().mean_change.unwrap()
    };
    // 30 + 45 + 60 + 70 + 50 + 25, of six; 25 + 45 + 45 + 40 + 35 + 30 + 25, of seven.
    assert_eq!(cell(Bucket::LargeGain), 280_00.0 / 6.0);
    assert_eq!(cell(Bucket::LargeLoss), -245_00.0 / 7.0);
    assert_eq!(cell(Bucket::SmallLoss), -50_00.0 / 4.0);
    assert_eq!(cell(Bucket::SmallGain), 15_00.0);
    let changed = |metric| {
        let row = results.comparison.iter().find(|row| row.metric == metric);
        row.unwrap().difference.mean.unwrap()
    };
    // 280 + 15 gained, 245 + 50 lost.
    assert_eq!(changed("total_moved"), 295_00.0);
    let everyone = changed("share_better") + changed("share_worse") + changed("share_unchanged");
    assert_abs_diff_eq!(everyone, 1.0, epsilon = 1e-12);
}
