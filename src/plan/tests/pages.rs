//! The plan files shown in `docs/plans` load.

use std::fs;
use std::path::Path;

use super::LANGUAGE;
use crate::plan::Plan;
use crate::scenario;

#[test]
fn every_plan_file_in_the_documentation_loads() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/plans");
    for page in [
        "volume",
        "rank",
        "pool",
        "milestone",
        "charge",
        "deposit_return",
    ] {
        let text = fs::read_to_string(pages.join(format!("{page}.md"))).unwrap();
        let mut blocks = text.split("```toml\n").skip(1).peekable();
        assert!(blocks.peek().is_some(), "{page} shows no plan file");
        for block in blocks {
            let (plan, _) = block.split_once("```").unwrap();
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("plan.toml"), plan).unwrap();
            let path = folder.path().join("case.toml");
            let world = "[scenario]\nname = \"case\"\n[product]\nprice = 100\n[growth]\n\
                         law = \"fixed\"\nparticipants = 10\n[sales]\nlaw = \"fixed\"\nunits = 1\n\
                         [[plans]]\nfile = \"plan.toml\"\n";
            fs::write(&path, world).unwrap();
            let loaded = scenario::load(&path.to_string_lossy(), &[], LANGUAGE)
                .unwrap_or_else(|faults| panic!("{page}: {faults}"));
            Plan::build(&loaded.scenario, 0).unwrap_or_else(|faults| panic!("{page}: {faults}"));
        }
    }
}
