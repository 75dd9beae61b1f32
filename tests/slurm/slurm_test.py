#!/usr/bin/env python3
"""The Slurm array of examples/distributed, on a cluster of one node that this test starts itself on loopback.

slurm_test.py PARLEY SBATCH-FILE. Exits with 77, which ctest counts as skipped, where Slurm or MUNGE is not installed or
does not run here. Everything has a deadline, and every daemon that it started is ended by its process id.
"""

import getpass
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTS = 4
START = 40  # seconds for a daemon to come up, on a busy machine
LOAD = 90  # for the whole array
DAEMONS = ("munged", "slurmctld", "slurmd")
COMMANDS = ("sbatch", "sinfo", "scancel")


class Skip(Exception):
    """Slurm does not run here; says why."""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Daemons:
    """Programs that this test has started; each ends with it."""

    def __init__(self, folder):
        self.folder = folder
        self.running = []

    def start(self, name, command, **options):
        log = open(self.folder / f"{name}.log", "wb")
        # A session of its own: what it starts ends with it.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
        self.running.append((name, process))
        return process

    def ended(self):
        return [name for name, process in self.running if process.poll() is not None]

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-1500:] if path.exists() else ""

    def end(self):
        for _, process in reversed(self.running):
            if process.poll() is None:
                process.terminate()
        for _, process in reversed(self.running):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(process.pid, signal.SIGKILL)  # whatever of its session is left
            except ProcessLookupError:
                pass
            process.wait(10)


def wait_until(holds, seconds, daemons, what):
    deadline = time.monotonic() + seconds
    while not holds():
        if gone := daemons.ended():
            raise Skip(f"{gone[0]} does not run here:\n{daemons.log(gone[0])}")
        if time.monotonic() > deadline:
            raise Skip(f"{what} took more than {seconds} s:\n{daemons.log(daemons.running[-1][0])}")
        time.sleep(0.2)


def program(name):
    """Daemons are in sbin, which is not in everybody's PATH."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def start_munge(folder, daemons):
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o600)
    munge_socket = folder / "munge.socket"
    daemons.start("munged", [program("munged"), "--foreground", "--force", f"--key-file={key}", f"--socket={munge_socket}",
                             f"--pid-file={folder}/munged.pid", f"--seed-file={folder}/munged.seed",
                             f"--log-file={folder}/munge-own.log", "--num-threads=1"])
    wait_until(munge_socket.exists, START, daemons, "the start of munged")
    return munge_socket


def write_configuration(folder, munge_socket):
    controller, node = free_ports(2)
    host = socket.gethostname().split(".")[0]
    user = getpass.getuser()
    for name in ("state", "spool"):
        (folder / name).mkdir()
    (folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
    (folder / "slurm.conf").write_text(f"""
ClusterName=parley
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={munge_socket}
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
MailProg=/bin/true
# The array needs a processor for each part at the same time, whatever this machine has.
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={PARTS} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=5 State=UP OverSubscribe=NO
""")
    return folder / "slurm.conf"


def start_slurm(folder, daemons):
    configuration = write_configuration(folder, start_munge(folder, daemons))
    environment = os.environ | {"SLURM_CONF": str(configuration)}
    daemons.start("slurmctld", [program("slurmctld"), "-D", "-i", "-f", str(configuration)], env=environment)
    daemons.start("slurmd", [program("slurmd"), "-D", "-f", str(configuration)], env=environment)

    def is_idle():
        try:
            state = subprocess.run(["sinfo", "--noheader", "--format=%t"], env=environment, capture_output=True, text=True,
                                   timeout=10, check=False)
        except subprocess.TimeoutExpired:
            return False
        return state.stdout.strip() == "idle"

    wait_until(is_idle, START, daemons, "the start of Slurm")
    return environment


def start_server(parley, daemons):
    server = subprocess.Popen([parley, "serve", "--port", "0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    daemons.running.append(("parley serve", server))
    found = re.search(r"listening on (ws://\S+)", server.stdout.readline())
    assert found, "parley serve says where it listens"
    return found[1]


def run_array(parley, script, folder, environment, url):
    start_at = int(time.time()) + 6
    variables = {"PARLEY": parley, "URL": f"{url}/echo", "START_AT": str(start_at),
                 "LOAD": "--connections 10 --rate 400 --duration 2s --warmup 200ms --timeout 20s --threshold p99<10s"}
    exported = "ALL," + ",".join(name for name in variables)  # by name: their values have commas and spaces
    job = subprocess.run(["sbatch", "--wait", f"--export={exported}", "--time=00:02:00", str(script)], cwd=folder,
                         env=environment | variables, capture_output=True, text=True, timeout=LOAD, check=False)
    logs = "\n".join(path.read_text(errors="replace") for path in sorted(folder.glob("part-*.log")))
    assert job.returncode == 0, f"sbatch ended with {job.returncode}: {job.stdout}{job.stderr}\n{logs}"
    return start_at


def check_parts(parley, folder, start_at):
    files = sorted(folder.glob("part-*.json"))
    assert len(files) == PARTS, f"{PARTS} parts, found {files}"
    parts = [json.loads(path.read_text()) for path in files]
    assert sum(part["plan"]["connections"] for part in parts) == 10, "the parts have all connections"
    assert abs(sum(part["plan"]["rate"] for part in parts) - 400) < 1e-6, "and all of the rate"
    merged = subprocess.run([parley, "report", "--merge", *map(str, files), "--json", str(folder / "whole.json")],
                            capture_output=True, text=True, timeout=60, check=False)
    assert merged.returncode == 0, merged.stdout + merged.stderr
    whole = json.loads((folder / "whole.json").read_text())
    counts = [part["result"]["times"]["latency"]["count"] for part in parts]
    assert whole["result"]["times"]["latency"]["count"] == sum(counts), "the merged histogram has all messages"
    assert all(counts), "each part has some"
    assert abs(sum(counts) - 800) <= 2 * PARTS, f"400 a second for 2 s, found {sum(counts)}"
    assert whole["passed"] and whole["plan"]["connections"] == 10, "one verdict"
    print(f"{PARTS} parts, {sum(counts)} messages; began {[part['result']['started'] for part in parts]} for {start_at}")


def main(parley, script):
    missing = [name for name in DAEMONS + COMMANDS if program(name) is None]
    if missing:
        raise Skip(f"{missing[0]} is not installed (Debian: apt-get install slurm-wlm munge)")
    folder = Path(tempfile.mkdtemp(prefix="parley-slurm-"))
    daemons = Daemons(folder)
    environment = None
    try:
        environment = start_slurm(folder, daemons)
        url = start_server(parley, daemons)
        check_parts(parley, folder, run_array(parley, script, folder, environment, url))
    finally:
        if environment:  # no job outlives its cluster
            subprocess.run(["scancel", "--name=parley-bench"], env=environment, timeout=20, check=False)
        daemons.end()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]).resolve())
    except Skip as reason:
        print(f"skipped: {reason}")
        sys.exit(77)
