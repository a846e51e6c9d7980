//! The most a plan can pay: component by component, together, and under the caps that
//! hold it (plans.md §6).

use rust_decimal::{Decimal, RoundingStrategy};

use crate::books::Source;
use crate::money::{Cents, Rate};

use super::component::Maximum;
use super::settlement::ProrateToCap;
use super::{Plan, PlanComponent};

/// A cap on what the company pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyCap<'a> {
    /// The share of commissionable volume.
    pub rate: Rate,
    /// A stated volume in place of the company's own.
    pub stated: Option<Cents>,
    /// The components it holds together.
    pub components: Vec<&'a str>,
    /// Whether it is the scenario's payout budget rather than a step of the plan.
    pub is_budget: bool,
    /// Whether they could pay more than it, so that it may have to cut them.
    pub may_cut: bool,
}

impl Plan {
    /// The most each commission can pay, in the order of the plan. What is a share of other
    /// components' earnings can pay that share of what they can.
    pub fn maxima(&self) -> impl Iterator<Item = (&str, Maximum)> {
        self.components
            .iter()
            .map(|component| (component.id.as_str(), self.maximum_of(component)))
    }

    fn maximum_of(&self, component: &PlanComponent) -> Maximum {
        let own = component.rule.maximum();
        let bases = component.rule.depends_on().iter();
        bases
            .filter_map(|id| self.components.iter().find(|base| base.id == *id))
            .map(|base| base.rule.maximum().times(own.of_earnings))
            .fold(own, Maximum::and)
    }

    /// The most the whole plan can pay before any cap on what the company pays.
    #[must_use]
    pub fn maximum(&self) -> Maximum {
        self.sum_where(|_| true)
    }

    fn sum_where(&self, is_counted: impl Fn(usize) -> bool) -> Maximum {
        let counted = (0..self.components.len()).filter(|&index| is_counted(index));
        let together = counted
            .map(|index| self.maximum_of(&self.components[index]))
            .fold(Maximum::NOTHING, Maximum::and);
        // What a component is a share of is counted with the component.
        Maximum {
            of_earnings: Rate::ZERO,
            ..together
        }
    }

    /// The caps on what the company pays, in the order they are kept.
    pub fn company_caps(&self) -> impl Iterator<Item = CompanyCap<'_>> {
        let caps = self.settlement.company_caps().iter();
        caps.map(|cap| CompanyCap {
            rate: cap.cap_rate,
            stated: cap.base.map(Cents),
            components: self
                .component_ids()
                .zip(&cap.under)
                .filter_map(|(id, &under)| under.then_some(id))
                .collect(),
            is_budget: cap.is_budget,
            may_cut: binds(cap, &self.sum_where(|index| cap.under[index])),
        })
    }

    /// The most the whole plan can pay under the caps on what the company pays. A cap of
    /// the company's volume counts as that share of volume from every source.
    #[must_use]
    pub fn held(&self) -> Maximum {
        let mut caps: Vec<&ProrateToCap> = self.settlement.company_caps().iter().collect();
        caps.sort_by_key(|cap| cap.cap_rate.to_decimal());
        let mut free = vec![true; self.components.len()];
        let mut held = Maximum::NOTHING;
        for cap in &caps {
            let group = self.sum_where(|index| free[index] && cap.under[index]);
            if binds(cap, &group) {
                held = held.and(bound(cap));
                for (free, under) in free.iter_mut().zip(&cap.under) {
                    *free &= !under;
                }
            }
        }
        held = held.and(self.sum_where(|index| free[index]));
        let over_all = caps.iter().filter(|cap| !cap.under.contains(&false));
        over_all.fold(held, |held, cap| match binds(cap, &held) {
            true => bound(cap),
            false => held,
        })
    }

    /// What share each component is of which others' earnings, in the order of the plan.
    pub fn shares_of(&self) -> impl Iterator<Item = (Rate, &[String])> {
        self.components.iter().map(|component| {
            let rule = &component.rule;
            (rule.maximum().of_earnings, rule.depends_on())
        })
    }

    /// The id of the retail margin, and the highest share of the retail price it is; no
    /// share where it is price less wholesale.
    #[must_use]
    pub fn margin_most(&self) -> Option<(&str, Option<Rate>)> {
        let margin = self.margin.as_ref()?;
        Some((&margin.id, margin.rule.highest()))
    }

    /// The most each component pays one member in a period, by its own cap or by an
    /// individual one, in the order of the plan.
    pub fn most_to_one(&self) -> impl Iterator<Item = Option<Cents>> {
        self.components
            .iter()
            .enumerate()
            .map(|(index, component)| {
                let step = self.settlement.most_to_one(index).map(Cents);
                component.rule.most_to_one().into_iter().chain(step).min()
            })
    }

    /// Whether nothing holds what a component pays: no cap of its own, none on each
    /// payee, none on what the company pays.
    pub(super) fn is_uncapped(&self, index: usize) -> bool {
        let caps = self.settlement.company_caps();
        self.components[index].rule.most_to_one().is_none()
            && self.settlement.most_to_one(index).is_none()
            && !caps.iter().any(|cap| cap.under[index])
    }
}

