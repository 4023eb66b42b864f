//! Weights in a byte each.
//!
//! **In:** learnt weights of any size. **Out:** codes from -127 to 127 whose [`value`] is near the
//! weight, up to one common factor. **How:** a code stands for its square (with its sign), so that
//! steps are fine among the many small weights and coarse among the few large ones, as in the
//! companding of speech. **Why a byte:** tables of half the size hit the cache more often, and
//! that is what the speed of tagging and parsing hangs on.

/// The largest code.
const LARGEST: f32 = i8::MAX as f32;

/// The weight that a code stands for; `127 * 127` is the largest.
#[inline]
pub(crate) fn value(code: i8) -> i32 {
    let c = i32::from(code);
    c * c.abs()
}

/// Codes of weights, of one scale: the largest weight gets the code 127. An argmax over sums of
/// weights does not change with scale.
pub(crate) fn codes(weights: &[f32]) -> Vec<i8> {
    let largest = weights.iter().fold(f32::MIN_POSITIVE, |m, w| m.max(w.abs()));
    let code = |w: &f32| {
        let size = (w.abs() / largest).sqrt() * LARGEST;
        size.round().copysign(*w) as i8
    };
    weights.iter().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zero_and_the_largest_are_exact() {
        assert_eq!(codes(&[0.0, 3.0, -12.0, 12.0]), [0, 64, -127, 127]);
        assert_eq!(codes(&[0.0, 0.0]), [0, 0]);
        assert_eq!((value(-127), value(0), value(2)), (-16_129, 0, 4));
    }

    proptest! {
        #[test]
        fn values_are_near_the_weights(weights in prop::collection::vec(-1e6f32..1e6, 1..50)) {
            let largest = weights.iter().fold(f32::MIN_POSITIVE, |m, w| m.max(w.abs()));
            for (w, code) in weights.iter().zip(codes(&weights)) {
                let near = value(code) as f32 / value(i8::MAX) as f32;
                let wanted = w / largest;
                // Half a step up or down: finer, the smaller the weight.
                let step = (wanted.abs().sqrt() + 0.5 / LARGEST) / LARGEST + 1e-6;
                prop_assert!((near - wanted).abs() <= step, "{w}: {near} for {wanted}");
            }
        }
    }
}
