//! The nearest valid word to a misspelt one.

/// The candidate a reader would take `word` for, if any is near enough: a third of the
/// letters may differ, two swapped neighbours count as one.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let most = candidate.chars().count().max(3) / 3;
            // So many letters at least would have to be added or taken away: a word of a
            // megabyte is near to nothing.
            if candidate.chars().count().abs_diff(letters) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            (distance <= most).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let keys = ["participants", "attachment", "founders"];
        assert_eq!(nearest("particpants", keys), Some("participants"));
        assert_eq!(nearest("Founder", keys), Some("founders"));
        assert_eq!(nearest("attahcment", keys), Some("attachment"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("C, Ltt", ["A", "C, Ltd"]), Some("C, Ltd"));
    }
}
