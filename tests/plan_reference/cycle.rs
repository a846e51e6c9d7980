//! E7 `cycle`: boards that split and own matrices that fill.
//!
//! Readings: the first of the list opens the first board; who has no sponsor on an open board
//! enters the oldest. The boards of a split are as old as their split, left before right. An
//! inactive person's payout or sponsor bonus is breakage. `reentry_fee` is taken from every
//! payout unless `reentry` says none; an own matrix pays once. What entries have not brought in is
//! not paid out.

use crate::exact::Exact;
use crate::example::Example;
use crate::outcome::Ledger;
use crate::placement;
use crate::read::{count, exact, exact_or_zero, get, text};
use serde_json::json;

/// Payouts less fees, by the shape of the plan.
pub fn pay(example: &Example) -> Ledger {
    let mut ledger = Ledger::with_breakage();
    match text(&example.params, "shape") {
        None | Some("split_board") => Boards::new(example, &mut ledger).fill(),
        Some("own_matrix") => pay_own_matrices(example, &mut ledger),
        Some(other) => panic!("unknown shape {other:?}"),
    }
    ledger
}

fn size(example: &Example) -> (usize, usize) {
    let params = &example.params;
    let width = count(params, "width").unwrap_or(2);
    (width, count(params, "rows").unwrap_or(3))
}

/// `1 + w + w² + …` over `rows` rows.
fn positions(width: usize, rows: usize) -> usize {
    (0..rows)
        .map(|row| width.pow(u32::try_from(row).expect("few rows")))
        .sum()
}

/// What a person pays to enter: the founders nothing, unless the plan says so.
fn entry_fee(example: &Example, person: usize) -> Exact {
    let params = &example.params;
    let founders = count(params, "founders").unwrap_or(0);
    let founders_pay = crate::read::flag(params, "founders_pay").unwrap_or(false);
    if person < founders && !founders_pay {
        return Exact::ZERO;
    }
    exact_or_zero(params, "entry_fee")
}

/// What entries brought in and nobody was paid yet.
struct Kitty {
    left: Exact,
    /// Without an entry fee places are paid for elsewhere.
    is_kept: bool,
}

impl Kitty {
    fn new(example: &Example) -> Self {
        Self {
            left: Exact::ZERO,
            is_kept: exact_or_zero(&example.params, "entry_fee") > Exact::ZERO,
        }
    }

    fn enter(&mut self, example: &Example, ledger: &mut Ledger, person: usize) {
        let fee = entry_fee(example, person);
        ledger.pay(person, -fee);
        self.left += fee;
    }

    /// Pays what is there: money in is never below money out.
    fn pay(&mut self, example: &Example, ledger: &mut Ledger, person: usize, amount: Exact) {
        if self.is_kept && self.left < amount {
            ledger.lose(amount);
            return;
        }
        self.left -= amount;
        ledger.pay_if_active(example, person, amount);
    }
}

/// Payout less re-entry fee, sponsor bonus: what one completion moves.
fn complete(example: &Example, ledger: &mut Ledger, kitty: &mut Kitty, person: usize) {
    let params = &example.params;
    let mut payout = exact_or_zero(params, "payout");
    if reentry(example) != Some("none") {
        payout -= exact_or_zero(params, "reentry_fee");
    }
    kitty.pay(example, ledger, person, payout);
    let bonus = exact_or_zero(params, "sponsor_bonus");
    match example.people[person].sponsor {
        Some(sponsor) => kitty.pay(example, ledger, sponsor, bonus),
        None => ledger.lose(bonus),
    }
}

/// What `reentry` says; `false` is none, absence is left to `reentry_fee`.
fn reentry(example: &Example) -> Option<&str> {
    match get(&example.params, "reentry") {
        None => None,
        Some(value) if value.as_bool() == Some(false) => Some("none"),
        Some(value) if value.as_bool() == Some(true) => Some("same_stage"),
        Some(value) => value.as_str(),
    }
}

