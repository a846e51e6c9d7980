//! Seating the members of a network file: who enrolled whom, without circles, in joining
//! order, sponsors first; and where they are placed.

use rayon::prelude::*;

use super::codes;
use super::flaw::Flaws;
use super::network::{LEG, Member, NO_LEG, PLACEMENT, Roll, SPONSOR, flaw, shown};
use crate::columns::Cores;
use crate::network::{NO_SPONSOR, depths};

/// The trees by member in joining order.
#[derive(Debug, Default)]
pub(super) struct Seated {
    pub(super) sponsor: Vec<u32>,
    pub(super) depth: Vec<u32>,
    /// Placement parent and leg; empty if the file places nobody.
    pub(super) placement: Vec<(u32, u8)>,
}

/// So many members of a circle are named.
const NAMED: usize = 12;

/// Puts the members of the roll into joining order and seats them. The order is (joined,
/// depth, id): it does not hang on the order of rows, and a sponsor comes before those he
/// enrolled. Under faults the seats mean nothing.
pub(super) fn seat(roll: &mut Roll, flaws: &mut Flaws) -> Seated {
    let sponsor = uplines(roll, SPONSOR, |member| member.sponsor, flaws);
    let parent = uplines(roll, PLACEMENT, |member| member.placement, flaws);
    let depth = depths_in_any_order(roll, &sponsor, SPONSOR, flaws);
    let is_placed = parent.iter().any(|&parent| parent != NO_SPONSOR);
    if is_placed {
        depths_in_any_order(roll, &parent, PLACEMENT, flaws);
    }
    if !flaws.is_empty() {
        return Seated::default();
    }
    let mut order: Vec<u32> = (0..roll.members.len() as u32).collect();
    let (members, names) = (&roll.members, &roll.names);
    let key = |&row: &u32| {
        let member = &members[row as usize];
        (member.joined, depth[row as usize], names.text(member.name))
    };
    order.par_sort_unstable_by(|one, other| key(one).cmp(&key(other)));
    let mut place = vec![0; order.len()];
    for (member, &row) in order.iter().enumerate() {
        place[row as usize] = member as u32;
    }
    let upline = |row: u32| match row {
        NO_SPONSOR => NO_SPONSOR,
        row => place[row as usize],
    };
    let mut seated = Seated {
        sponsor: order
            .iter()
            .map(|&row| upline(sponsor[row as usize]))
            .collect(),
        ..Seated::default()
    };
    depths(&seated.sponsor, &mut seated.depth, Cores::One);
    if is_placed {
        seated.placement = legs(roll, &order, |row| upline(parent[row as usize]), flaws);
    }
    roll.members = order
        .iter()
        .map(|&row| roll.members[row as usize])
        .collect();
    for member in roll
        .of_name
        .iter_mut()
        .filter(|&&mut row| row != NO_SPONSOR)
    {
        *member = place[*member as usize];
    }
    seated
}

/// The row of each member's upline; [`NO_SPONSOR`] for none, and where it is faulty.
fn uplines(
    roll: &Roll,
    column: usize,
    named: impl Fn(&Member) -> u32,
    flaws: &mut Flaws,
) -> Vec<u32> {
    let (role, empty) = match column {
        SPONSOR => ("sponsor", "leave `sponsor` empty at a root"),
        _ => ("placement parent", "leave `placement` empty at the top"),
    };
    let members = roll.members.iter().enumerate();
    members
        .map(|(row, member)| {
            let name = named(member);
            if name == NO_SPONSOR {
                return NO_SPONSOR;
            }
            let upline = roll.of_name[name as usize];
            let text = || shown(roll.names.text(name));
            let own = || shown(roll.names.text(member.name));
            let mut note = |code, message, help: &str| {
                flaws.push(flaw(member.line, column, code, message, text(), help));
                NO_SPONSOR
            };
            if upline == NO_SPONSOR {
                let message = format!(
                    "there is no member `{}` to be the {role} of `{}`",
                    text(),
                    own()
                );
                return note(
                    codes::NO_SUCH_MEMBER,
                    message,
                    &format!("give him a row of his own, or {empty}"),
                );
            }
            if upline as usize == row {
                let message = format!("`{}` is his own {role}", own());
                return note(codes::OWN_SPONSOR, message, empty);
            }
            let above = &roll.members[upline as usize];
            if above.joined > member.joined {
                let message = format!(
                    "`{}` joined in period {}, before his {role} `{}`, who joined in {}",
                    own(),
                    member.joined,
                    text(),
                    above.joined
                );
                return note(
                    codes::BEFORE_SPONSOR,
                    message,
                    &format!("correct `joined` here or in row {}", above.line),
                );
            }
            upline
        })
        .collect()
}

