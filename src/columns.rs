//! Arithmetic on whole columns, compiled once for each kind of vector unit (stack.md).

use multiversion::multiversion;

/// Adds to each count another.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_counts(counts: &mut [u32], others: &[u32]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

/// Adds to each amount another.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_amounts(amounts: &mut [i64], others: &[i64]) {
    for (amount, other) in amounts.iter_mut().zip(others) {
        *amount += other;
    }
}

/// Adds to each amount so many times `value`.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_multiples(amounts: &mut [i64], counts: &[u32], value: i64) {
    for (amount, &count) in amounts.iter_mut().zip(counts) {
        *amount += i64::from(count) * value;
    }
}

/// Σ counts.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
#[must_use]
pub fn total(counts: &[u32]) -> u64 {
    counts.iter().map(|&count| u64::from(count)).sum()
}
