#!/usr/bin/env python3
"""Opens every page of a site in headless Chromium, from file://, and fails on what a reader would trip over.

usage: check.py SITE [--axe all|kinds] [--all]

Of a kind with many pages the first 12 are opened, with --all every one. For each page: no script error, no message of the console, no request that leaves the folder, every link and anchor
resolves, every picture loads, no sideways scrolling and no table cut off at 390 and
320 px but matrices, which scroll by themselves. For one page of each kind also the accessibility rules of axe in
light and dark at 320 and 1280 px, and that script takes no text away and adds none but its own controls. A version's overview
prints on two sheets, and each sheet of it and of its slices says at its foot what it is of. The search is tried with keys, and a table is sorted, filtered and folded.
Ends with 'N passed, N failed'.
"""
import glob
import os
import re
import sys
import urllib.parse
import zlib

from playwright.sync_api import sync_playwright

try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:
    Axe = None


def pages(root):
    found = []
    for folder, _, names in os.walk(root):
        found += [os.path.join(folder, name) for name in names if name.endswith(".html")]
    return sorted(found)


def kind(root, path):
    """A page's place with the names of sites, versions, modes, methods and incidents left out."""
    parts, named = os.path.relpath(path, root).split(os.sep), []
    for i, part in enumerate(parts):
        follows = parts[i - 1] if i else ""
        one_of_many = i == 0 or follows in {
            "v", "failures", "failure-modes", "incidents", "compare", "methods", "actions", "decisions", "on", "playbooks",
            "examples", "errors", "lists",
        }
        named.append("*" if one_of_many and part != "index.html" else part)
    return "/".join(named)


def page_of_audit(root, path):
    """A page's place within its audit; None for any other. Of several data sets the audits lie below each, and what lies above them
    is of no one audit."""
    site = os.path.join(root, os.path.relpath(path, root).split(os.sep)[0])
    sets = r"datasets/[^/]+/" if os.path.isdir(os.path.join(site, "datasets")) else ""
    found = re.fullmatch(sets + r"v/[^/]+/(.+)", os.path.relpath(path, site))
    return found and found[1]


def redirect(path):
    """Where a redirect page leads, as a file; None for any other page."""
    found = re.search(r'http-equiv="refresh" content="0; ?url=([^"]+)"', open(path, encoding="utf-8").read())
    return os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(found[1]))) if found else None


def fragment_of(url):
    return urllib.parse.unquote(urllib.parse.urldefrag(url).fragment)


