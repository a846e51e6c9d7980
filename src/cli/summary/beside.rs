//! Up to three plans side by side, one line a figure.

use super::lines::{Lines, cut, width};
use super::{PLANS_BESIDE, WIDTH, reading};
use crate::report::key_figure::{Detail, Group, KeyFigure, groups};
use crate::report::words::Reading;
use crate::study::results::Results;

/// Spaces between columns.
const GAP: usize = 3;

/// Spaces before a figure's label; those told of another figure have twice as many.
const INDENT: usize = 2;

/// A column is widened for a plan's name up to so many letters.
const LONGEST_NAME: usize = 20;

/// The figures of all plans and the room they take.
pub(super) struct Columns<'a> {
    results: &'a Results,
    groups: Vec<Group>,
    /// Width of the labels.
    labels: usize,
    /// Per plan: width of the values, and of the margins with their sign.
    widths: Vec<(usize, usize)>,
}

impl<'a> Columns<'a> {
    /// The columns, if there are few enough plans and the figures fit; names are cut
    /// where only that makes them fit.
    pub(super) fn fitting(results: &'a Results, detail: Detail) -> Option<Columns<'a>> {
        let plans = &results.subject.plans;
        if plans.len() > PLANS_BESIDE {
            return None;
        }
        let groups = groups(results, detail);
        let figures = || groups.iter().flat_map(|group| &group.figures);
        let bare: Vec<(usize, usize)> = plans
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
        let named = plans.iter().zip(&bare).map(|(plan, &(value, margin))| {
            let name = width(&plan.name).min(LONGEST_NAME);
            (value.max(name.saturating_sub(margin)), margin)
        });
        let labels = figures().map(|figure| width(&label(figure))).max()?;
        let fits = |widths: &Vec<(usize, usize)>| {
            let taken = widths.iter().map(|(value, margin)| GAP + value + margin);
            labels + taken.sum::<usize>() <= WIDTH
        };
        let widths = [named.collect(), bare].into_iter().find(fits)?;
        Some(Columns {
            results,
            groups,
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
        for group in &self.groups {
            self.group(group, lines);
        }
    }

    fn group(&self, group: &Group, lines: &mut Lines) {
        let title = lines.bold(group.title);
        lines.line(&format!("{title} ({})", group.of));
        for figure in &group.figures {
            let mut line = format!("{:<labels$}", label(figure), labels = self.labels);
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

fn label(figure: &KeyFigure) -> String {
    let indent = if figure.part { 2 * INDENT } else { INDENT };
    format!("{}{}", " ".repeat(indent), figure.label)
}

fn margin_text(reading: &Reading) -> String {
    if reading.margin.is_empty() {
        String::new()
    } else {
        format!(" ± {}", reading.margin)
    }
}
