#!/usr/bin/env python3
"""Whether the AsyncAPI documents that `parley import` writes are AsyncAPI: by the schema that AsyncAPI publishes.

    asyncapi_test.py PARLEY FOLDER

The schema comes from the npm package @asyncapi/specs, which is installed into FOLDER. Exits with 77 (skipped) when that
cannot be had.
"""
import json
import pathlib
import shutil
import subprocess
import sys

PACKAGE = "@asyncapi/specs@6.11.1"
IMPORTS = {
    "echo": ["wss://echo.websocket.org/"],
    "chat": ["ws://localhost:8081/websocket/chatroom?username=user1&since=0", "--required", "username",
             "--request", "hello", "--response", '{"username":"user1","message":"hello","time":1507809721548}'],
    "rooms": ["wss://chat.example:8443/{tenant}/rooms/{room:[a-z]+}", "--request", '{"text":"hi"}',
              "--response", '{"a":[{"b":null,"c/d":0.5}],"e":{}}', "--response", '{"a":[],"f":[[1]],"e":"x"}',
              "--profile", "qa=ws://localhost:9000/{tenant}/test/{room:[a-z]+}", "--profile", "production"],
    "list": ["wss://[::1]:9000/list", "--response", '[1,"a",null]'],
    "xml": ["wss://h/xml", "--response", "<a x='1'><b>2</b></a>"],
}


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def schema(folder):
    file = folder / "node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json"
    if not file.exists():
        npm = shutil.which("npm") or skip("npm is not installed")
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            skip("npm cannot install " + PACKAGE + ": " + result.stderr.strip()[-300:])
    return without_id_properties(json.loads(file.read_text()))


def without_id_properties(node):
    """python3-jsonschema 4.10 takes a property that is named $id for an identifier. Our documents have none."""
    if isinstance(node, list):
        return [without_id_properties(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: without_id_properties(value) for key, value in node.items()
            if key != "$id" or isinstance(value, str)}


def write_document(parley, folder, name, arguments):
    document = folder / (name + ".asyncapi.json")
    command = [parley, "import", arguments[0], "--no-test", "--name", name, "--force", "--out", str(folder / name),
               "--asyncapi", str(document)] + arguments[1:]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return json.loads(document.read_text())


def complaints(validator, document):
    return ["/".join(map(str, e.absolute_path)) + ": " + e.message[:300] for e in validator.iter_errors(document)]


def main():
    parley, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    try:
        import jsonschema
    except ImportError:
        skip("python3-jsonschema is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    validator = jsonschema.Draft7Validator(schema(folder))
    failed = False
    for name, arguments in IMPORTS.items():
        document = write_document(parley, folder, name, arguments)
        found = complaints(validator, document)
        print(name, "is valid" if not found else "\n  ".join([""] + found))
        failed = failed or bool(found)
        # The check itself: what is not AsyncAPI is found.
        document["channels"][name]["adress"] = "/"
        if not complaints(validator, document):
            print(name, "with a misspelt key was not refused")
            failed = True
    sys.exit(1 if failed else 0)


main()
