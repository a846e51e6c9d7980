//! `[growth]`: laws with laws of their own, and what contradicts itself there.

use super::*;
use downline::scenario::types::{Curve, Offspring};

/// The least scenario with another `[growth]`, over three periods.
fn with(growth: &str) -> String {
    LEAST.replace(
        "law = 'fixed'\nparticipants = 5",
        &format!("{growth}\n[horizon]\nperiods = 3"),
    )
}

fn fault_in(growth: &str) -> String {
    let faults = faults(&with(growth), &[]);
    assert_eq!(faults.lines().count(), 1, "{faults}");
    faults
}

#[test]
fn every_curve_and_offspring_resolves_to_itself() {
    for growth in [
        "law = 'curve'\ncurve = 'bass'\np = 0.01\nq = 0.4\nmarket = 500",
        "law = 'curve'\ncurve = 'logistic'\nrate = 0.9\nmarket = 500\nattachment = 'reach'",
        "law = 'curve'\ncurve = 'geometric'\nstart = 5\nrate = -0.25\nactive_only = true",
        "law = 'curve'\ncurve = 'table'\njoiners = [1, 2.5, 0]\nattachment = 'recent'\nhalf_life = 10",
        "law = 'galton_watson'\noffspring = 'poisson'\nmean = 1.1",
        "law = 'galton_watson'\noffspring = 'geometric'\nmean = 1.1\ngenerations = 3",
        "law = 'galton_watson'\noffspring = 'binomial'\nmean = 1\ntrials = 1",
        "law = 'galton_watson'\noffspring = 'table'\nchances = [0.5, 0.25, 0.25]\nmax_participants = 9",
        "law = 'fixed'\nparticipants = 9\nattachment = 'preferential'\nexponent = 1.5\noffset = '0.123456'",
        "law = 'observed'\nfile = 'network.csv'",
    ] {
        same_after_resolving(&good(&with(growth), &[]));
    }
}

#[test]
fn words_are_read_with_the_keys_they_bring() {
    let law = |growth: &str| good(&with(growth), &[]).scenario.growth.law;
    let GrowthLaw::Curve { curve, attachment } = law(
        "law = 'curve'\ncurve = 'logistic'\nrate = 0.5\nmarket = 7\nattachment = 'recent'\nhalf_life = 2",
    ) else {
        panic!("a curve");
    };
    let (rate, market) = (0.5, 7);
    assert_eq!(curve, Curve::Logistic { rate, market });
    assert_eq!(attachment, Attachment::Recent { half_life: 2.0 });
    let GrowthLaw::GaltonWatson { offspring, .. } =
        law("law = 'galton_watson'\noffspring = 'binomial'\nmean = 2\ntrials = 4")
    else {
        panic!("generations");
    };
    let (mean, trials) = (2.0, 4);
    assert_eq!(offspring, Offspring::Binomial { mean, trials });
}

#[test]
fn a_path_of_a_network_starts_from_where_it_was_written() {
    let text = with("law = 'observed'\nfile = 'network.csv'");
    let loaded = load_text("folder/test.toml", &text, &[], LANGUAGE).unwrap();
    assert_eq!(
        loaded.network.unwrap().path,
        Path::new("folder").join("network.csv")
    );
    let typed = ["growth.file=other.csv".to_owned()];
    let loaded = load_text("folder/test.toml", &text, &typed, LANGUAGE).unwrap();
    assert_eq!(loaded.network.unwrap().path, Path::new("other.csv"));
    assert!(good(LEAST, &[]).network.is_none());
}

#[test]
fn contradictions_are_refused_where_they_stand() {
    let bass = "law = 'curve'\ncurve = 'bass'\np = 0.01\nq = 0.4\nmarket = 5";
    let fault = fault_in(&format!("{bass}\nfounders = 6"));
    assert!(fault.starts_with("test.toml:8:10: error[S037]"), "{fault}");
    let fault = fault_in("law = 'curve'\ncurve = 'table'\njoiners = [1, 2]");
    assert!(fault.starts_with("test.toml:6:11: error[S036]"), "{fault}");
    assert!(fault.contains("give 3 numbers"), "{fault}");
    let fault = fault_in("law = 'galton_watson'\noffspring = 'poisson'\nmean = 1\ngenerations = 4");
    assert!(fault.starts_with("test.toml:7:15: error[S038]"), "{fault}");
    let fault = fault_in("law = 'galton_watson'\noffspring = 'binomial'\nmean = 3\ntrials = 2");
    assert!(fault.starts_with("test.toml:6:8: error[S039]"), "{fault}");
    let fault = fault_in("law = 'galton_watson'\noffspring = 'table'\nchances = [0.5, 0.4]");
    assert!(
        fault.contains("error[S039]") && fault.contains("0.9 together"),
        "{fault}"
    );
    let fault = fault_in("law = 'curve'\ncurve = 'geometric'\nstart = 100000\nrate = 900");
    assert!(fault.starts_with("test.toml:7:8: error[S034]"), "{fault}");
    let fault = fault_in(&format!("{bass}\n[market]\npopulation = 4"));
    assert!(fault.contains("error[S030]"), "{fault}");
    // A key of another curve is told to be that.
    let fault = fault_in("law = 'curve'\ncurve = 'geometric'\nstart = 1\nrate = 0\np = 0.1");
    assert!(
        fault.contains("error[S017]") && fault.contains("bass"),
        "{fault}"
    );
}
