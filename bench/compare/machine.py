"""The machine that numbers belong to, without anything that names it."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path


def first_line(command):
    if not shutil.which(command[0]):
        return None
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    return (out.stdout or out.stderr).strip().splitlines()[0] if out.stdout or out.stderr else None


def processor():
    match = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return match[1] if match else platform.machine()


def system():
    match = re.search(r'^PRETTY_NAME="(.+)"$', Path("/etc/os-release").read_text(), re.MULTILINE)
    return match[1] if match else platform.system()


def is_virtual():
    return " hypervisor" in Path("/proc/cpuinfo").read_text()


def describe_machine(parley):
    memory = re.search(r"^MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return {
        "processor": processor() + (", a virtual machine" if is_virtual() else ""),
        "processors": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / (1 << 20)) if memory else None,
        "system": system(),
        "kernel": ".".join(platform.release().split(".")[:2]),
        "parley": first_line([str(parley), "--version"]),
        "node": first_line(["node", "--version"]),
        "load_at_the_start": round(os.getloadavg()[0], 1),
    }
