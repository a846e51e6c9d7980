//! Chart 5: whose money participants receive: outside customers', their own, or that of
//! those who join.

use super::axis::Axis;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::page::{CAPITAL, Text};
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::sources::{Funding, SOURCE_WORDS, of};
use super::style::{
    LABEL_SIZE, LEADING, NOTE_SIZE, ON_DARK, ON_LIGHT, PAPER, Paint, SOURCES, TICK,
};
use super::text::{Face, width, wrap};
use super::words::{amount, evidence, horizon, percent, percent_with_interval};
use super::{Chart, Story};
use crate::study::results::{Estimate, Results};

const NAME_COLUMN: f64 = 210.0;
const ASIDE_COLUMN: f64 = 214.0;
const BAR: f64 = 40.0;
/// Height of a plan's row with few words beside it.
const PITCH: f64 = 58.0;
/// Room above the bars for the heading of the amounts.
const HEAD: f64 = 34.0;
/// Height of a line of text beside a bar.
const LINE: f64 = LABEL_SIZE * LEADING;

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let plans: Vec<Funding> = of(results);
    if plans.is_empty() {
        return None;
    }
    let margin = plans.iter().any(|plan| plan.margin.is_some());
    let story = story(results, &plans, margin);
    let shown = usize::from(!margin);
    let key = Key::new(
        SOURCES
            .iter()
            .zip(SOURCE_WORDS)
            .skip(shown)
            .map(|(paint, words)| (Sample::Area(*paint), words.to_owned())),
    );
    // Beside a bar stand the amount and, at worst, all of its parts.
    let lines = plans.iter().map(narrow_parts).max().unwrap_or(0) + 1;
    let pitch = PITCH.max(lines as f64 * LINE + 8.0);
    let height = plans.len() as f64 * pitch;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + HEAD + height + TICK_ROOM + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let top = exhibit.body.top + key.height + HEAD;
    let plot = Rect {
        left: exhibit.body.left + NAME_COLUMN,
        top,
        right: exhibit.body.right - ASIDE_COLUMN,
        bottom: top + height,
    };
    let x = Axis::shares(
        if margin {
            "Share of all that is received"
        } else {
            "Share of all that the company pays"
        },
        1.0,
    );
    let rows = Axis::rows(plans.len() as f64);
    let panel = Panel::new(&exhibit, plot, &x, &rows);
    let heading = if margin { "received" } else { "paid" };
    exhibit.note(
        &format!("{heading}, {}", results.subject.currency.code),
        exhibit.body.right,
        plot.top - NOTE_SIZE * 0.9,
        "end",
    );
    for (index, plan) in plans.iter().enumerate() {
        let middle = plot.top + (index as f64 + 0.5) * pitch;
        exhibit.series(&plan.label.name, &plan.label.title, || {
            draw_plan(&exhibit, &panel, results, plan, middle);
        });
    }
    Some(story.told(&exhibit))
}

fn draw_plan(exhibit: &Exhibit, panel: &Panel, results: &Results, plan: &Funding, middle: f64) {
    let name = wrap(
        &plan.label.title,
        LABEL_SIZE,
        Face::Bold,
        NAME_COLUMN - 4.0 * TICK,
        2,
    );
    stack(&name, middle, |words, y| {
        exhibit.label(words, exhibit.body.left, y, Face::Bold);
    });
    let mut aside = vec![amount(plan.total(), &results.subject.currency)];
    let mut received = 0.0;
    for (source, share) in plan.parts() {
        let mean = share.mean.unwrap_or(0.0);
        let bar = Rect {
            left: panel.place((received, 0.0)).0,
            top: middle - BAR / 2.0,
            right: panel.place((received + mean, 0.0)).0,
            bottom: middle + BAR / 2.0,
        };
        let words = percent_with_interval(share);
        let value = format!("{}, {}: {words}", plan.label.title, SOURCE_WORDS[source]);
        exhibit.mark(&value, || {
            exhibit.filled(bar, SOURCES[source]);
            exhibit.line(&[(bar.right, bar.top), (bar.right, bar.bottom)], PAPER, 1.5);
            if fits(&words, mean) {
                write_on(exhibit, bar, source, &words);
            }
        });
        if !fits(&words, mean) {
            aside.push(format!("{} {words}", in_short(source)));
        }
        received += mean;
    }
    if received == 0.0 {
        panel.remark(
            "the company pays nothing",
            (0.0, panel.height_at(middle + CAPITAL / 2.0 * LABEL_SIZE)),
            "start",
        );
    }
    stack(&aside, middle, |words, y| {
        exhibit.note(words, exhibit.body.right, y, "end");
    });
}

