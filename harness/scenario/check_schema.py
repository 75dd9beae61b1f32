"""Holds the reader, the JSON Schema and the documentation together: check_schema.py TOOL SOURCE_DIR

- Every file in scenarios/ is valid for both.
- What the reader refuses for its structure, the schema refuses too; what it refuses for its meaning only, the schema
  accepts: it cannot know.
- Every example in docs/scenarios.md is one that the reader accepts.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    sys.exit(77)

tool, source = sys.argv[1], pathlib.Path(sys.argv[2])
faults = []


def judged(files):
    """What the reader says of each file: valid, syntax, structure or meaning, and its problems."""
    said = subprocess.run([tool, "check", *map(str, files)], capture_output=True, text=True, check=True).stdout
    verdicts, problems = {}, {}
    for line in said.splitlines():
        verdict = re.fullmatch(r"(valid|syntax|structure|meaning)\t(.*)", line)
        if verdict:
            name = verdict[2]
            verdicts[name] = verdict[1]
            problems[name] = []
        else:
            problems[name].append(line)
    return verdicts, problems


def check_files():
    schema = json.loads((source / "scenarios/parley-scenario.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    valid = [file for file in sorted((source / "scenarios").glob("*.json")) if not file.name.endswith(".schema.json")]
    invalid = sorted((source / "scenarios/invalid").glob("*.json"))
    verdicts, problems = judged([*valid, *invalid])
    for file in [*valid, *invalid]:
        verdict = verdicts[str(file)]
        # An invalid file may have a fault that only `parley run` can see, which knows the behaviours: see
        # scenarios/check_refused.py.
        if verdict != "valid" and file in valid:
            faults.append(f"{file}: the reader says {verdict}: {problems[str(file)]}")
        if verdict == "syntax":
            continue
        refused = next(validator.iter_errors(json.loads(file.read_text(encoding="utf-8"))), None)
        if (verdict == "structure") != (refused is not None):
            faults.append(f"{file}: the reader says {verdict}, the schema {refused.message if refused else 'valid'}")
    return len(valid), len(invalid)


def scenario_around(part):
    """A whole scenario that holds this example from the documentation."""
    part = dict(part)
    if "steps" in part:
        return part
    if "send" in part or "await" in part:
        return {"clients": {"alice": {}}, "steps": [part]}
    if "events" in part:
        return {"steps": ["open"], "checks": [part]}
    if "checks" in part:
        part["clients"] = {name: {} for name in ("monitor", "sender", "reader")}
    return {**part, "steps": ["open"]}


def examples():
    page = (source / "docs/scenarios.md").read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    for block in re.findall(r"```json\n(.*?)```", page, re.S):
        while block := block.lstrip():
            part, end = decoder.raw_decode(block)
            yield scenario_around(part)
            block = block[end:]


def check_documentation():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "my-server").mkdir()  # what the examples refer to
        (folder / "scenarios").mkdir()
        (folder / "scenarios/services").symlink_to(source.resolve() / "scenarios/services")
        (folder / "scenarios/payload.bin").write_bytes(b"x")
        files = []
        for number, scenario in enumerate(examples()):
            files.append(folder / f"scenarios/{number}.json")
            files[-1].write_text(json.dumps(scenario), encoding="utf-8")
        verdicts, problems = judged(files)
        for file in files:
            if verdicts[str(file)] != "valid":
                faults.append(f"docs/scenarios.md: {file.read_text(encoding='utf-8')}: {problems[str(file)]}")
        return len(files)


valid, invalid = check_files()
documented = check_documentation()
for fault in faults:
    print(fault)
print(f"{valid} valid and {invalid} invalid files, {documented} examples")
sys.exit(1 if faults or not documented else 0)
