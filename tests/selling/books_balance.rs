//! Whatever is switched on together: a scenario that is accepted runs, and its books
//! balance in every replication (model.md §9).

use proptest::prelude::*;

use super::loaded;
use downline::plan::Plan;
use downline::study::run::{Progress, RunOptions, Seen, run};

fn ability() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("{}".to_owned()),
        (0.0..2.0_f64).prop_map(|sigma| format!("{{ law = \"lognormal\", sigma = {sigma:.3} }}")),
        (0.5..20.0_f64).prop_map(|shape| format!("{{ law = \"gamma\", shape = {shape:.3} }}")),
        (1.1..5.0_f64).prop_map(|alpha| format!("{{ law = \"pareto\", alpha = {alpha:.3} }}")),
    ]
}

fn people() -> impl Strategy<Value = String> {
    (ability(), ability(), -1.0..=1.0_f64, 0..60_u32).prop_map(
        |(skill, reach, correlation, contacts)| {
            format!(
                "[people]\nskill = {skill}\nreach = {reach}\ncorrelation = {correlation:.2}\n\
                 contacts = {contacts}\nhours = 3\nrecruiting_hours = 2\nwage = 9.99\n"
            )
        },
    )
}

fn sales() -> impl Strategy<Value = String> {
    let law = prop_oneof![
        (0..30_u32, 0.0..=1.0_f64, 0.0..4.0_f64).prop_map(|(contacts, conversion, renewal)| {
            format!(
                "law = \"funnel\"\ncontacts_per_period = {contacts}\nconversion = {conversion:.2}\nrenewal = {renewal:.2}\n"
            )
        }),
        (0.0..6.0_f64).prop_map(|mean| format!("law = \"rate\"\nmean = {mean:.2}\n")),
        (0.0..6.0_f64, 0.5..9.0_f64).prop_map(|(mean, dispersion)| {
            format!(
                "law = \"rate\"\nmean = {mean:.2}\ndistribution = \"negative_binomial\"\ndispersion = {dispersion:.2}\n"
            )
        }),
        (0..5_u32).prop_map(|units| format!("law = \"fixed\"\nunits = {units}\n")),
    ];
    let order_value = prop_oneof![
        Just(String::new()),
        (1..5000_u32, 0.0..1.5_f64).prop_map(|(median, sigma)| {
            format!(
                "order_value = {{ law = \"lognormal\", median = {}.{:02}, sigma = {sigma:.2} }}\n",
                median / 100,
                median % 100
            )
        }),
    ];
    (
        law,
        order_value,
        0.0..=1.0_f64,
        0.0..=1.0_f64,
        0..4_u32,
        any::<bool>(),
    )
        .prop_map(|(law, order_value, reorder, refund, after, passed_on)| {
            let orphans = if passed_on { "sponsor" } else { "breakage" };
            format!(
                "[sales]\n{law}{order_value}reorder = {reorder:.2}\nrefund = {refund:.2}\n\
                 refund_after = {after}\norphans = \"{orphans}\"\n"
            )
        })
}

/// Price, wholesale, commissionable value and goods in cents, and perhaps points.
fn product() -> impl Strategy<Value = String> {
    (
        100..9000_i64,
        0..=100_i64,
        0..=100_i64,
        0..=100_i64,
        prop::option::of(0..50_u32),
    )
        .prop_map(|(price, wholesale, commissionable, goods, points)| {
            let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
            let points = points.map_or(String::new(), |points| format!("points = {points}.5\n"));
            format!(
                "price = {}\nwholesale = {}\ncommissionable = {}\ncost_of_goods = {}\n{points}",
                money(price),
                money(price * wholesale / 100),
                money(price * commissionable / 100),
                money(price * goods / 100),
            )
        })
}

