//! Who holds each level above a sale: the four compressions of plans.md S4.

/// Of a chain of uplines by distance, who is paid on each level.
///
/// The answer has one entry a level at which an upline stands; levels above the root have
/// none (no upline). `None` inside is breakage. `entitled` takes a person and a level from 1.
pub fn holders(
    chain: &[usize],
    levels: usize,
    compression: &str,
    active: impl Fn(usize) -> bool,
    entitled: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let existing = 1..=levels.min(chain.len());
    let can_take = |person: usize, level: usize| active(person) && entitled(person, level);
    match compression {
        "none" | "structural" => existing
            .map(|level| Some(chain[level - 1]).filter(|&person| can_take(person, level)))
            .collect(),
        "standard" => {
            let working: Vec<usize> = chain.iter().copied().filter(|&p| active(p)).collect();
            let nth = |level: usize| working.get(level - 1).copied();
            existing
                .map(|level| nth(level).filter(|&person| entitled(person, level)))
                .collect()
        }
        "dynamic" => {
            let mut above = chain.iter().copied();
            existing
                .map(|level| {
                    // A level that nobody takes uses nobody up.
                    let mut search = above.clone();
                    let taker = search.find(|&person| can_take(person, level));
                    if taker.is_some() {
                        above = search;
                    }
                    taker
                })
                .collect()
        }
        "roll_up" => existing
            .map(|level| {
                let mut from = chain[level - 1..].iter().copied();
                from.find(|&person| can_take(person, level))
            })
            .collect(),
        other => panic!("unknown compression {other:?}"),
    }
}
