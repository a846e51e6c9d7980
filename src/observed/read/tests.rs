//! Files as users have them: in any order, with every kind of mistake.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::observed::ObservedPeriod;
use crate::scenario::diagnose::Diagnostic;

const ORDERS: &str = "order,period,participant,kind,price,commissionable,points";

fn reading() -> Reading {
    Reading {
        currency: Currency::from_code("USD"),
        days: 30,
        periods: None,
        single_orders: false,
    }
}

struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Files {
        Files {
            folder: TempDir::new().unwrap(),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn read(
        &self,
        network: &[u8],
        orders: Option<&str>,
        reading: &Reading,
    ) -> Result<Recorded, Diagnostics> {
        let network = self.write("net.csv", network);
        let orders = orders.map(|text| self.write("orders.csv", text.as_bytes()));
        super::read(&network, orders.as_deref(), reading)
    }
}

fn network(text: &str) -> Recorded {
    Files::new()
        .read(text.as_bytes(), None, &reading())
        .unwrap()
}

fn faults(network: &[u8], orders: Option<&str>) -> Vec<Diagnostic> {
    let files = Files::new();
    files.read(network, orders, &reading()).unwrap_err().0
}

/// `code line:column message (label)`, one a fault.
fn told(faults: &[Diagnostic]) -> Vec<String> {
    let place = |fault: &Diagnostic| match &fault.origin {
        crate::scenario::diagnose::Origin::Row(row) => format!("{}:{}", row.line, row.column()),
        _ => "-".to_owned(),
    };
    faults
        .iter()
        .map(|fault| {
            assert!(fault.help.as_ref().is_some_and(|help| !help.is_empty()));
            format!("{} {} {}", fault.code, place(fault), fault.message)
        })
        .collect()
}

fn page(recorded: &Recorded, period: u32) -> ObservedPeriod {
    let mut page = ObservedPeriod::default();
    recorded.open(period, &mut page);
    page
}

#[test]
fn members_stand_in_joining_order_sponsors_first() {
    let recorded = network("id,sponsor,joined\nZ,A,1\nB,Z,1\nC,,3\nA,,1\nY,A,1\nD,B,2\n");
    assert_eq!(recorded.network.ids, ["A", "Y", "Z", "B", "D", "C"]);
    let none = crate::network::NO_SPONSOR;
    assert_eq!(recorded.network.sponsor, [none, 0, 0, 2, 3, none]);
    assert_eq!(recorded.network.depth, [0, 1, 1, 2, 3, 0]);
    assert_eq!(recorded.periods(), 3);
    let second = recorded.period(2, &page(&recorded, 2)).joiners();
    assert_eq!(second, 4..5);
}

#[test]
fn bytes_of_every_editor_are_read() {
    let text = "\u{feff}id,sponsor,personal_volume\r\n\r\n\"A\"\"1, the \nfirst\",,12.5\r\nÉ,\"A\"\"1, the \nfirst\",";
    let recorded = network(text);
    assert_eq!(recorded.network.ids, ["A\"1, the \nfirst", "É"]);
    assert_eq!(page(&recorded, 1).own.price, [1250, 0]);
}

#[test]
fn volumes_of_the_network_are_orders_of_the_period_of_joining() {
    let recorded =
        network("id,sponsor,joined,personal_volume,customer_volume\nA,,1,10,\nB,A,2,1.05,20\n");
    let (first, second) = (page(&recorded, 1), page(&recorded, 2));
    assert_eq!(
        (first.own.commissionable, first.own.points),
        (vec![1000], vec![100_000])
    );
    assert_eq!(second.own.commissionable, [0, 105]);
    assert_eq!(second.sales.price, [0, 2000]);
    assert_eq!((first.customers, second.customers), (0, 1));
}

#[test]
fn without_joined_nobody_joins_while_the_network_is_paid() {
    let recorded = network("id,sponsor\nA,\nB,A\n");
    assert!(recorded.network.joining_unknown);
    assert!(recorded.period(1, &page(&recorded, 1)).joiners().is_empty());
    assert!(recorded.notes[0].contains("no `joined`"));
}

#[test]
fn costs_are_booked_in_the_period_of_joining() {
    let recorded = network("id,sponsor,joined,costs\nA,,1,7.25\nB,A,2,3\n");
    assert_eq!(page(&recorded, 1).expenses, [725]);
    assert_eq!(page(&recorded, 2).expenses, [0, 300]);
}

#[test]
fn legs_are_taken_as_given_and_else_from_the_left() {
    let recorded = network("id,sponsor,placement,leg\nA,,,\nB,A,A,R\nC,A,A,\nD,A,B,2\n");
    let none = crate::network::NO_SPONSOR;
    assert_eq!(
        recorded.network.placement,
        [(none, 0), (0, 1), (0, 0), (1, 1)]
    );
}

#[test]
fn every_fault_of_a_network_is_told_with_its_place() {
    let text = "id,sponsor,joined,leg,costs,active\n\
                A,,1,,,\n\
                A,,1,,,\n\
                B,X,1,,,\n\
                C,C,1,,,\n\
                ,A,1,,,\n\
                D,A,0,,,\n\
                E,A,soon,,-3,maybe\n\
                F,A,2,L,1.005,\n\
                G,F,1,,1e3,\n\
                H,A,1\n";
    assert_eq!(
        told(&faults(text.as_bytes(), None)),
        [
            "N030 3:1 there are two members `A`",
            "N031 4:3 there is no member `X` to be the sponsor of `B`",
            "N032 5:3 `C` is his own sponsor",
            "N014 6:1 this field must not be empty",
            "N019 7:5 this must be a whole number of 1 or more",
            "N019 8:5 this must be a whole number of 1 or more",
            "N016 8:11 an amount must not be below zero",
            "N020 8:14 this must be one of true, false, yes, no, 1, 0",
            "N036 9:7 a leg of nobody: this row gives no placement parent",
            "N017 9:9 an amount has at most 2 decimals here",
            "N034 10:3 `G` joined in period 1, before his sponsor `F`, who joined in 2",
            "N015 10:8 this is no amount",
            "N013 11:6 a row of 3 fields under a header of 6",
        ]
    );
}

#[test]
fn a_circle_is_named_from_its_first_row_and_once() {
    let text = "id,sponsor\nX,B\nC,A\nA,B\nB,C\nY,X\n";
    assert_eq!(
        told(&faults(text.as_bytes(), None)),
        [
            "N033 3:3 members in a circle, where each was enrolled by the next: `C` → `A` → `B` → `C`"
        ]
    );
    let placed = "id,sponsor,placement\nA,,B\nB,A,A\n";
    assert_eq!(
        told(&faults(placed.as_bytes(), None)),
        ["N033 2:4 members in a circle, where each is placed under the next: `A` → `B` → `A`"]
    );
}

#[test]
fn a_leg_holds_one_member() {
    let text = "id,sponsor,placement,leg\nA,,,\nB,A,A,L\nC,A,A,left\n";
    assert_eq!(
        told(&faults(text.as_bytes(), None)),
        ["N035 4:7 leg 1 of `A` is taken"]
    );
}

#[test]
fn a_header_is_checked_before_any_row() {
    let of = |text: &str| told(&faults(text.as_bytes(), None));
    assert_eq!(
        of("id,spnsor,joined,joined\n"),
        [
            "N011 1:1 there is no column `sponsor`, and there must be",
            "N010 1:4 there is no column `spnsor`",
            "N012 1:18 there are two columns `joined`",
        ]
    );
    assert_eq!(
        faults(b"id,spnsor\n", None)[1].help.as_deref(),
        Some("did you mean `sponsor`?")
    );
    assert!(
        faults(b"id;sponsor\nA;\n", None)[0]
            .help
            .as_ref()
            .unwrap()
            .contains("commas")
    );
}

#[test]
fn files_that_are_no_tables_are_refused() {
    for (bytes, expected) in [
        (&b""[..], "N003 -"),
        (b"\xEF\xBB\xBF", "N003 -"),
        (b"id,sponsor\n", "N003 -"),
        (b"id,sponsor\nA,\n\xE9,A\n", "N002 3:1"),
        (b"id,sponsor\nA,\n\"B,A\nC,A\n", "N004 3:1"),
        (b"\xFF\xFEi\0d\0", "N002 1:1"),
    ] {
        let told = told(&faults(bytes, None));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(expected), "{told:?}");
    }
    let error = super::read(Path::new("no-such.csv"), None, &reading()).unwrap_err();
    assert_eq!(told(&error.0), ["N001 - there is no file `no-such.csv`"]);
}

