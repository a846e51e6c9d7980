//! Other generators made to answer for an address, for comparison only: each is set up
//! from the address alone, as a draw that depends on nothing else must be.

/// What stands for (seed, replication, stream, period) in every peer.
pub const KEY: u64 = 0x0123_4567_89AB_CDEF;

/// PCG64 with the DXSM output (O'Neill; numpy's default since 2022): entity and key give
/// state and increment.
pub struct Pcg64Dxsm {
    state: u128,
    increment: u128,
}

const CHEAP_MULTIPLIER: u64 = 0xDA94_2042_E4DD_58B5;

impl Pcg64Dxsm {
    #[inline]
    pub fn new(state: u128, increment: u128) -> Pcg64Dxsm {
        let mut generator = Pcg64Dxsm {
            state,
            increment: increment | 1,
        };
        generator.state = generator.state.wrapping_add(generator.increment);
        generator.step();
        generator
    }

    #[inline]
    pub fn at(entity: u32) -> Pcg64Dxsm {
        Pcg64Dxsm::new(
            u128::from(entity) | (u128::from(KEY) << 64),
            u128::from(KEY),
        )
    }

    #[inline]
    fn step(&mut self) {
        self.state = self
            .state
            .wrapping_mul(u128::from(CHEAP_MULTIPLIER))
            .wrapping_add(self.increment);
    }

    #[inline]
    pub fn next(&mut self) -> u64 {
        let mut high = (self.state >> 64) as u64;
        let low = self.state as u64 | 1;
        high ^= high >> 32;
        high = high.wrapping_mul(CHEAP_MULTIPLIER);
        high ^= high >> 48;
        high = high.wrapping_mul(low);
        self.step();
        high
    }
}

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
#[inline]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let first = u64::from(counter[0]) * 0xD251_1F53;
        let second = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [
            (second >> 32) as u32 ^ counter[1] ^ key[0],
            second as u32,
            (first >> 32) as u32 ^ counter[3] ^ key[1],
            first as u32,
        ];
        key[0] = key[0].wrapping_add(0x9E37_79B9);
        key[1] = key[1].wrapping_add(0xBB67_AE85);
    }
    counter
}

/// The pair `block` of draws of an entity from Philox.
#[inline]
pub fn philox_at(entity: u32, block: u32) -> [u64; 2] {
    let words = philox([entity, block, 0, 0], [KEY as u32, (KEY >> 32) as u32]);
    [join(words[0], words[1]), join(words[2], words[3])]
}

#[inline]
fn join(low: u32, high: u32) -> u64 {
    u64::from(low) | (u64::from(high) << 32)
}

/// Holds the peers against the first words that their authors publish, so that no speed
/// is quoted of something else.
pub fn check() {
    // Random123's known answers for philox4x32, 10 rounds.
    assert_eq!(
        philox([0; 4], [0; 2]),
        [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]
    );
    assert_eq!(
        philox([u32::MAX; 4], [u32::MAX; 2]),
        [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
    );
}
