//! Reads `tauri.conf.json` and the capabilities, and makes Windows resources. Only the commands named here exist
//! for the window.

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(&[
        "call",
        "opening",
        "open_rebuilt",
        "save_file",
        "choose_folder",
        "choose_update",
        "start_update",
        "open_saved",
        "open_report_folder",
        "open_customer",
        "close_customer",
    ]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error=the window could not be prepared: {error:#}");
    }
}
