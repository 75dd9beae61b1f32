"""The servers that are compared: how each is started, and what it can do."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

# How a server is set up. Each peer says which of these it has.
PLAIN, TLS, DEFLATE = "plain", "tls", "deflate"

ANY_PORT = ("0",)


class Peer:
    """A server: `command(setup)` starts it on a free port of 127.0.0.1, which it tells."""

    def __init__(self, name, about, command, setups=(PLAIN, TLS, DEFLATE), broadcasts=False, copies=False, missing=None):
        self.name = name
        self.about = about
        self.command = command
        self.setups = setups
        self.broadcasts = broadcasts
        self.copies = copies  # its answers are the requests, mask and all
        self.missing = missing  # why it cannot be compared here


def program(folder, name):
    path = Path(folder) / name
    return path if os.access(path, os.X_OK) else None


def options(setup, certificate):
    if setup == TLS:
        return ["--tls", *certificate]
    return ["--deflate"] if setup == DEFLATE else []


def parley(name, about, binary, engine, certificate):
    def command(setup):
        more = {
            PLAIN: ["--no-compression"],
            TLS: ["--no-compression", "--tls", "--cert", certificate[0], "--key", certificate[1]],
            DEFLATE: [],
        }[setup]
        return [str(binary), "serve", "--engine", engine, "--port", "0", *more]

    return Peer(name, about, command, broadcasts=True)


def built(name, about, folder, file, certificate, library, arguments=(), **more):
    path = program(folder, file)
    missing = None if path else f"{library} is not installed"
    return Peer(name, about, lambda setup: [str(path), *arguments, *options(setup, certificate)], missing=missing,
                **more)


def npm_ws(modules, certificate):
    missing = None
    if not shutil.which("node"):
        missing = "node is not installed"
    elif not modules or not (Path(modules) / "ws").is_dir():
        missing = "the npm package ws is not installed"
    return Peer(
        "ws",
        "npm's ws",
        lambda setup: ["node", str(HERE / "ws_server.mjs"), *options(setup, certificate)],
        broadcasts=True,
        missing=missing,
    )


def all_peers(binary, programs, modules, certificate):
    """Parley first: the others are set in proportion to it."""
    return [
        parley("parley", "Parley's native engine", binary, "native", certificate),
        built("bare", "a bare epoll server that copies bytes back", programs, "bare_server", certificate, "bare_server",
              setups=(PLAIN,), copies=True),
        parley("parley-wspp", "Parley's websocketpp engine", binary, "websocketpp", certificate),
        built("websocketpp", "websocketpp 0.8.2 with its usual configuration", programs, "websocketpp_server",
              certificate, "libwebsocketpp-dev", broadcasts=True),
        npm_ws(modules, certificate),
        built("beast", "Boost.Beast's asynchronous example", programs, "beast_server", certificate, "libboost-dev",
              arguments=ANY_PORT),
        built("libwebsockets", "libwebsockets", programs, "libwebsockets_server", certificate, "libwebsockets-dev",
              arguments=ANY_PORT),
    ]


def make_certificate(folder):
    """A certificate that all servers share, so that all do the same work."""
    certificate, key = str(Path(folder) / "certificate.pem"), str(Path(folder) / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key


class Running:
    """A server's process, stopped unless it is measured. Begins with the first `wake`, and again after its end; ends
    with the `with` block."""

    def __init__(self, peer, setup, pin, modules):
        self.peer = peer
        self.command = [*pin, *peer.command(setup)]
        self.environment = dict(os.environ, PARLEY_NODE_MODULES=str(modules or ""))
        self.log = tempfile.TemporaryFile()
        self.log_begins = 0  # what this process has said, and not the one before
        self.process = None
        self.port = None

    def wake(self):
        """Raises RuntimeError when it does not start."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        self.process.send_signal(signal.SIGCONT)

    def _start(self):
        self.log_begins = self.log.seek(0, os.SEEK_END)
        with tempfile.NamedTemporaryFile() as port_file:
            tells_by_file = "serve" in self.command
            more = ["--port-file", port_file.name] if tells_by_file else []
            self.process = subprocess.Popen([*self.command, *more], env=self.environment, stdin=subprocess.DEVNULL,
                                            stdout=self.log if tells_by_file else port_file, stderr=self.log)
            self.port = self._read_port(port_file.name)

    def _read_port(self, name):
        for _ in range(1000):
            text = Path(name).read_text(encoding="ascii").strip()
            if text:
                return int(text)
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        self.kill()
        raise RuntimeError(f"{self.peer.name} did not start: {self._last_words()}")

    def _last_words(self):
        self.log.seek(self.log_begins)
        return self.log.read().decode(errors="replace").strip()[-500:]

    def settle(self):
        """Until it has seen that its clients have gone: of 10,000 that takes a second, which is not the next one's."""
        busy = self._processor_time()
        for _ in range(100):
            time.sleep(0.03)
            before, busy = busy, self._processor_time()
            if busy == before:
                return

    def _processor_time(self):
        """In ticks; nothing when it has ended."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return None
        return fields[11:13]  # utime, stime

    def end(self):
        """How it ended, with its last words; empty while it runs."""
        if self.process is None or self.process.poll() is None:
            return ""
        return f"; it has ended, exit status {self.process.returncode}: {self._last_words()}"

    def sleep(self):
        """Stopped: a server that is not measured must not take time from the one that is."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.log.close()
