//! The engine against a second implementation on random networks: it walks up from every
//! sale in decimals and rounds once per payee. Slow and obviously right.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Case, PRODUCT, levels, plan};
use crate::network::NO_SPONSOR;

/// What the twin pays each member.
fn reference(sponsors: &[u32], volumes: &[i64], own: Decimal, rates: &[Decimal]) -> Vec<i64> {
    let mut sale = vec![Decimal::ZERO; sponsors.len()];
    let mut level = vec![Decimal::ZERO; sponsors.len()];
    for source in 0..sponsors.len() {
        let volume = Decimal::from(volumes[source]);
        sale[source] += own * volume;
        let mut upline = sponsors[source];
        for rate in rates {
            if upline == NO_SPONSOR {
                break;
            }
            level[upline as usize] += rate * volume;
            upline = sponsors[upline as usize];
        }
    }
    let cents = |exact: Decimal| {
        let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(whole.mantissa()).unwrap()
    };
    sale.into_iter()
        .zip(level)
        .map(|(sale, level)| cents(sale) + cents(level))
        .collect()
}

proptest! {
    #[test]
    fn the_engine_agrees_with_the_slow_twin(
        links in prop::collection::vec((any::<prop::sample::Index>(), 0i64..100_000), 2..150),
        own in 0u32..500,
        rates in prop::collection::vec(1u32..200, 1..9),
    ) {
        let sponsors: Vec<Option<u32>> = links
            .iter()
            .enumerate()
            .map(|(index, (link, _))| (index > 0).then(|| link.index(index) as u32))
            .collect();
        let volumes: Vec<i64> = links.iter().map(|(_, volume)| *volume).collect();
        let rates: Vec<Decimal> = rates.iter().map(|&rate| Decimal::new(i64::from(rate), 3)).collect();
        let own = Decimal::new(i64::from(own), 3);
        let list: Vec<String> = rates.iter().map(ToString::to_string).collect();
        let components = format!(
            "[[plans.component]]\ntype = \"sale_commission\"\nrate = {own}\n{}",
            levels(&format!("[{}]", list.join(", ")))
        );
        let case = Case::new(&sponsors).volumes(&volumes);
        let accounts = case.pay(&plan(PRODUCT, &components));
        prop_assert_eq!(
            &accounts.commissions,
            &reference(&case.sponsor, &volumes, own, &rates)
        );
        prop_assert_eq!(accounts.by_component.len(), 2);
        let by_component: i64 = accounts.by_component.iter().flatten().sum();
        prop_assert_eq!(by_component, accounts.totals.payout);
    }

    #[test]
    fn a_prorated_period_stays_within_half_a_cent_a_line(
        links in prop::collection::vec((any::<prop::sample::Index>(), 0i64..10_000), 2..60),
        budget in 1u32..30,
    ) {
        let sponsors: Vec<Option<u32>> = links
            .iter()
            .enumerate()
            .map(|(index, (link, _))| (index > 0).then(|| link.index(index) as u32))
            .collect();
        let volumes: Vec<i64> = links.iter().map(|(_, volume)| *volume).collect();
        let company = format!("{PRODUCT}[company]\npayout_budget = {}\n", Decimal::new(i64::from(budget), 2));
        let accounts = Case::new(&sponsors)
            .volumes(&volumes)
            .pay(&plan(&company, &levels("[0.10, 0.07, 0.05]")));
        let available = i64::from(budget) * volumes.iter().sum::<i64>();
        let lines = accounts.commissions.iter().filter(|&&paid| paid != 0).count() as i64;
        prop_assert!(100 * accounts.totals.payout <= available + 50 * lines);
    }
}
