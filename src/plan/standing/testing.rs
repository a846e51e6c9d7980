//! What the tests of ranks and of activity share.

use crate::plan::Plan;
use crate::plan::tests::plan;

/// A plan with these tables that pays nobody.
pub(super) fn ladder(tables: &str) -> Plan {
    plan(
        "",
        &format!("{tables}\n[[plans.component]]\ntype = \"sale_commission\"\n"),
    )
}
