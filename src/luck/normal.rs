//! The quantile function of the standard normal distribution.
//!
//! Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
//! Applied Statistics 37 (1988), 477–484, routine PPND16: rational approximations in
//! three regions, accurate to about one part in 10¹⁶. It needs only a logarithm and a
//! square root, so it gives the same bits on every machine (stack.md §2).

/// Half-width of the central region, in probability, and its square.
const CENTRE: f64 = 0.425;
const CENTRE_SQUARED: f64 = 0.180_625;

/// Where the tail's argument √(−ln p) passes from the near to the far tail.
const FAR_TAIL: f64 = 5.0;

/// What the tail's argument is counted from.
const NEAR_TAIL_ORIGIN: f64 = 1.6;

/// A ratio of two polynomials of degree seven, lowest power first.
struct Ratio {
    above: [f64; 8],
    below: [f64; 8],
}

#[expect(clippy::excessive_precision, reason = "digits as published")]
const CENTRAL: Ratio = Ratio {
    above: [
        3.387_132_872_796_366_608_0e0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    below: [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
};

#[expect(clippy::excessive_precision, reason = "digits as published")]
const NEAR: Ratio = Ratio {
    above: [
        1.423_437_110_749_683_577_34e0,
        4.630_337_846_156_545_295_90e0,
        5.769_497_221_460_691_405_50e0,
        3.647_848_324_763_204_605_04e0,
        1.270_458_252_452_368_382_58e0,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    below: [
        1.0,
        2.053_191_626_637_758_821_87e0,
        1.676_384_830_183_803_849_40e0,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
};

#[expect(clippy::excessive_precision, reason = "digits as published")]
const FAR: Ratio = Ratio {
    above: [
        6.657_904_643_501_103_777_20e0,
        5.463_784_911_164_114_369_90e0,
        1.784_826_539_917_291_335_80e0,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    below: [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
};

impl Ratio {
    fn at(&self, x: f64) -> f64 {
        horner(&self.above, x) / horner(&self.below, x)
    }
}

fn horner(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |value, coefficient| value * x + coefficient)
}

/// The number that a standard normal variable stays below with probability `p`.
///
/// `p` lies strictly between 0 and 1, as every [`unit`](super::unit) does; at 0 and 1
/// the answer is −∞ and ∞.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let from_centre = p - 0.5;
    if from_centre.abs() <= CENTRE {
        return from_centre * CENTRAL.at(CENTRE_SQUARED - from_centre * from_centre);
    }
    let tail = if from_centre < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(from_centre);
    }
    let depth = (-libm::log(tail)).sqrt();
    let distance = if depth <= FAR_TAIL {
        NEAR.at(depth - NEAR_TAIL_ORIGIN)
    } else {
        FAR.at(depth - FAR_TAIL)
    };
    distance.copysign(from_centre)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    /// Wichura's own check values and tables of the normal distribution.
    #[test]
    fn published_values() {
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.99, 2.326_347_874_040_841),
        ] {
            assert_relative_eq!(normal_quantile(p), z, max_relative = 1e-15);
        }
    }

    #[test]
    fn the_ends_are_infinite() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    /// The distribution function through libm's complementary error function, which
    /// shares nothing with AS 241.
    fn lower_tail(z: f64) -> f64 {
        0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
    }

    proptest! {
        #[test]
        fn it_inverts_the_distribution_function(exponent in -300.0..-0.302_f64) {
            let p = libm::exp10(exponent);
            let back = lower_tail(normal_quantile(p));
            // An error of z is magnified |z|² times in p: up to 1,400 in the far tail.
            assert_relative_eq!(back, p, max_relative = 1e-12);
        }

        #[test]
        fn it_is_symmetric_and_increasing(cell in 0_u64..(1 << 52), step in 1_u64..1000) {
            let u = super::super::unit(cell << 12);
            prop_assert_eq!(normal_quantile(1.0 - u), -normal_quantile(u));
            let next = super::super::unit((cell + step).min((1 << 52) - 1) << 12);
            prop_assert!(normal_quantile(u) <= normal_quantile(next) + 4e-16 * (1.0 + normal_quantile(next).abs()));
        }
    }
}
