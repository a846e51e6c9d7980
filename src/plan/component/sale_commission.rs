//! `sale_commission` (plans.md E2): a commission on one's own sales to customers.

use crate::books::{Source, Trigger};
use crate::money::{Cents, Rate};
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage};
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::Memory;

pub(super) const VARIANT: Variant = Variant {
    name: "sale_commission",
    meaning: "A commission on one's own sales to customers: pure referral.",
    keys: &[
        Key {
            name: "rate",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of commissionable volume",
            meaning: "The commission as a share of the commissionable volume of the sale.",
        },
        Key {
            name: "flat",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per unit",
            meaning: "A fixed amount for every unit sold, beside the rate.",
        },
    ],
};

/// A share of one's own sales, a fixed amount a unit, or both.
#[derive(Clone, Copy, Debug)]
pub struct SaleCommission {
    rate: Rate,
    flat: Cents,
}

impl SaleCommission {
    pub(super) fn new(settings: &ComponentSettings) -> SaleCommission {
        SaleCommission {
            rate: settings.settings.share("rate"),
            flat: settings.settings.amount("flat"),
        }
    }
}

impl Commission for SaleCommission {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        self.rate.decimals()
    }

    fn earn(
        &self,
        ground: &Ground,
        _memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let (volumes, decimals) = (ground.volumes, ground.decimals);
        let sales = volumes.period.sales;
        let rate = self.rate.numerator_over(decimals);
        let flat = self.flat.0.checked_mul(10_i64.pow(decimals))?;
        let units = sales
            .units
            .iter()
            .map(|&units| i64::from(units))
            .sum::<i64>();
        earnings.theoretical = i128::from(
            rate.checked_mul(volumes.of(Source::Customers))?
                .checked_add(flat.checked_mul(units)?)?,
        );
        earnings.funding = Funding::Only(Source::Customers);
        for (earned, volume) in earnings.exact.iter_mut().zip(volumes.customers) {
            *earned = rate * volume;
        }
        if flat != 0 {
            for (earned, &units) in earnings.exact.iter_mut().zip(&sales.units) {
                *earned += flat * i64::from(units);
            }
        }
        Some(())
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::OwnSale
    }

    fn maximum(&self) -> Maximum {
        Maximum {
            beside_volume: self.flat != Cents::ZERO,
            ..Maximum::of(self.rate, &[Source::Customers])
        }
    }

    fn pays_on_recruits(&self) -> bool {
        false
    }
}
