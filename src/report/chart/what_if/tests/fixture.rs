//! Made-up figures of what-if commands, from the usual to the odd.

use std::sync::LazyLock;

use super::super::*;
use crate::money::Currency;
use crate::study::results::{Estimate, Unit};

/// A key as long as they are.
pub(super) const LONG_KEY: &str = "plans.mlm.component.level_commission.rates";

static DOLLARS: LazyLock<Currency> = LazyLock::new(|| Currency::from_code("USD"));

pub(super) fn words(file_stem: &str) -> Words {
    Words {
        file_stem: file_stem.to_owned(),
        source_table: "sweep",
        title: "How the share in profit moves with the rate of the first level".to_owned(),
        caption: "All 500 participants, quitters and the unpaid included, over 24 months. From 200 \
                  replications at each value; bands and figures in brackets are 95\u{a0}% confidence \
                  intervals."
            .to_owned(),
        alternative_text: None,
    }
}

pub(super) fn metric(unit: Unit, difference: bool) -> Metric<'static> {
    Metric {
        title: match unit {
            Unit::Share => "Share of participants in profit",
            Unit::Amount => "Mean net earnings of a participant",
            Unit::Count => "Members at the end",
            Unit::Coefficient => "Gini coefficient of commissions",
        }
        .to_owned(),
        unit,
        difference,
        currency: &DOLLARS,
    }
}

pub(super) fn around(mean: f64, half: f64) -> Estimate {
    Estimate {
        mean: Some(mean),
        low: Some(mean - half),
        high: Some(mean + half),
    }
}

/// A figure that rises with `share` and differs from one plan to the next.
fn figure(share: f64, plan: usize, unit: Unit) -> Estimate {
    let wave = libm::sin(4.0 * share + plan as f64);
    match unit {
        Unit::Share => around(0.3 + 0.2 * wave + 0.02 * plan as f64, 0.02),
        Unit::Amount => around(40_000.0 * wave - 3_000.0 * plan as f64, 2_500.0),
        Unit::Count => around(500.0 + 180.0 * wave, 20.0),
        Unit::Coefficient => around(0.8 + 0.1 * wave, 0.01),
    }
}

pub(super) fn curves(plans: usize, points: usize, unit: Unit) -> Vec<Series> {
    let titles = ["Pure referral", "Multi-level plan with five levels"];
    (0..plans)
        .map(|plan| Series {
            plan,
            name: format!("plan_{plan}"),
            title: titles.get(plan).map_or_else(
                || format!("A plan with a title of some length, variant {plan}"),
                |title| (*title).to_owned(),
            ),
            points: (0..points)
                .map(|point| {
                    let share = point as f64 / (points.max(2) - 1) as f64;
                    (0.05 + 0.25 * share, figure(share, plan, unit))
                })
                .collect(),
        })
        .collect()
}

pub(super) fn lines(plans: usize, points: usize, unit: Unit, difference: bool) -> Lines<'static> {
    let target = figure(0.5, 0, unit).mean.unwrap_or_default();
    Lines {
        words: words("sweep_share_profit"),
        key: KeyAxis {
            title: "plans.mlm.component.level_commission.rates[0]".to_owned(),
            values: Values::Numbers,
        },
        metric: metric(unit, difference),
        series: curves(plans, points, unit),
        target: Some(Target {
            value: target,
            remark: "aimed at".to_owned(),
        }),
        crossings: (0..plans.min(2))
            .map(|plan| Crossing {
                plan: (plan == 0).then_some(plan),
                at: around(0.12 + 0.05 * plan as f64, 0.01),
                remark: format!("plan {plan}: reached at 0.12 (0.11 to 0.13)"),
            })
            .collect(),
    }
}

