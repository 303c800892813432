"""Manual pages of the program and of each command, written from what the program says of its own options."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Dict, Iterator, List

Command = Dict[str, Any]


def pages(program: Path) -> Dict[str, str]:
    """Texts for man(7) by file name: misread.1, misread-audit.1, misread-measure-slices.1."""
    said = subprocess.run([program, "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    root = json.loads(said)["command"]
    return {"-".join(path) + ".1": page(path, command, version) for path, command in walk([], root)}


def walk(above: List[str], command: Command) -> Iterator["tuple[List[str], Command]"]:
    """A command and those below it, each with the words that call it."""
    path = [*above, command["commandName"]]
    yield path, command
    for each in command.get("subcommands", []):
        if each["shouldDisplay"] and each["commandName"] != "help":
            yield from walk(path, each)


def page(path: List[str], command: Command, version: str) -> str:
    """One page: name, synopsis, description, arguments, commands, exit status, see also."""
    name, words = "-".join(path), " ".join(path)
    shown = [each for each in command.get("arguments", []) if each["shouldDisplay"]]
    below = [each for each in command.get("subcommands", []) if each["commandName"] != "help"]
    lines = [f'.TH {escaped(name.upper())} 1 "" "misread {version}" "Misread"', ".SH NAME"]
    lines += [f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.'))}"]
    lines += [".SH SYNOPSIS", f".B {escaped(words)}"]
    lines += [form(each) for each in shown] + ([".I command"] if below else [])
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", *paragraphs(command["discussion"])]
    if shown:
        lines += [".SH OPTIONS"]
        for each in shown:
            lines += [".TP", label(each), *paragraphs(about(each))]
    if below:
        lines += [".SH COMMANDS"]
        for each in below:
            lines += [".TP", f".BR {escaped(name + '-' + each['commandName'])} (1)", *paragraphs(each["abstract"])]
    lines += [".SH EXIT STATUS", *statuses()]
    others = [path[:-1]] if len(path) > 1 else []
    lines += [".SH SEE ALSO", ", ".join(f"{escaped('-'.join(each))}(1)" for each in others) or "misread help"]
    return "\n".join(lines) + "\n"


def statuses() -> List[str]:
    """What each exit status says, as the README has them."""
    said = {
        "0": "Done; of a verdict: ready.", "1": "A gate failed, or the verdict is not ready.",
        "2": "The input is wrong.", "3": "Something could not be read or written, or went wrong inside.",
        "64": "The command line is wrong.",
    }
    return [line for status, text in said.items() for line in (".TP", f".B {status}", text)]


def form(argument: Dict[str, Any]) -> str:
    """An argument as the synopsis shows it."""
    text = f"\\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] != "positional":
        flag = f"\\fB{escaped(dashed(argument['preferredName']))}\\fR"
        text = flag if argument["kind"] == "flag" else f"{flag} {text}"
    text += " ..." if argument["isRepeating"] else ""
    return f"[{text}]" if argument["isOptional"] else text


def label(argument: Dict[str, Any]) -> str:
    """An argument at the head of its paragraph."""
    if argument["kind"] == "positional":
        return f".I {escaped(argument['valueName'])}"
    names = ", ".join(escaped(dashed(each)) for each in argument["names"])
    return f".B {names}" if argument["kind"] == "flag" else f"\\fB{names}\\fR \\fI{escaped(argument['valueName'])}\\fR"


def about(argument: Dict[str, Any]) -> str:
    """What an argument is for, its values and its default."""
    parts = [argument.get("abstract", ""), argument.get("discussion", "")]
    if argument.get("allValues") and argument["allValues"] != [argument.get("defaultValue")]:
        parts.append(f"One of: {', '.join(argument['allValues'])}")
    if argument.get("defaultValue") is not None:
        parts.append(f"Unless given: {argument['defaultValue']}")
    return "\n\n".join(part for part in parts if part)


def dashed(name: Dict[str, str]) -> str:
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def paragraphs(text: str) -> List[str]:
    """Lines of running text; a blank line starts a paragraph, an indented one is shown as it is."""
    lines: List[str] = []
    for index, part in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        lines += [".sp"] if index else []
        if part.startswith("  "):
            lines += [".nf", *map(escaped, part.splitlines()), ".fi"]
        else:
            lines += [escaped(" ".join(part.split()))]
    return lines


def escaped(text: str) -> str:
    """Text for roff: a backslash and a dash are themselves, and no line starts a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text
