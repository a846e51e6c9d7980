//! What must hold for every chart of every study.

use proptest::prelude::*;
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};
use resvg::usvg::{Group, Node, Rect};

use sha2::{Digest, Sha256};

use super::fixture::{Shape, TYPICAL};
use super::{Chart, all, png};

/// Studies from the usual to the odd.
fn shapes() -> Vec<(&'static str, Shape)> {
    vec![
        ("typical", TYPICAL),
        (
            "eight-plans",
            Shape {
                plans: 8,
                ..TYPICAL
            },
        ),
        (
            "four-plans",
            Shape {
                plans: 4,
                periods: 24,
                ..TYPICAL
            },
        ),
        (
            "one-plan",
            Shape {
                plans: 1,
                ..TYPICAL
            },
        ),
        (
            "one-replication",
            Shape {
                replications: 1,
                ..TYPICAL
            },
        ),
        (
            "nothing-earned",
            Shape {
                amount: 0.0,
                periods: 1,
                ..TYPICAL
            },
        ),
        (
            "large",
            Shape {
                amount: 100_000.0,
                ..TYPICAL
            },
        ),
        (
            "tiny",
            Shape {
                amount: 0.0002,
                ..TYPICAL
            },
        ),
        (
            "margin",
            Shape {
                margin: true,
                ..TYPICAL
            },
        ),
        (
            "margin-of-eight",
            Shape {
                plans: 8,
                margin: true,
                ..TYPICAL
            },
        ),
        (
            "no-loss",
            Shape {
                no_loss: true,
                periods: 1,
                ..TYPICAL
            },
        ),
        (
            "no-loss-of-eight",
            Shape {
                plans: 8,
                no_loss: true,
                periods: 1,
                ..TYPICAL
            },
        ),
        (
            "no-chance",
            Shape {
                plans: 1,
                identical: true,
                ..TYPICAL
            },
        ),
        (
            "long-titles",
            Shape {
                plans: 8,
                title_length: 90,
                ..TYPICAL
            },
        ),
    ]
}

fn charts() -> Vec<(&'static str, Chart)> {
    shapes()
        .into_iter()
        .flat_map(|(name, shape)| {
            all(&shape.results())
                .into_iter()
                .map(move |chart| (name, chart))
        })
        .collect()
}

/// Boxes of all nodes, and of all lines of text with their words.
fn boxes(group: &Group, all: &mut Vec<Rect>, texts: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => boxes(group, all, texts),
            Node::Text(text) => {
                let words = text
                    .chunks()
                    .iter()
                    .map(resvg::usvg::TextChunk::text)
                    .collect();
                texts.push((words, ink(text.abs_bounding_box())));
                all.push(text.abs_bounding_box());
            }
            other => all.push(other.abs_bounding_box()),
        }
    }
}

/// The part of a line of text that can hold ink. The box of a line spans 1.362 of the
/// font size, of which letters leave 0.3 free above.
fn ink(line: Rect) -> Rect {
    let above = line.height() / 1.362 * 0.3;
    Rect::from_ltrb(line.left(), line.top() + above, line.right(), line.bottom())
        .expect("a line of text has a height")
}

#[test]
fn every_study_has_the_charts_it_has_data_for() {
    let stems = |shape: Shape| -> Vec<String> {
        all(&shape.results())
            .iter()
            .map(|chart| chart.file_stem.clone())
            .collect()
    };
    assert_eq!(
        stems(TYPICAL),
        [
            "net_earnings_cdf",
            "lorenz",
            "profit_by_joining_decile",
            "who_gets_the_money",
            "where_the_money_comes_from",
            "winners_and_losers",
            "sample_tree",
            "time_series",
            "convergence",
        ]
    );
    assert!(
        !stems(Shape {
            plans: 1,
            ..TYPICAL
        })
        .contains(&"winners_and_losers".to_owned())
    );
    assert!(
        !stems(Shape {
            periods: 1,
            ..TYPICAL
        })
        .contains(&"time_series".to_owned())
    );
    assert!(
        !stems(Shape {
            amount: 0.0,
            ..TYPICAL
        })
        .contains(&"lorenz".to_owned())
    );
}

