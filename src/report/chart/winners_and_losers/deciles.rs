//! Winners and losers by tenths, two panels a plan: by order of joining, and by what the
//! baseline gave.

use super::super::Story;
use super::super::axis::Axis;
use super::super::frame::{Exhibit, Rect};
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{LABEL_SIZE, LEADING, NOTE_SIZE};
use super::super::text::{Face, wrap};
use super::super::words::percent;
use super::{Who, change_axis, draw_row, draw_zero, key, mostly_tied, unchanged, verdict};
use crate::study::results::{PlanLabel, Ranking, Results};

/// The two ways people are ranked, side by side.
const RANKINGS: [Ranking; 2] = [Ranking::JoiningOrder, Ranking::BaselineNet];
/// Height of a tenth's row.
const ROW: f64 = 20.0;
/// Room above a plan's panels: its heading and the titles of the axes.
const HEADING: f64 = 2.0 * NOTE_SIZE + LABEL_SIZE * LEADING + 34.0;
/// Further room for the note on ties.
const TIES: f64 = NOTE_SIZE * LEADING;
/// Air below a plan's panels.
const AIR: f64 = 16.0;
/// Room beside a panel for the share unchanged.
const UNCHANGED: f64 = 74.0;

/// The exhibit, plan under plan.
pub(super) fn draw(story: &Story, results: &Results, plans: &[&PlanLabel]) -> Exhibit {
    let key = key();
    let heading = HEADING + mostly_tied(results).map_or(0.0, |_| TIES);
    let block = heading + 10.0 * ROW + TICK_ROOM + AIR;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + plans.len() as f64 * block + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    for (index, plan) in plans.iter().enumerate() {
        let top = exhibit.body.top + key.height + index as f64 * block;
        let last = index + 1 == plans.len();
        exhibit.series(&plan.name, &plan.title, || {
            name_plan(&exhibit, results, plan, top);
            draw_plan(&exhibit, results, plan, top + heading, last);
        });
    }
    exhibit
}

fn name_plan(exhibit: &Exhibit, results: &Results, plan: &PlanLabel, top: f64) {
    let body = exhibit.body;
    let base = top + 8.0 + LABEL_SIZE;
    if let Some(heading) = wrap(&plan.title, LABEL_SIZE, Face::Bold, body.width(), 1).first() {
        exhibit.label(heading, body.left, base, Face::Bold);
    }
    let below = base + LABEL_SIZE * LEADING;
    exhibit.note(&verdict(results, plan), body.left, below, "start");
}

fn draw_plan(exhibit: &Exhibit, results: &Results, plan: &PlanLabel, top: f64, last: bool) {
    let body = exhibit.body;
    let half = body.width() / 2.0;
    for (index, ranking) in RANKINGS.into_iter().enumerate() {
        let left = body.left + index as f64 * half;
        let plot = Rect {
            left: left + 36.0,
            top,
            right: left + half - UNCHANGED,
            bottom: top + 10.0 * ROW,
        };
        draw_ranking(exhibit, (results, plan), ranking, plot, last);
    }
}

fn draw_ranking(
    exhibit: &Exhibit,
    (results, plan): (&Results, &PlanLabel),
    ranking: Ranking,
    plot: Rect,
    last: bool,
) {
    let whom = if last { "the tenth" } else { "" };
    let panel = Panel::new(exhibit, plot, &change_axis(whom), &rank_axis(ranking));
    let beside = plot.right + UNCHANGED - 8.0;
    for group in 1..=10 {
        let who = Who { ranking, group };
        let middle = plot.top + (f64::from(group) - 0.5) * ROW;
        draw_row(exhibit, &panel, (results, plan), who, middle, ROW * 0.78);
        let words = unchanged(results, plan, who);
        exhibit.note(&words, beside, middle + NOTE_SIZE * 0.36, "end");
    }
    let above = plot.top - NOTE_SIZE * 0.9;
    exhibit.note("unchanged", beside, above, "end");
    if ranking == Ranking::BaselineNet
        && let Some(tied) = mostly_tied(results)
    {
        let words = format!("{} are tied and ranked by lot", percent(tied));
        exhibit.note(&words, plot.left - 36.0 + 12.0, above - TIES, "start");
    }
    draw_zero(exhibit, &panel);
}

/// Tenths from the top down.
fn rank_axis(ranking: Ranking) -> Axis {
    let title = match ranking {
        Ranking::JoiningOrder => "Tenth by joining (1 = first to join)",
        Ranking::BaselineNet => "Tenth by net under the baseline (1 = lowest)",
        Ranking::Everyone => "Everyone",
    };
    let ticks = (1..=10_u32)
        .rev()
        .map(|group| (10.5 - f64::from(group), group.to_string()))
        .collect();
    Axis {
        title: title.to_owned(),
        low: 0.0,
        high: 10.0,
        ticks,
        grid: false,
    }
}