/// Whether a cap can cut what could be paid under it.
fn binds(cap: &ProrateToCap, maximum: &Maximum) -> bool {
    *maximum != Maximum::NOTHING
        && (cap.base.is_some()
            || !maximum.is_share_of_volume()
            || maximum.largest().1.to_decimal() > cap.cap_rate.to_decimal())
}

/// What a cap leaves at most.
fn bound(cap: &ProrateToCap) -> Maximum {
    match cap.base {
        Some(_) => Maximum::BESIDE_VOLUME,
        None => Maximum::of(cap.cap_rate, &Source::ALL),
    }
}

/// A share in percent, with four decimals at most: `12.5 %`. Rounded up, as bounds are.
#[must_use]
pub fn percent(share: Rate) -> String {
    let percent = share.to_decimal() * Decimal::ONE_HUNDRED;
    let rounded = percent.round_dp_with_strategy(4, RoundingStrategy::AwayFromZero);
    format!("{} %", rounded.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::plan::component::Growth;
    use crate::scenario::load_text;

    fn plan(text: &str) -> Plan {
        let text = format!(
            "[scenario]\nname = \"case\"\n[growth]\nlaw = \"fixed\"\nparticipants = 5\n\
             [sales]\nlaw = \"fixed\"\nunits = 1\n[product]\nprice = 100\n\
             [[plans]]\nname = \"p\"\n[plans.placement]\nshape = \"binary\"\n{text}"
        );
        let loaded = load_text("case.toml", &text, &[], LANGUAGE).unwrap();
        Plan::build(&loaded.scenario, 0).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn pairing(keys: &str) -> Plan {
        plan(&format!("[[plans.component]]\ntype = \"pairing\"\n{keys}"))
    }

    #[test]
    fn caps_hold_what_is_under_them_and_one_over_all_holds_the_rest_too() {
        let held = |rates: [&str; 3], caps: &[(&str, &str)]| {
            let levels = rates.iter().enumerate().map(|(index, rate)| {
                format!(
                    "[[plans.component]]\nid = \"c{index}\"\ntype = \"level_commission\"\nrates = [{rate}]\n"
                )
            });
            let steps = caps.iter().map(|(rate, components)| {
                format!(
                    "[[plans.settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = {rate}\n\
                     components = {components}\n"
                )
            });
            let text: String = levels.chain(steps).collect();
            plan(&text).held().of_volume.map(|rate| rate.to_string())
        };
        let three = ["0.3", "0.2", "0.1"];
        let all = "[\"c0\", \"c1\", \"c2\"]";
        assert_eq!(held(three, &[]), ["0.6", "0.6", "0"]);
        let two = ("0.4", "[\"c0\", \"c1\"]");
        assert_eq!(held(three, &[two]), ["0.5", "0.5", "0.4"]);
        assert_eq!(
            held(three, &[("0.5", "[\"c0\", \"c1\"]")]),
            ["0.6", "0.6", "0"]
        );
        assert_eq!(held(three, &[two, ("0.45", all)]), ["0.45", "0.45", "0.45"]);
        assert_eq!(held(three, &[("0.55", all), two]), ["0.5", "0.5", "0.4"]);
    }

    #[test]
    fn a_pairing_grows_by_its_rate_of_the_weaker_leg() {
        let growth = |keys: &str| match pairing(keys).maximum().growth {
            Some(Growth::Depth(rate)) => percent(rate),
            Some(Growth::DepthByCount { amount, unit }) => format!("{} a {unit}", amount.0),
            other => panic!("{other:?}"),
        };
        assert_eq!(growth("rate = 0.2\n"), "20 %");
        let ratio = "mode = \"percent_ratio\"\nrate = 0.2\nstrong = 2\nweak = 1\n";
        assert_eq!(growth(ratio), "10 %");
        // 54 of the 900 that a cycle takes from both legs: 12 % of half of it.
        let cycle = "mode = \"cycle\"\nvalue = 54\nstrong = 600\nweak = 300\n";
        assert_eq!(growth(cycle), "12 %");
        let people = "mode = \"count_pairs\"\nvalue = 30\n";
        assert_eq!(growth(people), "3000 a person");
    }

    #[test]
    fn the_lowest_cap_on_a_member_counts() {
        let cap = |keys: &str| pairing(keys).most_to_one().next().unwrap().map(|cap| cap.0);
        assert_eq!(cap("rate = 0.2\n"), None);
        assert_eq!(cap("rate = 0.2\nmax_match = 5000\n"), Some(100_000));
        assert_eq!(
            cap("rate = 0.2\nmax_match = 5000\ncap_amount = 900\n"),
            Some(90_000)
        );
        let cycle = "mode = \"cycle\"\nvalue = 54\nstrong = 600\nweak = 300\n";
        assert_eq!(cap(&format!("{cycle}max_cycles = 250\n")), Some(1_350_000));
        let both = format!("{cycle}max_cycles = 250\nmax_match = 900\n");
        assert_eq!(cap(&both), Some(16_200));
        let step = "rate = 0.2\nmax_match = 5000\n[[plans.settlement]]\n\
                    type = \"individual_cap\"\ncap = 700\n";
        assert_eq!(cap(step), Some(70_000));
    }
}