fn products() -> impl Strategy<Value = String> {
    prop_oneof![
        product().prop_map(|product| format!("[product]\n{product}")),
        prop::collection::vec((product(), 0..9_u32), 1..4).prop_map(|products| {
            let mut text = String::new();
            for (number, (product, weight)) in products.into_iter().enumerate() {
                // The first is never without weight.
                let weight = weight + u32::from(number == 0);
                text.push_str(&format!(
                    "[[products]]\nname = \"p{number}\"\nweight = {weight}\n{product}"
                ));
            }
            text
        }),
    ]
}

fn growth() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "[growth]\nlaw = \"fixed\"\nparticipants = 60\n",
        "[growth]\nlaw = \"fixed\"\nparticipants = 60\nattachment = \"preferential\"\ncount_founders = true\nfounders = 3\n",
        "[growth]\nlaw = \"recruiting\"\nfounders = 2\napproaches = 4\nconversion = 0.2\n[market]\npopulation = 500\n",
    ])
}

fn plan() -> impl Strategy<Value = String> {
    let margin = prop::sample::select(vec![
        "",
        "[[plans.component]]\ntype = \"retail_margin\"\n",
        "[[plans.component]]\ntype = \"retail_margin\"\nmode = \"drop_ship\"\nrealised_price_factor = 0.93\n",
        "[[plans.component]]\ntype = \"retail_margin\"\nmargin_rate = 0.27\nresold_share = 0.8\n",
    ]);
    let settlement = prop::sample::select(vec![
        "",
        "[[plans.settlement]]\ntype = \"clawback\"\n",
        "[[plans.settlement]]\ntype = \"clawback\"\nscope = \"own\"\n",
        "[[plans.settlement]]\ntype = \"clawback\"\nmode = \"average_rate\"\n",
        "[[plans.settlement]]\ntype = \"clawback\"\nmode = \"volume\"\n",
    ]);
    let others = prop::sample::select(vec![
        "",
        "[[plans.settlement]]\ntype = \"ledger\"\n",
        "[[plans.settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = 0.1\n",
    ]);
    let sale = prop::sample::select(vec![
        "rate = 0.13\n",
        "rate = 0.13\nproduct = \"p1\"\n",
        "rate = 0.2\nmax_per_customer = 2\n",
        "flat = 0.31\nrate = 0.05\n",
    ]);
    let activity = prop::sample::select(vec!["", "activity = { min_points = 20 }\n"]);
    (margin, settlement, others, sale, activity).prop_map(
        |(margin, settlement, others, sale, activity)| {
            format!(
                "[[plans]]\nname = \"plan\"\n{activity}{margin}\
                 [[plans.component]]\ntype = \"sale_commission\"\n{sale}\
                 [[plans.component]]\ntype = \"level_commission\"\nrates = [0.07, 0.031, 0.013]\n\
                 {settlement}{others}"
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_accepted_scenario_runs_and_balances(
        people in people(),
        sales in sales(),
        products in products(),
        growth in growth(),
        plan in plan(),
        hazard in prop_oneof![Just(0.0), 0.0..0.6_f64],
        seed in 0..1_000_000_u32,
    ) {
        let text = format!(
            "[scenario]\nname = \"any\"\nseed = {seed}\nreplications = 3\n[horizon]\nperiods = 5\n\
             {growth}{people}{sales}{products}\
             [costs]\njoin_fee = 5.00\nkit = {{ price = 12.34, commissionable = 7.00 }}\nperiod_fee = 1.01\n\
             own_purchase = {{ units = 1, use_value = 0.37 }}\nexpenses = 3.21\n\
             [quitting]\nhazard = {hazard:.2}\n{plan}"
        );
        let scenario = loaded(&text);
        let plans = Plan::build_all(&scenario).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
        let options = RunOptions { threads: 1, seen: Seen::Accounts, precision: None };
        let outcome = run(&scenario, &plans, options, &Progress::default(), |_| (), |()| Ok(()));
        prop_assert!(outcome.is_ok(), "{}\n{text}", outcome.err().map_or(String::new(), |error| error.to_string()));
    }
}
