//! What must hold for every what-if chart: nothing on another, nothing outside, the same
//! bytes twice, the figures in words.

mod fixture;

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::super::Chart;
use super::super::tests::faults;
use super::*;
use crate::study::results::{Estimate, Unit};
use fixture::{LONG_KEY, around, curves, metric, words};

/// The faults of a chart that may have few words.
fn wrong(chart: &Chart) -> Vec<String> {
    let mut faults = faults(chart);
    faults.retain(|fault| !fault.ends_with("hardly any text"));
    for word in ["NaN", "inf\""] {
        if chart.svg.contains(word) {
            faults.push(format!("{}: {word}", chart.file_stem));
        }
    }
    faults
}

fn check(chart: Option<Chart>) -> Chart {
    let chart = chart.expect("there is something to draw");
    assert_eq!(wrong(&chart), Vec::<String>::new());
    assert!(chart.alternative_text.len() > 20);
    assert!(
        chart
            .svg
            .contains(&format!("id=\"{}-title\"", chart.file_stem))
    );
    chart
}

#[test]
fn lines_of_few_and_many_plans_have_no_faults() {
    for plans in [1, 2, 4, 8] {
        for points in [1, 2, 9, 50] {
            for unit in [Unit::Share, Unit::Amount, Unit::Count, Unit::Coefficient] {
                for difference in [false, true] {
                    let chart = check(lines(&fixture::lines(plans, points, unit, difference)));
                    assert_eq!(chart.svg.matches("class=\"series\"").count(), plans);
                    assert_eq!(
                        chart,
                        lines(&fixture::lines(plans, points, unit, difference)).unwrap()
                    );
                }
            }
        }
    }
}

#[test]
fn a_curve_has_gaps_where_nothing_is_known() {
    let mut subject = fixture::lines(2, 9, Unit::Share, false);
    let whole = check(lines(&subject));
    subject.series[0].points[4].1 = Estimate::default();
    let gap = check(lines(&subject));
    assert!(gap.caption.contains("A gap in a curve"));
    // The curve falls in two, and one dot is missing.
    let dots = |chart: &Chart| chart.svg.matches("<circle").count();
    assert_eq!(dots(&whole) - dots(&gap), 1);
    for point in &mut subject.series[1].points {
        point.1 = Estimate::default();
    }
    let one = check(lines(&subject));
    assert!(one.caption.contains("Without a curve"), "{}", one.caption);
    assert!(one.alternative_text.contains("not known"));
    for point in &mut subject.series[0].points {
        point.1 = Estimate::default();
    }
    assert!(lines(&subject).is_none());
}

#[test]
fn lines_over_words_have_their_words() {
    for labels in [
        vec!["true".to_owned(), "false".to_owned()],
        vec![LONG_KEY.to_owned(); 5],
        (0..40).map(|index| format!("name_{index}")).collect(),
    ] {
        for plans in [1, 8] {
            let mut subject = fixture::lines(plans, labels.len(), Unit::Amount, false);
            subject.key.values = Values::Words(labels.clone());
            for one in &mut subject.series {
                for (index, point) in one.points.iter_mut().enumerate() {
                    point.0 = index as f64;
                }
            }
            subject.crossings.clear();
            let chart = check(lines(&subject));
            let first = labels[0].split('.').next().unwrap();
            assert!(chart.svg.contains(first));
        }
    }
}

#[test]
fn crossings_and_the_target_are_named() {
    let chart = check(lines(&fixture::lines(3, 9, Unit::Share, false)));
    assert!(chart.svg.contains("aimed at"));
    assert!(chart.alternative_text.contains("reached at"));
}

#[test]
fn huge_and_tiny_values_have_room() {
    for size in [1e-7, 1.0, 1e12, -1e12] {
        let mut subject = fixture::lines(8, 9, Unit::Amount, false);
        for point in subject.series.iter_mut().flat_map(|one| &mut one.points) {
            point.1 = around(point.1.mean.unwrap() / 1000.0 * size, size.abs() * 0.1);
        }
        subject.target = None;
        subject.key.title = "a key with a title that is longer than any plot is wide ".repeat(4);
        check(lines(&subject));
    }
}

