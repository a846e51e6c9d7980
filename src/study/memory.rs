//! How much memory a study needs, before any is taken.

mod available;

use crate::columns::Cores;
use crate::plan::Plan;
use crate::scenario::key::grouped;
use crate::scenario::types::{Ability, Attachment, GrowthLaw, Orphans, Scenario};
use crate::study::run::Seen;
use crate::world::growth::{complete, curve};
use crate::world::order_log;

/// Bytes a member takes in a world, the network measures and the workspace: in one period,
/// and in several, whose columns grow.
const WORLD_BYTES: [u64; 2] = [72, 160];
/// Bytes more that a member takes under each plan where there are several periods, and the
/// least then.
const SEVERAL_PERIODS_BYTES: u64 = 40;
const LEAST_OF_SEVERAL: u64 = 64;

/// What a study may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allotment {
    /// How many threads there are: so many replications run at once, or all share the only
    /// one.
    pub threads: usize,
    /// The most members one replication may have.
    pub members_limit: u64,
}

/// A study larger than memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a network of {} members under {plans} plans needs about {} GiB of memory and {} GiB are \
     free: at most {} members fit; use fewer `growth.participants`, fewer plans, or a machine \
     with more memory",
    grouped(*.members as i64), gibibytes(*.needed), gibibytes(*.available), grouped(*.fits as i64)
)]
pub struct TooLarge {
    /// Members of one network.
    pub members: u64,
    /// Plans paid.
    pub plans: usize,
    /// What one replication needs, bytes.
    pub needed: u64,
    /// What there is, bytes.
    pub available: u64,
    /// The most members one replication can have.
    pub fits: u64,
}

/// Bytes in GiB with one decimal.
fn gibibytes(bytes: u64) -> String {
    let tenths = bytes / ((1 << 30) / 10);
    format!("{}.{}", grouped((tenths / 10) as i64), tenths % 10)
}

/// Bytes an order of a period takes in the world's log, its sorting and its customer.
const ORDER_BYTES: u64 = 128;
/// Bytes an order takes under a plan that is paid on orders and may have to take it back.
const ORDER_PLAN_BYTES: u64 = 160;

/// Decides how many replications run at once, so that they fit, the orders of each
/// period among it if a plan is paid on single orders.
///
/// # Errors
///
/// [`TooLarge`] if not even one replication fits.
pub fn allot(
    scenario: &Scenario,
    plans: &[Plan],
    threads: usize,
    seen: Seen,
) -> Result<Allotment, TooLarge> {
    let keeps_orders = plans.iter().any(Plan::needs_orders) || order_log::is_required(scenario);
    let bytes = plans.iter().map(|plan| {
        let bytes = plan.bytes_a_member(seen == Seen::Components);
        match scenario.horizon.periods {
            1 => bytes,
            _ => (bytes + SEVERAL_PERIODS_BYTES).max(LEAST_OF_SEVERAL),
        }
    });
    allot_within(
        scenario,
        keeps_orders,
        bytes.sum(),
        threads,
        available::bytes(),
    )
}

fn allot_within(
    scenario: &Scenario,
    keeps_orders: bool,
    plan_bytes: u64,
    threads: usize,
    available: u64,
) -> Result<Allotment, TooLarge> {
    let plans = scenario.plans.len();
    let worlds = if scenario.own_worlds { plans as u64 } else { 1 };
    let orders = if keeps_orders {
        // The log of each world, and what each plan remembers of orders it paid.
        (ORDER_BYTES * worlds + ORDER_PLAN_BYTES * plans as u64)
            * order_log::orders_a_member(scenario)
    } else {
        0
    };
    let several = usize::from(scenario.horizon.periods > 1);
    let world_bytes = WORLD_BYTES[several]
        + people_bytes(scenario)
        + attachment_bytes(scenario)
        + selling_bytes(scenario);
    let bytes_a_member = world_bytes * worlds + plan_bytes + orders;
    let members = known_members(scenario);
    let fits = (available / bytes_a_member).min(u64::from(u32::MAX - 1));
    if members > fits {
        return Err(TooLarge {
            members,
            plans,
            needed: members.saturating_mul(bytes_a_member),
            available,
            fits,
        });
    }
    if Cores::of(scenario.replications) == Cores::All {
        // The threads share one replication.
        return Ok(Allotment {
            threads,
            members_limit: fits,
        });
    }
    let threads = threads.min((fits / members.max(1)) as usize).max(1);
    Ok(Allotment {
        threads,
        members_limit: fits / threads as u64,
    })
}

