//! Chart 9: how the headline metric settles as replications are added, and how its interval
//! narrows.

use super::axis::{Axis, round_step, ticks_between};
use super::curve::{Curve, defined, running_means};
use super::labels::{self, Label};
use super::panel::Panel;
use super::style::{CURVE, Paint};
use super::words::{NET, evidence, grouped, percent, percent_with_interval, population};
use super::{Chart, Story};
use crate::report::words::half_width;
use crate::study::results::{Estimate, Results};

/// The fewest replications whose course is worth a look.
const FEWEST: u32 = 10;
/// Bands, and what the vertical axis must hold, start here: the intervals of two or three
/// replications are many times wider.
const BANDS_FROM: u32 = 5;
/// More replications stand on a logarithmic axis.
const MOST_LINEAR: u32 = 100;
/// Up to so many replications the logarithmic axis has ticks between powers of ten.
const MOST_WITH_FINE_TICKS: u32 = 2_000;
/// The least room between two ticks, as a share of the axis.
const TICK_GAP: f64 = 0.07;
/// The least height of the axis: of means without any interval.
const LEAST_EXTENT: f64 = 0.01;

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let all = results.subject.replications;
    let curves = running_means(results);
    if all < FEWEST || curves.is_empty() {
        return None;
    }
    let scale = Scale { all };
    let story = story(&curves, results);
    let labels: Vec<Label> = curves.iter().map(|curve| label(curve, scale)).collect();
    let y = share_axis(&curves);
    let x = scale.axis();
    let heading = "after the last replication";
    let (exhibit, plot) = labels::page(&story, heading, &y, &labels, 0.0);
    let panel = Panel::new(&exhibit, plot, &x, &y);
    labels::draw(&exhibit, &panel, &labels);
    for curve in &curves {
        exhibit.series(&curve.label.name, &curve.label.title, || {
            let points: Vec<(f64, Estimate)> = curve
                .points
                .iter()
                .map(|&(after, estimate)| (scale.position(after), estimate))
                .collect();
            let seen = points.partition_point(|point| point.0 < scale.position(BANDS_FROM.into()));
            panel.band(&points[seen..], Paint::plan(curve.plan));
            panel.curve(&defined(&points), curve.plan, CURVE);
        });
    }
    for label in &labels {
        exhibit.reading(panel.place(label.at), Paint::plan(label.plan));
    }
    Some(story.told(&exhibit))
}

/// Where numbers of replications stand, up to all of them.
#[derive(Clone, Copy)]
struct Scale {
    all: u32,
}

impl Scale {
    fn position(self, after: f64) -> f64 {
        if self.all > MOST_LINEAR {
            libm::log10(after)
        } else {
            after
        }
    }

    fn axis(self) -> Axis {
        if self.all <= MOST_LINEAR {
            return Axis::steps("Replications", 1, self.all, 8);
        }
        let high = self.position(f64::from(self.all));
        let factors: &[u32] = if self.all <= MOST_WITH_FINE_TICKS {
            &[1, 2, 5]
        } else {
            &[1]
        };
        let decades = (0..).map(|decade| 10_u32.saturating_pow(decade));
        let round = decades
            .take_while(|decade| *decade < self.all)
            .flat_map(|decade| {
                factors
                    .iter()
                    .map(move |factor| decade.saturating_mul(*factor))
            })
            .filter(|after| self.position(f64::from(*after)) <= high * (1.0 - TICK_GAP));
        let tick = |after: u32| {
            let after = f64::from(after);
            (self.position(after), grouped(after, 0))
        };
        Axis {
            title: "Replications (logarithmic scale)".to_owned(),
            low: 0.0,
            high,
            ticks: round.chain([self.all]).map(tick).collect(),
            grid: false,
        }
    }
}

/// The means and intervals where there are bands, between round shares.
fn share_axis(curves: &[Curve]) -> Axis {
    let seen = curves
        .iter()
        .flat_map(|curve| &curve.points)
        .filter(|(after, _)| *after >= f64::from(BANDS_FROM))
        .flat_map(|(_, share)| [share.low, share.mean, share.high])
        .flatten();
    let (lowest, highest) = seen.fold((1.0_f64, 0.0_f64), |(low, high), share| {
        (low.min(share), high.max(share))
    });
    let wanting = (LEAST_EXTENT - (highest - lowest)).max(0.0) / 2.0;
    let low = (lowest - wanting).clamp(0.0, 1.0 - LEAST_EXTENT);
    let high = (highest + wanting).min(1.0).max(low + LEAST_EXTENT);
    let step = round_step(high - low, 5);
    let first = libm::floor(low / step + 1e-9);
    let last = libm::ceil(high / step - 1e-9);
    let decimals = if step < 0.01 { 1 } else { 0 };
    Axis {
        title: "Share of participants in profit, running mean".to_owned(),
        low: first * step,
        high: last * step,
        ticks: ticks_between(first, last, step)
            .map(|at| (at, format!("{}\u{a0}%", grouped(at * 100.0, decimals))))
            .collect(),
        grid: true,
    }
}

