//! Chart 8: members, revenue, payout and the share in loss, period by period.

use super::axis::Axis;
use super::clip::Point;
use super::curve::defined;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::page::Text;
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{CURVE, INK, MUTED, NOTE_SIZE, Paint, TICK};
use super::text::Face;
use super::words::{NET, evidence, grouped, percent_with_interval, period_word, population};
use super::{Chart, Story};
use crate::study::results::{Estimate, PeriodRow, PlanLabel, Results};

/// Height of one of the four plots.
const PLOT: f64 = 190.0;
/// Room above a plot for its title.
const HEAD: f64 = 36.0;
/// Air between the columns.
const BETWEEN: f64 = 34.0;

/// Where a line's name stands from its last point, in pixels down to the base line.
const ABOVE: f64 = -7.0;
/// As [`ABOVE`], on the other side.
const BELOW: f64 = 22.0;

/// A plan and its periods in order.
struct Series<'a> {
    plan: usize,
    label: &'a PlanLabel,
    rows: Vec<&'a PeriodRow>,
}

/// What one of the four plots shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Members,
    Revenue,
    Payout,
    ShareInLoss,
}

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let series = series(results);
    let last = series
        .iter()
        .flat_map(|one| &one.rows)
        .map(|row| row.period)
        .max()?;
    if last < 2 {
        return None;
    }
    let story = story(results, &series);
    let key = Key::new(
        series
            .iter()
            .map(|one| (Sample::Plan(one.plan), one.label.title.clone())),
    );
    let block = HEAD + PLOT + TICK_ROOM;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + 2.0 * block + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let columns = [
        [Subject::Members, Subject::ShareInLoss],
        [Subject::Revenue, Subject::Payout],
    ];
    let half = (exhibit.body.width() - BETWEEN) / 2.0;
    for (column, subjects) in columns.into_iter().enumerate() {
        let axes = subjects.map(|subject| subject.axis(results, &series));
        let labels = axes.iter().map(Axis::label_width).fold(0.0, f64::max);
        let left = exhibit.body.left + column as f64 * (half + BETWEEN);
        for (row, (subject, y)) in subjects.into_iter().zip(&axes).enumerate() {
            let top = exhibit.body.top + key.height + row as f64 * block + HEAD;
            let plot = Rect {
                left: left + labels + 2.0 * TICK,
                top,
                right: left + half,
                bottom: top + PLOT,
            };
            let time = if row == 1 {
                format!("Time, {}s", period_word(results.subject.unit))
            } else {
                String::new()
            };
            let panel = Panel::new(&exhibit, plot, &Axis::steps(time, 1, last, 6), y);
            subject.draw(&exhibit, &panel, &series);
        }
    }
    Some(story.told(&exhibit))
}

fn series(results: &Results) -> Vec<Series<'_>> {
    results
        .subject
        .plans
        .iter()
        .enumerate()
        .map(|(plan, label)| Series {
            plan,
            label,
            rows: results
                .periods
                .iter()
                .filter(|row| row.plan == label.name)
                .collect(),
        })
        .filter(|series| !series.rows.is_empty())
        .collect()
}

impl Subject {
    fn axis(self, results: &Results, series: &[Series]) -> Axis {
        let rows = || series.iter().flat_map(|one| one.rows.iter().copied());
        let highest = |value: fn(&PeriodRow) -> f64| rows().map(value).fold(0.0, f64::max);
        let lowest = |value: fn(&PeriodRow) -> f64| rows().map(value).fold(0.0, f64::min);
        let subject = &results.subject;
        let shared = if self.is_shared(series) {
            ", same under all plans"
        } else {
            ""
        };
        let money = |what: &str, value: fn(&PeriodRow) -> f64| {
            let title = format!(
                "{what}, {} a {}{shared}",
                subject.currency.code,
                period_word(subject.unit)
            );
            Axis::amounts(title, lowest(value), highest(value), &subject.currency)
        };
        match self {
            // A sixth of air is room for the words at the lines.
            Subject::Members => {
                Axis::counts("Members", highest(|row| row.participants) * 7.0 / 6.0)
            }
            Subject::Revenue => money("Revenue", |row| row.revenue),
            Subject::Payout => money("Payout", |row| row.payout),
            Subject::ShareInLoss => Axis::shares(
                format!("Share of joiners with a net loss so far{shared}"),
                highest(|row| {
                    let share = row.share_loss_so_far;
                    share.high.or(share.mean).unwrap_or(0.0)
                }),
            ),
        }
    }

