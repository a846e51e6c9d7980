//! People and their customers: abilities, counts, circles, orphans.

use super::{Sold, live, scenario};
use downline::scenario::types::Scenario;
use downline::world::World;

const PRODUCT: &str = "[product]\nprice = 10.00\n";

/// 4 standard errors of the mean of negative binomial counts of variance m + m²/d.
#[test]
fn negative_binomial_sales_have_their_mean_and_their_variance() {
    let sold = live(
        &scenario(&format!(
            "{PRODUCT}[growth]\nlaw = \"fixed\"\nparticipants = 40000\ncount_founders = true\n\
             [sales]\nlaw = \"rate\"\nmean = 3\ndistribution = \"negative_binomial\"\ndispersion = 1.5\n"
        )),
        1,
    );
    let counts: Vec<f64> = sold[0]
        .units
        .iter()
        .map(|&units| f64::from(units))
        .collect();
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let variance = 3.0 + 9.0 / 1.5;
    assert!((mean - 3.0).abs() < 4.0 * (variance / n).sqrt(), "{mean}");
    let moment = |power| {
        counts
            .iter()
            .map(|count| (count - 3.0).powi(power))
            .sum::<f64>()
            / n
    };
    let error = ((moment(4) - moment(2).powi(2)) / n).sqrt();
    assert!((moment(2) - variance).abs() < 4.0 * error, "{}", moment(2));
}

/// Abilities of everyone who joined a town that recruits.
fn abilities(people: &str) -> (Vec<f64>, Vec<f64>) {
    let scenario = scenario(&format!(
        "{PRODUCT}[horizon]\nperiods = 8\n[growth]\nlaw = \"recruiting\"\nfounders = 500\n\
         approaches = 5\nconversion = 0.1\n[market]\npopulation = 20000\n\
         [people]\n{people}\n[sales]\nlaw = \"rate\"\nmean = 0\n"
    ));
    let mut world = World::new(&scenario, 1_000_000);
    world.begin(1);
    // The first thousands of the founders' recruits are enough.
    for _ in 0..8 {
        world.live_next_period().unwrap();
    }
    let members = world.members();
    (0..members.len())
        .map(|member| (members.skill(member), members.reach(member)))
        .unzip()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank as f64;
    }
    ranks
}