#[test]
fn maps_of_all_sizes_have_no_faults() {
    for (columns, rows) in [(1, 1), (2, 2), (7, 5), (12, 20), (50, 50), (50, 3)] {
        for (unit, difference) in [
            (Unit::Share, false),
            (Unit::Share, true),
            (Unit::Amount, false),
            (Unit::Coefficient, false),
        ] {
            let subject = fixture::heat_map(columns, rows, unit, difference);
            let chart = check(heat_map(&subject));
            assert!(chart.svg.len() < 160_000, "{} bytes", chart.svg.len());
            assert_eq!(chart, heat_map(&subject).unwrap());
        }
    }
}

#[test]
fn a_map_says_what_is_not_known_and_what_is_not_told_apart() {
    let mut subject = fixture::heat_map(7, 5, Unit::Share, true);
    subject.values[2][3] = Estimate::default();
    subject.values[0][0] = around(0.001, 0.01);
    subject.x.labels = vec![LONG_KEY.to_owned(); 7];
    subject.y.labels = vec![LONG_KEY.to_owned(); 5];
    let chart = check(heat_map(&subject));
    for remark in ["Struck through", "A dot", "The dark line"] {
        assert!(chart.caption.contains(remark), "{remark}");
    }
    for value in subject.values.iter_mut().flatten() {
        *value = Estimate::default();
    }
    assert!(heat_map(&subject).is_none());
}

#[test]
fn bars_of_all_kinds_have_no_faults() {
    for rows in [1, 8, 40] {
        for form in [Form::Bar, Form::Dot] {
            for size in [1e-6, 0.05, 1e12] {
                for unit in [Unit::Share, Unit::Amount, Unit::Coefficient] {
                    let subject = fixture::bars(rows, form, unit, size);
                    let chart = check(bars(&subject));
                    assert!(chart.alternative_text.contains(LONG_KEY));
                }
            }
        }
    }
    let mut subject = fixture::bars(3, Form::Bar, Unit::Share, 0.1);
    for mark in subject.rows.iter_mut().flat_map(|row| &mut row.marks) {
        mark.estimate = Estimate::default();
    }
    assert!(bars(&subject).is_none());
}

#[test]
fn a_long_key_is_broken_not_cut() {
    let chart = check(bars(&fixture::bars(2, Form::Bar, Unit::Share, 0.1)));
    for piece in ["plans.mlm.component.", "level_commission.rates"] {
        assert!(chart.svg.contains(piece), "{piece}");
    }
}

#[test]
fn stacks_of_all_kinds_have_no_faults() {
    for shares in [
        vec![0.4, 0.3, 0.2, 0.1],
        vec![0.97, 0.01, 0.01, 0.01],
        vec![1.0],
        vec![-0.02, 0.5, 0.52, 0.0],
        vec![0.2; 5],
    ] {
        for plans in [1, 8] {
            let chart = check(stacked(&fixture::stacked(plans, &shares)));
            assert_eq!(chart.svg.matches("class=\"series\"").count(), plans);
        }
    }
    let mut subject = fixture::stacked(2, &[0.4, 0.6]);
    subject.stacks[1].shares.clear();
    let chart = check(stacked(&subject));
    assert!(chart.alternative_text.contains("not known"));
    subject.stacks[0].shares = vec![Estimate::default(); 2];
    assert!(stacked(&subject).is_none());
}

#[test]
fn dots_have_names_that_do_not_overlap() {
    for dots in [1, 8, 40] {
        for size in [1e-6, 0.05, 1e9] {
            check(scatter(&fixture::scatter(dots, size)));
        }
    }
    let many = check(scatter(&fixture::scatter(60, 0.05)));
    assert!(
        many.caption.contains("have room for their name"),
        "{}",
        many.caption
    );
    let few = check(scatter(&fixture::scatter(5, 0.05)));
    assert!(!few.caption.contains("have room"), "{}", few.caption);
}

#[test]
fn small_charts_share_a_key_and_have_no_faults() {
    for charts in [1, 2, 4, 5, 12] {
        for plans in [1, 8] {
            let mut subject = fixture::small_multiples(charts, plans, 9);
            let chart = check(small_multiples(&subject));
            assert_eq!(
                chart.svg.matches("class=\"series\"").count(),
                charts * plans
            );
            subject.key.values = Values::Words((0..9).map(|_| LONG_KEY.to_owned()).collect());
            for one in subject
                .charts
                .iter_mut()
                .flat_map(|chart| &mut chart.series)
            {
                for (index, point) in one.points.iter_mut().enumerate() {
                    point.0 = index as f64;
                }
            }
            check(small_multiples(&subject));
        }
    }
    let mut subject = fixture::small_multiples(3, 2, 9);
    subject.charts[1].series.clear();
    let chart = check(small_multiples(&subject));
    assert!(chart.caption.contains("Left out"));
    subject.charts.clear();
    assert!(small_multiples(&subject).is_none());
}