/// What lies outside the page, and what text lies on another.
pub(super) fn faults(chart: &Chart) -> Vec<String> {
    let tree = super::png::tree(&chart.svg);
    let (mut all, mut texts) = (Vec::new(), Vec::new());
    boxes(tree.root(), &mut all, &mut texts);
    let (right, bottom) = (tree.size().width() + 0.1, tree.size().height() + 0.1);
    let mut faults: Vec<String> = all
        .iter()
        .filter(|rect| {
            rect.left() < -0.1
                || rect.top() < -0.1
                || rect.right() > right
                || rect.bottom() > bottom
        })
        .map(|rect| format!("{}: outside {rect:?}", chart.file_stem))
        .collect();
    for (index, (words, one)) in texts.iter().enumerate() {
        for (others, other) in &texts[..index] {
            let apart = one.left() >= other.right()
                || other.left() >= one.right()
                || one.top() >= other.bottom()
                || other.top() >= one.bottom();
            if !apart {
                faults.push(format!("{}: `{others}` under `{words}`", chart.file_stem));
            }
        }
    }
    if texts.len() < 10 {
        faults.push(format!("{}: hardly any text", chart.file_stem));
    }
    faults
}

#[test]
fn nothing_lies_outside_the_page_and_no_text_on_another() {
    let faults: Vec<String> = charts()
        .iter()
        .flat_map(|(study, chart)| {
            faults(chart)
                .into_iter()
                .map(move |fault| format!("{study} {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_study_is_drawn_without_faults(
        plans in 1..=8_usize,
        periods in 1..60_u32,
        replications in prop_oneof![1..3_u32, 10..20_000_u32],
        magnitude in -5.0..6.0_f64,
        title_length in 0..60_usize,
        (margin, no_loss, identical) in any::<(bool, bool, bool)>(),
    ) {
        let shape = Shape {
            plans,
            periods,
            replications,
            amount: libm::exp10(magnitude),
            title_length,
            margin,
            no_loss,
            identical,
        };
        for chart in all(&shape.results()) {
            prop_assert_eq!(faults(&chart), Vec::<String>::new());
            prop_assert!(!chart.svg.contains("NaN"));
        }
    }
}

#[test]
fn charts_are_whole_small_and_the_same_twice() {
    assert_eq!(charts(), charts());
    for (study, chart) in charts() {
        let name = format!("{study} {}", chart.file_stem);
        assert!(
            !chart.svg.contains("NaN") && !chart.svg.contains("inf"),
            "{name}"
        );
        assert!(
            chart.svg.len() < 80_000,
            "{name}: {} bytes",
            chart.svg.len()
        );
        assert!(
            chart.svg.contains("role=\"img\"") && chart.svg.contains("<desc"),
            "{name}"
        );
        // Colours are classes, so that a dark page can change them: only the paper has one.
        let (_, body) = chart.svg.split_once("</style>").unwrap();
        assert_eq!(body.matches('#').count(), 1, "{name}");
        assert!(
            !chart.caption.is_empty() && chart.alternative_text.len() > 40,
            "{name}"
        );
    }
}

/// The bytes of a chart do not depend on the machine; a change of the picture shows here.
#[test]
fn charts_are_drawn_as_they_were() {
    let charts = all(&TYPICAL.results());
    let hashes: Vec<String> = charts
        .iter()
        .map(|chart| {
            let hash = Sha256::digest(chart.svg.as_bytes());
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex}  {}.svg", chart.file_stem)
        })
        .collect();
    insta::assert_snapshot!("hashes", hashes.join("\n"));
    let smallest = charts
        .iter()
        .find(|chart| chart.file_stem == "where_the_money_comes_from")
        .unwrap();
    insta::assert_snapshot!("where_the_money_comes_from", smallest.svg);
    insta::assert_snapshot!(
        "captions",
        charts
            .iter()
            .map(|chart| format!(
                "{}\n{}\n{}",
                chart.title, chart.caption, chart.alternative_text
            ))
            .collect::<Vec<_>>()
            .join("\n\n")
    );
}

/// The picture is the SVG at twice its size, and not blank: it has text in the font.
#[test]
fn a_picture_has_ink_where_the_text_is() {
    let chart = &all(&TYPICAL.results())[4];
    let picture = Pixmap::decode_png(&png(&chart.svg)).unwrap();
    assert_eq!(picture.width(), 2000);
    let ink = |pixel: &PremultipliedColorU8| pixel.red() < 60 && pixel.blue() < 70;
    // The title is the only ink of the first 40 pixels of the SVG.
    let title = &picture.pixels()[..2000 * 80];
    assert!(title.iter().filter(|pixel| ink(pixel)).count() > 2_000);
}
