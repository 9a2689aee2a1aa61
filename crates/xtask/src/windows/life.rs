//! The life of an installation: installed, used, upgraded, used again, removed; the data stays.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

use super::{
    folder,
    installer::{FILES, Installer},
    kills, night,
    night::Console,
    wine::{Wine, quiet},
};
use crate::{
    display::Display,
    step::{Done, timed},
};

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.yanshen.fuwutai";
/// Where Windows looks for the name and the picture of the program's messages.
const MESSAGES: &str = r"HKCU\Software\Classes\AppUserModelId\cn.yanshen.fuwutai";
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
const PATH: &str = r"HKCU\Environment";
const NIGHT: &str = "2026-11-24 02:10";

/// One installation.
struct Installed<'a> {
    wine: &'a Wine,
    /// Its folder.
    home: String,
    /// Its console.
    desk: String,
}

impl Installed<'_> {
    fn here(&self, name: &str) -> PathBuf {
        self.wine.path(&self.home).join(name)
    }

    /// Runs an installer silently and waits for whatever it started.
    fn run(&self, installer: &Installer, words: &[&str]) -> Done {
        quiet(self.wine.command(&installer.file).arg("/S").args(words))?;
        self.wine.wait()
    }

    /// Everything of an installer is there, and nothing else is said of it.
    fn is(&self, installer: &Installer) -> Done {
        for name in FILES {
            let read =
                |path: PathBuf| std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()));
            if read(self.here(name))? != read(installer.programs.join(name))? {
                return Err(format!("{name} is not that of {}", installer.version));
            }
        }
        for name in ["uninstall.exe", "LICENSE", "icon.png"] {
            there(self.here(name).exists(), name)?;
        }
        there(
            self.menu().join("延伸服务台.lnk").exists(),
            "the start menu's line",
        )?;
        let home = self.home.replace('\\', r"\\");
        let picture = format!(r"{home}\\icon.png");
        let listed = [
            ("DisplayName", "延伸服务台"),
            ("DisplayVersion", &installer.version),
            ("InstallLocation", &home),
        ];
        let messages = [("DisplayName", "延伸服务台"), ("IconUri", &picture)];
        for (key, lines) in [(UNINSTALL, &listed[..]), (MESSAGES, &messages)] {
            let said = self.wine.registry(key)?;
            for (name, value) in lines {
                let line = format!("\"{name}\"=\"{value}\"");
                there(said.contains(&line), &format!("{line} in the registry"))?;
            }
        }
        Ok(())
    }

    fn menu(&self) -> PathBuf {
        let roaming = self.wine.local().replace("Local", "Roaming");
        self.wine.path(&format!(
            r"{roaming}\Microsoft\Windows\Start Menu\Programs\延伸服务台"
        ))
    }

    /// What was chosen when it was installed: how often each stands in the registry.
    fn chosen(&self) -> Done<(usize, usize)> {
        let line = format!(
            r#""延伸服务台"="\"{}\\yanshen.exe\"""#,
            self.home.replace('\\', r"\\")
        );
        let runs = self.wine.registry(RUN)?.matches(&line).count();
        Ok((runs, path(self.wine)?.matches(&self.home).count()))
    }

    /// The console at work: it waits for a request that does not come.
    fn working(&self, data: &str) -> Done<Child> {
        let mut work = self
            .wine
            .command(&self.desk)
            .args(["--data", data, "call", "ticket_list", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        sleep(Duration::from_secs(3));
        match work.try_wait() {
            Ok(None) => Ok(work),
            _ => Err("the console was to run".to_owned()),
        }
    }
}

/// The whole life; what was seen, in words.
pub(crate) fn life(wine: &Wine, before: &Installer, now: &Installer) -> Done<String> {
    let home = format!(r"{}\Programs\延伸服务台", wine.local());
    let desk = format!(r"{home}\desk.exe");
    let it = Installed { wine, home, desk };
    let long = long_path(wine)?;

    timed("The version before is installed", || {
        it.run(before, &["/AUTOSTART", "/DESKPATH"])?;
        it.is(before)?;
        counts(it.chosen()?, (1, 1))?;
        let now = path(wine)?;
        there(
            now == format!("{long};{}", it.home),
            "the whole long Path before its new end",
        )
    })?;
    let data = format!(r"{}\延伸服务台", wine.local());
    let kept = Console::windows(wine, &it.desk, &data);
    kept.say(NIGHT, &["init", "--demo"])?;
    kept.say(NIGHT, &["call", "ticket_open", night::OPEN])?;

    timed("It refuses while the program runs", || {
        let mut work = it.working(&data)?;
        quiet(wine.command(&now.file).arg("/S"))?;
        let still = it.is(before);
        stop(&mut work)?;
        wine.wait()?;
        still
    })?;
    timed(
        "The new version waits for a program that ends, and takes its place",
        || {
            let mut work = it.working(&data)?;
            let mut waiting = wine.command(&now.file);
            let mut waiting = waiting
                .args(["/S", "/WAIT"])
                .spawn()
                .map_err(|error| error.to_string())?;
            sleep(Duration::from_secs(5));
            let still = it.is(before);
            stop(&mut work)?;
            waiting.wait().map_err(|error| error.to_string())?;
            wine.wait()?;
            still?;
            it.is(now)?;
            counts(it.chosen()?, (1, 1))?;
            is_kept(&kept)
        },
    )?;
    let compared = timed("The night call", || {
        let long = format!(
            r"\\?\C:\{}",
            ["很长的文件夹名称"; 5].map(|name| name.repeat(7)).join(r"\")
        );
        night::same(wine, &it.desk, &[r"C:\数据 和 备份\延伸 服务台".to_owned(), long])
    })?;
    let killed = timed("Killed while it writes", || {
        kills::kills(wine, &it.desk, r"C:\数据 和 备份\断电")
    })?;
    timed("A folder of the network is refused", || network(&it))?;
    timed("The window says that WebView2 is missing", || window(&it))?;

    timed("Removed, but not while the program runs", || {
        let uninstall = format!(r"{}\uninstall.exe", it.home);
        let mut work = it.working(&data)?;
        quiet(wine.command(&uninstall).arg("/S"))?;
        sleep(Duration::from_secs(5));
        let still = it.is(now);
        stop(&mut work)?;
        wine.wait()?;
        still?;
        quiet(wine.command(&uninstall).arg("/S"))?;
        // The uninstaller goes on from a copy of itself.
        for _ in 0..30 {
            wine.wait()?;
            if !it.here("").exists() {
                break;
            }
            sleep(Duration::from_secs(1));
        }
        there(!it.here("").exists(), "no program folder")?;
        there(!it.menu().exists(), "no line in the start menu")?;
        there(
            wine.registry(UNINSTALL)?.is_empty() && wine.registry(MESSAGES)?.is_empty(),
            "nothing in the registry",
        )?;
        counts(it.chosen()?, (0, 0))?;
        there(path(wine)? == long, "the Path as it was before")
    })?;
    timed("The data is still there", || {
        let built = now.programs.join("desk.exe").display().to_string();
        is_kept(&Console::windows(wine, &built, &data))
    })?;
    Ok(format!(
        "installed for 张三, upgraded in place, refused while the program ran; {compared} printed files of the night call byte for byte those of Linux; {killed}; removed, and the data was still there."
    ))
}

/// A Path longer than an installer's variables, as it stands on a developer's computer.
fn long_path(wine: &Wine) -> Done<String> {
    let long = (0..120)
        .map(|number| format!(r"C:\Program Files\工具 {number}\bin"))
        .collect::<Vec<_>>()
        .join(";");
    let mut add = wine.command("reg");
    add.args(["add", PATH, "/v", "Path", "/t", "REG_SZ", "/d", &long, "/f"]);
    there(quiet(&mut add)?, "a long Path")?;
    Ok(long)
}

/// The user's Path. Its kind is kept, so it is still a plain text here.
fn path(wine: &Wine) -> Done<String> {
    let said = wine.registry(PATH)?;
    let line = said.lines().find_map(|line| line.strip_prefix("\"Path\"=\""));
    Ok(line
        .unwrap_or_default()
        .trim_end()
        .trim_end_matches('"')
        .replace(r"\\", r"\"))
}

fn is_kept(desk: &Console) -> Done {
    night::whole(desk)?;
    let list = desk.say(NIGHT, &["call", "ticket_list"])?;
    there(list.contains("WX2611240001"), "the ticket of the version before")
}

/// SQLite's locks cannot be trusted there.
fn network(it: &Installed) -> Done {
    let mut command = it.wine.command(&it.desk);
    command.args(["--data", r"\\server\share\desk", "init", "--demo"]);
    let out = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    there(
        !out.status.success() && said.contains(r#""network_folder""#),
        &format!("a refusal: {said}"),
    )
}

/// Wine has no WebView2: the window's first start on a computer without it, with a picture.
fn window(it: &Installed) -> Done {
    let display = Display::start()?;
    let (picture, words) = (folder().join("no-webview2.png"), folder().join("no-webview2.txt"));
    let log = std::fs::File::create(&words).map_err(|error| error.to_string())?;
    let mut command = it.wine.command(format!(r"{}\yanshen.exe", it.home));
    command.env("DISPLAY", display.name()).stderr(log);
    let mut window = command.spawn().map_err(|error| error.to_string())?;
    let painted = display.picture(&picture);
    let waits = matches!(window.try_wait(), Ok(None));
    stop(&mut window)?;
    it.wine.wait()?;
    painted?;
    println!("Picture of the message: {}", picture.display());
    let said = std::fs::read_to_string(&words).unwrap_or_default();
    there(
        waits && said.contains("no WebView2 runtime"),
        &format!("a message that waits: {said}"),
    )
}

fn stop(child: &mut Child) -> Done {
    if let Some(mut input) = child.stdin.take() {
        let _ = input.flush();
    }
    let _ = child.kill();
    child.wait().map(|_| ()).map_err(|error| error.to_string())
}

fn there(is: bool, what: &str) -> Done {
    if is {
        Ok(())
    } else {
        Err(format!("missing: {what}"))
    }
}

fn counts(are: (usize, usize), wanted: (usize, usize)) -> Done {
    if are == wanted {
        Ok(())
    } else {
        Err(format!("autostart and Path stand {are:?} times, not {wanted:?}"))
    }
}
