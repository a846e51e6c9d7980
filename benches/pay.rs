//! What paying costs: a uniform network in the order of joining, sales of about 90 a
//! participant, under a referral plan and one of five levels. Throughput is in members.

mod program;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use downline::luck::{Luck, Stream};
use downline::network::NO_SPONSOR;
use downline::plan::LANGUAGE;
use downline::plan::accounts::{Accounts, Terms};
use downline::plan::levels::{Rows, pay_up};
use downline::plan::{Desk, Plan};
use downline::scenario;
use downline::world::World;

/// Everyone but the first under a uniformly drawn earlier member.
fn sponsors(members: u32) -> Vec<u32> {
    let key = Luck::new(1, 1).key(Stream::Attachment, 1);
    (0..members)
        .map(|member| match member {
            0 => NO_SPONSOR,
            _ => (key.uniform(member, 0) * f64::from(member)) as u32,
        })
        .collect()
}

/// The pass over the tree alone: volume in, what the levels earn out.
fn levels(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("five levels");
    let key = Luck::new(1, 1).key(Stream::Sales, 1);
    for members in [100_000, 1_000_000, 10_000_000] {
        let sponsors = sponsors(members);
        let volume: Vec<i64> = (0..members)
            .map(|member| (key.draw(member, 0) % 18_120) as i64)
            .collect();
        let mut rows = Rows::default();
        let mut earned = vec![0; sponsors.len()];
        group.throughput(Throughput::Elements(u64::from(members)));
        group.sample_size(10);
        group.bench_function(format!("{members} members"), |bencher| {
            bencher.iter(|| {
                pay_up(
                    &sponsors,
                    &volume,
                    &[10, 5, 3, 2, 1],
                    &mut rows,
                    &mut earned,
                )
            });
        });
    }
    group.finish();
}

/// Whole plans, settlement and books included: each plan of the scenario `speed`.
fn plans(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plans");
    for members in [100_000, 1_000_000, 10_000_000] {
        let size = format!("growth.participants={members}");
        let scenario = scenario::load("speed", &[size], LANGUAGE).unwrap().scenario;
        let terms = Terms {
            periods: 1,
            periods_per_year: 12,
            first_participant: 1,
            by_component: false,
        };
        let mut world = World::new(&scenario, u64::from(u32::MAX));
        world.begin(1);
        world.live_next_period().unwrap();
        let mut desk = Desk::default();
        group.throughput(Throughput::Elements(members));
        group.sample_size(10);
        for plan in Plan::build_all(&scenario).unwrap() {
            let mut accounts = Accounts::new(&plan, terms);
            group.bench_function(format!("{}, {members} members", plan.name()), |bencher| {
                bencher.iter(|| {
                    accounts.begin(&plan);
                    plan.pay(&world.period(), &mut accounts, &mut desk).unwrap();
                    black_box(accounts.totals.payout)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, levels, plans);
criterion_main!(benches);
