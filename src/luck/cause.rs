//! What the draws of a life decide, so that one part can be drawn anew while the rest is
//! held: how much of what people earn hangs on it?

use super::{ENTITY_STRIDE, Stream};

/// A part of what chance decides in the life of a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Cause {
    /// When and where people stand: who recruits whom, when, and into which pool.
    Position,
    /// What people can do: sell and recruit.
    Ability,
    /// How their sales come out.
    Sales,
    /// How long they stay.
    Staying,
}

impl Cause {
    /// All causes.
    pub const ALL: [Cause; 4] = [
        Cause::Position,
        Cause::Ability,
        Cause::Sales,
        Cause::Staying,
    ];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Cause::Position => "position",
            Cause::Ability => "ability",
            Cause::Sales => "sales_luck",
            Cause::Staying => "staying",
        }
    }

    /// What it is, in a word.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Cause::Position => "position",
            Cause::Ability => "ability",
            Cause::Sales => "sales",
            Cause::Staying => "staying",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Cause::Position => "when and where they joined",
            Cause::Ability => "their own ability",
            Cause::Sales => "luck in their own sales",
            Cause::Staying => "luck in their own staying",
        }
    }
}

impl Stream {
    /// What the stream decides of people's lives; `None` if nothing: ties in rankings,
    /// the program's own designs.
    #[must_use]
    pub fn cause(self) -> Option<Cause> {
        match self {
            Stream::Attachment
            | Stream::Recruiting
            | Stream::JoinOrder
            | Stream::Offspring
            | Stream::Pool => Some(Cause::Position),
            Stream::Skill | Stream::Reach => Some(Cause::Ability),
            Stream::Sales
            | Stream::OrderValue
            | Stream::OrderTime
            | Stream::Reorder
            | Stream::Returning
            | Stream::Renewal
            | Stream::Product
            | Stream::Refund => Some(Cause::Sales),
            Stream::Quit | Stream::QuitInLoss | Stream::QuitSocially | Stream::EarlyQuit => {
                Some(Cause::Staying)
            }
            Stream::Tie | Stream::Design | Stream::Resample => None,
        }
    }
}

/// Where the draws of a cause come from: another replication, and there perhaps other entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) replication: u32,
    /// Every entity has the draws of this number less its own.
    pub(super) mirror: Option<u64>,
}

impl Drawn {
    /// What the first counter is moved by, and what each entity moves the counter by.
    pub(super) fn walk(self) -> (u64, u64) {
        match self.mirror {
            None => (0, ENTITY_STRIDE),
            Some(mirror) => (
                mirror.wrapping_mul(ENTITY_STRIDE),
                ENTITY_STRIDE.wrapping_neg(),
            ),
        }
    }
}
