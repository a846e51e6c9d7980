//! From the parameters to the rule, and what of them contradicts itself.

use crate::money::{Cents, Rate};
use crate::plan::by_rank::ByRank;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::ComponentSettings;

use super::matched::{First, Mode, Rule};
use super::{Carry, Counted, Inactive, OwnVolume, Pairing, Reward, Tiers};
use crate::plan::component::fault;

/// The keys that only some modes read, with those modes.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rate", PERCENT),
    ("rate_by_rank", PERCENT),
    ("value", WHOLE),
    ("value_by_rank", WHOLE),
    ("schedule", &["step_schedule"]),
    ("strong", RATIO),
    ("weak", RATIO),
    ("counted", PAIRS),
    ("first_ratio", PAIRS),
    ("first_value", PAIRS),
    ("next_value", PAIRS),
    ("min_match", VOLUME),
    ("max_match", VOLUME),
    ("max_match_by_rank", VOLUME),
    ("max_cycles", WHOLE),
    ("max_cycles_by_rank", WHOLE),
    ("own_threshold", VOLUME),
];

const PERCENT: &[&str] = &["percent_weak", "percent_ratio"];
const WHOLE: &[&str] = &["cycle", "count_pairs"];
const RATIO: &[&str] = &["percent_ratio", "cycle", "count_pairs"];
const PAIRS: &[&str] = &["count_pairs"];
const VOLUME: &[&str] = &["percent_weak", "percent_ratio", "cycle", "step_schedule"];

struct Reading<'a> {
    component: &'a ComponentSettings,
    plan: &'a str,
    values: &'a Settings,
    mode: String,
}

type Read<T> = Result<T, Box<Diagnostic>>;

impl Pairing {
    pub(in crate::plan::component) fn new(
        component: &ComponentSettings,
        plan: &str,
        scale: i64,
    ) -> Read<Pairing> {
        let values = &component.settings;
        let reading = Reading {
            component,
            plan,
            values,
            mode: values.text("mode"),
        };
        reading.check_mode()?;
        let mode = reading.matching_mode()?;
        let counts = matches!(mode, Mode::Pairs { .. });
        // A cap is written in units; people are counted in whole ones.
        let unit = if counts { scale } else { 1 };
        let carry_cap = values.optional_amount("carry_cap").map(|cap| cap.0 / unit);
        let expire_after = values.optional_integer("expire_after");
        let carry = match values.text("carry").as_str() {
            "flush_strong" => Carry::FlushStrong,
            "flush_all" => Carry::FlushAll,
            "cap" if carry_cap.is_none() => {
                return reading.fault(
                    "P173",
                    "carry",
                    "`carry = \"cap\"` does not say how much",
                    "give `carry_cap`",
                );
            }
            "expire_after_k" if expire_after.is_none() => {
                return reading.fault(
                    "P173",
                    "carry",
                    "`carry = \"expire_after_k\"` does not say when",
                    "give `expire_after`",
                );
            }
            _ => Carry::Keep,
        };
        if carry == Carry::FlushAll {
            for (key, given) in [("carry_cap", carry_cap), ("expire_after", expire_after)] {
                if given.is_some() {
                    let message = format!("nothing is carried, so `{key}` limits nothing");
                    return reading.fault(
                        "P173",
                        key,
                        &message,
                        "leave it out, or write `carry = \"keep\"`",
                    );
                }
            }
        }
        let threshold = values.optional_amount("own_threshold").map(|above| above.0);
        let own_volume = match values.text("own_volume").as_str() {
            "none" => OwnVolume::Nowhere,
            _ if counts => {
                return reading.fault(
                    "P171",
                    "own_volume",
                    "people are counted: a member is in no leg of his own",
                    "leave `own_volume` out",
                );
            }
            "weak_leg" => OwnVolume::WeakLeg { above: 0 },
            _ => OwnVolume::WeakLeg {
                above: threshold.unwrap_or(0),
            },
        };
        if threshold.is_some() && values.text("own_volume") != "excess_to_weak" {
            return reading.fault(
                "P174",
                "own_threshold",
                "nothing uses `own_threshold`",
                "write `own_volume = \"excess_to_weak\"`, or leave it out",
            );
        }
        Ok(Pairing {
            reward: reading.reward()?,
            max_match: reading.amounts("max_match", "max_match_by_rank"),
            max_cycles: reading.tiers("max_cycles", "max_cycles_by_rank", integer),
            cap: reading.amounts("cap_amount", "cap_amount_by_rank"),
            rule: Rule {
                mode,
                min_match: values
                    .optional_amount("min_match")
                    .map_or(0, |least| least.0),
                retains: values.text("on_cap") == "retain",
            },
            counted: counts.then(|| match values.optional_text("counted").as_deref() {
                Some("points") => Counted::Points,
                _ => Counted::People,
            }),
            carry,
            carry_cap: carry_cap.unwrap_or(i64::MAX),
            expire_after: expire_after.map(|periods| periods as usize),
            own_volume,
            inactive: match values.text("inactive").as_str() {
                "freeze" => Inactive::Freeze,
                "accumulate" => Inactive::Accumulate,
                _ => Inactive::Flush,
            },
            needs_personal_each_leg: values.optional_text("qualify").is_some(),
        })
    }
}

