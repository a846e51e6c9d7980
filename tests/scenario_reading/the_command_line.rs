//! `--set`.

use super::*;

#[test]
fn a_set_reaches_any_key() {
    let loaded = load(
        "ebook",
        &[
            "scenario.title=Is it worth it?".to_owned(),
            "sales.conversion=0.01".to_owned(),
            "people.skill.sigma='0.25'".to_owned(),
            "plans.mlm.component.level_commission.rates=[0.1,0.05]".to_owned(),
            "plans.0.component.0.rate=0.4".to_owned(),
            "plans.mlm.component.level_commission.rates.1=0.06".to_owned(),
            "market.population=5000".to_owned(),
        ],
        LANGUAGE,
    )
    .unwrap();
    let scenario = &loaded.scenario;
    assert_eq!(scenario.title, "Is it worth it?");
    assert_eq!(scenario.people.skill, Ability::Lognormal { sigma: 0.25 });
    assert_eq!(scenario.market.population, Some(5000));
    let rates = scenario.plans[1].components[1].settings.shares("rates");
    assert_eq!(
        rates.iter().map(|rate| rate.to_f64()).collect::<Vec<_>>(),
        [0.1, 0.06]
    );
    assert_eq!(
        scenario.plans[0].components[0]
            .settings
            .share("rate")
            .to_f64(),
        0.4
    );
    same_after_resolving(&loaded);
}

#[test]
fn faults_point_at_what_was_typed() {
    for (typed, expected) in [
        ("growth.participants", "there is no `=`"),
        ("growth..x=1", "a part of the key is empty"),
        ("growth.participants=many", "must be a whole number"),
        ("plans.nobody.title=x", "there are \"referral\""),
        ("plans.referal.title=x", "did you mean `referral`?"),
        ("plans.1.title=x", "`plans` has no `1`"),
        (
            "plans.referral.component.charge.id=x",
            "\"sale_commission\"",
        ),
        ("product.price=[1", "the value is not TOML"),
        ("product.price=-1", "-1 is below 0"),
        ("sales.unit=1", "did you mean `sales.units`?"),
        ("extends=ebook", "cannot be set"),
        ("plans.referral.file=x", "cannot be set"),
        ("sales=3", "must be a table"),
    ] {
        let faults = faults(LEAST, &[typed]);
        let fault = faults.lines().find(|fault| fault.contains(expected));
        assert!(
            fault.is_some_and(|fault| fault.starts_with(&format!("--set {typed}: error["))),
            "{typed}: {faults}"
        );
    }
    let deep = format!("{}=1", vec!["a"; 50_000].join("."));
    assert!(faults(LEAST, &[&deep]).contains("so many parts"));
}

#[test]
fn later_sets_win() {
    let loaded = good(LEAST, &["product.price=1", "product.price=2"]);
    assert_eq!(loaded.scenario.product.price, Cents(200));
}
