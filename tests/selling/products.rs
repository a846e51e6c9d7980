//! Several products: shares, sums, names, points.

use super::{live, loaded, orders, pay, scenario};
use downline::books::NO_PRODUCT;
use downline::plan::LANGUAGE;
use downline::scenario::types::Scenario;
use statrs::distribution::{ChiSquared, ContinuousCDF};

const MIX: &str = "[[products]]\nname = \"cream\"\nweight = 5\nprice = 10.00\nwholesale = 7.00\ncommissionable = 8.00\ncost_of_goods = 2.00\n\
     [[products]]\nname = \"pills\"\nweight = 3\nprice = 25.00\ncost_of_goods = 4.00\n\
     [[products]]\nname = \"tea\"\nweight = 2\nprice = 4.99\ncommissionable = 3.33\n";

const PEOPLE: &str = "[growth]\nlaw = \"fixed\"\nparticipants = 2000\n";

#[test]
fn sales_are_of_each_product_as_often_as_its_weight_says() {
    let seen = orders(
        &scenario(&format!(
            "{MIX}{PEOPLE}[sales]\nlaw = \"fixed\"\nunits = 5\n"
        )),
        1,
    );
    let mut counts = [0_u32; 3];
    for order in &seen[0] {
        counts[usize::from(order.product)] += 1;
        let (price, volume) =
            [(10_00, 8_00), (25_00, 25_00), (4_99, 3_33)][usize::from(order.product)];
        assert_eq!((order.price, order.commissionable), (price, volume));
    }
    let total = f64::from(counts.iter().sum::<u32>());
    let statistic: f64 = counts
        .iter()
        .zip([0.5, 0.3, 0.2])
        .map(|(&count, share)| (f64::from(count) - total * share).powi(2) / (total * share))
        .sum();
    let p = ChiSquared::new(2.0).unwrap().sf(statistic);
    assert!(p > 0.001, "{counts:?}: p = {p}");
}

/// The columns are the sums of the orders, with and without a spread order value.
#[test]
fn columns_are_the_sums_of_orders() {
    for order_value in [
        "",
        "order_value = { law = \"lognormal\", median = 12.00, sigma = 0.7 }\n",
    ] {
        let scenario = scenario(&format!(
            "[horizon]\nperiods = 3\n{MIX}{PEOPLE}[sales]\nlaw = \"rate\"\nmean = 2\nreorder = 0.4\nrefund = 0.1\n{order_value}"
        ));
        for (sold, orders) in live(&scenario, 1).iter().zip(orders(&scenario, 1)) {
            let mut price = vec![0; sold.price.len()];
            let mut volume = price.clone();
            let mut units = vec![0_i64; price.len()];
            for order in &orders {
                price[order.participant as usize] += order.price;
                volume[order.participant as usize] += order.commissionable;
                units[order.participant as usize] += if order.is_refund() { -1 } else { 1 };
            }
            assert_eq!(price, sold.price);
            assert_eq!(volume, sold.volume);
            assert!(
                units
                    .iter()
                    .zip(&sold.units)
                    .all(|(&units, &of_column)| units == i64::from(of_column))
            );
        }
    }
}

/// Under a spread order value every product's price scales by the factor the first one's
/// would have had at the same address.
#[test]
fn a_spread_order_value_scales_every_product_alike() {
    let spread = "[sales]\nlaw = \"fixed\"\nunits = 3\norder_value = { law = \"lognormal\", median = 12.00, sigma = 0.7 }\n";
    let of = |product: &str| orders(&scenario(&format!("{product}{PEOPLE}{spread}")), 1).remove(0);
    let one = of("[product]\nprice = 10.00\ncommissionable = 8.00\n");
    for (mixed, one) in of(MIX).iter().zip(&one) {
        assert_eq!(mixed.participant, one.participant);
        let list = [10_00, 25_00, 4_99][usize::from(mixed.product)];
        // Rounded half up to the cent.
        assert_eq!(mixed.price, (2 * list * one.price + 10_00) / 20_00);
    }
}

#[test]
fn one_product_in_a_mix_is_the_one_product() {
    let values = "price = 10.00\nwholesale = 6.00\ncommissionable = 8.00\ncost_of_goods = 2.00\n";
    let rest = format!(
        "{PEOPLE}[horizon]\nperiods = 2\n[sales]\nlaw = \"rate\"\nmean = 2\nreorder = 0.4\n\
         order_value = {{ law = \"lognormal\", median = 12.00, sigma = 0.7 }}\n"
    );
    let one = scenario(&format!("[product]\n{values}{rest}"));
    let mixed = scenario(&format!("[[products]]\nname = \"only\"\n{values}{rest}"));
    assert_eq!(live(&one, 1), live(&mixed, 1));
    assert!(
        orders(&one, 1)[0]
            .iter()
            .all(|order| order.product == NO_PRODUCT)
    );
    assert!(orders(&mixed, 1)[0].iter().all(|order| order.product == 0));
}

