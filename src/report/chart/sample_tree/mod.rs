//! Chart 7: one network, level by level, coloured by what each member is left with under a
//! plan; large ones are merged until they can be read.

mod layout;

use super::frame::{Exhibit, Rect};
use super::key::{Key, Sample};
use super::page::{CAPITAL, Text};
use super::style::{
    EARNINGS, GRID, HAIR, INK, LABEL_SIZE, LEADING, NOTE_SIZE, ON_DARK, ON_LIGHT, Paint,
};
use super::text::{Face, width, wrap};
use super::words::{NET, amount, grouped, horizon, percent};
use super::{Chart, Story};
use crate::money::Currency;
use crate::study::results::{CellEarnings, PlanLabel, Results, SampleTree};
use layout::{Box, Row, kind, rows};

/// Room for the levels and how many members they have.
const LEVELS: f64 = 168.0;
/// Room for the share in profit beside each level.
const ASIDE: f64 = 66.0;
/// Room between two plans.
const BETWEEN: f64 = 22.0;
/// Room above the rows: the plan, its shares, the columns' names.
const HEAD: f64 = 92.0;
/// Height of another line of a plan's title.
const LINE: f64 = LABEL_SIZE * LEADING;
/// Room below the rows for their scale.
const FOOT: f64 = 26.0;
/// Height of all rows together, as long as each has a legible height.
const HEIGHT: f64 = 430.0;
/// The lowest and highest row.
const PITCH: (f64, f64) = (20.0, 42.0);
/// White between two rows.
const GAP: f64 = 3.0;
/// The least width that can be seen.
const VISIBLE: f64 = 1.5;
/// The order in which parts of a box are stacked, from the bottom.
const KINDS: [(&str, &str); 3] = [("−", "in loss"), ("0", "at zero"), ("+", "in profit")];

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let tree = results.sample_tree.as_ref()?;
    let plans = shown(results);
    let panel =
        (Rect::width(body()) - LEVELS - (plans.len() - 1) as f64 * BETWEEN) / plans.len() as f64;
    let drawn: Vec<Vec<Row>> = plans
        .iter()
        .map(|&(plan, _)| rows(tree, plan, panel - ASIDE))
        .collect();
    let story = story(results, tree, &plans, &drawn);
    let key = Key::new(
        EARNINGS
            .iter()
            .zip(KINDS)
            .map(|(paint, (sign, words))| (Sample::Area(*paint), format!("{words} ({sign})"))),
    );
    let levels = drawn[0].len() as f64;
    let pitch = (HEIGHT / levels).clamp(PITCH.0, PITCH.1);
    let titles: Vec<Vec<String>> = plans
        .iter()
        .map(|(_, plan)| wrap(&plan.title, LABEL_SIZE, Face::Bold, panel, 2))
        .collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(0);
    let head = HEAD + lines.saturating_sub(1) as f64 * LINE;
    let height = key.height + head + levels * pitch + FOOT;
    let exhibit = Exhibit::new(&story.title, &story.caption, height);
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let top = exhibit.body.top + key.height + head;
    draw_levels(&exhibit, results, &drawn[0], top, pitch);
    for (index, ((_, plan), rows)) in plans.iter().zip(&drawn).enumerate() {
        let left = exhibit.body.left + LEVELS + index as f64 * (panel + BETWEEN);
        let plot = Rect {
            left,
            top,
            right: left + panel - ASIDE,
            bottom: top + levels * pitch,
        };
        for (index, words) in titles[index].iter().enumerate() {
            let base = plot.top - head + 26.0 + index as f64 * LINE;
            exhibit.label(words, plot.left, base, Face::Bold);
        }
        exhibit.series(&plan.name, &plan.title, || {
            draw_plan(&exhibit, results, rows, plot);
        });
        exhibit.note(
            &format!(
                "full width: {} members",
                grouped(f64::from(tree.members), 0)
            ),
            plot.left,
            plot.bottom + NOTE_SIZE + 5.0,
            "start",
        );
    }
    Some(story.told(&exhibit))
}

/// The part of a page that charts draw on; its height follows the content.
fn body() -> Rect {
    Rect {
        left: super::style::MARGIN,
        top: 0.0,
        right: super::style::PAGE_WIDTH - super::style::MARGIN,
        bottom: 0.0,
    }
}

