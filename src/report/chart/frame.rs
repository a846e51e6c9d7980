//! An exhibit: title on top, caption below, and between them the body in which a
//! chart draws.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::{Color, ShapeStyle};
use std::convert::Infallible;

use super::page::{FINENESS, Page, Text};
use super::style::{
    CAPTION_SIZE, CURVE, INK, LABEL_SIZE, LEADING, MARGIN, MUTED, NOTE_SIZE, PAGE_WIDTH, PAPER,
    Paint, TITLE_SIZE, pattern,
};
use super::svg::Canvas;
use super::text::{Face, escape, wrap};

/// A rectangle in pixels from the upper left corner of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Width in pixels.
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// Height in pixels.
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }
}

/// A chart on its page.
pub(super) struct Exhibit {
    page: Rc<RefCell<Page>>,
    /// The whole page for plotters.
    pub area: DrawingArea<Canvas, Shift>,
    /// Where the chart draws.
    pub body: Rect,
    title: String,
}

impl Exhibit {
    /// A page with this title and caption around a body of `height` pixels.
    pub fn new(title: &str, caption: &str, height: f64) -> Exhibit {
        let limit = PAGE_WIDTH - 2.0 * MARGIN;
        let heading = wrap(title, TITLE_SIZE, Face::Bold, limit, 3);
        let small_print = wrap(caption, CAPTION_SIZE, Face::Regular, limit, 12);
        let top = MARGIN + heading.len() as f64 * TITLE_SIZE * LEADING + 14.0;
        let bottom = top + height;
        let page_height = libm::ceil(
            bottom + 18.0 + small_print.len() as f64 * CAPTION_SIZE * LEADING + MARGIN / 2.0,
        );
        let page = Rc::new(RefCell::new(Page::new(PAGE_WIDTH, page_height)));
        let exhibit = Exhibit {
            area: Canvas(Rc::clone(&page)).into_drawing_area(),
            page,
            body: Rect {
                left: MARGIN,
                top,
                right: PAGE_WIDTH - MARGIN,
                bottom,
            },
            title: title.to_owned(),
        };
        exhibit.paragraph(&heading, MARGIN + 20.0, TITLE_SIZE, Face::Bold, INK);
        exhibit.paragraph(
            &small_print,
            bottom + 18.0 + CAPTION_SIZE,
            CAPTION_SIZE,
            Face::Regular,
            MUTED,
        );
        exhibit
    }

    fn paragraph(&self, lines: &[String], first: f64, size: f64, face: Face, paint: Paint) {
        for (index, words) in lines.iter().enumerate() {
            self.text(Text {
                words,
                x: MARGIN,
                y: first + index as f64 * size * LEADING,
                size,
                face,
                paint,
                anchor: "start",
                edged: false,
            });
        }
    }

    /// Writes a line of text, unless there are no words.
    pub fn text(&self, text: Text) {
        if text.words.is_empty() {
            return;
        }
        self.page.borrow_mut().text(text);
    }

    /// Writes a label in ink whose base line starts at `x`, `y`.
    pub fn label(&self, words: &str, x: f64, y: f64, face: Face) {
        self.text(Text {
            words,
            x,
            y,
            size: LABEL_SIZE,
            face,
            paint: INK,
            anchor: "start",
            edged: false,
        });
    }

    /// Writes a muted note; `anchor` as in [`Text`].
    pub fn note(&self, words: &str, x: f64, y: f64, anchor: &'static str) {
        self.text(Text {
            words,
            x,
            y,
            size: NOTE_SIZE,
            face: Face::Regular,
            paint: MUTED,
            anchor,
            edged: false,
        });
    }

    /// Groups the marks of one plan: its name for scripts, its title for readers.
    pub fn series(&self, name: &str, title: &str, draw: impl FnOnce()) {
        let attributes = format!("class=\"series\" data-plan=\"{}\"", escape(name));
        self.page.borrow_mut().open(&attributes);
        self.page.borrow_mut().title(title);
        draw();
        self.page.borrow_mut().close();
    }

    /// Groups the shapes of one mark, which tells its value under the pointer.
    pub fn mark(&self, value: &str, draw: impl FnOnce()) {
        self.page.borrow_mut().open("class=\"mark\"");
        self.page.borrow_mut().title(value);
        draw();
        self.page.borrow_mut().close();
    }

    /// Draws strokes in a plan's line pattern.
    pub fn patterned(&self, plan: usize, draw: impl FnOnce()) {
        let attributes = format!("stroke-dasharray=\"{}\"", pattern(plan));
        self.page.borrow_mut().open(&attributes);
        draw();
        self.page.borrow_mut().close();
    }

    /// Draws a line through points in pixels.
    pub fn line(&self, points: &[(f64, f64)], paint: Paint, width: f64) {
        let points: Vec<_> = points.iter().map(|point| fine(*point)).collect();
        drawn(
            self.area
                .draw(&PathElement::new(points, stroke(paint, width))),
        );
    }

    /// Fills a rectangle in pixels.
    pub fn filled(&self, rect: Rect, paint: Paint) {
        drawn(self.area.draw(&Rectangle::new(
            [fine((rect.left, rect.top)), fine((rect.right, rect.bottom))],
            paint.color().filled(),
        )));
    }

    /// A dot at a place in pixels.
    pub fn dot(&self, at: (f64, f64), paint: Paint, radius: f64) {
        drawn(self.area.draw(&Circle::new(
            fine(at),
            (radius * FINENESS) as i32,
            paint.color().filled(),
        )));
    }

    /// A dot ringed in paper, at which a curve is read off.
    pub fn reading(&self, at: (f64, f64), paint: Paint) {
        self.dot(at, PAPER, 6.5);
        self.dot(at, paint, 5.0);
    }

    /// A sample of a plan's line, as wide as [`SAMPLE`], its middle at height `y`.
    pub fn sample(&self, plan: usize, x: f64, y: f64) {
        self.patterned(plan, || {
            self.line(&[(x, y), (x + SAMPLE, y)], Paint::plan(plan), CURVE);
        });
    }

    /// The finished SVG.
    pub fn finish(&self, stem: &str, description: &str) -> String {
        self.page
            .borrow_mut()
            .finish(stem, &self.title, description)
    }
}

/// Width of a line sample.
pub(super) const SAMPLE: f64 = 34.0;

/// Pixels as plotters counts them.
pub(super) fn fine((x, y): (f64, f64)) -> (i32, i32) {
    (
        libm::round(x * FINENESS) as i32,
        libm::round(y * FINENESS) as i32,
    )
}

/// A line style in pixels.
pub(super) fn stroke(paint: Paint, width: f64) -> ShapeStyle {
    paint.color().stroke_width((width * FINENESS) as u32)
}

/// Unwraps what plotters drew: drawing into memory cannot fail.
pub(super) fn drawn<T>(result: Result<T, DrawingAreaErrorKind<Infallible>>) -> T {
    result.expect("drawing into memory cannot fail")
}
