//! Benchmarks only; see `benches/desk.rs`.
