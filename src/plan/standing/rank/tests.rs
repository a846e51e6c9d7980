//! Ranks and activity, with the numbers of plans.md S3.
