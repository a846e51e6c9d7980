//! Reading scenarios as a user meets it: what is accepted, what is refused, and whether
//! the refusal says where, what and what else.

use std::fs;
use std::path::Path;

use downline::money::Cents;
use downline::plan::Plan;
use downline::plan::component::VARIANTS;
use downline::scenario::builtin;
use downline::scenario::diagnose::Diagnostics;
use downline::scenario::types::{Ability, Attachment, GrowthLaw, SalesLaw};
use downline::scenario::{Loaded, load, load_text};
use proptest::prelude::*;
use tempfile::TempDir;

/// The least that loads.
const LEAST: &str = "\
[scenario]
name = 'least'
[growth]
law = 'fixed'
participants = 5
[sales]
law = 'fixed'
units = 1
[product]
price = 20.00
[[plans]]
name = 'referral'
[[plans.component]]
type = 'sale_commission'
rate = 0.5
";

fn read(text: &str, overrides: &[&str]) -> Result<Loaded, Diagnostics> {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load_text("test.toml", text, &overrides, VARIANTS)
}

fn good(text: &str, overrides: &[&str]) -> Loaded {
    read(text, overrides).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The lines of all faults.
fn faults(text: &str, overrides: &[&str]) -> String {
    match read(text, overrides) {
        Ok(_) => panic!("this was accepted:\n{text}\n{overrides:?}"),
        Err(faults) => faults.to_string(),
    }
}

/// The only fault of the least scenario with one line replaced.
fn fault_of(line: &str, replacement: &str) -> String {
    assert!(LEAST.contains(line), "{line}");
    let faults = faults(&LEAST.replacen(line, replacement, 1), &[]);
    assert_eq!(faults.lines().count(), 1, "{faults}");
    faults
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn refused(path: &str) -> String {
    load(path, &[], VARIANTS).unwrap_err().to_string()
}

mod what_comes_with_the_program {
    use super::*;

    #[test]
    fn every_built_in_loads_without_a_warning_and_says_where_its_numbers_come_from() {
        for known in builtin::ALL {
            let loaded = load(known.name, &[], VARIANTS)
                .unwrap_or_else(|faults| panic!("{}:\n{faults}", known.name));
            assert_eq!(loaded.warnings, [], "{}", known.name);
            assert_eq!(loaded.scenario.name, known.name);
            let plans = Plan::build_all(&loaded.scenario).unwrap();
            assert_eq!(plans.len(), loaded.scenario.plans.len(), "{}", known.name);
            assert!(known.text.contains("illustrative"), "{}", known.name);
            assert!(loaded.scenario.title.ends_with('?'), "{}", known.name);
        }
    }

    #[test]
    fn the_plans_of_the_ebook_have_equal_budgets_in_rates() {
        let ebook = load("ebook", &[], VARIANTS).unwrap().scenario;
        let budget = ebook.company.payout_budget.unwrap().to_decimal();
        for plan in &ebook.plans {
            let paid: rust_decimal::Decimal = plan
                .components
                .iter()
                .flat_map(|component| match component.kind {
                    "sale_commission" => vec![component.settings.share("rate")],
                    "level_commission" => component.settings.shares("rates"),
                    other => panic!("{other}"),
                })
                .map(|rate| rate.to_decimal())
                .sum();
            assert_eq!(paid, budget, "{}", plan.name);
        }
    }

    #[test]
    fn gastwirth_pays_one_level_a_plan() {
        let gastwirth = load("gastwirth", &[], VARIANTS).unwrap().scenario;
        assert!(gastwirth.growth.count_founders);
        for (level, plan) in gastwirth.plans.iter().enumerate() {
            let [component] = plan.components.as_slice() else {
                panic!("{}", plan.name);
            };
            assert_eq!(plan.name, format!("level-{level}"));
            if level > 0 {
                let rates = component.settings.shares("rates");
                assert_eq!(rates.len(), level);
                let paying = rates.iter().filter(|rate| !rate.is_zero()).count();
                assert!(paying == 1 && rates[level - 1].to_f64() == 1.0);
            }
        }
        assert_eq!(gastwirth.plans.len(), 8);
    }

    #[test]
    fn the_resolved_form_of_every_built_in_loads_as_the_same_scenario() {
        for known in builtin::ALL {
            same_after_resolving(&load(known.name, &[], VARIANTS).unwrap());
        }
    }
}

fn same_after_resolving(loaded: &Loaded) {
    let again = good(&loaded.resolved, &[]);
    assert_eq!(again.scenario, loaded.scenario, "{}", loaded.resolved);
    assert_eq!(again.resolved, loaded.resolved);
}

mod what_is_read {
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
        assert_eq!(rate.sales.law, SalesLaw::Rate { mean: 2.5 });
        let chain = good(LEAST, &["growth.max_recruits=2"]).scenario;
        assert_eq!(chain.growth.max_recruits, Some(2));
    }

    #[test]
    fn a_byte_order_mark_and_carriage_returns_are_no_fault() {
        let folder = TempDir::new().unwrap();
        let text = format!("\u{feff}{}", LEAST.replace('\n', "\r\n"));
        let path = file(&folder, "dos.toml", text);
        assert_eq!(
            load(&path, &[], VARIANTS).unwrap().scenario,
            good(LEAST, &[]).scenario
        );
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
}

mod what_is_refused {
    use super::*;

    #[test]
    fn every_fault_of_a_file_is_reported_at_once_in_its_order() {
        let text = "\
[scenario]
name = 'two words'
replications = 0
[growth]
law = 'fixed'
particpants = 5
contacts = 7
[sales]
law = 'rate'
mean = 'many'
[product]
price = -20
[[plans]]
name = 'a'
[[plans.component]]
type = 'sale_comission'
";
        let places: Vec<String> = faults(text, &[])
            .lines()
            .map(|line| line.split(": `").next().unwrap().to_owned())
            .collect();
        let expected = [
            "test.toml:2:8: error[S018]",
            "test.toml:3:16: error[S014]",
            "test.toml:4:1: error[S011]",
            "test.toml:6:1: error[S010]",
            "test.toml:7:1: error[S010]",
            "test.toml:10:8: error[S013]",
            "test.toml:12:9: error[S014]",
            "test.toml:16:8: error[S016]",
        ];
        for (place, expected) in places.iter().zip(expected) {
            assert!(place.starts_with(expected), "{place} instead of {expected}");
        }
        assert_eq!(places.len(), expected.len());
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        assert_eq!(
            fault_of("units = 1", "units = 1\nreordr = 0.5"),
            "test.toml:9:1: error[S010]: there is no key `sales.reordr` \
             (sales.reordr: unknown key); did you mean `sales.reorder`?"
        );
        assert!(
            fault_of("participants = 5", "participants = 5\ncontacts = 5")
                .ends_with("did you mean `people.contacts`?")
        );
        assert!(fault_of("[scenario]", "[peple]\n[scenario]").ends_with("did you mean `people`?"));
        assert!(fault_of("[scenario]", "[plan]\n[scenario]").ends_with("did you mean `plans`?"));
    }

    #[test]
    fn a_key_of_another_law_names_the_law() {
        assert_eq!(
            fault_of("participants = 5", "participants = 5\napproaches = 2"),
            "test.toml:6:1: error[S017]: `growth.approaches` applies only with \
             `law = \"recruiting\"` (growth.approaches: here it is `law = \"fixed\"`); \
             remove `approaches`, or change `law`"
        );
        // Slots are a limit themselves, so `max_recruits` has no place beside them.
        let slots = "participants = 5\nattachment = 'slots'\nwidth = 2\nmax_recruits = 3";
        assert!(fault_of("participants = 5", slots).contains("S017"));
    }

    #[test]
    fn wrong_types_and_ranges() {
        for (line, replacement, code, words) in [
            ("units = 1", "units = 1.5", "S012", "a whole number"),
            ("units = 1", "units = '1'", "S012", "this is the text \"1\""),
            ("units = 1", "units = [1]", "S012", "this is a list"),
            ("units = 1", "units = 1979-05-27", "S012", "this is a date"),
            ("rate = 0.5", "rate = 1.4", "S014", "1.4 is above 1"),
            ("rate = 0.5", "rate = 40", "S014", "write 40 % as 0.4"),
            ("rate = 0.5", "rate = '40 %'", "S013", "write 0.4"),
            (
                "rate = 0.5",
                "rate = 0.0123456789",
                "S015",
                "more than 9 decimals",
            ),
            ("rate = 0.5", "rate = nan", "S013", "nan is not allowed"),
            ("rate = 0.5", "rate = 1e999", "S014", "far outside"),
            ("rate = 0.5", "rate = -0.1", "S014", "-0.1 is below 0"),
            ("20.00", "-0.01", "S014", "below 0"),
            ("20.00", "20.001", "S015", "USD has 2 decimals"),
            ("20.00", "1000000000.01", "S014", "above 1,000,000,000"),
            ("'least'", "'1st'", "S018", "a letter"),
            (
                "participants = 5",
                "participants = 0",
                "S014",
                "0 is below 1",
            ),
            (
                "participants = 5",
                "participants = 0x10000000000",
                "S014",
                "above",
            ),
            (
                "[product]",
                "[company]\nbudget_rule = 'rejct'\n[product]",
                "S016",
                "\"reject\"?",
            ),
            (
                "[product]",
                "[people]\nskill = 'lognormal'\n[product]",
                "S012",
                "{ law = \"lognormal\" }",
            ),
            (
                "[scenario]",
                "plans = 3\n[scenario]",
                "S004",
                "duplicate key",
            ),
        ] {
            let text = LEAST.replacen(line, replacement, 1);
            let faults = faults(&text, &[]);
            let found = faults.lines().find(|fault| fault.contains(code));
            assert!(
                found.is_some_and(|fault| fault.contains(words)),
                "{replacement}: no {code} with {words:?} in\n{faults}"
            );
        }
    }

    #[test]
    fn a_trillion_participants_are_refused_with_the_range_and_the_way_out() {
        assert_eq!(
            fault_of("participants = 5", "participants = 1_000_000_000_000"),
            "test.toml:5:16: error[S014]: `growth.participants` must be a whole number from 1 \
             to 4,000,000,000 (growth.participants: 1,000,000,000,000 is above 4,000,000,000); \
             lower it to at most 4,000,000,000"
        );
        let full = fault_of("participants = 5", "participants = 4_000_000_000");
        assert!(
            full.contains("S034") && full.contains("4,000,000,001 members"),
            "{full}"
        );
    }

    #[test]
    fn complete_trees_are_bounded_by_their_size() {
        let tree = |width: u32, depth: u32| {
            let text = LEAST.replace(
                "'fixed'\nparticipants = 5",
                "'complete'\nwidth = W\ndepth = D",
            );
            let text = text
                .replace('W', &width.to_string())
                .replace('D', &depth.to_string());
            read(&text, &[])
        };
        assert!(tree(2, 30).is_ok(), "2³¹ − 1 members fit");
        for (width, depth) in [(2, 31), (1_000_000, 1_000), (5, 20)] {
            let faults = tree(width, depth).unwrap_err().to_string();
            assert!(
                faults.contains("S034") && faults.contains("growth.depth"),
                "{faults}"
            );
        }
        assert!(tree(5, 0).unwrap_err().to_string().contains("0 is below 1"));
    }

    #[test]
    fn the_population_must_hold_everyone_who_joins() {
        let with = |population: u32| read(LEAST, &[&format!("market.population={population}")]);
        assert!(with(6).is_ok(), "five and a founder");
        let faults = with(5).unwrap_err().to_string();
        assert!(
            faults.contains("S030") && faults.contains("6 members"),
            "{faults}"
        );
        assert!(
            read(
                LEAST,
                &["market.population=5", "growth.count_founders=true"]
            )
            .is_ok()
        );
    }

    #[test]
    fn arrivals_have_a_weight_for_every_period() {
        let three = ["horizon.periods=3", "growth.arrivals=[1,2]"];
        assert!(faults(LEAST, &three).contains("S031"));
        let nobody = ["horizon.periods=2", "growth.arrivals=[0,0.0]"];
        assert!(faults(LEAST, &nobody).contains("S032"));
        good(LEAST, &["horizon.periods=2", "growth.arrivals=[0,'2.5']"]);
        assert!(faults(LEAST, &["growth.arrivals=[]"]).contains("S019"));
    }

    #[test]
    fn prices_must_fit_together() {
        assert!(faults(LEAST, &["product.wholesale=20.01"]).contains("S033"));
        let loaded = good(LEAST, &["product.commissionable=20.01"]);
        assert_eq!(loaded.warnings[0].code, "S050");
        let loaded = good(LEAST, &["costs.kit={price=1,commissionable=2}"]);
        assert_eq!(loaded.warnings[0].key, "costs.kit.commissionable");
    }

    #[test]
    fn plans_must_be_there_and_be_told_apart() {
        let world = LEAST.split("[[plans]]").next().unwrap();
        assert!(faults(world, &[]).contains("S020"));
        assert!(
            faults(&format!("plans = []\n{world}"), &[]).contains("test.toml:1:9: error[S020]")
        );
        let twice = format!("{LEAST}[[plans]]\nname = 'referral'\ncomponent = []\n");
        assert!(faults(&twice, &[]).contains("test.toml:17:8: error[S021]"));
        let same = "[[plans.component]]\ntype = 'charge'\nid = 'same'\n";
        let twice = format!("{LEAST}{same}{same}");
        assert!(faults(&twice, &[]).contains("test.toml:21:6: error[S022]"));
        let baseline = faults(LEAST, &["comparison.baseline=referal"]);
        assert!(baseline.contains("S023") && baseline.contains("did you mean `referral`?"));
        let nobody = good(&format!("{LEAST}[[plans]]\nname = 'nobody'\n"), &[]);
        assert_eq!(nobody.warnings[0].code, "S052");
    }

    #[test]
    fn a_single_bracket_is_recognised() {
        let single = LEAST.replace("[[plans]]", "[plans]");
        assert!(faults(&single, &[]).contains("write `[[plans]]`"));
    }

    #[test]
    fn several_syntax_errors_are_reported() {
        let faults = faults("name = \nseed = 1 2\ntitle = 'x\n", &[]);
        assert!(faults.lines().count() >= 3, "{faults}");
        assert!(
            faults.lines().all(|fault| fault.contains("S004")),
            "{faults}"
        );
    }

    #[test]
    fn a_file_that_is_no_scenario_does_not_flood_the_screen() {
        let table = "a,b,c\n".repeat(10_000);
        let faults = faults(&table, &[]);
        assert_eq!(faults.lines().count(), 101);
        assert!(faults.contains("more faults are not shown"));
    }
}

mod files {
    use super::*;

    #[test]
    fn what_is_no_readable_file() {
        let folder = TempDir::new().unwrap();
        assert!(refused("no-such-file.toml").contains("S001"));
        assert!(refused("ebok").contains("did you mean the built-in scenario `ebook`?"));
        assert!(refused(folder.path().to_str().unwrap()).contains("is a folder"));
    }

    #[test]
    fn text_that_is_not_utf8_is_refused_with_its_place() {
        let folder = TempDir::new().unwrap();
        let path = file(&folder, "latin1.toml", b"[scenario]\nname = 'caf\xe9'\n");
        let fault = refused(&path);
        assert!(fault.contains("latin1.toml:2:12: error[S003]"), "{fault}");
        assert!(
            fault.contains("byte 22") && fault.contains("0xE9"),
            "{fault}"
        );
    }

    #[test]
    fn a_file_of_a_gigabyte_is_refused_without_reading_it() {
        let folder = TempDir::new().unwrap();
        let path = file(&folder, "huge.toml", "");
        let huge = fs::OpenOptions::new().write(true).open(&path).unwrap();
        huge.set_len(1 << 30).unwrap();
        let fault = refused(&path);
        assert!(
            fault.contains("S002") && fault.contains("1024 MiB"),
            "{fault}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_source_without_end_is_refused() {
        assert!(refused("/dev/zero").contains("S002"));
    }

    #[test]
    fn a_plan_may_stand_in_its_own_file() {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("plans")).unwrap();
        file(
            &folder,
            "plans/two-tier.toml",
            "[plan]\nname = 'two-tier'\ntitle = 'Two tiers'\n\
             [[component]]\ntype = 'sale_commission'\nrate = 0.2\n\
             [[component]]\ntype = 'level_commission'\nrates = [0.1]\n",
        );
        let world = LEAST.split("[[plans]]").next().unwrap();
        let path = file(
            &folder,
            "world.toml",
            format!(
                "{world}[[plans]]\nfile = 'plans/two-tier.toml'\n\
                 [[plans]]\nname = 'other'\nfile = 'plans/two-tier.toml'\n"
            ),
        );
        let overrides = ["plans.other.component.level_commission.rates=[0.05]".to_owned()];
        let loaded = load(&path, &overrides, VARIANTS).unwrap();
        let plans = &loaded.scenario.plans;
        assert_eq!(plans[0].name, "two-tier");
        assert_eq!(
            (plans[1].name.as_str(), plans[1].title.as_str()),
            ("other", "Two tiers")
        );
        let rate = |plan: usize| plans[plan].components[1].settings.shares("rates")[0].to_f64();
        assert_eq!((rate(0), rate(1)), (0.1, 0.05));
        same_after_resolving(&loaded);
    }

    #[test]
    fn faults_of_a_plan_file_stand_in_the_plan_file() {
        let folder = TempDir::new().unwrap();
        file(
            &folder,
            "plan.toml",
            "[plan]\nname = 'a'\n[[component]]\ntype = 'sale_commission'\nrate = 2\n",
        );
        file(&folder, "odd.toml", "[plan]\nname = 'b'\n[[components]]\n");
        let world = LEAST.split("[[plans]]").next().unwrap();
        let refused_with =
            |plans: &str| refused(&file(&folder, "world.toml", format!("{world}{plans}")));
        assert!(
            refused_with("[[plans]]\nfile = 'plan.toml'\n").contains("plan.toml:5:8: error[S014]")
        );
        assert!(
            refused_with("[[plans]]\nfile = 'odd.toml'\n").contains("did you mean `component`?")
        );
        let missing = refused_with("[[plans]]\nfile = 'none.toml'\n");
        assert!(
            missing.contains("world.toml:12:8: error[S001]"),
            "{missing}"
        );
        let both = refused_with("[[plans]]\nfile = 'plan.toml'\ncomponent = []\n");
        assert!(both.contains("S024"), "{both}");
    }
}

mod bases {
    use super::*;

    #[test]
    fn tables_merge_and_lists_are_replaced() {
        let folder = TempDir::new().unwrap();
        file(&folder, "base.toml", LEAST);
        let path = file(
            &folder,
            "derived.toml",
            "extends = 'base.toml'\n[scenario]\nname = 'derived'\n[growth]\nfounders = 2\n\
             [[plans]]\nname = 'other'\ncomponent = [{ type = 'sale_commission' }]\n",
        );
        let loaded = load(&path, &[], VARIANTS).unwrap();
        assert_eq!(loaded.scenario.name, "derived");
        assert_eq!(loaded.scenario.growth.founders, 2);
        assert_eq!(loaded.scenario.product.price, Cents(2000));
        assert_eq!(loaded.scenario.plans.len(), 1);
        assert!(!loaded.resolved.contains("extends"));
        same_after_resolving(&loaded);
    }

    #[test]
    fn a_built_in_can_be_the_base_and_its_faults_say_so() {
        let text = "extends = 'ebook'\n[growth]\nparticipants = 30\n";
        assert_eq!(good(text, &[]).scenario.name, "ebook");
        let faults = faults(&format!("{text}[market]\npopulation = 1\n"), &[]);
        assert!(
            faults.starts_with("test.toml:5:14: error[S030]"),
            "{faults}"
        );
    }

    #[test]
    fn a_law_replaced_in_a_later_layer_takes_its_keys_along() {
        let text = "extends = 'ebook'\n[growth]\nlaw = 'complete'\nwidth = 2\ndepth = 3\n";
        let loaded = good(
            text,
            &[
                "people.skill.law=constant",
                "sales.law=rate",
                "sales.mean=1",
            ],
        );
        assert_eq!(loaded.scenario.people.skill, Ability::Constant);
        assert!(!loaded.resolved.contains("participants"));
        // In the same layer they contradict each other.
        let both = format!("{text}participants = 5\n");
        assert!(faults(&both, &[]).contains("S017"));
    }

    #[test]
    fn circles_are_refused() {
        let folder = TempDir::new().unwrap();
        let one = file(&folder, "one.toml", "extends = 'two.toml'\n");
        file(&folder, "two.toml", "extends = './one.toml'\n");
        let fault = refused(&one);
        assert!(fault.contains("two.toml:1:11: error[S005]"), "{fault}");
        let own = file(&folder, "own.toml", "extends = 'own.toml'\n");
        assert!(refused(&own).contains("S005"));
    }

    #[test]
    fn a_base_that_is_not_there_is_shown_where_it_is_named() {
        let fault = faults("extends = 'ebok'\n", &[]);
        assert!(fault.starts_with("test.toml:1:11: error[S001]"), "{fault}");
        assert!(
            fault.contains("did you mean the built-in scenario `ebook`?"),
            "{fault}"
        );
        assert!(faults("extends = 3\n", &[]).contains("S012"));
    }
}

mod the_command_line {
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
            VARIANTS,
        )
        .unwrap();
        let scenario = &loaded.scenario;
        assert_eq!(scenario.title, "Is it worth it?");
        assert_eq!(scenario.people.skill, Ability::Lognormal { sigma: 0.25 });
        assert_eq!(scenario.population, Some(5000));
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
}

/// Tokens that go wherever a value stands.
fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}").replace("NaN", "nan")),
        prop::sample::select(vec![
            "0",
            "1",
            "0.5",
            "1e-9",
            "[]",
            "[0]",
            "[0.1, 'x']",
            "{}",
            "{ law = 'lognormal' }",
            "'fixed'",
            "'recruiting'",
            "'complete'",
            "'slots'",
            "true",
            "1979-05-27",
            "''",
            "'é'",
            "[[1]]",
            "inf",
            "0x7fffffffffffffff",
            "99999999999999999999999999999999999999999",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_but_never_break_the_reader(
        bytes in prop::collection::vec(any::<u8>(), 0..200)
    ) {
        let _ = read(&String::from_utf8_lossy(&bytes), &[]);
    }

    #[test]
    fn any_value_in_any_place_is_refused_or_resolves_to_itself(
        known in prop::sample::select(builtin::ALL),
        edits in prop::collection::vec((any::<prop::sample::Index>(), token()), 1..4),
    ) {
        let mut lines: Vec<String> = known.text.lines().map(str::to_owned).collect();
        let places: Vec<usize> = (0..lines.len())
            .filter(|&line| lines[line].contains(" = ") && !lines[line].starts_with('#'))
            .collect();
        for (index, token) in edits {
            let line = places[index.index(places.len())];
            let key = lines[line].split(" = ").next().unwrap().to_owned();
            lines[line] = format!("{key} = {token}");
        }
        if let Ok(loaded) = read(&lines.join("\n"), &[]) {
            same_after_resolving(&loaded);
        }
    }

    #[test]
    fn any_set_is_refused_or_taken(
        path in "[a-z_.0-9]{0,30}",
        value in token(),
    ) {
        let _ = read(LEAST, &[&format!("{path}={value}")]);
    }
}

#[test]
fn the_files_of_the_built_ins_are_those_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut names: Vec<String> = builtin::ALL
        .iter()
        .map(|known| format!("{}.toml", known.name))
        .collect();
    files.sort();
    names.sort();
    assert_eq!(files, names);
}
