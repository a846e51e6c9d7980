//! One plan on one network: paid, and read as an example wants it read.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;
use toml::Table;

use super::language::{decimal, list};
use super::people::People;
use super::{Outcome, Unsupported};
use crate::columns::Cores;
use crate::network::NO_SPONSOR;
use crate::observed::{Builder, Observed};
use crate::plan::accounts::Accounts;
use crate::plan::{LANGUAGE, Plan};
use crate::scenario;

/// The most periods of all people together: examples are worked by hand.
const MOST_MEMBER_PERIODS: u64 = 1_000_000;

/// What an example means by what a person is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// What the company credited.
    #[default]
    Credited,
    /// Retail margin.
    Margin,
    /// Both together.
    Gross,
    /// What was paid out of the ledger.
    Cash,
    /// Credits and margin less costs.
    Net,
    /// What one component credited, by its place in the plan.
    Component(usize),
}

/// A plan, as tables of a plan file, and a network with its orders.
pub(super) struct Case {
    plan: Table,
    components: Vec<Table>,
    settlements: Vec<Table>,
    network: Builder,
    ids: Vec<String>,
    /// What an example means by what a person is paid.
    pub reading: Reading,
    /// Payments before this period only prepare the ground.
    pub from_period: u32,
    /// The pay period.
    pub unit: String,
    /// The plan file to be paid, in place of components.
    pub file: Option<String>,
    /// Decimals of what is left in legs: 2 for volume, 0 for people.
    pub carry_decimals: u32,
}

impl Case {
    /// A case of these people, with the plan's ladder from the ranks they hold and the
    /// example's parameters name.
    pub(super) fn of(people: People, params: &Value) -> Case {
        let mut case = Case::unrounded(people, params);
        let mut rounding = Table::new();
        for (written, key) in [("rounding", "mode"), ("rounding_stage", "stage")] {
            if let Some(word) = params[written].as_str() {
                rounding.insert(key.to_owned(), word.into());
            }
        }
        if !rounding.is_empty() {
            case.plan("rounding", rounding.into());
        }
        case
    }

    /// The same, rounded as plans are by default.
    pub(super) fn unrounded(people: People, params: &Value) -> Case {
        let ladder = ladder(&people, params);
        let mut case = Case {
            plan: Table::new(),
            components: Vec::new(),
            settlements: Vec::new(),
            ids: people.ids(),
            network: people.network,
            reading: Reading::Credited,
            from_period: 1,
            unit: "month".to_owned(),
            file: None,
            carry_decimals: 2,
        };
        if !ladder.is_empty() {
            let rungs: Vec<toml::Value> = ladder
                .into_iter()
                .map(|rank| Table::from_iter([("rank".to_owned(), rank.into())]).into())
                .collect();
            case.ranks(rungs.into());
        }
        case
    }

    /// Gives the plan a key of its own.
    pub(super) fn plan(&mut self, key: &str, value: toml::Value) {
        self.plan.insert(key.to_owned(), value);
    }

    /// Gives the plan this ladder.
    pub(super) fn ranks(&mut self, ladder: toml::Value) {
        let ranks = Table::from_iter([("ladder".to_owned(), ladder)]);
        self.plan("ranks", ranks.into());
    }

    /// Adds a component.
    pub(super) fn component(&mut self, kind: &str, mut params: Table) {
        params.remove("rounding_stage");
        params.insert("type".to_owned(), kind.into());
        self.components.push(params);
    }

    /// Adds a settlement step.
    pub(super) fn settlement(&mut self, kind: &str, mut params: Table) {
        params.insert("type".to_owned(), kind.into());
        self.settlements.push(params);
    }

    /// The scenario as it would stand in a file. Only its plan is used: the network comes
    /// from the example.
    fn text(&self) -> String {
        let mut plan = self.plan.clone();
        plan.insert("name".to_owned(), "example".into());
        if let Some(file) = &self.file {
            plan.insert("file".to_owned(), file.as_str().into());
        }
        for (key, tables) in [
            ("component", &self.components),
            ("settlement", &self.settlements),
        ] {
            if !tables.is_empty() {
                let tables: Vec<toml::Value> =
                    tables.iter().cloned().map(toml::Value::from).collect();
                plan.insert(key.to_owned(), tables.into());
            }
        }
        let plans = Table::from_iter([("plans".to_owned(), vec![toml::Value::from(plan)].into())]);
        format!(
            "[scenario]\nname = \"example\"\n[horizon]\nunit = \"{}\"\n[product]\nprice = 1\n\
             [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 0\n{plans}",
            self.unit
        )
    }

