//! What an addressed draw costs beside other generators, and what the samplers cost on
//! top. The figures of docs/design-notes/0001-addressed-draws.md come from here:
//! `cargo bench --bench luck`.

mod peers;

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use downline::luck::binomial::binomial;
use downline::luck::lognormal::{LognormalAmounts, MeanOneLognormal};
use downline::luck::normal::normal_quantile;
use downline::luck::order::shuffle;
use downline::luck::poisson::{PoissonTable, poisson};
use downline::luck::survival::Survival;
use downline::luck::{Key, Luck, Stream};
use rand::rngs::{ChaCha8Rng, Xoshiro256PlusPlus};
use rand::{Rng, SeedableRng};
use rand_distr::Distribution;

type Group<'a> = BenchmarkGroup<'a, criterion::measurement::WallTime>;

/// Addresses a round: what one block of participants would ask for.
const ENTITIES: u32 = 4096;

fn key() -> Key {
    Luck::new(black_box(1), black_box(1)).key(Stream::Sales, 1)
}

/// Times a function of the entity, summed so that nothing is left out.
fn each(group: &mut Group, name: &str, mut value: impl FnMut(u32) -> u64) {
    group.throughput(Throughput::Elements(u64::from(ENTITIES)));
    group.bench_function(name, |bencher| {
        bencher.iter(|| (0..ENTITIES).map(&mut value).fold(0, u64::wrapping_add));
    });
}

/// Times draws written into a column, the form that a compiler can vectorise.
fn column(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("column");
    let mut bits = vec![0; ENTITIES as usize];
    let key = key();
    group.throughput(Throughput::Elements(u64::from(ENTITIES)));
    group.bench_function("addressed", |bencher| {
        bencher.iter(|| {
            for (entity, bits) in (0..).zip(&mut bits) {
                *bits = key.draw(entity, 0);
            }
            black_box(&mut bits);
        });
    });
    group.bench_function("xoshiro256++ running, not addressed", |bencher| {
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(1);
        bencher.iter(|| {
            bits.fill_with(|| generator.next_u64());
            black_box(&mut bits);
        });
    });
}

fn addresses(criterion: &mut Criterion) {
    peers::check();
    let key = key();
    let mut chacha_key = [0; 32];
    chacha_key[..8].copy_from_slice(&peers::KEY.to_le_bytes());
    for draws in [1, 16_u32] {
        let mut group = criterion.benchmark_group(format!("{draws} draws of an address"));
        each(&mut group, "addressed", |entity| {
            (0..draws)
                .map(|k| black_box(key.draw(entity, k)))
                .fold(0, u64::wrapping_add)
        });
        each(&mut group, "PCG64-DXSM", |entity| {
            let mut generator = peers::Pcg64Dxsm::at(entity);
            (0..draws)
                .map(|_| black_box(generator.next()))
                .fold(0, u64::wrapping_add)
        });
        each(&mut group, "xoshiro256++", |entity| {
            let mut generator = Xoshiro256PlusPlus::seed_from_u64(key.draw(entity, 0));
            (0..draws)
                .map(|_| black_box(generator.next_u64()))
                .fold(0, u64::wrapping_add)
        });
        each(&mut group, "Philox4x32-10", |entity| {
            (0..draws.div_ceil(2))
                .flat_map(|block| peers::philox_at(entity, block))
                .take(draws as usize)
                .map(black_box)
                .fold(0, u64::wrapping_add)
        });
        each(&mut group, "ChaCha8", |entity| {
            let mut generator = ChaCha8Rng::from_seed(chacha_key);
            generator.set_stream(u64::from(entity));
            (0..draws)
                .map(|_| black_box(generator.next_u64()))
                .fold(0, u64::wrapping_add)
        });
    }
}

fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keys");
    each(&mut group, "a key and its first draw", |period| {
        Luck::new(1, 1).key(Stream::Sales, period).draw(0, 0)
    });
}

fn counts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("counts");
    let key = key();
    for mean in [0.5, 2.5, 30.0, 400.0] {
        let table = PoissonTable::new(mean);
        each(&mut group, &format!("Poisson({mean}) by table"), |entity| {
            u64::from(table.sample(&key, entity))
        });
        each(&mut group, &format!("Poisson({mean})"), |entity| {
            u64::from(poisson(black_box(mean), &key, entity))
        });
        let peer = rand_distr::Poisson::new(mean).expect("a mean");
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(1);
        each(
            &mut group,
            &format!("Poisson({mean}) of rand_distr"),
            |_| {
                let count: f64 = peer.sample(&mut generator);
                count as u64
            },
        );
    }
    for (n, p) in [(5, 0.3), (20, 0.05), (100, 0.5)] {
        each(&mut group, &format!("Binomial({n}, {p})"), |entity| {
            u64::from(binomial(black_box(n), black_box(p), &key, entity))
        });
    }
    let survival = Survival::new(0.05, 24);
    each(&mut group, "survival of 24 periods", |entity| {
        u64::from(survival.periods_survived(key.draw(entity, 0)))
    });
}

fn amounts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("amounts");
    let key = key();
    for sigma in [0.5, 1.0, 2.0] {
        let orders = LognormalAmounts::new(4000.0, sigma);
        each(
            &mut group,
            &format!("lognormal amount, σ = {sigma}"),
            |entity| orders.amount(key.draw(entity, 0)) as u64,
        );
    }
    let skill = MeanOneLognormal::new(0.5);
    each(&mut group, "lognormal ability", |entity| {
        skill.draw(key.draw(entity, 0)).to_bits()
    });
    each(&mut group, "lognormal ability, exact", |entity| {
        skill.quantile(key.uniform(entity, 0)).to_bits()
    });
    let peer = rand_distr::LogNormal::new(8.0, 0.5).expect("a law");
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(1);
    each(&mut group, "lognormal of rand_distr", |_| {
        let value: f64 = peer.sample(&mut generator);
        value.to_bits()
    });
    each(&mut group, "normal quantile", |entity| {
        normal_quantile(key.uniform(entity, 0)).to_bits()
    });
}

fn orders(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("orders");
    let key = key();
    let mut items: Vec<u32> = (0..ENTITIES).collect();
    group.throughput(Throughput::Elements(u64::from(ENTITIES)));
    group.bench_function("shuffle", |bencher| {
        bencher.iter(|| shuffle(black_box(&mut items), &key));
    });
}

criterion_group!(benches, column, addresses, keys, counts, amounts, orders);
criterion_main!(benches);
