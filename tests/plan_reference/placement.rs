//! S1 `placement`: where each newcomer of the list is put, and `then_level` on the result.
//!
//! Readings: a leg's volume at a newcomer's time is that of everybody placed before him.
//! `alternate` counts the sponsor's own recruits, left first. `balanced` goes down to the side
//! with fewer people at every step. `depth` is counted from where the search starts; who finds
//! no place is rejected and so are his recruits. A person in the holding tank stays there for
//! `tank_days` and is then placed by `tank_default` if his node's `days` say so.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::level_commission;
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, get, text};

/// A parent and the slot below it, from 0.
type Seat = (usize, usize);

/// Places everybody in list order, then pays `then_level` on the placement tree.
pub fn pay(example: &Example) -> Ledger {
    let seats = place_all(example);
    let mut placed = example.clone();
    for (person, seat) in seats.iter().enumerate() {
        placed.people[person].placement = seat.map(|(parent, _)| parent);
        if seat.is_none() {
            placed.people[person].sponsor = None;
        }
    }
    let mut ledger = match get(&example.params, "then_level") {
        None => Ledger::default(),
        Some(levels) => {
            let mut params = levels.clone();
            params["tree"] = "placement".into();
            level_commission::pay(&placed.under("level_commission", &params))
        }
    };
    ledger.breakage = None;
    for (person, seat) in seats.iter().enumerate() {
        let Some((parent, slot)) = *seat else {
            continue;
        };
        let parent = &example.people[parent].id;
        let named = match (text(&example.params, "shape"), slot) {
            (Some("binary"), 0) => format!("{parent}:L"),
            (Some("binary"), _) => format!("{parent}:R"),
            _ => parent.clone(),
        };
        ledger
            .extra
            .placement
            .insert(example.people[person].id.clone(), named);
    }
    ledger
}

fn place_all(example: &Example) -> Vec<Option<Seat>> {
    let mut seats: Vec<Option<Seat>> = vec![None; example.people.len()];
    for (newcomer, person) in example.people.iter().enumerate() {
        let Some(sponsor) = person.sponsor else {
            continue;
        };
        let is_root = example.people[sponsor].sponsor.is_none();
        if is_root || seats[sponsor].is_some() {
            let placing = Placing {
                example,
                seats: &seats,
                newcomer,
            };
            seats[newcomer] = placing.seat(sponsor, fill(example, newcomer));
        }
    }
    seats
}

/// The rule that places this newcomer; none while he is in the holding tank.
fn fill(example: &Example, newcomer: usize) -> &str {
    let params = &example.params;
    let fill = text(params, "fill").unwrap_or("bfs_under_sponsor");
    let days = exact_or_zero(&example.people[newcomer].fields, "days");
    let patience = exact(params, "tank_days").unwrap_or(Exact::whole(30));
    match text(params, "tank_default") {
        Some(default) if fill == "holding_tank" && days > patience => default,
        _ => fill,
    }
}

/// Everybody placed so far, and who comes next.
struct Placing<'a> {
    example: &'a Example,
    seats: &'a [Option<Seat>],
    newcomer: usize,
}

impl Placing<'_> {
    fn seat(&self, sponsor: usize, fill: &str) -> Option<Seat> {
        let params = &self.example.params;
        let tie = usize::from(text(params, "tie") == Some("right"));
        match fill {
            "holding_tank" => None,
            "bfs_under_sponsor" => self.first_free_below(sponsor),
            "bfs_company" => self.first_free_below(0),
            "left_outer" => Some(self.outer(sponsor, 0)),
            "right_outer" => Some(self.outer(sponsor, 1)),
            "weak_leg_outer" => Some(self.outer(sponsor, self.weak_leg(sponsor))),
            "strong_leg_outer" => {
                let [left, right] = [0, 1].map(|side| self.leg_volume(sponsor, side));
                let strong = if left == right {
                    self.tied(sponsor)
                } else {
                    usize::from(right > left)
                };
                Some(self.outer(sponsor, strong))
            }
            "alternate" => {
                let recruits = &self.example.people[..self.newcomer];
                let before = recruits
                    .iter()
                    .filter(|one| one.sponsor == Some(sponsor))
                    .count();
                Some(self.outer(sponsor, before % 2))
            }
            "balanced" => {
                let mut at = sponsor;
                loop {
                    let [left, right] = [0, 1].map(|side| self.leg(at, side).len());
                    let side = if left == right {
                        tie
                    } else {
                        usize::from(right < left)
                    };
                    match self.child(at, side) {
                        None => return Some((at, side)),
                        Some(child) => at = child,
                    }
                }
            }
            other => panic!("unknown fill {other:?}"),
        }
    }

    fn child(&self, parent: usize, slot: usize) -> Option<usize> {
        self.seats
            .iter()
            .position(|seat| *seat == Some((parent, slot)))
    }

    /// Level by level, left to right.
    fn first_free_below(&self, start: usize) -> Option<Seat> {
        let params = &self.example.params;
        let width = count(params, "width").unwrap_or(2);
        let depth = count(params, "depth").unwrap_or(usize::MAX);
        let mut row = vec![start];
        let mut level = 0;
        while level < depth && !row.is_empty() {
            let mut below = Vec::new();
            for &parent in &row {
                for slot in 0..width {
                    match self.child(parent, slot) {
                        None => return Some((parent, slot)),
                        Some(child) => below.push(child),
                    }
                }
            }
            row = below;
            level += 1;
        }
        None
    }

    /// The bottom of the outside edge on one side.
    fn outer(&self, start: usize, side: usize) -> Seat {
        let mut at = start;
        while let Some(child) = self.child(at, side) {
            at = child;
        }
        (at, side)
    }

    /// Everybody below one side.
    fn leg(&self, position: usize, side: usize) -> Vec<usize> {
        let parent = self.seats.iter().map(|seat| seat.map(|(parent, _)| parent));
        let tree = Tree {
            parent: parent.collect(),
        };
        self.child(position, side)
            .map_or(vec![], |head| tree.subtree(head))
    }

    fn leg_volume(&self, position: usize, side: usize) -> Exact {
        let members = self.leg(position, side).into_iter();
        members
            .map(|member| self.example.people[member].volume)
            .sum()
    }

    fn weak_leg(&self, position: usize) -> usize {
        let [left, right] = [0, 1].map(|side| self.leg_volume(position, side));
        if left == right {
            self.tied(position)
        } else {
            usize::from(right < left)
        }
    }

    /// `tie`: left, right, or the leg whose head joined first.
    fn tied(&self, position: usize) -> usize {
        let heads = [0, 1].map(|side| self.child(position, side).unwrap_or(usize::MAX));
        match text(&self.example.params, "tie") {
            None | Some("left") => 0,
            Some("right") => 1,
            Some("oldest") => usize::from(heads[1] < heads[0]),
            Some(other) => panic!("unknown tie {other:?}"),
        }
    }
}
