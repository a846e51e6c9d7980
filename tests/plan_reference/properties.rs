//! What must hold for the reference itself on random networks, by accounts of their own.

use crate::differential;
use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::generate;
use crate::read::{exact_or_zero, get, list, numbers, text};
use serde_json::{Value, json};

/// Random examples of a component, each read and as JSON.
fn examples(component: &str) -> impl Iterator<Item = (Value, Example)> {
    (0..600).map(move |seed| {
        let entry = generate::example(component, seed);
        let example = Example::read(&entry);
        (entry, example)
    })
}

/// plans.md E4: net = r × own group − Σ r(child) × child group, if nobody is inactive or cut.
#[test]
fn the_walk_up_agrees_with_the_groups() {
    let mut compared = 0;
    for (mut entry, _) in examples("differential") {
        if entry["params"]["rate_by"] != "group_volume" {
            continue;
        }
        entry["params"]["breakaway_rate"] = Value::Null;
        entry["params"]["own_volume"] = "included".into();
        for node in entry["tree"].as_array_mut().expect("people") {
            node["active"] = true.into();
        }
        let example = Example::read(&entry);
        let tree = example.enrolment();
        let rates = differential::rates(&example, &tree);
        let paid = differential::pay(&example).totals(example.people.len());
        let group = |person: usize| -> Exact {
            tree.subtree(person)
                .into_iter()
                .map(|one| example.people[one].volume)
                .sum()
        };
        let worth = |person: usize| rates[person] * group(person);
        for (person, &amount) in paid.iter().enumerate() {
            let below: Exact = tree.children(person).into_iter().map(worth).sum();
            assert_eq!(amount, worth(person) - below, "{entry}");
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}

/// With a cut, every unit still pays exactly the highest rate up to where its leg broke away.
#[test]
fn a_unit_pays_the_highest_rate_of_its_line() {
    for (_, example) in examples("differential") {
        let excluded = text(&example.params, "own_volume") == Some("excluded");
        if excluded || get(&example.params, "inactive_rate").is_some() {
            continue;
        }
        let tree = example.enrolment();
        let rates = differential::rates(&example, &tree);
        let limit = crate::read::exact(&example.params, "breakaway_rate");
        let top = |source: usize| {
            let mut line = vec![source];
            line.extend(tree.uplines(source));
            let cut = |one: &usize| limit.is_some_and(|limit| rates[*one] >= limit);
            let end = line.iter().position(cut).map_or(line.len(), |at| at + 1);
            line[..end]
                .iter()
                .map(|&one| rates[one])
                .max()
                .expect("the source")
        };
        let people = 0..example.people.len();
        let due: Exact = people
            .map(|one| top(one) * example.people[one].volume)
            .sum();
        let paid = differential::pay(&example).totals(example.people.len());
        assert_eq!(paid.into_iter().sum::<Exact>(), due);
    }
}

/// plans.md §3: theoretical = paid + breakage + no upline, whatever the compression.
#[test]
fn level_money_is_paid_broken_or_has_no_upline() {
    for (entry, example) in examples("level_commission") {
        let params = &example.params;
        let rates = numbers(params, "rates");
        let by_rank = crate::read::get(params, "rate_by_rank").is_some();
        if rates.is_empty() || by_rank || text(params, "basis") == Some("sale_commission") {
            continue;
        }
        let tree = example.walked();
        let mut theoretical = Exact::ZERO;
        let mut no_upline = Exact::ZERO;
        for (person, who) in example.people.iter().enumerate() {
            if example.removed(person) {
                continue;
            }
            let above = tree.uplines(person).len();
            theoretical += rates.iter().copied().sum::<Exact>() * who.volume;
            no_upline += rates.iter().skip(above).copied().sum::<Exact>() * who.volume;
        }
        let ledger = crate::component(&example);
        let paid: Exact = ledger.totals(example.people.len()).into_iter().sum();
        let broken = ledger.breakage.expect("levels book breakage");
        assert_eq!(theoretical, paid + broken + no_upline, "{entry}");
    }
}

/// plans.md S4: under roll-up nothing breaks while somebody entitled stands above.
#[test]
fn roll_up_breaks_nothing_below_an_entitled_root() {
    let mut rolled = 0;
    for (mut entry, example) in examples("level_commission") {
        for (node, person) in entry["tree"]
            .as_array_mut()
            .expect("people")
            .iter_mut()
            .zip(&example.people)
        {
            if person.sponsor.is_none() {
                node["active"] = true.into();
                node["rank"] = "r3".into();
            }
        }
        entry["params"]["compression"] = "roll_up".into();
        entry["params"]["pay_sale_commission"] = false.into();
        entry["params"]["include_self"] = false.into();
        entry["params"]["rate_by_rank"] = serde_json::Value::Null;
        let ledger = crate::component(&Example::read(&entry));
        if entry["params"].get("geometric").is_none() {
            assert_eq!(ledger.breakage, Some(Exact::ZERO), "{entry}");
            rolled += 1;
        }
    }
    assert!(rolled > 300, "{rolled}");
}

/// plans.md E11: with largest remainder the shares and what is kept are the pool, to the cent.
#[test]
fn a_pool_is_paid_exactly() {
    for (mut entry, _) in examples("pool") {
        entry["params"]["rounding"] = "largest_remainder".into();
        let params = &entry["params"];
        let of_volume = exact_or_zero(params, "percent") * exact_or_zero(params, "of");
        let pool = crate::read::exact(params, "amount").unwrap_or(of_volume);
        let outcome = crate::pay(&entry);
        let paid: rust_decimal::Decimal = outcome.amounts.values().sum();
        let kept = outcome.extra.breakage.expect("pools book what they keep");
        let cent = rust_decimal::Decimal::new(1, 2);
        // Shares cut by a cap may end in half cents on both sides.
        let gap = (paid + kept - pool.round(Mode::HalfUp)).abs();
        let capped = get(params, "cap_fraction").is_some();
        assert!(if capped { gap <= cent } else { gap.is_zero() }, "{entry}");
    }
}

/// Cutting or scaling never pays more than was earned, and never scales up.
#[test]
fn settlement_factors_stay_at_or_below_one() {
    let mut prorated = 0;
    for (entry, _) in examples("settlement") {
        if let Some(factor) = crate::pay(&entry).extra.factor {
            assert!(factor <= rust_decimal::Decimal::ONE);
            prorated += 1;
        }
    }
    assert!(prorated > 30, "{prorated}");
}

/// A gifting board only moves money: with everything that came in, nothing is created.
#[test]
fn boards_pay_only_for_completed_boards() {
    for (_, example) in examples("cycle") {
        let params = &example.params;
        let ledger = crate::component(&example);
        let moved: Exact = ledger.totals(example.people.len()).into_iter().sum();
        let per_cycle = exact_or_zero(params, "payout") + exact_or_zero(params, "sponsor_bonus")
            - exact_or_zero(params, "reentry_fee");
        let free = if get(params, "founders").is_some() {
            crate::read::count(params, "founders")
                .unwrap_or(0)
                .min(example.people.len())
        } else {
            0
        };
        let fees = exact_or_zero(params, "entry_fee") * Exact::whole(example.people.len() - free);
        let payouts = moved + fees + ledger.breakage.unwrap_or(Exact::ZERO);
        if !per_cycle.is_zero() {
            let cycles = payouts / per_cycle;
            assert_eq!(cycles.floor(), cycles, "whole boards");
            assert!(cycles <= Exact::whole(2 * example.people.len()));
        }
    }
}

/// Left and right of every binary are free before they are taken: no slot is filled twice.
#[test]
fn nobody_sits_on_another() {
    for (entry, example) in examples("placement") {
        let placement = crate::pay(&entry).extra.placement;
        let binary = entry["params"]["shape"] == "binary";
        let width = crate::read::count(&entry["params"], "width").unwrap_or(1);
        let most = if binary { 1 } else { width };
        for seat in placement.values() {
            let here = placement.values().filter(|other| *other == seat).count();
            assert!(here <= most, "{seat} holds {here}");
        }
        let enrolled = example
            .people
            .iter()
            .filter(|person| person.sponsor.is_some());
        assert_eq!(placement.len(), enrolled.count());
        assert!(!list(&entry, "tree").is_empty());
    }
    let one = json!({"component": "placement", "params": {"shape": "binary"}, "tree": [{"id": "a", "sponsor": null}]});
    assert!(crate::pay(&one).extra.placement.is_empty());
}
