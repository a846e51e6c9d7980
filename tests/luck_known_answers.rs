//! What addressed luck gave at its first release. A change here is value-breaking: every
//! result of every scenario moves, and the changelog says so.

use downline::luck::binomial::binomial;
use downline::luck::lognormal::{LognormalAmounts, MeanOneLognormal};
use downline::luck::normal::normal_quantile;
use downline::luck::order::shuffle;
use downline::luck::poisson::{PoissonTable, poisson};
use downline::luck::survival::Survival;
use downline::luck::{Key, Luck, Stream, unit};

/// Draws worked out by a second implementation, written in C from the design note.
#[test]
fn draws_of_single_addresses() {
    for (seed, replication, stream, period, entity, k, bits) in [
        (0, 1, Stream::Attachment, 0, 0, 0, 0x1F56_3A54_B928_E6C1),
        (0, 1, Stream::Attachment, 0, 0, 1, 0xBAD5_6732_00AB_0F08),
        (0, 1, Stream::Attachment, 0, 1, 0, 0xFC62_82B5_04F4_9DFD),
        (0, 1, Stream::Attachment, 1, 0, 0, 0xC83E_71AB_E9A8_CB16),
        (0, 1, Stream::Skill, 0, 0, 0, 0x5A06_1784_124A_8555),
        (0, 2, Stream::Attachment, 0, 0, 0, 0x2919_A94F_FD81_6B27),
        (1, 1, Stream::Attachment, 0, 0, 0, 0xD7FD_CB02_C4A3_9EBF),
        (
            20_260_101,
            1000,
            Stream::Sales,
            24,
            99_999,
            3,
            0x7561_2930_A18E_8E36,
        ),
        (
            u64::MAX,
            u32::MAX,
            Stream::Tie,
            u32::MAX,
            u32::MAX,
            (1 << 24) - 1,
            0x37A0_CF8D_D7EB_0594,
        ),
    ] {
        let key = Luck::new(seed, replication).key(stream, period);
        assert_eq!(
            key.draw(entity, k),
            bits,
            "{seed} {replication} {stream:?} {period} {entity} {k}"
        );
    }
}

#[test]
fn the_unit_interval() {
    assert_eq!(unit(0).to_bits(), 0x3CA0_0000_0000_0000);
    assert_eq!(unit(1 << 63).to_bits(), 0x3FE0_0000_0000_0001);
    assert_eq!(unit(u64::MAX).to_bits(), 0x3FEF_FFFF_FFFF_FFFF);
}

fn key(stream: Stream) -> Key {
    Luck::new(20_260_101, 1).key(stream, 1)
}

fn first<T>(value: impl FnMut(u32) -> T) -> Vec<T> {
    (0..8).map(value).collect()
}

/// The numbers streams were given are part of every address.
#[test]
fn streams_keep_their_numbers() {
    use Stream::{
        Attachment, JoinOrder, OrderValue, Quit, Reach, Recruiting, Reorder, Sales, Skill, Tie,
    };
    let streams = [
        Attachment, Skill, Reach, Recruiting, JoinOrder, Sales, OrderValue, Reorder, Quit, Tie,
    ];
    for (number, stream) in (1..).zip(streams) {
        assert_eq!(stream as u64, number);
    }
}

#[test]
fn poisson_counts() {
    let key = key(Stream::Sales);
    assert_eq!(
        first(|entity| poisson(0.5, &key, entity)),
        [2, 1, 0, 1, 0, 1, 0, 1]
    );
    assert_eq!(
        first(|entity| poisson(30.0, &key, entity)),
        [38, 34, 30, 37, 26, 31, 30, 33]
    );
    assert_eq!(
        first(|entity| poisson(1234.5, &key, entity)),
        [1275, 1238, 1273, 1294, 1229, 1218, 1209, 1246]
    );
    let table = PoissonTable::new(2.5);
    assert_eq!(
        first(|entity| table.sample(&key, entity)),
        [5, 4, 2, 4, 1, 3, 2, 3]
    );
}

#[test]
fn binomial_counts() {
    let key = key(Stream::Reorder);
    assert_eq!(
        first(|entity| binomial(20, 0.05, &key, entity)),
        [0, 1, 1, 1, 0, 1, 1, 1]
    );
    assert_eq!(
        first(|entity| binomial(20, 0.9, &key, entity)),
        [17, 19, 18, 18, 15, 18, 18, 18]
    );
    assert_eq!(
        first(|entity| binomial(2500, 0.5, &key, entity)),
        [1224, 1259, 1254, 1229, 1265, 1228, 1216, 1258]
    );
}

#[test]
fn lognormal_amounts_and_abilities() {
    let key_of_orders = key(Stream::OrderValue);
    let orders = LognormalAmounts::new(4000.0, 0.5);
    assert_eq!(
        first(|entity| orders.amount(key_of_orders.draw(entity, 0))),
        [7504, 4697, 2964, 5531, 6095, 14122, 3253, 9365]
    );
    let key_of_skill = key(Stream::Skill);
    let skill = MeanOneLognormal::new(0.75);
    assert_eq!(
        first(|entity| skill.draw(key_of_skill.draw(entity, 0)).to_bits()),
        [
            0x3FE4_E362_EDD5_BAEB,
            0x3FC1_6279_1287_7DA1,
            0x3FD2_49FE_A12B_9099,
            0x3FC5_51BD_DFCB_82E1,
            0x3FE7_F0C3_B96A_AC52,
            0x400A_D0D2_CBC6_182D,
            0x3FEA_CF35_2541_D392,
            0x3FF5_B928_7526_DC4D,
        ]
    );
    // The rarest draws take the exact formula.
    assert_eq!(skill.draw(1 << 40).to_bits(), 0x3F8D_258C_A617_13F4);
    assert_eq!(normal_quantile(1e-10).to_bits(), 0xC019_7203_597A_2154);
}

#[test]
fn stays_and_orders() {
    let key_of_quits = key(Stream::Quit);
    let survival = Survival::new(0.05, 24);
    assert_eq!(
        first(|entity| survival.periods_survived(key_of_quits.draw(entity, 0))),
        [16, 24, 24, 14, 6, 24, 20, 24]
    );
    let mut items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    shuffle(&mut items, &key(Stream::JoinOrder));
    assert_eq!(items, [7, 8, 9, 1, 0, 2, 6, 5, 4, 3]);
}
