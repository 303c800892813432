#!/usr/bin/env python3
"""Draws the images of the example workspace Examples/signs: road signs of a made-up country, in colour.

usage: make_signs.py [TARGET] [--set signs|signs-south]

Writes TARGET/datasets/SET (TARGET: the folder `signs` beside this script) with dataset.yml, images.csv and JPEG images, drawn by
sign_scenes.py from a fixed seed: 1,500, and 300 of `signs-south`, which is of another country and another camera. Needs numpy and
Pillow; with the same versions of both a second run writes the same bytes. train_signs.py trains on images from other seeds.
"""

import argparse
import io
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from sign_faces import FACES
from sign_scenes import CIRCUMSTANCES, drawn_circumstances, picture

QUALITY = 80        # of the JPEG images

# How often each sign stands by a road, in the order of FACES.
FREQUENCIES = [5, 8, 5, 8, 10, 8, 5, 9, 6, 6, 6, 8, 5, 5, 4, 7]

# A set's seed, style, camera, number of images and what those are called.
SETS = {"signs": (20261128, "north", "front", 1500, "sign"), "signs-south": (20261129, "south", "roof", 300, "south")}

DATASET = """\
title: {title}
source: >-
  Synthetic: drawn by Examples/make_signs.py of this repository. The countries, signs and places are made up; no camera
  took these images
licence: Apache-2.0
labelling_standard: The label is the sign that was drawn; light, weather, distance, blur, occlusion and site are as drawn
collected: drawn 2026-11-28
decisions:
  - "{count:,} images of 84 x 84 pixels; night is {night} % of them, rain {rain} %, fog {fog} %"
  - Training images are drawn from other seeds by the same script, so no image is in both
  - "Some signs are too far off in fog, or hidden too well, for anybody to tell; they are kept"{also}
  - The days of versions and records are those of the story that this example tells; all was drawn and trained in one run
role: {role}
"""

CASES = """\
cases:                            # what a release is held to, image by circumstance; see the page of the suite
  - {name: clear day, where: {light: day, weather: clear}, expect: accuracy >= 0.85}
  - {name: night, where: {light: night}, expect: accuracy >= 0.6}
  - {name: fog, where: {weather: fog}, expect: accuracy >= 0.7}
  - {name: limit 80, where: {label: limit 80}, expect: recall >= 0.5}
  - {name: rain holds, where: {weather: rain}, expect: no change, tolerance: 0.05}
"""

ALSO = {"signs": "", "signs-south": "\n  - The country draws its signs otherwise and the camera is another; no network was trained on either"}
TITLES = {"signs": "Road signs of Norland, front camera", "signs-south": "Road signs of Sudland, roof camera"}


def jpeg(pixels):
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "JPEG", quality=QUALITY, optimize=True)
    return data.getvalue()


def one(job):
    """A drawn image: its JPEG bytes, sign and circumstances."""
    seed, shares, signs, style, camera = job
    rng = np.random.default_rng(seed)
    name = str(rng.choice(FACES, p=np.array(signs) / sum(signs)))
    seen = drawn_circumstances(rng, shares)
    return jpeg(picture([*seed, 1], name, seen, style, camera)), name, seen


def images(count, seed, shares=None, signs=FREQUENCIES, style="north", camera="front", workers=2):
    """`count` drawn images; `shares` in place of those of sign_scenes.py, `signs` in place of FREQUENCIES."""
    jobs = [((seed, number), shares, signs, style, camera) for number in range(count)]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(one, jobs, chunksize=50))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target", nargs="?", default=Path(__file__).resolve().parent / "signs", type=Path)
    parser.add_argument("--set", default="signs", choices=list(SETS))
    options = parser.parse_args()
    seed, style, camera, count, called = SETS[options.set]
    folder = options.target / "datasets" / options.set
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "images").mkdir(parents=True)
    drawn = images(count, seed, style=style, camera=camera)
    rows = [",".join(["image_id", "path", "label", *CIRCUMSTANCES])]
    for number, (data, name, seen) in enumerate(drawn, 1):
        image = f"{called}-{number:04d}"
        file = f"images/{image}.jpg"
        (folder / file).write_bytes(data)
        rows.append(",".join([image, file, name, *(seen[key] for key in CIRCUMSTANCES)]))
    (folder / "images.csv").write_text("\n".join(rows) + "\n")
    share = lambda key, value: f"{100 * sum(seen[key] == value for _, _, seen in drawn) / len(drawn):.1f}"
    (folder / "dataset.yml").write_text(DATASET.format(
        title=TITLES[options.set], count=count, also=ALSO[options.set], role="test" if options.set == "signs" else "shifted", night=share("light", "night"), rain=share("weather", "rain"), fog=share("weather", "fog"))
        + (CASES if options.set == "signs" else ""))
    size = sum(len(data) for data, _, _ in drawn)
    print(f"{folder}: {len(drawn)} images, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
