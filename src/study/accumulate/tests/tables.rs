//! Tables of the hand-worked tree.

use super::*;

/// Changes from `referral` to `levels`: +10, 0, −5, −5, −5, 0.
#[test]
fn winners_and_losers_by_hand() {
    let results = results(2, false);
    let cell = |ranked_by, group, bucket| {
        let found = results
            .winners_losers
            .iter()
            .find(|row| row.ranked_by == ranked_by && row.group == group && row.bucket == bucket);
        let found = found.unwrap();
        (found.share.mean, found.mean_change)
    };
    let everyone = |bucket| cell(Ranking::Everyone, 0, bucket);
    assert_eq!(everyone(Bucket::LargeLoss), (Some(0.0), None));
    assert_eq!(everyone(Bucket::SmallLoss), (Some(0.5), Some(-500.0)));
    assert_eq!(everyone(Bucket::NoChange), (Some(2.0 / 6.0), Some(0.0)));
    assert_eq!(everyone(Bucket::SmallGain), (Some(0.0), None));
    assert_eq!(everyone(Bucket::LargeGain), (Some(1.0 / 6.0), Some(1000.0)));
    // Of six people the deciles 2, 4, 5, 7, 9 and 10 hold one each.
    assert_eq!(
        cell(Ranking::JoiningOrder, 2, Bucket::LargeGain),
        (Some(1.0), Some(1000.0))
    );
    assert_eq!(
        cell(Ranking::JoiningOrder, 4, Bucket::NoChange),
        (Some(1.0), Some(0.0))
    );
    assert_eq!(
        cell(Ranking::JoiningOrder, 1, Bucket::NoChange),
        (None, None)
    );
    // Participant 3 has most under the baseline, 2 and 6 have least.
    assert_eq!(
        cell(Ranking::BaselineNet, 10, Bucket::SmallLoss),
        (Some(1.0), Some(-500.0))
    );
    assert_eq!(cell(Ranking::BaselineNet, 2, Bucket::NoChange).0, Some(1.0));
    assert_eq!(cell(Ranking::BaselineNet, 4, Bucket::NoChange).0, Some(1.0));
    // 1, 4 and 5 are tied, and luck puts them into 5, 7 and 9.
    let gains: f64 = [5, 7, 9]
        .iter()
        .filter_map(|&group| cell(Ranking::BaselineNet, group, Bucket::LargeGain).0)
        .sum();
    assert_eq!(gains, 1.0);
    assert!(
        results
            .winners_losers
            .iter()
            .all(|row| row.plan == "levels")
    );
}

#[test]
fn tables_by_hand() {
    let results = results(2, false);
    let depth: Vec<_> = results
        .depth
        .iter()
        .filter(|row| row.plan == "levels")
        .map(|row| {
            (
                row.group,
                row.participants,
                row.mean_net.unwrap(),
                row.median_net.unwrap(),
            )
        })
        .collect();
    assert_eq!(
        depth,
        [
            (1, 2.0, 0.0, -1000.0),
            (2, 2.0, 0.0, -500.0),
            (3, 1.0, -500.0, -500.0),
            (4, 1.0, -1000.0, -1000.0)
        ]
    );
    let half = |rows: &[crate::study::results::LorenzRow]| {
        let found = rows
            .iter()
            .find(|row| row.plan == "levels" && row.account == Account::Gross && row.people == 0.5);
        found.unwrap().money.mean.unwrap()
    };
    // The three poorest have 0, 0 and 5; the three earliest 20, 0 and 15.
    assert_abs_diff_eq!(half(&results.lorenz), 500.0 / 4500.0, epsilon = 1e-12);
    assert_abs_diff_eq!(
        half(&results.joining_curve),
        3500.0 / 4500.0,
        epsilon = 1e-12
    );
    let funding: Vec<_> = results
        .funding
        .iter()
        .map(|row| (row.component.as_str(), row.source, row.amount_mean))
        .collect();
    assert_eq!(funding[0], ("commission", "customers", 5000.0));
    assert_eq!(funding[3], ("total", "customers", 5000.0));
    assert_eq!(results.periods[0].share_loss_so_far.mean, Some(0.5));
    let in_bins: f64 = results
        .histogram
        .iter()
        .filter(|row| row.plan == "levels" && row.account == Account::Net)
        .map(|row| row.count_mean)
        .sum();
    assert_eq!(in_bins, 6.0);
    assert_eq!(results.quantiles.len(), 2 * 3 * 100);
}

#[test]
fn margin_makes_gross_another_account() {
    let (totals, _) = paid(&LEVELS);
    // What `referral` pays as commission is kept here as retail margin.
    let margin = REFERRAL;
    let net: Vec<i64> = LEVELS
        .iter()
        .zip(margin)
        .map(|(commission, margin)| commission + margin - 1000)
        .collect();
    let plan = PlanFacts {
        commissions: &LEVELS,
        margin: &margin,
        net: &net,
        ..PlanFacts::nothing(&totals)
    };
    let options = Options {
        baseline: 0,
        large: 500,
        equal_payout: false,
        scale: 100,
    };
    let measures = measure(
        &mut Workspace::default(),
        &Luck::new(1, 1),
        &options,
        &[world(false)],
        &[plan],
    );
    let mut accumulator = Accumulator::new(subject(&["levels"]));
    accumulator.push(measures);
    let results = accumulator.finish();
    // Gross by participant: 30, 0, 35, 15, 15, 0.
    assert_mean(&results, "levels", "mean_gross", 9500.0 / 6.0);
    assert_mean(&results, "levels", "early50_share_gross", 6500.0 / 9500.0);
    assert_mean(&results, "levels", "early50_share", 3500.0 / 4500.0);
    assert_mean(
        &results,
        "levels",
        "top10_share_gross",
        0.6 * 3500.0 / 9500.0,
    );
    // Brackets: the paid are those with commissions, whatever margin they have.
    let shown = |filter: &str, bracket: &str| {
        let found = results.disclosure.iter().find(|row| {
            row.filter == filter && row.account == Account::Gross && row.bracket == bracket
        });
        let found = found.unwrap();
        (found.share, found.mean)
    };
    assert_eq!(shown("all", "nothing"), (Some(2.0 / 6.0), Some(0.0)));
    assert_eq!(
        shown("all", "0.01–100"),
        (Some(4.0 / 6.0), Some(9500.0 / 4.0))
    );
    assert_eq!(shown("paid", "nothing"), (Some(0.0), None));
    assert_eq!(shown("paid", "total"), (Some(1.0), Some(9500.0 / 4.0)));
    let median = |account| {
        let found = results
            .quantiles
            .iter()
            .find(|row| row.account == account && row.p == 0.5);
        found.unwrap().value.mean
    };
    assert_eq!(median(Account::Commissions), Some(500.0));
    assert_eq!(median(Account::Gross), Some(1500.0));
}
