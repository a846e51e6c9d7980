//! What plans do to people who react to them: the properties M1 to M5 of mechanism design,
//! decided on random small trees. Amounts in cents.

use downline::columns::Cores;
use downline::observed::{Builder, NewOrder};
use downline::plan::{LANGUAGE, Plan};
use downline::scenario;
use proptest::prelude::*;

/// The plan whose components these are.
fn plan(components: &str) -> Plan {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\nparticipants = 1\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[[plans]]\nname = \"plan\"\n{components}"
    );
    let scenario = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario;
    Plan::build(&scenario, 0).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Sponsors and own purchases, in joining order.
#[derive(Clone, Debug)]
struct Tree {
    sponsor: Vec<Option<u32>>,
    volume: Vec<i64>,
}

impl Tree {
    fn pay(&self, plan: &Plan) -> Vec<i64> {
        let mut network = Builder::new();
        for (member, &sponsor) in self.sponsor.iter().enumerate() {
            network.member(&member.to_string(), sponsor);
        }
        for (member, &volume) in self.volume.iter().enumerate() {
            if volume > 0 {
                network.order(NewOrder::own(member as u32, 1, volume));
            }
        }
        let accounts = network.build().unwrap().pay(plan, |_, _| {}).unwrap();
        accounts.check(plan.name(), Cores::One).unwrap();
        accounts.commissions
    }

    /// The last member becomes a chain of `names` identities; the lowest buys everything.
    fn with_false_names(&self, names: usize) -> Tree {
        let mut tree = self.clone();
        let bought = tree.volume.pop().unwrap();
        tree.volume.push(0);
        for _ in 1..names {
            tree.sponsor.push(Some(tree.sponsor.len() as u32 - 1));
            tree.volume.push(0);
        }
        *tree.volume.last_mut().unwrap() = bought;
        tree
    }

    /// What the last member of `self` gains by `names` identities.
    fn gain(&self, plan: &Plan, names: usize) -> i64 {
        let alone = self.pay(plan)[self.sponsor.len() - 1];
        let together: i64 = self.with_false_names(names).pay(plan)[self.sponsor.len() - 1..]
            .iter()
            .sum();
        together - alone
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    // Volumes of whole thousands, so that no rate here is rounded.
    prop::collection::vec((any::<prop::sample::Index>(), 0..50_i64), 1..30).prop_map(|people| {
        Tree {
            sponsor: people
                .iter()
                .enumerate()
                .map(|(index, (link, _))| (index > 0).then(|| link.index(index) as u32))
                .collect(),
            volume: people.iter().map(|(_, volume)| volume * 1_000).collect(),
        }
    })
}

const LEVELS: &str =
    "[[plans.component]]\ntype = \"level_commission\"\nrates = [\"0.10\", \"0.05\", \"0.03\"]\n";
const RATES: [i64; 3] = [10, 5, 3];
const BRACKETS: &str = "[[plans.component]]\ntype = \"differential\"\nrate_by = \"group_volume\"\n\
    scale = [{ min = 0, rate = 0 }, { min = 200, rate = \"0.05\" }, { min = 600, rate = \"0.10\" }]\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// M1: a chain of j names, everything bought by the lowest, gains the volume times the
    /// rates of the levels that lie inside the chain. One more name gains exactly the
    /// first rate.
    #[test]
    fn false_names_gain_the_levels_inside_the_chain(tree in trees(), names in 1..6_usize) {
        let bought = *tree.volume.last().unwrap();
        let inside: i64 = RATES.iter().take(names - 1).sum();
        prop_assert_eq!(tree.gain(&plan(LEVELS), names), bought * inside / 100);
    }

    /// M1: under a differential by group volume the gaps inside the chain sum to the rate
    /// one name would have had: false names gain nothing.
    #[test]
    fn false_names_gain_nothing_under_a_differential(tree in trees(), names in 1..6_usize) {
        prop_assert_eq!(tree.gain(&plan(BRACKETS), names), 0);
    }

    /// M1: pure referral pays nothing on one's own purchases, so splitting them gains
    /// nothing, unless the second name buys as the first one's customer.
    #[test]
    fn referral_pays_on_own_purchases_only_under_a_false_customer(volume in 1..50_i64) {
        let referral = plan("[[plans.component]]\ntype = \"sale_commission\"\nrate = \"0.10\"\n");
        let own = Tree { sponsor: vec![None], volume: vec![volume * 1_000] };
        for names in 1..4 {
            prop_assert_eq!(own.gain(&referral, names), 0);
        }
        let mut network = Builder::new();
        let first = network.member("first", None);
        network.sale(first, 1, volume * 1_000);
        let paid = network.build().unwrap().pay(&referral, |_, _| {}).unwrap();
        prop_assert_eq!(&paid.commissions, &[volume * 100]);
    }

