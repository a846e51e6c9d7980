//! How prospects are approached, and what it does later (model.md §8).

use downline::world::World;

use super::{referral, scenario, simulate};

/// One founder asks one person a period.
fn founder(world: &str, rest: &str) -> String {
    format!(
        "[scenario]\nname = \"reputation\"\nreplications = 1\nworld = \"{world}\"\n[horizon]\nperiods = 7\n\
         [growth]\nlaw = \"recruiting\"\napproaches = 1\nconversion = 0.5\n\
         [sales]\nlaw = \"funnel\"\ncontacts_per_period = 3\nconversion = 1\n{rest}\n"
    )
}

/// Joiners and units of the founder, period by period.
fn lived(tables: &str) -> (Vec<usize>, Vec<u32>, u64) {
    let scenario = scenario(tables, &referral("plan", "0.1"));
    let mut world = World::new(&scenario, 10_000);
    world.begin(1);
    let (mut joined, mut units) = (Vec::new(), Vec::new());
    for _ in 0..scenario.horizon.periods {
        world.live_next_period().unwrap();
        joined.push(world.period().joiners().len());
        units.push(world.period().sales.units.of(0));
    }
    (joined, units, world.clamped())
}

/// Twice a half say yes for sure. Everyone finds out at once, so whenever someone joins,
/// nobody joins or buys in the next period; then it is forgotten.
#[test]
fn disappointed_quitters_close_everyones_doors_for_a_while() {
    let concealed = "[reputation]\napproach = \"concealed\"\nattendance_gain = 2\nearly_quit = 1\n\
         early_periods = 1\nstigma = 1\nrecovery = 1";
    let (joined, units, clamped) = lived(&founder("shared", concealed));
    assert_eq!(joined, [1, 0, 1, 0, 1, 0, 1]);
    assert_eq!(units, [3, 0, 3, 0, 3, 0, 3]);
    assert_eq!(clamped, 0);
}

/// Without recovery one is enough for ever.
#[test]
fn without_recovery_nothing_is_forgotten() {
    let concealed = "[reputation]\napproach = \"concealed\"\nattendance_gain = 2\nearly_quit = 1\n\
         early_periods = 1\nstigma = 1";
    let (joined, units, _) = lived(&founder("shared", concealed));
    assert_eq!(joined, [1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(units, [3, 0, 0, 0, 0, 0, 0]);
}

/// A gain above what a chance can be is taken as 1 and counted (rulings.md 4).
#[test]
fn attendance_above_certainty_is_counted() {
    let (joined, _, clamped) = lived(&founder(
        "shared",
        "[reputation]\napproach = \"concealed\"\nattendance_gain = 3\n[quitting]\nmax_tenure = 1",
    ));
    assert_eq!(joined, [1; 7]);
    assert_eq!(clamped, 7);
}

/// Quitters who were told everything disappoint nobody in a shared world, however many.
#[test]
fn ordinary_quitters_are_not_disappointed() {
    let open = founder(
        "shared",
        "[quitting]\nmax_tenure = 1\n[reputation]\nstigma = 1",
    );
    assert_eq!(lived(&open).1, [3; 7]);
}

/// In a world of its own a plan under which people lose money ruins its name: the two who
/// join in the first period lose their fee and quit, and nobody buys any more. Under the
/// other plan, which pays them more than the fee, they stay and sell.
#[test]
fn quitters_in_loss_are_disappointed_too() {
    let plans = [referral("poor", "0.1"), referral("rich", "0.9")].concat();
    let tables = "[scenario]\nname = \"reputation\"\nreplications = 1\nworld = \"own\"\n[horizon]\nperiods = 3\n\
         [growth]\nlaw = \"fixed\"\nparticipants = 2\narrivals = [1, 0, 0]\n\
         [sales]\nlaw = \"funnel\"\ncontacts_per_period = 1\nconversion = 1\n[costs]\njoin_fee = 5.00\n\
         [quitting]\nhazard_in_loss = 1\n[reputation]\nstigma = 0.5\n";
    let scenario = scenario(tables, &plans);
    let (_, mut seen) = simulate(&scenario, 1, |view| {
        let accounts = view.accounts.iter();
        accounts.map(|of| of.net().to_vec()).collect::<Vec<_>>()
    })
    .unwrap();
    let [poor, rich] = seen.pop().unwrap().try_into().unwrap();
    assert_eq!(poor, [1_00, -4_00, -4_00]);
    assert_eq!(rich, [27_00, 22_00, 22_00]);
}