/// Links up to the root, whatever the order of the rows, and every circle named once. Who
/// hangs on a circle is taken for a root.
fn depths_in_any_order(roll: &Roll, upline: &[u32], column: usize, flaws: &mut Flaws) -> Vec<u32> {
    const UNKNOWN: u32 = u32::MAX;
    const ON_THE_WAY: u32 = u32::MAX - 1;
    let mut depth = vec![UNKNOWN; upline.len()];
    let mut way: Vec<u32> = Vec::new();
    for start in 0..upline.len() {
        let mut at = start as u32;
        while at != NO_SPONSOR && depth[at as usize] == UNKNOWN {
            depth[at as usize] = ON_THE_WAY;
            way.push(at);
            at = upline[at as usize];
        }
        let mut below = match at {
            NO_SPONSOR => 0,
            at if depth[at as usize] == ON_THE_WAY => {
                let first = way.iter().position(|&row| row == at).unwrap_or(0);
                flaws.push(circle(roll, &way[first..], column));
                0
            }
            at => depth[at as usize] + 1,
        };
        while let Some(row) = way.pop() {
            depth[row as usize] = below;
            below += 1;
        }
    }
    depth
}

/// Names a circle from its first row in the file on.
fn circle(roll: &Roll, rows: &[u32], column: usize) -> super::flaw::Flaw {
    let line = |row: u32| roll.members[row as usize].line;
    let first = (0..rows.len())
        .min_by_key(|&at| line(rows[at]))
        .unwrap_or(0);
    let turned = rows[first..].iter().chain(&rows[..=first]);
    let mut names: Vec<String> = turned
        .take(NAMED)
        .map(|&row| {
            format!(
                "`{}`",
                shown(roll.names.text(roll.members[row as usize].name))
            )
        })
        .collect();
    if rows.len() + 1 > NAMED {
        names.push(format!("… ({} members in all)", rows.len()));
    }
    let (did, empty) = match column {
        SPONSOR => ("was enrolled by", "sponsor"),
        _ => ("is placed under", "placement"),
    };
    flaw(
        line(rows[first]),
        column,
        codes::CIRCLE,
        format!(
            "members in a circle, where each {did} the next: {}",
            names.join(" → ")
        ),
        "the circle closes here",
        &format!("correct one of these rows, or leave its `{empty}` empty"),
    )
}

/// Placement by member: the leg as given, else the first that is free, in joining order.
fn legs(
    roll: &Roll,
    order: &[u32],
    parent: impl Fn(u32) -> u32,
    flaws: &mut Flaws,
) -> Vec<(u32, u8)> {
    let row_of = |member: u32| &roll.members[order[member as usize] as usize];
    let mut placement: Vec<(u32, u8)> = order.iter().map(|&row| (parent(row), 0)).collect();
    // Children of one parent side by side, those with a leg of their own first.
    let mut children: Vec<(u32, u8, u32)> = (0..order.len() as u32)
        .map(|member| (placement[member as usize].0, row_of(member).leg, member))
        .filter(|&(parent, ..)| parent != NO_SPONSOR)
        .collect();
    children.sort_unstable();
    for siblings in children.chunk_by(|one, other| one.0 == other.0) {
        // The row of who stands in each leg; 0 for nobody.
        let mut holders = [0_u32; 256];
        for &(parent, given, member) in siblings {
            let leg = match given {
                NO_LEG => holders.iter().position(|&row| row == 0).unwrap_or(0) as u8,
                leg => leg,
            };
            let row = row_of(member);
            let holder = &mut holders[usize::from(leg)];
            if *holder != 0 {
                let parent = shown(roll.names.text(row_of(parent).name));
                flaws.push(flaw(
                    row.line,
                    if given == NO_LEG { PLACEMENT } else { LEG },
                    codes::LEG_TAKEN,
                    format!("leg {} of `{parent}` is taken", u32::from(leg) + 1),
                    format!("also in row {holder}"),
                    "a leg holds one member: the others go below him",
                ));
            }
            *holder = row.line;
            placement[member as usize].1 = leg;
        }
    }
    placement
}
