//! Worked placements of plans.md S1, and every fill against one that looks at the whole
//! tree for every single join.

use proptest::prelude::*;

use super::*;
use crate::observed::Builder;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;

fn plan(placement: &str) -> Result<Plan, String> {
    let text = format!(
        "[scenario]\nname = \"case\"\n[product]\nprice = 1\n[growth]\nlaw = \"fixed\"\nparticipants = 1\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[[plans]]\nname = \"tree\"\n[plans.placement]\n{placement}\n"
    );
    let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
        .map_err(|faults| faults.to_string())?;
    Plan::build(&loaded.scenario, 0).map_err(|faults| faults.0[0].code.to_owned())
}

/// A joiner of a period: sponsor, volume in that period.
type Joiner = (Option<u32>, i64);

/// Places periods of joiners and says of each member his parent and leg.
fn placed(placement: &str, periods: &[&[Joiner]]) -> PlacementTree {
    let plan = plan(placement).unwrap();
    let mut network = Builder::new();
    network.days(30);
    for (joiners, period) in periods.iter().zip(1..) {
        for &(sponsor, volume) in *joiners {
            let member = network.member("m", sponsor);
            network.joined(member, period, None);
            network.sale(member, u32::from(period), volume);
        }
    }
    network
        .build()
        .unwrap()
        .pay(&plan, |_, _| {})
        .unwrap()
        .placement
}

/// `0:L 0:R 1:L`, `root` and `-` for who has no place.
fn words(tree: &PlacementTree) -> String {
    let word = |member: usize| match (tree.is_placed(member), tree.parent[member]) {
        (false, _) => "-".to_owned(),
        (true, NO_SPONSOR) => "root".to_owned(),
        (true, parent) => format!("{parent}:{}", tree.leg[member]),
    };
    (0..tree.parent.len())
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}

const ROOT: Joiner = (None, 0);

fn by(sponsors: &[u32]) -> Vec<Joiner> {
    let recruits = sponsors.iter().map(|&sponsor| (Some(sponsor), 0));
    std::iter::once(ROOT).chain(recruits).collect()
}

#[test]
fn the_next_recruit_goes_under_the_first_who_is_not_full() {
    // PL-01: A has B, C, D; B and C are full; K, recruited by A, goes under D.
    let joiners = by(&[0, 0, 0, 1, 1, 1, 2, 2, 2, 0]);
    let tree = placed("shape = \"matrix\"\nwidth = 3", &[&joiners]);
    assert_eq!(words(&tree), "root 0:0 0:1 0:2 1:0 1:1 1:2 2:0 2:1 2:2 3:0");
    // PL-02: eight recruits of one person.
    let tree = placed("shape = \"matrix\"", &[&by(&[0; 8])]);
    assert_eq!(words(&tree), "root 0:0 0:1 1:0 1:1 2:0 2:1 3:0 3:1");
}

#[test]
fn breadth_first_begins_at_the_sponsor_and_for_the_company_at_the_root() {
    // 1 is left of 0; his recruits fill his own subtree although 0 has a free leg.
    let joiners = by(&[0, 1, 1, 1]);
    let tree = placed("shape = \"binary\"", &[&joiners]);
    assert_eq!(words(&tree), "root 0:0 1:0 1:1 2:0");
    let tree = placed("shape = \"binary\"\nfill = \"bfs_company\"", &[&joiners]);
    assert_eq!(words(&tree), "root 0:0 0:1 1:0 1:1");
}

#[test]
fn outside_edges_are_not_the_first_free_place() {
    // PL-03.
    let joiners = by(&[0, 0, 0, 1]);
    let tree = placed("shape = \"binary\"\nfill = \"left_outer\"", &[&joiners]);
    assert_eq!(words(&tree), "root 0:0 1:0 2:0 3:0");
    let tree = placed("shape = \"binary\"\nfill = \"right_outer\"", &[&joiners]);
    assert_eq!(words(&tree), "root 0:1 1:1 2:1 3:1");
    let tree = placed("shape = \"binary\"\nfill = \"alternate\"", &[&joiners]);
    assert_eq!(words(&tree), "root 0:0 0:1 1:0 3:0");
}

