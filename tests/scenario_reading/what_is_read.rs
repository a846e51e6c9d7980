//! What is accepted, and as what.

use super::*;

#[test]
fn defaults_are_those_of_the_reference() {
    let scenario = good(LEAST, &[]).scenario;
    assert_eq!(scenario.title, "least");
    assert_eq!(scenario.currency.code, "USD");
    assert_eq!((scenario.seed, scenario.replications), (1, 1000));
    assert_eq!(scenario.horizon.periods, 1);
    assert_eq!(scenario.people.contacts, 100);
    assert_eq!(scenario.people.skill, Ability::Constant);
    assert_eq!(scenario.product.wholesale, Cents(2000));
    assert_eq!(scenario.product.commissionable, Cents(2000));
    assert_eq!(scenario.comparison.large, Cents(2000));
    assert_eq!(scenario.comparison.baseline, 0);
    assert_eq!(scenario.plans[0].components[0].id, "sale_commission");
}

#[test]
fn decimals_are_exact_however_they_are_written() {
    for written in [
        "0.123456789",
        "'0.123456789'",
        "123456789e-9",
        "0.1234567890",
    ] {
        let loaded = good(
            &LEAST.replace("rate = 0.5", &format!("rate = {written}")),
            &[],
        );
        let rate = loaded.scenario.plans[0].components[0]
            .settings
            .share("rate");
        assert_eq!(rate.numerator_over(9), 123_456_789, "{written}");
    }
    let loaded = good(&LEAST.replace("20.00", "'999999999.99'"), &[]);
    assert_eq!(loaded.scenario.product.price, Cents(99_999_999_999));
}

#[test]
fn amounts_have_the_decimals_of_the_currency() {
    let yen = LEAST.replace("name = 'least'", "name = 'least'\ncurrency = 'JPY'");
    assert!(faults(&yen.replace("20.00", "20.5"), &[]).contains("JPY has no decimals"));
    assert_eq!(good(&yen, &[]).scenario.product.price, Cents(20));
    let dinar = LEAST.replace("name = 'least'", "name = 'least'\ncurrency = 'KWD'");
    assert_eq!(
        good(&dinar.replace("20.00", "20.125"), &[])
            .scenario
            .product
            .price,
        Cents(20_125)
    );
}

#[test]
fn components_without_an_id_are_numbered_by_type() {
    let component = "[[plans.component]]\ntype = 'sale_commission'\n";
    let twice = good(&format!("{LEAST}{component}"), &[]).scenario;
    assert_eq!(twice.plans[0].components[1].id, "sale_commission-2");
    let named = "[[plans.component]]\ntype = 'charge'\nid = 'sale_commission-2'\n";
    let loaded = good(&format!("{LEAST}{component}{named}{component}"), &[]);
    let ids: Vec<&str> = loaded.scenario.plans[0]
        .components
        .iter()
        .map(|component| component.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "sale_commission",
            "sale_commission-3",
            "sale_commission-2",
            "sale_commission-4"
        ]
    );
    same_after_resolving(&loaded);
}

#[test]
fn the_laws_carry_their_own_keys() {
    let slots = good(LEAST, &["growth.attachment=slots", "growth.width=3"]).scenario;
    let GrowthLaw::Fixed { attachment, .. } = slots.growth.law else {
        panic!("{:?}", slots.growth.law);
    };
    assert_eq!(attachment, Attachment::Slots { width: 3 });
    let rate = good(LEAST, &["sales.law=rate", "sales.mean=2.5"]).scenario;
    assert_eq!(
        rate.sales.law,
        SalesLaw::Rate {
            mean: 2.5,
            dispersion: None
        }
    );
    let chain = good(LEAST, &["growth.max_recruits=2"]).scenario;
    assert_eq!(chain.growth.max_recruits, Some(2));
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_no_fault() {
    let folder = TempDir::new().unwrap();
    let text = format!("\u{feff}{}", LEAST.replace('\n', "\r\n"));
    let path = file(&folder, "dos.toml", text);
    assert_eq!(
        load(&path, &[], LANGUAGE).unwrap().scenario,
        good(LEAST, &[]).scenario
    );
    // Columns are counted from the first visible character.
    assert!(faults("\u{feff}seed = 1", &[]).contains("test.toml:1:1: error[S010]"));
}

#[test]
fn the_resolved_form_survives_awkward_text() {
    let loaded = good(
        LEAST,
        &[
            r#"scenario.title="""a "quote", a \\ and a 'quote'""""#,
            r#"scenario.description="two\nlines, é, \u0007, # no comment""#,
            "costs.kit={price=10,commissionable='5.5'}",
            "growth.arrivals=[1]",
            "market.population=9",
        ],
    );
    assert!(loaded.scenario.description.contains("two\nlines"));
    same_after_resolving(&loaded);
}
