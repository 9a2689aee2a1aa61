//! The chain alone, up to a line: whoever compares a printed place with a stored hash must know that the hash is that of its line.

use domain::{Refusal, acknowledgement::genesis};

use crate::{
    Store,
    error::refusal,
    journal::{Line, columns},
    verify::{Stands, broken, keys, stands},
};

/// After so many lines it is told again.
const TELL: i64 = 1_000;

impl Store {
    /// Computes every line's hash again up to a line; `each` is told how many are done, and ends the check by refusing.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`: the first broken place; what `each` refuses.
    pub fn check_chain(
        &self,
        until: i64,
        each: &mut dyn FnMut(i64) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let db = self.beside()?;
        let keys = keys(&db)?;
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq <= ?1 ORDER BY seq"
        );
        let mut statement = db.prepare(text).map_err(refusal)?;
        let mut rows = statement.query([until]).map_err(refusal)?;
        let mut previous = genesis();
        let mut done = 0;
        while let Some(row) = rows.next().map_err(refusal)? {
            let line = Line::read(row).map_err(|_| broken(done + 1, "a line cannot be read"))?;
            done += 1;
            if line.seq != done {
                return Err(broken(done, "a line is missing"));
            }
            if line.previous != previous || stands(&db, &keys, &line)? == Stands::Changed {
                return Err(broken(line.seq, "a line was changed"));
            }
            previous = line.hash;
            if done % TELL == 0 {
                each(done)?;
            }
        }
        Ok(())
    }
}