#[test]
fn the_weak_leg_counts_those_placed_before_in_the_same_period() {
    // PL-04.
    let joiners = [
        ROOT,
        (Some(0), 100),
        (Some(0), 60),
        (Some(0), 50),
        (Some(0), 10),
    ];
    let weak = "shape = \"binary\"\nfill = \"weak_leg_outer\"";
    assert_eq!(words(&placed(weak, &[&joiners])), "root 0:0 0:1 2:1 1:0");
    // And those of earlier periods: left 100, then right 60, then 50 more on the right.
    let by_period = joiners.each_ref().map(std::slice::from_ref);
    assert_eq!(words(&placed(weak, &by_period)), "root 0:0 0:1 2:1 1:0");
    let strong = "shape = \"binary\"\nfill = \"strong_leg_outer\"";
    assert_eq!(words(&placed(strong, &[&joiners])), "root 0:0 1:0 2:0 3:0");
}

#[test]
fn equal_legs_are_told_apart_by_the_tie() {
    let joiners = [ROOT, (Some(0), 0), (Some(0), 0)];
    let weak = |tie: &str| {
        let text = format!("shape = \"binary\"\nfill = \"weak_leg_outer\"\ntie = \"{tie}\"");
        words(&placed(&text, &[&joiners]))
    };
    assert_eq!(weak("left"), "root 0:0 1:0");
    assert_eq!(weak("right"), "root 0:1 1:1");
    assert_eq!(weak("oldest"), "root 0:0 1:0");
    // The right leg was begun first: 100 there, then 100 on the left, then equal.
    let joiners = [
        ROOT,
        (Some(0), 0),
        (Some(0), 100),
        (Some(0), 100),
        (Some(0), 1),
    ];
    let text = "shape = \"binary\"\nfill = \"strong_leg_outer\"\ntie = \"right\"";
    assert_eq!(words(&placed(text, &[&joiners])), "root 0:1 1:1 2:1 3:1");
    let joiners = by(&[0; 6]);
    let balanced = |tie: &str| {
        let text = format!("shape = \"binary\"\nfill = \"balanced\"\ntie = \"{tie}\"");
        words(&placed(&text, &[&joiners]))
    };
    assert_eq!(balanced("left"), "root 0:0 0:1 1:0 2:0 1:1 2:1");
    assert_eq!(balanced("right"), "root 0:1 0:0 1:1 2:1 1:0 2:0");
}

#[test]
fn a_full_matrix_rejects_or_gives_the_sponsor_another_position() {
    let joiners = by(&[0, 0, 0, 1, 3]);
    let limited = "shape = \"matrix\"\ndepth = 1";
    let tree = placed(limited, &[&joiners]);
    // 3 finds no place; 5, whom he enrolled, is sought a place where his was.
    assert_eq!(words(&tree), "root 0:0 0:1 - 1:0 -");
    assert_eq!(tree.rejected, 2);
    let tree = placed(
        &format!("{limited}\nfull = \"second_position\""),
        &[&joiners],
    );
    assert_eq!(words(&tree), "root 0:0 0:1 0:0 1:0 3:0");
    assert_eq!((tree.rejected, tree.order.len()), (0, 6));
    // The company's matrix of one level holds two.
    let company = "shape = \"matrix\"\ndepth = 1\nfill = \"bfs_company\"";
    assert_eq!(words(&placed(company, &[&joiners])), "root 0:0 0:1 - - -");
}

#[test]
fn whoever_is_in_the_holding_tank_is_in_no_leg() {
    let tank = |days: u32| {
        format!(
            "shape = \"binary\"\nfill = \"holding_tank\"\ntank_days = {days}\ntank_default = \"left_outer\""
        )
    };
    let (first, second): (&[Joiner], &[Joiner]) = (&[ROOT, (Some(0), 0)], &[(Some(1), 0)]);
    // Joined on day 0: 29 days end within the first period of 30 days, 30 do not.
    assert_eq!(words(&placed(&tank(29), &[first])), "root 0:0");
    let tree = placed(&tank(30), &[first]);
    assert_eq!((words(&tree), tree.waiting()), ("root -".to_owned(), 1));
    assert_eq!(words(&placed(&tank(30), &[first, second])), "root 0:0 -");
    assert_eq!(words(&placed(&tank(0), &[first, second])), "root 0:0 1:0");
}