    /// M2: no tree is paid more than the sum of the rates, and a chain deeper than the
    /// levels is paid exactly that on what its lowest buys.
    #[test]
    fn the_payout_is_at_most_the_sum_of_the_rates(tree in trees()) {
        let bought: i64 = tree.volume.iter().sum();
        let paid: i64 = tree.pay(&plan(LEVELS)).iter().sum();
        prop_assert!(paid * 100 <= bought * RATES.iter().sum::<i64>());
        let chain = Tree { sponsor: vec![None, Some(0), Some(1), Some(2)], volume: vec![0, 0, 0, 10_000] };
        prop_assert_eq!(chain.pay(&plan(LEVELS)).iter().sum::<i64>(), 1_800);
    }

    /// M3: what is bought outside one's subtree changes one's unilevel payout by nothing;
    /// a pool fails this.
    #[test]
    fn unilevel_pay_hangs_on_the_subtree_alone(tree in trees(), pick in any::<prop::sample::Index>()) {
        let member = pick.index(tree.sponsor.len());
        let mut more = tree.clone();
        let mut below = vec![false; tree.sponsor.len()];
        for index in 0..tree.sponsor.len() {
            below[index] = index == member
                || tree.sponsor[index].is_some_and(|sponsor| below[sponsor as usize]);
            if !below[index] {
                more.volume[index] += 5_000;
            }
        }
        prop_assert_eq!(tree.pay(&plan(LEVELS))[member], more.pay(&plan(LEVELS))[member]);
    }

    /// M4: more volume anywhere lowers nobody's unilevel payout.
    #[test]
    fn more_volume_lowers_nobody_under_a_unilevel(tree in trees(), pick in any::<prop::sample::Index>()) {
        let mut more = tree.clone();
        more.volume[pick.index(tree.sponsor.len())] += 5_000;
        let (before, after) = (tree.pay(&plan(LEVELS)), more.pay(&plan(LEVELS)));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
    }

    /// M5: with rates b·a^l and unit purchases the root of a path of n gets
    /// b·a(1 − a^(n−1))/(1 − a): 40.00 × (1 − 2^−(n−1)) for a = 1/2, b = 40.
    #[test]
    fn a_geometric_path_sums_to_its_closed_form(people in 2..8_usize) {
        let geometric = plan(
            "[[plans.component]]\ntype = \"level_commission\"\nbasis = \"event_flat\"\n\
             geometric = { first = 20, ratio = \"0.5\" }\n",
        );
        let path = Tree {
            sponsor: (0..people).map(|index| (index > 0).then(|| index as u32 - 1)).collect(),
            volume: vec![100; people],
        };
        let root = path.pay(&geometric)[0];
        let terms = 2_f64.powi(people as i32 - 1);
        let exact = 4_000.0 * (1.0 - 1.0 / terms);
        prop_assert!((root as f64 - exact).abs() <= 0.5, "{root} is not {exact}");
    }

    /// Scaling every volume scales every payment of a linear plan.
    #[test]
    fn a_linear_plan_scales_with_its_volume(tree in trees(), times in 2..50_i64) {
        let linear = plan(LEVELS);
        let mut scaled = tree.clone();
        for volume in &mut scaled.volume {
            *volume *= times;
        }
        let expected: Vec<i64> = tree.pay(&linear).iter().map(|paid| paid * times).collect();
        prop_assert_eq!(scaled.pay(&linear), expected);
    }
}

/// M3 fails for a pool: what strangers buy enlarges it, or thins one's share.
#[test]
fn a_pool_hangs_on_what_strangers_buy() {
    let pool =
        plan("[[plans.component]]\ntype = \"pool\"\npercent = \"0.10\"\npoints = \"volume\"\n");
    let two = |other: i64| Tree {
        sponsor: vec![None, None],
        volume: vec![10_000, other],
    };
    // The pool is a tenth of all volume, shared by volume over equal caps: a stranger who
    // buys enlarges it by exactly his own share.
    assert_eq!(two(0).pay(&pool), [1_000, 0]);
    assert_eq!(two(30_000).pay(&pool), [1_000, 3_000]);
    let equal = plan("[[plans.component]]\ntype = \"pool\"\npercent = \"0.10\"\n");
    assert_eq!(two(0).pay(&equal)[0], 500);
    assert_eq!(two(30_000).pay(&equal)[0], 2_000);
}

/// M4 fails for a breakaway: a leg that grows past the bracket leaves its upline with less.
#[test]
fn a_leg_that_grows_can_cost_its_upline() {
    let breakaway = plan(&format!("{BRACKETS}breakaway_rate = \"0.10\"\n"));
    let upline = |leg: i64| {
        Tree {
            sponsor: vec![None, Some(0), Some(0)],
            volume: vec![10_000, leg, 30_000],
        }
        .pay(&breakaway)[0]
    };
    // Leg 500: group 900 at 10 % = 90 − 25 − 15 = 50. Leg 600: broken away, the group is
    // 400 at 5 % = 20 − 15 = 5.
    assert_eq!(upline(50_000), 5_000);
    assert_eq!(upline(60_000), 500);
}
