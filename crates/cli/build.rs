//! Gives `desk.exe` its name, version and icon; elsewhere there is nothing to do.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../icons/icon.ico");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_none() {
        return;
    }
    let mut about = tauri_winres::WindowsResource::new();
    about
        .set_icon("../../icons/icon.ico")
        .set("ProductName", "延伸服务台")
        .set("FileDescription", "延伸服务台命令行工具");
    if let Err(error) = about.compile() {
        println!("cargo::error=desk.exe could not be given its name: {error}");
    }
}
