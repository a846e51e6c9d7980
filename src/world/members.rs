//! The members of a network as columns in joining order, founders first.

use multiversion::multiversion;

use crate::columns::{Cores, Each, Entries};
use crate::luck::copula::GaussianCopula;
use crate::luck::{Key, Luck, Stream};
use crate::network::{NO_SPONSOR, depths};
use crate::scenario::types::{Attachment, GrowthLaw, MarketSize, SalesLaw, Scenario};

use super::effort::Renewal;
use super::people::{self, AbilityLaw};
use super::quitting::{QuittingKeys, QuittingRules};

/// Which columns a scenario needs, and how to draw them. Abilities and circles nobody
/// asks for are not drawn: every draw has its own address, so nothing moves.
#[derive(Clone, Debug)]
pub(super) struct MemberRules {
    skill: Option<AbilityLaw>,
    reach: Option<AbilityLaw>,
    /// How reach hangs on skill.
    tie: Option<GaussianCopula>,
    contacts: Option<u32>,
    max_recruits: Option<u32>,
    /// Of a market of several pools.
    pools: Option<MarketSize>,
    /// Whether customers may come again, or are told apart.
    pub(super) counts_buyers: bool,
    pub(super) quitting: QuittingRules,
    pub(super) finds_depths: bool,
    cores: Cores,
}

impl MemberRules {
    pub(super) fn new(scenario: &Scenario) -> MemberRules {
        let law = |ability, wanted: bool| wanted.then_some(ability).and_then(AbilityLaw::new);
        let recruits = matches!(scenario.growth.law, GrowthLaw::Recruiting { .. });
        let attaches_by_reach = matches!(
            scenario.growth.law,
            GrowthLaw::Fixed {
                attachment: Attachment::Reach,
                ..
            } | GrowthLaw::Curve {
                attachment: Attachment::Reach,
                ..
            }
        );
        let sells_by_skill = !matches!(scenario.sales.law, SalesLaw::Fixed { .. });
        let works_a_circle = matches!(scenario.sales.law, SalesLaw::Funnel { .. });
        MemberRules {
            skill: law(scenario.people.skill, sells_by_skill),
            reach: law(scenario.people.reach, recruits || attaches_by_reach),
            tie: people::tie(&scenario.people),
            contacts: (recruits || works_a_circle).then_some(scenario.people.contacts),
            max_recruits: scenario.growth.max_recruits.filter(|_| recruits),
            pools: (scenario.market.pools > 1).then_some(scenario.market),
            counts_buyers: !scenario.sales.reorder.is_zero(),
            quitting: QuittingRules::new(scenario),
            finds_depths: true,
            cores: Cores::of(scenario.replications),
        }
    }
}

impl MemberRules {
    /// What a member's ability to recruit is or will be once he is settled.
    #[inline]
    pub(super) fn reach_of(&self, keys: &LifeKeys, member: u32) -> f64 {
        let Some(law) = &self.reach else {
            return 1.0;
        };
        let own = keys.reach.draw(member, 0);
        law.draw(match &self.tie {
            None => own,
            Some(tie) => tie.tie(keys.skill.draw(member, 0), own),
        })
    }
}

/// Keys of the draws made once in a life.
#[derive(Clone, Copy, Debug)]
pub(super) struct LifeKeys {
    skill: Key,
    reach: Key,
    pool: Key,
    pub(super) quitting: QuittingKeys,
}

impl LifeKeys {
    pub(super) fn new(luck: &Luck) -> LifeKeys {
        LifeKeys {
            skill: luck.key(Stream::Skill, 0),
            reach: luck.key(Stream::Reach, 0),
            pool: luck.key(Stream::Pool, 0),
            quitting: QuittingKeys::new(luck),
        }
    }
}

