//! Growth law `observed` (model.md §3): who joined when and under whom comes from a network
//! file, whose other columns are not looked at; the rest of the world is simulated on it.

use std::sync::Arc;

use super::network::{self, Network};
use super::{InputFile, Reading};
use crate::network::{Enrolment, NO_SPONSOR};
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::key::grouped;
use crate::scenario::types::GrowthLaw;
use crate::scenario::{Loaded, NetworkFile, codes};

/// Reads the network that a scenario names, if it names one, and enters it there. Returns
/// the file for the manifest.
///
/// # Errors
///
/// Everything that is wrong with the file, or between it and the scenario.
pub fn enrol(loaded: &mut Loaded) -> Result<Option<InputFile>, Diagnostics> {
    let Some(file) = loaded.network.clone() else {
        return Ok(None);
    };
    if !file.path.is_file() {
        let message = format!("there is no file `{}`", file.path.display());
        return Err(Diagnostics(vec![
            one(&file, codes::UNREADABLE, message)
                .label("no such file")
                .help("a path in a scenario starts from the scenario's folder"),
        ]));
    }
    let reading = Reading {
        currency: loaded.scenario.currency.clone(),
        days: loaded.scenario.horizon.unit.days(),
        periods: None,
        single_orders: false,
    };
    let network = network::read(&file.path, &reading)?;
    check(loaded, &file, &network)?;
    let periods = loaded.scenario.horizon.periods;
    let members = network
        .members
        .partition_point(|member| u32::from(member.joined) <= periods);
    note_what_is_missing(loaded, &file, &network, members);
    loaded.scenario.growth.law = GrowthLaw::Enrolled {
        network: Arc::new(Enrolment {
            sponsor: network.sponsor[..members].to_vec(),
            joined: network.members[..members]
                .iter()
                .map(|member| member.joined)
                .collect(),
            joining_known: network.has_joined,
        }),
    };
    Ok(Some(InputFile {
        path: file.path,
        sha256: network.sha256,
    }))
}

fn check(loaded: &Loaded, file: &NetworkFile, network: &Network) -> Result<(), Diagnostics> {
    let founders = loaded.scenario.growth.founders as usize;
    let members = network.members.len();
    let roots = network
        .sponsor
        .iter()
        .take_while(|&&sponsor| sponsor == NO_SPONSOR)
        .count();
    if roots < founders {
        let message = format!(
            "the first {founders} members of `{}` must be roots: they are the founders",
            file.path.display()
        );
        return Err(Diagnostics(vec![
            one(file, codes::FOUNDERS_NOT_ROOTS, message)
                .label(format!(
                    "in joining order {roots} roots come before anyone with a sponsor"
                ))
                .help(format!("set `growth.founders` to at most {roots}")),
        ]));
    }
    let population = loaded.scenario.market.population;
    if population.is_some_and(|population| population < members as u64) {
        let members = grouped(members as i64);
        let message = format!("`market.population` is smaller than the {members} members observed");
        return Err(Diagnostics(vec![
            one(file, codes::POPULATION_TOO_SMALL, message)
                .label(format!("{members} members"))
                .help("raise `market.population`"),
        ]));
    }
    Ok(())
}

fn note_what_is_missing(
    loaded: &mut Loaded,
    file: &NetworkFile,
    network: &Network,
    members: usize,
) {
    let late = network.members.len() - members;
    if late > 0 {
        let periods = loaded.scenario.horizon.periods;
        let message = format!("{late} members join after period {periods} and are left out");
        loaded.warnings.push(
            Diagnostic::warning(codes::LATE_MEMBERS, &file.origin, message)
                .of("growth.file")
                .help("raise `horizon.periods` to have them"),
        );
    }
    if !network.has_joined {
        let message = "the network does not say when members joined: all do in period 1";
        loaded.warnings.push(
            Diagnostic::warning(codes::JOINING_UNKNOWN, &file.origin, message)
                .of("growth.file")
                .help("figures by joining order are empty; give a column `joined` to have them"),
        );
    }
}

fn one(file: &NetworkFile, code: &'static str, message: String) -> Diagnostic {
    Diagnostic::error(code, &file.origin, message).of("growth.file")
}
