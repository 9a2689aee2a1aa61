"""A time-stamp authority for a test: answers over HTTP with what `openssl ts` signs, while a command runs.

usage: authority.py DESK DATA TICKET STAMPED.pdf COMPANY.pdf: prints the ticket's acknowledgement with a stamp of this
authority, which is registered first, and once more with the field that a company fills in which seals papers itself.
"""

import http.server
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

CONFIG = """[req]
distinguished_name = dn
[dn]
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = cert.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def serve(folder: Path) -> str:
    """Begins to answer; the address."""
    (folder / "ts.cnf").write_text(CONFIG)
    new = "req -config ts.cnf -x509 -nodes -newkey rsa:2048 -keyout key.pem -out cert.pem -days 3650 -subj /CN=Authority"
    openssl(folder, *new.split(), "-addext", "extendedKeyUsage=critical,timeStamping")

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["content-length"])))
            openssl(folder, *"ts -reply -config ts.cnf -queryfile query -out reply".split())
            self.send_response(200)
            self.send_header("content-type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply").read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def main() -> None:
    program, data, ticket, pdf, company = sys.argv[1:]

    def desk(*words: str) -> dict:
        command = [program, "--data", data, "--now", "2026-12-01T09:00:00+08:00", *words]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    with tempfile.TemporaryDirectory() as folder:

        def settings(**changed: object) -> None:
            view = desk("call", "settings_get", "{}")
            view["settings"].update(changed)
            desk("call", "settings_change", json.dumps(view))

        url = serve(Path(folder))
        known = desk("key", "authority")["authorities"]
        for line in known:
            if line["ended"] is None:
                desk("key", "authority", "--remove", line["sha256"], "--reason", "of another run")
        desk("key", "authority", str(Path(folder) / "cert.pem"), "--reason", "compared with what it publishes")
        settings(timestamp_url=url)
        desk("print", "acknowledgement", ticket, "--pdf", pdf)
        settings(timestamp_url="", company_seals=True)
        desk("print", "acknowledgement", ticket, "--pdf", company)
        settings(company_seals=False)


main()
