//! Quantile functions by table: straight lines between exact points, which lie closer the
//! rarer the value. The rarest draws on either side are left to the formula.

use multiversion::multiversion;

use super::Key;

/// The largest relative error of a tabled value against the exact quantile.
pub const TABLE_ERROR: f64 = 1e-5;

/// Halvings of the distance to an end that are tabled: the formula takes over for one
/// draw in 2¹².
pub(super) const OCTAVES: u32 = 12;

/// Fraction bits of an `f64`.
pub(super) const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;

/// Where the two halves meet: a distance of 2⁶³ draws.
const MIDDLE: f64 = (1_u64 << 63) as f64;

/// The shortest tabled distance.
pub(super) const SHORTEST: f64 = MIDDLE / (1_u64 << OCTAVES) as f64;

/// Which end a distance is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The smallest values.
    Lower,
    /// The largest values.
    Upper,
}

/// What stands for an amount that is too rare for the table.
pub(super) const TOO_RARE: i64 = -1;

/// Amounts below this are whole numbers that an `f64` holds exactly, with room for a half.
const EXACT: f64 = (1_u64 << 51) as f64;

/// The table of one law.
///
/// The distance of a draw to the nearer end, read as a floating-point number, is its own
/// index: the exponent names the octave and the leading bits of the fraction the cell,
/// cells of an octave being equally wide.
#[derive(Clone, Debug)]
pub(super) struct QuantileTable {
    /// Cells by distance from the lower end, then those from the upper end, each filled up
    /// to a power of two.
    cells: Vec<Cell>,
    /// Cells of either end: 0 without a table.
    cells_of_end: u64,
    /// Where those from the upper end begin.
    upper_end: u64,
    /// Bits of the distance below those that name the cell, and what one of them is of
    /// the cell's width.
    fine_bits: u32,
    step: f64,
}

/// A straight line: the exact value at the cell's nearer end and how much the exact
/// value at the other differs. Neighbours are less than a factor of two apart, so the
/// difference is exact and the line rises to the next one's start, never beyond.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    start: f64,
    rise: f64,
}

impl QuantileTable {
    /// Tables `exact`, the value that a share of all draws lies beyond on the side of an
    /// end: 2 to `cell_bits` cells an octave.
    pub(super) fn new(cell_bits: u32, exact: impl Fn(f64, End) -> f64) -> QuantileTable {
        let cells_of_end = u64::from(OCTAVES) << cell_bits;
        let mut table = QuantileTable {
            cells_of_end,
            upper_end: cells_of_end.next_power_of_two(),
            ..QuantileTable::empty(cell_bits)
        };
        for end in [End::Lower, End::Upper] {
            let point = |point: u64| {
                let distance = f64::from_bits(SHORTEST.to_bits() + (point << table.fine_bits));
                exact(distance / (2.0 * MIDDLE), end)
            };
            let mut start = point(0);
            for next in 1..=table.cells_of_end {
                let next = point(next);
                table.cells.push(Cell {
                    start,
                    rise: next - start,
                });
                start = next;
            }
            let filled = table.cells.len().next_power_of_two();
            table.cells.resize(filled, Cell::default());
        }
        table
    }

    /// Whether the amounts of every draw in the table are small enough for
    /// [`QuantileTable::amounts`].
    pub(super) fn has_small_amounts(&self) -> bool {
        self.cells_of_end > 0 && self.cells.iter().all(|cell| cell.start < EXACT)
    }

    /// The amounts, rounded half up, of the draws at `counters`; [`TOO_RARE`] for those
    /// that are not in the table. Only where they [are small](QuantileTable::has_small_amounts).
    pub(super) fn amounts(&self, key: &Key, counters: &[u64], amounts: &mut [i64]) {
        amounts_of(self, &self.cells, key, counters, amounts);
    }

    /// No table: the formula serves every draw.
    pub(super) fn empty(cell_bits: u32) -> QuantileTable {
        let fine_bits = FRACTION_BITS - cell_bits;
        QuantileTable {
            cells: Vec::new(),
            cells_of_end: 0,
            upper_end: 0,
            fine_bits,
            step: 1.0 / (1_u64 << fine_bits) as f64,
        }
    }

    /// The value of a draw; `None` where it is too rare for the table.
    #[inline]
    pub(super) fn at(&self, bits: u64) -> Option<f64> {
        let place = self.place(bits);
        let Cell { start, rise } = *self.cells.get(place.cell as usize)?;
        place.is_tabled.then_some(start + rise * place.within)
    }

    #[inline(always)]
    fn place(&self, bits: u64) -> Place {
        let upper = bits >> 63;
        // The distance to the nearer end: the draw itself or its complement.
        let distance = (bits ^ upper.wrapping_neg()) as i64 as f64;
        let place = distance.to_bits().wrapping_sub(SHORTEST.to_bits());
        let cell = place >> self.fine_bits;
        Place {
            cell: cell.wrapping_add(upper * self.upper_end),
            is_tabled: cell < self.cells_of_end,
            within: (place & ((1 << self.fine_bits) - 1)) as i64 as f64 * self.step,
        }
    }
}

/// Where a draw stands in the table.
struct Place {
    cell: u64,
    is_tabled: bool,
    /// How far into the cell, from 0 to 1.
    within: f64,
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn amounts_of(
    table: &QuantileTable,
    cells: &[Cell],
    key: &Key,
    counters: &[u64],
    amounts: &mut [i64],
) {
    // As many cells as a power of two: the mask keeps every index inside.
    let last = cells.len() - 1;
    for (&counter, amount) in counters.iter().zip(amounts) {
        let place = table.place(key.at(counter));
        let cell = &cells[place.cell as usize & last];
        let nearest = (cell.start + cell.rise * place.within + 0.5).floor();
        // The last 52 bits of 2⁵² + x are the whole number x.
        let whole = (nearest + WHOLE).to_bits() & FRACTION;
        *amount = if place.is_tabled {
            whole as i64
        } else {
            TOO_RARE
        };
    }
}

/// 2⁵², and the bits of its fraction.
const WHOLE: f64 = (1_u64 << FRACTION_BITS) as f64;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;

/// Cells of an octave as a power of two, at least `least` of them.
pub(super) fn bits_for(least: f64) -> u32 {
    (least as u32 + 1).next_power_of_two().trailing_zeros()
}
