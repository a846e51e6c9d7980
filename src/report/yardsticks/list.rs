//! The yardsticks. A new one is one entry here.

use super::{Bound, Metrics, Yardstick};

const VOLUME: Metrics = Metrics::Both {
    not_counted: "retail_share",
    counted: "retail_share_with_own_use",
};

/// All of them, in the order of the report.
pub const YARDSTICKS: &[Yardstick] = &[
    Yardstick {
        name: "recruiting_rewards",
        title: "Less than half of the rewards come from recruiting",
        of: "share of payments",
        definition: "Share of the company's payments that someone's joining triggered; where own \
                     purchases do not count as retail, also those that purchases of the downline \
                     for own use triggered. Below one half.",
        source: "Directive 2005/29/EC, Annex I no. 14: compensation derived primarily from \
                 introducing others rather than from the sale or consumption of products. In re \
                 Koscot Interplanetary, 86 F.T.C. 1106 (1975): rewards for recruiting that are \
                 unrelated to sales to ultimate users.",
        difference: "Neither source names a share; one half stands for “primarily”.",
        metrics: Metrics::Both {
            not_counted: "paid_on_recruits",
            counted: "paid_on_joining",
        },
        bound: Bound::Below(0.5),
    },
    Yardstick {
        name: "resale_70",
        title: "70 % of what is bought is sold on",
        of: "share of volume",
        definition: "Customers' share of the commissionable volume; where own purchases count, \
                     with participants' own use. At least 70 %.",
        source: "In re Amway Corp., 93 F.T.C. 618 (1979): to be paid, a distributor must have sold \
                 70 % of what he bought in the month, at wholesale or retail.",
        difference: "The rule binds each distributor month by month, and sales to one's own \
                     downline satisfy it; here it is all volume of the whole horizon.",
        metrics: VOLUME,
        bound: Bound::AtLeast(0.7),
    },
    Yardstick {
        name: "ten_customers",
        title: "Everyone who is paid has ten customers",
        of: "share of participants who are paid",
        definition: "Share of participants enrolled at the end and paid at any time who sold to \
                     ten customers or more in the last period. All of them; a plan that pays on own \
                     sales alone is not asked.",
        source: "In re Amway Corp., 93 F.T.C. 618 (1979): to be paid on his downline's volume, a \
                 distributor must have made a retail sale to each of ten different customers in \
                 the month.",
        difference: "The rule asks only those paid on a downline, and by the month; in an observed \
                     network orders are counted, of which one customer may have several.",
        metrics: Metrics::One("share_ten_customers"),
        bound: Bound::AtLeast(1.0),
    },
    Yardstick {
        name: "rewardable_80",
        title: "80 % of sales are retail or rewardable",
        of: "share of volume",
        definition: "Customers' share of the commissionable volume; where own purchases count, \
                     with participants' own use. At least 80 %.",
        source: "FTC v. Herbalife International of America, No. 2:16-cv-05217 (C.D. Cal. 2016), \
                 stipulated order: below 80 % of net sales from retail sales and rewardable \
                 purchases, rewards are cut.",
        difference: "Under the order own purchases are rewardable only within a monthly amount, \
                     and may fund at most a third of rewards; here all of them count or none.",
        metrics: VOLUME,
        bound: Bound::AtLeast(0.8),
    },
    Yardstick {
        name: "customer_share_51",
        title: "51 % of volume is bought by customers",
        of: "share of volume",
        definition: "Customers' share of the commissionable volume; where own purchases count, \
                     with participants' own use. At least 51 %.",
        source: "FTC v. Vemma Nutrition Co., No. 2:15-cv-01578 (D. Ariz. 2015–2016): nobody is paid \
                 unless most of the revenue of his downline comes from people outside the plan.",
        difference: "The order binds every downline by itself and counts no own purchases; here it \
                     is the volume of all.",
        metrics: VOLUME,
        bound: Bound::AtLeast(0.51),
    },
    Yardstick {
        name: "one_level",
        title: "Everyone is paid on his own sales alone",
        of: "share of payments",
        definition: "Share of the company's payments that the payee's own sales to customers \
                     triggered. All of them.",
        source: "China, Regulations on Direct Selling, State Council Order No. 443 (2005), art. 24: \
                 remuneration is reckoned on what the seller himself sold to consumers.",
        difference: "None in the words; what counts as an own sale is the scenario's.",
        metrics: Metrics::One("paid_on_own_sales"),
        bound: Bound::AtLeast(1.0),
    },
    Yardstick {
        name: "thirty_percent",
        title: "At most 30 % of customers' spending is paid out",
        of: "payments ÷ customers' spending",
        definition: "The company's payments ÷ what customers spend. At most 30 %.",
        source: "China, Regulations on Direct Selling, State Council Order No. 443 (2005), art. 24: \
                 in all at most 30 % of the seller's income from his own sales to consumers.",
        difference: "The rule binds every seller by his own sales; here it is all payments and all \
                     customers.",
        metrics: Metrics::One("payout_of_customer_sales"),
        bound: Bound::RatioAtMost(0.3),
    },
];