/// Bytes a member takes in abilities and circles, which are known from his first period on; of
/// several periods they are among the rest.
fn people_bytes(scenario: &Scenario) -> u64 {
    let people = &scenario.people;
    let abilities = [people.skill, people.reach];
    let drawn = abilities
        .iter()
        .filter(|&&ability| ability != Ability::Constant);
    match scenario.horizon.periods {
        // Contacts, recruits left and buyers.
        1 => 8 * drawn.count() as u64 + 12,
        _ => 0,
    }
}

/// Bytes a member takes in columns that only some markets and ways of selling need: his
/// local pool, who took his customers over, points of what he sold, and price and wholesale of what came back.
fn selling_bytes(scenario: &Scenario) -> u64 {
    let mut bytes = 0;
    if scenario.market.pools > 1 {
        bytes += 4;
    }
    if scenario.sales.orphans == Orphans::Sponsor {
        bytes += 4;
    }
    if scenario.gives_points {
        bytes += 8;
    }
    if order_log::is_required(scenario) {
        bytes += 16;
    }
    bytes
}

/// Members known before the run; laws that do not know start from their founders and are
/// held to the limit as they grow.
fn known_members(scenario: &Scenario) -> u64 {
    let founders = u64::from(scenario.growth.founders);
    match &scenario.growth.law {
        GrowthLaw::Fixed { participants, .. } => founders + u64::from(*participants),
        GrowthLaw::Curve { curve, .. } => {
            let periods = scenario.horizon.periods;
            let joiners = curve::by_period(curve, scenario.growth.founders, periods);
            founders + joiners.iter().sum::<u64>()
        }
        GrowthLaw::Complete { width, depth, .. } => {
            complete::members(scenario.growth.founders, *width, *depth).unwrap_or(u64::MAX)
        }
        GrowthLaw::Recruiting { .. } | GrowthLaw::GaltonWatson { .. } => founders,
        GrowthLaw::Enrolled { network } => network.sponsor.len() as u64,
        GrowthLaw::Observed { members } => u64::from(*members),
    }
}