#[test]
fn a_given_tree_is_taken_as_it_is() {
    let plan = plan("shape = \"binary\"").unwrap();
    let mut network = Builder::new();
    let top = network.member("top", None);
    let lower = network.member("lower", Some(top));
    let upper = network.member("upper", Some(top));
    let late = network.member("late", Some(top));
    // The one below is listed first; and one waits for a parent who joins later.
    network.placed(lower, upper, 1).placed(upper, top, 0);
    network.joined(late, 2, None);
    let next = network.member("next", Some(top));
    network
        .joined(next, 2, None)
        .placed(late, next, 0)
        .placed(next, top, 1);
    let mut orders = Vec::new();
    let accounts = network
        .build()
        .unwrap()
        .pay(&plan, |_, accounts| {
            orders.push(accounts.placement.order.clone());
        })
        .unwrap();
    assert_eq!(orders, [vec![0, 2, 1], vec![0, 2, 1, 4, 3]]);
    assert_eq!(words(&accounts.placement), "root 2:1 0:0 4:0 0:1");
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (text, code) in [
        ("shape = \"binary\"\nwidth = 3", "P160"),
        (
            "shape = \"matrix\"\nwidth = 3\nfill = \"left_outer\"",
            "P161",
        ),
        ("shape = \"binary\"\ntank_days = 3", "P162"),
        ("shape = \"binary\"\ntank_default = \"balanced\"", "P162"),
        ("shape = \"binary\"\ntie = \"left\"", "P163"),
        ("shape = \"matrix\"\nfull = \"reject\"", "P164"),
        (
            "shape = \"binary\"\ndepth = 3\nfull = \"second_position\"",
            "P164",
        ),
    ] {
        assert_eq!(plan(text).unwrap_err(), code, "{text}");
    }
}

/// The tree as a list of (parent, leg), looked through from end to end.
struct Slow<'a> {
    width: u8,
    depth: usize,
    fill: &'a str,
    tie: &'a str,
    seats: Vec<Option<(usize, u8)>>,
    volume: Vec<i64>,
    sponsor: Vec<usize>,
}

