"""The decisions of an example rest on its audits as they are archived now.

usage: decisions.py EXAMPLE

The examples' archives are made anew with the program, so the SHA-256 that their decisions name are written anew too: a team
would decide again, in a decision that supersedes the one before.
"""

import hashlib
import pathlib
import re
import sys

example = pathlib.Path(sys.argv[1])
# Of several data sets a decision that names none rests on the first.
first = re.search(r"^datasets:\n +([\w-]+):", (example / "misread.yml").read_text(), re.M)
digests = {
    folder.name.removesuffix("@" + first[1]) if first else folder.name: hashlib.sha256((folder / "audit.json").read_bytes()).hexdigest()
    for folder in (example / "archive").iterdir()
    if (folder / "audit.json").exists()
}
pattern = re.compile(r"(\{version: ([^,}]+), audit_sha256: )[0-9a-f]{64}")
for path in sorted((example / "decisions").glob("*.md")) if (example / "decisions").exists() else []:
    text = path.read_text()
    now = pattern.sub(lambda match: match[1] + digests[match[2]], text)
    if now != text:
        path.write_text(now)