/// Places everybody breadth first under his sponsor; who has all rows below him full cycles.
fn pay_own_matrices(example: &Example, ledger: &mut Ledger) {
    let (width, rows) = size(example);
    let params = json!({"shape": "matrix", "width": width});
    let seats = placement::pay(&example.under("placement", &params))
        .extra
        .placement;
    let parent = |person: usize| {
        let parent = seats.get(&example.people[person].id);
        parent.map(|id| example.who(id))
    };
    let tree = crate::example::Tree {
        parent: (0..example.people.len()).map(parent).collect(),
    };
    let mut kitty = Kitty::new(example);
    for person in 0..example.people.len() {
        kitty.enter(example, ledger, person);
    }
    for person in 0..example.people.len() {
        let near = |&&other: &&usize| {
            let chain = tree.uplines(other);
            chain
                .iter()
                .position(|&above| above == person)
                .is_some_and(|at| at + 1 < rows)
        };
        let below = tree.subtree(person).iter().filter(near).count();
        if below + 1 == positions(width, rows) {
            complete(example, ledger, &mut kitty, person);
        }
    }
}

/// All open boards of all stages, the oldest first.
struct Boards<'a> {
    example: &'a Example,
    ledger: &'a mut Ledger,
    kitty: Kitty,
    open: Vec<Board>,
    /// Who still has to enter which stage.
    waiting: std::collections::VecDeque<(usize, usize)>,
}

/// One board: its people in breadth-first order.
struct Board {
    stage: usize,
    seats: Vec<usize>,
}

impl<'a> Boards<'a> {
    fn new(example: &'a Example, ledger: &'a mut Ledger) -> Self {
        let (open, waiting) = Default::default();
        Self {
            example,
            ledger,
            kitty: Kitty::new(example),
            open,
            waiting,
        }
    }

    fn fill(mut self) {
        for person in 0..self.example.people.len() {
            self.kitty.enter(self.example, self.ledger, person);
            self.waiting.push_back((person, 0));
            while let Some((person, stage)) = self.waiting.pop_front() {
                self.enter(person, stage);
            }
        }
    }

    fn enter(&mut self, person: usize, stage: usize) {
        let board = self.board_for(person, stage);
        self.open[board].seats.push(person);
        let (width, rows) = size(self.example);
        if self.open[board].seats.len() < positions(width, rows) {
            return;
        }
        let full = self.open.remove(board);
        for head in 1..=width {
            let seats = below(&full.seats, head, width);
            self.open.push(Board { stage, seats });
        }
        let top = full.seats[0];
        complete(self.example, self.ledger, &mut self.kitty, top);
        match reentry(self.example) {
            None | Some("none") => {}
            Some("same_stage") => self.waiting.push_back((top, stage)),
            Some("next_stage") => self.waiting.push_back((top, stage + 1)),
            Some(other) => panic!("unknown reentry {other:?}"),
        }
    }

    /// The sponsor's board where the plan follows him, else the oldest, else a new one.
    fn board_for(&mut self, person: usize, stage: usize) -> usize {
        let follows = match text(&self.example.params, "fill") {
            None | Some("follow_sponsor") => true,
            Some("oldest_board") => false,
            Some(other) => panic!("unknown fill {other:?}"),
        };
        let of_stage = |board: &Board| board.stage == stage;
        let sponsor = self.example.people[person].sponsor.filter(|_| follows);
        let with_sponsor = sponsor.and_then(|sponsor| {
            let sits = |board: &Board| of_stage(board) && board.seats.contains(&sponsor);
            self.open.iter().position(sits)
        });
        let found = with_sponsor.or_else(|| self.open.iter().position(of_stage));
        found.unwrap_or_else(|| {
            self.open.push(Board {
                stage,
                seats: vec![],
            });
            self.open.len() - 1
        })
    }
}

/// The sub-tree of one position in breadth-first order.
fn below(seats: &[usize], head: usize, width: usize) -> Vec<usize> {
    let mut row = vec![head];
    let mut found = Vec::new();
    while !row.is_empty() {
        found.extend(row.iter().map(|&seat| seats[seat]));
        let children = |&seat: &usize| (1..=width).map(move |child| seat * width + child);
        row = row
            .iter()
            .flat_map(children)
            .filter(|&seat| seat < seats.len())
            .collect();
    }
    found
}

/// Every amount a board moves: what goes in comes out or stays with the company.
#[test]
fn a_board_splits_into_its_sub_trees() {
    let seats: Vec<usize> = (0..7).collect();
    assert_eq!(below(&seats, 1, 2), [1, 3, 4]);
    assert_eq!(below(&seats, 2, 2), [2, 5, 6]);
    assert_eq!(positions(3, 3), 13);
    assert!(exact(&json!({"a": "1"}), "a") == Some(Exact::ONE));
}
