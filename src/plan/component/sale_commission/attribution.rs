//! Attribution (plans.md E2): whose customer someone is, found from clicks, sign-ups and
//! coupons.

use crate::books::{Contact, ContactKind, NO_CUSTOMER, NO_PARTICIPANT};
use crate::scenario::settings::Settings;

/// No contact.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Model {
    FirstClick,
    LastClick,
    Coupon,
}

/// The rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    model: Model,
    window_days: u32,
    binds: bool,
}

/// A click, or a coupon under the coupon model.
#[derive(Clone, Copy, Debug)]
struct Touch {
    participant: u32,
    day: u32,
    /// The same customer's next one.
    next: u32,
}

/// What is known of one customer.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Whose customer he is for good.
    bound_to: u32,
    /// Whether that is settled: who signed up of his own accord is nobody's for good.
    is_settled: bool,
    /// His oldest touch that may still be inside the window, and his newest.
    first: u32,
    last: u32,
}

const STRANGER: Known = Known {
    bound_to: NO_PARTICIPANT,
    is_settled: false,
    first: NONE,
    last: NONE,
};

/// What is known of all customers, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Touches {
    customers: Vec<Known>,
    touches: Vec<Touch>,
}

impl Touches {
    pub(super) fn forget(&mut self) {
        self.customers.clear();
        self.touches.clear();
    }

    fn known(&mut self, customer: u32) -> &mut Known {
        let index = customer as usize;
        if index >= self.customers.len() {
            self.customers.resize(index + 1, STRANGER);
        }
        &mut self.customers[index]
    }

    /// Notes a touch. Under `only_last` the older one is of no use any more.
    fn note(&mut self, contact: &Contact, only_last: bool) {
        let next = self.touches.len() as u32;
        let known = self.known(contact.customer);
        let last = known.last;
        if only_last && last != NONE {
            let touch = &mut self.touches[last as usize];
            (touch.participant, touch.day) = (contact.participant, contact.day);
            return;
        }
        known.last = next;
        if known.first == NONE {
            known.first = next;
        }
        if last != NONE {
            self.touches[last as usize].next = next;
        }
        self.touches.push(Touch {
            participant: contact.participant,
            day: contact.day,
            next: NONE,
        });
    }
}

impl Attribution {
    pub(super) fn new(settings: &Settings) -> Attribution {
        let model = settings.text("model");
        Attribution {
            model: match model.as_str() {
                "first_click" | "lifetime" => Model::FirstClick,
                "coupon" => Model::Coupon,
                _ => Model::LastClick,
            },
            window_days: settings.integer("window_days") as u32,
            binds: settings.flag("binds_customer") || model == "lifetime",
        }
    }

    /// Takes in a contact. They come in the order of days.
    pub(super) fn meet(&self, contact: &Contact, touches: &mut Touches) {
        if contact.customer == NO_CUSTOMER {
            return;
        }
        let counts = match contact.kind {
            ContactKind::Click | ContactKind::Signup => self.model != Model::Coupon,
            ContactKind::Coupon => self.model == Model::Coupon,
        };
        if counts && contact.participant != NO_PARTICIPANT {
            touches.note(contact, self.model != Model::FirstClick);
        }
        // Signing up settles whose customer a stranger is, nobody's if no click is alive
        // (SC-15); a coupon does so at the till.
        if contact.kind == ContactKind::Signup && counts && self.binds {
            self.bind(contact.customer, contact.day, touches);
            touches.known(contact.customer).is_settled = true;
        }
    }

    /// Who is credited with a customer's order of this day.
    pub(super) fn credit(&self, customer: u32, day: u32, touches: &mut Touches) -> Option<u32> {
        if customer == NO_CUSTOMER {
            return None;
        }
        let last = touches.known(customer).last;
        if self.model == Model::Coupon
            && let Some(touch) = touches.touches.get(last as usize)
            && touch.day == day
        {
            // A coupon handed in with the order decides over any bond, and makes the new one.
            let participant = touch.participant;
            let known = touches.known(customer);
            (known.bound_to, known.is_settled) = (participant, true);
            return Some(participant);
        }
        if self.binds {
            self.bind(customer, day, touches)
        } else {
            self.decide(customer, day, touches)
        }
    }

    /// Whom the customer is bound to, from this day on if he was not.
    fn bind(&self, customer: u32, day: u32, touches: &mut Touches) -> Option<u32> {
        let known = touches.known(customer);
        if known.is_settled {
            return Some(known.bound_to).filter(|&bound| bound != NO_PARTICIPANT);
        }
        let credited = self.decide(customer, day, touches)?;
        let known = touches.known(customer);
        (known.bound_to, known.is_settled) = (credited, true);
        Some(credited)
    }

    /// Whom the contacts inside the window speak for; its last day is inside.
    fn decide(&self, customer: u32, day: u32, touches: &mut Touches) -> Option<u32> {
        let is_inside = |touch: &Touch| day - touch.day <= self.window_days;
        let known = *touches.known(customer);
        if self.model != Model::FirstClick {
            let last = touches.touches.get(known.last as usize)?;
            return is_inside(last).then_some(last.participant);
        }
        // Days only go on, so what is outside now stays outside.
        let mut first = known.first;
        while let Some(touch) = touches.touches.get(first as usize) {
            if is_inside(touch) {
                break;
            }
            first = touch.next;
        }
        let known = touches.known(customer);
        known.first = first;
        if first == NONE {
            known.last = NONE;
        }
        touches
            .touches
            .get(first as usize)
            .map(|touch| touch.participant)
    }
}