fn spearman(one: &[f64], other: &[f64]) -> f64 {
    let n = one.len() as f64;
    let squares: f64 = ranks(one)
        .iter()
        .zip(ranks(other))
        .map(|(one, other)| (one - other).powi(2))
        .sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// rulings.md 8: Spearman's correlation, whatever the two laws are; skill is what it was.
#[test]
fn skill_and_reach_hang_together_as_stated() {
    let laws =
        "skill = { law = \"gamma\", shape = 2 }\nreach = { law = \"pareto\", alpha = 2.5 }\n";
    let (skill, reach) = abilities(laws);
    assert!(spearman(&skill, &reach).abs() < 4.0 / (skill.len() as f64).sqrt());
    for wanted in [-0.5, 0.8] {
        let (tied_skill, tied_reach) = abilities(&format!("{laws}correlation = {wanted}\n"));
        let n = tied_skill.len() as f64;
        assert!(n > 3000.0, "the town filled");
        let same = skill.len().min(tied_skill.len());
        assert_eq!(skill[..same], tied_skill[..same], "skill does not move");
        // Who joins is told by his sponsor's reach, never by his own.
        let seen = spearman(&tied_skill, &tied_reach);
        assert!((seen - wanted).abs() < 4.0 / n.sqrt(), "{wanted}: {seen}");
    }
}

/// A correlation of 0 is no correlation, and no law asked for draws anything new.
#[test]
fn without_a_correlation_everyone_is_who_he_was() {
    let laws = "skill = { law = \"lognormal\", sigma = 0.6 }\nreach = { law = \"lognormal\", sigma = 0.4 }\n";
    assert_eq!(
        abilities(laws),
        abilities(&format!("{laws}correlation = 0\n"))
    );
}

/// A circle of ten, all asked at once, each says yes; then three new ones a period.
#[test]
fn circles_renew_themselves() {
    let sold = live(
        &scenario(&format!(
            "{PRODUCT}[horizon]\nperiods = 4\n[growth]\nlaw = \"fixed\"\nparticipants = 2\narrivals = [1, 1, 0, 0]\n\
             [people]\ncontacts = 10\n\
             [sales]\nlaw = \"funnel\"\ncontacts_per_period = 10\nconversion = 1\nrenewal = 3\n"
        )),
        1,
    );
    let units: Vec<&[u32]> = sold.iter().map(|period| period.units.as_slice()).collect();
    assert_eq!(units, [&[10, 10][..], &[3, 3, 10], &[3, 3, 3], &[3, 3, 3]]);
}

const TOWN: &str = "[product]\nprice = 10.00\ncommissionable = 8.00\n[horizon]\nperiods = 6\n\
     [growth]\nlaw = \"fixed\"\nparticipants = 300\n[quitting]\nhazard = 0.3\n";

fn with_orphans(orphans: &str) -> Scenario {
    scenario(&format!(
        "{TOWN}[sales]\nlaw = \"rate\"\nmean = 2\nreorder = 0.8\norphans = \"{orphans}\"\n\
         order_value = {{ law = \"lognormal\", median = 10.00, sigma = 0.5 }}\n"
    ))
}

/// rulings.md 7: the same customers buy the same things; only whose they are differs.
#[test]
fn orphans_pass_to_the_nearest_enrolled_sponsor() {
    let scenario = with_orphans("sponsor");
    let (stayed, passed) = (live(&with_orphans("breakage"), 1), live(&scenario, 1));
    let mut world = World::new(&scenario, 1_000_000);
    world.begin(1);
    let mut orphaned = 0;
    for (stayed, passed) in stayed.iter().zip(&passed) {
        world.live_next_period().unwrap();
        let period = world.period();
        let mut expected = Sold {
            units: vec![0; stayed.units.len()],
            price: vec![0; stayed.units.len()],
            volume: vec![0; stayed.units.len()],
            ..stayed.clone()
        };
        for member in 0..period.members() {
            let mut heir = member;
            while !period.is_enrolled(heir) {
                heir = period.sponsor[heir] as usize;
            }
            orphaned += usize::from(heir != member && stayed.units[member] > 0);
            expected.units[heir] += stayed.units[member];
            expected.price[heir] += stayed.price[member];
            expected.volume[heir] += stayed.volume[member];
        }
        assert_eq!(&expected, passed);
    }
    assert!(
        orphaned > 100,
        "{orphaned} times somebody took customers over"
    );
}

/// model.md §5: who does not buy again has left: of the first period's 40,000 customers
/// the share 0.7ᵗ is left after t periods, within 4 standard errors.
#[test]
fn customers_who_do_not_reorder_leave_for_good() {
    let sold = live(
        &scenario(&format!(
            "{PRODUCT}[horizon]\nperiods = 5\n[growth]\nlaw = \"fixed\"\nparticipants = 1\ncount_founders = true\n\
             [people]\ncontacts = 40000\n\
             [sales]\nlaw = \"funnel\"\ncontacts_per_period = 40000\nconversion = 1\nreorder = 0.7\n"
        )),
        1,
    );
    for (periods, sold) in sold.iter().enumerate() {
        let left = 0.7_f64.powi(periods as i32);
        let error = (40_000.0 * left * (1.0 - left)).sqrt();
        assert!((sold.customers as f64 - 40_000.0 * left).abs() <= 4.0 * error);
    }
}

/// An added period, and laws of selling, move no draw of another kind.
#[test]
fn new_laws_move_no_draw_elsewhere() {
    let sales = "[sales]\nlaw = \"rate\"\nmean = 2\nreorder = 0.5\n";
    let plain = live(&scenario(&format!("{TOWN}{sales}")), 2);
    let longer = TOWN.replace("periods = 6", "periods = 8").replace(
        "participants = 300\n",
        "participants = 300\narrivals = [1, 1, 1, 1, 1, 1, 0, 0]\n",
    );
    assert_eq!(plain, live(&scenario(&format!("{longer}{sales}")), 2)[..6]);
    let late = live(
        &scenario(&format!(
            "{TOWN}{sales}refund = 0.2\nrefund_after = 2\norphans = \"breakage\"\n\
             [people]\ncorrelation = 0.5\n"
        )),
        2,
    );
    assert_eq!(plain, late, "what comes back later was sold all the same");
}
