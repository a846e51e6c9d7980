//! Up to three plans side by side, one line a figure.

use super::lines::{Lines, cut, width};
use super::{PLANS_BESIDE, WIDTH, reading};
use crate::report::key_figure::{GROUPS, Group, KeyFigure};
use crate::report::words::Reading;
use crate::study::results::Results;

/// Spaces between columns.
const GAP: usize = 3;

/// The figures of all plans and the room they take.
pub(super) struct Columns<'a> {
    results: &'a Results,
    /// Width of the labels.
    labels: usize,
    /// Per plan: width of the values, and of the margins with their sign.
    widths: Vec<(usize, usize)>,
}

impl<'a> Columns<'a> {
    /// The columns, if there are few enough plans and the figures fit.
    pub(super) fn fitting(results: &'a Results) -> Option<Columns<'a>> {
        let plans = &results.subject.plans;
        if plans.len() > PLANS_BESIDE {
            return None;
        }
        let widths: Vec<(usize, usize)> = plans
            .iter()
            .map(|plan| {
                let readings = figures().map(|figure| reading(results, &plan.name, figure));
                readings.fold((0, 0), |(value, margin), reading| {
                    (
                        value.max(width(&reading.value)),
                        margin.max(width(&margin_text(&reading))),
                    )
                })
            })
            .collect();
        let labels = figures().map(|figure| width(figure.label)).max()? + 2;
        let taken = widths.iter().map(|(value, margin)| GAP + value + margin);
        (labels + taken.sum::<usize>() <= WIDTH).then_some(Columns {
            results,
            labels,
            widths,
        })
    }

    /// Writes the header and every group of figures.
    pub(super) fn write(&self, lines: &mut Lines) {
        let mut header = " ".repeat(self.labels);
        for (plan, &(value, margin)) in self.results.subject.plans.iter().zip(&self.widths) {
            let name = cut(&plan.name, value + margin);
            let space = " ".repeat(GAP);
            header.push_str(&format!("{space}{name:>value$}"));
            let ragged = width(&name).saturating_sub(value);
            header.push_str(&" ".repeat(margin - ragged.min(margin)));
        }
        let header = lines.bold(header.trim_end());
        lines.line(&header);
        for group in GROUPS {
            self.group(group, lines);
        }
    }

    fn group(&self, group: &Group, lines: &mut Lines) {
        let title = lines.bold(group.title);
        lines.line(&format!("{title} ({})", group.of(self.results)));
        for figure in group.figures {
            let mut line = format!("  {:<labels$}", figure.label, labels = self.labels - 2);
            for (plan, &(value, margin)) in self.results.subject.plans.iter().zip(&self.widths) {
                let reading = reading(self.results, &plan.name, figure);
                line.push_str(&format!(
                    "{space}{:>value$}{:<margin$}",
                    reading.value,
                    margin_text(&reading),
                    space = " ".repeat(GAP),
                ));
            }
            lines.line(&line);
        }
    }
}

fn figures() -> impl Iterator<Item = &'static KeyFigure> {
    GROUPS.iter().flat_map(|group| group.figures)
}

fn margin_text(reading: &Reading) -> String {
    if reading.margin.is_empty() {
        String::new()
    } else {
        format!(" ± {}", reading.margin)
    }
}
