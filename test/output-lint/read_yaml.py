"""Prints what PyYAML, a parser of YAML 1.1, reads from files: for each a list of documents, or the error, as JSON."""

import json
import math
import sys

import yaml


def shown(value):
    """JSON has fewer types than YAML, and texts for keys: whatever it lacks is shown as what Python calls it."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else named(key): shown(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [shown(entry) for entry in value]
    if value is None or isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return named(value)


def named(value):
    return f"!{type(value).__name__} {value!r}"


def read(path):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return {"documents": [shown(document) for document in yaml.safe_load_all(file)]}
    except (yaml.YAMLError, ValueError) as error:
        return {"error": str(error)}


json.dump([read(path) for path in json.load(sys.stdin)], sys.stdout)
