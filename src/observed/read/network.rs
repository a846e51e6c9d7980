//! The network file: `id,sponsor[,joined][,placement][,leg][,rank][,active]
//! [,personal_volume][,customer_volume][,costs]` (interface.md §3), rows in any order.

use std::path::Path;

use super::codes;
use super::flaw::{Flaw, Flaws};
use super::names::{Entered, Names};
use super::seats;
use super::table::{Column, Header, Row, Rows, Table};
use super::texts::{Text, Texts};
use super::{MOST_PERIODS, Reading};
use crate::network::NO_SPONSOR;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};

const fn column(name: &'static str, required: bool) -> Column {
    Column { name, required }
}

const COLUMNS: &[Column] = &[
    column("id", true),
    column("sponsor", true),
    column("joined", false),
    column("placement", false),
    column("leg", false),
    column("rank", false),
    column("active", false),
    column("personal_volume", false),
    column("customer_volume", false),
    column("costs", false),
    // What `downline grow` and `participants.csv` call `joined`.
    column("joined_period", false),
    // What `downline grow` tells beside: it follows from the tree, or is drawn.
    column("depth", false),
    column("recruits", false),
    column("downline", false),
    column("skill", false),
    column("reach", false),
];
const NAMES: &[&str] = &[
    "id",
    "sponsor",
    "joined",
    "placement",
    "leg",
    "rank",
    "active",
    "personal_volume",
    "customer_volume",
    "costs",
    "joined_period",
    "depth",
    "recruits",
    "downline",
    "skill",
    "reach",
];

pub(super) const ID: usize = 0;
pub(super) const SPONSOR: usize = 1;
pub(super) const JOINED: usize = 2;
pub(super) const PLACEMENT: usize = 3;
pub(super) const LEG: usize = 4;
const RANK: usize = 5;
const ACTIVE: usize = 6;
const PERSONAL: usize = 7;
const CUSTOMER: usize = 8;
const COSTS: usize = 9;
const JOINED_PERIOD: usize = 10;

const ACTIVITY: &[(&str, bool)] = &[
    ("true", true),
    ("false", false),
    ("yes", true),
    ("no", false),
    ("1", true),
    ("0", false),
];

/// Legs are named by side in a binary tree, else numbered from 1.
const SIDES: &[(&str, u8)] = &[
    ("L", 0),
    ("R", 1),
    ("left", 0),
    ("right", 1),
    ("l", 0),
    ("r", 1),
];
/// The widest matrix has 64 legs (plans.md S1).
const MOST_LEGS: u32 = 64;
/// Ranks are numbered in a byte, with 0 for none.
const MOST_RANKS: usize = 255;

/// Bytes of `A,` and its end.
const SHORTEST_ROW: u64 = 3;

/// No leg given.
pub(super) const NO_LEG: u8 = u8::MAX;

/// A member as his row gives him. People are numbers of [`Network::names`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) name: u32,
    /// [`NO_SPONSOR`] at a root.
    pub(super) sponsor: u32,
    pub(super) joined: u16,
    pub(super) placement: u32,
    pub(super) leg: u8,
    pub(super) rank: u8,
    pub(super) active: bool,
    pub(super) line: u32,
    pub(super) personal: i64,
    pub(super) customer: i64,
    pub(super) costs: i64,
}

/// The members in joining order, sponsors before those they enrolled.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) names: Names,
    /// The member of each name.
    pub(super) of_name: Vec<u32>,
    pub(super) members: Vec<Member>,
    /// Sponsors and depths by member.
    pub(super) sponsor: Vec<u32>,
    pub(super) depth: Vec<u32>,
    pub(super) placement: Vec<(u32, u8)>,
    pub(super) rank_names: Vec<String>,
    pub(super) has_joined: bool,
    pub(super) has_active: bool,
    pub(super) has_volumes: bool,
    pub(super) has_costs: bool,
    pub(super) sha256: String,
}

struct NetworkRows {
    digits: u32,
}

/// Id, sponsor, placement and rank of each row stand one after another in `texts`.
#[derive(Debug, Default)]
struct Parsed {
    members: Vec<Member>,
    texts: Texts,
}
const TEXTS: [usize; 4] = [ID, SPONSOR, PLACEMENT, RANK];

impl Rows for NetworkRows {
    type Parsed = Parsed;

    fn clear(parsed: &mut Parsed) {
        parsed.members.clear();
        parsed.texts.clear();
    }

    fn row(&self, parsed: &mut Parsed, row: &Row, flaws: &mut Flaws) {
        if !row.must_be_given(ID, flaws) {
            return;
        }
        for column in TEXTS {
            parsed.texts.push(Text::of(row.field(column)));
        }
        let leg = leg(row, flaws);
        if leg != NO_LEG && row.field(PLACEMENT).is_empty() {
            let message = "a leg of nobody: this row gives no placement parent";
            flaws.push(row.flaw(
                LEG,
                codes::LEG_WITHOUT_PLACEMENT,
                message,
                "give `placement`, or leave `leg` empty",
            ));
        }
        let joined = row
            .whole(JOINED, MOST_PERIODS, flaws)
            .or_else(|| row.whole(JOINED_PERIOD, MOST_PERIODS, flaws))
            .unwrap_or(1);
        parsed.members.push(Member {
            name: 0,
            sponsor: NO_SPONSOR,
            joined: joined as u16,
            placement: NO_SPONSOR,
            leg,
            rank: 0,
            active: row.word(ACTIVE, ACTIVITY, flaws).unwrap_or(true),
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
            personal: row.amount(PERSONAL, self.digits, flaws).unwrap_or(0),
            customer: row.amount(CUSTOMER, self.digits, flaws).unwrap_or(0),
            costs: row.amount(COSTS, self.digits, flaws).unwrap_or(0),
        });
    }

