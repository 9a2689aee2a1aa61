//! A browser opens several connections at once and keeps them: none of them waits for another to be closed.

use std::{
    io::{BufRead, BufReader, Read, Result, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The bridge of this test; it ends with it.
struct Bridge(Child);

impl Drop for Bridge {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has then seen.
        self.0.kill().and_then(|()| self.0.wait()).ok();
    }
}

#[test]
fn connections_that_come_together_are_all_answered() -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), "<p>")?;
    let mut bridge = Bridge(
        Command::new(env!("CARGO_BIN_EXE_bridge"))
            .args(["--data".as_ref(), folder.path().join("data").as_os_str()])
            .args(["--screens".as_ref(), folder.path().as_os_str()])
            .stdout(Stdio::piped())
            .spawn()?,
    );
    let mut address = String::new();
    BufReader::new(
        bridge
            .0
            .stdout
            .take()
            .into_iter()
            .next()
            .ok_or(std::io::ErrorKind::BrokenPipe)?,
    )
    .read_line(&mut address)?;
    let address = address.trim().trim_start_matches("http://");
    for round in 0..40 {
        let mut kept = Vec::new();
        for _ in 0..6 {
            let mut stream = TcpStream::connect(address)?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
            kept.push(stream);
        }
        for stream in &mut kept {
            let mut status = [0; 12];
            stream.read_exact(&mut status)?;
            assert_eq!(&status, b"HTTP/1.1 200", "round {round}");
        }
    }
    Ok(())
}
