//! What is refused, as users see it.

use downline::plan::LANGUAGE;
use downline::scenario;

use super::referral;

fn refused(rules: &str) -> String {
    let text = format!(
        "[scenario]\nname = \"refused\"\n[growth]\nlaw = \"fixed\"\nparticipants = 9\n\
         [sales]\nlaw = \"fixed\"\nunits = 1\n[product]\nprice = 10.00\n{rules}\n{}",
        referral("plan", "0.1")
    );
    let faults = scenario::load_text("refused.toml", &text, &[], LANGUAGE).unwrap_err();
    faults.to_string()
}

#[test]
fn earnings_cannot_matter_in_a_shared_world() {
    insta::assert_snapshot!(refused(
        "[quitting]\nhazard = 0.1\nloss_tolerance = 50.00\nhazard_in_loss = 0.2"
    ));
    insta::assert_snapshot!(refused("[quitting]\nloss_tolerance = 50.00"));
}

#[test]
fn values_out_of_their_ranges_are_told() {
    insta::assert_snapshot!(refused(
        "[quitting]\nmax_tenure = 0\nsocial = 1.5\n[reputation]\napproach = \"hidden\"\nrecovery = -1"
    ));
}

#[test]
fn an_open_approach_conceals_nothing() {
    insta::assert_snapshot!(refused("[reputation]\nearly_quit = 0.2"));
}
