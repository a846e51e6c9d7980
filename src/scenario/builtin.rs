//! The scenarios that come with the program, also as files under `scenarios/`.

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The name to run it by.
    pub name: &'static str,
    /// The file, comments and all.
    pub text: &'static str,
}

/// All of them; the first is run when none is named.
pub const ALL: &[BuiltIn] = &[
    BuiltIn {
        name: "ebook",
        text: include_str!("../../scenarios/ebook.toml"),
    },
    BuiltIn {
        name: "gastwirth",
        text: include_str!("../../scenarios/gastwirth.toml"),
    },
    BuiltIn {
        name: "golden-book",
        text: include_str!("../../scenarios/golden-book.toml"),
    },
    BuiltIn {
        name: "five-by-five",
        text: include_str!("../../scenarios/five-by-five.toml"),
    },
    BuiltIn {
        name: "supplement",
        text: include_str!("../../scenarios/supplement.toml"),
    },
    BuiltIn {
        name: "speed",
        text: include_str!("../../scenarios/speed.toml"),
    },
];

/// The built-in scenario of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static BuiltIn> {
    ALL.iter().find(|known| known.name == name)
}
