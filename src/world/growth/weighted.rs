//! Drawing by weight from a growing list: a Fenwick tree of whole-number weights
//! (Fenwick 1994). Adding, changing and drawing are O(log n).

use std::ops::{AddAssign, SubAssign};

/// What a weight is counted in.
pub trait Whole: Copy + Default + PartialOrd + AddAssign + SubAssign {}

impl Whole for u64 {}
impl Whole for u128 {}

/// Weights of members in joining order.
#[derive(Clone, Debug, Default)]
pub struct WeightTree<W = u64> {
    /// One-based: node `i` holds the sum of the `i & −i` weights that end at `i`.
    nodes: Vec<W>,
    total: W,
}

impl<W: Whole> WeightTree<W> {
    /// Forgets all weights, keeping the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.total = W::default();
    }

    /// The sum of all weights.
    #[must_use]
    pub fn total(&self) -> W {
        self.total
    }

    /// Appends a weight.
    pub fn push(&mut self, weight: W) {
        if self.nodes.is_empty() {
            self.nodes.push(W::default());
        }
        let node = self.nodes.len();
        let mut sum = weight;
        let mut child = node - 1;
        let first = node - lowest_bit(node);
        while child > first {
            sum += self.nodes[child];
            child -= lowest_bit(child);
        }
        self.nodes.push(sum);
        self.total += weight;
    }

    /// Adds to the weight at `index`.
    pub fn add(&mut self, index: usize, weight: W) {
        let mut node = index + 1;
        while node < self.nodes.len() {
            self.nodes[node] += weight;
            node += lowest_bit(node);
        }
        self.total += weight;
    }

    /// Takes from the weight at `index`, which must be at least `weight`.
    pub fn subtract(&mut self, index: usize, weight: W) {
        let mut node = index + 1;
        while node < self.nodes.len() {
            self.nodes[node] -= weight;
            node += lowest_bit(node);
        }
        self.total -= weight;
    }

    /// The index whose stretch of the line of weights holds `ticket`, which must be
    /// below the total.
    #[must_use]
    pub fn find(&self, mut ticket: W) -> usize {
        let mut node = 0;
        let mut step = self.nodes.len().next_power_of_two();
        while step > 0 {
            let next = node + step;
            if next < self.nodes.len() && self.nodes[next] <= ticket {
                ticket -= self.nodes[next];
                node = next;
            }
            step /= 2;
        }
        node
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_ticket_finds_the_member_a_linear_search_finds(
            weights in prop::collection::vec(0u64..5, 1..40),
            changes in prop::collection::vec((0usize..40, 0u64..5), 0..20),
        ) {
            let mut tree = WeightTree::<u64>::default();
            let mut plain = Vec::new();
            for &weight in &weights {
                tree.push(weight);
                plain.push(weight);
            }
            for &(index, weight) in &changes {
                let index = index % plain.len();
                tree.add(index, weight);
                plain[index] += weight;
                let taken = plain[index].min(2);
                tree.subtract(index, taken);
                plain[index] -= taken;
            }
            prop_assert_eq!(tree.total(), plain.iter().sum::<u64>());
            let mut ticket = 0;
            for (index, &weight) in plain.iter().enumerate() {
                for _ in 0..weight {
                    prop_assert_eq!(tree.find(ticket), index);
                    ticket += 1;
                }
            }
        }
    }
}
