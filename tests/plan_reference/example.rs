//! A worked example as people in two trees, with its parameters and events.

use crate::exact::{Exact, Mode};
use crate::read::{count, exact_or_zero, flag, get, list, text, words};
use serde_json::{Value, json};

/// One node of the example's tree.
#[derive(Clone, Debug)]
pub struct Person {
    /// Name in the example.
    pub id: String,
    /// Who enrolled him.
    pub sponsor: Option<usize>,
    /// Placement parent, where the example gives one.
    pub placement: Option<usize>,
    /// `L` or `R` below the placement parent.
    pub leg: Option<char>,
    /// `personal_volume`.
    pub volume: Exact,
    /// Can be paid this period.
    pub active: bool,
    /// Paid-as rank.
    pub rank: Option<String>,
    /// The whole node, for fields of one component.
    pub fields: Value,
}

/// A worked example.
#[derive(Clone, Debug)]
pub struct Example {
    /// Whose rules are tested.
    pub component: String,
    /// Its parameters.
    pub params: Value,
    /// The tree in list order, which is join order.
    pub people: Vec<Person>,
    /// Events in their order.
    pub events: Vec<Value>,
}

/// A tree as parents; several roots are allowed.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Each person's parent.
    pub parent: Vec<Option<usize>>,
}

/// When amounts are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Every payment line.
    Line,
    /// Once per payee and component and period.
    PayeeComponent,
    /// Once per payee over all components.
    Cheque,
}

impl Example {
    /// Reads one entry of a worked-example file.
    pub fn read(entry: &Value) -> Self {
        let params = entry["params"].clone();
        let nodes = match get(&params, "generate") {
            Some(how) => full_tree(how),
            None => list(entry, "tree").to_vec(),
        };
        Self {
            component: text(entry, "component").expect("a component").to_owned(),
            params,
            people: people(&nodes),
            events: list(entry, "events").to_vec(),
        }
    }

    /// The same people and events under another component.
    pub fn under(&self, component: &str, params: &Value) -> Self {
        Self {
            component: component.to_owned(),
            params: params.clone(),
            ..self.clone()
        }
    }

    /// The tree of who enrolled whom, after structural removal (plans.md S4).
    pub fn enrolment(&self) -> Tree {
        self.without_removed(|person| person.sponsor)
    }

    /// The placement tree; it is the enrolment tree where a node names no other parent.
    pub fn placement(&self) -> Tree {
        self.without_removed(|person| person.placement.or(person.sponsor))
    }

    /// The tree this component walks: `sponsor` and `enrolment` are one tree.
    pub fn walked(&self) -> Tree {
        match text(&self.params, "tree") {
            None | Some("sponsor" | "enrolment") => self.enrolment(),
            Some("placement") => self.placement(),
            Some(other) => panic!("unknown tree {other:?}"),
        }
    }

    /// True for people cut out before the period (`structural_removal`).
    pub fn removed(&self, person: usize) -> bool {
        words(&self.params, "structural_removal").contains(&self.people[person].id.as_str())
    }

    /// Children of a removed person move to the nearest parent who stays.
    fn without_removed(&self, parent: impl Fn(&Person) -> Option<usize>) -> Tree {
        let staying = |person: usize| {
            let mut above = parent(&self.people[person]);
            while let Some(upline) = above.filter(|&upline| self.removed(upline)) {
                above = parent(&self.people[upline]);
            }
            above
        };
        Tree {
            parent: (0..self.people.len()).map(staying).collect(),
        }
    }

    /// The person of this name.
    pub fn who(&self, id: &str) -> usize {
        let found = self.people.iter().position(|person| person.id == id);
        found.unwrap_or_else(|| panic!("nobody is called {id:?}"))
    }

    /// The person named under `key` of an event.
    pub fn named(&self, event: &Value, key: &str) -> usize {
        self.who(text(event, key).expect("a name"))
    }

    /// The paid-as rank of a person.
    pub fn rank(&self, person: usize) -> Option<&str> {
        self.people[person].rank.as_deref()
    }

