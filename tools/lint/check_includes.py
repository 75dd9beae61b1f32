"""Checks that includes follow the arrows of the architecture: check_includes.py [ROOT]

protocol <- net <- server, client, harness <- cli; bench uses everything; docs/architecture.md draws it.
"""
import pathlib
import re
import sys

from tree import Tree, report

LAYERS = {
    "protocol": set(),
    "web": set(),
    "net": {"protocol"},
    "server": {"net", "protocol", "web"},
    "client": {"net", "protocol"},
    "harness": {"client", "net", "protocol", "web"},  # never server: it meets servers through a socket
    "cli": {"server", "client", "harness", "net", "protocol", "web"},
    "bench": {"server", "client", "harness", "net", "protocol"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def problems_of(tree, name):
    includes = [(match[1], match[2], tree.text(name)[: match.start()].count("\n") + 1)
                for match in INCLUDE.finditer(tree.text(name))]
    folder = pathlib.PurePath(name).parts[0]
    for kind, target, line in includes:
        problem = quoted_problem(tree, folder, target) if kind == '"' else library_problem(name, folder, target)
        if problem:
            yield f"{name}:{line}: {problem}"
    own = own_header(tree, name)
    if own and (not includes or includes[0][1] != own):
        yield f'{name}:1: the first include must be its own header, "{own}"'


def quoted_problem(tree, folder, target):
    if folder not in LAYERS:
        return f"the folder {folder}/ is not in the architecture"
    layer = target.split("/")[0]
    if layer not in LAYERS:
        return f'"{target}" is not included from the root'
    if layer != folder and layer not in LAYERS[folder]:
        return f'{folder}/ must not include "{target}"'
    if not (tree.root / target).is_file():
        return f'"{target}" does not exist'
    return None


def library_problem(name, folder, target):
    if re.match(r"asio(\.hpp|/)", target) and folder != "net":
        return f"only net/ includes Asio (<{target}>)"
    if target.startswith("websocketpp/") and not pathlib.PurePath(name).name.startswith("websocketpp_"):
        return f"only websocketpp_* files include <{target}>"
    return None


def own_header(tree, name):
    path = pathlib.PurePath(name)
    if path.suffix != ".cpp":
        return None
    for stem in (path.stem, re.sub("_(test|fuzz|bench)$", "", path.stem)):
        header = str(path.with_name(stem + ".hpp"))
        if (tree.root / header).is_file():
            return header
    return None


def check(root):
    tree = Tree(root)
    # examples/ are projects of their own.
    names = [name for name in tree.files("*.hpp", "*.cpp") if not name.startswith("examples/")]
    return [problem for name in names for problem in problems_of(tree, name)]


if __name__ == "__main__":
    sys.exit(report(check(sys.argv[1] if len(sys.argv) > 1 else ".")))
