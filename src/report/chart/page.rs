//! An SVG document being written: text, paths and groups, with classes and CSS
//! variables instead of fixed colours.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use plotters_backend::{BackendColor, BackendCoord, BackendStyle};

use super::style::{PAPER, Paint};
use super::text::{Face, escape, width};

/// How many units of plotters make a pixel of the SVG: plotters knows whole pixels
/// only, and its curves would be staircases.
pub(super) const FINENESS: f64 = 16.0;

/// Height of a capital letter in units of the font size: centred text hangs on it.
pub(super) const CAPITAL: f64 = 0.714;

/// A line of text and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// The words.
    pub words: &'a str,
    /// Pixels from the left to the anchor.
    pub x: f64,
    /// Pixels from the top to the base line.
    pub y: f64,
    /// Font size in pixels.
    pub size: f64,
    /// The font face.
    pub face: Face,
    /// The colour.
    pub paint: Paint,
    /// `start`, `middle` or `end`: which part of the text stands at `x`.
    pub anchor: &'static str,
    /// Whether the text is edged in paper, to be read on top of lines.
    pub edged: bool,
}

/// An SVG document being written.
#[derive(Debug)]
pub(super) struct Page {
    width: f64,
    height: f64,
    body: String,
    /// The path being written, and how it looks: consecutive marks of one look are one
    /// path, which halves the file.
    trace: String,
    look: String,
    paints: BTreeSet<(&'static str, Paint)>,
}

impl Page {
    /// An empty page of so many pixels.
    pub fn new(width: f64, height: f64) -> Page {
        Page {
            width,
            height,
            body: String::new(),
            trace: String::new(),
            look: String::new(),
            paints: BTreeSet::new(),
        }
    }

    /// Opens a group with these attributes, the values already escaped.
    pub fn open(&mut self, attributes: &str) {
        self.end_path();
        let _ = writeln!(self.body, "<g {attributes}>");
    }

    /// Closes the group opened last.
    pub fn close(&mut self) {
        self.end_path();
        self.body.push_str("</g>\n");
    }

    /// The title of the group opened last: read aloud, and shown under the pointer.
    pub fn title(&mut self, words: &str) {
        let _ = writeln!(self.body, "<title>{}</title>", escape(words));
    }

    /// Writes a line of text.
    pub fn text(&mut self, text: Text) {
        self.end_path();
        let class = self.class("f", text.paint);
        let edge = if text.edged { "edged " } else { "" };
        let weight = match text.face {
            Face::Regular => "",
            Face::Bold => " font-weight=\"700\"",
        };
        let anchor = match text.anchor {
            "start" => String::new(),
            other => format!(" text-anchor=\"{other}\""),
        };
        // As long as it was measured to be, also in the wider font of a machine without ours:
        // there it would leave its place.
        let length = number(width(text.words, text.size, text.face));
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" class=\"{edge}{class}\">{}</text>",
            number(text.x),
            number(text.y),
            number(text.size),
            escape(text.words),
        );
    }

    /// Width and height in units of plotters.
    pub fn size(&self) -> (u32, u32) {
        (
            (self.width * FINENESS) as u32,
            (self.height * FINENESS) as u32,
        )
    }