impl Reading<'_> {
    fn fault<T>(&self, code: &'static str, key: &str, message: &str, help: &str) -> Read<T> {
        Err(Box::new(fault(
            self.component,
            self.plan,
            code,
            key,
            message.to_owned(),
            help.to_owned(),
        )))
    }

    fn is_given(&self, key: &str) -> bool {
        self.values
            .peek(key)
            .is_some_and(|value| *value != Setting::Absent)
    }

    fn check_mode(&self) -> Read<()> {
        for (key, modes) in ONLY_IN {
            if self.is_given(key) && !modes.contains(&self.mode.as_str()) {
                let message = format!("`{key}` says nothing with `mode = \"{}\"`", self.mode);
                let help = format!("leave it out; it goes with {}", modes.join(", "));
                return self.fault("P171", key, &message, &help);
            }
        }
        Ok(())
    }

    fn matching_mode(&self) -> Read<Mode> {
        Ok(match self.mode.as_str() {
            "percent_weak" => Mode::Percent { strong: 1, weak: 1 },
            "percent_ratio" => {
                let [strong, weak] = lowest_terms(self.ratio()?);
                if strong
                    .checked_mul(weak)
                    .is_none_or(|parts| parts > 1_000_000)
                {
                    return self.fault(
                        "P172",
                        "strong",
                        "the ratio cannot be kept exactly",
                        "write it in small whole numbers, such as 2 and 1",
                    );
                }
                Mode::Percent { strong, weak }
            }
            "cycle" => {
                if !self.is_given("weak") && !self.is_given("strong") {
                    return self.fault(
                        "P172",
                        "mode",
                        "nothing says what a cycle takes",
                        "give `strong` and `weak`, such as 600 and 300",
                    );
                }
                let [strong, weak] = self.ratio()?;
                Mode::Cycle { strong, weak }
            }
            "step_schedule" => Mode::Steps(self.steps()?),
            _ => {
                let [strong, weak] = lowest_terms(self.ratio()?);
                Mode::Pairs {
                    strong,
                    weak,
                    first: self.first()?,
                }
            }
        })
    }

    /// What is taken from the larger and from the smaller leg.
    fn ratio(&self) -> Read<[i64; 2]> {
        let [strong, weak] = ["strong", "weak"].map(|key| self.values.optional_amount(key));
        for (key, given) in [("strong", strong), ("weak", weak)] {
            if given == Some(Cents::ZERO) {
                return self.fault(
                    "P172",
                    key,
                    "a match takes something from each leg",
                    "give a number above 0",
                );
            }
        }
        Ok(match (strong, weak, self.mode.as_str()) {
            (None, None, _) => [1, 1],
            (Some(one), None, "cycle") | (None, Some(one), "cycle") => [one.0, one.0],
            (Some(strong), Some(weak), _) => [strong.0, weak.0],
            (Some(_), None, _) => {
                return self.fault("P172", "strong", "a ratio has two sides", "give `weak` too");
            }
            (None, Some(_), _) => {
                return self.fault("P172", "weak", "a ratio has two sides", "give `strong` too");
            }
        })
    }

    fn steps(&self) -> Read<Vec<(i64, i64)>> {
        let Some(rows) = self.values.optional_list("schedule") else {
            return self.fault(
                "P170",
                "mode",
                "nothing says what the steps are",
                "give `schedule`, such as `[{ match = 250, pay = 40 }]`",
            );
        };
        let mut steps: Vec<(i64, i64)> = rows
            .iter()
            .map(|row| (row.amount("match").0, row.amount("pay").0))
            .collect();
        steps.sort_unstable();
        let rises = |pair: &[(i64, i64)]| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1;
        if steps[0].0 == 0 || !steps.windows(2).all(rises) {
            return self.fault(
                "P172",
                "schedule",
                "the steps do not rise",
                "let every row ask for more volume than the one before, and pay no less",
            );
        }
        Ok(steps)
    }

    fn first(&self) -> Read<Option<First>> {
        let value = self
            .values
            .optional_amount("first_value")
            .map(|value| value.0);
        let Some(ratio) = self.values.optional_numbers("first_ratio") else {
            let one_to_one = First {
                larger: 1,
                smaller: 1,
                value,
            };
            return Ok(value.map(|_| one_to_one));
        };
        let whole: Vec<i64> = ratio
            .iter()
            .filter(|people| people.fract().is_zero())
            .filter_map(|people| i64::try_from(people.trunc().mantissa()).ok())
            .filter(|&people| people > 0)
            .collect();
        match whole[..] {
            [one, other] if ratio.len() == 2 => Ok(Some(First {
                larger: one.max(other),
                smaller: one.min(other),
                value,
            })),
            _ => self.fault(
                "P172",
                "first_ratio",
                "the first pair asks for people in two legs",
                "give two whole numbers above 0, such as `[2, 1]`",
            ),
        }
    }

    fn reward(&self) -> Read<Reward> {
        let mode = self.mode.as_str();
        if mode == "step_schedule" {
            return Ok(Reward::Schedule);
        }
        if PERCENT.contains(&mode) {
            let rates = self.tiers("rate", "rate_by_rank", |setting| match setting {
                Setting::Share(rate) => Some(*rate),
                _ => None,
            });
            return match rates.is_empty() {
                false => Ok(Reward::Rate(rates)),
                true => self.fault(
                    "P170",
                    "mode",
                    "nothing says what a match pays",
                    "give `rate` or `rate_by_rank`",
                ),
            };
        }
        let mut values = self.amounts("value", "value_by_rank");
        if let Some(next) = self.values.optional_amount("next_value") {
            if values.base.is_some() {
                return self.fault(
                    "P170",
                    "next_value",
                    "`value` and `next_value` say the same",
                    "keep one of them",
                );
            }
            values.base = Some(next.0);
        }
        match values.is_empty() {
            false => Ok(Reward::Value(values)),
            true => self.fault(
                "P170",
                "mode",
                "nothing says what a match pays",
                "give `value` or `value_by_rank`",
            ),
        }
    }

    fn tiers<T: Clone>(
        &self,
        key: &'static str,
        by_rank: &'static str,
        value: impl Fn(&Setting) -> Option<T>,
    ) -> Tiers<T> {
        let listed = self.values.optional_by_name(by_rank).unwrap_or_default();
        Tiers {
            base: self.values.peek(key).and_then(&value),
            by_rank: ByRank::new(
                listed
                    .into_iter()
                    .filter_map(|(rank, setting)| Some((rank, value(&setting)?)))
                    .collect(),
            ),
            key: by_rank,
        }
    }

    fn amounts(&self, key: &'static str, by_rank: &'static str) -> Tiers<i64> {
        self.tiers(key, by_rank, |setting| match setting {
            Setting::Amount(amount) => Some(amount.0),
            _ => None,
        })
    }
}

fn integer(setting: &Setting) -> Option<i64> {
    match setting {
        Setting::Integer(number) => Some(*number),
        _ => None,
    }
}

/// A ratio in lowest terms.
fn lowest_terms([strong, weak]: [i64; 2]) -> [i64; 2] {
    let (mut a, mut b) = (strong, weak);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    [strong / a, weak / a]
}

impl<T: Clone> Tiers<T> {
    fn is_empty(&self) -> bool {
        self.base.is_none() && self.by_rank.values().next().is_none()
    }
}

impl Tiers<Rate> {
    /// The most decimals any of the rates needs.
    pub(super) fn decimals(&self) -> u32 {
        let rates = self.base.iter().chain(self.by_rank.values());
        rates.map(|rate| rate.decimals()).max().unwrap_or(0)
    }
}