/// The columns. Those a scenario does not need stay empty.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// Who enrolled each member; [`NO_SPONSOR`] for founders.
    pub sponsor: Vec<u32>,
    /// Links up to the founder; empty if nobody asks.
    pub depth: Vec<u32>,
    /// The period each member joined, 1-based; founders 1.
    pub joined: Entries<u16>,
    /// The last period each member is enrolled in; `u16::MAX` for founders, who stay.
    pub last_period: Entries<u16>,
    skill: Vec<f64>,
    reach: Vec<f64>,
    pool: Vec<u32>,
    contacts_left: Vec<u32>,
    recruits_left: Vec<u32>,
    /// How many customers bought from each member in the last period; empty where nobody
    /// asks.
    pub(super) buyers: Vec<u32>,
}

impl Members {
    /// How many there are, founders included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sponsor.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sponsor.is_empty()
    }

    /// Whether a member has joined and not quit before this period.
    #[inline]
    #[must_use]
    pub fn is_enrolled(&self, member: usize, period: u32) -> bool {
        u32::from(self.last_period.at(member)) >= period
    }

    /// Whether everyone has the same ability to sell.
    #[must_use]
    pub fn all_sell_alike(&self) -> bool {
        self.skill.is_empty()
    }

    /// Whether everyone has the same ability to recruit.
    #[must_use]
    pub fn all_recruit_alike(&self) -> bool {
        self.reach.is_empty()
    }

    /// Ability to sell, mean 1.
    #[inline]
    #[must_use]
    pub fn skill(&self, member: usize) -> f64 {
        self.skill.get(member).copied().unwrap_or(1.0)
    }

    /// Ability to recruit, mean 1.
    #[inline]
    #[must_use]
    pub fn reach(&self, member: usize) -> f64 {
        self.reach.get(member).copied().unwrap_or(1.0)
    }

    /// The local pool that a member's circle lies in, 0-based.
    #[inline]
    #[must_use]
    pub fn pool(&self, member: usize) -> u32 {
        self.pool.get(member).copied().unwrap_or(0)
    }

    /// Takes up to `wanted` people out of the member's circle: each contact is
    /// approached once (rulings.md 5). Returns how many there still were.
    #[inline]
    pub(super) fn approach(&mut self, member: usize, wanted: u32) -> u32 {
        let left = &mut self.contacts_left[member];
        let approached = wanted.min(*left);
        *left -= approached;
        approached
    }

    /// New people come into the circles of those who were enrolled before this period.
    pub(super) fn renew_circles(&mut self, renewal: Renewal, period: u32, key: &Key) {
        for member in 0..self.contacts_left.len() {
            if self.is_enrolled(member, period) && u32::from(self.joined.at(member)) < period {
                let left = &mut self.contacts_left[member];
                *left = left.saturating_add(renewal.newcomers(key, member as u32));
            }
        }
    }

    /// How many more people a member may recruit.
    pub(super) fn recruits_left(&self, member: usize) -> u32 {
        self.recruits_left.get(member).copied().unwrap_or(u32::MAX)
    }

    /// Counts recruits towards a member's maximum.
    pub(super) fn count_recruits(&mut self, member: usize, recruits: u32) {
        if let Some(left) = self.recruits_left.get_mut(member) {
            *left -= recruits;
        }
    }

    /// Nobody who bought so far buys again.
    pub(super) fn forget_buyers(&mut self) {
        self.buyers.fill(0);
    }

    /// Those whose last period this one is, in joining order. Most stretches of the column
    /// have nobody, and are passed over at once.
    pub(super) fn quitters(&self, period: u32) -> impl Iterator<Item = u32> + '_ {
        const STRETCH: usize = 64;
        let last = period as u16;
        let column = match self.last_period.as_each() {
            // Founders stay, and with them everyone who is like them.
            Each::All(_) => &[],
            Each::Own(column) => column,
        };
        let stretches = column.chunks(STRETCH).enumerate();
        stretches
            .filter(move |(_, own)| own.iter().fold(false, |any, &own| any | (own == last)))
            .flat_map(move |(stretch, own)| {
                let members = (stretch * STRETCH..).zip(own);
                members.filter_map(move |(member, &own)| (own == last).then_some(member as u32))
            })
    }

    /// Sets the counts of those who are not enrolled in a period to 0.
    pub(super) fn forget_quitters(&self, period: u32, counts: &mut [u32]) {
        match self.last_period.as_each() {
            Each::All(last) if u32::from(last) >= period => {}
            Each::All(_) => counts.fill(0),
            Each::Own(column) => enrolled_only(column, period as u16, counts),
        }
    }

    /// Fills `heirs` with each member himself if he is enrolled, else with the nearest
    /// enrolled member above him; himself where there is none.
    pub(super) fn nearest_enrolled(&self, period: u32, heirs: &mut Vec<u32>) {
        heirs.clear();
        for (member, &sponsor) in self.sponsor.iter().enumerate() {
            let heir = if self.is_enrolled(member, period) || sponsor == NO_SPONSOR {
                member as u32
            } else {
                // Sponsors come before those they enrolled.
                heirs[sponsor as usize]
            };
            heirs.push(heir);
        }
    }

    /// Forgets everyone, keeping the memory, and seats the founders.
    pub(super) fn begin(&mut self, founders: u32, rules: &MemberRules, keys: &LifeKeys) {
        self.sponsor.clear();
        self.depth.clear();
        self.joined.clear();
        self.last_period.clear();
        self.skill.clear();
        self.reach.clear();
        self.pool.clear();
        self.contacts_left.clear();
        self.recruits_left.clear();
        self.buyers.clear();
        self.sponsor.resize(founders as usize, NO_SPONSOR);
        self.settle(1, rules, keys);
        self.last_period.fill(u16::MAX);
    }

    /// Fills every column for the members whose sponsor has been pushed.
    pub(super) fn settle(&mut self, period: u32, rules: &MemberRules, keys: &LifeKeys) {
        let first = self.joined.len();
        let members = self.sponsor.len();
        if rules.finds_depths {
            depths(&self.sponsor, &mut self.depth, rules.cores);
        }
        self.joined.lengthen(members, period as u16);
        rules
            .quitting
            .settle(&self.sponsor, period, &keys.quitting, &mut self.last_period);
        let joiners = first as u32..members as u32;
        if let Some(law) = &rules.skill {
            let draws = joiners.clone().map(|member| keys.skill.draw(member, 0));
            law.extend(&mut self.skill, draws);
        }
        if let Some(law) = &rules.reach {
            let draws =
                joiners.map(|member| (keys.skill.draw(member, 0), keys.reach.draw(member, 0)));
            match &rules.tie {
                None => law.extend(&mut self.reach, draws.map(|(_, own)| own)),
                Some(tie) => {
                    law.extend(
                        &mut self.reach,
                        draws.map(|(skill, own)| tie.tie(skill, own)),
                    );
                }
            }
        }
        if let Some(market) = &rules.pools {
            self.find_pools(market, &keys.pool);
        }
        if let Some(contacts) = rules.contacts {
            self.contacts_left.resize(members, contacts);
        }
        if let Some(most) = rules.max_recruits {
            self.recruits_left.resize(members, most);
        }
        if rules.counts_buyers {
            self.buyers.resize(members, 0);
        }
    }

    /// Founders take the pools in turn. Who joins has his circle where his recruiter has
    /// his, unless he is one of the mobile, whose circle lies in any of the others.
    fn find_pools(&mut self, market: &MarketSize, key: &Key) {
        for member in self.pool.len()..self.sponsor.len() {
            let entity = member as u32;
            let pool = match self.sponsor[member] {
                NO_SPONSOR => entity % market.pools,
                sponsor => {
                    let home = self.pool[sponsor as usize];
                    if key.uniform(entity, 0) < market.mobility {
                        let others = u64::from(market.pools - 1);
                        let moved = 1 + key.below(entity, &mut 1, others) as u32;
                        (home + moved) % market.pools
                    } else {
                        home
                    }
                }
            };
            self.pool.push(pool);
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn enrolled_only(last_period: &[u16], period: u16, counts: &mut [u32]) {
    for (&last, count) in last_period.iter().zip(counts) {
        *count = if last >= period { *count } else { 0 };
    }
}
