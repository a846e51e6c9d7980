//! Chart 5: whose money the payments are made of: customers, the participants' own
//! purchases, or the joining of others.

use super::axis::Axis;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::page::{CAPITAL, Text};
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{
    LABEL_SIZE, LEADING, NOTE_SIZE, ON_DARK, ON_LIGHT, PAPER, Paint, SOURCES, TICK,
};
use super::text::{Face, width, wrap};
use super::words::{amount, evidence, percent, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::{Estimate, FundingRow, PlanLabel, Results};

/// The sources as in `funding.csv`, as people read them, and in short.
const WORDS: [(&str, &str, &str); 3] = [
    ("customers", "purchases by customers", "customers"),
    ("own_use", "participants’ own purchases", "own use"),
    ("joining", "fees and kits of joining", "joining"),
];

const NAME_COLUMN: f64 = 220.0;
const TOTAL_COLUMN: f64 = 150.0;
const BAR: f64 = 40.0;
const PITCH: f64 = 58.0;

/// A plan and its rows in the order of [`WORDS`].
struct Funding<'a> {
    label: &'a PlanLabel,
    sources: [Option<&'a FundingRow>; 3],
}

impl Funding<'_> {
    /// Mean amount paid in a replication, minor units.
    fn total(&self) -> f64 {
        self.sources
            .iter()
            .flatten()
            .map(|row| row.amount_mean)
            .sum()
    }
}

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let plans: Vec<Funding> = results
        .subject
        .plans
        .iter()
        .map(|plan| of(results, plan))
        .collect();
    if plans
        .iter()
        .all(|plan| plan.sources.iter().all(Option::is_none))
    {
        return None;
    }
    let story = story(results, &plans);
    let key = Key::new(
        SOURCES
            .iter()
            .zip(WORDS)
            .map(|(paint, (_, words, _))| (Sample::Area(*paint), words.to_owned())),
    );
    let height = plans.len() as f64 * PITCH;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + 34.0 + height + TICK_ROOM + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let plot = Rect {
        left: exhibit.body.left + NAME_COLUMN,
        top: exhibit.body.top + key.height + 34.0,
        right: exhibit.body.right - TOTAL_COLUMN,
        bottom: exhibit.body.top + key.height + 34.0 + height,
    };
    let x = Axis::shares("Share of all that the company pays to participants", 1.0);
    let rows = Axis {
        title: String::new(),
        low: 0.0,
        high: plans.len() as f64,
        ticks: Vec::new(),
        grid: false,
    };
    let panel = Panel::new(&exhibit, plot, &x, &rows);
    exhibit.note(
        &format!("paid, {}", results.subject.currency.code),
        exhibit.body.right,
        plot.top - NOTE_SIZE * 0.9,
        "end",
    );
    for (index, plan) in plans.iter().enumerate() {
        let middle = plot.top + (index as f64 + 0.5) * PITCH;
        exhibit.series(&plan.label.name, &plan.label.title, || {
            draw_plan(&exhibit, &panel, results, plan, middle);
        });
    }
    Some(story.told(&exhibit))
}

fn of<'a>(results: &'a Results, label: &'a PlanLabel) -> Funding<'a> {
    Funding {
        label,
        sources: WORDS.map(|(source, ..)| {
            results.funding.iter().find(|row| {
                row.plan == label.name && row.component == "total" && row.source == source
            })
        }),
    }
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
    let mut paid = 0.0;
    for (source, row) in plan.sources.iter().enumerate() {
        let share = row.map(|row| row.share).unwrap_or_default();
        let Some(mean) = share.mean.filter(|mean| *mean > 0.0) else {
            continue;
        };
        let bar = Rect {
            left: panel.place((paid, 0.0)).0,
            top: middle - BAR / 2.0,
            right: panel.place((paid + mean, 0.0)).0,
            bottom: middle + BAR / 2.0,
        };
        if !draw_source(exhibit, bar, source, share) {
            aside.push(format!("{} {}", WORDS[source].2, percent(mean)));
        }
        paid += mean;
    }
    if paid == 0.0 {
        panel.remark(
            "nothing is paid",
            (0.0, panel.height_at(middle + CAPITAL / 2.0 * LABEL_SIZE)),
            "start",
        );
    }
    stack(&aside, middle, |words, y| {
        exhibit.note(words, exhibit.body.right, y, "end");
    });
}

/// Draws one source's part of the bar; false if its share does not fit in.
fn draw_source(exhibit: &Exhibit, bar: Rect, source: usize, share: Estimate) -> bool {
    exhibit.filled(bar, SOURCES[source]);
    exhibit.line(&[(bar.right, bar.top), (bar.right, bar.bottom)], PAPER, 1.5);
    let plain = share.mean.map(percent).unwrap_or_default();
    let words = [percent_with_interval(share), plain]
        .into_iter()
        .find(|words| width(words, LABEL_SIZE, Face::Regular) <= bar.width() - 7.0);
    let Some(words) = words else {
        return false;
    };
    exhibit.text(Text {
        words: &words,
        x: (bar.left + bar.right) / 2.0,
        y: (bar.top + bar.bottom + CAPITAL * LABEL_SIZE) / 2.0,
        size: LABEL_SIZE,
        face: Face::Regular,
        paint: legible_on(source),
        anchor: "middle",
        edged: false,
    });
    true
}

/// Writes lines around a height.
fn stack(lines: &[String], middle: f64, write: impl Fn(&str, f64)) {
    let base = middle + CAPITAL / 2.0 * LABEL_SIZE;
    for (index, words) in lines.iter().enumerate() {
        let down = index as f64 - (lines.len() as f64 - 1.0) / 2.0;
        write(words, base + down * LABEL_SIZE * LEADING);
    }
}

fn legible_on(source: usize) -> Paint {
    if source == 2 { ON_DARK } else { ON_LIGHT }
}

fn story(results: &Results, plans: &[Funding]) -> Story {
    let findings: Vec<String> = plans
        .iter()
        .map(|plan| {
            let shares: Vec<String> = plan
                .sources
                .iter()
                .zip(WORDS)
                .filter_map(|(row, (_, words, _))| {
                    let share = percent_with_interval((*row)?.share);
                    Some(format!("{share} from {words}"))
                })
                .collect();
            format!("“{}”: {}.", plan.label.title, shares.join(", "))
        })
        .collect();
    Story {
        file_stem: "where_the_money_comes_from",
        source_csv: "funding.csv",
        title: "Where the money comes from that participants are paid".to_owned(),
        caption: format!(
            "{} Payments by the company, gross of costs and without retail margin, by the purchase that funded them; \
             right: amount paid in a replication. {}",
            population(results),
            evidence(&results.subject, "figures in brackets"),
        ),
        alternative_text: format!("Sources of payments. {}", findings.join(" ")),
    }
}
