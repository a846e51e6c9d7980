//! The section on yardsticks of regulators.

use crate::report::words::Reading as Shown;
use crate::report::yardsticks::{self, OwnUse, Reading, Verdict, YARDSTICKS, Yardstick};
use crate::study::results::{Results, Unit};

/// A yardstick under its conventions.
pub(super) struct YardstickRows {
    pub(super) yardstick: &'static Yardstick,
    pub(super) rows: Vec<YardstickRow>,
}

/// A yardstick under one convention, plan by plan.
pub(super) struct YardstickRow {
    pub(super) convention: &'static str,
    pub(super) cells: Vec<YardstickCell>,
}

/// What a yardstick says of a plan.
pub(super) struct YardstickCell {
    pub(super) value: Shown,
    pub(super) verdict: &'static str,
    /// What would turn it.
    pub(super) factor: Option<String>,
    /// Whether the other convention says otherwise.
    pub(super) turns: bool,
}

/// Every yardstick, with its readings.
pub(super) fn rows(results: &Results, readings: &[Reading]) -> Vec<YardstickRows> {
    let turning = yardsticks::turns(readings);
    let cell = |reading: &Reading| YardstickCell {
        value: Shown::of(reading.value, Unit::Share, &results.subject.currency),
        verdict: reading.verdict.words(),
        factor: factor(reading),
        turns: turning.iter().flatten().any(|turning| {
            turning.yardstick.name == reading.yardstick.name
                && turning.plan.name == reading.plan.name
        }),
    };
    YARDSTICKS
        .iter()
        .map(|yardstick| YardstickRows {
            yardstick,
            rows: yardstick
                .conventions()
                .map(|(own_use, _)| YardstickRow {
                    convention: convention(own_use),
                    cells: readings
                        .iter()
                        .filter(|reading| {
                            reading.yardstick.name == yardstick.name && reading.own_use == own_use
                        })
                        .map(cell)
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

/// A sentence a plan on the verdicts that hang on whether own purchases count.
pub(super) fn turns(results: &Results, readings: &[Reading]) -> Vec<String> {
    let turning = yardsticks::turns(readings);
    let plans = results.subject.plans.iter();
    plans
        .filter_map(|plan| {
            let told: Vec<String> = turning
                .iter()
                .filter(|[not_counted, _]| not_counted.plan.name == plan.name)
                .map(|[not_counted, counted]| {
                    let [without, with] = [not_counted, counted].map(|one| one.verdict.words());
                    format!("“{}” ({without}; {with})", not_counted.yardstick.title)
                })
                .collect();
            (!told.is_empty()).then(|| {
                format!(
                    "under {} what a yardstick says turns on whether own purchases count as \
                     retail: {}. In brackets: if they do not; if they do.",
                    plan.name,
                    told.join(", ")
                )
            })
        })
        .collect()
}

fn convention(own_use: OwnUse) -> &'static str {
    match own_use {
        OwnUse::NoQuestion => "",
        OwnUse::NotCounted => "own purchases not counted as retail",
        OwnUse::Counted => "own purchases counted as retail",
    }
}

/// `× 1.43`: what the counted part would have to be multiplied by.
fn factor(reading: &Reading) -> Option<String> {
    if reading.verdict == Verdict::Undefined {
        return None;
    }
    let factor = reading.factor()?;
    // A thousandfold is no change of degree.
    (0.001..=1000.0)
        .contains(&factor)
        .then(|| format!("turns at × {factor:.2}"))
}
