//! `downline` shows who actually profits from a payout plan.

#![forbid(unsafe_code)]

pub mod books;
pub mod campaign;
pub mod cli;
mod codes;
pub mod columns;
pub mod examples;
pub mod hash;
pub mod luck;
pub mod measure;
pub mod money;
pub mod network;
pub mod observed;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod selftest;
pub mod study;
pub mod what_if;
pub mod world;
