"""The published schema of a JSON report, which must fit what the program writes, and refuse what is not so.

Importing this ends the test as skipped where python3-jsonschema is not installed.
"""
import copy
import json
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


class PublishedSchema:
    """Ends the test with a message when one of its checks fails."""

    def __init__(self, file):
        with open(file, encoding="utf-8") as text:
            schema = json.load(text)
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(schema)

    def must_accept(self, report, name="the report"):
        errors = [f"{error.json_path}: {error.message}" for error in self.validator.iter_errors(report)]
        if errors:
            sys.exit(f"{name} does not fit its schema:\n" + "\n".join(errors[:20]))

    def must_refuse_without(self, report, paths):
        """The report without any of the paths, and with a key too many: or it proves nothing that it accepts."""
        for path in paths:
            if self.validator.is_valid(without(report, path)):
                sys.exit(f"the schema accepts a report without {path}")
        if self.validator.is_valid(report | {"extra": 1}):
            sys.exit("the schema accepts an unknown key")
