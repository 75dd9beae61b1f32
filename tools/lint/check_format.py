"""Checks that C++ files are formatted: check_format.py [ROOT]. Exits with 77 where there is no clang-format."""
import shutil
import subprocess
import sys

from tree import Tree

root = sys.argv[1] if len(sys.argv) > 1 else "."
if shutil.which("clang-format") is None:
    print("clang-format is not installed")
    sys.exit(77)
names = Tree(root).files("*.hpp", "*.cpp")
sys.exit(subprocess.run(["clang-format", "--dry-run", "-Werror", *names], cwd=root).returncode)
