//! The life of an installation: installed, used, upgraded, used again, removed; the data stays.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

use super::{
    installer::{FILES, Installer},
    kills, night,
    night::DeskConsole,
    trial_folder,
    wine::{WinePrefix, run_quietly},
};
use crate::{
    display::VirtualDisplay,
    step::{TaskResult, run_timed},
};

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.yanshen.fuwutai";
/// Where Windows looks for the name and the picture of the program's messages.
const MESSAGES: &str = r"HKCU\Software\Classes\AppUserModelId\cn.yanshen.fuwutai";
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
const PATH: &str = r"HKCU\Environment";
const NIGHT: &str = "2026-11-24 02:10";

struct WineInstallation<'a> {
    wine: &'a WinePrefix,
    /// Its folder.
    home: String,
    /// Its console.
    desk: String,
}

impl WineInstallation<'_> {
    fn installed_path(&self, name: &str) -> PathBuf {
        self.wine.to_host_path(&self.home).join(name)
    }

    /// Runs an installer silently and waits for whatever it started.
    fn run_installer(&self, installer: &Installer, words: &[&str]) -> TaskResult {
        run_quietly(self.wine.wine_command(&installer.file).arg("/S").args(words))?;
        self.wine.wait_for_processes()
    }

    /// Everything of an installer is there, and nothing else is said of it.
    fn check_installation(&self, installer: &Installer) -> TaskResult {
        for name in FILES {
            let read =
                |path: PathBuf| std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()));
            if read(self.installed_path(name))? != read(installer.programs.join(name))? {
                return Err(format!("{name} is not that of {}", installer.version));
            }
        }
        for name in ["uninstall.exe", "LICENSE", "icon.png"] {
            require_present(self.installed_path(name).exists(), name)?;
        }
        require_present(
            self.start_menu_folder().join("延伸服务台.lnk").exists(),
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
            let said = self.wine.read_registry_key(key)?;
            for (name, value) in lines {
                let line = format!("\"{name}\"=\"{value}\"");
                require_present(said.contains(&line), &format!("{line} in the registry"))?;
            }
        }
        Ok(())
    }

    fn start_menu_folder(&self) -> PathBuf {
        let roaming = self.wine.local_app_data().replace("Local", "Roaming");
        self.wine.to_host_path(&format!(
            r"{roaming}\Microsoft\Windows\Start Menu\Programs\延伸服务台"
        ))
    }

    /// What was chosen when it was installed: how often each stands in the registry.
    fn count_registry_choices(&self) -> TaskResult<(usize, usize)> {
        let line = format!(
            r#""延伸服务台"="\"{}\\yanshen.exe\"""#,
            self.home.replace('\\', r"\\")
        );
        let runs = self.wine.read_registry_key(RUN)?.matches(&line).count();
        Ok((runs, read_user_path(self.wine)?.matches(&self.home).count()))
    }

    /// The console at work: it waits for a request that does not come.
    fn start_waiting_console(&self, data: &str) -> TaskResult<Child> {
        let mut work = self
            .wine
            .wine_command(&self.desk)
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
pub(crate) fn run_install_cycle(
    wine: &WinePrefix,
    before: &Installer,
    now: &Installer,
) -> TaskResult<String> {
    let home = format!(r"{}\Programs\延伸服务台", wine.local_app_data());
    let desk = format!(r"{home}\desk.exe");
    let it = WineInstallation { wine, home, desk };
    let long = set_long_path(wine)?;

    run_timed("The version before is installed", || {
        it.run_installer(before, &["/AUTOSTART", "/DESKPATH"])?;
        it.check_installation(before)?;
        check_choice_counts(it.count_registry_choices()?, (1, 1))?;
        let now = read_user_path(wine)?;
        require_present(
            now == format!("{long};{}", it.home),
            "the whole long Path before its new end",
        )
    })?;
    let data = format!(r"{}\延伸服务台", wine.local_app_data());
    let kept = DeskConsole::for_wine(wine, &it.desk, &data);
    kept.run_and_read(NIGHT, &["init", "--demo"])?;
    kept.run_and_read(NIGHT, &["call", "ticket_open", night::OPEN])?;

    run_timed("It refuses while the program runs", || {
        let mut work = it.start_waiting_console(&data)?;
        run_quietly(wine.wine_command(&now.file).arg("/S"))?;
        let still = it.check_installation(before);
        stop_process(&mut work)?;
        wine.wait_for_processes()?;
        still
    })?;
    run_timed(
        "The new version waits for a program that ends, and takes its place",
        || {
            let mut work = it.start_waiting_console(&data)?;
            let mut waiting = wine.wine_command(&now.file);
            let mut waiting = waiting
                .args(["/S", "/WAIT"])
                .spawn()
                .map_err(|error| error.to_string())?;
            sleep(Duration::from_secs(5));
            let still = it.check_installation(before);
            stop_process(&mut work)?;
            waiting.wait().map_err(|error| error.to_string())?;
            wine.wait_for_processes()?;
            still?;
            it.check_installation(now)?;
            check_choice_counts(it.count_registry_choices()?, (1, 1))?;
            check_old_data(&kept)
        },
    )?;
    let compared = run_timed("The night call", || {
        let long = format!(
            r"\\?\C:\{}",
            ["很长的文件夹名称"; 5].map(|name| name.repeat(7)).join(r"\")
        );
        night::compare_night_calls(wine, &it.desk, &[r"C:\数据 和 备份\延伸 服务台".to_owned(), long])
    })?;
    let killed = run_timed("Killed while it writes", || {
        kills::run_crash_test(wine, &it.desk, r"C:\数据 和 备份\断电")
    })?;
    run_timed("A folder of the network is refused", || {
        check_network_refusal(&it)
    })?;
    run_timed("The window says that WebView2 is missing", || {
        check_webview_message(&it)
    })?;

    run_timed("Removed, but not while the program runs", || {
        let uninstall = format!(r"{}\uninstall.exe", it.home);
        let mut work = it.start_waiting_console(&data)?;
        run_quietly(wine.wine_command(&uninstall).arg("/S"))?;
        sleep(Duration::from_secs(5));
        let still = it.check_installation(now);
        stop_process(&mut work)?;
        wine.wait_for_processes()?;
        still?;
        run_quietly(wine.wine_command(&uninstall).arg("/S"))?;
        // The uninstaller goes on from a copy of itself.
        for _ in 0..30 {
            wine.wait_for_processes()?;
            if !it.installed_path("").exists() {
                break;
            }
            sleep(Duration::from_secs(1));
        }
        require_present(!it.installed_path("").exists(), "no program folder")?;
        require_present(!it.start_menu_folder().exists(), "no line in the start menu")?;
        require_present(
            wine.read_registry_key(UNINSTALL)?.is_empty() && wine.read_registry_key(MESSAGES)?.is_empty(),
            "nothing in the registry",
        )?;
        check_choice_counts(it.count_registry_choices()?, (0, 0))?;
        require_present(read_user_path(wine)? == long, "the Path as it was before")
    })?;
    run_timed("The data is still there", || {
        let built = now.programs.join("desk.exe").display().to_string();
        check_old_data(&DeskConsole::for_wine(wine, &built, &data))
    })?;
    Ok(format!(
        "installed for 张三, upgraded in place, refused while the program ran; {compared} printed files of the night call byte for byte those of Linux; {killed}; removed, and the data was still there."
    ))
}

/// A Path longer than an installer's variables, as it stands on a developer's computer.
fn set_long_path(wine: &WinePrefix) -> TaskResult<String> {
    let long = (0..120)
        .map(|number| format!(r"C:\Program Files\工具 {number}\bin"))
        .collect::<Vec<_>>()
        .join(";");
    let mut add = wine.wine_command("reg");
    add.args(["add", PATH, "/v", "Path", "/t", "REG_SZ", "/d", &long, "/f"]);
    require_present(run_quietly(&mut add)?, "a long Path")?;
    Ok(long)
}

/// The user's Path. Its kind is kept, so it is still a plain text here.
fn read_user_path(wine: &WinePrefix) -> TaskResult<String> {
    let said = wine.read_registry_key(PATH)?;
    let line = said.lines().find_map(|line| line.strip_prefix("\"Path\"=\""));
    Ok(line
        .unwrap_or_default()
        .trim_end()
        .trim_end_matches('"')
        .replace(r"\\", r"\"))
}

fn check_old_data(desk: &DeskConsole) -> TaskResult {
    night::verify_whole_data(desk)?;
    let list = desk.run_and_read(NIGHT, &["call", "ticket_list"])?;
    require_present(list.contains("WX2611240001"), "the ticket of the version before")
}

/// SQLite's locks cannot be trusted there.
fn check_network_refusal(it: &WineInstallation) -> TaskResult {
    let mut command = it.wine.wine_command(&it.desk);
    command.args(["--data", r"\\server\share\desk", "init", "--demo"]);
    let out = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    require_present(
        !out.status.success() && said.contains(r#""network_folder""#),
        &format!("a refusal: {said}"),
    )
}

/// Wine has no WebView2: the window's first start on a computer without it, with a picture.
fn check_webview_message(it: &WineInstallation) -> TaskResult {
    let display = VirtualDisplay::start_display()?;
    let (picture, words) = (
        trial_folder().join("no-webview2.png"),
        trial_folder().join("no-webview2.txt"),
    );
    let log = std::fs::File::create(&words).map_err(|error| error.to_string())?;
    let mut command = it.wine.wine_command(format!(r"{}\yanshen.exe", it.home));
    command.env("DISPLAY", display.display_name()).stderr(log);
    let mut window = command.spawn().map_err(|error| error.to_string())?;
    let painted = display.take_picture(&picture);
    let waits = matches!(window.try_wait(), Ok(None));
    stop_process(&mut window)?;
    it.wine.wait_for_processes()?;
    painted?;
    println!("Picture of the message: {}", picture.display());
    let said = std::fs::read_to_string(&words).unwrap_or_default();
    require_present(
        waits && said.contains("no WebView2 runtime"),
        &format!("a message that waits: {said}"),
    )
}

fn stop_process(child: &mut Child) -> TaskResult {
    if let Some(mut input) = child.stdin.take() {
        let _ = input.flush();
    }
    let _ = child.kill();
    child.wait().map(|_| ()).map_err(|error| error.to_string())
}

fn require_present(is: bool, what: &str) -> TaskResult {
    if is {
        Ok(())
    } else {
        Err(format!("missing: {what}"))
    }
}

fn check_choice_counts(are: (usize, usize), wanted: (usize, usize)) -> TaskResult {
    if are == wanted {
        Ok(())
    } else {
        Err(format!("autostart and Path stand {are:?} times, not {wanted:?}"))
    }
}
