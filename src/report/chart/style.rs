//! Paints, line patterns and sizes: the same in every chart, so that a plan keeps
//! its colour from the first exhibit to the last.
//!
//! Plan colours are those of Okabe and Ito, told apart by colour-blind readers; their
//! yellow is replaced by grey, since it vanishes on white paper. A plan also has its
//! own line pattern, so that the charts survive a black-and-white copy.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;

/// Width of every chart in pixels; the height follows the content.
pub(super) const PAGE_WIDTH: f64 = 1000.0;
/// White space around the page.
pub(super) const MARGIN: f64 = 24.0;
/// Font size of the title.
pub(super) const TITLE_SIZE: f64 = 23.0;
/// Font size of labels inside the chart.
pub(super) const LABEL_SIZE: f64 = 16.0;
/// Font size of ticks, axis titles and notes.
pub(super) const NOTE_SIZE: f64 = 15.0;
/// Font size of the caption, the smallest text of a chart.
pub(super) const CAPTION_SIZE: f64 = 14.0;
/// Line height in units of the font size.
pub(super) const LEADING: f64 = 1.28;

/// Line width of a plan's curve.
pub(super) const CURVE: f64 = 2.75;
/// Line width of intervals, reading lines and reference lines.
pub(super) const FINE: f64 = 1.25;
/// Opacity of interval bands.
pub(super) const BAND: f64 = 0.18;
/// Line width of the grid.
pub(super) const HAIR: f64 = 1.0;
/// Length of a tick.
pub(super) const TICK: f64 = 4.0;

/// A colour with a name, which becomes its CSS classes and its CSS variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Paint {
    /// `ink` has the classes `f-ink` (fill) and `s-ink` (stroke) and the variable
    /// `--chart-ink`.
    pub name: &'static str,
    /// The colour on light paper.
    pub rgb: (u8, u8, u8),
}

