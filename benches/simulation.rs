//! What simulating costs: 100,000 participants in one period, as in the scenario `speed`.
//! Divide by 100,000 for nanoseconds a participant and replication.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use downline::plan::accounts::{Accounts, Terms};
use downline::plan::component::VARIANTS;
use downline::plan::{Desk, Plan};
use downline::scenario;
use downline::world::World;

fn simulation(criterion: &mut Criterion) {
    let scenario = scenario::load("speed", &[], VARIANTS).unwrap().scenario;
    let plans = Plan::build_all(&scenario).unwrap();
    let terms = Terms {
        periods: 1,
        periods_per_year: 12,
        first_participant: 1,
        by_component: false,
    };
    let mut world = World::new(&scenario, u64::from(u32::MAX));
    let mut accounts: Vec<Accounts> = plans
        .iter()
        .map(|plan| Accounts::new(plan, terms))
        .collect();
    let mut desk = Desk::default();
    let mut group = criterion.benchmark_group("simulation");
    group.throughput(Throughput::Elements(100_000));

    let mut replication = 0;
    group.bench_function("grow and sell", |bencher| {
        bencher.iter(|| {
            replication += 1;
            world.begin(replication);
            world.live_next_period().unwrap();
            black_box(world.period().sales.total_price)
        });
    });
    for (plan, accounts) in plans.iter().zip(&mut accounts) {
        group.bench_function(format!("pay {}", plan.name()), |bencher| {
            bencher.iter(|| {
                accounts.begin(plan);
                plan.pay(&world.period(), accounts, &mut desk).unwrap();
                black_box(accounts.totals.payout)
            });
        });
    }
    group.bench_function("grow, sell and pay both plans", |bencher| {
        bencher.iter(|| {
            replication += 1;
            world.begin(replication);
            world.live_next_period().unwrap();
            for (plan, accounts) in plans.iter().zip(&mut accounts) {
                accounts.begin(plan);
                plan.pay(&world.period(), accounts, &mut desk).unwrap();
                black_box(accounts.totals.payout);
            }
        });
    });
    group.finish();
}

criterion_group!(benches, simulation);
criterion_main!(benches);
