//! A picture of a chart in pixels, from the same SVG and with the same embedded font:
//! no system font is looked at.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels of the PNG a pixel of the SVG: 2,000 pixels of width print sharply at 17 cm.
const SCALE: f32 = 2.0;

/// The embedded faces, and no others.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    Arc::new(fonts)
});

/// The chart as a PNG file at twice the size of the SVG.
///
/// # Panics
///
/// If `svg` is not a chart made by this module.
#[must_use]
pub fn png(svg: &str) -> Vec<u8> {
    let tree = tree(svg);
    let size = tree.size();
    let mut pixels = Pixmap::new(
        (size.width() * SCALE).ceil() as u32,
        (size.height() * SCALE).ceil() as u32,
    )
    .expect("a chart has a size");
    resvg::render(
        &tree,
        Transform::from_scale(SCALE, SCALE),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().expect("pixels in memory make a PNG")
}

/// The chart as resvg understands it.
pub(super) fn tree(svg: &str) -> Tree {
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    Tree::from_str(&without_variables(svg), &options).expect("our own SVG is well formed")
}

/// Replaces every `var(--chart-name,colour)` of the style sheet by its colour: resvg
/// knows no variables.
fn without_variables(svg: &str) -> String {
    let (sheet, rest) = svg
        .split_once("</style>")
        .expect("a chart has a style sheet");
    let mut pieces = sheet.split("var(--chart-");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(',').zip(piece.split_once(')')) {
            Some(((_, colour), (_, after))) => {
                plain.push_str(colour.split(')').next().unwrap_or_default());
                plain.push_str(after);
            }
            // Words of a title may look like a variable.
            None => plain.push_str(piece),
        }
    }
    format!("{plain}</style>{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_become_their_colours() {
        assert_eq!(
            without_variables(
                "{fill:var(--chart-ink,#123456)}{stroke:var(--chart-a,#eee)}</style>var("
            ),
            "{fill:#123456}{stroke:#eee}</style>var("
        );
    }
}
