//! Random examples in the worked-example format: dice, networks, and one entry a component.
//!
//! Sizes grow with the seed, so that the first example that fails is a small one. A share of the
//! examples is adversarial on purpose: one person, everybody inactive, all volumes equal or zero,
//! volumes exactly at and one cent below a bracket minimum.

use crate::{generate_events as events, generate_volume as volume};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

/// Every component with a generator.
pub const COMPONENTS: [&str; 18] = [
    "retail_margin",
    "sale_commission",
    "level_commission",
    "placement",
    "differential",
    "generation_override",
    "pairing",
    "cycle",
    "pass_up",
    "matching",
    "join_bonus",
    "pool",
    "milestone",
    "settlement",
    "charge",
    "deposit_return",
    "rank",
    "composite",
];

/// Ranks of the random people, from low to high.
pub const RANKS: [&str; 4] = ["r0", "r1", "r2", "r3"];

/// The random example of a component and seed, without expected amounts.
pub fn example(component: &str, seed: u64) -> Value {
    let mut dice = Dice::new(component, seed);
    let size = dice.size(seed);
    let dice = &mut dice;
    let mut entry = match component {
        "retail_margin" => volume::retail_margin(dice, size),
        "sale_commission" => match dice.below(4) {
            0 => events::recurring(dice, size),
            1 => events::attribution(dice, size),
            _ => volume::sale_commission(dice, size),
        },
        "level_commission" => volume::level_commission(dice, size),
        "placement" => crate::generate_trees::placement(dice, size),
        "differential" => volume::differential(dice, size),
        "generation_override" => volume::generation_override(dice, size),
        "pairing" => crate::generate_trees::pairing(dice, size),
        "cycle" => crate::generate_trees::cycle(dice, size),
        "pass_up" => events::pass_up(dice, size),
        "matching" => volume::matching(dice, size),
        "join_bonus" => events::join_bonus(dice, size),
        "pool" => volume::pool(dice, size),
        "milestone" => events::milestone(dice, size),
        "settlement" => events::settlement(dice, size),
        "charge" => events::charge(dice, size),
        "deposit_return" => events::deposit_return(dice, size),
        "rank" => crate::generate_trees::rank(dice, size),
        "composite" => crate::generate_trees::composite(dice, size),
        other => panic!("unknown component {other:?}"),
    };
    entry["id"] = format!("{component}-{seed}").into();
    entry["component"] = component.into();
    entry["source"] = json!({"kind": "derived"});
    entry["notes"] = "random".into();
    entry
}

/// Addressed chance.
pub struct Dice {
    rng: ChaCha8Rng,
}

impl Dice {
    fn new(component: &str, seed: u64) -> Self {
        let place = COMPONENTS.iter().position(|known| *known == component);
        let stream = place.expect("a component") as u64;
        let rng = ChaCha8Rng::seed_from_u64(seed * 64 + stream);
        Self { rng }
    }

    /// People of the example: few for small seeds.
    fn size(&mut self, seed: u64) -> usize {
        let most = (2 + seed / 8).min(40);
        1 + self.below(most as usize)
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    /// A whole number from `low` to `high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        self.rng.random_range(low..=high)
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u32) -> bool {
        self.rng.random_ratio(1, n)
    }

    /// One of these.
    pub fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// An amount in cents up to `most` whole units, as the format writes it.
    pub fn money(&mut self, most: usize) -> String {
        let cents = self.between(0, most * 100);
        in_cents(cents)
    }

    /// A rate up to `most` per cent with up to four decimals.
    pub fn rate(&mut self, most: usize) -> String {
        if self.one_in(3) {
            let fine = self.between(0, most * 100);
            format!("0.{fine:04}")
        } else {
            let whole = self.between(0, most);
            format!("0.{whole:02}")
        }
    }

    /// A falling or arbitrary list of rates.
    pub fn rates(&mut self, longest: usize, most: usize) -> Vec<String> {
        let length = self.between(1, longest);
        (0..length).map(|_| self.rate(most)).collect()
    }

    /// One of the four ranks.
    pub fn rank(&mut self) -> &'static str {
        self.pick(&RANKS)
    }

    /// Sets a parameter in half of the cases.
    pub fn maybe(&mut self, params: &mut Value, key: &str, value: impl Into<Value>) {
        if self.one_in(2) {
            params[key] = value.into();
        }
    }

    /// Rounding mode and stage, mostly the default.
    pub fn rounding(&mut self, params: &mut Value) {
        if self.one_in(4) {
            params["rounding"] = self.pick(&["half_up", "half_even", "down"]).into();
        }
        if self.one_in(4) {
            params["rounding_stage"] = self.pick(&["per_line", "per_payee_component"]).into();
        }
    }
}

/// Cents as a decimal string.
pub fn in_cents(cents: usize) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The name of the n-th person.
pub fn name(person: usize) -> String {
    format!("p{person}")
}

/// A random network in join order; volumes like to sit at `minima` (in whole units).
pub fn network(dice: &mut Dice, size: usize, minima: &[usize]) -> Vec<Value> {
    let shape = dice.below(6);
    let all_inactive = dice.one_in(15);
    let all_active = dice.one_in(3);
    let volumes = dice.below(8);
    let same = dice.money(2000);
    let person = |person: usize| {
        let sponsor = match shape {
            _ if person == 0 => None,
            0 => Some(person - 1),
            1 => Some(0),
            2 => Some((person - 1) / 2),
            3 if dice.one_in(5) => None,
            4 => Some(dice.between(person.saturating_sub(3), person - 1)),
            _ => Some(dice.below(person)),
        };
        let volume = match volumes {
            0 => same.clone(),
            1 if dice.one_in(2) => "0".to_owned(),
            2 | 3 if !minima.is_empty() => {
                let at = 100 * minima[dice.below(minima.len())];
                in_cents(at.saturating_sub(dice.below(2)))
            }
            _ => dice.money(3000),
        };
        let active = !all_inactive && (all_active || !dice.one_in(4));
        json!({
            "id": name(person), "sponsor": sponsor.map(name), "personal_volume": volume,
            "active": active, "rank": dice.rank(),
        })
    };
    (0..size).map(person).collect()
}

/// Ascending brackets from 0 with non-decreasing rates, and their minima in whole units.
pub fn brackets(dice: &mut Dice, step: usize) -> (Vec<Value>, Vec<usize>) {
    let (mut rows, mut minima) = (Vec::new(), Vec::new());
    let (mut min, mut rate) = (0, 0);
    for _ in 0..dice.between(1, 6) {
        rows.push(json!({"min": min.to_string(), "rate": format!("0.{rate:02}")}));
        minima.push(min);
        min += step * dice.between(1, 5);
        rate += dice.between(0, 7);
    }
    (rows, minima)
}
