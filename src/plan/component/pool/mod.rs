//! `pool` (plans.md E11): an amount of the period shared by points.

mod points;
mod share;
#[cfg(test)]
mod tests;

use crate::books::{Source, Trigger};
use crate::money::{Cents, Rate};
use crate::plan::component::named::Named;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, company_volume, fault};
use crate::plan::earnings::Earnings;
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::rounding::Mode;
use crate::plan::sharing::Share;

use points::Points;

pub(super) const VARIANT: Variant = Variant {
    name: "pool",
    meaning: "An amount of the period, shared by points.",
    keys: &[
        Key {
            name: "percent",
            kind: Kind::Share,
            default: Default::Absent("required unless `amount` is given"),
            unit: "share of the company's commissionable volume of the period",
            meaning: "What the pool holds.",
        },
        Key {
            name: "base_amount",
            kind: Kind::Amount,
            default: Default::Absent("the company's commissionable volume of the period"),
            unit: "per period",
            meaning: "A stated volume `percent` is taken of instead.",
        },
        Key {
            name: "amount",
            kind: Kind::Amount,
            default: Default::Absent("see `percent`"),
            unit: "per period",
            meaning: "A fixed amount the pool holds.",
        },
        Key {
            name: "points",
            kind: Kind::Choice(&[
                ("each", "one for everybody"),
                ("rank", "by rank, as `points_by_rank` says"),
                (
                    "volume",
                    "a member's own commissionable volume and his customers'",
                ),
                ("group_volume", "that of the member and all below him"),
                ("order", "points of his own and his customers' orders"),
                (
                    "structure",
                    "for every active member below, as `points_by_level` says",
                ),
            ]),
            default: Default::Absent(
                "structure with `points_by_level`, rank with `points_by_rank`, else each",
            ),
            unit: "",
            meaning: "What the pool is shared by.",
        },
        Key {
            name: "points_by_rank",
            kind: Kind::ByName(&Kind::Number {
                min: "0",
                max: "1000000",
            }),
            default: Default::Absent("points do not go by rank"),
            unit: "points",
            meaning: "Points of each rank; a rank that is not named has none.",
        },
        Key {
            name: "points_by_level",
            kind: Kind::Numbers,
            default: Default::Absent("points do not go by structure"),
            unit: "points, one a level",
            meaning: "Points for every active member on level 1, 2, … below.",
        },
        Key {
            name: "compression",
            kind: Kind::Choice(&[
                ("standard", "levels are counted in active members"),
                ("none", "levels are true distances"),
            ]),
            default: Default::Value("\"standard\""),
            unit: "",
            meaning: "How levels are counted for `points_by_level`.",
        },
        Key {
            name: "ranks",
            kind: Kind::Names,
            default: Default::Absent("every rank"),
            unit: "",
            meaning: "Who shares, besides being active and having points: these ranks and those above the lowest of them.",
        },
        Key {
            name: "cap_fraction",
            kind: Kind::Share,
            default: Default::Absent("no cap"),
            unit: "share of the pool",
            meaning: "The most one member gets of the pool.",
        },
        Key {
            name: "excess",
            kind: Kind::Choice(&[
                ("retain", "stays with the company"),
                (
                    "redistribute",
                    "is shared among those below the cap until nobody exceeds it",
                ),
            ]),
            default: Default::Value("\"retain\""),
            unit: "",
            meaning: "What becomes of what the cap takes.",
        },
        Key {
            name: "if_no_qualifier",
            kind: Kind::Choice(&[
                ("retain", "stays with the company"),
                ("carry_forward", "is added to the next period's pool"),
            ]),
            default: Default::Value("\"retain\""),
            unit: "",
            meaning: "What becomes of a pool nobody shares.",
        },
        Key {
            name: "rounding",
            kind: Kind::Choice(&[
                (
                    "largest_remainder",
                    "down, then a unit more where the remainder is largest: the pool is paid exactly",
                ),
                ("down", "towards zero: the pool is never overpaid"),
                ("half_up", "to the nearest, cheque by cheque"),
            ]),
            default: Default::Value("\"largest_remainder\""),
            unit: "",
            meaning: "How shares become whole minor units.",
        },
    ],
};

/// What the pool holds.
#[derive(Clone, Copy, Debug)]
enum Content {
    /// A share of the company's commissionable volume, or of a stated one.
    Percent(Rate, Option<Cents>),
    Amount(Cents),
}

/// The most one member gets.
#[derive(Clone, Copy, Debug)]
struct Cap {
    fraction: Rate,
    redistribute: bool,
}

/// How shares become whole minor units.
#[derive(Clone, Copy, Debug)]
enum ShareRounding {
    LargestRemainder,
    Mode(Mode),
}

/// An amount of the period shared by points.
#[derive(Clone, Debug)]
pub struct Pool {
    content: Content,
    points: Points,
    ranks: Vec<String>,
    cap: Option<Cap>,
    carry_forward: bool,
    rounding: ShareRounding,
}