/// How many parts of a plan's bar are too narrow for their words.
fn narrow_parts(plan: &Funding) -> usize {
    plan.parts()
        .filter(|(_, share)| !fits(&percent_with_interval(*share), share.mean.unwrap_or(0.0)))
        .count()
}

/// Whether words can be written on so large a part of a bar.
fn fits(words: &str, share: f64) -> bool {
    let whole = super::style::PAGE_WIDTH - 2.0 * super::style::MARGIN - NAME_COLUMN - ASIDE_COLUMN;
    width(words, LABEL_SIZE, Face::Regular) <= share * whole - 7.0
}

fn in_short(source: usize) -> &'static str {
    ["margin", "customers", "own", "joining"][source]
}

fn write_on(exhibit: &Exhibit, bar: Rect, source: usize, words: &str) {
    exhibit.text(Text {
        words,
        x: (bar.left + bar.right) / 2.0,
        y: (bar.top + bar.bottom + CAPITAL * LABEL_SIZE) / 2.0,
        size: LABEL_SIZE,
        face: Face::Regular,
        paint: legible_on(source),
        anchor: "middle",
        edged: false,
    });
}

/// Writes lines around a height.
fn stack(lines: &[String], middle: f64, write: impl Fn(&str, f64)) {
    let base = middle + CAPITAL / 2.0 * LABEL_SIZE;
    for (index, words) in lines.iter().enumerate() {
        let down = index as f64 - (lines.len() as f64 - 1.0) / 2.0;
        write(words, base + down * LINE);
    }
}

fn legible_on(source: usize) -> Paint {
    if source + 1 == SOURCES.len() {
        ON_DARK
    } else {
        ON_LIGHT
    }
}

fn story(results: &Results, plans: &[Funding], margin: bool) -> Story {
    let subject = &results.subject;
    let findings: Vec<String> = plans
        .iter()
        .map(|plan| finding(plan, results, margin))
        .collect();
    let (title, scope, intervals) = if margin {
        (
            "Where the money comes from: retail margin and what the company pays",
            format!(
                "All that the company pays, founders included, and the retail margin of \
                 participants{}, over {}. The margin is gross \
                 earnings less commissions, replication by replication (table replications)",
                crate::report::words::founders(subject),
                horizon(subject)
            ),
            "figures in brackets (of the company’s payments alone, in the chart in words)",
        )
    } else {
        (
            "Where the money the company pays comes from",
            format!(
                "All that the company pays, founders included, over {}",
                horizon(subject)
            ),
            "figures in brackets",
        )
    };
    Story {
        file_stem: "where_the_money_comes_from".to_owned(),
        source_table: "funding",
        title: title.to_owned(),
        caption: format!(
            "{scope}. Commissions by the purchase they were taken of, before all costs of those \
             who receive them; right: amount a replication. {}",
            evidence(results, intervals),
        ),
        alternative_text: format!("Sources of money. {}", findings.join(" ")),
    }
}

fn finding(plan: &Funding, results: &Results, margin: bool) -> String {
    let currency = &results.subject.currency;
    let paid: Vec<String> = plan
        .paid_by()
        .map(|(source, share)| {
            let share: Estimate = share;
            format!(
                "{} from {}",
                percent_with_interval(share),
                SOURCE_WORDS[source]
            )
        })
        .collect();
    let company = if paid.is_empty() {
        "the company pays nothing".to_owned()
    } else {
        format!("of what the company pays, {}", paid.join(", "))
    };
    let kept = plan
        .parts()
        .find(|(source, _)| margin && *source == 0)
        .and_then(|(_, share)| Some((share.mean?, plan.margin?)));
    match kept {
        Some((share, kept)) => format!(
            "“{}”: {company}; participants keep retail margin of {} {}, {} of all that is received.",
            plan.label.title,
            currency.code,
            amount(kept, currency),
            percent(share),
        ),
        None => format!("“{}”: {company}.", plan.label.title),
    }
}
