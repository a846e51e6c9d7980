//! Winners and losers of many plans on one page: one bar a plan, of everyone.

use super::super::Story;
use super::super::axis::Axis;
use super::super::frame::{Exhibit, Rect};
use super::super::page::CAPITAL;
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{LABEL_SIZE, LEADING, NOTE_SIZE, TICK};
use super::super::text::{Face, wrap};
use super::super::words::percent;
use super::{Who, change_axis, comparison, draw_row, draw_zero, key};
use crate::study::results::{PlanLabel, Ranking, Results};

/// Everyone in one group.
const EVERYONE: Who = Who {
    ranking: Ranking::Everyone,
    group: 0,
};
/// Width of the column of names.
const NAMES: f64 = 240.0;
/// Width of a column of shares.
const COLUMN: f64 = 96.0;
/// What the columns hold.
const COLUMNS: [&str; 3] = ["worse", "unchanged", "better"];
/// Height of a plan's row.
const ROW: f64 = 52.0;
/// Thickness of a plan's bar.
const BAR: f64 = 26.0;
/// Room above the panel for the heads of the columns.
const HEAD: f64 = 34.0;

/// The exhibit, a row a plan.
pub(super) fn draw(story: &Story, results: &Results, plans: &[&PlanLabel]) -> Exhibit {
    let key = key();
    let height = plans.len() as f64 * ROW;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + HEAD + height + TICK_ROOM + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    draw_plans(
        &exhibit,
        results,
        plans,
        exhibit.body.top + key.height + HEAD,
    );
    exhibit
}

fn draw_plans(exhibit: &Exhibit, results: &Results, plans: &[&PlanLabel], top: f64) {
    let body = exhibit.body;
    let plot = Rect {
        left: body.left + NAMES,
        top,
        right: body.right - COLUMNS.len() as f64 * COLUMN - 3.0 * TICK,
        bottom: top + plans.len() as f64 * ROW,
    };
    let rows = Axis::rows(plans.len() as f64);
    let panel = Panel::new(exhibit, plot, &change_axis("all participants"), &rows);
    note_columns(exhibit, &COLUMNS.map(str::to_owned), top - NOTE_SIZE * 0.9);
    for (index, plan) in plans.iter().enumerate() {
        let middle = top + (index as f64 + 0.5) * ROW;
        exhibit.series(&plan.name, &plan.title, || {
            name_plan(exhibit, plan, middle);
            draw_row(exhibit, &panel, (results, plan), EVERYONE, middle, BAR);
            let shares = ["share_worse", "share_unchanged", "share_better"].map(|metric| {
                let share = comparison(results, plan, metric).mean;
                share.map_or_else(|| "–".to_owned(), percent)
            });
            note_columns(exhibit, &shares, middle + CAPITAL / 2.0 * NOTE_SIZE);
        });
    }
    draw_zero(exhibit, &panel);
}

fn name_plan(exhibit: &Exhibit, plan: &PlanLabel, middle: f64) {
    let limit = NAMES - 4.0 * TICK;
    let name = wrap(&plan.title, LABEL_SIZE, Face::Bold, limit, 2);
    let first = middle + CAPITAL / 2.0 * LABEL_SIZE
        - (name.len() as f64 - 1.0) / 2.0 * LABEL_SIZE * LEADING;
    for (line, words) in name.iter().enumerate() {
        let base = first + line as f64 * LABEL_SIZE * LEADING;
        exhibit.label(words, exhibit.body.left, base, Face::Bold);
    }
}

fn note_columns(exhibit: &Exhibit, words: &[String; 3], base: f64) {
    for (column, words) in words.iter().enumerate() {
        let right = exhibit.body.right - (COLUMNS.len() - 1 - column) as f64 * COLUMN;
        exhibit.note(words, right, base, "end");
    }
}
