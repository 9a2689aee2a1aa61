//! Who signs, and what the pen wrote: its strokes, within the field and with enough ink.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SignerRelation;
use crate::{Code, Refusal, check};

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSigner {
    pub name: String,
    /// Relation to the customer.
    pub relation: SignerRelation,
    /// Phone; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// A point of a stroke in hundredths of a millimetre on a field 9,000 wide and 3,000 high, from the top left.
pub type StrokePoint = (u16, u16);

/// Milliseconds since the first point, and pressure from 0 to 1000.
pub type PenPoint = (u32, u16);

/// Width and height of the signing field, in hundredths of a millimetre.
pub const FIELD: (u16, u16) = (9_000, 3_000);

/// The least ink of a signature, in hundredths of a millimetre of line: 15 mm.
pub const LEAST_INK: f64 = 1_500.0;

impl CustomerSigner {
    pub(super) fn check_signer(&self) -> Result<(), Refusal> {
        check::check_text("signer.name", &self.name, check::NAME)?;
        if self.phone.is_empty() {
            Ok(())
        } else {
            check::check_phone("signer.phone", &self.phone)
        }
    }
}

pub(super) fn check_strokes(strokes: &[Vec<StrokePoint>]) -> Result<(), Refusal> {
    let points: usize = strokes.iter().map(Vec::len).sum();
    check::check_range("strokes", i64::try_from(points).unwrap_or(i64::MAX), 0, 20_000)?;
    if strokes
        .iter()
        .flatten()
        .any(|(x, y)| *x > FIELD.0 || *y > FIELD.1)
    {
        return Err(Refusal::at_field(Code::OutOfRange, "strokes")
            .with_arg("least", 0)
            .with_arg("most", FIELD.0));
    }
    let length: f64 = strokes
        .iter()
        .flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1)))
        .map(measure_distance)
        .sum();
    if length < LEAST_INK {
        Err(Refusal::at_field(Code::TooLittleInk, "strokes"))
    } else {
        Ok(())
    }
}

/// A value for each point, in the order of time, within an hour.
pub(super) fn check_pen(pen: &[Vec<PenPoint>], strokes: &[Vec<StrokePoint>]) -> Result<(), Refusal> {
    let shape = |lengths: &mut dyn Iterator<Item = usize>| lengths.collect::<Vec<_>>();
    let alike = shape(&mut pen.iter().map(Vec::len)) == shape(&mut strokes.iter().map(Vec::len));
    let (mut last, mut sound) = (0, true);
    for (at, pressure) in pen.iter().flatten() {
        sound &= *at >= last && *at <= 3_600_000 && *pressure <= 1_000;
        last = *at;
    }
    if alike && sound {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::BadRequest, "pen").with_arg("detail", "not a value for each point"))
    }
}

pub(super) fn measure_distance((a, b): (&StrokePoint, &StrokePoint)) -> f64 {
    let (dx, dy) = (f64::from(a.0) - f64::from(b.0), f64::from(a.1) - f64::from(b.1));
    dx.hypot(dy)
}
