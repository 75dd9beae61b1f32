"""Holds a JSON report and its published schema together: check_json_report.py SCHEMA PROGRAM KEY…

PROGRAM writes a report. The schema must refuse it without any of the keys: results/0/verdict.
"""
import copy
import json
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def without(report, path):
    broken = copy.deepcopy(report)
    parent = broken
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return broken


def path_of(key):
    return [int(part) if part.isdigit() else part for part in key.split("/")]


def main(schema_file, program, *keys):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    report = json.loads(subprocess.run([program], check=True, capture_output=True).stdout)

    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(report)]
    if errors:
        sys.exit("the report does not fit its schema:\n" + "\n".join(errors))

    # The schema must also refuse, or it proves nothing.
    for key in keys:
        if validator.is_valid(without(report, path_of(key))):
            sys.exit(f"the schema accepts a report without {key}")
    if validator.is_valid(report | {"extra": 1}):
        sys.exit("the schema accepts an unknown key")


main(*sys.argv[1:])
