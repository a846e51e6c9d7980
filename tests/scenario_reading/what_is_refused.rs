//! What is refused, and how the refusal reads.

use super::*;

#[test]
fn every_fault_of_a_file_is_reported_at_once_in_its_order() {
    let text = "\
[scenario]
name = 'two words'
replications = 0
[growth]
law = 'fixed'
particpants = 5
contacts = 7
[sales]
law = 'rate'
mean = 'many'
[product]
price = -20
[[plans]]
name = 'a'
[[plans.component]]
type = 'sale_comission'
";
    let places: Vec<String> = faults(text, &[])
        .lines()
        .map(|line| line.split(": `").next().unwrap().to_owned())
        .collect();
    let expected = [
        "test.toml:2:8: error[S018]",
        "test.toml:3:16: error[S014]",
        "test.toml:4:1: error[S011]",
        "test.toml:6:1: error[S010]",
        "test.toml:7:1: error[S010]",
        "test.toml:10:8: error[S013]",
        "test.toml:12:9: error[S014]",
        "test.toml:16:8: error[S016]",
    ];
    for (place, expected) in places.iter().zip(expected) {
        assert!(place.starts_with(expected), "{place} instead of {expected}");
    }
    assert_eq!(places.len(), expected.len());
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_eq!(
        fault_of("units = 1", "units = 1\nreordr = 0.5"),
        "test.toml:9:1: error[S010]: there is no key `sales.reordr` \
         (sales.reordr: unknown key); did you mean `sales.reorder`?"
    );
    assert!(
        fault_of("participants = 5", "participants = 5\ncontacts = 5")
            .ends_with("did you mean `people.contacts`?")
    );
    assert!(fault_of("[scenario]", "[peple]\n[scenario]").ends_with("did you mean `people`?"));
    assert!(fault_of("[scenario]", "[plan]\n[scenario]").ends_with("did you mean `plans`?"));
}

#[test]
fn a_key_of_another_law_names_the_law() {
    assert_eq!(
        fault_of("participants = 5", "participants = 5\napproaches = 2"),
        "test.toml:6:1: error[S017]: `growth.approaches` applies only with \
         `law = \"recruiting\"` (growth.approaches: here it is `law = \"fixed\"`); \
         remove `approaches`, or change `law`"
    );
    // Slots are a limit themselves, so `max_recruits` has no place beside them.
    let slots = "participants = 5\nattachment = 'slots'\nwidth = 2\nmax_recruits = 3";
    assert!(fault_of("participants = 5", slots).contains("S017"));
}

#[test]
fn wrong_types_and_ranges() {
    for (line, replacement, code, words) in [
        ("units = 1", "units = 1.5", "S012", "a whole number"),
        ("units = 1", "units = '1'", "S012", "this is the text \"1\""),
        ("units = 1", "units = [1]", "S012", "this is a list"),
        ("units = 1", "units = 1979-05-27", "S012", "this is a date"),
        ("rate = 0.5", "rate = 1.4", "S014", "1.4 is above 1"),
        ("rate = 0.5", "rate = 40", "S014", "write 40 % as 0.4"),
        ("rate = 0.5", "rate = '40 %'", "S013", "write 0.4"),
        (
            "rate = 0.5",
            "rate = 0.0123456789",
            "S015",
            "more than 9 decimals",
        ),
        ("rate = 0.5", "rate = nan", "S013", "nan is not allowed"),
        ("rate = 0.5", "rate = 1e999", "S014", "far outside"),
        ("rate = 0.5", "rate = -0.1", "S014", "-0.1 is below 0"),
        ("20.00", "-0.01", "S014", "below 0"),
        ("20.00", "20.001", "S015", "USD has 2 decimals"),
        ("20.00", "1000000000.01", "S014", "above 1,000,000,000"),
        ("'least'", "'1st'", "S018", "a letter"),
        (
            "participants = 5",
            "participants = 0",
            "S014",
            "0 is below 1",
        ),
        (
            "participants = 5",
            "participants = 0x10000000000",
            "S014",
            "above",
        ),
        (
            "[product]",
            "[company]\nbudget_rule = 'rejct'\n[product]",
            "S016",
            "\"reject\"?",
        ),
        (
            "[product]",
            "[people]\nskill = 'lognormal'\n[product]",
            "S012",
            "{ law = \"lognormal\" }",
        ),
        (
            "[scenario]",
            "plans = 3\n[scenario]",
            "S004",
            "duplicate key",
        ),
    ] {
        let text = LEAST.replacen(line, replacement, 1);
        let faults = faults(&text, &[]);
        let found = faults.lines().find(|fault| fault.contains(code));
        assert!(
            found.is_some_and(|fault| fault.contains(words)),
            "{replacement}: no {code} with {words:?} in\n{faults}"
        );
    }
}

#[test]
fn a_trillion_participants_are_refused_with_the_range_and_the_way_out() {
    assert_eq!(
        fault_of("participants = 5", "participants = 1_000_000_000_000"),
        "test.toml:5:16: error[S014]: `growth.participants` must be a whole number from 1 \
         to 4,000,000,000 (growth.participants: 1,000,000,000,000 is above 4,000,000,000); \
         lower it to at most 4,000,000,000"
    );
    let full = fault_of("participants = 5", "participants = 4_000_000_000");
    assert!(
        full.contains("S034") && full.contains("4,000,000,001 members"),
        "{full}"
    );
}

