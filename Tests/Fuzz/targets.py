#!/usr/bin/env python3
"""Runs libFuzzer with address sanitizer over the readers of bytes: Tests/Fuzz/Readers.

    Tests/Fuzz/targets.py [--seconds N] [--only READER] [--build DIR]

Builds the readers apart, in .build/fuzz unless --build says where, with the sources as they are. Each begins with what lies in
Tests/Fuzz/corpus/<reader> and the sound inputs of fuzz.py; what it finds to be of use is kept in the build folder. N seconds
(60 unless given) go to each reader. Ends with 1 when one crashes, hangs, or takes memory without bound: what made it do so lies
in found/ of the build folder. Needs the packages that the program was built with, in .build/checkouts, and nothing else.
"""
import argparse, importlib.util, os, shutil, subprocess, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# A reader, and the inputs of fuzz.py that it begins with besides its corpus.
READERS = {
    "csv": ["images.csv", "predictions.csv", "wide.csv", "semicolon.csv"], "jsonl": ["predictions.jsonl"],
    "json": ["annotations.json"], "xml": ["voc.xml"], "npy": ["predictions.npy", "saliency.npy"],
    "npz": ["predictions.npz"], "picture": ["picture.png"], "map": ["saliency.npy", "picture.png"],
    "yaml": ["misread.yml", "version.yml"], "record": [], "outcomes": [], "audit": [], "gate": [], "template": [],
    "markdown": [],
}
TARGETS = ["CCMark", "CDeflate", "CTurboJPEG", "CWebP", "CCrypto", "CFolder", "CPNG", "CBitCounting", "Diagnostics", "Files", "Digests",
           "Statistics", "Pixels", "Columns", "Forms", "Formats", "Record", "Drawing", "Archive", "Chronicle", "Markup"]
LIBRARIES = ["cmark", "deflate", "turbojpeg", "webp", "crypto", "png16"]


def link(place, target):
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink():
        place.unlink()
    place.symlink_to(target)


def build(folder):
    """A package manager links a main program of its own, and libFuzzer brings one: so the readers are a library, linked by hand."""
    package = folder / "package"
    package.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "Readers/Package.swift", package / "Package.swift")
    link(folder / "checkouts", ROOT / ".build/checkouts")
    for name in TARGETS:
        link(package / "Sources" / name, ROOT / "Sources" / name)
    link(package / "Sources/Readers", HERE / "Readers/Readers")
    built = subprocess.run(
        ["swift", "build", "--package-path", str(package), "--product", "Readers", "-Xswiftc", "-sanitize=fuzzer,address", "-Xcc",
         "-fsanitize=fuzzer-no-link,address"], capture_output=True, text=True)
    if built.returncode:
        sys.exit(built.stdout + built.stderr)
    (folder / "empty.swift").write_text("import Foundation\n")
    subprocess.run(
        ["swiftc", "-sanitize=fuzzer,address", "-parse-as-library", str(folder / "empty.swift"), "-o", str(folder / "reader"),
         "-Xlinker", "--whole-archive", str(package / ".build/debug/libReaders.a"), "-Xlinker", "--no-whole-archive"]
        + ["-l" + name for name in LIBRARIES], check=True, stderr=subprocess.DEVNULL)
    return folder / "reader"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--only", default="", choices=["", *READERS])
    parser.add_argument("--build", default=str(ROOT / ".build/fuzz"))
    options = parser.parse_args()
    folder = Path(options.build).resolve()
    reader = build(folder)
    spec = importlib.util.spec_from_file_location("fuzz", HERE / "fuzz.py")
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    inputs = fuzz.readers()
    failed = 0
    (folder / "found").mkdir(exist_ok=True)
    for name, sound in READERS.items():
        if options.only not in ("", name):
            continue
        corpus = folder / "corpus" / name
        corpus.mkdir(parents=True, exist_ok=True)
        for number, key in enumerate(sound):
            files, target = inputs[key]
            text = files[target]
            (corpus / f"sound-{number}").write_bytes(text.encode() if isinstance(text, str) else text)
        for kept in (HERE / "corpus" / name).glob("*"):
            shutil.copyfile(kept, corpus / ("kept-" + kept.name))
        done = subprocess.run(
            [str(reader), f"-max_total_time={options.seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536",
             "-print_final_stats=1", f"-artifact_prefix={folder}/found/{name}-", str(corpus)],
            env=dict(os.environ, MISREAD_READER=name, SWIFT_BACKTRACE="enable=no", ASAN_OPTIONS="detect_leaks=0"),
            capture_output=True, text=True, errors="replace")
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        print("%-10s %10s inputs, %s" % (name, runs[0] if runs else "?", "ended with %d" % done.returncode if done.returncode
                                         else "nothing found"), flush=True)
        if done.returncode:
            failed += 1
            print(done.stderr[-3000:])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
