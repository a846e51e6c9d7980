//! Our back end for plotters. It passes shapes on to a [`Page`] and measures text in
//! the embedded font.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::page::{CAPITAL, FINENESS, Page, Text};
use super::style::Paint;
use super::text::{Face, width};

/// What plotters draws on.
#[derive(Clone, Debug)]
pub(super) struct Canvas(pub Rc<RefCell<Page>>);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.borrow().size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        unreachable!("every mark of a chart is a shape")
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.0.borrow_mut().path(path, style, false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.0.borrow_mut().path(corners, style, true);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((left, top), (right, bottom)) = (upper_left, bottom_right);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.0.borrow_mut().path(corners, style, fill);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.0.borrow_mut().circle(center, radius, style, fill);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        words: &str,
        style: &T,
        position: BackendCoord,
    ) -> Drawn {
        let size = style.size() / FINENESS;
        let drop = match style.anchor().v_pos {
            VPos::Top => 0.9,
            VPos::Center => CAPITAL / 2.0,
            VPos::Bottom => -0.2,
        };
        self.0.borrow_mut().text(Text {
            words,
            x: f64::from(position.0) / FINENESS,
            y: f64::from(position.1) / FINENESS + drop * size,
            size,
            face: face(style),
            paint: Paint::behind(style.color().rgb),
            anchor: match style.anchor().h_pos {
                HPos::Left => "start",
                HPos::Center => "middle",
                HPos::Right => "end",
            },
            edged: false,
        });
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        words: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        Ok((width(words, size, face(style)) as u32, size as u32))
    }
}

fn face<T: BackendTextStyle>(style: &T) -> Face {
    match style.style() {
        FontStyle::Bold => Face::Bold,
        FontStyle::Normal | FontStyle::Italic | FontStyle::Oblique => Face::Regular,
    }
}
