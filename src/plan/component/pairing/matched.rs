//! One match of one position's legs: what is taken from each, and what it pays.

use super::cycles;

/// How legs are matched. Legs are in minor units, people or points; in a ratio that is not
/// 1:1 in `strong × weak`-ths of a minor unit, so that both sides can be divided.
#[derive(Clone, Debug)]
pub(super) enum Mode {
    /// A rate of the weaker leg; the ratio in lowest terms.
    Percent { strong: i64, weak: i64 },
    /// Whole cycles at a value each.
    Cycle { strong: i64, weak: i64 },
    /// The highest row that both legs reach: rising pairs of match and pay.
    Steps(Vec<(i64, i64)>),
    /// Pairs of people at a value each, the ratio in lowest terms; the first pair of a
    /// lifetime may ask for more.
    Pairs {
        strong: i64,
        weak: i64,
        first: Option<First>,
    },
}

/// The first pair of a lifetime.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    pub larger: i64,
    pub smaller: i64,
    /// Minor units; what any pair pays if `None`.
    pub value: Option<i64>,
}

/// What a rank is promised, `i64::MAX` where there is no limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// The rate over the plan's denominator, or the value of a cycle or pair in minor
    /// units.
    pub reward: i64,
    /// Volume of the weaker leg, minor units.
    pub max_match: i64,
    /// Cycles or pairs.
    pub max_cycles: i64,
    /// Minor units.
    pub cap: i64,
}

/// The rule of one plan.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub mode: Mode,
    /// Minor units.
    pub min_match: i64,
    /// Whether volume above a cap stays.
    pub retains: bool,
}

/// What one match comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Matched {
    /// Taken from each leg.
    pub taken: [i64; 2],
    /// Paid, over the plan's denominator.
    pub paid: i64,
    /// Used up above a cap and not paid.
    pub lost: i64,
    /// Whether the first pair of a lifetime is among it.
    pub first: bool,
}

impl Rule {
    /// In how many parts a minor unit is kept.
    pub fn parts(&self) -> i64 {
        match self.mode {
            Mode::Percent { strong, weak } => strong * weak,
            _ => 1,
        }
    }

    /// Matches `legs`. `one` is the plan's denominator, `first` whether the first pair is
    /// still to come. `None` if an amount leaves 64 bits.
    pub fn matched(&self, legs: [i64; 2], terms: &Terms, one: i64, first: bool) -> Option<Matched> {
        match &self.mode {
            Mode::Percent { strong, weak } => self.percent(legs, *strong, *weak, terms, one),
            Mode::Cycle { strong, weak } => self.cycles(legs, *strong, *weak, terms, one),
            Mode::Steps(rows) => self.step(legs, rows, terms, one),
            Mode::Pairs {
                strong,
                weak,
                first: rule,
            } => {
                let first = rule.filter(|_| first);
                self.pairs(legs, [*strong, *weak], first, terms, one)
            }
        }
    }

    fn percent(
        &self,
        legs: [i64; 2],
        strong: i64,
        weak: i64,
        terms: &Terms,
        one: i64,
    ) -> Option<Matched> {
        let larger = usize::from(legs[1] > legs[0]);
        // One `k` is `strong` parts of the larger leg and `weak` of the smaller, which is
        // 1 / `strong` of a minor unit of it. What does not make a whole one is carried.
        let possible = (legs[larger] / strong).min(legs[1 - larger] / weak);
        if possible == 0 || i128::from(possible) < i128::from(self.min_match) * i128::from(strong) {
            return Some(Matched::default());
        }
        let worth = |k: i64| {
            i64::try_from(i128::from(terms.reward) * i128::from(k) / i128::from(strong)).ok()
        };
        let promised = worth(possible)?;
        let mut used = possible.min(terms.max_match.saturating_mul(strong));
        let mut paid = worth(used)?;
        let cap = terms.cap.saturating_mul(one);
        if paid > cap {
            paid = cap;
            // What the cap pays for, to the nearest part.
            let above = 2 * i128::from(cap) * i128::from(strong) - i128::from(terms.reward);
            let below = 2 * i128::from(terms.reward);
            let whole = (above + below - 1).div_euclid(below);
            used = used.min(i64::try_from(whole).ok()?);
        }
        let mut lost = 0;
        if !self.retains {
            used = possible;
            lost = promised - paid;
        }
        let mut taken = [0; 2];
        taken[larger] = used * strong;
        taken[1 - larger] = used * weak;
        Some(Matched {
            taken,
            paid,
            lost,
            first: false,
        })
    }