    fn draw(self, exhibit: &Exhibit, panel: &Panel, series: &[Series]) {
        if self == Subject::Members {
            draw_members(exhibit, panel, &series[0]);
            return;
        }
        if self.is_shared(series) {
            panel.line(&defined(&self.points(&series[0])), INK, CURVE);
            return;
        }
        for one in series {
            exhibit.series(&one.label.name, &one.label.title, || {
                let points = self.points(one);
                panel.band(&points, Paint::plan(one.plan));
                panel.curve(&defined(&points), one.plan, CURVE);
            });
        }
    }

    /// Whether several plans have the very same course, so that one line stands for all.
    fn is_shared(self, series: &[Series]) -> bool {
        series.len() > 1
            && series
                .iter()
                .all(|one| self.points(one) == self.points(&series[0]))
    }

    fn points(self, series: &Series) -> Vec<(f64, Estimate)> {
        series
            .rows
            .iter()
            .map(|row| (f64::from(row.period), self.value(row)))
            .collect()
    }

    fn value(self, row: &PeriodRow) -> Estimate {
        let exactly = |mean: f64| Estimate {
            mean: Some(mean),
            ..Estimate::default()
        };
        match self {
            Subject::Members => exactly(row.participants),
            Subject::Revenue => exactly(row.revenue),
            Subject::Payout => exactly(row.payout),
            Subject::ShareInLoss => row.share_loss_so_far,
        }
    }
}

/// Both lines carry their names, since line patterns stand for plans.
fn draw_members(exhibit: &Exhibit, panel: &Panel, series: &Series) {
    let points = |value: fn(&PeriodRow) -> f64| -> Vec<Point> {
        series
            .rows
            .iter()
            .map(|row| (f64::from(row.period), value(row)))
            .collect()
    };
    let (joined, enrolled) = (points(|row| row.participants), points(|row| row.enrolled));
    let ends = joined.last().zip(enrolled.last());
    let Some((&joined_end, &enrolled_end)) = ends else {
        return;
    };
    panel.line(&joined, INK, CURVE);
    if joined == enrolled {
        name_line(
            exhibit,
            panel,
            "joined so far, none quit",
            joined_end,
            ABOVE,
        );
        return;
    }
    panel.line(&enrolled, MUTED, CURVE);
    name_line(exhibit, panel, "joined so far", joined_end, ABOVE);
    // Above where the line runs along the axis, else below, away from those who joined.
    let room = panel.plot.bottom - panel.place(enrolled_end).1;
    let side = if room < BELOW + NOTE_SIZE {
        ABOVE
    } else {
        BELOW
    };
    name_line(exhibit, panel, "enrolled", enrolled_end, side);
}

/// Writes a line's name so many pixels below its last point.
fn name_line(exhibit: &Exhibit, panel: &Panel, words: &str, end: Point, down: f64) {
    let (x, y) = panel.place(end);
    exhibit.text(Text {
        words,
        x,
        y: y + down,
        size: NOTE_SIZE,
        face: Face::Regular,
        paint: INK,
        anchor: "end",
        edged: true,
    });
}

fn story(results: &Results, series: &[Series]) -> Story {
    let unit = period_word(results.subject.unit);
    let findings: Vec<String> = series
        .iter()
        .filter_map(|one| {
            let (first, last) = (one.rows.first()?, one.rows.last()?);
            Some(format!(
                "“{}”: from {unit} {} to {} the share with a net loss so far goes from {} to {}.",
                one.label.title,
                first.period,
                last.period,
                percent_with_interval(first.share_loss_so_far),
                percent_with_interval(last.share_loss_so_far),
            ))
        })
        .collect();
    let members = series
        .first()
        .and_then(|one| one.rows.last())
        .map(|row| {
            format!(
                " At the end {} have joined and {} are enrolled.",
                grouped(row.participants, 0),
                grouped(row.enrolled, 0)
            )
        })
        .unwrap_or_default();
    Story {
        file_stem: "time_series".to_owned(),
        source_table: "periods",
        title: format!("Members, money and losses, {unit} by {unit}"),
        caption: format!(
            "{} Members and losses are of these participants, members the same under every plan; revenue (what the company receives) \
             and payout (all that it pays) include founders. A loss so far: what was received up to then is less than \
             what was spent. {NET} {}",
            population(results),
            evidence(results, "bands"),
        ),
        alternative_text: format!("Four time series.{members} {}", findings.join(" ")),
    }
}
