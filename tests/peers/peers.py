"""The peers that Parley is compared with: how each is started, and what its version is."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass
class Tools:
    """Where the programs are."""

    parley: str
    programs: str = ""  # the folder with those that CMake builds of the sources beside this file
    modules: str = ""  # node_modules of package.json


@dataclass
class Peer:
    name: str
    role: str  # "server" or "client"
    command: list  # with {{port}} (a server) or {base} (a client)
    version: str = ""  # empty: it is not installed
    path: str = "/"
    left_out: tuple = ()  # cases that it is not put to

    @property
    def key(self):
        return f"{self.name}-{self.version}-{self.role}"

    def check(self, parley, *options):
        """The command that checks it."""
        command = " ".join(self.command)
        for cases in self.left_out:
            options = (*options, "--exclude", cases)
        if self.role == "server":
            return [parley, "check", "server", "ws://127.0.0.1:{{port}}" + self.path, "--exec-server", command, *options]
        return [parley, "check", "client", "--exec-once", command, *options]


def said(*command):
    """What a command says; nothing when there is no such command, or it fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def debian_version(package):
    """"1.74.0.3" of "1.74.0.3-1+deb12u1"."""
    return re.sub(r"[-+~].*", "", said("dpkg-query", "-W", "-f", "${Version}", package))


def of_ws(tools):
    for name in ("ws", "ws7"):
        package = Path(tools.modules, name, "package.json") if tools.modules else Path("none")
        found = re.search(r'"version": "([^"]*)"', package.read_text()) if package.exists() else None
        version = found[1] if found and shutil.which("node") else ""
        yield Peer("ws", "server", ["node", f"{HERE}/ws_server.mjs", "{{port}}", name, "deflate"], version)
        yield Peer("ws", "client", ["node", f"{HERE}/ws_client.mjs", "{base}", name], version)


def of_python(_):
    version = said(sys.executable, "-c", "import websockets; print(websockets.__version__)")
    yield Peer("python-websockets", "server", [sys.executable, f"{HERE}/websockets_server.py", "{{port}}"], version)
    yield Peer("python-websockets", "client", [sys.executable, f"{HERE}/websockets_client.py", "{base}"], version)


def of_programs(tools):
    programs = (("beast", "server", ["{{port}}", "--deflate"], "libboost-dev"), ("beast", "client", ["{base}"], "libboost-dev"),
                ("libwebsockets", "server", ["{{port}}"], "libwebsockets-dev"))
    for name, role, arguments, package in programs:
        program = Path(tools.programs or "none", f"{name}_{role}")
        # It keeps one buffer for the pong or the Close that it owes. What it does with pings one behind the other, or
        # with one behind a fault (a Close with the code 29285, the "re" of the ping's "reserved"), depends on how much
        # it happens to read at a time.
        unsteady = ("6455-5.5.3-ten-pings-by-byte", "6455-5.2-rsv1-text-after-a-good-one")
        yield Peer(name, role, [str(program), *arguments], debian_version(package) if program.exists() else "",
                   left_out=unsteady if name == "libwebsockets" else ())


def of_chromium(tools):
    program = shutil.which("chromium") or shutil.which("google-chrome") or ""
    there = program and shutil.which("node") and Path(tools.modules or "none", "playwright-core").exists()
    version = re.search(r"\d+", said(program, "--version") if there else "")
    os.environ.setdefault("CHROMIUM", program)
    yield Peer("chromium", "client", ["node", f"{HERE}/chromium_client.mjs", "{base}"], version[0] if version else "",
               left_out=("exhaustion",))  # 16 at a time, they keep a browser busy for minutes


def of_parley(tools):
    for name, engine, version in (("parley", "native", said(tools.parley, "--version").split(" ")[-1]),
                                  ("websocketpp", "websocketpp", debian_version("libwebsocketpp-dev"))):
        yield Peer(name, "server", [tools.parley, "serve", "--port", "{{port}}", "--engine", engine], version, "/echo")
        driver = [tools.parley, "echo", "--driver", "{base}", "--agent", "peer", "--jobs", "16", "--engine", engine]
        yield Peer(name, "client", driver, version)


def all_peers(tools):
    """All, also those that are not installed; in the order of the tables."""
    if tools.modules:
        os.environ["PARLEY_NODE_MODULES"] = tools.modules
    families = (of_parley, of_ws, of_python, of_programs, of_chromium)
    return [peer for family in families for peer in family(tools)]
