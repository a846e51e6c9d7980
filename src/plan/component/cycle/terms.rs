//! What completing a board or matrix pays, stage by stage, and the checks of `cycle`'s
//! parameters against each other.

use crate::money::Cents;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::{Setting, Settings};
use crate::scenario::types::ComponentSettings;

use super::contract::{Contract, Upgrade};
use super::{Fill, Places, Rule, Shape};
use crate::plan::component::fault;

/// What one stage pays, minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) payout: i64,
    pub(super) reentry_fee: i64,
    pub(super) sponsor_bonus: i64,
}

/// The stages, and where people go from one.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    stages: Vec<Stage>,
    again: Again,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Never,
    SameStage,
    /// The stages that are written down, and no more.
    NextOf,
    /// Stages without end, all on the terms of the first.
    Endless,
}

impl Terms {
    /// What a stage pays.
    pub(super) fn of(&self, stage: u32) -> Stage {
        let last = self.stages.len() - 1;
        self.stages[last.min(stage as usize)]
    }

    /// Whether whoever enters again may do so without end.
    pub(super) fn is_endless(&self) -> bool {
        matches!(self.again, Again::SameStage | Again::Endless)
    }

    /// The stage on which whoever cycled on `stage` takes a new place.
    pub(super) fn after(&self, stage: u32) -> Option<u32> {
        match self.again {
            Again::Never => None,
            Again::SameStage => Some(stage),
            Again::NextOf => Some(stage + 1).filter(|&next| (next as usize) < self.stages.len()),
            Again::Endless => Some(stage + 1),
        }
    }
}

/// Reads the rule.
pub(super) fn read(settings: &ComponentSettings, plan: &str) -> Result<Rule, Box<Diagnostic>> {
    let reader = Reader { settings, plan };
    match settings.settings.text("shape").as_str() {
        "matrix_contract" => reader.contract().map(Rule::Contract),
        "own_matrix" => reader.places(Shape::OwnMatrix).map(Rule::Places),
        _ => reader.places(Shape::SplitBoard).map(Rule::Places),
    }
}

struct Reader<'a> {
    settings: &'a ComponentSettings,
    plan: &'a str,
}

