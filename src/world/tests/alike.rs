//! Columns of a world that say the same of everyone.

use super::{World, scenario};
use crate::books::Period;
use crate::columns::Each;

#[test]
fn what_is_the_same_for_everyone_takes_no_column() {
    let sales = "law = \"fixed\"\nparticipants = 6\n[sales]\nlaw = \"fixed\"\nunits = 0";
    let alike = |horizon: &str, growth: &str, quitting: &str| {
        let growth = format!("[growth]\n{growth}{sales}\n{quitting}");
        let scenario = scenario(&format!("[horizon]\n{horizon}\n{growth}"));
        let mut world = World::new(&scenario, 100);
        // The second time after columns of its own.
        [1, 2].map(|replication| {
            world.begin(replication);
            for _ in 0..scenario.horizon.periods {
                world.live_next_period().unwrap();
            }
            let period = world.period();
            assert_eq!(period.joined.at(0), 1);
            assert_eq!(period.last_period.at(0), u16::MAX);
            [period.joined, period.last_period].map(|column| matches!(column, Each::All(_)))
        })
    };
    assert_eq!(alike("periods = 1", "", ""), [[true, true]; 2]);
    assert_eq!(alike("periods = 3", "", ""), [[false, true]; 2]);
    let at_once = "arrivals = [1, 0, 0]\n";
    assert_eq!(alike("periods = 3", at_once, ""), [[true, true]; 2]);
    let tenure = "[quitting]\nmax_tenure = 2";
    assert_eq!(alike("periods = 3", at_once, tenure), [[true, false]; 2]);
    let only_after_others = "[quitting]\nsocial = 1";
    assert_eq!(
        alike("periods = 3", "", only_after_others),
        [[false, true]; 2]
    );
}

#[test]
fn the_enrolled_are_counted_with_and_without_a_column() {
    let scenario = scenario(
        "[growth]\nlaw = \"fixed\"\nparticipants = 4\n[sales]\nlaw = \"fixed\"\nunits = 0",
    );
    let mut world = World::new(&scenario, 100);
    world.begin(1);
    world.live_next_period().unwrap();
    let enrolled = |last_period| {
        let period = Period {
            number: 3,
            last_period,
            everyone_enrolled: false,
            ..world.period()
        };
        period.enrolled_from(1)
    };
    assert_eq!(enrolled(Each::Own(&[u16::MAX, 2, 3, 4, 1])), 2);
    assert_eq!([2, 3, 4].map(|last| enrolled(Each::All(last))), [0, 4, 4]);
}