impl Slow<'_> {
    fn child(&self, parent: usize, leg: u8) -> Option<usize> {
        self.seats
            .iter()
            .position(|&seat| seat == Some((parent, leg)))
    }

    fn weight(&self, top: Option<usize>, of: &dyn Fn(usize) -> i64) -> i64 {
        let Some(top) = top else { return 0 };
        let below = (0..self.width).map(|leg| self.weight(self.child(top, leg), of));
        of(top) + below.sum::<i64>()
    }

    fn level_below(&self, mut at: usize, start: usize) -> usize {
        let mut level = 0;
        while at != start {
            at = self.seats[at].expect("it is below").0;
            level += 1;
        }
        level
    }

    fn outer(&self, start: usize, leg: u8) -> (usize, u8) {
        let mut at = start;
        while let Some(child) = self.child(at, leg) {
            at = child;
        }
        (at, leg)
    }

    fn preferred(&self, parent: usize, equal: &[u8]) -> u8 {
        match self.tie {
            "right" => equal[equal.len() - 1],
            "oldest" => *equal
                .iter()
                .min_by_key(|&&leg| self.child(parent, leg).unwrap_or(usize::MAX))
                .expect("there are legs"),
            _ => equal[0],
        }
    }

    fn extreme(&self, parent: usize, strong: bool, of: &dyn Fn(usize) -> i64) -> u8 {
        let sign = if strong { -1 } else { 1 };
        let weights: Vec<i64> = (0..self.width)
            .map(|leg| sign * self.weight(self.child(parent, leg), of))
            .collect();
        let least = *weights.iter().min().expect("there are legs");
        let equal: Vec<u8> = (0..self.width)
            .filter(|&leg| weights[usize::from(leg)] == least)
            .collect();
        self.preferred(parent, &equal)
    }

    fn place(&mut self, sponsor: Option<usize>, volume: i64) {
        self.volume.push(0);
        self.sponsor.push(sponsor.unwrap_or(usize::MAX));
        let found = sponsor.and_then(|start| self.find(start));
        self.seats.push(found);
        let member = self.seats.len() - 1;
        self.volume[member] = volume;
    }

    fn find(&self, sponsor: usize) -> Option<(usize, u8)> {
        let mut start = sponsor;
        while start != 0 && self.seats[start].is_none() {
            start = self.sponsor[start];
        }
        let of_volume = |member: usize| self.volume[member];
        let seat = match self.fill {
            "left_outer" => self.outer(start, 0),
            "right_outer" => self.outer(start, 1),
            "weak_leg_outer" => self.outer(start, self.extreme(start, false, &of_volume)),
            "strong_leg_outer" => self.outer(start, self.extreme(start, true, &of_volume)),
            "alternate" => {
                let placed = (1..self.seats.len())
                    .filter(|&other| self.seats[other].is_some() && self.sponsor[other] == start);
                self.outer(start, (placed.count() % 2) as u8)
            }
            "balanced" => {
                let mut at = start;
                loop {
                    let leg = self.extreme(at, false, &|_| 1);
                    match self.child(at, leg) {
                        Some(child) => at = child,
                        None => break (at, leg),
                    }
                }
            }
            fill => {
                let top = if fill == "bfs_company" { 0 } else { start };
                let mut row = vec![top];
                let mut level = 0;
                loop {
                    let free = row
                        .iter()
                        .flat_map(|&seat| (0..self.width).map(move |leg| (seat, leg)))
                        .find(|&(seat, leg)| self.child(seat, leg).is_none());
                    if level == self.depth {
                        return None;
                    }
                    if let Some(free) = free {
                        return Some(free);
                    }
                    row = row
                        .iter()
                        .flat_map(|&seat| {
                            (0..self.width).filter_map(move |leg| self.child(seat, leg))
                        })
                        .collect();
                    level += 1;
                }
            }
        };
        (self.level_below(seat.0, start) < self.depth).then_some(seat)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn every_fill_agrees_with_looking_at_the_whole_tree(
        joins in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0i64..4), 1..50),
        fill in prop::sample::select(vec![
            "bfs_under_sponsor", "bfs_company", "left_outer", "right_outer",
            "weak_leg_outer", "strong_leg_outer", "alternate", "balanced",
        ]),
        width in 1u8..5,
        depth in prop::option::of(1usize..5),
        tie in prop::sample::select(vec!["left", "right", "oldest"]),
        period_ends in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let needs_two = !matches!(fill, "bfs_under_sponsor" | "bfs_company" | "balanced");
        let width = if needs_two { 2 } else { width };
        let compares = matches!(fill, "weak_leg_outer" | "strong_leg_outer" | "balanced");
        let mut text = format!("shape = \"matrix\"\nwidth = {width}\nfill = \"{fill}\"\n");
        if compares {
            text.push_str(&format!("tie = \"{tie}\"\n"));
        }
        if let Some(depth) = depth {
            text.push_str(&format!("depth = {depth}\n"));
        }
        let mut joiners: Vec<Joiner> = vec![ROOT];
        for (index, (link, chain, volume)) in joins.iter().enumerate() {
            let sponsor = if *chain { index } else { link.index(index + 1) };
            joiners.push((Some(sponsor as u32), *volume));
        }
        let mut slow = Slow {
            width, fill, tie,
            depth: depth.unwrap_or(usize::MAX),
            seats: Vec::new(), volume: Vec::new(), sponsor: Vec::new(),
        };
        for &(sponsor, volume) in &joiners {
            slow.place(sponsor.map(|sponsor| sponsor as usize), volume);
        }
        // Where the periods end makes no difference: people sell only as they join.
        let mut ends: Vec<usize> = period_ends.iter().map(|end| end.index(joiners.len())).collect();
        ends.extend([0, joiners.len()]);
        ends.sort_unstable();
        let periods: Vec<&[Joiner]> = ends.windows(2).map(|ends| &joiners[ends[0]..ends[1]]).collect();
        let tree = placed(&text, &periods);
        for (member, seat) in slow.seats.iter().enumerate().skip(1) {
            let found = tree.is_placed(member).then(|| (tree.parent[member] as usize, tree.leg[member]));
            prop_assert_eq!(found, *seat, "member {} of {:?}", member, joiners);
        }
        let mut seen = vec![false; joiners.len()];
        for &member in &tree.order {
            let parent = tree.parent[member as usize];
            prop_assert!(parent == NO_SPONSOR || seen[parent as usize]);
            seen[member as usize] = true;
        }
        prop_assert_eq!(tree.order.len() + tree.rejected as usize, joiners.len());
    }
}