impl Reader<'_> {
    fn values(&self) -> &Settings {
        &self.settings.settings
    }

    fn fault(&self, code: &'static str, key: &str, message: String, help: &str) -> Box<Diagnostic> {
        let help = help.to_owned();
        Box::new(fault(self.settings, self.plan, code, key, message, help))
    }

    /// Refuses keys that say nothing for the shape.
    fn refuse(&self, keys: &[&'static str]) -> Result<(), Box<Diagnostic>> {
        let shape = self.values().text("shape");
        for key in keys {
            if *self.values().peek(key).expect("it is in the key table") != Setting::Absent {
                return Err(self.fault(
                    "P130",
                    key,
                    format!("`{key}` does not apply to shape `{shape}`"),
                    &format!("remove `{key}`, or choose another `shape`"),
                ));
            }
        }
        Ok(())
    }

    fn cents(&self, key: &str) -> i64 {
        self.values()
            .optional_amount(key)
            .map_or(0, |amount| amount.0)
    }

    fn places(&self, shape: Shape) -> Result<Places, Box<Diagnostic>> {
        self.refuse(&["places", "levels", "upgrade"])?;
        let values = self.values();
        let places = Places {
            shape,
            width: values.integer("width") as usize,
            rows: values.integer("rows") as u32,
            fill: match values.optional_text("fill").as_deref() {
                Some("oldest_board") => Fill::OldestBoard,
                _ => Fill::FollowSponsor,
            },
            terms: self.terms()?,
            entry_fee: values
                .optional_amount("entry_fee")
                .map(|fee| fee.0)
                .filter(|&fee| fee > 0),
            founders: values.optional_integer("founders").unwrap_or(0) as usize,
            founders_pay: values.optional_flag("founders_pay").unwrap_or(false),
        };
        self.check_money(&places)?;
        Ok(places)
    }

    fn terms(&self) -> Result<Terms, Box<Diagnostic>> {
        let values = self.values();
        let Some(Cents(payout)) = values.optional_amount("payout") else {
            return Err(self.fault(
                "P130",
                "shape",
                "a cycle needs a `payout`".to_owned(),
                "say what completing a board or matrix pays, such as `payout = 75.00`",
            ));
        };
        let mut stages = vec![Stage {
            payout,
            reentry_fee: self.cents("reentry_fee"),
            sponsor_bonus: self.cents("sponsor_bonus"),
        }];
        let further = values.optional_list("stages");
        let again = match (values.optional_text("reentry").as_deref(), &further) {
            (Some("next_stage") | None, Some(_)) => Again::NextOf,
            (Some(_), Some(_)) => {
                return Err(self.fault(
                    "P130",
                    "stages",
                    "`stages` are reached only by re-entry on the next stage".to_owned(),
                    "write `reentry = \"next_stage\"`, or remove `stages`",
                ));
            }
            (Some("next_stage"), None) => Again::Endless,
            (Some("same_stage"), None) => Again::SameStage,
            (None, None) if stages[0].reentry_fee > 0 => Again::SameStage,
            _ => Again::Never,
        };
        if again == Again::Never && stages[0].reentry_fee > 0 {
            return Err(self.fault(
                "P130",
                "reentry_fee",
                "nobody enters again, so there is no `reentry_fee`".to_owned(),
                "write `reentry = \"same_stage\"`, or remove `reentry_fee`",
            ));
        }
        stages.extend(further.iter().flatten().map(|stage| Stage {
            payout: stage.amount("payout").0,
            reentry_fee: stage.amount("reentry_fee").0,
            sponsor_bonus: stage.amount("sponsor_bonus").0,
        }));
        let last = stages.len() - 1;
        for (index, stage) in stages.iter().enumerate() {
            if stage.reentry_fee > stage.payout {
                return Err(self.fault(
                    "P130",
                    if index == 0 { "reentry_fee" } else { "stages" },
                    "a new place costs more than the payout it is taken off".to_owned(),
                    "lower `reentry_fee`",
                ));
            }
            if again == Again::NextOf && index == last && stage.reentry_fee > 0 {
                return Err(self.fault(
                    "P130",
                    "stages",
                    "the last stage leads nowhere, so it has no `reentry_fee`".to_owned(),
                    "remove it, or add the stage it pays for",
                ));
            }
        }
        Ok(Terms { stages, again })
    }

    /// plans.md §6: payout ÷ (entries per cycle × fee) ≤ 1 must hold.
    fn check_money(&self, places: &Places) -> Result<(), Box<Diagnostic>> {
        let entries: i64 = (1..places.rows)
            .map(|row| (places.width as i64).pow(row))
            .sum();
        let mut fee = places.entry_fee;
        let last = match places.terms.again {
            Again::Endless => 1,
            _ => places.terms.stages.len() as u32 - 1,
        };
        for stage in 0..=last {
            let terms = places.terms.of(stage);
            let paid = terms.payout + terms.sponsor_bonus;
            if fee.is_some_and(|fee| paid > entries * fee) {
                return Err(self.fault(
                    "P131",
                    if stage == 0 { "payout" } else { "stages" },
                    format!("a cycle of stage {} pays more than the {entries} entries below it pay for their places", stage + 1),
                    "lower the payout or raise the fee",
                ));
            }
            fee = Some(terms.reentry_fee).filter(|_| places.entry_fee.is_some());
        }
        Ok(())
    }

    fn contract(&self) -> Result<Contract, Box<Diagnostic>> {
        self.refuse(&[
            "payout",
            "sponsor_bonus",
            "fill",
            "reentry",
            "reentry_fee",
            "stages",
            "entry_fee",
            "founders",
            "founders_pay",
        ])?;
        let values = self.values();
        let (width, rows) = (values.integer("width") as usize, values.integer("rows"));
        if rows > 3 {
            return Err(self.fault(
                "P132",
                "rows",
                format!("{rows} rows: a matrix contract has 2 or 3"),
                "write `rows = 2` or `rows = 3`",
            ));
        }
        let to_upline = self.deciding_row(width, rows == 3)?;
        let prices: Vec<i64> = values
            .optional_amounts("levels")
            .unwrap_or_default()
            .iter()
            .map(|price| price.0)
            .collect();
        if prices.is_empty() || prices.len() > usize::from(u8::MAX) || prices.contains(&0) {
            return Err(self.fault(
                "P132",
                if prices.is_empty() { "shape" } else { "levels" },
                "a matrix contract needs the price of each level".to_owned(),
                "write between 1 and 255 prices above zero, such as `levels = [25, 50, 100]`",
            ));
        }
        Ok(Contract {
            width,
            two_rows: rows == 3,
            to_upline,
            prices,
            upgrade: match values.optional_text("upgrade").as_deref() {
                Some("when_blocked") => Upgrade::WhenBlocked,
                Some("from_receipts") => Upgrade::FromReceipts,
                _ => Upgrade::Never,
            },
        })
    }

    /// Reads `places`: for each place of the last row but the one that empties the matrix,
    /// whether it pays the upline.
    fn deciding_row(&self, width: usize, two_rows: bool) -> Result<Vec<bool>, Box<Diagnostic>> {
        let places = self.values().optional_names("places").unwrap_or_default();
        let first = if two_rows { width } else { 0 };
        let last = first + if two_rows { width * width } else { width };
        let refused = |message: String| {
            Err(self.fault(
                "P132",
                if places.is_empty() { "shape" } else { "places" },
                message,
                "a place is `holder`, `upline` or, the last one, `reentry`; with 3 rows the first row \
                 is `upline`, since the same place counts in the matrix above",
            ))
        };
        if places.len() != last {
            let given = places.len();
            return refused(format!(
                "the matrix has {last} places and `places` names {given}"
            ));
        }
        let mut to_upline = Vec::with_capacity(last - first);
        for (index, place) in places.iter().enumerate() {
            let number = index + 1;
            match place.as_str() {
                "upline" if index < first => {}
                "reentry" if number == last => {}
                "upline" if number < last => to_upline.push(true),
                "holder" if index >= first && number < last => to_upline.push(false),
                other => return refused(format!("place {number} cannot be `{other}`")),
            }
        }
        Ok(to_upline)
    }
}
