//! The record of a point: text that holds every number to its last bit, and its own hash, so
//! that one which was cut short or altered is not believed.

use std::fmt::Write as _;

use super::points::{Answer, Found, Row};
use crate::hash::sha256;
use crate::measure::metric::Observation;
use crate::study::outcome::{MEASURES, measure};
use crate::study::results::Estimate;

const HEAD: &str = "downline point 1";
const MISSING: &str = "-";

/// Writes an answer down, with what was laid over the scenario at the point.
pub(super) fn write(answer: &Answer, sets: &[String]) -> String {
    let mut text = format!("{HEAD}\n");
    for set in sets {
        let _ = writeln!(text, "set {}", set.escape_default());
    }
    match answer {
        Answer::Failed(reason) => {
            let _ = writeln!(text, "failed {}", reason.escape_default());
        }
        Answer::Found(found) => {
            for row in &found.rows {
                let name = row.measure().name;
                let _ = write!(text, "row {} {name} {}", row.plan, row.replications);
                let (known, compared) = (row.estimate, row.difference);
                let numbers = [
                    known.mean,
                    known.low,
                    known.high,
                    row.sd,
                    compared.mean,
                    compared.low,
                    compared.high,
                ];
                for number in numbers {
                    // Rust writes the shortest text that reads back to the same bits.
                    match number {
                        Some(number) => drop(write!(text, " {number:?}")),
                        None => drop(write!(text, " {MISSING}")),
                    }
                }
                text.push('\n');
            }
            for column in &found.columns {
                text.push_str("column");
                for observation in column {
                    let Observation {
                        numerator,
                        denominator,
                    } = observation;
                    let _ = write!(text, " {numerator:?}/{denominator:?}");
                }
                text.push('\n');
            }
        }
    }
    let hash = sha256(text.as_bytes());
    let _ = writeln!(text, "end {hash}");
    text
}

/// Reads a record; `None` if it is not whole, or not that of this point with so many columns.
pub(super) fn read(text: &str, sets: &[String], columns: usize) -> Option<Answer> {
    let end = text.trim_end_matches('\n').rfind('\n')? + 1;
    let (body, last) = text.split_at(end);
    if last.strip_prefix("end ")?.trim_end() != sha256(body.as_bytes()) {
        return None;
    }
    let mut lines = body.lines();
    if lines.next()? != HEAD {
        return None;
    }
    for set in sets {
        let escaped = set.escape_default().to_string();
        if lines.next()?.strip_prefix("set ")? != escaped {
            return None;
        }
    }
    let mut found = Found {
        rows: Vec::new(),
        columns: Vec::new(),
    };
    for line in lines {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "failed" => return unescaped(rest).map(Answer::Failed),
            "row" => found.rows.push(row(rest)?),
            "column" => found.columns.push(
                rest.split(' ')
                    .filter(|text| !text.is_empty())
                    .map(observation)
                    .collect::<Option<_>>()?,
            ),
            _ => return None,
        }
    }
    (found.columns.len() == columns && !found.rows.is_empty()).then_some(Answer::Found(found))
}

fn row(text: &str) -> Option<Row> {
    let mut fields = text.split(' ');
    let plan = fields.next()?.parse().ok()?;
    let name = measure(fields.next()?)?.name;
    let replications = fields.next()?.parse().ok()?;
    let mut numbers = fields.map(|field| match field {
        MISSING => Some(None),
        field => field.parse().ok().map(Some),
    });
    let mut next = || numbers.next()?;
    let mut estimate = || {
        Some(Estimate {
            mean: next()?,
            low: next()?,
            high: next()?,
        })
    };
    let known = estimate()?;
    let sd = next()?;
    let difference = Estimate {
        mean: next()?,
        low: next()?,
        high: next()?,
    };
    Some(Row {
        plan,
        measure: MEASURES.iter().position(|measure| measure.name == name)?,
        estimate: known,
        sd,
        replications,
        difference,
    })
}

fn observation(text: &str) -> Option<Observation> {
    let (numerator, denominator) = text.split_once('/')?;
    Some(Observation {
        numerator: numerator.parse().ok()?,
        denominator: denominator.parse().ok()?,
    })
}

/// Undoes `escape_default`.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        out.push(match letters.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let code: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != '}')
                    .collect();
                char::from_u32(u32::from_str_radix(code.trim_start_matches('{'), 16).ok()?)?
            }
            other => other,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_back_to_the_letter() {
        for reason in ["", "plain", "„é“ \\ \"quoted\"\nand a line\ttab", "a-b"] {
            let answer = Answer::Failed(reason.to_owned());
            let sets = ["name=\"ü\n\"".to_owned()];
            let text = write(&answer, &sets);
            assert_eq!(read(&text, &sets, 0), Some(answer));
            assert_eq!(read(&text, &["other=1".to_owned()], 0), None);
        }
    }
}