/// The bytes of a chart do not depend on the machine; a change of the picture shows here.
#[test]
fn charts_are_drawn_as_they_were() {
    let drawn = [
        ("lines", lines(&fixture::lines(4, 9, Unit::Share, false))),
        (
            "heat_map",
            heat_map(&fixture::heat_map(7, 5, Unit::Share, true)),
        ),
        (
            "bars",
            bars(&fixture::bars(8, Form::Bar, Unit::Amount, 5_000.0)),
        ),
        (
            "stacked",
            stacked(&fixture::stacked(3, &[0.4, 0.35, 0.2, 0.05])),
        ),
        ("scatter", scatter(&fixture::scatter(8, 0.05))),
        (
            "small_multiples",
            small_multiples(&fixture::small_multiples(6, 3, 9)),
        ),
    ];
    let hashes: Vec<String> = drawn
        .into_iter()
        .map(|(form, chart)| {
            let chart = check(chart);
            let hash = Sha256::digest(chart.svg.as_bytes());
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            format!(
                "{hex}  {form}\n{}\n{}\n",
                chart.caption, chart.alternative_text
            )
        })
        .collect();
    insta::assert_snapshot!("drawn", hashes.join("\n"));
}

#[test]
fn words_of_the_caller_are_kept() {
    let subject = Lines {
        words: Words {
            alternative_text: Some("The whole finding in a sentence.".to_owned()),
            ..words("sweep_share_profit")
        },
        key: KeyAxis {
            title: "a<b".to_owned(),
            values: Values::Numbers,
        },
        metric: metric(Unit::Share, false),
        series: curves(1, 3, Unit::Share),
        target: None,
        crossings: Vec::new(),
    };
    let chart = lines(&subject).unwrap();
    assert_eq!(chart.alternative_text, "The whole finding in a sentence.");
    assert_eq!(chart.file_stem, "sweep_share_profit");
    assert!(chart.svg.contains("a&lt;b"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_figures_are_drawn_without_faults(
        plans in 1..=8_usize,
        values in prop::collection::vec(prop::option::of(-1.0..1.0f64), 1..24),
        magnitude in -4.0..11.0f64,
        difference in any::<bool>(),
        unit in prop::sample::select(vec![Unit::Share, Unit::Amount, Unit::Count, Unit::Coefficient]),
    ) {
        let size = match unit {
            Unit::Share | Unit::Coefficient => 1.0,
            Unit::Amount | Unit::Count => libm::exp10(magnitude),
        };
        let sign = if unit == Unit::Amount || difference { 0.0 } else { 1.0 };
        let figure = |value: Option<f64>| value.map_or_else(Estimate::default, |value| {
            around((value + sign) / (1.0 + sign) * size, 0.1 * size)
        });
        let mut over = fixture::lines(plans, values.len(), unit, difference);
        over.target = None;
        for one in &mut over.series {
            for (point, value) in one.points.iter_mut().zip(&values) {
                point.1 = figure(*value);
            }
        }
        let mut map = fixture::heat_map(values.len(), plans, unit, difference);
        for row in &mut map.values {
            for (cell, value) in row.iter_mut().zip(&values) {
                *cell = figure(*value);
            }
        }
        let mut effects = fixture::bars(values.len(), Form::Bar, unit, size);
        effects.metric.difference = difference;
        for (row, value) in effects.rows.iter_mut().zip(&values) {
            for mark in &mut row.marks {
                mark.estimate = figure(*value);
            }
        }
        let mut small = fixture::small_multiples(plans, plans, values.len());
        for chart in &mut small.charts {
            chart.metric = metric(unit, difference);
            chart.series.clone_from(&over.series);
        }
        let charts = [lines(&over), heat_map(&map), bars(&effects), small_multiples(&small)];
        for chart in charts.iter().flatten() {
            prop_assert_eq!(wrong(chart), Vec::<String>::new());
        }
        let known = values.iter().any(Option::is_some);
        prop_assert_eq!(charts[0].is_some(), known);
        prop_assert_eq!(charts[1].is_some(), known);
    }
}
