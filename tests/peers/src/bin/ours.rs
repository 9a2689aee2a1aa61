//! The pages by the desk's own crate.

fn main() {
    let (data, out, report, tagged) = peers::arguments();
    let mut sheet = peers::sheet(&data, report);
    if !tagged {
        sheet.structure = Default::default();
    }
    let rendered = pdf::render_pdf(&sheet);
    assert!(rendered.missing.is_empty());
    std::fs::write(out, rendered.bytes).unwrap();
}
