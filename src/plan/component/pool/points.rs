//! What a pool is shared by, and who shares it.

use rust_decimal::Decimal;

use super::{Pool, PoolMemory};
use crate::money::{Rate, common_decimals};
use crate::network::NO_SPONSOR;
use crate::plan::ground::Ground;
use crate::plan::sharing::Share;
use crate::plan::volume::group_sums;
use crate::scenario::settings::{Setting, Settings};

/// What a pool is shared by.
#[derive(Clone, Debug)]
pub(super) enum Points {
    Each,
    Rank(Vec<(String, i64)>),
    Volume,
    GroupVolume,
    Order,
    Structure {
        by_level: Vec<i64>,
        compressed: bool,
    },
}

/// A key, what is wrong with it, and the way out.
type Fault = (&'static str, String, String);

impl Points {
    pub(super) fn read(values: &Settings) -> Result<Points, Fault> {
        let by_rank = values.optional_by_name("points_by_rank");
        let by_level = values.optional_numbers("points_by_level");
        let chosen = match (values.optional_text("points"), &by_level, &by_rank) {
            (Some(chosen), ..) => chosen,
            (None, Some(_), _) => "structure".to_owned(),
            (None, None, Some(_)) => "rank".to_owned(),
            (None, None, None) => "each".to_owned(),
        };
        for (key, given, word) in [
            ("points_by_rank", by_rank.is_some(), "rank"),
            ("points_by_level", by_level.is_some(), "structure"),
        ] {
            if given && chosen != word {
                return Err((
                    key,
                    format!("`{key}` says nothing where points go by `{chosen}`"),
                    format!("remove it, or write `points = \"{word}\"`"),
                ));
            }
            if !given && chosen == word {
                return Err((
                    "points",
                    format!("`points = \"{word}\"` needs `{key}`"),
                    format!("give `{key}`, or let points go by something else"),
                ));
            }
        }
        Ok(match chosen.as_str() {
            "rank" => {
                let (names, points): (Vec<String>, Vec<Decimal>) = by_rank
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|(name, points)| match points {
                        Setting::Number(points) => Some((name, points)),
                        _ => None,
                    })
                    .unzip();
                let points = over_one_denominator("points_by_rank", &points)?;
                Points::Rank(names.into_iter().zip(points).collect())
            }
            "structure" => Points::Structure {
                by_level: over_one_denominator("points_by_level", &by_level.unwrap_or_default())?,
                compressed: values.text("compression") == "standard",
            },
            "volume" => Points::Volume,
            "group_volume" => Points::GroupVolume,
            "order" => Points::Order,
            _ => Points::Each,
        })
    }

    pub(super) fn hang_on_recruits(&self) -> bool {
        matches!(
            self,
            Points::Rank(_) | Points::GroupVolume | Points::Structure { .. }
        )
    }

    pub(super) fn rank_names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named: &[(String, i64)] = match self {
            Points::Rank(points) => points,
            _ => &[],
        };
        named
            .iter()
            .map(|(name, _)| ("points_by_rank", name.as_str()))
    }
}

/// Points as whole numbers: only their proportions matter.
fn over_one_denominator(key: &'static str, points: &[Decimal]) -> Result<Vec<i64>, Fault> {
    let rates: Option<Vec<Rate>> = points
        .iter()
        .map(|&points| Rate::from_decimal(points).ok())
        .collect();
    let Some(rates) = rates else {
        return Err((
            key,
            format!("`{key}` has more than nine decimals"),
            "only the proportions of points matter: write smaller numbers".to_owned(),
        ));
    };
    let decimals = common_decimals(&rates);
    Ok(rates
        .iter()
        .map(|rate| rate.numerator_over(decimals))
        .collect())
}

impl Pool {
    /// Fills `memory.points`, and lists those who share the pool: active, of the stated
    /// ranks, with points. `None` if points leave 64 bits.
    pub(super) fn find_shares(&self, ground: &Ground, memory: &mut PoolMemory) -> Option<()> {
        let members = ground.members();
        let volumes = ground.volumes;
        let points = &mut memory.points;
        points.clear();
        match &self.points {
            Points::Each => points.resize(members, 1),
            Points::Rank(named) => {
                let mut of_rank = vec![0; ground.ranks.names().len() + 1];
                for (name, points) in named {
                    if let Some(rank) = ground.ranks.place(name) {
                        of_rank[usize::from(rank)] = *points;
                    }
                }
                points.extend(
                    (0..members).map(|member| of_rank[usize::from(ground.rank_of(member))]),
                );
            }
            Points::Volume => points.extend((0..members).map(|member| volumes.personal_of(member))),
            Points::GroupVolume => {
                group_sums(ground.sponsor, |member| volumes.personal_of(member), points);
            }
            Points::Order => points.extend((0..members).map(|member| volumes.points_of(member))),
            Points::Structure {
                by_level,
                compressed,
            } => {
                points.resize(members, 0);
                give_uplines(ground, by_level, *compressed, &mut memory.uplines, points)?;
            }
        }
        let least = ground
            .ranks
            .lowest_of(self.ranks.iter().map(String::as_str))
            .unwrap_or(0);
        memory.shares.clear();
        memory.shares.extend(
            points
                .iter()
                .enumerate()
                .filter(|&(member, &points)| {
                    points > 0 && ground.rank_of(member) >= least && ground.is_active(member)
                })
                .map(|(member, &points)| Share {
                    member: member as u32,
                    exact: i128::from(points),
                    amount: 0,
                }),
        );
        Some(())
    }
}

/// Gives the uplines of every active member the points of their levels. With compression
/// whoever is inactive holds no level (PO-05); nobody gets points for him in either case.
fn give_uplines(
    ground: &Ground,
    by_level: &[i64],
    compressed: bool,
    uplines: &mut Vec<u32>,
    points: &mut [i64],
) -> Option<()> {
    uplines.clear();
    for &sponsor in ground.sponsor {
        // Sponsors come first, so theirs is known: one step leads past all the inactive.
        let skips = compressed && sponsor != NO_SPONSOR && !ground.is_active(sponsor as usize);
        uplines.push(if skips {
            uplines[sponsor as usize]
        } else {
            sponsor
        });
    }
    for member in 0..uplines.len() {
        if !ground.is_active(member) {
            continue;
        }
        let mut upline = uplines[member];
        for &level in by_level {
            if upline == NO_SPONSOR {
                break;
            }
            let holder = &mut points[upline as usize];
            *holder = holder.checked_add(level)?;
            upline = uplines[upline as usize];
        }
    }
    Some(())
}
