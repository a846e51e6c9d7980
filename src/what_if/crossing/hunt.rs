//! Which places to evaluate next so that every change of sign is closed in on.

use std::collections::BTreeMap;

use super::readings::{Curve, Readings, Side, zero_of_line};

/// A search under way.
#[derive(Debug)]
pub(super) struct Hunt {
    /// The places tried first.
    scanned: Vec<u64>,
    /// How wide a stretch was when it was last probed, by curve and by the places tried first
    /// that it lies between.
    widths: BTreeMap<(Curve, usize), u64>,
}

/// Two neighbouring places between which a curve changes sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    curve: Curve,
    below: u64,
    above: u64,
}

impl Hunt {
    pub(super) fn new(scanned: &[u64]) -> Hunt {
        Hunt {
            scanned: scanned.to_vec(),
            widths: BTreeMap::new(),
        }
    }

    /// The places to evaluate next, ascending, none of them evaluated before; none when every
    /// change of sign is between places one step apart.
    pub(super) fn next(&mut self, readings: &Readings) -> Vec<u64> {
        let mut places: Vec<u64> = open_stretches(readings)
            .into_iter()
            .flat_map(|stretch| self.probes(readings, stretch))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The places to try in a stretch: two beside where a line would be zero or, where that
    /// did not halve it last time, its middle.
    fn probes(&mut self, readings: &Readings, stretch: Stretch) -> Vec<u64> {
        let Stretch {
            curve,
            below,
            above,
        } = stretch;
        if let Some((first, last)) = readings.gap(below, above) {
            return [(below, first), (last, above)]
                .into_iter()
                .filter(|(low, high)| high - low > 1)
                .map(|(low, high)| low + (high - low) / 2)
                .collect();
        }
        let width = above - below;
        let cell = self.scanned.partition_point(|&place| place <= below);
        let before = self.widths.insert((curve, cell), width);
        if before.is_some_and(|before| width > before / 2) {
            return vec![below + width / 2];
        }
        let known = |place| readings.at(curve, place).unwrap_or_default();
        let part = zero_of_line(known(below), known(above));
        let steps = (part * width as f64) as u64;
        let inside = |steps: u64| below + steps.clamp(1, width - 1);
        vec![inside(steps), inside(steps.saturating_add(1))]
    }
}

/// The stretches still wider than a step: where the mean changes sign, and where the band
/// leaves zero around each crossing.
fn open_stretches(readings: &Readings) -> Vec<Stretch> {
    let changes = readings
        .changes()
        .into_iter()
        .map(|(below, above)| Stretch {
            curve: Curve::Mean,
            below,
            above,
        });
    let leaves = readings.crossings().into_iter().flat_map(|found| {
        [Side::Down, Side::Up]
            .into_iter()
            .filter_map(move |side| readings.leave(&found, side))
    });
    let leaves = leaves.map(|leave| {
        let (below, above) = leave.ordered();
        Stretch {
            curve: leave.curve,
            below,
            above,
        }
    });
    let mut stretches: Vec<Stretch> = changes
        .chain(leaves)
        .filter(|stretch| stretch.above - stretch.below > 1)
        .collect();
    stretches.sort_unstable();
    stretches.dedup();
    stretches
}