#[test]
fn complete_trees_are_bounded_by_their_size() {
    let tree = |width: u32, depth: u32| {
        let text = LEAST.replace(
            "'fixed'\nparticipants = 5",
            "'complete'\nwidth = W\ndepth = D",
        );
        let text = text
            .replace('W', &width.to_string())
            .replace('D', &depth.to_string());
        read(&text, &[])
    };
    assert!(tree(2, 30).is_ok(), "2³¹ − 1 members fit");
    for (width, depth) in [(2, 31), (1_000_000, 1_000), (5, 20)] {
        let faults = tree(width, depth).unwrap_err().to_string();
        assert!(
            faults.contains("S034") && faults.contains("growth.depth"),
            "{faults}"
        );
    }
    assert!(tree(5, 0).unwrap_err().to_string().contains("0 is below 1"));
}

#[test]
fn the_population_must_hold_everyone_who_joins() {
    let with = |population: u32| read(LEAST, &[&format!("market.population={population}")]);
    assert!(with(6).is_ok(), "five and a founder");
    let faults = with(5).unwrap_err().to_string();
    assert!(
        faults.contains("S030") && faults.contains("6 members"),
        "{faults}"
    );
    assert!(
        read(
            LEAST,
            &["market.population=5", "growth.count_founders=true"]
        )
        .is_ok()
    );
}

#[test]
fn local_pools_need_people_who_recruit_out_of_them() {
    let pools = |more: &[&str]| {
        let recruiting = LEAST.replace(
            "law = 'fixed'\nparticipants = 5",
            "law = 'recruiting'\napproaches = 2\nconversion = 0.1",
        );
        assert_ne!(recruiting, LEAST);
        read(&recruiting, more)
            .err()
            .map(|faults| faults.to_string())
            .unwrap_or_default()
    };
    assert_eq!(
        pools(&["market.population=8", "market.pools=8", "market.mobility=1"]),
        ""
    );
    for (more, said) in [
        (
            &["market.population=7", "market.pools=8"][..],
            "more local pools than people",
        ),
        (&["market.pools=8"], "local pools need `market.population`"),
    ] {
        let faults = pools(more);
        assert!(faults.contains("S046") && faults.contains(said), "{faults}");
    }
    assert!(pools(&["market.population=7", "market.mobility=0.5"]).contains("S047"));
    let fixed = faults(LEAST, &["market.population=100", "market.pools=2"]);
    assert!(
        fixed.contains("S046") && fixed.contains("recruiting"),
        "{fixed}"
    );
}

#[test]
fn arrivals_have_a_weight_for_every_period() {
    let three = ["horizon.periods=3", "growth.arrivals=[1,2]"];
    assert!(faults(LEAST, &three).contains("S031"));
    let nobody = ["horizon.periods=2", "growth.arrivals=[0,0.0]"];
    assert!(faults(LEAST, &nobody).contains("S032"));
    good(LEAST, &["horizon.periods=2", "growth.arrivals=[0,'2.5']"]);
    assert!(faults(LEAST, &["growth.arrivals=[]"]).contains("S019"));
}

#[test]
fn prices_must_fit_together() {
    assert!(faults(LEAST, &["product.wholesale=20.01"]).contains("S033"));
    let loaded = good(LEAST, &["product.commissionable=20.01"]);
    assert_eq!(loaded.warnings[0].code, "S050");
    let loaded = good(LEAST, &["costs.kit={price=1,commissionable=2}"]);
    assert_eq!(loaded.warnings[0].key, "costs.kit.commissionable");
}

#[test]
fn plans_must_be_there_and_be_told_apart() {
    let world = LEAST.split("[[plans]]").next().unwrap();
    assert!(faults(world, &[]).contains("S020"));
    assert!(faults(&format!("plans = []\n{world}"), &[]).contains("test.toml:1:9: error[S020]"));
    let twice = format!("{LEAST}[[plans]]\nname = 'referral'\ncomponent = []\n");
    assert!(faults(&twice, &[]).contains("test.toml:17:8: error[S021]"));
    let same = "[[plans.component]]\ntype = 'charge'\nid = 'same'\n";
    let twice = format!("{LEAST}{same}{same}");
    assert!(faults(&twice, &[]).contains("test.toml:21:6: error[S022]"));
    let baseline = faults(LEAST, &["comparison.baseline=referal"]);
    assert!(baseline.contains("S023") && baseline.contains("did you mean `referral`?"));
    let nobody = good(&format!("{LEAST}[[plans]]\nname = 'nobody'\n"), &[]);
    assert_eq!(nobody.warnings[0].code, "S052");
}

#[test]
fn a_single_bracket_is_recognised() {
    let single = LEAST.replace("[[plans]]", "[plans]");
    assert!(faults(&single, &[]).contains("write `[[plans]]`"));
}

#[test]
fn several_syntax_errors_are_reported() {
    let faults = faults("name = \nseed = 1 2\ntitle = 'x\n", &[]);
    assert!(faults.lines().count() >= 3, "{faults}");
    assert!(
        faults.lines().all(|fault| fault.contains("S004")),
        "{faults}"
    );
}

#[test]
fn a_file_that_is_no_scenario_does_not_flood_the_screen() {
    let table = "a,b,c\n".repeat(10_000);
    let faults = faults(&table, &[]);
    assert_eq!(faults.lines().count(), 101);
    assert!(faults.contains("more faults are not shown"));
}
