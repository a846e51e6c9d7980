//! What is aimed at, and where it is reached.

use super::super::super::clip::{self, Window};
use super::super::super::curve::defined;
use super::super::super::frame::{Exhibit, Rect, SAMPLE};
use super::super::super::page::{CAPITAL, Text};
use super::super::super::panel::Panel;
use super::super::super::style::{
    CURVE, FINE, INK, LEADING, MARGIN, MUTED, NOTE_SIZE, PAGE_WIDTH, Paint,
};
use super::super::super::text::{Face, width, wrap};
use super::super::metric::ends;
use super::{Lines, Series};
use crate::study::results::Estimate;

/// Height of a line of the list of crossings.
const LINE: f64 = NOTE_SIZE * LEADING + 3.0;
/// Half the height of the end of an interval.
const CAP: f64 = 6.0;
/// Room between the axis and the list.
const AIR: f64 = 6.0;

/// A value of the metric that is aimed at.
#[derive(Clone, Debug)]
pub struct Target {
    /// The value.
    pub value: f64,
    /// What it is, in a few words.
    pub remark: String,
}

/// A value of the key at which a plan reaches something.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// The plan's place in the scenario; `None` where it is of no plan alone.
    pub plan: Option<usize>,
    /// The key's value, with its interval.
    pub at: Estimate,
    /// What happens there, with the figures: it stands below the plot.
    pub remark: String,
}

impl Crossing {
    fn paint(&self) -> Paint {
        self.plan.map_or(INK, Paint::plan)
    }
}

/// Room for the list of crossings.
pub(super) fn room(crossings: &[Crossing]) -> f64 {
    if crossings.is_empty() {
        0.0
    } else {
        AIR + crossings.len() as f64 * LINE
    }
}

/// Draws the line of the target over the whole plot.
pub(super) fn draw_target(exhibit: &Exhibit, panel: &Panel, subject: &Lines) {
    if let Some(target) = &subject.target {
        let plot = panel.plot;
        let level = panel.place((0.0, target.value)).1;
        exhibit.line(&[(plot.left, level), (plot.right, level)], INK, FINE);
    }
}

/// Writes what the target is beside its line, where the fewest curves run.
pub(super) fn name_target(exhibit: &Exhibit, panel: &Panel, subject: &Lines) {
    let Some(target) = &subject.target else {
        return;
    };
    let plot = panel.plot;
    let limit = plot.width() - 20.0;
    let words = wrap(&target.remark, NOTE_SIZE, Face::Regular, limit, 1);
    let Some(words) = words.first() else {
        return;
    };
    let wide = width(words, NOTE_SIZE, Face::Regular);
    let level = panel.place((0.0, target.value)).1;
    let high = NOTE_SIZE * LEADING;
    let room = plot.width() - 16.0 - wide;
    let places = [0.0, 1.0, 0.75, 0.5, 0.25]
        .into_iter()
        .map(|share| plot.left + 8.0 + share * room)
        .flat_map(|left| [level - high - 2.0, level + 3.0].map(|top| (left, top)))
        .map(|(left, top)| Rect {
            left,
            top,
            right: left + wide,
            bottom: top + high,
        });
    let inside = |place: &Rect| place.top >= plot.top && place.bottom <= plot.bottom;
    let best = places
        .filter(inside)
        .min_by_key(|place| marks_in(*place, panel, subject));
    if let Some(place) = best {
        exhibit.text(Text {
            words,
            x: place.left,
            y: (place.top + place.bottom + CAPITAL * NOTE_SIZE) / 2.0,
            size: NOTE_SIZE,
            face: Face::Regular,
            paint: MUTED,
            anchor: "start",
            edged: true,
        });
    }
}

/// How many curves and crossings are at a place on the page.
fn marks_in(place: Rect, panel: &Panel, subject: &Lines) -> usize {
    let window = Window {
        x: (place.left - 4.0, place.right + 4.0),
        y: (place.top - 2.0, place.bottom + 2.0),
    };
    let runs_through = |one: &&Series| {
        let shown = |points: &[(f64, f64)]| {
            let points: Vec<(f64, f64)> = points.iter().map(|at| panel.place(*at)).collect();
            !clip::line(&points, window).is_empty()
        };
        let interval = |(at, estimate): &(f64, Estimate)| {
            let ends: Vec<(f64, f64)> = ends(*estimate).map(|end| (*at, end)).collect();
            shown(&ends)
        };
        shown(&defined(&one.points)) || one.points.iter().any(interval)
    };
    let crosses = |crossing: &&Crossing| {
        ends(crossing.at)
            .map(|end| panel.place((end, 0.0)).0)
            .any(|x| x > window.x.0 - CAP && x < window.x.1 + CAP)
    };
    let curves = subject.series.iter().filter(runs_through).count();
    curves + subject.crossings.iter().filter(crosses).count()
}

/// Draws the crossings: a line down to the axis, the interval across it, and a list from
/// `top` on.
pub(super) fn draw_crossings(exhibit: &Exhibit, panel: &Panel, subject: &Lines, top: f64) {
    let plot = panel.plot;
    for (index, crossing) in subject.crossings.iter().enumerate() {
        let paint = crossing.paint();
        let level = match &subject.target {
            Some(target) => panel.place((0.0, target.value)).1,
            // Without a target one above another, at the foot of the plot.
            None => plot.bottom - (index as f64 + 1.0) * 2.2 * CAP,
        };
        exhibit.mark(&crossing.remark, || {
            draw_crossing(exhibit, panel, crossing, level);
        });
        let middle = top + AIR + (index as f64 + 0.5) * LINE;
        let left = MARGIN + SAMPLE + 8.0;
        match crossing.plan {
            Some(plan) => exhibit.sample(plan, MARGIN, middle),
            None => exhibit.line(&[(MARGIN, middle), (MARGIN + SAMPLE, middle)], paint, CURVE),
        }
        let limit = PAGE_WIDTH - MARGIN - left;
        for words in wrap(&crossing.remark, NOTE_SIZE, Face::Regular, limit, 1) {
            let base = middle + CAPITAL / 2.0 * NOTE_SIZE;
            exhibit.note(&words, left, base, "start");
        }
    }
}

fn draw_crossing(exhibit: &Exhibit, panel: &Panel, crossing: &Crossing, level: f64) {
    let Some(at) = crossing.at.mean else {
        return;
    };
    let paint = crossing.paint();
    let x = |value: f64| panel.place((value, 0.0)).0;
    exhibit.line(&[(x(at), level), (x(at), panel.plot.bottom)], paint, FINE);
    if let (Some(low), Some(high)) = (crossing.at.low, crossing.at.high) {
        exhibit.line(&[(x(low), level), (x(high), level)], paint, CURVE);
        for end in [x(low), x(high)] {
            exhibit.line(&[(end, level - CAP), (end, level + CAP)], paint, CURVE);
        }
    }
    exhibit.reading((x(at), level), paint);
}