#[test]
fn every_fault_of_orders_is_told_with_its_place() {
    let orders = format!(
        "{ORDERS},refund_of\n\
         1,1,A,customer,5,5,5,\n\
         1,1,A,customer,5,5,5,\n\
         2,1,Z,customer,5,5,5,\n\
         3,1,A,gift,5,5,5,\n\
         4,,A,own,5,5,5,\n\
         5,1,B,own,5,5,5,\n\
         6,1,A,fee,5,5,,\n\
         7,1,A,own,,5,,\n\
         8,1,A,own,5.001,5,,\n"
    );
    let network = b"id,sponsor,joined\nA,,1\nB,A,2\n";
    assert_eq!(
        told(&faults(network, Some(&orders))),
        [
            "N040 3:1 there are two orders `1`",
            "N031 4:5 there is no member `Z`",
            "N020 5:7 this must be one of customer, own, kit, fee",
            "N014 6:3 this field must not be empty",
            "N041 7:3 an order of period 1 by a member who joined in 2",
            "N044 8:13 a fee has no commissionable volume",
            "N014 9:11 this field must not be empty",
            "N017 10:11 an amount has at most 2 decimals here",
        ]
    );
}

#[test]
fn a_refund_must_fit_its_sale() {
    let orders = format!(
        "{ORDERS},refund_of\n\
         s,1,A,customer,5,5,5,\n\
         a,1,A,customer,5,5,5,x\n\
         b,1,B,customer,1,1,1,s\n\
         c,1,A,own,1,1,1,s\n\
         d,2,A,customer,3,3,3,s\n\
         e,2,A,customer,3,3,3,s\n\
         f,2,A,customer,1,1,1,d\n\
         t,2,A,customer,9,9,9,\n\
         g,1,A,customer,1,1,1,t\n"
    );
    assert_eq!(
        told(&faults(b"id,sponsor\nA,\nB,A\n", Some(&orders))),
        [
            "N043 2:16 refunds take back more of order `s` than was paid",
            "N042 3:22 there is no order `x` to refund",
            "N043 4:22 a refund of another participant's order",
            "N043 5:7 a refund of an order of another kind",
            "N043 8:22 a refund of a refund",
            "N043 10:22 a refund before the order it takes back",
        ]
    );
}

