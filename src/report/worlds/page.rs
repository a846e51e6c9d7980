//! `report.html` over several worlds: the finding by world, and a link to the report of
//! each. One file, no scripts.

use askama::Template;

use super::finding::Finding;
use super::{World, WorldsManifest};
use crate::report::chart::Chart;
use crate::report::words::Reading;
use crate::study::results::{Estimate, Unit};

#[derive(Template)]
#[template(path = "worlds.html")]
struct Page<'a> {
    title: &'a str,
    style: &'static str,
    worlds: &'a [World],
    findings: Vec<Finding>,
    chart: Option<&'a Chart>,
    currency: &'a str,
    version: &'a str,
    manifest: String,
}

/// The page.
pub(super) fn page(
    worlds: &[World],
    findings: Vec<Finding>,
    chart: Option<&Chart>,
    manifest: &WorldsManifest,
) -> String {
    let page = Page {
        title: &manifest.title,
        style: include_str!("../templates/style.css"),
        worlds,
        findings,
        chart,
        currency: &worlds[0].results.subject.currency.code,
        version: &manifest.version,
        manifest: manifest.recipe(),
    };
    page.render().expect("text is written to memory")
}

impl Page<'_> {
    fn share(&self, estimate: &Estimate) -> String {
        self.read(*estimate, Unit::Share)
    }

    fn amount(&self, estimate: &Estimate) -> String {
        self.read(*estimate, Unit::Amount)
    }

    fn read(&self, estimate: Estimate, unit: Unit) -> String {
        let currency = &self.worlds[0].results.subject.currency;
        Reading::of(estimate, unit, currency).to_string()
    }
}
