#!/usr/bin/env python3
"""Writes index.html of a folder that holds the sites of the examples: a card for each, with its newest verdict.

usage: front_page.py SITE NAME...

SITE/NAME/ is the site of an example, whose index.json tells its title and verdicts and whose pages of examples lend the
pictures; of several data sets the first does. Standard library only. The page is one file without script, and links nothing outside SITE.
"""

import html
import json
import re
import sys
from pathlib import Path

PICTURES = 6

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Misread: examples</title>
<style>
:root {{ color-scheme: light dark; --ground: #fcfbf9; --card: #fff; --text: #16181d; --soft: #5b616b; --line: #e3e0da; --red: #a3241c; --green: #1d6b3a }}
@media (prefers-color-scheme: dark) {{ :root {{ --ground: #15171b; --card: #1c1f24; --text: #eceae5; --soft: #a3a8b1; --line: #33373e; --red: #ff8a80; --green: #7fd6a0 }} }}
* {{ box-sizing: border-box }}
body {{ margin: 0; background: var(--ground); color: var(--text); font: 17px/1.55 system-ui, sans-serif }}
main {{ max-width: 1080px; margin: 0 auto; padding: 56px 24px 72px }}
h1, h2 {{ font-family: Georgia, "DejaVu Serif", serif; font-weight: 400; line-height: 1.2; margin: 0 }}
h1 {{ font-size: 40px; max-width: 21em }}
.lead {{ color: var(--soft); max-width: 44em; margin: 16px 0 40px }}
article {{ border: 1px solid var(--line); border-radius: 12px; background: var(--card); margin: 0 0 24px; overflow: hidden }}
.strip {{ display: grid; grid-template-columns: repeat({columns}, 1fr); gap: 2px }}
.strip img {{ display: block; width: 100%; aspect-ratio: 1; object-fit: cover }}
.text {{ padding: 22px 26px 24px }}
h2 a {{ color: inherit; text-underline-offset: 4px; text-decoration-thickness: 1px }}
.source {{ color: var(--soft); font-size: 15px; margin: 4px 0 0 }}
.verdict {{ font-size: 19px; margin: 12px 0 0 }}
.failed strong {{ color: var(--red) }}
.passed strong {{ color: var(--green) }}
.verdict strong {{ font-weight: 600 }}
.verdict a, .lead a {{ color: inherit; text-underline-offset: 3px }}
</style>
</head>
<body>
<main>
<h1>What computer-vision models got wrong</h1>
<p class="lead">Audits that Misread made of the examples in its repository: which images fail together, how sure that is,
what fixing it would gain, and whether a version may ship. <a href="docs/index.html">How to make one of your own model</a>.</p>
{cards}
</main>
</body>
</html>
"""

CARD = """\
<article>
<div class="strip">{strip}</div>
<div class="text">
<h2><a href="{name}/index.html">{title}</a></h2>
<p class="verdict {state}"><a href="{name}/v/{version}/index.html">{version}</a>: <strong>{verdict}</strong></p>
<p class="source">{history}</p>
</div>
</article>"""



def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def pictures(folder):
    """Photos of evenly spaced examples, as paths: the first picture of the page of each."""
    listed = read(folder / "examples" / "index.json")["examples"]
    step = len(listed) / PICTURES
    chosen = [listed[int(step * (place + 0.5))] for place in range(PICTURES)] if len(listed) >= PICTURES else listed
    photos = []
    for one in chosen:
        page = folder / one["page"]
        found = re.search(r'<img src="([^"]+)"', page.read_text(encoding="utf-8"))
        if found:
            photos.append((page.parent / found[1]).resolve())
    return photos


def card(site, name):
    index = read(site / name / "index.json")
    newest = index["versions"][-1]
    # Of several data sets each has its own pages.
    sets = [one["dataset"] for one in newest.get("datasets", [])]
    folders = [site / name / "datasets" / one for one in sets] or [site / name]
    photos = pictures(folders[0])
    strip = "".join(f'<img src="{path.relative_to(site.resolve()).as_posix()}" alt="">' for path in photos)
    count = len(index["versions"])
    incidents = sum(len(read(folder / "index.json").get("open_incidents", [])) for folder in folders)
    history = f"{count} version{'s' if count != 1 else ''} audited"
    if incidents:
        history += f", {incidents} incident{'s' if incidents != 1 else ''} open"
    return CARD.format(
        strip=strip, name=name, title=html.escape(index["title"]), state=newest["verdict"], history=history,
        version=html.escape(newest["version"]), verdict=html.escape(newest["sentence"]))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    site, names = Path(sys.argv[1]), sys.argv[2:]
    # The longest history first.
    versions = lambda name: len(json.loads((site / name / "index.json").read_text(encoding="utf-8"))["versions"])
    cards = "\n".join(card(site, name) for name in sorted(names, key=lambda name: (-versions(name), name)))
    (site / "index.html").write_text(PAGE.format(cards=cards, columns=PICTURES), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
