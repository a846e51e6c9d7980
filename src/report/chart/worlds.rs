//! The finding by world: how many more or fewer are in profit under each plan than under
//! the baseline, a dot with its interval for every world.

use super::axis::Axis;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::page::CAPITAL;
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{CURVE, INK, LABEL_SIZE, NOTE_SIZE, PAPER, Paint, TICK};
use super::text::{Face, wrap};
use super::words::grouped;
use super::{Chart, Story};
use crate::report::worlds::finding::{Finding, InWorld, Verdict};
use crate::study::results::Subject;

/// Room for the names of the worlds.
const NAMES: f64 = 190.0;
/// Room for the figures and the verdict.
const ASIDE: f64 = 230.0;
/// Height of a plan in a world.
const PITCH: f64 = 30.0;
/// Height between two worlds.
const BETWEEN: f64 = 12.0;
/// Room above the rows for the headings.
const HEAD: f64 = 36.0;
/// Half the height of the end of an interval.
const CAP: f64 = 5.0;

/// The chart of what was found of every plan; `None` without a plan to compare or without
/// any difference that is known.
#[must_use]
pub fn worlds(findings: &[Finding], subject: &Subject) -> Option<Chart> {
    let extremes = extremes(findings)?;
    let first = findings.first()?;
    let story = story(findings, subject);
    let key = Key::new(findings.iter().filter_map(|finding| {
        let index = place(finding, subject)?;
        Some((Sample::Plan(index), subject.plans[index].title.clone()))
    }));
    let rows = findings.len() as f64 * PITCH + BETWEEN;
    let height = first.worlds.len() as f64 * rows;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + HEAD + height + TICK_ROOM + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let top = exhibit.body.top + key.height + HEAD;
    let plot = Rect {
        left: exhibit.body.left + NAMES,
        top,
        right: exhibit.body.right - ASIDE,
        bottom: top + height,
    };
    let x = Axis::points(
        "difference of the share in profit, percentage points",
        extremes,
    );
    let y = Axis::rows(1.0);
    let panel = Panel::new(&exhibit, plot, &x, &y);
    let zero = panel.place((0.0, 0.0)).0;
    exhibit.line(&[(zero, plot.top), (zero, plot.bottom)], INK, 1.5);
    let heading = plot.top - NOTE_SIZE * 0.9;
    exhibit.note("world", exhibit.body.left, heading, "start");
    exhibit.note("the finding", exhibit.body.right, heading, "end");
    for (index, world) in first.worlds.iter().enumerate() {
        let middle = plot.top + (index as f64 + 0.5) * rows;
        let base = middle + CAPITAL / 2.0 * LABEL_SIZE;
        for words in wrap(&world.world, LABEL_SIZE, Face::Bold, NAMES - 4.0 * TICK, 1) {
            exhibit.label(&words, exhibit.body.left, base, Face::Bold);
        }
    }
    for (row, finding) in findings.iter().enumerate() {
        let Some(plan) = place(finding, subject) else {
            continue;
        };
        exhibit.series(&finding.plan, &subject.plans[plan].title, || {
            for (index, world) in finding.worlds.iter().enumerate() {
                let above = index as f64 * rows + BETWEEN / 2.0;
                let middle = plot.top + above + (row as f64 + 0.5) * PITCH;
                draw(&exhibit, &panel, world, plan, middle);
            }
        });
    }
    Some(story.told(&exhibit))
}

/// Which plan of the scenario a finding is of.
fn place(finding: &Finding, subject: &Subject) -> Option<usize> {
    subject
        .plans
        .iter()
        .position(|plan| plan.name == finding.plan)
}

/// The ends of all intervals; `None` if no difference is known.
fn extremes(findings: &[Finding]) -> Option<(f64, f64)> {
    let worlds = findings.iter().flat_map(|finding| &finding.worlds);
    worlds
        .flat_map(|world| {
            let known = world.difference;
            [known.low, known.mean, known.high]
        })
        .flatten()
        .fold(None, |ends, value| {
            let (low, high) = ends.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        })
}

fn draw(exhibit: &Exhibit, panel: &Panel, world: &InWorld, plan: usize, middle: f64) {
    let Some(mean) = world.difference.mean else {
        return;
    };
    let (at, paint) = (|value| panel.place((value, 0.0)).0, Paint::plan(plan));
    if let (Some(low), Some(high)) = (world.difference.low, world.difference.high) {
        let (low, high) = (at(low), at(high));
        exhibit.line(&[(low, middle), (high, middle)], paint, CURVE);
        for end in [low, high] {
            exhibit.line(&[(end, middle - CAP), (end, middle + CAP)], paint, CURVE);
        }
    }
    exhibit.reading((at(mean), middle), paint);
    if world.verdict == Verdict::NotToldApart {
        exhibit.dot((at(mean), middle), PAPER, 2.5);
    }
    let base = middle + CAPITAL / 2.0 * NOTE_SIZE;
    exhibit.note(&figures(world), exhibit.body.right, base, "end");
}

/// `−5.8 (−6.0 to −5.6), reversed`
fn figures(world: &InWorld) -> String {
    let known = world.difference;
    let points = |value: f64| grouped(value * 100.0, 1);
    let value = known.mean.map_or_else(|| "not defined".to_owned(), points);
    let interval = match (known.low, known.high) {
        (Some(low), Some(high)) => format!(" ({} to {})", points(low), points(high)),
        _ => String::new(),
    };
    format!("{value}{interval}, {}", world.verdict.words())
}

fn story(findings: &[Finding], subject: &Subject) -> Story {
    let baseline = &subject.plans[subject.baseline].title;
    let told: Vec<String> = findings
        .iter()
        .map(|finding| {
            let worlds = finding.worlds.iter();
            let worlds: Vec<String> = worlds
                .map(|world| format!("{}: {}", world.world, figures(world)))
                .collect();
            format!("{} {}.", finding.sentence(), worlds.join("; "))
        })
        .collect();
    Story {
        file_stem: "worlds".to_owned(),
        source_table: "worlds",
        title: format!("More or fewer in profit than under “{baseline}”, world by world"),
        caption: format!(
            "Share of all participants with positive net under the plan less under “{baseline}”, the \
             same people with the same luck. Bars and brackets are 95\u{a0}% confidence intervals of \
             each world by itself; a dot with a white centre is not told apart from zero. The finding \
             is that of the first world that tells the plans apart."
        ),
        alternative_text: told.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::chart::tests::faults;
    use crate::report::fixture;
    use crate::report::worlds::World;
    use crate::report::worlds::finding::findings;

    #[test]
    fn every_world_has_its_dot_and_nothing_lies_on_another() {
        for plans in [2, 3, 8] {
            for count in [1, 2, 12] {
                let worlds: Vec<World> = (0..count)
                    .map(|world| {
                        let name = format!("a-world-of-a-long-name-{world}");
                        fixture::world(&name, plans, 0.01 * world as f64 - 0.03, 0.012)
                    })
                    .collect();
                let subject = &worlds[0].results.subject;
                let chart = super::worlds(&findings(&worlds), subject).unwrap();
                assert_eq!(faults(&chart), Vec::<String>::new());
                let dots = chart.svg.matches("<circle").count();
                assert!(dots >= 2 * count * (plans - 1), "{dots} dots");
            }
        }
    }

    #[test]
    fn without_a_difference_there_is_no_chart() {
        let alone = [fixture::world("alone", 1, 0.1, 0.01)];
        let subject = &alone[0].results.subject;
        assert!(super::worlds(&findings(&alone), subject).is_none());
    }
}
