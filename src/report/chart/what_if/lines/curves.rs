//! The curve of one plan in a panel: line, intervals, and a dot at every computed point.

use super::super::super::clip::Point;
use super::super::super::curve::defined;
use super::super::super::frame::Exhibit;
use super::super::super::panel::Panel;
use super::super::super::style::{CURVE, FINE, Paint};
use super::super::{KeyAxis, Metric, Values};
use super::Series;
use crate::study::results::Estimate;

/// Radius of the dot at a computed point.
const DOT: f64 = 3.5;
/// Half the width of the end of an interval.
const CAP: f64 = 4.0;
/// Points up to which each has a dot: more run into each other.
const MOST_DOTS: usize = 60;
/// The room of a word over which the plans' dots are spread, as a share.
const SPREAD: f64 = 0.5;

/// Which of the curves of a panel one is.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Place {
    /// Its place among them.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

impl Place {
    /// How far aside of a word the plan's dots stand, so that they do not cover each other.
    pub fn aside(self, key: &KeyAxis) -> f64 {
        match key.values {
            Values::Numbers => 0.0,
            Values::Words(_) => ((self.index as f64 + 0.5) / self.of as f64 - 0.5) * SPREAD,
        }
    }
}

/// Whether any point of a curve is known.
pub(in super::super) fn known(series: &Series) -> bool {
    series
        .points
        .iter()
        .any(|(_, estimate)| estimate.mean.is_some())
}

/// Draws a plan's curve. Between words there is nothing: there the line is only thin, and
/// intervals stand at the dots.
pub(in super::super) fn draw_curves(
    exhibit: &Exhibit,
    panel: &Panel,
    (key, metric): (&KeyAxis, &Metric),
    series: &Series,
    place: Place,
) {
    let aside = place.aside(key);
    let points: Vec<(f64, Estimate)> = series
        .points
        .iter()
        .map(|(at, estimate)| (at + aside, *estimate))
        .collect();
    let paint = Paint::plan(series.plan);
    let continuous = matches!(key.values, Values::Numbers);
    for run in points.split(|(_, estimate)| estimate.mean.is_none()) {
        if continuous && run.len() > 1 {
            panel.band(run, paint);
            panel.curve(&defined(run), series.plan, CURVE);
            continue;
        }
        panel.curve(&defined(run), series.plan, FINE);
        for point in run {
            whisker(exhibit, panel, point, paint);
        }
    }
    if points.len() > MOST_DOTS {
        return;
    }
    for (shown, (at, estimate)) in points.iter().zip(&series.points) {
        if let Some(mean) = estimate.mean {
            let value = format!(
                "{}, {}: {}",
                series.title,
                key.value(*at),
                metric.figures(*estimate)
            );
            exhibit.mark(&value, || dot(exhibit, panel, (shown.0, mean), paint));
        }
    }
}

fn dot(exhibit: &Exhibit, panel: &Panel, at: Point, paint: Paint) {
    exhibit.dot(panel.place(at), paint, DOT);
}

/// The interval of one point as a bar.
fn whisker(exhibit: &Exhibit, panel: &Panel, (at, estimate): &(f64, Estimate), paint: Paint) {
    let (Some(low), Some(high)) = (estimate.low, estimate.high) else {
        return;
    };
    let (low, high) = (panel.place((*at, low)), panel.place((*at, high)));
    exhibit.line(&[low, high], paint, CURVE);
    for (x, y) in [low, high] {
        exhibit.line(&[(x - CAP, y), (x + CAP, y)], paint, CURVE);
    }
}