impl Paint {
    const fn new(name: &'static str, hex: u32) -> Paint {
        Paint {
            name,
            rgb: ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8),
        }
    }

    /// The paint of a plan, by its place in the scenario.
    pub fn plan(index: usize) -> Paint {
        PLANS[index % PLANS.len()]
    }

    /// The paint behind a colour that plotters hands to the back end: plotters carries
    /// colours only, so the colour is the key to the class.
    pub fn behind(rgb: (u8, u8, u8)) -> Paint {
        *PLANS
            .iter()
            .chain(&SOURCES)
            .chain(&BUCKETS)
            .chain(&EARNINGS)
            .chain(&HEAT)
            .chain(&BELOW)
            .chain(&ABOVE)
            .chain(&PARTS)
            .chain(&[INK, MUTED, LEADER, GRID, PAPER, ON_LIGHT, ON_DARK])
            .find(|paint| paint.rgb == rgb)
            .expect("charts are drawn in the paints of this file")
    }

    /// The paint of text on an area of this paint: the one that stands out more.
    pub fn legible(self) -> Paint {
        if contrast(self, ON_DARK) > contrast(self, ON_LIGHT) {
            ON_DARK
        } else {
            ON_LIGHT
        }
    }

    /// How light the paint looks, from 0 to 1 (relative luminance of WCAG 2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                libm::pow((part + 0.055) / 1.055, 2.4)
            }
        };
        let (red, green, blue) = self.rgb;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The colour for plotters.
    pub fn color(self) -> RGBColor {
        RGBColor(self.rgb.0, self.rgb.1, self.rgb.2)
    }

    /// The colour for text.
    pub fn backend_color(self) -> BackendColor {
        BackendColor {
            alpha: 1.0,
            rgb: self.rgb,
        }
    }

    /// The colour as `#rrggbb`.
    pub fn hex(self) -> String {
        let (red, green, blue) = self.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The contrast of two paints, from 1 to 21 (WCAG 2).
fn contrast(one: Paint, other: Paint) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text and axes.
pub(super) const INK: Paint = Paint::new("ink", 0x1c1f23);
/// Secondary text and reference lines.
pub(super) const MUTED: Paint = Paint::new("muted", 0x565c64);
/// Lines that join a label to its curve.
pub(super) const LEADER: Paint = Paint::new("leader", 0xaab0b8);
/// Grid lines.
pub(super) const GRID: Paint = Paint::new("grid", 0xe3e6ea);
/// The background.
pub(super) const PAPER: Paint = Paint::new("paper", 0xffffff);
/// Text on a light area, in either theme.
pub(super) const ON_LIGHT: Paint = Paint::new("on-light", 0x111417);
/// Text on a dark area, in either theme.
pub(super) const ON_DARK: Paint = Paint::new("on-dark", 0xfdfdfd);

/// Plans in the order of the scenario.
pub(super) const PLANS: [Paint; 8] = [
    Paint::new("plan-1", 0x0072b2),
    Paint::new("plan-2", 0xd55e00),
    Paint::new("plan-3", 0x009e73),
    Paint::new("plan-4", 0xcc79a7),
    Paint::new("plan-5", 0xe69f00),
    Paint::new("plan-6", 0x56b4e9),
    Paint::new("plan-7", 0x000000),
    Paint::new("plan-8", 0x808080),
];

/// Sources of money, darker the further from retail: retail margin, then those of
/// `funding.csv` in their order.
pub(super) const SOURCES: [Paint; 4] = [
    Paint::new("source-margin", 0xb7dcc4),
    Paint::new("source-customers", 0xc3d3de),
    Paint::new("source-own-use", 0x7f97a8),
    Paint::new("source-joining", 0x34424f),
];

/// Large loss, small loss, small gain, large gain: brown against teal.
pub(super) const BUCKETS: [Paint; 4] = [
    Paint::new("large-loss", 0x8c510a),
    Paint::new("small-loss", 0xd8b365),
    Paint::new("small-gain", 0x5ab4ac),
    Paint::new("large-gain", 0x01665e),
];

/// Net below zero, of zero, above zero: told apart without colour by how dark they are.
pub(super) const EARNINGS: [Paint; 3] = [
    Paint::new("net-loss", 0xe3a857),
    Paint::new("net-zero", 0xd3d9e0),
    Paint::new("net-profit", 0x0b5563),
];

/// Low to high on a map: each darker than the one before, so that a black-and-white copy
/// keeps the order (`YlGnBu` of `ColorBrewer`).
pub(super) const HEAT: [Paint; 9] = [
    Paint::new("heat-1", 0xffffd9),
    Paint::new("heat-2", 0xedf8b1),
    Paint::new("heat-3", 0xc7e9b4),
    Paint::new("heat-4", 0x7fcdbb),
    Paint::new("heat-5", 0x41b6c4),
    Paint::new("heat-6", 0x1d91c0),
    Paint::new("heat-7", 0x225ea8),
    Paint::new("heat-8", 0x253494),
    Paint::new("heat-9", 0x081d58),
];

/// Below zero on a map, from near zero outwards: orange against the purple of [`ABOVE`]
/// (after `PuOr` of `ColorBrewer`), told apart by colour-blind readers.
pub(super) const BELOW: [Paint; 5] = [
    Paint::new("below-1", 0xfee0b6),
    Paint::new("below-2", 0xfdb863),
    Paint::new("below-3", 0xe08214),
    Paint::new("below-4", 0xb35806),
    Paint::new("below-5", 0x7f3b08),
];

/// Above zero on a map, from near zero outwards.
pub(super) const ABOVE: [Paint; 5] = [
    Paint::new("above-1", 0xd8daeb),
    Paint::new("above-2", 0xb2abd2),
    Paint::new("above-3", 0x8a7cb6),
    Paint::new("above-4", 0x542788),
    Paint::new("above-5", 0x2d004b),
];

/// Parts of a whole, and two or more figures of one input: told apart without colour by
/// how dark they are.
pub(super) const PARTS: [Paint; 5] = [
    Paint::new("part-1", 0x1f3a5f),
    Paint::new("part-2", 0xf0b45c),
    Paint::new("part-3", 0x6a9fc4),
    Paint::new("part-4", 0xe7decb),
    Paint::new("part-5", 0xa04a32),
];

/// Line patterns of plans, as `stroke-dasharray`; the first is solid.
const PATTERNS: [&str; 8] = [
    "none",
    "11 5",
    "3 4",
    "13 4 3 4",
    "20 6",
    "6 4",
    "13 4 3 4 3 4",
    "1 3",
];

/// The line pattern of a plan. Beyond eight plans colours repeat with other patterns.
pub(super) fn pattern(plan: usize) -> &'static str {
    PATTERNS[(plan + plan / PATTERNS.len()) % PATTERNS.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_leads_back_to_its_paint() {
        let sets = PLANS
            .iter()
            .chain(&SOURCES)
            .chain(&BUCKETS)
            .chain(&EARNINGS)
            .chain(&HEAT)
            .chain(&BELOW)
            .chain(&ABOVE)
            .chain(&PARTS);
        for paint in sets {
            assert_eq!(Paint::behind(paint.rgb), *paint);
        }
        for paint in [INK, MUTED, LEADER, GRID, PAPER, ON_LIGHT, ON_DARK] {
            assert_eq!(Paint::behind(paint.rgb), paint);
        }
    }

    #[test]
    fn every_colour_is_one_paint() {
        let mut colours: Vec<_> = PLANS
            .iter()
            .chain(&SOURCES)
            .chain(&BUCKETS)
            .chain(&EARNINGS)
            .chain(&HEAT)
            .chain(&BELOW)
            .chain(&ABOVE)
            .chain(&PARTS)
            .map(|paint| paint.rgb)
            .collect();
        let all = colours.len();
        colours.sort_unstable();
        colours.dedup();
        assert_eq!(colours.len(), all);
    }

    #[test]
    fn text_on_an_area_is_legible() {
        for paint in HEAT.iter().chain(&BELOW).chain(&ABOVE).chain(&PARTS) {
            let contrast = contrast(*paint, paint.legible());
            assert!(contrast >= 4.5, "{}: {contrast}", paint.name);
        }
    }

    #[test]
    fn shades_of_a_map_darken_step_by_step() {
        for scale in [&HEAT[..], &BELOW, &ABOVE] {
            for pair in scale.windows(2) {
                assert!(pair[0].luminance() > pair[1].luminance(), "{pair:?}");
            }
        }
    }

    #[test]
    fn sixteen_plans_have_sixteen_looks() {
        let mut looks: Vec<_> = (0..16)
            .map(|plan| (Paint::plan(plan), pattern(plan)))
            .collect();
        looks.sort_unstable();
        looks.dedup();
        assert_eq!(looks.len(), 16);
    }
}
