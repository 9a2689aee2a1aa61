//! Signing in from the console: `DESK_USER` / `DESK_PASSWORD`, or a prompt.

use desk::{Desk, Moment, Refusal};
use domain::Code;
use serde_json::{Value, json};

/// Signs in.
pub(crate) fn sign_in(desk: &Desk, user: Option<&str>, now: Moment) -> Result<(), Refusal> {
    let name = match user {
        Some(name) => name.to_owned(),
        None => ask_line("姓名：")?,
    };
    let password = match std::env::var("DESK_PASSWORD") {
        Ok(password) => password,
        Err(_) => ask_password("密码：")?,
    };
    desk.call(
        "person_sign_in",
        json!({ "name": name, "password": password }),
        now,
    )
    .map(|_| ())
}

/// Asks for the first administrator's name and password, the latter twice.
pub(crate) fn create_first_administrator(
    desk: &Desk,
    user: Option<&str>,
    now: Moment,
) -> Result<(), Refusal> {
    let name = match user {
        Some(name) => name.to_owned(),
        None => ask_line("系统管理员姓名：")?,
    };
    let password = match std::env::var("DESK_PASSWORD") {
        Ok(password) => password,
        Err(_) => ask_password_twice("密码（至少 8 个字符）：")?,
    };
    let mut request = json!({ "name": name, "password": password });
    let answered = call_with_witness_password(desk, "person_first", request.clone(), "witness_password", now);
    match answered {
        // A computer that keeps no secrets: the key lies in a file, under a passphrase of its own.
        Err(refusal) if refusal.code == Code::KeyPassphraseNeeded => {
            let Ok(passphrase) = ask_password_twice("本机不能保管密钥。请设置密钥口令（至少 12 个字）：")
            else {
                return Err(refusal);
            };
            insert_text_field(&mut request, "passphrase", passphrase);
            call_with_witness_password(desk, "person_first", request, "witness_password", now)
        }
        answered => answered,
    }
    .map(|_| ())
}

/// Calls a command that may need the password of an administrator by the record outside: `DESK_WITNESS_PASSWORD`, or a prompt.
pub(crate) fn call_with_witness_password(
    desk: &Desk,
    command: &str,
    mut request: Value,
    field: &str,
    now: Moment,
) -> Result<Value, Refusal> {
    let refusal = match desk.call(command, request.clone(), now) {
        Err(refusal) if refusal.code == Code::NotPermitted && refusal.field.as_deref() == Some(field) => {
            refusal
        }
        answered => return answered,
    };
    let password = match std::env::var("DESK_WITNESS_PASSWORD") {
        Ok(password) => password,
        Err(_) => ask_password("数据与本机核对记录不同。请输入核对记录中一位系统管理员的密码：")
            .map_err(|_| refusal)?,
    };
    insert_text_field(&mut request, field, password);
    desk.call(command, request, now)
}

fn insert_text_field(request: &mut Value, field: &str, text: String) {
    if let Some(fields) = request.as_object_mut() {
        fields.insert(field.to_owned(), Value::from(text));
    }
}

fn ask_password_twice(prompt: &str) -> Result<String, Refusal> {
    let password = ask_password(prompt)?;
    if ask_password("再输入一次：")? == password {
        Ok(password)
    } else {
        Err(Refusal::at_field(Code::WrongPassword, "password"))
    }
}

fn ask_line(prompt: &str) -> Result<String, Refusal> {
    eprint!("{prompt}");
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| to_prompt_refusal(&error))?;
    Ok(line.trim().to_owned())
}

fn ask_password(prompt: &str) -> Result<String, Refusal> {
    // Said by std, which writes wide letters to a console: rpassword's own prompt is garbage on one with code page 936, and the end
    // of its line brings a NUL along.
    eprint!("{prompt}");
    let quiet = rpassword::ConfigBuilder::new().output_discard().build();
    // Without a terminal nobody can be asked.
    let password = rpassword::read_password_with_config(quiet)
        .map_err(|_| Refusal::at_field(Code::Required, "password"))?;
    eprintln!();
    Ok(password)
}

fn to_prompt_refusal(error: &std::io::Error) -> Refusal {
    Refusal::at_field(Code::FileProblem, "password").with_arg("detail", error.to_string())
}