/// The baseline and the first other plan: more would be too narrow to be read.
fn shown(results: &Results) -> Vec<(usize, &PlanLabel)> {
    let subject = &results.subject;
    let others = (0..subject.plans.len()).filter(|plan| *plan != subject.baseline);
    [subject.baseline]
        .into_iter()
        .chain(others.take(1))
        .map(|plan| (plan, &subject.plans[plan]))
        .collect()
}

/// The whole network under a plan.
fn whole(rows: &[Row]) -> CellEarnings {
    let mut whole = CellEarnings::default();
    for row in rows {
        whole.add(row.whole);
    }
    whole
}

fn share(part: u32, whole: CellEarnings) -> String {
    percent(f64::from(part) / f64::from(whole.members()))
}

/// The levels and how many members each has, which is the same under all plans.
fn draw_levels(exhibit: &Exhibit, results: &Results, rows: &[Row], top: f64, pitch: f64) {
    let left = exhibit.body.left;
    let members = left + LEVELS - 14.0;
    exhibit.note("level", left, top - NOTE_SIZE * 0.7, "start");
    exhibit.note("members", members, top - NOTE_SIZE * 0.7, "end");
    for (index, row) in rows.iter().enumerate() {
        let base = middle(top, pitch, index) + CAPITAL / 2.0 * NOTE_SIZE;
        let level = match (index, results.subject.founders) {
            (0, 0) => "0, the top".to_owned(),
            (0, 1) => "0, founder".to_owned(),
            (0, _) => "0, founders".to_owned(),
            _ => row.level.clone(),
        };
        exhibit.note(&level, left, base, "start");
        let count = grouped(f64::from(row.whole.members()), 0);
        exhibit.note(&count, members, base, "end");
    }
}

fn middle(top: f64, pitch: f64, row: usize) -> f64 {
    top + (row as f64 + 0.5) * pitch
}

fn draw_plan(exhibit: &Exhibit, results: &Results, rows: &[Row], plot: Rect) {
    let pitch = plot.height() / rows.len() as f64;
    let all = whole(rows);
    let shares = [(all.profit, "in profit"), (all.loss, "in loss")];
    let shares = shares.map(|(part, words)| format!("{} {words}", share(part, all)));
    exhibit.note(
        &shares.join(", "),
        plot.left,
        plot.top - HEAD + 48.0,
        "start",
    );
    let aside = plot.right + ASIDE;
    exhibit.note("in profit", aside, plot.top - NOTE_SIZE * 0.7, "end");
    for (index, row) in rows.iter().enumerate() {
        let bottom = plot.top + (index + 1) as f64 * pitch - GAP / 2.0;
        exhibit.line(&[(plot.left, bottom), (plot.right, bottom)], GRID, HAIR);
        let base = middle(plot.top, pitch, index) + CAPITAL / 2.0 * NOTE_SIZE;
        exhibit.note(&share(row.whole.profit, row.whole), aside, base, "end");
    }
    let boxes: Vec<(Rect, &Box)> = placed(rows, plot, pitch);
    // Paint by paint: marks of one look that follow each other are one path.
    for (of, paint) in EARNINGS.iter().enumerate() {
        for (rect, own) in &boxes {
            if let Some(part) = part(*rect, own.shares(), of) {
                exhibit.filled(part, *paint);
            }
        }
    }
    let currency = &results.subject.currency;
    for (rect, own) in boxes.iter().filter(|(_, own)| own.alone) {
        let value = format!("net {} {}", signed(own, currency), currency.code);
        exhibit.mark(&value, || {
            outline(exhibit, *rect);
            write_on(exhibit, *rect, own, currency);
        });
    }
}

/// The boxes of all rows on the page; merged ones first, so that whoever stands alone is
/// never covered.
fn placed(rows: &[Row], plot: Rect, pitch: f64) -> Vec<(Rect, &Box)> {
    let mut boxes: Vec<(Rect, &Box)> = rows
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row.boxes.iter().map(move |own| (index, own)))
        .map(|(index, own)| {
            let left = (plot.left + own.left).min(plot.right - VISIBLE);
            let gap = if own.alone { 0.75 } else { 0.0 };
            let rect = Rect {
                left: left + gap,
                top: plot.top + index as f64 * pitch + GAP / 2.0,
                right: (plot.left + own.right - gap).max(left + VISIBLE),
                bottom: plot.top + (index + 1) as f64 * pitch - GAP / 2.0,
            };
            (rect, own)
        })
        .collect();
    boxes.sort_by_key(|(_, own)| own.alone);
    boxes
}

