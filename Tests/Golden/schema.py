#!/usr/bin/env python3
"""Fails when a JSON file of a site is not what `misread schema` says.

usage: schema.py MISREAD SITE...

Reads every index.json, summary.json and MANIFEST.json below each SITE, and the labelling queue. Knows the words of JSON Schema
that the schemas use; one that it does not know is an error. Ends with 'N files as stated'.
"""
import json
import os
import subprocess
import sys

KNOWN = {"$schema", "$id", "$defs", "$ref", "type", "properties", "required", "items", "enum", "const", "anyOf",
         "additionalProperties", "description"}
TYPES = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def is_of(value, name):
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def faults(value, schema, root, place="$"):
    unknown = set(schema) - KNOWN
    if unknown:
        return [f"{place}: the schema says {', '.join(sorted(unknown))}, which is not known here"]
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, place)
    if "anyOf" in schema:
        every = [faults(value, one, root, place) for one in schema["anyOf"]]
        return [] if any(not found for found in every) else min(every, key=len)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_of(value, name) for name in names):
        return [f"{place}: {json.dumps(value)[:60]} is not {' or '.join(names)}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {', '.join(schema['enum'])}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{place}: lacks {name}" for name in schema.get("required", []) if name not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{place}: has {name}, which is not stated" for name in value if name not in known]
        for name in set(known) & set(value):
            found += faults(value[name], known[name], root, f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, one in enumerate(value):
            found += faults(one, schema["items"], root, f"{place}[{index}]")
    return found


def main():
    program, sites = sys.argv[1], sys.argv[2:]
    schemas = {name: json.loads(subprocess.run([program, "schema", name], check=True, capture_output=True).stdout)
               for name in ("page", "summary", "site", "labelling")}
    count, bad = 0, 0
    for site in sites:
        for folder, _, names in os.walk(site):
            for name in sorted(names):
                form = {"index.json": "page", "summary.json": "summary", "MANIFEST.json": "site"}.get(name)
                if folder.endswith("labelling") and name == "queue.json":
                    form = "labelling"
                if form is None:
                    continue
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    found = faults(json.load(file), schemas[form], schemas[form])
                count += 1
                bad += bool(found)
                for fault in found[:3]:
                    print(f"{path}: {fault}")
    print(f"{count - bad} files as stated, {bad} not")
    sys.exit(1 if bad or not count else 0)


main()
