//! `statements.csv`: what one person was paid, line by line (interface.md §3).

use super::decimal;
use super::table_file::field;
use crate::money::{Currency, Rate};
use crate::plan::statement::Entry;
use crate::study::explain::Statement;

/// The header of `statements.csv`.
pub const STATEMENTS_HEADER: &str =
    "payee,source,period,component,level,volume,rate,amount,funded_by,cut,reason\n";

/// Turns the entries of a statement into text.
#[derive(Clone, Copy, Debug)]
pub struct StatementText<'a> {
    /// The currency of the plan.
    pub currency: &'a Currency,
    /// Exact amounts stand over 10 to it of minor units.
    pub decimals: u32,
    /// Ids by member; empty where members are numbered from 1.
    pub ids: &'a [String],
}

/// The columns of one line but the payee.
pub type Fields = [String; 10];

impl StatementText<'_> {
    /// The columns of an entry: source, period, component, level, volume, rate, amount,
    /// funded by, cut, reason.
    #[must_use]
    pub fn fields(&self, entry: &Entry) -> Fields {
        [
            entry
                .source
                .map_or_else(String::new, |source| self.id(source)),
            entry.period.to_string(),
            entry.component.clone(),
            text(entry.level),
            entry
                .volume
                .map_or_else(String::new, |volume| self.currency.plain(volume)),
            entry.rate.map_or_else(String::new, |rate| {
                let rate = rust_decimal::Decimal::new(rate, self.decimals);
                Rate::from_decimal(rate).map_or_else(|_| rate.to_string(), |rate| rate.to_string())
            }),
            self.exact(entry.amount),
            entry
                .funded_by
                .map_or_else(String::new, |source| source.word().to_owned()),
            match entry.cut {
                0 => String::new(),
                cut => self.exact(cut),
            },
            entry.reason.to_owned(),
        ]
    }

    /// A member's id.
    #[must_use]
    pub fn id(&self, member: u32) -> String {
        match self.ids.get(member as usize) {
            Some(id) => id.clone(),
            None => (u64::from(member) + 1).to_string(),
        }
    }

    /// An exact amount: the currency's decimals, and as many more as it needs.
    #[must_use]
    pub fn exact(&self, amount: i128) -> String {
        let mut out = String::new();
        decimal::push(&mut out, amount, self.currency.digits + self.decimals);
        let mut more = self.decimals;
        while more > 0 && out.ends_with('0') {
            out.pop();
            more -= 1;
        }
        if out.ends_with('.') {
            out.pop();
        }
        out
    }

    /// The whole file.
    #[must_use]
    pub fn csv(&self, payee: u32, statement: &Statement) -> String {
        let mut out = STATEMENTS_HEADER.to_owned();
        let payee = self.id(payee);
        for entry in &statement.entries {
            field(&mut out, &payee);
            for text in self.fields(entry) {
                out.push(',');
                field(&mut out, &text);
            }
            out.push('\n');
        }
        out
    }
}

fn text(number: Option<u16>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_amounts_have_as_many_decimals_as_they_need() {
        let currency = Currency::from_code("USD");
        let text = StatementText {
            currency: &currency,
            decimals: 3,
            ids: &[],
        };
        for (amount, expected) in [
            (1_250_000, "12.50"),
            (1_250_100, "12.501"),
            (-5, "-0.00005"),
            (0, "0.00"),
        ] {
            assert_eq!(text.exact(amount), expected);
        }
        let currency = Currency::from_code("JPY");
        let text = StatementText {
            currency: &currency,
            ..text
        };
        assert_eq!(
            (text.exact(12_500), text.exact(12_000)),
            ("12.5".into(), "12".into())
        );
    }
}
