//! Attachment `recent`: a member's weight halves every `half_life` joins after his own, so
//! the latest recruit most (model.md §3). With ρ = `2^(−1/half_life)`, the member `a` joins
//! before the latest weighs ρ^a.

use crate::luck::Key;

/// Draws among all members: the age is a geometric variable cut off at the first member,
/// inverted in closed form. O(1) a join and no memory.
#[derive(Clone, Copy, Debug)]
pub struct Recent {
    /// −ln ρ: what the logarithm of a weight falls by with a join.
    fall: f64,
}

impl Recent {
    /// A weight that halves every `half_life` joins, more than 0.
    #[must_use]
    pub fn new(half_life: f64) -> Recent {
        Recent {
            fall: std::f64::consts::LN_2 / half_life,
        }
    }

    /// The sponsor of member `joiner`. Of `n` members before him the `a`-th from the last
    /// has P(age ≤ a) = (1 − ρ^(a+1)) / (1 − ρ^n), so the age is
    /// ⌊ln(1 − u(1 − ρ^n)) / ln ρ⌋ of a uniform `u`.
    #[inline]
    #[must_use]
    pub fn sponsor(self, key: &Key, joiner: u32) -> u32 {
        let all = -libm::expm1(-self.fall * f64::from(joiner));
        let age = libm::floor(-libm::log1p(-key.uniform(joiner, 0) * all) / self.fall);
        let oldest = joiner - 1;
        // Rounding may reach one beyond the first member.
        oldest - (age as u32).min(oldest)
    }
}

/// The same among those still in the draw: a binary tree over the members in joining order.
/// O(log n) a join and a leaving.
///
/// A node holds the sum of its members' weights as seen from the newest of them in the
/// draw. No sum is below 1 then, however long ago everyone joined.
#[derive(Clone, Debug)]
pub struct RecentAmong {
    fall: f64,
    max_recruits: u32,
    recruits: Vec<u32>,
    /// A complete binary tree: node 1 is the root, the last half are the members.
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The newest member in the draw below; [`NOBODY`] if there is none.
    newest: u32,
    sum: f64,
}

const NOBODY: u32 = u32::MAX;
const EMPTY: Node = Node {
    newest: NOBODY,
    sum: 0.0,
};

