//! The scenario a question is asked about, and variants of it tried out one by one.

use crate::money::Currency;
use crate::observed::read::{self, InputFile};
use crate::plan::{LANGUAGE, Plan};
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Source};
use crate::scenario::types::Scenario;
use crate::scenario::{Base, Loaded, Written};
use crate::study::memory;
use crate::study::results::Subject;
use crate::study::run::{Progress, Seen, StudyError, subject};
use crate::study::trial::Trial;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A scenario about which a question is asked.
#[derive(Clone, Debug)]
pub struct Case {
    base: Base,
    /// What the command line lays over it before anything is varied.
    overrides: Vec<String>,
    threads: usize,
    /// The scenario as it stands.
    loaded: Loaded,
    /// The file of its network, if growth is `observed`.
    network: Option<InputFile>,
}

/// Why a variant has no outcome.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VariantError {
    /// It is no scenario.
    #[error(transparent)]
    Input(#[from] Diagnostics),
    /// It cannot be lived or paid.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The network is not the one that the question was asked about.
    #[error(
        "{0} was altered or taken away while the question was worked on: put it back as it was"
    )]
    InputChanged(PathBuf),
}

impl VariantError {
    /// Whether it is the program's time that ran out and not the variant that is wrong.
    #[must_use]
    pub fn is_interrupt(&self) -> bool {
        matches!(self, VariantError::Study(StudyError::Interrupted { .. }))
    }

    /// The reason on one line.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            VariantError::Input(Diagnostics(faults)) => {
                let said = faults.iter().map(|fault| match fault.label.as_str() {
                    "" => fault.message.clone(),
                    label => format!("{}: {label}", fault.message),
                });
                said.collect::<Vec<_>>().join("; ")
            }
            VariantError::Study(error) => error.to_string().replace('\n', " "),
            VariantError::InputChanged(_) => self.to_string(),
        }
    }
}

impl Case {
    /// Opens a scenario file, or a built-in scenario by its name.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it as it stands: a question is asked about a scenario
    /// that can be run.
    pub fn open(source: &str, overrides: &[String], threads: usize) -> Result<Case, VariantError> {
        Case::of(Base::open(source)?, overrides, threads)
    }

    /// Opens a scenario as it was written and kept; files that it names are looked for beside
    /// `path`.
    ///
    /// # Errors
    ///
    /// As [`Case::open`].
    pub fn open_again(
        written: &Written,
        path: &Path,
        overrides: &[String],
        threads: usize,
    ) -> Result<Case, VariantError> {
        Case::of(Base::of_written(written, path), overrides, threads)
    }

    fn of(base: Base, overrides: &[String], threads: usize) -> Result<Case, VariantError> {
        let mut loaded = base.read(overrides, LANGUAGE)?;
        let network = read::enrol(&mut loaded)?;
        let plans = Plan::build_all(&loaded.scenario)?;
        memory::allot(&loaded.scenario, &plans, threads, Seen::Accounts)
            .map_err(StudyError::from)?;
        Ok(Case {
            base,
            overrides: overrides.to_vec(),
            threads,
            loaded,
            network,
        })
    }

