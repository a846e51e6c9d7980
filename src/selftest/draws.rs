//! Addressed draws against those of a second implementation, written in C from
//! `docs/design-notes/`.

use super::Check;
use crate::luck::{Luck, Stream};

const KIND: &str = "draw";

/// Seed, replication, stream, period, entity, k, and the bits.
const KNOWN: [(u64, u32, Stream, u32, u32, u32, u64); 5] = [
    (0, 1, Stream::Attachment, 0, 0, 0, 0x1F56_3A54_B928_E6C1),
    (0, 1, Stream::Attachment, 1, 0, 0, 0xC83E_71AB_E9A8_CB16),
    (0, 1, Stream::Skill, 0, 0, 0, 0x5A06_1784_124A_8555),
    (
        20_260_101,
        1_000,
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
];

pub(super) fn checks() -> Vec<Check> {
    let check = |(seed, replication, stream, period, entity, k, bits)| {
        let found = Luck::new(seed, replication)
            .key(stream, period)
            .draw(entity, k);
        let what = format!(
            "seed {seed}, history {replication}, {stream:?}, period {period}, entity {entity}, k {k}"
        );
        Check::same(
            KIND,
            &what,
            &format!("{bits:016x}"),
            &format!("{found:016x}"),
        )
    };
    KNOWN.map(check).into()
}
