//! What simulating costs: 100,000 participants in one period, as in the scenario `speed`.
//! Divide by 100,000 for nanoseconds a participant and replication.

mod program;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use downline::columns::Cores;
use downline::luck::{Luck, Stream};
use downline::measure::distribution::Distribution;
use downline::network::NO_SPONSOR;
use downline::plan::LANGUAGE;
use downline::plan::accounts::{Accounts, Terms};
use downline::plan::{Desk, Plan};
use downline::scenario;
use downline::world::World;
use downline::world::growth::{preferential, uniform};

fn simulation(criterion: &mut Criterion) {
    let scenario = scenario::load("speed", &[], LANGUAGE).unwrap().scenario;
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

    // What the machine does at the moment: sorting as many earnings, half of them nothing.
    let key = Luck::new(1, 1).key(Stream::Sales, 1);
    let earnings: Vec<i64> = (0..100_000)
        .map(|member| (key.draw(member, 0) % 20_000) as i64 - 10_000)
        .map(|amount| amount.max(0))
        .collect();
    group.bench_function("sort, to compare machines", |bencher| {
        bencher.iter_batched_ref(
            || earnings.clone(),
            |earnings| earnings.sort_unstable(),
            BatchSize::LargeInput,
        );
    });

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
    let mut distributions = [Distribution::default(), Distribution::default()];
    group.bench_function("the same, with Gini, quantiles and losers", |bencher| {
        bencher.iter(|| {
            replication += 1;
            world.begin(replication);
            world.live_next_period().unwrap();
            let books = plans.iter().zip(&mut accounts).zip(&mut distributions);
            for ((plan, accounts), distribution) in books {
                accounts.begin(plan);
                plan.pay(&world.period(), accounts, &mut desk).unwrap();
                distribution.count(&accounts.commissions[1..]);
                black_box(figures(distribution));
            }
        });
    });
    group.finish();
}

/// What performance.md asks of every column: inequality, nine quantiles, and how many stay
/// below a fee of 50.00.
fn figures(distribution: &Distribution) -> (Option<f64>, [Option<i64>; 9], u64) {
    let quantile = |percent| distribution.quantile(percent, 100);
    (
        distribution.gini(),
        [1, 5, 10, 25, 50, 75, 90, 95, 99].map(quantile),
        distribution.people_at_most(49_99),
    )
}

/// A million sponsors. Divide by a million.
fn growth(criterion: &mut Criterion) {
    const MEMBERS: usize = 1_000_000;
    let key = Luck::new(1, 1).key(Stream::Attachment, 0);
    let mut sponsors = Vec::with_capacity(MEMBERS);
    let mut group = criterion.benchmark_group("growth");
    group.throughput(Throughput::Elements(MEMBERS as u64));
    group.bench_function("uniform", |bencher| {
        bencher.iter(|| {
            sponsors.clear();
            sponsors.push(NO_SPONSOR);
            uniform::attach(&key, &mut sponsors, MEMBERS, Cores::One);
            black_box(sponsors.last());
        });
    });
    group.bench_function("preferential", |bencher| {
        bencher.iter(|| {
            sponsors.clear();
            sponsors.push(NO_SPONSOR);
            preferential::attach(&key, 1, &mut sponsors, MEMBERS);
            black_box(sponsors.last());
        });
    });
    group.finish();
}

/// A million people active throughout 24 months: lived and paid, not measured.
fn months(criterion: &mut Criterion) {
    let file = "benches/scenarios/months.toml";
    let scenario = scenario::load(file, &[], LANGUAGE).unwrap().scenario;
    let plan = &Plan::build_all(&scenario).unwrap()[0];
    let periods = scenario.horizon.periods;
    let terms = Terms {
        periods,
        periods_per_year: 12,
        first_participant: 1,
        by_component: false,
    };
    let mut world = World::new(&scenario, u64::from(u32::MAX));
    let mut accounts = Accounts::new(plan, terms);
    let mut desk = Desk::default();
    let mut group = criterion.benchmark_group("months");
    group.throughput(Throughput::Elements(u64::from(periods) * 1_000_000));
    group.sample_size(10);
    for pays in [false, true] {
        let name = if pays { "live and pay" } else { "live" };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                world.begin(1);
                accounts.begin(plan);
                for _ in 0..periods {
                    world.live_next_period().unwrap();
                    if pays {
                        plan.pay(&world.period(), &mut accounts, &mut desk).unwrap();
                    }
                }
                black_box(accounts.totals.payout)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, simulation, growth, months);
criterion_main!(benches);
