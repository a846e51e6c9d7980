//! Every bit of an address moves every bit of its draw with probability one half.
//!
//! The large batteries are run by hand (docs/design-notes/0001-addressed-draws.md); this
//! is the part of them that takes no time.

use super::{DRAWS_PER_ENTITY, Key, Luck, Stream};

/// An address in full.
#[derive(Clone, Copy)]
struct Address {
    seed: u64,
    replication: u32,
    period: u32,
    entity: u32,
    k: u32,
}

impl Address {
    /// The small numbers that real addresses are made of, all pairs of them different.
    fn small(index: u32) -> Address {
        Address {
            seed: u64::from(index % 3),
            replication: 1 + index / 3 % 16,
            period: index / 48 % 12,
            entity: index / 4,
            k: index % 4,
        }
    }

    fn key(self) -> Key {
        Luck::new(self.seed, self.replication).key(Stream::Sales, self.period)
    }

    fn draw(self) -> u64 {
        self.key().draw(self.entity, self.k)
    }
}

const ADDRESSES: u32 = 1 << 13;

/// Draws of changed and unchanged addresses differ in each bit half of the time: within
/// six standard deviations. A perfect mixer fails that in one of 500 million bits, and
/// this file, which looks at 12,000 of them, in one of 40,000 runs.
fn avalanches(name: &str, changed: impl Fn(Address) -> Address) {
    let mut flips = [0_u32; 64];
    for address in (0..ADDRESSES).map(Address::small) {
        let difference = address.draw() ^ changed(address).draw();
        for (bit, flips) in flips.iter_mut().enumerate() {
            *flips += (difference >> bit & 1) as u32;
        }
    }
    let deviation = f64::from(ADDRESSES).sqrt() / 2.0;
    for (bit, flips) in flips.into_iter().enumerate() {
        let off = (f64::from(flips) - f64::from(ADDRESSES) / 2.0) / deviation;
        assert!(
            off.abs() < 6.0,
            "{name} moves bit {bit} by {off:.1} deviations"
        );
    }
}

#[test]
fn every_bit_of_an_address_moves_every_bit_of_the_draw() {
    for bit in 0..64 {
        avalanches(&format!("seed bit {bit}"), |mut address| {
            address.seed ^= 1 << bit;
            address
        });
    }
    for bit in 0..32 {
        avalanches(&format!("replication bit {bit}"), |mut address| {
            address.replication ^= 1 << bit;
            address
        });
        avalanches(&format!("period bit {bit}"), |mut address| {
            address.period ^= 1 << bit;
            address
        });
        avalanches(&format!("entity bit {bit}"), |mut address| {
            address.entity ^= 1 << bit;
            address
        });
    }
    for bit in 0..DRAWS_PER_ENTITY.trailing_zeros() {
        avalanches(&format!("k bit {bit}"), |mut address| {
            address.k ^= 1 << bit;
            address
        });
    }
}

#[test]
fn neighbours_are_strangers() {
    avalanches("the next replication", |mut address| {
        address.replication += 1;
        address
    });
    avalanches("the next period", |mut address| {
        address.period += 1;
        address
    });
    avalanches("the next entity", |mut address| {
        address.entity += 1;
        address
    });
    avalanches("the next draw", |mut address| {
        address.k += 1;
        address
    });
}
