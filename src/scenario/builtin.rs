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
        name: "all-plans",
        text: include_str!("../../scenarios/all-plans.toml"),
    },
    BuiltIn {
        name: "depth",
        text: include_str!("../../scenarios/depth.toml"),
    },
    BuiltIn {
        name: "one-or-seven",
        text: include_str!("../../scenarios/one-or-seven.toml"),
    },
    BuiltIn {
        name: "autoship",
        text: include_str!("../../scenarios/autoship.toml"),
    },
    BuiltIn {
        name: "finite-town",
        text: include_str!("../../scenarios/finite-town.toml"),
    },
    BuiltIn {
        name: "many-towns",
        text: include_str!("../../scenarios/many-towns.toml"),
    },
    BuiltIn {
        name: "returns",
        text: include_str!("../../scenarios/returns.toml"),
    },
    BuiltIn {
        name: "half-quit",
        text: include_str!("../../scenarios/half-quit.toml"),
    },
    BuiltIn {
        name: "spill-over",
        text: include_str!("../../scenarios/spill-over.toml"),
    },
    BuiltIn {
        name: "uncapped-binary",
        text: include_str!("../../scenarios/uncapped-binary.toml"),
    },
    BuiltIn {
        name: "entry-fee",
        text: include_str!("../../scenarios/entry-fee.toml"),
    },
    BuiltIn {
        name: "customer-rule",
        text: include_str!("../../scenarios/customer-rule.toml"),
    },
    BuiltIn {
        name: "churn",
        text: include_str!("../../scenarios/churn.toml"),
    },
    BuiltIn {
        name: "meetings",
        text: include_str!("../../scenarios/meetings.toml"),
    },
    BuiltIn {
        name: "meetings-concealed",
        text: include_str!("../../scenarios/meetings-concealed.toml"),
    },
    BuiltIn {
        name: "robustness",
        text: include_str!("../../scenarios/robustness.toml"),
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

macro_rules! plans {
    ($($name:literal),* $(,)?) => {
        /// The library of plans, in the order of their names: the industry's families, and
        /// plans modelled on published figures of companies.
        pub const PLANS: &[BuiltIn] = &[$(BuiltIn {
            name: $name,
            text: include_str!(concat!("../../scenarios/plans/", $name, ".toml")),
        }),*];
    };
}

plans![
    "australian-two-up",
    "binary",
    "chain-letter",
    "cycler",
    "forsage-x3",
    "forsage-x6",
    "gifting-club",
    "hybrid",
    "insurance-override",
    "matrix",
    "modelled-on-advocare",
    "modelled-on-amway-eu",
    "modelled-on-avon-us",
    "modelled-on-codebreaker",
    "modelled-on-doterra",
    "modelled-on-fhtm",
    "modelled-on-forever",
    "modelled-on-herbalife",
    "modelled-on-isagenix",
    "modelled-on-kitchen-fair",
    "modelled-on-mary-kay",
    "modelled-on-plexus",
    "modelled-on-usana",
    "modelled-on-young-living",
    "party-plan",
    "points-plan",
    "pure-pyramid",
    "single-level-affiliate",
    "stairstep-breakaway",
    "trinary",
    "two-tier-affiliate",
    "unilevel",
    "unilevel-with-differential",
];

/// The plan of the library that `file = …` or a command line names: by its name, or as
/// `plans/NAME.toml`.
#[must_use]
pub fn find_plan(named: &str) -> Option<&'static BuiltIn> {
    let name = named.strip_prefix("plans/").unwrap_or(named);
    let name = name.strip_suffix(".toml").unwrap_or(name);
    PLANS.iter().find(|known| known.name == name)
}
