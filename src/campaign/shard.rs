//! One of several shares of the work.

use std::fmt;
use std::str::FromStr;

/// One of several shares of the work: number `number` of `of`, 1-based.
///
/// Units are dealt out like cards: shard 2/3 has the units 2, 5, 8, … Every unit is in exactly
/// one of the shards 1/n … n/n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    /// Which, from 1 to `of`.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// What is no shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// Not two whole numbers with a slash between.
    #[error(
        "`{typed}` is no shard: write which it is and how many there are, as in `3/10` for the \
         third of ten"
    )]
    Form {
        /// What was given.
        typed: String,
    },
    /// A number outside 1 … n.
    #[error("there is no shard {number}/{of}: of n shards the first is 1/n and the last n/n")]
    Outside {
        /// Which was asked for.
        number: u32,
        /// Of how many.
        of: u32,
    },
}

impl Shard {
    /// Shard `number` of `of`.
    ///
    /// # Errors
    ///
    /// [`ShardError::Outside`] unless 1 ≤ `number` ≤ `of`.
    pub fn new(number: u32, of: u32) -> Result<Self, ShardError> {
        if (1..=of).contains(&number) {
            Ok(Self { number, of })
        } else {
            Err(ShardError::Outside { number, of })
        }
    }

    /// Whether a unit, counted from 1, is in this share.
    #[must_use]
    pub fn holds(self, unit: u32) -> bool {
        unit >= self.number && (unit - self.number).is_multiple_of(self.of)
    }

    /// The units of this share where there are `total`, in order.
    pub fn units(self, total: u32) -> impl Iterator<Item = u32> {
        (self.number..=total).step_by(self.of as usize)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Digits alone: what is parsed as a number also takes a leading plus.
        let number = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| digits)
        };
        text.split_once('/')
            .and_then(|(which, of)| Some((number(which)?, number(of)?)))
            .ok_or_else(|| ShardError::Form {
                typed: text.to_owned(),
            })
            .and_then(|(which, of)| Self::new(which, of))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_are_dealt_out_like_cards() {
        let second = Shard { number: 2, of: 3 };
        assert_eq!(second.units(8).collect::<Vec<_>>(), [2, 5, 8]);
        assert_eq!(second.units(7).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(second.units(1).count(), 0);
        assert!(second.holds(5) && !second.holds(6) && !second.holds(0));
    }

    #[test]
    fn the_last_units_there_can_be_are_dealt_out_too() {
        let last = Shard {
            number: u32::MAX,
            of: u32::MAX,
        };
        assert_eq!(last.units(u32::MAX).collect::<Vec<_>>(), [u32::MAX]);
        assert!(last.holds(u32::MAX));
    }

    proptest! {
        #[test]
        fn every_unit_is_in_exactly_one_shard(of in 1_u32..20, total in 0_u32..200) {
            let shards = (1..=of).map(|number| Shard { number, of });
            let mut dealt: Vec<u32> = shards.clone().flat_map(|shard| shard.units(total)).collect();
            dealt.sort_unstable();
            prop_assert_eq!(dealt, (1..=total).collect::<Vec<_>>());
            for unit in 1..=total {
                prop_assert_eq!(shards.clone().filter(|shard| shard.holds(unit)).count(), 1);
            }
        }

        #[test]
        fn what_is_written_is_read_again(number in 1_u32.., more in 0_u32..) {
            let shard = Shard { number, of: number.saturating_add(more) };
            prop_assert_eq!(shard.to_string().parse(), Ok(shard));
        }
    }

    #[test]
    fn what_is_no_shard_is_refused_with_the_way_out() {
        for typed in [
            "",
            "3",
            "3/",
            "/3",
            "1/2/3",
            "a/3",
            "-1/3",
            "+1/3",
            " 1/3",
            "1/4294967296",
        ] {
            let refused = typed.parse::<Shard>().unwrap_err();
            let typed = typed.to_owned();
            assert_eq!(refused, ShardError::Form { typed });
            assert!(refused.to_string().contains("as in `3/10`"));
        }
        for (number, of) in [(0, 3), (4, 3), (0, 0), (1, 0)] {
            let refused = format!("{number}/{of}").parse::<Shard>().unwrap_err();
            assert_eq!(refused, ShardError::Outside { number, of });
        }
    }
}
