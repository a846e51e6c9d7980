//! `inputs::composed` on bytes of libFuzzer's.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| downline_fuzz::inputs::composed(bytes));