/// The part of a box for those in loss, at zero or in profit, stacked from the bottom.
fn part(rect: Rect, shares: [f64; 3], of: usize) -> Option<Rect> {
    let below: f64 = shares[..of].iter().sum();
    let bottom = rect.bottom - below * rect.height();
    (shares[of] > 0.0).then(|| Rect {
        top: bottom - shares[of] * rect.height(),
        bottom,
        ..rect
    })
}

fn outline(exhibit: &Exhibit, rect: Rect) {
    let corners = [
        (rect.left, rect.top),
        (rect.right, rect.top),
        (rect.right, rect.bottom),
        (rect.left, rect.bottom),
        (rect.left, rect.top),
    ];
    exhibit.line(&corners, INK, 0.75);
}

/// A member's net with its sign.
fn signed(own: &Box, currency: &Currency) -> String {
    let net = amount(own.earnings.net as f64, currency);
    if own.earnings.net > 0 {
        format!("+{net}")
    } else {
        net
    }
}

/// A member's net where there is room for it, else its sign.
fn write_on(exhibit: &Exhibit, rect: Rect, own: &Box, currency: &Currency) {
    let Some(kind) = kind(own.earnings) else {
        return;
    };
    let signed = signed(own, currency);
    let room = rect.width() - 6.0;
    let fitting = [signed.as_str(), KINDS[kind].0]
        .into_iter()
        .find(|words| width(words, NOTE_SIZE, Face::Regular) <= room);
    exhibit.text(Text {
        words: fitting.unwrap_or_default(),
        x: (rect.left + rect.right) / 2.0,
        y: (rect.top + rect.bottom + CAPITAL * NOTE_SIZE) / 2.0,
        size: NOTE_SIZE,
        face: Face::Regular,
        paint: legible_on(kind),
        anchor: "middle",
        edged: false,
    });
}

fn legible_on(kind: usize) -> Paint {
    if kind + 1 == KINDS.len() {
        ON_DARK
    } else {
        ON_LIGHT
    }
}

fn story(
    results: &Results,
    tree: &SampleTree,
    plans: &[(usize, &PlanLabel)],
    drawn: &[Vec<Row>],
) -> Story {
    let subject = &results.subject;
    let members = grouped(f64::from(tree.members), 0);
    let (which, title) = if subject.observed {
        (
            "The network as observed",
            format!("The network of {members} members"),
        )
    } else {
        (
            "Replication 1",
            format!("One sampled network of {members} members"),
        )
    };
    let order = if subject.joining_known {
        ", earlier recruits further left"
    } else {
        ""
    };
    let is_merged = drawn[0]
        .iter()
        .any(|row| row.boxes.iter().any(|own| !own.alone));
    let merged = if is_merged {
        " Where members are too many to be told apart, those of a level are merged: the box then \
         shows, from the bottom, their shares in loss, at zero and in profit."
    } else {
        ""
    };
    let left_out = match subject.plans.len() - plans.len() {
        0 => String::new(),
        1 => " One more plan is in the table.".to_owned(),
        more => format!(" The other {more} plans are in the table."),
    };
    let same = if plans.len() > 1 {
        "; the same people and purchases under each plan"
    } else {
        ""
    };
    let founders = match subject.founders {
        0 => "",
        _ => ", founders included",
    };
    let history = if subject.observed {
        ""
    } else {
        " One history, not an average."
    };
    let findings: Vec<String> = plans
        .iter()
        .zip(drawn)
        .map(|((_, plan), rows)| finding(plan, rows))
        .collect();
    Story {
        file_stem: "sample_tree".to_owned(),
        source_table: "sample_tree",
        title: format!("{title}, coloured by net earnings"),
        caption: format!(
            "{which}: all {members} members{founders}, over {}{same}. Each row is a level; \
             an outlined box is one member, as wide as he and all below him are many, and stands \
             under his sponsor{order}.{merged} {NET} Amounts in {}.{history}{left_out}",
            horizon(subject),
            subject.currency.code,
        ),
        alternative_text: format!(
            "A network of {members} members in {} levels. {}",
            drawn[0].len(),
            findings.join(" ")
        ),
    }
}

fn finding(plan: &PlanLabel, rows: &[Row]) -> String {
    let all = whole(rows);
    let levels: Vec<String> = rows
        .iter()
        .map(|row| format!("level {} {}", row.level, share(row.whole.profit, row.whole)))
        .collect();
    format!(
        "“{}”: {} in profit, {} at zero, {} in loss; in profit at {}.",
        plan.title,
        share(all.profit, all),
        share(all.zero, all),
        share(all.loss, all),
        levels.join(", "),
    )
}