    /// The files, for what can be varied.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The scenario as it stands.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.loaded.scenario
    }

    /// What should be known about it.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.loaded.warnings
    }

    /// The scenario as text with nothing left to default.
    #[must_use]
    pub fn resolved(&self) -> &str {
        &self.loaded.resolved
    }

    /// The files it was read from.
    #[must_use]
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.loaded.sources
    }

    /// The file of its network, if growth is `observed`.
    #[must_use]
    pub fn network(&self) -> Option<&InputFile> {
        self.network.as_ref()
    }

    /// Whether the file lists worlds, of which a question is asked without them.
    #[must_use]
    pub fn lists_worlds(&self) -> bool {
        self.base.lists_worlds()
    }

    /// The overrides of the command line.
    #[must_use]
    pub fn overrides(&self) -> &[String] {
        &self.overrides
    }

    /// The currency of all amounts.
    #[must_use]
    pub fn currency(&self) -> &Currency {
        &self.loaded.scenario.currency
    }

    /// The names of the plans in their order.
    #[must_use]
    pub fn plans(&self) -> Vec<String> {
        let plans = self.loaded.scenario.plans.iter();
        plans.map(|plan| plan.name.clone()).collect()
    }

    /// The place of the baseline among the plans.
    #[must_use]
    pub fn baseline(&self) -> usize {
        self.loaded.scenario.comparison.baseline
    }

    /// As many threads as there may be.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// What is studied before anything is varied.
    ///
    /// # Errors
    ///
    /// As [`Case::variant`], which it was opened with.
    pub fn subject(&self) -> Result<Subject, VariantError> {
        let plans = Plan::build_all(&self.loaded.scenario)?;
        Ok(subject(&self.loaded.scenario, None, &plans))
    }

    /// The scenario with values laid over it, its network read and its plans built.
    ///
    /// # Errors
    ///
    /// What is wrong with the variant.
    pub fn variant(&self, sets: &[String]) -> Result<(Scenario, Vec<Plan>), VariantError> {
        let overrides: Vec<String> = self.overrides.iter().chain(sets).cloned().collect();
        let mut loaded = self.base.read(&overrides, LANGUAGE)?;
        match (read::enrol(&mut loaded), &self.network) {
            (Ok(Some(found)), Some(before)) if found.sha256 != before.sha256 => {
                return Err(VariantError::InputChanged(found.path));
            }
            (Err(_), Some(before)) if !before.is_as_it_was() => {
                return Err(VariantError::InputChanged(before.path.clone()));
            }
            (enrolled, _) => drop(enrolled?),
        }
        let plans = Plan::build_all(&loaded.scenario)?;
        Ok((loaded.scenario, plans))
    }

    /// The outcomes of a variant.
    ///
    /// # Errors
    ///
    /// Why it has none.
    pub fn try_out(&self, sets: &[String], progress: &Progress) -> Result<Trial, VariantError> {
        let (scenario, plans) = self.variant(sets)?;
        Ok(Trial::run(&scenario, &plans, self.threads, progress)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use crate::study::interval::Estimator;
    use crate::what_if::testing::{mean_net, small_ebook};

    #[test]
    fn a_variant_differs_in_what_was_varied_alone() {
        let case = small_ebook(5, 50);
        let trial = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
            case.try_out(&sets, &Progress::default()).unwrap()
        };
        let as_it_stands = trial(&[]);
        assert_eq!(as_it_stands, trial(&["product.price=20"]));
        let fee = trial(&["costs.expenses=11"]);
        let mean_net = mean_net(1);
        // The same people with the same luck, each a dollar poorer.
        let (own, base) = (fee.column(&mean_net), as_it_stands.column(&mean_net));
        for (own, base) in own.iter().zip(&base) {
            let less = base.value().unwrap() - own.value().unwrap();
            assert!((less - 100.0).abs() < 1e-6, "{less}");
        }
        let known = as_it_stands.estimate(&mean_net, &mut Estimator::default());
        assert!(known.low < known.high);
    }

    #[test]
    fn a_variant_that_cannot_be_says_why() {
        let error = small_ebook(5, 50)
            .try_out(&["growth.participants=0".to_owned()], &Progress::default())
            .unwrap_err();
        assert!(error.reason().contains("growth.participants"), "{error:?}");
        assert!(!error.is_interrupt());
    }

    #[test]
    fn a_network_that_changes_meanwhile_is_no_point_that_fails() {
        let place = tempfile::tempdir().unwrap();
        let (net, town) = (place.path().join("net.csv"), place.path().join("town.toml"));
        fs::write(&net, "id,sponsor\na,\nb,a\n").unwrap();
        fs::write(
            &town,
            "[scenario]\nname = 's'\nreplications = 2\n[product]\nprice = 10\n\
             [growth]\nlaw = 'observed'\nfile = 'net.csv'\n[sales]\nlaw = 'rate'\nmean = 2\n\
             [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\nrate = 0.1\n",
        )
        .unwrap();
        let case = Case::open(town.to_str().unwrap(), &[], 1).unwrap();
        assert!(case.variant(&[]).is_ok());
        let refused = || {
            let error = case.variant(&["product.price=11".to_owned()]).unwrap_err();
            assert!(matches!(error, VariantError::InputChanged(_)), "{error}");
        };
        fs::write(&net, "id,sponsor\na,\nb,\n").unwrap();
        refused();
        fs::write(&net, "id,sponsor\na,b\nb,a\n").unwrap();
        refused();
        fs::remove_file(&net).unwrap();
        refused();
    }
}
