//! Chart 5: whose money the payments are made of: customers, the participants' own
//! purchases, or the joining of others.

use super::axis::Axis;
use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{
    LABEL_SIZE, LEADING, NOTE_SIZE, ON_DARK, ON_LIGHT, PAPER, Paint, SOURCES, TICK,
};
use super::svg::{CAPITAL, Text};
use super::text::{Face, width, wrap};
use super::words::{evidence, money, percent, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::{FundingRow, PlanLabel, Results};

/// The sources as in `funding.csv`, and as people read them.
const WORDS: [(&str, &str); 3] = [
    ("customers", "purchases by customers"),
    ("own_use", "participants' own purchases"),
    ("joining", "fees and kits of joining"),
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
            .map(|(paint, (_, words))| (Sample::Area(*paint), words.to_owned())),
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
        sources: WORDS.map(|(source, _)| {
            results.funding.iter().find(|row| {
                row.plan == label.name && row.component == "total" && row.source == source
            })
        }),
    }
}

fn draw_plan(exhibit: &Exhibit, panel: &Panel, results: &Results, plan: &Funding, middle: f64) {
    let base = middle + CAPITAL / 2.0 * LABEL_SIZE;
    let name = wrap(
        &plan.label.title,
        LABEL_SIZE,
        Face::Bold,
        NAME_COLUMN - 4.0 * TICK,
        2,
    );
    let line = LABEL_SIZE * LEADING;
    for (index, words) in name.iter().enumerate() {
        let y = base + (index as f64 - (name.len() as f64 - 1.0) / 2.0) * line;
        exhibit.label(words, exhibit.body.left, y, Face::Bold);
    }
    let total = libm::round(plan.total());
    exhibit.note(
        &money(total, &results.subject.currency),
        exhibit.body.right,
        base,
        "end",
    );
    let mut paid = 0.0;
    for (source, row) in plan.sources.iter().enumerate() {
        if let Some((row, share)) = row.and_then(|row| Some((row, row.share.mean?))) {
            draw_source(exhibit, panel, row, source, (paid, paid + share), middle);
            paid += share;
        }
    }
    if paid == 0.0 {
        panel.remark("nothing is paid", (0.0, panel.height_at(base)), "start");
    }
}

fn draw_source(
    exhibit: &Exhibit,
    panel: &Panel,
    row: &FundingRow,
    source: usize,
    (from, to): (f64, f64),
    middle: f64,
) {
    let (left, right) = (panel.place((from, 0.0)).0, panel.place((to, 0.0)).0);
    let bar = Rect {
        left,
        top: middle - BAR / 2.0,
        right,
        bottom: middle + BAR / 2.0,
    };
    exhibit.filled(bar, SOURCES[source]);
    if from > 0.0 {
        exhibit.line(&[(left, bar.top), (left, bar.bottom)], PAPER, 1.5);
    }
    let room = right - left - 12.0;
    let words = [percent_with_interval(row.share), percent(to - from)]
        .into_iter()
        .find(|words| width(words, LABEL_SIZE, Face::Regular) <= room);
    if let Some(words) = words {
        exhibit.text(Text {
            words: &words,
            x: (left + right) / 2.0,
            y: middle + CAPITAL / 2.0 * LABEL_SIZE,
            size: LABEL_SIZE,
            face: Face::Regular,
            paint: legible_on(source),
            anchor: "middle",
            edged: false,
        });
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
                .filter_map(|(row, (_, words))| {
                    let share = percent_with_interval((*row)?.share);
                    Some(format!("{share} from {words}"))
                })
                .collect();
            format!("{}: {}.", plan.label.title, shares.join(", "))
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
