"""The files that the checks look at."""
import pathlib
import subprocess


class Tree:
    """The tracked files of a folder; all of its files when it is not a Git work tree (a tarball, a test's folder)."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    def files(self, *patterns):
        names = [name for name in self._names() if (self.root / name).is_file()]
        return [name for name in names if not patterns or any(pathlib.PurePath(name).match(p) for p in patterns)]

    def text(self, name):
        return (self.root / name).read_bytes().decode()  # line ends as they stand

    def _names(self):
        if (self.root / ".git").exists():
            # A clone may belong to somebody else than who runs the checks (a container's root).
            command = ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z"]
            return sorted(filter(None, subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")))
        paths = (path.relative_to(self.root) for path in self.root.rglob("*"))
        return sorted(str(path) for path in paths if path.parts[0] not in ("build", "out"))


def report(problems):
    """Prints the problems, one a line, and returns the exit status."""
    for problem in problems:
        print(problem)
    return 1 if problems else 0
