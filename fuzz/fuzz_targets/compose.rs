//! Prints the scenario that `inputs::composed` makes of a file's bytes: what is found with
//! them is kept as the scenario, since bytes mean something else once keys have changed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| println!("{}", downline_fuzz::inputs::composed_text(bytes)));
