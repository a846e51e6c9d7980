//! `[growth]`, from checked settings to its types.

use std::sync::Arc;

use super::{count, float, unlisted};
use crate::network::Enrolment;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::{Attachment, Curve, Growth, GrowthLaw, Offspring};

/// Decimals of `offset` that are kept: weights of four thousand million members in these
/// units fit 64 bits.
const OFFSET_DECIMALS: u32 = 6;

pub(super) fn growth(table: &Settings) -> Growth {
    Growth {
        founders: count(table, "founders"),
        count_founders: table.flag("count_founders"),
        // Not every law of growth has these keys.
        max_recruits: limit(table, "max_recruits"),
        active_only: table.peek("active_only") == Some(&Setting::Flag(true)),
        law: law(table),
    }
}

fn law(table: &Settings) -> GrowthLaw {
    let arrivals = || table.optional_numbers("arrivals").unwrap_or_default();
    match table.text("law").as_str() {
        "fixed" => GrowthLaw::Fixed {
            participants: count(table, "participants"),
            attachment: attachment(table),
            arrivals: arrivals(),
        },
        "curve" => GrowthLaw::Curve {
            curve: curve(table),
            attachment: attachment(table),
        },
        "recruiting" => GrowthLaw::Recruiting {
            approaches: count(table, "approaches"),
            conversion: table.share("conversion"),
        },
        "galton_watson" => GrowthLaw::GaltonWatson {
            offspring: offspring(table),
            generations: limit(table, "generations"),
            max_participants: limit(table, "max_participants"),
        },
        "complete" => GrowthLaw::Complete {
            width: count(table, "width"),
            depth: count(table, "depth"),
            arrivals: arrivals(),
        },
        "observed" => GrowthLaw::Enrolled {
            network: Arc::new(Enrolment::default()),
        },
        other => unlisted("law", other),
    }
}

/// A whole number that may be absent, or foreign to the law chosen.
fn limit(table: &Settings, key: &str) -> Option<u32> {
    match table.peek(key) {
        Some(Setting::Integer(_)) => Some(count(table, key)),
        _ => None,
    }
}

fn attachment(table: &Settings) -> Attachment {
    match table.text("attachment").as_str() {
        "uniform" => Attachment::Uniform,
        "preferential" => Attachment::Preferential {
            exponent: float(table.number("exponent")),
            offset: table.number("offset").round_dp(OFFSET_DECIMALS).normalize(),
        },
        "reach" => Attachment::Reach,
        "recent" => Attachment::Recent {
            half_life: float(table.number("half_life")),
        },
        "slots" => Attachment::Slots {
            width: count(table, "width"),
        },
        other => unlisted("attachment", other),
    }
}

fn curve(table: &Settings) -> Curve {
    match table.text("curve").as_str() {
        "bass" => Curve::Bass {
            p: float(table.number("p")),
            q: float(table.number("q")),
            market: count(table, "market"),
        },
        "logistic" => Curve::Logistic {
            rate: float(table.number("rate")),
            market: count(table, "market"),
        },
        "geometric" => Curve::Geometric {
            start: float(table.number("start")),
            rate: float(table.number("rate")),
        },
        "table" => Curve::Table {
            joiners: table.numbers("joiners"),
        },
        other => unlisted("curve", other),
    }
}

fn offspring(table: &Settings) -> Offspring {
    match table.text("offspring").as_str() {
        "poisson" => Offspring::Poisson {
            mean: float(table.number("mean")),
        },
        "geometric" => Offspring::Geometric {
            mean: float(table.number("mean")),
        },
        "binomial" => Offspring::Binomial {
            mean: float(table.number("mean")),
            trials: count(table, "trials"),
        },
        "table" => Offspring::Table {
            chances: table.shares("chances"),
        },
        other => unlisted("offspring", other),
    }
}