    /// Pays the case and reads what the example asks about.
    pub(super) fn pay(self) -> Result<Outcome, Unsupported> {
        let loaded = scenario::load_text("example.toml", &self.text(), &[], LANGUAGE)
            .map_err(|faults| in_one_line(&faults.to_string()))?;
        let plan =
            Plan::build(&loaded.scenario, 0).map_err(|faults| in_one_line(&faults.to_string()))?;
        let cells = u64::from(self.network.horizon()) * self.ids.len() as u64;
        if cells > MOST_MEMBER_PERIODS {
            return Err(Unsupported::new(format!(
                "{} people in {} periods are more than an example may have: at most \
                 {MOST_MEMBER_PERIODS} periods of one person together",
                self.ids.len(),
                self.network.horizon(),
            )));
        }
        let observed = self
            .network
            .build()
            .map_err(|error| Unsupported::new(error.to_string()))?;
        let mut by_period: Vec<Vec<i64>> = Vec::new();
        let mut before = vec![0; self.ids.len()];
        let reading = self.reading;
        let mut accounts = observed
            .pay(&plan, |_, accounts| {
                let mut paid = vec![0; before.len()];
                for member in 0..accounts.commissions.len() {
                    let amount = so_far(reading, accounts, member);
                    paid[member] = amount - before[member];
                    before[member] = amount;
                }
                by_period.push(paid);
            })
            .map_err(|error| Unsupported::new(error.to_string()))?;
        accounts
            .check(plan.name(), Cores::One)
            .map_err(|error| Unsupported::new(error.to_string()))?;
        by_period.drain(..self.from_period as usize - 1);
        let mut outcome = read(&self.ids, &plan, &observed, &accounts, &by_period);
        for (member, id) in self.ids.into_iter().enumerate() {
            if let Some(carry) = plan.carry(&mut accounts, member) {
                let carry = carry.map(|left| Decimal::new(left, self.carry_decimals));
                outcome.carry.insert(id, carry);
            }
        }
        Ok(outcome)
    }
}

/// What a member was paid so far, minor units.
fn so_far(reading: Reading, accounts: &Accounts, member: usize) -> i64 {
    let commissions = accounts.commissions[member];
    let margin = accounts.margin.get(member).copied().unwrap_or(0);
    match reading {
        Reading::Credited => commissions,
        Reading::Margin => margin,
        Reading::Gross => commissions + margin,
        Reading::Cash => accounts.cash.get(member).copied().unwrap_or(commissions),
        Reading::Net => accounts.net()[member],
        Reading::Component(index) => accounts.by_component[index][member],
    }
}

fn read(
    ids: &[String],
    plan: &Plan,
    observed: &Observed,
    accounts: &Accounts,
    by_period: &[Vec<i64>],
) -> Outcome {
    let mut outcome = Outcome {
        factor: accounts.last_factor,
        ..Outcome::default()
    };
    let last = observed.period(observed.periods.len() as u32);
    for (member, id) in ids.iter().enumerate() {
        let periods: Vec<Decimal> = by_period
            .iter()
            .map(|paid| Decimal::new(paid[member], 2))
            .collect();
        outcome.amounts.insert(id.clone(), periods.iter().sum());
        outcome.by_period.insert(id.clone(), periods);
        if let Some(&parent) = accounts.placement.parent.get(member)
            && parent != NO_SPONSOR
        {
            let parent = &ids[parent as usize];
            let place = match (plan.is_binary(), accounts.placement.leg[member]) {
                (false, _) => parent.clone(),
                (true, 0) => format!("{parent}:L"),
                (true, _) => format!("{parent}:R"),
            };
            outcome.placement.insert(id.clone(), place);
        }
        let rank = accounts.standing.rank_of(member);
        if rank > 0 {
            let name = plan.ranks().names()[usize::from(rank) - 1].clone();
            outcome.rank.insert(id.clone(), name);
        }
        let active = accounts.standing.is_active(&last, member);
        outcome.active.insert(id.clone(), active);
    }
    for part in &accounts.totals.components {
        let kept = Decimal::from_i128_with_scale(part.breakage + part.cut_by_cap, 2);
        outcome.breakage += kept / Decimal::from(part.denominator);
    }
    outcome
}

/// How a rank is ordered: in how many of the lists it stands, its value in a table by
/// rank, where it was met first.
type Height = (usize, Decimal, usize);

/// Ranks from the lowest to the highest: those only people hold, then those the
/// parameters name. Ranks in more of the lists are higher (a layer for the highest only,
/// another for all leaders), then ranks with the larger value in a table by rank.
fn ladder(people: &People, params: &Value) -> Vec<String> {
    let mut found: BTreeMap<String, Height> = BTreeMap::new();
    for (_, node) in people.nodes() {
        let later = list(node, "rank_at").iter().map(|pair| &pair[1]);
        for rank in later.chain([&node["rank"]]).filter_map(Value::as_str) {
            height(&mut found, rank);
        }
    }
    named_ranks(params, &mut found);
    let mut ranks: Vec<(String, Height)> = found.into_iter().collect();
    ranks.sort_by_key(|(_, height)| *height);
    ranks.into_iter().map(|(rank, _)| rank).collect()
}

fn height<'a>(found: &'a mut BTreeMap<String, Height>, rank: &str) -> &'a mut Height {
    let met = found.len();
    found
        .entry(rank.to_owned())
        .or_insert((0, Decimal::ZERO, met))
}

/// Ranks that parameters name, in lists of ranks and in tables by rank.
fn named_ranks(params: &Value, found: &mut BTreeMap<String, Height>) {
    const LISTS: [&str; 3] = ["boundary_ranks", "payee_ranks", "generation_ranks"];
    let Value::Object(fields) = params else {
        for item in params.as_array().map_or(&[][..], Vec::as_slice) {
            named_ranks(item, found);
        }
        return;
    };
    for (key, value) in fields {
        let by_rank = key.ends_with("_by_rank") || matches!(key.as_str(), "awards" | "rates");
        match value {
            Value::Object(values) if by_rank => {
                for (rank, value) in values {
                    let height = height(found, rank);
                    height.1 = height.1.max(decimal(value).unwrap_or_default());
                }
            }
            Value::Array(names) if LISTS.contains(&key.as_str()) => {
                for rank in names.iter().filter_map(Value::as_str) {
                    height(found, rank).0 += 1;
                }
            }
            inner => named_ranks(inner, found),
        }
    }
}

fn in_one_line(text: &str) -> Unsupported {
    Unsupported::new(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
