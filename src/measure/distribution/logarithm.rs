//! Natural logarithms many at a time, with the bits of [`libm::log`].
//!
//! It is the algorithm of FreeBSD's `e_log.c` as libm has it (Sun Microsystems, 1993),
//! without its branches: the number is taken apart as 2ᵏ · (1 + f) with 1 + f between √½
//! and √2, and log (1 + f) is a polynomial in f ÷ (2 + f).

use multiversion::multiversion;

const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
/// The coefficients of the polynomial.
const C: [f64; 7] = [
    f64::from_bits(0x3fe5_5555_5555_5593),
    f64::from_bits(0x3fd9_9999_9997_fa04),
    f64::from_bits(0x3fd2_4924_9422_9359),
    f64::from_bits(0x3fcc_71c5_1d8e_78af),
    f64::from_bits(0x3fc7_4664_96cb_03de),
    f64::from_bits(0x3fc3_9a09_d078_c69f),
    f64::from_bits(0x3fc2_f112_df3e_5244),
];

/// The upper halves of 1 and of √½.
const ONE: u64 = 0x3ff0_0000;
const ROOT_OF_HALF: u64 = 0x3fe6_a09e;

/// Replaces every number by its logarithm. All must be positive, finite and not
/// subnormal, as the quotients of amounts of money are.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn logarithms(numbers: &mut [f64]) {
    for number in numbers {
        *number = logarithm(*number);
    }
}

#[inline(always)]
fn logarithm(number: f64) -> f64 {
    let bits = number.to_bits();
    let upper = (bits >> 32) + ONE - ROOT_OF_HALF;
    let exponent = (upper >> 20) as i32 - 0x3ff;
    let upper = (upper & 0x000f_ffff) + ROOT_OF_HALF;
    let f = f64::from_bits(upper << 32 | bits & 0xffff_ffff) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let odd = w * (C[1] + w * (C[3] + w * C[5]));
    let even = z * (C[0] + w * (C[2] + w * (C[4] + w * C[6])));
    let rest = even + odd;
    let k = f64::from(exponent);
    s * (half_square + rest) + k * LN2_LOW - half_square + f + k * LN2_HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_bit_is_that_of_libm(
            any in prop::collection::vec(prop::num::f64::POSITIVE | prop::num::f64::NORMAL, 0..50),
            near_one in prop::collection::vec(0.5_f64..2.0, 0..50),
        ) {
            let mut numbers: Vec<f64> = any.into_iter().chain(near_one).chain([1.0]).collect();
            let expected: Vec<u64> = numbers.iter().map(|&x| libm::log(x).to_bits()).collect();
            logarithms(&mut numbers);
            let found: Vec<u64> = numbers.iter().map(|x| x.to_bits()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