fn one_seller(tables: &str, plan: &str) -> Scenario {
    loaded(&format!(
        "[scenario]\nname = \"one\"\n{tables}\n[growth]\nlaw = \"fixed\"\nparticipants = 1\ncount_founders = true\n\
         [[plans]]\nname = \"plan\"\n{plan}"
    ))
}

/// A tenth of the pills alone: 25.00 each.
#[test]
fn a_commission_on_one_product_is_paid_on_its_orders() {
    let scenario = one_seller(
        &format!("{MIX}[sales]\nlaw = \"fixed\"\nunits = 40\n"),
        "[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\nproduct = \"pills\"\n",
    );
    let pills = orders(&scenario, 1)[0]
        .iter()
        .filter(|order| order.product == 1)
        .count() as i64;
    assert!(pills > 0);
    assert_eq!(pay(&scenario, |_| ()).commissions, [pills * 2_50]);
}

/// Two units for himself of the first product, 6 points each, and one sale of 6 make 18:
/// enough for 18, not for 18.0001. A product without points of its own has its volume's.
#[test]
fn points_are_the_products_own() {
    let at_least = |points: &str| {
        one_seller(
            "[[products]]\nname = \"cream\"\nprice = 10.00\npoints = 6\n\
             [[products]]\nname = \"tea\"\nweight = 0\nprice = 5.00\n\
             [costs]\nown_purchase = { units = 2 }\n[sales]\nlaw = \"fixed\"\nunits = 1\n",
            &format!(
                "activity = {{ min_points = \"{points}\" }}\n\
                 [[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
            ),
        )
    };
    assert_eq!(pay(&at_least("18"), |_| ()).commissions, [1_00]);
    assert_eq!(pay(&at_least("18.0001"), |_| ()).commissions, [0]);
    let tea = at_least("25")
        .offers
        .iter()
        .map(|offer| offer.product.points)
        .collect::<Vec<_>>();
    assert_eq!(tea, [60_000, 50_000]);
}

/// What cannot be meant is refused with its line.
#[test]
fn faults_of_a_mix_are_found() {
    let rest = "[growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 1\n\
                [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n";
    for (tables, code) in [
        (
            "[product]\nprice = 1\n[[products]]\nname = \"a\"\nprice = 1\n",
            "S042",
        ),
        (
            "[[products]]\nname = \"a\"\nprice = 1\n[[products]]\nname = \"a\"\nprice = 2\n",
            "S043",
        ),
        (
            "[[products]]\nname = \"a\"\nprice = 1\nweight = 0\n",
            "S044",
        ),
        (
            "[[products]]\nname = \"a\"\nprice = 1\nwholesale = 2\n",
            "S033",
        ),
        (
            "[[products]]\nname = \"a\"\nprice = 1\npoints = 0.00001\n",
            "S015",
        ),
        ("[[products]]\nname = \"a\"\n", "S011"),
    ] {
        let text = format!("[scenario]\nname = \"faulty\"\n{tables}{rest}");
        let faults = downline::scenario::load_text("faulty.toml", &text, &[], LANGUAGE)
            .expect_err(code)
            .to_string();
        assert!(faults.contains(code), "{code}: {faults}");
    }
    let text =
        format!("[scenario]\nname = \"faulty\"\n[product]\nprice = 0\ncost_of_goods = 1\n{rest}")
            .replace(
                "units = 1\n",
                "units = 1\norder_value = { law = \"lognormal\", median = 1, sigma = 1 }\n",
            );
    let faults = downline::scenario::load_text("faulty.toml", &text, &[], LANGUAGE)
        .expect_err("S045")
        .to_string();
    assert!(faults.contains("S045"), "{faults}");
}

/// The resolved form reads back as the same scenario.
#[test]
fn a_mix_resolves_to_itself() {
    let text = format!(
        "[scenario]\nname = \"mix\"\n{MIX}{PEOPLE}[sales]\nlaw = \"fixed\"\nunits = 1\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    let first = downline::scenario::load_text("mix.toml", &text, &[], LANGUAGE).unwrap();
    let again = downline::scenario::load_text("again.toml", &first.resolved, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}\n{}", first.resolved));
    assert_eq!(first.scenario, again.scenario);
    let set = ["products.1.price=30".to_owned()];
    let dearer = downline::scenario::load_text("mix.toml", &text, &set, LANGUAGE).unwrap();
    assert_eq!(dearer.scenario.offers[1].product.price.0, 30_00);
}
