//! From the parameters to the rule, and what of them contradicts itself.

use crate::money::Rate;
use crate::plan::by_rank::ByRank;
use crate::plan::compression::Compression;
use crate::plan::levels::MAX_LEVELS;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

use super::generations::Generations;
use super::{Earned, Matching};
use crate::plan::component::fault;

impl Matching {
    pub(in crate::plan::component) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<Matching, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |code, key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Err(Box::new(fault(settings, plan, code, key, message, help)))
        };
        let listed = values.optional_by_name("rates_by_rank").unwrap_or_default();
        let by_rank: Vec<(String, Vec<Rate>)> = listed
            .into_iter()
            .filter_map(|(rank, row)| match row {
                Setting::Shares(row) => Some((rank, row)),
                _ => None,
            })
            .collect();
        let rates = values.optional_shares("rates").unwrap_or_default();
        if rates.is_empty() && by_rank.is_empty() {
            return complain(
                "P185",
                "rates",
                "nothing says what a match pays",
                "give `rates`, one share a level, or `rates_by_rank`",
            );
        }
        let rows = by_rank.iter().map(|(_, row)| row);
        if rows.chain([&rates]).any(|row| row.len() > MAX_LEVELS) {
            return complain(
                "P001",
                "rates",
                &format!("a plan pays at most {MAX_LEVELS} levels"),
                "leave out the deepest levels",
            );
        }
        let boundary = values.optional_names("boundary_ranks");
        let generation = values.optional_names("generation_ranks");
        if boundary.is_some() && generation.is_some() {
            return complain(
                "P186",
                "generation_ranks",
                "`generation_ranks` and `boundary_ranks` say the same",
                "keep one of them",
            );
        }
        let ranks_key = if generation.is_some() {
            "generation_ranks"
        } else {
            "boundary_ranks"
        };
        let by = values.optional_text("by");
        let compression = Compression::from_word(&values.text("compression"));
        let generations = match (by.as_deref(), boundary.or(generation)) {
            (Some("generation"), None) => {
                return complain(
                    "P186",
                    "by",
                    "generations are counted in leaders, and nothing says who is one",
                    "give `boundary_ranks`",
                );
            }
            (Some("level"), Some(_)) => {
                return complain(
                    "P186",
                    ranks_key,
                    "levels are counted in people, whatever their rank",
                    "leave it out, or write `by = \"generation\"`",
                );
            }
            (_, Some(ranks)) => Some(Generations::new(values, ranks_key, ranks)),
            (_, None) => {
                for key in ["boundary", "inactive"] {
                    if values.optional_text(key).is_some() {
                        return complain(
                            "P186",
                            key,
                            &format!("`{key}` is about generations"),
                            "leave it out, or give `boundary_ranks`",
                        );
                    }
                }
                None
            }
        };
        if generations.is_some() && compression != Compression::None {
            return complain(
                "P186",
                "compression",
                "generations are counted in leaders: there is no level to compress",
                "leave it out; `inactive` says what an inactive leader does",
            );
        }
        Ok(Matching {
            of: values.names("of"),
            bases: Vec::new(),
            rates,
            by_rank: ByRank::new(by_rank),
            generations,
            compression,
            earned: match values.text("earned").as_str() {
                "gross" => Earned::Gross,
                "paid" => Earned::Paid,
                _ => Earned::AfterIndividualCap,
            },
            earner_cap: values.optional_amount("earner_cap").map(|cap| cap.0),
            cap: values.optional_amount("cap").map(|cap| cap.0),
            in_placement: values.text("tree") == "placement",
        })
    }
}