/// What waits for somebody to share it, and the scratch of sharing.
#[derive(Debug, Default)]
pub(super) struct PoolMemory {
    /// Over the plan's common denominator.
    carried: i128,
    points: Vec<i64>,
    uplines: Vec<u32>,
    shares: Vec<Share>,
    order: Vec<u32>,
}

impl Memory for PoolMemory {
    fn forget(&mut self) {
        self.carried = 0;
    }
}

impl Pool {
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<Pool, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |key: &str, message: &str, help: &str| {
            Box::new(fault(
                settings,
                plan,
                "P150",
                key,
                message.to_owned(),
                help.to_owned(),
            ))
        };
        let base = values.optional_amount("base_amount");
        let content = match (
            values.optional_share("percent"),
            values.optional_amount("amount"),
            base,
        ) {
            (Some(percent), None, base) => Content::Percent(percent, base),
            (None, Some(amount), None) => Content::Amount(amount),
            (None, Some(_), Some(_)) => {
                return Err(complain(
                    "base_amount",
                    "`base_amount` is what `percent` is taken of, and the pool holds a fixed `amount`",
                    "remove `base_amount`, or give `percent` instead of `amount`",
                ));
            }
            (Some(_), Some(_), _) => {
                return Err(complain(
                    "amount",
                    "a pool holds a `percent` of volume or a fixed `amount`, not both",
                    "remove one of them",
                ));
            }
            (None, None, _) => {
                return Err(complain(
                    "type",
                    "a pool needs `percent` or `amount`",
                    "say what it holds, such as `percent = 0.02`",
                ));
            }
        };
        let fraction = values.optional_share("cap_fraction");
        if fraction.is_some_and(Rate::is_zero) {
            return Err(complain(
                "cap_fraction",
                "`cap_fraction` must be above 0: nobody would get anything",
                "write a share such as 0.10, or leave it out",
            ));
        }
        let redistribute = values.text("excess") == "redistribute";
        if fraction.is_none() && redistribute {
            return Err(complain(
                "excess",
                "without `cap_fraction` there is no excess to redistribute",
                "give `cap_fraction`, or remove `excess`",
            ));
        }
        Ok(Pool {
            content,
            points: Points::read(values)
                .map_err(|(key, message, help)| complain(key, &message, &help))?,
            ranks: values.optional_names("ranks").unwrap_or_default(),
            cap: fraction.map(|fraction| Cap {
                fraction,
                redistribute,
            }),
            carry_forward: values.text("if_no_qualifier") == "carry_forward",
            rounding: match values.text("rounding").as_str() {
                "down" => ShareRounding::Mode(Mode::Down),
                "half_up" => ShareRounding::Mode(Mode::HalfUp),
                _ => ShareRounding::LargestRemainder,
            },
        })
    }

    /// What the pool of the period holds, over `10^decimals`; refunds cannot make it owe.
    fn content(&self, ground: &Ground) -> i128 {
        let unit = 10_i128.pow(ground.decimals);
        match self.content {
            Content::Amount(amount) => i128::from(amount.0) * unit,
            Content::Percent(percent, base) => {
                let volume = match base {
                    Some(base) => i128::from(base.0),
                    None => ground
                        .volumes
                        .commissionable
                        .into_iter()
                        .map(i128::from)
                        .sum(),
                };
                volume.max(0) * i128::from(percent.numerator_over(ground.decimals))
            }
        }
    }
}

impl Commission for Pool {
    fn stage(&self) -> Stage {
        Stage::Last
    }

    fn decimals(&self) -> u32 {
        match self.content {
            Content::Percent(percent, _) => percent.decimals(),
            Content::Amount(_) => 0,
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(PoolMemory::default())
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory = recall::<PoolMemory>(memory);
        earnings.begin_lines(company_volume::funding(ground));
        let content = self.content(ground) + std::mem::take(&mut memory.carried);
        self.find_shares(ground, memory)?;
        if memory.shares.is_empty() {
            if self.carry_forward {
                memory.carried = content;
            } else {
                earnings.theoretical += content;
                earnings.breakage += content;
            }
            return Some(());
        }
        self.share_out(content, ground, memory, earnings)
    }

    fn trigger(&self, source: Source) -> Trigger {
        company_volume::trigger(source)
    }

    fn maximum(&self) -> Maximum {
        match self.content {
            Content::Percent(percent, None) => Maximum::of(percent, &Source::ALL),
            Content::Percent(_, Some(_)) | Content::Amount(_) => Maximum::BESIDE_VOLUME,
        }
    }

    fn pays_on_recruits(&self) -> bool {
        !self.ranks.is_empty() || self.points.hang_on_recruits()
    }

    fn named(&self) -> Named<'_> {
        let qualify = self.ranks.iter().map(|name| ("ranks", name.as_str()));
        Named {
            ranks: qualify.chain(self.points.rank_names()).collect(),
            ..Named::default()
        }
    }
}
