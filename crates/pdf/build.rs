//! Makes the shipped fonts: fetches Noto Sans SC (SIL Open Font License) from its npm package, checks that it is
//! the very file this was written for, and cuts it down.
//!
//! Regular keeps every Chinese character people's names can hold that the font has; Bold keeps the general
//! table and signs, and borrows from Regular what it lacks.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest as _, Sha256};

const PACKAGE: &str = "@expo-google-fonts/noto-sans-sc@0.4.3";
const FILES: [(&str, &str, &str); 2] = [
    (
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
        "regular",
    ),
    (
        "package/700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
        "bold",
    ),
];

type BuildError = Box<dyn std::error::Error>;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/tongyong.txt");
    if let Err(error) = make_fonts() {
        println!("cargo::error=the font could not be made: {error}");
        println!("cargo::error=Node.js with npm must be installed, and the npm registry reachable once");
    }
}

fn make_fonts() -> Result<(), BuildError> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let general = fs::read_to_string("data/tongyong.txt")?;
    let fonts = fetch_package_files(&out)?;
    for (path, sha256, name) in FILES {
        let bytes = fonts
            .get(path)
            .ok_or_else(|| format!("{path} is not in {PACKAGE}"))?;
        let is: String = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if is != sha256 {
            return Err(format!("{path} is another file than expected: {is}").into());
        }
        write_font_subset(bytes, &out, name, &|c| {
            is_sign(c) || general.contains(c) || (name == "regular" && is_ideograph(c))
        })?;
    }
    Ok(())
}

/// Signs both fonts keep: Latin, Greek, punctuation, arrows, mathematics, enclosed, box drawing, full width.
fn is_sign(c: char) -> bool {
    matches!(u32::from(c), 0x20..=0x7E | 0xA0..=0x17F | 0x391..=0x3C9 | 0x2010..=0x203B | 0x2070..=0x22FF
        | 0x2460..=0x24FF | 0x2500..=0x26FF | 0x2713 | 0x3000..=0x30FF | 0x3200..=0x33FF | 0xFE30..=0xFE4F
        | 0xFF01..=0xFF5E | 0xFFE0..=0xFFE6)
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x2_0000..=0x3_FFFF)
}

/// The package's files by their path.
fn fetch_package_files(out: &Path) -> Result<BTreeMap<String, Vec<u8>>, BuildError> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(npm)
        .args(["pack", PACKAGE, "--silent", "--pack-destination"])
        .arg(out)
        .current_dir(out)
        .output()?;
    if !run.status.success() {
        return Err(format!("npm pack {PACKAGE}: {}", String::from_utf8_lossy(&run.stderr)).into());
    }
    let archive = out.join(String::from_utf8(run.stdout)?.trim());
    let mut files = BTreeMap::new();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(&archive)?));
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        if FILES.iter().any(|(wanted, ..)| *wanted == path) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(path, bytes);
        }
    }
    fs::remove_file(archive)?;
    Ok(files)
}

/// Writes `NAME.ttf`, the font with the wanted glyphs, and `NAME.map`: per character its code, glyph and advance
/// (u32, u16, u16, little-endian), in the order of the codes.
fn write_font_subset(
    bytes: &[u8],
    out: &Path,
    name: &str,
    wanted: &dyn Fn(char) -> bool,
) -> Result<(), BuildError> {
    let face = ttf_parser::Face::parse(bytes, 0)?;
    let mut glyphs = BTreeMap::new();
    for table in face
        .tables()
        .cmap
        .ok_or("no cmap")?
        .subtables
        .into_iter()
        .filter(|table| table.is_unicode())
    {
        table.codepoints(|code| {
            if let Some(c) = char::from_u32(code).filter(|c| wanted(*c))
                && let Some(glyph) = face.glyph_index(c)
            {
                glyphs.insert(code, glyph);
            }
        });
    }
    let mut mapper = subsetter::GlyphRemapper::new();
    let mut map = Vec::new();
    for (code, glyph) in &glyphs {
        let advance = face.glyph_hor_advance(*glyph).unwrap_or(1000);
        map.extend(code.to_le_bytes());
        map.extend(mapper.remap(glyph.0).to_le_bytes());
        map.extend(advance.to_le_bytes());
    }
    fs::write(
        out.join(format!("{name}.ttf")),
        subsetter::subset(bytes, 0, &mapper)?,
    )?;
    fs::write(out.join(format!("{name}.map")), map)?;
    Ok(())
}
