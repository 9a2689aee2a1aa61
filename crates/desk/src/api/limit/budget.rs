//! What the content of one file may come to, taken bit by bit while it is read.

use domain::{Code, Refusal};

/// What is refused as too much content.
#[must_use]
pub fn content_too_large_refusal(field: &str) -> Refusal {
    Refusal::at_field(Code::ContentTooLarge, field)
}

/// So many units, and no more.
#[derive(Debug, Clone)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// A budget of so many units: bytes, cells, points.
    #[must_use]
    pub const fn new(most: u64) -> Self {
        Self { left: most }
    }

    /// Takes some of it.
    ///
    /// # Errors
    /// `content_too_large` at `file` if so much is not left.
    pub fn take_units(&mut self, units: u64) -> Result<(), Refusal> {
        self.left = self
            .left
            .checked_sub(units)
            .ok_or_else(|| content_too_large_refusal("file"))?;
        Ok(())
    }

    /// As many of something that is counted by the machine's own size.
    ///
    /// # Errors
    /// As [`Budget::take`].
    pub fn take_size(&mut self, units: usize) -> Result<(), Refusal> {
        self.take_units(u64::try_from(units).unwrap_or(u64::MAX))
    }

    #[must_use]
    pub fn units_left(&self) -> usize {
        usize::try_from(self.left).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_spent() {
        let mut budget = Budget::new(10);
        budget.take_units(4).unwrap();
        budget.take_size(6).unwrap();
        assert_eq!(budget.units_left(), 0);
        let refusal = budget.take_units(1).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::ContentTooLarge, Some("file"))
        );
    }
}
