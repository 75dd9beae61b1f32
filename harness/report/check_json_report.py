"""Holds a JSON report and its published schema together: check_json_report.py SCHEMA COMMAND KEY…

COMMAND writes a report. The schema must refuse it without any of the keys: results/0/verdict.
"""
import json
import shlex
import subprocess
import sys

from published_schema import PublishedSchema


def path_of(key):
    return [int(part) if part.isdigit() else part for part in key.split("/")]


def main(schema_file, command, *keys):
    schema = PublishedSchema(schema_file)
    report = json.loads(subprocess.run(shlex.split(command), check=True, capture_output=True).stdout)
    schema.must_accept(report)
    schema.must_refuse_without(report, [path_of(key) for key in keys])


main(*sys.argv[1:])
