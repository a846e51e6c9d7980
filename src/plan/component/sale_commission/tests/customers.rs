//! Whose customer someone is, and what a refund takes back.

use crate::books::{Contact, ContactKind, NO_PARTICIPANT};
use crate::observed::{Builder, NewOrder};

use super::{customer, pay};

/// An order that names no participant.
fn unclaimed(number: u32, day: u32, amount: i64) -> NewOrder {
    NewOrder {
        participant: NO_PARTICIPANT,
        ..customer(number, day, amount)
    }
}

fn contact(kind: ContactKind, customer: u32, participant: u32, day: u32) -> Contact {
    Contact {
        customer,
        participant,
        kind,
        day,
        next_order: 0,
    }
}

#[test]
fn the_sign_up_binds_inside_the_window_sc_13_sc_15() {
    let (sam, kim) = (0, 1);
    let mut network = Builder::new();
    network.member("sam", None);
    network.member("kim", None);
    network
        .contact(1, contact(ContactKind::Click, 1, sam, 0))
        .contact(1, contact(ContactKind::Click, 2, kim, 0))
        .contact(1, contact(ContactKind::Signup, 1, NO_PARTICIPANT, 30))
        .contact(1, contact(ContactKind::Signup, 2, NO_PARTICIPANT, 31));
    network.order(unclaimed(2, 32, 50_000));
    let first = network.order(unclaimed(1, 40, 10_000));
    let second = network.order(unclaimed(1, 50, 10_000));
    for (sale, day) in [(first, 100), (second, 111)] {
        network.order(NewOrder {
            refund_of: Some(sale),
            ..unclaimed(1, day, 10_000)
        });
    }
    let rule = "rate = 0.30\nattribution = { model = \"first_click\" }";
    assert_eq!(
        pay(rule, &network),
        [[3_000, 0]],
        "day 60 claws back, day 61 does not"
    );
    let rule = "rate = 0.30\nattribution = { binds_customer = false, window_days = 50 }";
    assert_eq!(
        pay(rule, &network),
        [[3_000, 15_000]],
        "the window limits every payment"
    );
}

#[test]
fn which_contact_decides() {
    let mut network = Builder::new();
    for id in ["a", "b", "c"] {
        network.member(id, None);
    }
    network
        .contact(1, contact(ContactKind::Click, 9, 0, 0))
        .contact(1, contact(ContactKind::Click, 9, 1, 20))
        .contact(1, contact(ContactKind::Coupon, 9, 2, 60));
    for day in [25, 40, 60, 95] {
        network.order(unclaimed(9, day, 1_000));
    }
    let model =
        |rest: &str| pay(&format!("rate = 0.1\nattribution = {{ {rest} }}"), &network).remove(0);
    assert_eq!(
        model("model = \"first_click\""),
        [400, 0, 0],
        "bound on day 25"
    );
    assert_eq!(model("model = \"last_click\""), [0, 400, 0]);
    assert_eq!(
        model("model = \"lifetime\", binds_customer = false"),
        [400, 0, 0]
    );
    assert_eq!(
        model("model = \"first_click\", binds_customer = false"),
        [100, 100, 0],
        "on day 40 the first click inside the window is b's"
    );
    assert_eq!(
        model("model = \"last_click\", binds_customer = false"),
        [0, 200, 0]
    );
    assert_eq!(model("model = \"coupon\""), [0, 0, 200]);
    assert_eq!(
        model("model = \"coupon\", binds_customer = false"),
        [0, 0, 100]
    );
    assert_eq!(pay("rate = 0.1", &network), [[0, 0, 0]], "nobody sold it");
}

#[test]
fn a_refund_in_the_same_period_is_as_if_the_sale_had_not_been() {
    let mut network = Builder::new();
    let a = network.member("a", None);
    let kept = network.order(customer(1, 0, 20_000));
    let gone = network.order(customer(2, 1, 10_000));
    for (sale, number, amount) in [(kept, 1, 5_000), (gone, 2, 10_000)] {
        network.order(NewOrder {
            refund_of: Some(sale),
            ..customer(number, 3, amount)
        });
    }
    network.sale(a, 1, 1_000);
    let scale = "brackets = [{ min = 0, rate = 0.1 }, { min = 161, rate = 0.2 }]";
    assert_eq!(
        pay(scale, &network),
        [[1_600]],
        "160 are left, below the bracket"
    );
    assert_eq!(
        pay("flat = 3", &network),
        [[600]],
        "the sale that is gone earns no flat amount"
    );
}

#[test]
fn a_later_refund_takes_back_what_was_paid_then() {
    let mut network = Builder::new();
    network.days(30);
    let a = network.member("a", None);
    let sale = network.order(customer(1, 0, 20_000));
    network.order(customer(2, 29, 10_000));
    let of = |day: u32, period: u32, amount: i64| NewOrder {
        refund_of: Some(sale),
        period,
        ..customer(1, day, amount)
    };
    network.order(of(30, 2, 5_000));
    network.order(of(60, 3, 9_000));
    network.order(of(61, 3, 6_000));
    network.sale(a, 2, 1_000);
    network.rank(a, 1, "low").rank(a, 2, "top");
    let rule = "rate_by_rank = { low = 0.1, top = 0.5 }";
    assert_eq!(
        pay(rule, &network),
        [[3_000], [500 - 500], [-900]],
        "at a tenth, not a half; day 61 is too late"
    );
    // 300 in all: the sale made 10 + 20 of slices at 5 and 15 % of the first 100.
    let slices = "brackets = [{ min = 0, rate = 0.05 }, { min = 100, rate = 0.15 }]\nbracket_mode = \"marginal\"";
    assert_eq!(
        pay(slices, &network),
        [[3_500], [50 - 500], [-900]],
        "200.00 earned 20.00: a quarter of it goes back, then nine twentieths"
    );
    network.active(a, 2, false);
    assert_eq!(
        pay(rule, &network),
        [[3_000], [-500], [-900]],
        "who is inactive is paid nothing and still owes it; the sale of period 2 is lost"
    );
    network.active(a, 1, false);
    assert_eq!(
        pay(rule, &network),
        [[0], [0], [0]],
        "what was never paid is not taken back"
    );
}
