//! How long after enrolment an order still counts (plans.md E10). Windows include their
//! last day.

use crate::books::Period;
use crate::scenario::settings::Settings;

/// Days of a calendar month where periods are shorter than one.
const MONTH: u32 = 30;

/// The time after enrolment in which orders count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    /// The day of enrolment.
    Enrolment,
    /// Any time.
    Always,
    /// So many days after it.
    Days(u32),
    /// So many calendar months, the joining month the first.
    Months(u32),
}

impl Window {
    pub(super) fn new(values: &Settings, otherwise: Window) -> Window {
        let days = values.optional_integer("window_days");
        let months = values.optional_integer("window_months");
        match (days, months) {
            (Some(0), _) => Window::Enrolment,
            (Some(days), _) => Window::Days(days as u32),
            (None, Some(months)) => Window::Months(months as u32),
            (None, None) => otherwise,
        }
    }

    /// Whether an order of a member on a day of this period counts.
    pub(super) fn holds_order(self, period: &Period, days: u32, member: usize, day: u32) -> bool {
        let joined = period.details.joined_day.get(member).copied();
        let joined = joined.unwrap_or_else(|| (u32::from(period.joined.at(member)) - 1) * days);
        let since = day.saturating_sub(joined);
        match self {
            Window::Enrolment => since == 0 && u32::from(period.joined.at(member)) == period.number,
            Window::Days(window) => since <= window,
            Window::Always | Window::Months(_) => self.holds_period(period, days, member),
        }
    }

    /// Whether what a member pays in this period without a day of its own counts: it is
    /// taken to be due when the period begins.
    pub(super) fn holds_period(self, period: &Period, days: u32, member: usize) -> bool {
        let since = period.number - u32::from(period.joined.at(member));
        match self {
            Window::Enrolment => since == 0,
            Window::Always => true,
            Window::Days(window) => since * days <= window,
            Window::Months(window) => {
                month(period.number, days) - month(u32::from(period.joined.at(member)), days)
                    < window
            }
        }
    }

    /// The first member whose payments of this period can count; those who joined before
    /// him have been there too long.
    pub(super) fn first_member(self, period: &Period, days: u32) -> usize {
        // Members are in joining order, and who joined later is never the first to leave.
        let mut range = 0..period.members();
        while range.start < range.end {
            let middle = range.start.midpoint(range.end);
            if self.holds_period(period, days, middle) {
                range.end = middle;
            } else {
                range.start = middle + 1;
            }
        }
        range.start
    }
}

/// The month a period begins in, counted from the first.
fn month(period: u32, days: u32) -> u32 {
    if days < 28 {
        (period - 1) * days / MONTH
    } else {
        (period - 1) * ((days + MONTH / 2) / MONTH)
    }
}