fn label(curve: &Curve, scale: Scale) -> Label {
    let (after, share) = last(curve);
    let mut notes = vec![percent_with_interval(share)];
    let widths = half_width(curve.at(f64::from(FEWEST))).zip(half_width(share));
    if let Some((early, late)) = widths
        && scale.all > FEWEST
        && early > 0.0
    {
        let [early, late] = [early, late].map(|half| grouped(half * 100.0, 2));
        notes.push(format!(
            "±\u{a0}{late} points; after {FEWEST}: ±\u{a0}{early}"
        ));
    }
    Label {
        plan: curve.plan,
        title: curve.label.title.clone(),
        notes,
        at: (scale.position(after), share.mean.unwrap_or(0.0)),
    }
}

fn last(curve: &Curve) -> (f64, Estimate) {
    curve.points.last().copied().unwrap_or_default()
}

/// Whether any interval has a width: without chance none has.
fn narrows(curves: &[Curve]) -> bool {
    let mut points = curves.iter().flat_map(|curve| &curve.points);
    points.any(|(_, share)| half_width(*share).is_some_and(|half| half > 0.0))
}

fn story(curves: &[Curve], results: &Results) -> Story {
    let findings: Vec<String> = curves.iter().map(finding).collect();
    let narrowing = if narrows(curves) {
        " A band is of its number of replications by itself, from the fifth on, and narrows as \
         one over the square root of it."
    } else {
        ""
    };
    Story {
        file_stem: "convergence".to_owned(),
        source_table: "convergence",
        title: "How the share in profit settles as replications are added".to_owned(),
        caption: format!(
            "{} {NET} Profit = positive net. The lines are the means over the first replications, \
             in their order. {}{narrowing} The vertical axis need not start at zero.",
            population(results),
            evidence(results, "bands and figures in brackets"),
        ),
        alternative_text: format!(
            "Running means of the share of participants with positive net. {}",
            findings.join(" ")
        ),
    }
}

fn finding(curve: &Curve) -> String {
    let (after, share) = last(curve);
    let first = curve.at(f64::from(FEWEST));
    format!(
        "“{}”: {} after {FEWEST} replications, {} after all {}; between them the mean stays from \
         {} to {}.",
        curve.label.title,
        percent_with_interval(first),
        percent_with_interval(share),
        grouped(after, 0),
        percent(extreme(curve, f64::min)),
        percent(extreme(curve, f64::max)),
    )
}

/// The lowest or highest mean from the first few replications on.
fn extreme(curve: &Curve, of: fn(f64, f64) -> f64) -> f64 {
    curve
        .points
        .iter()
        .filter(|(after, _)| *after >= f64::from(FEWEST))
        .filter_map(|(_, share)| share.mean)
        .reduce(of)
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Shape, TYPICAL};
    use super::*;

    fn drawn(replications: u32) -> Option<Chart> {
        chart(
            &Shape {
                replications,
                ..TYPICAL
            }
            .results(),
        )
    }

    #[test]
    fn a_few_replications_have_no_course() {
        assert!(drawn(9).is_none());
        let few = drawn(10).unwrap();
        assert!(!few.svg.contains("logarithmic"));
        assert!(drawn(101).unwrap().svg.contains("logarithmic"));
    }

    #[test]
    fn ticks_are_round_and_apart_and_the_last_is_there() {
        for all in [
            101,
            110,
            200,
            500,
            1000,
            1999,
            2001,
            10_000,
            123_456,
            u32::MAX,
        ] {
            let axis = Scale { all }.axis();
            let last = axis.ticks.last().unwrap();
            assert_eq!(last.1, grouped(f64::from(all), 0));
            assert_eq!(last.0, axis.high);
            for pair in axis.ticks.windows(2) {
                let apart = (pair[1].0 - pair[0].0) / axis.high;
                assert!(apart >= TICK_GAP * 0.99, "{all}: {pair:?}");
            }
        }
    }

    #[test]
    fn the_axis_holds_what_is_seen_and_no_impossible_share() {
        let results = TYPICAL.results();
        for replications in [10, 1000] {
            let axis = share_axis(&running_means(
                &Shape {
                    replications,
                    ..TYPICAL
                }
                .results(),
            ));
            assert!((0.0..axis.high).contains(&axis.low) && axis.high <= 1.0 + 1e-12);
            assert!((2..=8).contains(&axis.ticks.len()), "{:?}", axis.ticks);
        }
        assert!(narrows(&running_means(&results)));
        // Nonsense in a file that was changed is cut, not followed out of the page.
        let mut odd = results;
        for row in &mut odd.convergence {
            row.estimate.mean = Some(5.0);
            (row.estimate.low, row.estimate.high) = (None, None);
        }
        let axis = share_axis(&running_means(&odd));
        assert!(axis.low < axis.high && axis.high <= 1.0 + 1e-12);
    }
}