    /// True if the person's rank is one of the ranks listed under `key`, or is above the
    /// lowest of them where the example states the `order` of ranks.
    pub fn holds(&self, person: usize, params: &Value, key: &str) -> bool {
        let Some(rank) = self.rank(person) else {
            return false;
        };
        let listed = words(params, key);
        let order = words(params, "order");
        let place = |rank: &str| order.iter().position(|known| *known == rank);
        let lowest = listed.iter().filter_map(|rank| place(rank)).min();
        listed.contains(&rank)
            || matches!((place(rank), lowest), (Some(own), Some(low)) if own >= low)
    }

    /// Rounding mode, half-up unless stated.
    pub fn mode(&self) -> Mode {
        let stated = get(&self.params, "rounding");
        let word = stated.and_then(|value| value.as_str().or_else(|| text(value, "mode")));
        match word {
            None | Some("half_up" | "largest_remainder") => Mode::HalfUp,
            Some("half_even") => Mode::HalfEven,
            Some("down") => Mode::Down,
            Some(other) => panic!("unknown rounding {other:?}"),
        }
    }

    /// Rounding stage, per payee and component unless stated.
    pub fn stage(&self) -> Stage {
        let inner = get(&self.params, "rounding").and_then(|value| text(value, "stage"));
        match text(&self.params, "rounding_stage").or(inner) {
            None | Some("per_payee_component") => Stage::PayeeComponent,
            Some("per_line") => Stage::Line,
            Some("per_cheque") => Stage::Cheque,
            Some(other) => panic!("unknown rounding stage {other:?}"),
        }
    }
}

impl Tree {
    /// Uplines by distance, nearest first.
    pub fn uplines(&self, person: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut above = self.parent[person];
        while let Some(upline) = above {
            assert!(chain.len() < self.parent.len(), "a tree has no circle");
            chain.push(upline);
            above = self.parent[upline];
        }
        chain
    }

    /// Direct children in list order.
    pub fn children(&self, person: usize) -> Vec<usize> {
        let below = |&child: &usize| self.parent[child] == Some(person);
        (0..self.parent.len()).filter(below).collect()
    }

    /// The person and everybody below.
    pub fn subtree(&self, person: usize) -> Vec<usize> {
        let within = |&other: &usize| other == person || self.uplines(other).contains(&person);
        (0..self.parent.len()).filter(within).collect()
    }

    /// Everybody, deepest first, so that children come before parents.
    pub fn deepest_first(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.parent.len()).collect();
        all.sort_by_key(|&person| std::cmp::Reverse(self.uplines(person).len()));
        all
    }
}

fn people(nodes: &[Value]) -> Vec<Person> {
    let position = |id: &str| {
        let found = nodes.iter().position(|node| text(node, "id") == Some(id));
        found.unwrap_or_else(|| panic!("nobody is called {id:?}"))
    };
    let person = |node: &Value| Person {
        id: text(node, "id").expect("an id").to_owned(),
        sponsor: text(node, "sponsor").map(position),
        placement: text(node, "placement").map(position),
        leg: text(node, "leg").and_then(|leg| leg.chars().next()),
        volume: exact_or_zero(node, "personal_volume"),
        active: flag(node, "active").unwrap_or(true),
        rank: text(node, "rank").map(str::to_owned),
        fields: node.clone(),
    };
    nodes.iter().map(person).collect()
}

/// `generate {kind: full_tree, width, depth, root}`: every position below the root has volume 1.
fn full_tree(how: &Value) -> Vec<Value> {
    assert_eq!(text(how, "kind"), Some("full_tree"));
    let size = |key| count(how, key).expect("a size");
    let root = text(how, "root").expect("a name for the root");
    let mut nodes = vec![json!({"id": root, "sponsor": null, "personal_volume": "0"})];
    let mut row = vec![root.to_owned()];
    for _ in 0..size("depth") {
        let mut next = Vec::new();
        for parent in &row {
            for child in 1..=size("width") {
                let id = format!("{parent}.{child}");
                nodes.push(json!({"id": id, "sponsor": parent, "personal_volume": "1"}));
                next.push(id);
            }
        }
        row = next;
    }
    nodes
}