/// Bytes a member takes in a draw of sponsors that remembers more than a list of them: a sum
/// of weights, his recruits, his place.
fn attachment_bytes(scenario: &Scenario) -> u64 {
    let (GrowthLaw::Fixed { attachment, .. } | GrowthLaw::Curve { attachment, .. }) =
        &scenario.growth.law
    else {
        return 0;
    };
    let remembers = scenario.growth.active_only || scenario.growth.max_recruits.is_some();
    match attachment {
        // A tree of two nodes a member, once more while it doubles.
        Attachment::Recent { .. } if remembers => 100,
        Attachment::Recent { .. } => 0,
        Attachment::Preferential { exponent: 1.0, .. } => 24 * u64::from(remembers),
        Attachment::Reach | Attachment::Preferential { .. } => 24,
        Attachment::Slots { width } if !scenario.growth.active_only => 4 * u64::from(*width),
        Attachment::Slots { .. } | Attachment::Uniform => 24 * u64::from(remembers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::scenario;

    #[test]
    fn orders_kept_one_by_one_take_their_room() {
        // 4 new orders a member and period, and of each again a half: 4 + 2 + 1 = 7.
        let text = "[scenario]\nname = 's'\n[product]\nprice = 1\n[horizon]\nperiods = 3\n\
                    [growth]\nlaw = 'fixed'\nparticipants = 9\n\
                    [sales]\nlaw = 'fixed'\nunits = 4\nreorder = 0.5\n\
                    [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\n";
        let scenario = scenario::load_text("s.toml", text, &[], LANGUAGE)
            .unwrap()
            .scenario;
        let plain = allot_within(&scenario, false, 64, 1, 1_000_000).unwrap();
        let logged = allot_within(&scenario, true, 64, 1, 1_000_000).unwrap();
        assert_eq!(plain.members_limit, 1_000_000 / 224);
        assert_eq!(logged.members_limit, 1_000_000 / (224 + 7 * 288));
    }

    #[test]
    fn one_replication_has_every_thread() {
        let text = |replications: u32| {
            format!(
                "[scenario]\nname = 's'\nreplications = {replications}\n[product]\nprice = 1\n\
                 [growth]\nlaw = 'fixed'\nparticipants = 99\n\
                 [sales]\nlaw = 'fixed'\nunits = 4\n\
                 [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\n"
            )
        };
        let allotted = |replications| {
            let loaded = scenario::load_text("s.toml", &text(replications), &[], LANGUAGE);
            let memory = 150 * (WORLD_BYTES[0] + 12 + 28);
            let allotment = allot_within(&loaded.unwrap().scenario, false, 28, 2, memory).unwrap();
            (allotment.threads, allotment.members_limit)
        };
        assert_eq!(allotted(1), (2, 150));
        assert_eq!(allotted(2), (1, 150));
    }

    #[test]
    fn attachments_that_remember_take_their_room() {
        let bytes = |growth: &str| {
            let text = format!(
                "[scenario]\nname = 's'\n[product]\nprice = 1\n\
                 [growth]\nlaw = 'fixed'\nparticipants = 9\n{growth}\n\
                 [sales]\nlaw = 'fixed'\nunits = 4\n\
                 [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\n"
            );
            let scenario = scenario::load_text("s.toml", &text, &[], LANGUAGE)
                .unwrap()
                .scenario;
            attachment_bytes(&scenario)
        };
        assert_eq!(bytes(""), 0);
        assert_eq!(bytes("attachment = 'preferential'\noffset = 2"), 0);
        assert_eq!(bytes("attachment = 'preferential'\nexponent = 2"), 24);
        assert_eq!(bytes("attachment = 'reach'"), 24);
        assert_eq!(bytes("attachment = 'recent'\nhalf_life = 9"), 0);
        assert_eq!(
            bytes("attachment = 'recent'\nhalf_life = 9\nmax_recruits = 2"),
            100
        );
        assert_eq!(bytes("attachment = 'slots'\nwidth = 3"), 12);
        assert_eq!(bytes("active_only = true"), 24);
    }

    #[test]
    fn sales_that_come_back_take_their_room() {
        let text = "[scenario]\nname = 's'\n[horizon]\nperiods = 2\n\
                    [[products]]\nname = 'a'\nprice = 1\npoints = 2\n\
                    [growth]\nlaw = 'fixed'\nparticipants = 9\n\
                    [sales]\nlaw = 'fixed'\nunits = 4\norphans = 'sponsor'\nrefund = 0.25\nrefund_after = 1\n\
                    [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\n";
        let scenario = scenario::load_text("s.toml", text, &[], LANGUAGE)
            .unwrap()
            .scenario;
        assert!(order_log::is_required(&scenario));
        // 4 orders, and of each a quarter again now and a quarter waiting: 6. Three more
        // columns of 28 bytes.
        let logged = allot_within(&scenario, true, 64, 1, 1_000_000).unwrap();
        assert_eq!(logged.members_limit, 1_000_000 / (224 + 28 + 6 * 288));
    }
}