    fn close(&self, _parsed: &mut Parsed, _flaws: &mut Flaws) {}
}

fn leg(row: &Row, flaws: &mut Flaws) -> u8 {
    let numbered = row.field(LEG).first().is_some_and(u8::is_ascii_digit);
    if numbered {
        return row
            .whole(LEG, MOST_LEGS, flaws)
            .map_or(NO_LEG, |leg| leg as u8 - 1);
    }
    row.word(LEG, SIDES, flaws).unwrap_or(NO_LEG)
}

/// Reads the network.
pub(super) fn read(path: &Path, reading: &Reading) -> Result<Network, Diagnostics> {
    let Some(table) = Table::open(path, COLUMNS, NAMES)? else {
        return Err(empty(path, "the file is empty"));
    };
    let header = table.header.clone();
    let rows = NetworkRows {
        digits: reading.currency.digits,
    };
    let mut roll = Roll::default();
    let expected = table.rows_expected(SHORTEST_ROW);
    roll.names.reserve(expected);
    roll.members.reserve(expected);
    let (mut flaws, sha256) = table.read(path, &rows, |parsed, flaws| roll.enter(parsed, flaws))?;
    if roll.members.is_empty() && flaws.is_empty() {
        return Err(empty(path, "the file has a header and no members"));
    }
    let seated = seats::seat(&mut roll, &mut flaws);
    if !flaws.is_empty() {
        flaws.place(&header);
        return Err(flaws.told(path));
    }
    Ok(network(roll, seated, &header, sha256))
}

fn network(roll: Roll, seated: seats::Seated, header: &Header, sha256: String) -> Network {
    let Roll {
        names,
        members,
        of_name,
        rank_names,
    } = roll;
    let seats::Seated {
        sponsor,
        depth,
        placement,
    } = seated;
    Network {
        names,
        of_name,
        members,
        sponsor,
        depth,
        placement,
        rank_names,
        has_joined: header.has(JOINED) || header.has(JOINED_PERIOD),
        has_active: header.has(ACTIVE),
        has_volumes: header.has(PERSONAL) || header.has(CUSTOMER),
        has_costs: header.has(COSTS),
        sha256,
    }
}

/// Everyone named so far.
#[derive(Debug, Default)]
pub(super) struct Roll {
    pub(super) names: Names,
    pub(super) members: Vec<Member>,
    /// The member of each name; [`NO_SPONSOR`] for one who was only named as an upline.
    pub(super) of_name: Vec<u32>,
    pub(super) rank_names: Vec<String>,
}

impl Roll {
    fn enter(&mut self, parsed: &Parsed, flaws: &mut Flaws) {
        for (index, member) in parsed.members.iter().enumerate() {
            let text = |which: usize| parsed.texts.text(index * TEXTS.len() + which);
            let name = self.name(text(0));
            let known = self.of_name[name as usize];
            if known != NO_SPONSOR {
                let first = self.members[known as usize].line;
                flaws.push(flaw(
                    member.line,
                    ID,
                    codes::DUPLICATE_MEMBER,
                    format!("there are two members `{}`", shown(text(0).bytes())),
                    format!("also in row {first}"),
                    "give every member one row and an id of his own",
                ));
                continue;
            }
            self.of_name[name as usize] = self.members.len() as u32;
            let upline = |roll: &mut Roll, text: Text| match text.is_empty() {
                true => NO_SPONSOR,
                false => roll.name(text),
            };
            let member = Member {
                name,
                sponsor: upline(self, text(1)),
                placement: upline(self, text(2)),
                rank: self.rank(text(3).bytes(), member.line, flaws),
                ..*member
            };
            self.members.push(member);
        }
    }

    fn name(&mut self, text: Text) -> u32 {
        match self.names.enter(text, text.hash()) {
            Entered::Known(number) => number,
            Entered::New(number) => {
                self.of_name.push(NO_SPONSOR);
                number
            }
        }
    }

    fn rank(&mut self, text: &[u8], line: u32, flaws: &mut Flaws) -> u8 {
        if text.is_empty() {
            return 0;
        }
        let mut known = self.rank_names.iter();
        if let Some(index) = known.position(|name| name.as_bytes() == text) {
            return index as u8 + 1;
        }
        if self.rank_names.len() == MOST_RANKS {
            flaws.push(flaw(
                line,
                RANK,
                codes::TOO_MANY_RANKS,
                format!("there are more than {MOST_RANKS} different ranks"),
                shown(text),
                "does this column hold the names of ranks?",
            ));
            return 0;
        }
        self.rank_names.push(shown(text));
        self.rank_names.len() as u8
    }
}

/// A fault of a field of the network file.
pub(super) fn flaw(
    line: u32,
    column: usize,
    code: &'static str,
    message: String,
    label: impl Into<String>,
    help: &str,
) -> Flaw {
    Flaw {
        line: u64::from(line),
        field: 0,
        code,
        key: NAMES[column].to_owned(),
        message,
        label: label.into(),
        help: help.to_owned(),
    }
}

pub(super) fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn empty(path: &Path, what: &str) -> Diagnostics {
    let message = format!("`{}`: {what}", path.display());
    let fault = Diagnostic::error(codes::EMPTY, &Origin::Default, message);
    Diagnostics(vec![fault.help(format!(
        "the first row names the columns, {}; one row a member follows",
        NAMES.join(",")
    ))])
}