class Tab:
    """One tab that opens page after page, and what it saw while the last of them loaded. Opening a tab for each page
    took longer than reading the page."""

    def __init__(self, browser, **options):
        self.problems, self.requests = [], []
        self.page = browser.new_context(**options).new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("console", self.hear)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def hear(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def open(self, path):
        self.problems.clear()
        self.requests.clear()
        self.page.goto("file://" + urllib.parse.quote(path), wait_until="load")
        return self.page


# By how much a page is wider than the window, and the headings of tables that are wider than their region: a matrix reads
# by its columns and a table of more than twelve cannot fold; the others have to.
OFF_SCREEN = """() => {
    for (const d of document.querySelectorAll('details')) d.open = true;
    const root = document.documentElement;
    const cut = [...document.querySelectorAll('.scroll')].filter(s => s.scrollWidth > s.clientWidth + 1
        && s.querySelector('table:not(.cells)') && !s.querySelector('tr > :nth-child(13)'));
    return [root.scrollWidth - root.clientWidth, cut.map(s => s.querySelector('tr').textContent.slice(0, 80))]; }"""


def check_page(tab, path, root, ids):
    page = tab.open(path)
    problems, requests = list(tab.problems), list(tab.requests)
    for request in requests:
        target = urllib.parse.unquote(urllib.parse.urlsplit(request).path)
        if not request.startswith(("file://", "data:")) or (
                request.startswith("file://") and not os.path.realpath(target).startswith(root + os.sep)):
            problems.append(f"request outside the site: {request}")
    if page.evaluate("typeof window.__xss") != "undefined":
        problems.append("text of the data ran as script")
    facts = page.evaluate("""() => ({
        links: [...document.querySelectorAll('a[href], link[href]')].map(a => a.href),
        broken: [...document.images].filter(i => i.complete && i.naturalWidth === 0).map(i => i.src),
        noalt: [...document.images].filter(i => !i.hasAttribute('alt')).length,
        ids: [...document.querySelectorAll('[id]')].map(e => e.id),
        nodes: document.querySelectorAll('*').length})""")
    # Pictures load when they come near the screen; those that did not are checked on the disk.
    for source in page.evaluate("[...document.images].map(i => i.src)"):
        target = urllib.parse.unquote(urllib.parse.urlsplit(source).path)
        if source.startswith("file://") and not os.path.exists(target):
            problems.append(f"no such picture: {source}")
    problems += [f"picture does not load: {source}" for source in facts["broken"]]
    if facts["noalt"]:
        problems.append(f"{facts['noalt']} pictures without alt text")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        wide, cut = page.evaluate(OFF_SCREEN)
        if wide > 0:
            problems.append(f"scrolls sideways by {wide} px at {width} px")
        if cut:
            problems.append(f"columns off screen at {width} px: {cut[0]}")
    page.set_viewport_size({"width": 390, "height": 844})
    if len(facts["ids"]) != len(set(facts["ids"])):
        twice = sorted({i for i in facts["ids"] if facts["ids"].count(i) > 1})
        problems.append(f"ids given twice: {', '.join(twice[:5])}")
    ids[path] = set(facts["ids"])
    size = os.path.getsize(path)
    if size > 100_000:
        problems.append(f"{size} bytes of HTML, more than 100,000")
    if facts["nodes"] > 3_000:
        problems.append(f"{facts['nodes']} elements, more than 3,000")
    return problems, facts["links"]


def dead_links(links, root, ids):
    problems = []
    for path, urls in links.items():
        for url in urls:
            parts = urllib.parse.urlsplit(url)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = urllib.parse.unquote(parts.path)
            if not os.path.isfile(target):
                problems.append(f"{os.path.relpath(path, root)}: dead link {os.path.relpath(target, root)}")
            elif parts.fragment and target in ids and fragment_of(url) not in ids[target]:
                problems.append(f"{os.path.relpath(path, root)}: no such anchor #{fragment_of(url)} in "
                                f"{os.path.relpath(target, root)}")
    return problems


def axe_problems(tabs, path):
    problems = []
    for (scheme, width), tab in tabs.items():
        for rule in Axe().run(tab.open(path)).response["violations"]:
            where = rule["nodes"][0]["target"][0] if rule["nodes"] else ""
            problems.append(f"axe {rule['id']} ({scheme}, {width} px, {len(rule['nodes'])} places): {where}")
    return problems


def printed(page):
    """How many sheets of A4 a page prints on, and how many pieces of text each stream of the document draws."""
    document = page.pdf(format="A4", prefer_css_page_size=True)
    texts = []
    for begin in re.finditer(rb"stream\r?\n", document):
        try:
            drawn = zlib.decompressobj().decompress(document[begin.end():document.find(b"endstream", begin.end())])
        except zlib.error:
            continue
        texts.append(len(re.findall(rb"\bBT\b", drawn)))
    return len(re.findall(rb"/Type\s*/Page\b", document)), texts


def print_problems(tab, path, most):
    """A foot is what the sheet has more than without the style sheet for paper; it may take no room of the page."""
    page = tab.open(path)
    count, texts = printed(page)
    page.evaluate("for (const link of document.querySelectorAll('link[media=print]')) link.remove()")
    bare, others = printed(page)
    problems = []
    if most and count > most:
        problems.append(f"prints on {count} sheets; an overview is attached to a review on {most}")
    footed = sum(a > b for a, b in zip(texts, others))
    if count != bare or len(texts) != len(others) or footed != count:
        problems.append(f"{footed} of {count} sheets say at their foot what they are of; {bare} sheets without it")
    return problems


def by_keys(tab, site):
    """What the optional script does, tried as a reader would."""
    page = tab.open(os.path.join(site, "index.html"))
    page.keyboard.press("/")
    page.wait_for_url("**/search/index.html")
    words = "error rate"
    page.keyboard.type(words)
    try:
        page.wait_for_selector("#found a", timeout=3_000)
    except Exception:
        return [f"the search finds nothing for {words!r}"]
    problems = list(tab.problems)
    size = sum(os.path.getsize(urllib.parse.unquote(urllib.parse.urlsplit(url).path)) for url in set(tab.requests)
               if "/search/" in url and url.endswith(".js"))
    if size > 150_000:
        problems.append(f"{size} bytes of index before the first hit, more than 150,000")
    hits = page.locator("#found a").count()
    page.click("#found button")
    # A function that is waited for would be evaluated in the page, which its policy forbids.
    try:
        page.locator("#found a").nth(hits).wait_for(timeout=5_000)
    except Exception:
        problems.append(f"no more than {hits} hits when more are asked for")
    if hits > 10 or page.evaluate("[...document.querySelectorAll('#found a')].indexOf(document.activeElement)") != hits:
        problems.append(f"{hits} hits at first, and the focus is not on the next when more are asked for")
    page.focus("#q")
    target = page.get_attribute("#found a", "href")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The address is that of the link, as the browser resolves it.
    target = urllib.parse.urljoin(page.url, target)
    try:
        page.wait_for_url(target, timeout=5_000)
    except Exception:
        problems.append(f"the first hit leads to {page.url} and not to {target}")
    # Of several data sets each has its own; the longest folds.
    tables = [os.path.join(site, "versions", "index.html"),
              *sorted(glob.glob(os.path.join(site, "datasets", "*", "versions", "index.html")))]
    page = tab.open(max(filter(os.path.isfile, tables), key=os.path.getsize))
    rows = "[...document.querySelectorAll('main tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].textContent)"
    before = page.evaluate(rows)
    page.click("thead button")
    after = page.evaluate(rows)
    if sorted(before) != sorted(after) or after != sorted(after, key=str.lower, reverse=True):
        problems.append("a table does not sort by its first column")
    page.click("thead button")
    page.click("thead button")
    if page.evaluate(rows) != before:
        problems.append("a third click does not bring the order back")
    page.fill(".filter input", "calibration")
    if not 0 < len(page.evaluate(rows)) < len(before):
        problems.append("a table does not filter")
    # Where rows fold, each value carries its heading, and the header is there for who asks and for who comes by keys.
    page.set_viewport_size({"width": 390, "height": 844})
    head = page.locator(".scroll:has([data-k]) thead").first
    shown = [head.bounding_box()["x"] >= 0]
    page.click(".fold")
    shown.append(head.bounding_box()["x"] >= 0)
    page.click(".fold")
    shown.append(head.bounding_box()["x"] >= 0)
    page.locator(".scroll:has([data-k]) thead button").first.focus()
    shown.append(head.bounding_box()["x"] >= 0)
    if shown != [False, True, False, True]:
        problems.append(f"the header of folded rows: {shown}")
    return problems


def main():
    root = os.path.realpath(sys.argv[1])
    every = "--axe" in sys.argv and sys.argv[sys.argv.index("--axe") + 1] == "all"
    whole = "--all" in sys.argv
    passed, failed, left, seen, opened = 0, 0, 0, set(), {}
    ids, links = {}, {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"])
        narrow = {"width": 390, "height": 844}
        scripted, plain = Tab(browser, viewport=narrow), Tab(browser, viewport=narrow, java_script_enabled=False)
        audited = {(scheme, width): Tab(browser, viewport={"width": width, "height": 900}, color_scheme=scheme,
                                        bypass_csp=True) for scheme in ("light", "dark") for width in (320, 1280)}
        for path in pages(root):
            target = redirect(path)
            if target is not None:
                links[path] = []
                if os.path.isfile(target):
                    passed += 1
                else:
                    print(f"{os.path.relpath(path, root)}: redirects to {target}, which is not there")
                    failed += 1
                continue
            opened[kind(root, path)] = opened.get(kind(root, path), 0) + 1
            if opened[kind(root, path)] > 12 and not whole:
                left += 1
                continue
            problems, links[path] = check_page(scripted, path, root, ids)
            if kind(root, path) not in seen and "<script" in open(path, encoding="utf-8").read():
                scripted.page.evaluate("""() => {
                    for (const e of document.querySelectorAll('.filter')) e.remove();
                    for (const e of document.querySelectorAll('.sort[aria-label]')) e.remove(); }""")
                lines = {line.strip() for line in scripted.page.inner_text("body").splitlines()}
                bare = plain.open(path)
                bare.evaluate("""() => {
                    for (const e of document.querySelectorAll('noscript')) e.remove();
                    for (const d of document.querySelectorAll('details')) d.open = true; }""")
                if {line.strip() for line in bare.inner_text("body").splitlines()} != lines:
                    problems.append("reads differently without script")
            page = page_of_audit(root, path)
            if page in {"index.html", "slices/index.html"}:
                problems += print_problems(scripted, path, 2 if page == "index.html" else None)
            if Axe is not None and (every or kind(root, path) not in seen):
                seen.add(kind(root, path))
                problems += axe_problems(audited, path)
            for problem in problems:
                print(f"{os.path.relpath(path, root)}: {problem}")
            passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        for site in sorted(entry.path for entry in os.scandir(root) if entry.is_dir()):
            if os.path.isfile(os.path.join(site, "search", "index.html")):
                for problem in by_keys(Tab(browser, viewport={"width": 1280, "height": 900}), site):
                    print(f"{os.path.relpath(site, root)}: {problem}")
                    failed += 1
        browser.close()
    dead = dead_links(links, root, ids)
    for problem in dead:
        print(problem)
    print(f"{len(seen)} kinds of page read by axe" + (f", {left} more pages of kinds with many not opened" if left else ""))
    print(f"{passed} passed, {failed + len(dead)} failed")
    sys.exit(1 if failed or dead or not passed else 0)


main()