    /// The whole document. `stem` makes its ids unique where several charts share a page.
    pub fn finish(&mut self, stem: &str, title: &str, description: &str) -> String {
        self.end_path();
        let (width, height) = (number(self.width), number(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             aria-labelledby=\"{stem}-title {stem}-description\">\n\
             <title id=\"{stem}-title\">{}</title>\n\
             <desc id=\"{stem}-description\">{}</desc>\n\
             <style>\n{}</style>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\" class=\"f-paper\"/>\n{}</svg>\n",
            escape(title),
            escape(description),
            self.style_sheet(),
            PAPER.hex(),
            self.body,
        )
    }

    /// One rule a paint, as plain colour and again as a variable that a page around
    /// the chart may set; viewers without variables keep the plain colour.
    fn style_sheet(&self) -> String {
        let paper = PAPER.hex();
        let mut sheet = format!(
            ".chart text{{font-family:'Noto Sans','Segoe UI',Helvetica,Arial,sans-serif}}\n\
             .chart .f-paper{{fill:{paper};fill:var(--chart-paper,{paper})}}\n\
             .chart .edged{{stroke:{paper};stroke:var(--chart-paper,{paper});\
             stroke-width:4px;stroke-linejoin:round;paint-order:stroke}}\n\
             .chart .mark{{pointer-events:all}}\n"
        );
        for (kind, paint) in &self.paints {
            let (property, inside) = match *kind {
                "f" => ("fill", ""),
                _ => ("stroke", "fill:none;"),
            };
            let (name, hex) = (paint.name, paint.hex());
            let _ = writeln!(
                sheet,
                ".chart .{kind}-{name}{{{inside}{property}:{hex};{property}:var(--chart-{name},{hex})}}"
            );
        }
        sheet
    }

    fn class(&mut self, kind: &'static str, paint: Paint) -> String {
        self.paints.insert((kind, paint));
        format!("{kind}-{}", paint.name)
    }

    /// Attributes of a shape: class, and opacity or width where not 1.
    fn look<S: BackendStyle>(&mut self, style: &S, fill: bool) -> String {
        let BackendColor { alpha, rgb } = style.color();
        let paint = Paint::behind(rgb);
        if fill {
            let opacity = if alpha < 1.0 {
                format!(" fill-opacity=\"{}\"", number(alpha))
            } else {
                String::new()
            };
            return format!("class=\"{}\"{opacity}", self.class("f", paint));
        }
        let class = self.class("s", paint);
        let width = number(f64::from(style.stroke_width()) / FINENESS);
        format!("class=\"{class}\" stroke-width=\"{width}\"")
    }

    /// Draws through points of plotters: filled and closed, or as a line.
    pub fn path<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
        closed: bool,
    ) {
        if style.color().alpha == 0.0 {
            return;
        }
        let look = self.look(style, closed);
        if look != self.look {
            self.end_path();
            self.look = look;
        }
        let trace = &mut self.trace;
        let mut last = None;
        for point in points {
            if last == Some(point) {
                continue;
            }
            let (x, y) = (pixels(point.0), pixels(point.1));
            let _ = match last {
                None => write!(trace, "M{x} {y}"),
                Some((_, above)) if above == point.1 => write!(trace, "H{x}"),
                Some((beside, _)) if beside == point.0 => write!(trace, "V{y}"),
                Some(_) => write!(trace, "L{x} {y}"),
            };
            last = Some(point);
        }
        if closed {
            trace.push('Z');
        }
    }

    /// Draws a circle of plotters.
    pub fn circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) {
        self.end_path();
        let look = self.look(style, fill);
        let _ = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {look}/>",
            pixels(center.0),
            pixels(center.1),
            number(f64::from(radius) / FINENESS),
        );
    }

    fn end_path(&mut self) {
        if !self.trace.is_empty() {
            let _ = writeln!(self.body, "<path d=\"{}\" {}/>", self.trace, self.look);
        }
        self.trace.clear();
        self.look.clear();
    }
}

/// A plotters length in pixels.
fn pixels(length: i32) -> String {
    number(f64::from(length) / FINENESS)
}

/// At most two decimals, as short as can be.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(12.0), "12");
        assert_eq!(number(12.345), "12.35");
        assert_eq!(number(0.50), "0.5");
        assert_eq!(number(-0.001), "0");
        assert_eq!(pixels(17), "1.06");
    }

    #[test]
    fn marks_of_one_look_are_one_path_without_repeated_points() {
        let mut page = Page::new(100.0, 50.0);
        let black = BackendColor {
            alpha: 1.0,
            rgb: super::super::style::INK.rgb,
        };
        page.path([(0, 0), (0, 8)], &black, false);
        page.path([(16, 16), (16, 16), (32, 40), (48, 40)], &black, false);
        page.end_path();
        assert_eq!(
            page.body,
            "<path d=\"M0 0V0.5M1 1L2 2.5H3\" class=\"s-ink\" stroke-width=\"0.06\"/>\n"
        );
    }

    #[test]
    fn words_from_a_scenario_cannot_become_markup() {
        let page = Page::new(10.0, 10.0).finish("a", "<script>", "\"&");
        assert!(page.contains("&lt;script&gt;") && page.contains("&quot;&amp;"));
    }
}
