//! A plot: a window on the data with axes, drawn by plotters.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::element::{PathElement, Polygon};
use plotters::style::{Color, IntoFont, TextStyle};

use super::axis::{Axis, window};
use super::clip::{self, Point, Window};
use super::frame::{Exhibit, Rect, drawn, fine, stroke};
use super::page::{FINENESS, Text};
use super::style::{BAND, GRID, HAIR, INK, MUTED, NOTE_SIZE, Paint, TICK};
use super::svg::Canvas;
use super::text::Face;
use crate::study::results::Estimate;

/// Height of the tick labels below a plot.
pub(super) const TICK_ROOM: f64 = 2.0 * TICK + NOTE_SIZE * 1.3;
/// Height of the axis title below the tick labels.
pub(super) const TITLE_ROOM: f64 = NOTE_SIZE * 1.6;

/// A window on the data.
pub(super) struct Panel<'a> {
    exhibit: &'a Exhibit,
    chart: ChartContext<'a, Canvas, Cartesian2d<Axis, Axis>>,
    window: Window,
    /// Where the plot is on the page, without its axes.
    pub plot: Rect,
}

impl<'a> Panel<'a> {
    /// Draws axes around `plot`: tick labels to its left and below it, the title of
    /// the vertical axis above it, that of the horizontal one at the bottom.
    pub fn new(exhibit: &'a Exhibit, plot: Rect, x: &Axis, y: &Axis) -> Panel<'a> {
        let left = y.label_width() + 3.0 * TICK;
        let (origin, corner) = (
            fine((plot.left - left, plot.top)),
            fine((plot.right, plot.bottom + TICK_ROOM)),
        );
        let area = exhibit.area.clone().shrink(
            (origin.0, origin.1),
            (corner.0 - origin.0, corner.1 - origin.1),
        );
        let chart = drawn(
            ChartBuilder::on(&area)
                .x_label_area_size((TICK_ROOM * FINENESS) as i32)
                .y_label_area_size((left * FINENESS) as i32)
                .build_cartesian_2d(x.clone(), y.clone()),
        );
        let mut panel = Panel {
            exhibit,
            chart,
            window: window(x, y),
            plot,
        };
        panel.draw_axes(x.grid, y.grid);
        exhibit.note(
            &y.title,
            plot.left - left + TICK,
            plot.top - NOTE_SIZE * 0.9,
            "start",
        );
        exhibit.note(
            &x.title,
            (plot.left + plot.right) / 2.0,
            plot.bottom + TICK_ROOM + NOTE_SIZE,
            "middle",
        );
        panel
    }

    fn draw_axes(&mut self, x_grid: bool, y_grid: bool) {
        let mut style = TextStyle::from(("Noto Sans", NOTE_SIZE * FINENESS).into_font());
        style.color = INK.backend_color();
        let mut mesh = self.chart.configure_mesh();
        if !x_grid {
            mesh.disable_x_mesh();
        }
        if !y_grid {
            mesh.disable_y_mesh();
        }
        drawn(
            mesh.bold_line_style(stroke(GRID, HAIR))
                .axis_style(stroke(MUTED, HAIR))
                .set_all_tick_mark_size((TICK * FINENESS) as u32)
                .label_style(style)
                .draw(),
        );
    }

    /// Where a point of the data is on the page.
    pub fn place(&self, point: Point) -> (f64, f64) {
        let (x, y) = self.chart.plotting_area().map_coordinate(&point);
        (f64::from(x) / FINENESS, f64::from(y) / FINENESS)
    }

    /// The height on the vertical axis of a place `y` pixels from the top of the page.
    pub fn height_at(&self, y: f64) -> f64 {
        let (low, high) = self.window.y;
        high - (y - self.plot.top) / self.plot.height() * (high - low)
    }

    /// Draws a line through points of the data, cut at the edges of the window.
    pub fn line(&self, points: &[Point], paint: Paint, width: f64) {
        for piece in clip::line(points, self.window) {
            drawn(
                self.chart
                    .plotting_area()
                    .draw(&PathElement::new(piece, stroke(paint, width))),
            );
        }
    }

    /// Draws a plan's curve in its colour and pattern.
    pub fn curve(&self, points: &[Point], plan: usize, width: f64) {
        self.exhibit.patterned(plan, || {
            self.line(points, Paint::plan(plan), width);
        });
    }

    /// Shades an area of the data, cut at the edges of the window. `opacity` is 0 to 1.
    pub fn shade(&self, corners: &[Point], paint: Paint, opacity: f64) {
        let corners = clip::polygon(corners, self.window);
        if corners.len() > 2 {
            drawn(
                self.chart
                    .plotting_area()
                    .draw(&Polygon::new(corners, paint.color().mix(opacity).filled())),
            );
        }
    }

    /// Shades the intervals around a curve of (x, estimate), where there are any.
    pub fn band(&self, curve: &[(f64, Estimate)], paint: Paint) {
        let low = curve
            .iter()
            .filter_map(|(x, estimate)| Some((*x, estimate.low?)));
        let high = curve
            .iter()
            .rev()
            .filter_map(|(x, estimate)| Some((*x, estimate.high?)));
        self.shade(&low.chain(high).collect::<Vec<_>>(), paint, BAND);
    }

    /// Writes a remark inside the plot beside a point of the data; `anchor` as in
    /// [`Text`].
    pub fn remark(&self, words: &str, at: Point, anchor: &'static str) {
        let (x, y) = self.place(at);
        let aside = if anchor == "end" { -7.0 } else { 7.0 };
        self.exhibit.text(Text {
            words,
            x: x + aside,
            y,
            size: NOTE_SIZE,
            face: Face::Regular,
            paint: MUTED,
            anchor,
            edged: true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_axes_are_the_corners_of_the_plot() {
        let exhibit = Exhibit::new("Title", "Caption", 400.0);
        let plot = Rect {
            left: 80.0,
            top: 100.0,
            right: 480.0,
            bottom: 300.0,
        };
        let axis = Axis::shares("", 1.0);
        let panel = Panel::new(&exhibit, plot, &axis, &axis);
        for (point, (x, y)) in [
            ((0.0, 0.0), (80.0, 300.0)),
            ((1.0, 1.0), (480.0, 100.0)),
            ((0.25, 0.75), (180.0, 150.0)),
        ] {
            let (shown_x, shown_y) = panel.place(point);
            assert!((shown_x - x).abs() < 0.1, "{shown_x}");
            assert!((shown_y - y).abs() < 0.1, "{shown_y}");
            assert!((panel.height_at(y) - point.1).abs() < 1e-12);
        }
    }

    #[test]
    fn what_lies_beyond_the_axes_is_cut_not_moved() {
        let exhibit = Exhibit::new("Title", "Caption", 400.0);
        let plot = Rect {
            left: 80.0,
            top: 100.0,
            right: 480.0,
            bottom: 300.0,
        };
        let axis = Axis::shares("", 1.0);
        let panel = Panel::new(&exhibit, plot, &axis, &axis);
        panel.line(&[(0.5, 0.5), (1.5, 1.5), (2.0, 0.5)], Paint::plan(0), 2.0);
        let svg = exhibit.finish("test", "");
        assert!(svg.contains("M280 199.94L479.94 100\""), "{svg}");
    }
}
