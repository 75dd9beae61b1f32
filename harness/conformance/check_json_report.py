"""Holds the JSON report of `parley check` and its published schema together: check_json_report.py SCHEMA PROGRAM."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

CASES = ["6455-5.1-*", "6455-7.4.1-*", "7692-7.2.3*", "6455-4.2*", "6455-10.4-many-pings"]


def report_on(program, path, folder, baseline):
    """The report on a path of the reference server; it is known to fail exactly the cases of the baseline."""
    known = pathlib.Path(folder, "known.json")
    known.write_text(json.dumps({"schema_version": 1, "known": baseline}), encoding="utf-8")
    url = f"ws://127.0.0.1:{{{{port}}}}{path}"
    command = [program, "check", "server", url, "--exec-server", f"'{program}' serve --port {{{{port}}}}",
               "--baseline", str(known), "--json", "-", *CASES]
    return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)


def report_on_client(program, fault):
    command = [program, "check", "client", "--exec-once", f"'{program}' echo --driver {{base}} --fault {fault}",
               "--json", "-", "6455-5.1-*", "6455-4.1-*"]
    return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)


def without(report, path):
    broken = copy.deepcopy(report)
    parent = broken
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return broken


def first(report, verdict):
    return next(i for i, entry in enumerate(report["entries"]) if entry["verdict"] == verdict)


def main(schema_file, program):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    with tempfile.TemporaryDirectory() as folder:
        reports = {
            "a server that passes": report_on(program, "/echo", folder, {}),
            "a server that fails": report_on(program, "/fault/accepts-unmasked", folder,
                                             {"6455-5.1-unmasked-ping": "known", "6455-7.4.1-code-1000": "mended",
                                              "6455-5.1-gone": "no case"}),
            "a client that passes": report_on_client(program, "none"),
            "a client that fails": report_on_client(program, "accepts-masked"),
        }
    for name, report in reports.items():
        errors = [f"{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(report)]
        if errors:
            sys.exit("the report does not fit its schema:\n" + "\n".join(errors[:20]))
        failures = report["summary"]["failures"]
        if (failures > 0) != name.endswith("fails"):
            sys.exit(f"{name}: {failures} failures")

    # What the schema has must also be there, and it must refuse, or it proves nothing.
    failing = reports["a server that fails"]
    summary = failing["summary"]
    if summary["known"] != 1 or summary["stale"] != ["6455-7.4.1-code-1000"] or summary["unknown"] != ["6455-5.1-gone"]:
        sys.exit(f"the summary does not tell of the baseline: {summary}")
    fail = first(failing, "fail")
    kinds = {line["kind"] for line in failing["entries"][fail]["wire"]}
    if not {"sent", "received"} <= kinds:
        sys.exit(f"the wire log of a failure has only {kinds}")
    for path in (["peer"], ["summary", "stale"], ["entries", fail, "verdict"], ["entries", fail, "seen"],
                 ["entries", fail, "wire", 0, "at_ns"]):
        if validator.is_valid(without(failing, path)):
            sys.exit(f"the schema accepts a report without {path}")
    if validator.is_valid(failing | {"extra": 1}):
        sys.exit("the schema accepts an unknown key")


main(*sys.argv[1:])
