//! `join_bonus` (plans.md E10): a reward to the enroller, and to enrollers above him,
//! when someone joins.

use crate::books::{Source, Trigger};
use crate::money::{Cents, Rate, common_decimals};
use crate::network::NO_SPONSOR;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, fault, sum};
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::Memory;
use crate::plan::volume::Volumes;

pub(super) const VARIANT: Variant = Variant {
    name: "join_bonus",
    meaning: "A reward to the enroller, and to enrollers above him, when someone joins.",
    keys: &[
        Key {
            name: "kind",
            kind: Kind::Choice(&[
                ("percent", "`rates` of what the joiner pays"),
                ("flat", "`amounts` for every joiner"),
            ]),
            default: Default::Value("\"percent\""),
            unit: "",
            meaning: "Whether the bonus is a share of a payment or a fixed amount.",
        },
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Absent("required when `kind` is percent"),
            unit: "share of the base, one per level",
            meaning: "Level 1 is the enroller, level 2 his enroller, and so on.",
        },
        Key {
            name: "amounts",
            kind: Kind::Amounts,
            default: Default::Absent("required when `kind` is flat"),
            unit: "per joiner, one per level",
            meaning: "Level 1 is the enroller, level 2 his enroller, and so on.",
        },
        Key {
            name: "on",
            kind: Kind::Choice(&[
                (
                    "order",
                    "commissionable volume of the joiner's own purchases in the joining period",
                ),
                ("kit", "commissionable part of the starter kit"),
                ("membership_fee", "the joining fee: a recruitment reward"),
            ]),
            default: Default::Value("\"order\""),
            unit: "",
            meaning: "What a percent bonus is taken of.",
        },
    ],
};

/// What the joiner pays that the bonus is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Order,
    Kit,
    MembershipFee,
}

/// One reward a level, for every joiner.
#[derive(Clone, Debug)]
enum Reward {
    Percent { rates: Vec<Rate>, of: Base },
    Flat(Vec<Cents>),
}

/// The reward for bringing someone in.
#[derive(Clone, Debug)]
pub struct JoinBonus {
    reward: Reward,
}

impl JoinBonus {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<JoinBonus, Box<Diagnostic>> {
        let values = &settings.settings;
        let rates = values.optional_shares("rates");
        let amounts = values.optional_amounts("amounts");
        let percent = values.text("kind") == "percent";
        let complain = |key: &str, message: &str, help: &str| {
            Err(Box::new(fault(
                settings,
                plan,
                "P003",
                key,
                message.to_owned(),
                help.to_owned(),
            )))
        };
        let reward = match (percent, rates, amounts) {
            (true, Some(rates), None) => Reward::Percent {
                rates,
                of: match values.text("on").as_str() {
                    "order" => Base::Order,
                    "kit" => Base::Kit,
                    _ => Base::MembershipFee,
                },
            },
            (false, None, Some(amounts)) => Reward::Flat(amounts),
            (true, None, _) => {
                return complain(
                    "kind",
                    "a join bonus of kind `percent` needs `rates`",
                    "give one rate a level, such as `rates = [0.20, 0.05]`, or write `kind = \"flat\"`",
                );
            }
            (false, _, None) => {
                return complain(
                    "kind",
                    "a join bonus of kind `flat` needs `amounts`",
                    "give one amount a level, such as `amounts = [50.00, 10.00]`",
                );
            }
            (true, Some(_), Some(_)) => {
                return complain(
                    "amounts",
                    "`amounts` do not apply to kind `percent`",
                    "remove `amounts`, or write `kind = \"flat\"` and remove `rates`",
                );
            }
            (false, Some(_), Some(_)) => {
                return complain(
                    "rates",
                    "`rates` do not apply to kind `flat`",
                    "remove `rates`, or write `kind = \"percent\"` and remove `amounts`",
                );
            }
        };
        Ok(JoinBonus { reward })
    }

    /// The reward of each level for one joiner, over `10^decimals`.
    fn by_level(&self, volumes: &Volumes, decimals: u32) -> Option<Vec<i64>> {
        match &self.reward {
            Reward::Percent { rates, of } => {
                let base = match of {
                    Base::Order => volumes.own_use,
                    Base::Kit => volumes.kit,
                    Base::MembershipFee => volumes.join_fee,
                };
                rates
                    .iter()
                    .map(|rate| rate.numerator_over(decimals).checked_mul(base))
                    .collect()
            }
            Reward::Flat(amounts) => amounts
                .iter()
                .map(|amount| amount.0.checked_mul(10_i64.pow(decimals)))
                .collect(),
        }
    }
}

impl Commission for JoinBonus {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        match &self.reward {
            Reward::Percent { rates, .. } => common_decimals(rates),
            Reward::Flat(_) => 0,
        }
    }

    fn earn(
        &self,
        ground: &Ground,
        _memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let (volumes, decimals) = (ground.volumes, ground.decimals);
        let rewards = self.by_level(volumes, decimals)?;
        let each = rewards
            .iter()
            .try_fold(0_i64, |sum, &reward| sum.checked_add(reward))?;
        earnings.theoretical = i128::from(each.checked_mul(volumes.joiners)?);
        earnings.funding = Funding::Only(match &self.reward {
            Reward::Percent {
                of: Base::Order, ..
            } => Source::OwnUse,
            Reward::Percent { .. } | Reward::Flat(_) => Source::Joining,
        });
        earnings.exact.fill(0);
        for joiner in volumes.period.joiners() {
            let mut upline = volumes.period.sponsor[joiner];
            for &reward in &rewards {
                if upline == NO_SPONSOR {
                    earnings.no_upline += i128::from(reward);
                } else {
                    earnings.exact[upline as usize] += reward;
                    upline = volumes.period.sponsor[upline as usize];
                }
            }
        }
        Some(())
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::Joining
    }

    fn maximum(&self) -> Maximum {
        match &self.reward {
            Reward::Percent {
                rates,
                of: Base::Order,
            } => Maximum::of(sum(rates), &[Source::OwnUse]),
            Reward::Percent {
                rates,
                of: Base::Kit,
            } => Maximum::of(sum(rates), &[Source::Joining]),
            Reward::Percent { .. } | Reward::Flat(_) => Maximum::BESIDE_VOLUME,
        }
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }

    fn levels(&self) -> usize {
        match &self.reward {
            Reward::Percent { rates, .. } => rates.len(),
            Reward::Flat(amounts) => amounts.len(),
        }
    }

    fn drop_deepest_level(&mut self) {
        match &mut self.reward {
            Reward::Percent { rates, .. } if rates.len() > 1 => {
                rates.pop();
            }
            Reward::Flat(amounts) if amounts.len() > 1 => {
                amounts.pop();
            }
            Reward::Percent { .. } | Reward::Flat(_) => {}
        }
    }
}
