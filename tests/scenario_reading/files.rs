//! Opening files: size, encoding, plan files.

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
    let loaded = load(&path, &overrides, LANGUAGE).unwrap();
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
    assert!(refused_with("[[plans]]\nfile = 'plan.toml'\n").contains("plan.toml:5:8: error[S014]"));
    assert!(
        refused_with("[[plans]]\nfile = 'odd.toml'\n")
            .contains("did you mean `plans.b.component`?")
    );
    let missing = refused_with("[[plans]]\nfile = 'none.toml'\n");
    assert!(
        missing.contains("world.toml:12:8: error[S001]"),
        "{missing}"
    );
    let both = refused_with("[[plans]]\nfile = 'plan.toml'\ncomponent = []\n");
    assert!(both.contains("S024"), "{both}");
}
