//! Work on many things of which none needs another: all the machine's processors do it, and the results stand in the order
//! of the things, however many processors there are.

/// What `one` makes of each, in order; `few` things are not worth a thread.
pub(crate) fn map_in_parallel<T: Sync, R: Send>(
    things: &[T],
    few: usize,
    one: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let each = things.len().div_ceil(processors).max(few);
    let some = |things: &[T]| things.iter().map(&one).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let threads: Vec<_> = things
            .chunks(each)
            .skip(1)
            .map(|things| scope.spawn(|| some(things)))
            .collect();
        let mut all = some(things.get(..each).unwrap_or(things));
        for thread in threads {
            match thread.join() {
                Ok(made) => all.extend(made),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_the_order_of_the_things() {
        for count in [0, 1, 7, 8, 9, 1_000] {
            let things: Vec<usize> = (0..count).collect();
            assert_eq!(
                super::map_in_parallel(&things, 8, |it| it * 2),
                things.iter().map(|it| it * 2).collect::<Vec<_>>()
            );
        }
    }
}