#[test]
fn refunds_of_the_period_are_taken_off_its_columns_and_later_ones_are_not() {
    let orders = format!(
        "{ORDERS},customer,refund_of\n\
         r,1,A,customer,30,20,20,k,s\n\
         s,1,A,customer,100,80,80,k,\n\
         t,2,A,customer,50,50,50,k,\n\
         u,2,A,customer,50,40,40,k,s\n"
    );
    let files = Files::new();
    let recorded = files
        .read(b"id,sponsor\nA,\n", Some(&orders), &reading())
        .unwrap();
    let (first, second) = (page(&recorded, 1), page(&recorded, 2));
    assert_eq!(first.sales.commissionable(), [6000]);
    assert_eq!(first.sales.total_price, 7000);
    assert_eq!(first.customer_points, [600_000]);
    assert_eq!(second.sales.commissionable(), [5000]);
    assert_eq!((first.customers, second.customers), (1, 1));
    let seen = recorded.period(2, &second).details.orders;
    assert_eq!(seen.len(), 2);
    assert!(seen[1].is_refund() && seen[1].commissionable == -4000);
    assert_eq!(recorded.orders[0][seen[1].refund_of as usize].price, 10_000);
}

#[test]
fn periods_after_the_last_one_paid_are_left_out_and_told() {
    let files = Files::new();
    let orders = format!("{ORDERS}\n1,1,A,own,5,5,5\n2,3,B,own,5,5,5\n");
    let recorded = files
        .read(
            b"id,sponsor,joined\nA,,1\nB,A,3\n",
            Some(&orders),
            &Reading {
                periods: Some(2),
                ..reading()
            },
        )
        .unwrap();
    assert_eq!((recorded.periods(), recorded.members()), (2, 1));
    assert!(recorded.notes[0].contains("1 orders and 1 members after period 2"));
}

