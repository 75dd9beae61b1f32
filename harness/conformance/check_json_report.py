"""Holds the JSON report of `parley check` and its published schema together: check_json_report.py SCHEMA PROGRAM."""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "report"))

from published_schema import PublishedSchema

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


def first(report, verdict):
    return next(i for i, entry in enumerate(report["entries"]) if entry["verdict"] == verdict)


def main(schema_file, program):
    schema = PublishedSchema(schema_file)
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
        schema.must_accept(report, name)
        failures = report["summary"]["failures"]
        if (failures > 0) != name.endswith("fails"):
            sys.exit(f"{name}: {failures} failures")

    # What the schema has must also be there.
    failing = reports["a server that fails"]
    summary = failing["summary"]
    if summary["known"] != 1 or summary["stale"] != ["6455-7.4.1-code-1000"] or summary["unknown"] != ["6455-5.1-gone"]:
        sys.exit(f"the summary does not tell of the baseline: {summary}")
    fail = first(failing, "fail")
    kinds = {line["kind"] for line in failing["entries"][fail]["wire"]}
    if not {"sent", "received"} <= kinds:
        sys.exit(f"the wire log of a failure has only {kinds}")
    schema.must_refuse_without(failing, [["peer"], ["summary", "stale"], ["entries", fail, "verdict"],
                                         ["entries", fail, "seen"], ["entries", fail, "wire", 0, "at_ns"]])


main(*sys.argv[1:])
