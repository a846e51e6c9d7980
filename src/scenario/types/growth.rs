//! Who recruits whom (model.md §3).

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::money::Rate;
use crate::network::Enrolment;

/// Who recruits whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Positions that exist before period 1. At least 1.
    pub founders: u32,
    /// Whether founders count as participants (rulings.md 9).
    pub count_founders: bool,
    /// A member leaves the draw of sponsors on reaching this many recruits.
    pub max_recruits: Option<u32>,
    /// Whether those who have quit leave the draw of sponsors (rulings.md 2).
    pub active_only: bool,
    /// The law of growth.
    pub law: GrowthLaw,
}

/// How many join, and when.
#[derive(Clone, Debug, PartialEq)]
pub enum GrowthLaw {
    /// Exactly so many join one after another.
    Fixed {
        /// How many join (with `count_founders`, founders included).
        participants: u32,
        /// How the sponsor is drawn.
        attachment: Attachment,
        /// Relative weight of each period in the arrivals; empty is evenly.
        arrivals: Vec<Decimal>,
    },
    /// The joiners of each period follow a curve.
    Curve {
        /// The curve.
        curve: Curve,
        /// How the sponsor is drawn.
        attachment: Attachment,
    },
    /// Every enrolled participant recruits from his own circle.
    Recruiting {
        /// People approached a period by each enrolled participant.
        approaches: u32,
        /// Chance that one approached joins, before reach and openness.
        conversion: Rate,
    },
    /// Every member recruits an independent number of people, one period after he joined.
    GaltonWatson {
        /// How many people a member recruits.
        offspring: Offspring,
        /// Generations after the founders; as many as there are periods if `None`.
        generations: Option<u32>,
        /// The most that join; those beyond stay outside.
        max_participants: Option<u32>,
    },
    /// Nobody is simulated: the network was observed and comes from files.
    Observed {
        /// How many members it has.
        members: u32,
    },
    /// Who joins, when and under whom was observed; what they do then is simulated.
    Enrolled {
        /// The network, founders first; empty until its file is read.
        network: Arc<Enrolment>,
    },
    /// The promoters' picture: everyone recruits `width`, `depth` levels down.
    Complete {
        /// Recruits of every member above the last level.
        width: u32,
        /// Levels below each founder.
        depth: u32,
        /// Relative weight of each period in the arrivals; empty is evenly.
        arrivals: Vec<Decimal>,
    },
}

/// The weight of an existing member in the draw of a sponsor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attachment {
    /// Everyone the same: the Gastwirth model, the random recursive tree.
    Uniform,
    /// (recruits so far + offset)^exponent; 1 and 1 is the plane-oriented recursive tree.
    Preferential {
        /// 0 to 2.
        exponent: f64,
        /// Above 0, with at most six decimals.
        offset: Decimal,
    },
    /// The member's own ability to recruit.
    Reach,
    /// Halves every so many joins after the member's own.
    Recent {
        /// Joins in which a weight halves.
        half_life: f64,
    },
    /// A uniformly drawn free slot, `width` slots a member.
    Slots {
        /// Slots each member owns.
        width: u32,
    },
}

/// How many have joined by the end of each period (world/growth/curve.rs has the forms).
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Bass's diffusion: some join of themselves, the others by imitation.
    Bass {
        /// Coefficient of innovation, a period. Above 0.
        p: f64,
        /// Coefficient of imitation, a period.
        q: f64,
        /// Everyone who could ever join, founders included.
        market: u32,
    },
    /// Everyone joins by imitation.
    Logistic {
        /// Growth rate while the market is empty, a period.
        rate: f64,
        /// Everyone who could ever join, founders included.
        market: u32,
    },
    /// Each period the same factor more than in the one before.
    Geometric {
        /// Joiners of period 1.
        start: f64,
        /// Growth from one period to the next, −1 or more.
        rate: f64,
    },
    /// Period by period as stated.
    Table {
        /// Joiners of each period.
        joiners: Vec<Decimal>,
    },
}

/// How many people a member recruits in his life under `galton_watson`.
#[derive(Clone, Debug, PartialEq)]
pub enum Offspring {
    /// Poisson.
    Poisson {
        /// Mean recruits.
        mean: f64,
    },
    /// Geometric on 0, 1, 2, ….
    Geometric {
        /// Mean recruits.
        mean: f64,
    },
    /// So many trials with the same chance each.
    Binomial {
        /// Mean recruits, at most `trials`.
        mean: f64,
        /// Trials.
        trials: u32,
    },
    /// The chance of 0, 1, 2, … recruits; together 1.
    Table {
        /// By number of recruits, 0 first.
        chances: Vec<Rate>,
    },
}

impl GrowthLaw {
    /// Whether it is known who joined before whom.
    #[must_use]
    pub fn joining_known(&self) -> bool {
        match self {
            GrowthLaw::Enrolled { network } => network.joining_known,
            _ => true,
        }
    }
}