proptest! {
    #[test]
    fn the_order_of_rows_tells_in_nothing(
        sponsors in prop::collection::vec(0_usize..1000, 1..40),
        bought in prop::collection::vec((0_usize..1000, 1_u32..4, 0_usize..4, 0_u32..100_000, 0_u32..9), 0..60),
        seed in any::<u64>(),
    ) {
        let id = |member: usize| format!("m{:03}", member * 7919 % 1000);
        let mut members: Vec<String> = sponsors
            .iter()
            .enumerate()
            .map(|(member, sponsor)| {
                let sponsor = if member == 0 { String::new() } else { id(sponsor % member) };
                format!("{},{sponsor},1", id(member))
            })
            .collect();
        let kinds = ["customer", "own", "kit", "fee"];
        let mut orders: Vec<String> = bought
            .iter()
            .enumerate()
            .map(|(number, &(member, period, kind, cents, customer))| {
                let price = format!("{}.{:02}", cents / 100, cents % 100);
                let volume = if kind == 3 { "0" } else { price.as_str() };
                format!("o{number},{period},{},{},{price},{volume},1.5,k{customer}", id(member % sponsors.len()), kinds[kind])
            })
            .collect();
        let files = Files::new();
        let read = |members: &[String], orders: &[String]| {
            let network = format!("id,sponsor,joined\n{}\n", members.join("\n"));
            let orders = format!("{ORDERS},customer\n{}\n", orders.join("\n"));
            let single = Reading { single_orders: true, ..reading() };
            files.read(network.as_bytes(), Some(&orders), &single).unwrap()
        };
        let first = read(&members, &orders);
        let shuffle = |rows: &mut Vec<String>| {
            rows.sort_by_key(|row| row.bytes().fold(seed, |state, byte| {
                (state ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
            }));
        };
        shuffle(&mut members);
        shuffle(&mut orders);
        let second = read(&members, &orders);
        prop_assert_eq!(&first.network.ids, &second.network.ids);
        prop_assert_eq!(&first.network.sponsor, &second.network.sponsor);
        prop_assert_eq!(&first.orders, &second.orders);
        prop_assert_eq!(&first.customers, &second.customers);
        // And the members are those of the file, each after his sponsor.
        for (member, &sponsor) in first.network.sponsor.iter().enumerate() {
            prop_assert!(sponsor == crate::network::NO_SPONSOR || (sponsor as usize) < member);
        }
        let total: i64 = (1..=first.periods()).map(|period| {
            let page = page(&first, period);
            page.sales.total_price + page.own.price.iter().chain(&page.own.kit_price).chain(&page.own.fees).sum::<i64>()
        }).sum();
        prop_assert_eq!(total, bought.iter().map(|order| i64::from(order.3)).sum::<i64>());
    }
}