impl RecentAmong {
    /// No members yet; `max_recruits` is at least 1.
    #[must_use]
    pub fn new(half_life: f64, max_recruits: Option<u32>) -> RecentAmong {
        RecentAmong {
            fall: Recent::new(half_life).fall,
            max_recruits: max_recruits.unwrap_or(u32::MAX),
            recruits: Vec::new(),
            nodes: vec![EMPTY; 2],
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.recruits.clear();
        self.nodes.fill(EMPTY);
    }

    /// The next member joins the draw.
    pub fn add_member(&mut self) {
        let member = self.recruits.len();
        self.recruits.push(0);
        if member == self.leaves() {
            self.double();
        }
        let leaf = Node {
            newest: member as u32,
            sum: 1.0,
        };
        self.set(member, leaf);
    }

    /// A member leaves the draw, if he is in it.
    pub fn remove(&mut self, member: u32) {
        self.set(member as usize, EMPTY);
    }

    /// Draws the sponsor of `joiner` and counts the recruit; `None` if nobody is left.
    pub fn sponsor(&mut self, key: &Key, joiner: u32) -> Option<u32> {
        if self.nodes[1].newest == NOBODY {
            return None;
        }
        let sponsor = self.find(key.uniform(joiner, 0));
        let recruits = &mut self.recruits[sponsor];
        *recruits += 1;
        if *recruits == self.max_recruits {
            self.remove(sponsor as u32);
        }
        Some(sponsor as u32)
    }

    /// The member at a share of the line of weights, the newest first.
    fn find(&self, share: f64) -> usize {
        let mut node = 1;
        let mut target = share * self.nodes[1].sum;
        while node < self.leaves() {
            let (left, right) = (self.nodes[2 * node], self.nodes[2 * node + 1]);
            let goes_right =
                right.newest != NOBODY && (left.newest == NOBODY || target < right.sum);
            if !goes_right && right.newest != NOBODY {
                target = (target - right.sum) / self.aged(left, right);
            }
            node = 2 * node + usize::from(goes_right);
        }
        node - self.leaves()
    }

    /// What a weight of the left falls to as seen from the newest of the right.
    fn aged(&self, left: Node, right: Node) -> f64 {
        libm::exp(-self.fall * f64::from(right.newest - left.newest))
    }

    fn joined(&self, left: Node, right: Node) -> Node {
        match (left.newest, right.newest) {
            (_, NOBODY) => left,
            (NOBODY, _) => right,
            (_, newest) => Node {
                newest,
                sum: right.sum + left.sum * self.aged(left, right),
            },
        }
    }

    fn leaves(&self) -> usize {
        self.nodes.len() / 2
    }

    fn set(&mut self, member: usize, leaf: Node) {
        let mut node = self.leaves() + member;
        self.nodes[node] = leaf;
        while node > 1 {
            node /= 2;
            self.nodes[node] = self.joined(self.nodes[2 * node], self.nodes[2 * node + 1]);
        }
    }

    fn double(&mut self) {
        let leaves = self.leaves();
        let mut nodes = vec![EMPTY; 4 * leaves];
        nodes[2 * leaves..3 * leaves].copy_from_slice(&self.nodes[leaves..]);
        self.nodes = nodes;
        for node in (1..2 * leaves).rev() {
            self.nodes[node] = self.joined(self.nodes[2 * node], self.nodes[2 * node + 1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    fn key(seed: u64) -> Key {
        Luck::new(seed, 1).key(Stream::Attachment, 0)
    }

    /// Counts of sponsors against weights, by Pearson's χ²; `limit` is its upper 10⁻⁶ point.
    fn check(seen: &[u32], weights: &[f64], limit: f64) {
        let draws = f64::from(seen.iter().sum::<u32>());
        let all: f64 = weights.iter().sum();
        let statistic: f64 = seen
            .iter()
            .zip(weights)
            .map(|(&seen, weight)| {
                let expected = draws * weight / all;
                (f64::from(seen) - expected).powi(2) / expected.max(1e-9)
            })
            .sum();
        assert!(statistic < limit, "{seen:?}: {statistic}");
    }

    #[test]
    fn weights_halve_every_half_life() {
        // Half-life 2: from the newest back 1, .707, .5, .354, .25.
        let weights: Vec<f64> = (0..5)
            .map(|member| libm::exp2((f64::from(member) - 4.0) / 2.0))
            .collect();
        let mut seen = [0; 5];
        for seed in 0..50_000 {
            seen[Recent::new(2.0).sponsor(&key(seed), 5) as usize] += 1;
        }
        check(&seen, &weights, 33.4);
    }

    #[test]
    fn a_very_long_half_life_is_uniform_and_a_very_short_one_a_chain() {
        let mut seen = [0; 4];
        for seed in 0..40_000 {
            seen[Recent::new(1e9).sponsor(&key(seed), 4) as usize] += 1;
            assert_eq!(Recent::new(0.01).sponsor(&key(seed), 4), 3);
            assert_eq!(Recent::new(5.0).sponsor(&key(seed), 1), 0);
        }
        check(&seen, &[1.0; 4], 30.7);
    }

    #[test]
    fn those_left_keep_their_weights_however_long_ago_they_joined() {
        let half_life = 3.0;
        let mut seen = [0; 3];
        let among = {
            let mut among = RecentAmong::new(half_life, None);
            (0..9_003).for_each(|_| among.add_member());
            // Only 0, 2 and 7 are left, thousands of half-lives behind the latest join.
            (0..9_003)
                .filter(|member| ![0, 2, 7].contains(member))
                .for_each(|member| among.remove(member));
            among
        };
        for seed in 0..50_000 {
            let sponsor = among.find(key(seed).uniform(9_003, 0));
            seen[[0, 2, 7].iter().position(|&left| left == sponsor).unwrap()] += 1;
        }
        let weight = |joined: f64| libm::exp2((joined - 7.0) / half_life);
        check(&seen, &[weight(0.0), weight(2.0), 1.0], 27.7);
    }

    #[test]
    fn both_draws_have_one_law() {
        let (mut plain, mut tree) = (vec![0_u32; 40], vec![0_u32; 40]);
        let mut among = RecentAmong::new(6.0, None);
        (0..40).for_each(|_| among.add_member());
        for joiner in 40..60_040 {
            tree[among.sponsor(&key(1), joiner).unwrap() as usize] += 1;
        }
        for seed in 0..60_000 {
            plain[Recent::new(6.0).sponsor(&key(seed), 40) as usize] += 1;
        }
        let weights: Vec<f64> = (0..40)
            .map(|member| libm::exp2(f64::from(member) / 6.0))
            .collect();
        // Upper 10⁻⁶ point of χ² with 39 degrees of freedom.
        check(&tree, &weights, 97.0);
        check(&plain, &weights, 97.0);
    }

    #[test]
    fn the_full_and_the_gone_are_not_drawn() {
        let mut among = RecentAmong::new(1.0, Some(1));
        (0..3).for_each(|_| among.add_member());
        among.remove(1);
        let mut drawn = [among.sponsor(&key(1), 3), among.sponsor(&key(1), 4)];
        drawn.sort_unstable();
        assert_eq!(drawn, [Some(0), Some(2)]);
        assert_eq!(among.sponsor(&key(1), 5), None);
    }
}