    fn cycles(
        &self,
        legs: [i64; 2],
        strong: i64,
        weak: i64,
        terms: &Terms,
        one: i64,
    ) -> Option<Matched> {
        if legs[0].min(legs[1]) < self.min_match {
            return Some(Matched::default());
        }
        let limit = terms.max_cycles.min(terms.max_match / weak);
        let take = |limit: i64| {
            let mut left = legs;
            let cycles = cycles::take(&mut left, strong, weak, limit);
            (cycles, [legs[0] - left[0], legs[1] - left[1]])
        };
        let (possible, all) = take(i64::MAX);
        let value = terms.reward.checked_mul(one)?;
        let cap = terms.cap.saturating_mul(one);
        let promised = value.checked_mul(possible)?;
        let paid = value.checked_mul(possible.min(limit))?.min(cap);
        Some(if self.retains {
            // As many cycles as it takes to reach what is paid.
            let used = possible.min(limit).min(reaching(cap, value));
            let (_, taken) = take(used);
            Matched {
                taken,
                paid,
                ..Matched::default()
            }
        } else {
            Matched {
                taken: all,
                paid,
                lost: promised - paid,
                first: false,
            }
        })
    }

    fn step(
        &self,
        legs: [i64; 2],
        rows: &[(i64, i64)],
        terms: &Terms,
        one: i64,
    ) -> Option<Matched> {
        let both = legs[0].min(legs[1]);
        let reached = |volume: i64| rows.iter().rev().find(|(match_, _)| *match_ <= volume);
        if both < self.min_match {
            return Some(Matched::default());
        }
        let Some(&(possible, promised)) = reached(both) else {
            return Some(Matched::default());
        };
        let (used, pay) = reached(both.min(terms.max_match))
            .copied()
            .unwrap_or((0, 0));
        let paid = pay.min(terms.cap).checked_mul(one)?;
        Some(if self.retains {
            Matched {
                taken: [used; 2],
                paid,
                ..Matched::default()
            }
        } else {
            Matched {
                taken: [possible; 2],
                paid,
                lost: promised.checked_mul(one)? - paid,
                first: false,
            }
        })
    }

    fn pairs(
        &self,
        legs: [i64; 2],
        [strong, weak]: [i64; 2],
        first: Option<First>,
        terms: &Terms,
        one: i64,
    ) -> Option<Matched> {
        let larger = usize::from(legs[1] > legs[0]);
        let take = |limit: i64| {
            let mut left = legs;
            let mut pairs = 0;
            if let Some(first) = first
                && limit > 0
            {
                if left[larger] < first.larger || left[1 - larger] < first.smaller {
                    return (0, [0; 2]);
                }
                left[larger] -= first.larger;
                left[1 - larger] -= first.smaller;
                pairs = 1;
            }
            pairs += cycles::take(&mut left, strong, weak, limit - pairs);
            (pairs, [legs[0] - left[0], legs[1] - left[1]])
        };
        let value = terms.reward.checked_mul(one)?;
        let first_value = match first.and_then(|first| first.value) {
            Some(value) => value.checked_mul(one)?,
            None => value,
        };
        let worth = |pairs: i64| match pairs {
            0 => Some(0),
            pairs => first_value.checked_add(value.checked_mul(pairs - 1)?),
        };
        let (possible, all) = take(i64::MAX);
        let cap = terms.cap.saturating_mul(one);
        let counted = possible.min(terms.max_cycles);
        let paid = worth(counted)?.min(cap);
        Some(if self.retains {
            let enough = reaching(cap.saturating_sub(first_value).max(0), value).saturating_add(1);
            let used = if cap == 0 { 0 } else { counted.min(enough) };
            let (_, taken) = take(used);
            Matched {
                taken,
                paid,
                lost: 0,
                first: first.is_some() && used > 0,
            }
        } else {
            Matched {
                taken: all,
                paid,
                lost: worth(possible)? - paid,
                first: first.is_some() && possible > 0,
            }
        })
    }
}

/// How many times `value` it takes to reach `cap`.
fn reaching(cap: i64, value: i64) -> i64 {
    match value {
        0 => i64::MAX,
        value => cap / value + i64::from(cap % value != 0),
    }
}
