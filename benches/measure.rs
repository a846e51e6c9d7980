//! What measuring costs a participant: 100,000 participants in a uniform random tree, two
//! plans, every metric and table. The goal is below 12 ns.
//!
//! And the statistics of one column alone: Gini, nine quantiles and the share below a fee.
//! The goal is below 2 ns.

mod program;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use downline::books::Totals;
use downline::columns::{Cores, Each};
use downline::luck::{Key, Luck, Stream};
use downline::measure::distribution::Distribution;
use downline::measure::facts::{PlanFacts, WorldFacts};
use downline::measure::replication::{Options, Workspace, measure};
use downline::network::{NO_SPONSOR, Team, depths, teams};

const PARTICIPANTS: usize = 100_000;
const FEE: i64 = 2_500;
const LEVEL_PERCENT: [i64; 5] = [10, 5, 3, 2, 1];

/// A grown network with what each member sold, in minor units.
struct World {
    sponsor: Vec<u32>,
    depth: Vec<u32>,
    teams: Vec<Team>,
    sold: Vec<i64>,
}

/// One plan's columns.
struct Paid {
    commissions: Vec<i64>,
    net: Vec<i64>,
    totals: Totals,
}

impl World {
    /// `price` gives what one member's sales are worth.
    fn grow(price: impl Fn(&Key, u32) -> i64) -> World {
        let luck = Luck::new(1, 1);
        let (attachment, sales) = (luck.key(Stream::Attachment, 0), luck.key(Stream::Sales, 1));
        let mut sponsor = vec![NO_SPONSOR];
        for member in 1..=PARTICIPANTS as u32 {
            sponsor.push(attachment.below(member, &mut 0, u64::from(member)) as u32);
        }
        let (mut depth, mut below) = (Vec::new(), Vec::new());
        depths(&sponsor, &mut depth, Cores::One);
        teams(&sponsor, &mut below);
        let sold = (0..sponsor.len() as u32)
            .map(|member| price(&sales, member))
            .collect();
        World {
            sponsor,
            depth,
            teams: below,
            sold,
        }
    }

    fn pay(&self, rates: &[i64], own: i64) -> Paid {
        let mut commissions: Vec<i64> = self.sold.iter().map(|sold| sold * own / 100).collect();
        let mut level = self.sold.clone();
        for rate in rates {
            let mut above = vec![0; level.len()];
            for (member, &sponsor) in self.sponsor.iter().enumerate() {
                if sponsor != NO_SPONSOR {
                    above[sponsor as usize] += level[member];
                }
            }
            for (commission, volume) in commissions.iter_mut().zip(&above) {
                *commission += volume * rate / 100;
            }
            level = above;
        }
        let net = commissions
            .iter()
            .map(|commission| commission - FEE)
            .collect();
        let totals = Totals {
            payout: commissions.iter().sum(),
            volume: [self.sold.iter().sum(), 0, 0],
            ..Totals::default()
        };
        Paid {
            commissions,
            net,
            totals,
        }
    }
}

/// Units sold: a few, rarely many.
fn units(key: &Key, member: u32) -> i64 {
    i64::from(key.draw(member, 0).trailing_zeros())
        + i64::from(key.draw(member, 1).trailing_zeros())
}

fn facts<'a>(paid: &'a Paid) -> PlanFacts<'a> {
    PlanFacts {
        commissions: &paid.commissions,
        costs: &[],
        net: &paid.net,
        hours_per_period: 10.0,
        time_cost_per_period: 5_000,
        ..PlanFacts::nothing(&paid.totals)
    }
}

/// The time the processor spends on `work`, where the system tells; other programs on
/// the machine then do not count.
fn on_the_processor(work: impl FnOnce()) -> Duration {
    let spent = || -> Option<u64> {
        let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        schedule.split_whitespace().next()?.parse().ok()
    };
    let (start, before) = (Instant::now(), spent());
    work();
    match (before, spent()) {
        (Some(before), Some(after)) => Duration::from_nanos(after - before),
        _ => start.elapsed(),
    }
}

fn bench(criterion: &mut Criterion) {
    let fixed = World::grow(|key, member| units(key, member) * 2_000);
    let varied = World::grow(|key, member| {
        units(key, member) * (1_000 + (key.draw(member, 2) % 5_000) as i64)
    });
    let mut group = criterion.benchmark_group("measure");
    group.throughput(Throughput::Elements(PARTICIPANTS as u64));
    for (name, world, equal_payout) in [
        ("fixed price", &fixed, false),
        ("fixed price, equal payout", &fixed, true),
        ("varied price", &varied, false),
    ] {
        let (referral, levels) = (world.pay(&[], 20), world.pay(&LEVEL_PERCENT, 0));
        let facts = [facts(&referral), facts(&levels)];
        let world = WorldFacts {
            founders: 1,
            sponsor: &world.sponsor,
            periods_enrolled: Each::All(1),
            enrolled_at_end: Each::All(true),
            depth: &world.depth,
            teams: &world.teams,
            ..WorldFacts::nobody()
        };
        let options = Options {
            baseline: 0,
            large: 2_000,
            equal_payout,
            scale: 100,
        };
        let luck = Luck::new(1, 1);
        let mut workspace = Workspace::default();
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                on_the_processor(|| {
                    for _ in 0..times {
                        black_box(measure(&mut workspace, &luck, &options, &[world], &facts));
                    }
                })
            });
        });
    }
    group.finish();
}

/// What people get from a plan of several levels: half nothing, a few very much.
fn earnings(people: u32) -> Vec<i64> {
    let key = Luck::new(1, 1).key(Stream::Sales, 1);
    (0..people)
        .map(|person| {
            let levels = key.draw(person, 0).trailing_zeros();
            (0..levels.pow(2))
                .map(|seller| (key.draw(person, 1 + seller) % 2_000) as i64)
                .sum()
        })
        .collect()
}

fn bench_statistics(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("statistics of a column");
    for people in [100_000, 1_000_000, 10_000_000] {
        let column = earnings(people);
        let mut distribution = Distribution::default();
        group.throughput(Throughput::Elements(u64::from(people)));
        group.bench_function(people.to_string(), |bencher| {
            bencher.iter_custom(|times| {
                on_the_processor(|| {
                    for _ in 0..times {
                        distribution.count(black_box(&column));
                        let quantiles = [1, 5, 10, 25, 50, 75, 90, 95, 99]
                            .map(|percent| distribution.quantile(percent, 100));
                        let below = distribution.people_at_most(FEE - 1);
                        black_box((distribution.gini(), quantiles, below));
                    }
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench, bench_statistics);
criterion_main!(benches);