pub(super) fn heat_map(
    columns: usize,
    rows: usize,
    unit: Unit,
    difference: bool,
) -> HeatMap<'static> {
    let value = |row: usize, column: usize| {
        let share = (row as f64 / rows as f64 + column as f64 / columns as f64) / 2.0;
        let mut value = figure(share, 0, unit);
        if difference {
            value = around(value.mean.unwrap_or_default() - 0.35, 0.02);
        }
        value
    };
    let mut values: Vec<Vec<Estimate>> = (0..rows)
        .map(|row| (0..columns).map(|column| value(row, column)).collect())
        .collect();
    if rows > 2 {
        values[1][columns / 2] = Estimate::default();
    }
    HeatMap {
        words: words("sweep_map"),
        x: Cells {
            title: "rate of the first level".to_owned(),
            labels: (0..columns)
                .map(|column| format!("{:.2}", 0.02 * (column + 1) as f64))
                .collect(),
        },
        y: Cells {
            title: "price of the starter kit".to_owned(),
            labels: (0..rows).map(|row| format!("{}", 25 * row)).collect(),
        },
        metric: metric(unit, difference),
        values,
    }
}

pub(super) fn bars(rows: usize, form: Form, unit: Unit, size: f64) -> Bars<'static> {
    let effect = |row: usize| size / (row + 1) as f64;
    let mut all: Vec<Row> = (0..rows)
        .map(|row| Row {
            label: match row % 3 {
                0 => LONG_KEY.to_owned(),
                1 => "network.growth.rate".to_owned(),
                _ => "costs.kit".to_owned(),
            },
            note: if row % 2 == 0 {
                "0.05 in the scenario".to_owned()
            } else {
                String::new()
            },
            total: false,
            marks: vec![
                Mark {
                    kind: 0,
                    estimate: around(-effect(row), 0.1 * size),
                    text: Some("0.025".to_owned()),
                },
                Mark {
                    kind: 1,
                    estimate: around(0.7 * effect(row), 0.05 * size),
                    text: Some("a long name of a value that was tried".to_owned()),
                },
            ],
        })
        .collect();
    all.push(Row {
        label: "all together".to_owned(),
        note: String::new(),
        total: true,
        marks: vec![Mark {
            kind: 0,
            estimate: around(size, 0.0),
            text: None,
        }],
    });
    Bars {
        words: words("tornado"),
        metric: metric(unit, true),
        form,
        kinds: vec!["low value".to_owned(), "high value".to_owned()],
        rows: all,
    }
}

pub(super) fn stacked(plans: usize, shares: &[f64]) -> Stacked {
    let names = [
        "position",
        "own skill",
        "luck in sales",
        "luck in staying",
        "rest",
    ];
    Stacked {
        words: words("luck"),
        whole: "Share of the differences in net earnings".to_owned(),
        parts: names
            .iter()
            .take(shares.len())
            .map(|name| Part {
                name: (*name).to_owned(),
                short: name.split(' ').next_back().unwrap_or_default().to_owned(),
            })
            .collect(),
        stacks: curves(plans, 1, Unit::Share)
            .into_iter()
            .map(|one| Stack {
                name: one.name,
                title: one.title,
                shares: shares.iter().map(|share| around(*share, 0.012)).collect(),
            })
            .collect(),
    }
}

pub(super) fn scatter(dots: usize, size: f64) -> Scatter<'static> {
    Scatter {
        words: words("morris"),
        x: Metric {
            title: "mu*, mean size of the effects".to_owned(),
            ..metric(Unit::Share, true)
        },
        y: "sigma, how much they differ".to_owned(),
        diagonal: Some("on the line sigma = mu*".to_owned()),
        dots: (0..dots)
            .map(|dot| {
                let mean = size / (1.0 + 0.4 * dot as f64);
                Dot {
                    label: format!("{LONG_KEY}.{dot}"),
                    x: around(mean, 0.1 * mean),
                    y: mean * (0.7 + 0.5 * libm::sin(dot as f64)),
                }
            })
            .collect(),
    }
}

pub(super) fn small_multiples(
    charts: usize,
    plans: usize,
    points: usize,
) -> SmallMultiples<'static> {
    let units = [Unit::Share, Unit::Amount, Unit::Count, Unit::Coefficient];
    SmallMultiples {
        words: words("sweep"),
        key: KeyAxis {
            title: "plans.mlm.component.level_commission.rates[0]".to_owned(),
            values: Values::Numbers,
        },
        charts: (0..charts)
            .map(|chart| {
                let unit = units[chart % units.len()];
                Multiple {
                    metric: metric(unit, false),
                    series: curves(plans, points, unit),
                }
            })
            .collect(),
    }
}
