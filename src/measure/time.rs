//! Time and use: who would be in profit if own use or time were valued otherwise, and
//! when people broke even (rulings.md 26).

use super::amount::Amount;
use super::distribution::Distribution;
use super::facts::PlanFacts;
use super::metric::{BreakEven, ProfitVariants};
use crate::columns::Each;

/// Counts participants in profit under other notions of cost: of `net` from member
/// `first` on, with the purchases and the time of `plan`. `profitable` is how many have
/// net > 0 as it stands.
pub(super) fn profit_variants(
    net: &[impl Amount],
    plan: &PlanFacts<impl Amount>,
    periods_enrolled: Each<u16>,
    first: usize,
    profitable: u64,
) -> ProfitVariants {
    let mut variants = ProfitVariants {
        use_0: profitable,
        use_50: profitable,
        use_100: profitable,
        after_time: profitable,
    };
    if !plan.own_purchases.is_empty() {
        // `net` was credited with the use value: take that off and value anew.
        let credited = plan.use_value[first..].iter();
        let bare = net
            .iter()
            .zip(credited)
            .map(|(&net, credited)| net.into() - credited);
        let bought = || bare.clone().zip(&plan.own_purchases[first..]);
        variants.use_0 = count(bought(), |(bare, _)| bare > 0);
        variants.use_50 = count(bought(), |(bare, price)| 2 * bare + price > 0);
        variants.use_100 = count(bought(), |(bare, price)| bare + price > 0);
    }
    if plan.time_cost_per_period != 0 {
        let cost = |periods: u16| plan.time_cost_per_period * i64::from(periods);
        variants.after_time = match periods_enrolled {
            Each::All(periods) => {
                let cost = cost(periods);
                count(net.iter(), |&net| net.into() > cost)
            }
            Each::Own(periods) => {
                let timed = net.iter().zip(periods);
                count(timed, |(&net, &periods)| net.into() > cost(periods))
            }
        };
    }
    variants
}

fn count<T>(people: impl Iterator<Item = T>, wanted: impl Fn(T) -> bool) -> u64 {
    people
        .filter_map(|person| wanted(person).then_some(()))
        .count() as u64
}

/// The median (type 1) of net ÷ hours; `None` without participants or hours. Everyone is
/// enrolled for at least a period.
pub(super) fn net_per_hour(
    net: &[impl Amount],
    distribution: &Distribution,
    periods_enrolled: Each<u16>,
    hours_per_period: f64,
    rates: &mut Vec<f64>,
) -> Option<f64> {
    if net.is_empty() || hours_per_period <= 0.0 {
        return None;
    }
    let periods_enrolled = match periods_enrolled {
        Each::All(periods) => {
            let hours = hours_per_period * f64::from(periods);
            return distribution.median().map(|median| median as f64 / hours);
        }
        Each::Own(periods) => periods,
    };
    rates.clear();
    let timed = net.iter().zip(periods_enrolled);
    rates.extend(
        timed.map(|(&net, &periods)| net.into() as f64 / (hours_per_period * f64::from(periods))),
    );
    let middle = (rates.len() - 1) / 2;
    Some(*rates.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// When people broke even, from the completed periods it took each (0: never).
pub(super) fn break_even(periods_to_profit: &[u16]) -> BreakEven {
    let longest = periods_to_profit.iter().copied().max().unwrap_or(0);
    let mut after = vec![0_u64; usize::from(longest) + 1];
    for &periods in periods_to_profit {
        after[usize::from(periods)] += 1;
    }
    let half = (periods_to_profit.len() as u64).div_ceil(2);
    let mut so_far = 0;
    let median = after.iter().skip(1).position(|&people| {
        so_far += people;
        so_far >= half
    });
    BreakEven {
        ever: after.iter().skip(1).sum(),
        median_periods: median.map(|index| index as u32 + 1),
    }
}

/// The same in a world of one period, where whoever profits does so after it.
pub(super) fn break_even_at_once(profitable: u64, participants: u64) -> BreakEven {
    BreakEven {
        ever: profitable,
        median_periods: (profitable > 0 && 2 * profitable >= participants).then_some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::Totals;

    #[test]
    fn use_and_time_valued_otherwise() {
        let totals = Totals::default();
        let plan = PlanFacts {
            // The founder's are left out.
            use_value: &[999, 50, 50, 0],
            own_purchases: &[999, 100, 100, 0],
            time_cost_per_period: 30,
            ..PlanFacts::<i64>::nothing(&totals)
        };
        // Before any use value the participants stand at −40, −60 and 31.
        let variants = profit_variants(&[10, -10, 31], &plan, Each::All(1), 1, 2);
        let one_by_one = profit_variants(&[10, -10, 31], &plan, Each::Own(&[1; 3]), 1, 2);
        assert_eq!(variants, one_by_one);
        let expected = ProfitVariants {
            use_0: 1,
            use_50: 2,
            use_100: 3,
            after_time: 1,
        };
        assert_eq!(variants, expected);
    }

    #[test]
    fn the_median_rate_is_not_the_rate_of_medians() {
        let (net, periods) = ([10, 40, 30], [1, 8, 2]);
        let mut distribution = Distribution::default();
        distribution.count(&net);
        let rate = |hours| {
            net_per_hour(
                &net,
                &distribution,
                Each::Own(&periods),
                hours,
                &mut Vec::new(),
            )
        };
        // 10, 5 and 15 an hour.
        assert_eq!(rate(1.0), Some(10.0));
        assert_eq!(rate(0.0), None);
        for twice in [Each::All(2), Each::Own(&[2, 2, 2])] {
            let rate = net_per_hour(&net, &distribution, twice, 5.0, &mut Vec::new());
            assert_eq!(rate, Some(3.0));
        }
    }

    #[test]
    fn people_who_never_break_even_count_in_the_median() {
        let of = |periods: &[u16]| {
            let found = break_even(periods);
            (found.ever, found.median_periods)
        };
        assert_eq!(of(&[0, 3, 1, 2]), (3, Some(2)));
        assert_eq!(of(&[0, 0, 1, 2]), (2, Some(2)));
        assert_eq!(of(&[0, 0, 0, 2]), (1, None));
        assert_eq!(of(&[]), (0, None));
        assert_eq!(break_even_at_once(1, 2).median_periods, Some(1));
        assert_eq!(break_even_at_once(1, 3).median_periods, None);
        assert_eq!(break_even_at_once(0, 0).median_periods, None);
    }
}
