#!/usr/bin/env python3
"""Judges answers of the API by its own description.

    check_answers.py openapi.json answers.json

`answers.json` is a list of {method, path, status, content_type, body}, with `path` as it was asked for and `body` as text. Prints what does not hold, one line
each, and exits with 1; also when an operation has no answer that went well, unless --partial is given.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

NAME = "urn:plumbline:api"


class Description:
    """An OpenAPI document that knows which operation an address belongs to."""

    def __init__(self, document: dict):
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self.registry = Registry().with_resource(NAME, resource)
        # Fixed words before parameters, as the router has it.
        ordered = sorted(document["paths"], key=lambda path: [part.startswith("{") for part in path.split("/")])
        self.patterns = [(re.compile("^" + re.sub(r"\{[^}]*\}", "[^/]+", path) + "$"), path) for path in ordered]

    def operation(self, method: str, address: str) -> tuple[str, dict | None]:
        path = address.split("?")[0]
        for pattern, template in self.patterns:
            if pattern.match(path) and method.lower() in self.document["paths"][template]:
                return template, self.document["paths"][template][method.lower()]
        return path, None

    def problems(self, answer: dict) -> list[str]:
        template, operation = self.operation(answer["method"], answer["path"])
        label = f"{answer['method']} {template} {answer['status']}"
        if operation is None:
            return [f"{label}: no such operation is described"]
        # Who only heard the answer knows that it went well.
        status = answer["status"] or next(code for code in operation["responses"] if code < "300")
        response = operation["responses"].get(str(status))
        if response is None:
            return [f"{label}: this status is not described"]
        content = response.get("content")
        if content is None:
            return [] if answer["body"] in ("", "null") else [f"{label}: an answer without a body is described"]
        media = answer.get("content_type", "application/json").split(";")[0]
        if media not in content:
            return [f"{label}: '{media}' is not among {sorted(content)}"]
        return [f"{label}: {error}" for error in self.errors(content[media]["schema"], json.loads(answer["body"]))]

    def errors(self, schema: dict, value) -> list[str]:
        absolute = json.loads(json.dumps(schema).replace('"#/', f'"{NAME}#/'))
        validator = Draft202012Validator(absolute, registry=self.registry, format_checker=FormatChecker())
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def unanswered(self, answers: list[dict]) -> list[str]:
        good = {(answer["method"].lower(), self.operation(answer["method"], answer["path"])[0]) for answer in answers if answer["status"] < 300}
        return [
            f"{method.upper()} {path}: no answer that went well was looked at"
            for path, operations in sorted(self.document["paths"].items()) for method in operations if (method, path) not in good]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--partial", action="store_true")
    options = parser.parse_args()
    description = Description(json.loads(options.document.read_text()))
    answers = json.loads(options.answers.read_text())
    problems = [problem for answer in answers for problem in description.problems(answer)]
    if not options.partial:
        problems += description.unanswered(answers)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
