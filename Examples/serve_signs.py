#!/usr/bin/env python3
"""Serves the road signs of Examples/signs on several nodes and writes what each answered and how long it took.

usage: serve_signs.py [TARGET] [--cache DIR]

TARGET (the folder `signs` beside this script) holds the images of make_signs.py and the versions of train_signs.py, whose
networks and --cache are used. Three things are written; every answer and time in them was measured:

- versions/v5: all images replayed on five nodes. `int8` is the build that was released; `float32` the same network before it
  was made of integers; `int8-draft` decodes each JPEG at half its size; `int8-pair` has two threads; `int8-plain` is a faulty
  build, for it leaves out the equalising of the brightness. Swap runs put the stages of `int8` into `int8-plain`.
- versions/v3: the pilot in which v3 drove, 2026-09-09 to 2026-11-15, put together from its answers by a
  fixed seed. From 5 October on it is night more often: the mix moves and no car answers another way. From 26 October to
  4 November three of four cars have a build that leaves out the equalising. Of the last four days labels have not come.
- versions/v5: the embeddings of the network, its last features before the head, as their 48 first principal components.

Needs torch, numpy and Pillow: three minutes. Answers are the same in each run on one machine, times are not.
"""

import argparse
import csv
import gzip
import io
import platform
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from sign_faces import FACES
from train_signs import INPUT, POOLS, equalised, pool, tensor, trained

SEED = 20261129
COMPONENTS = 48
FIRST_DAY = datetime(2026, 9, 9, tzinfo=timezone.utc)
DAYS = 68
REQUESTS = 200              # a day, of all cars
DARK_FROM = 26              # day from which it is night more often: 5 October
FAULTY_DAYS = range(47, 57)     # 26 October to 4 November
CARS = {"car-1": "A", "car-2": "B", "car-3": "C", "car-4": "D"}
FAULTY_CARS = ("car-1", "car-2", "car-3")
UNLABELLED = 4              # of the last days nobody has labelled the images yet


def read(data, draft):
    """The picture that the network is given: INPUT x INPUT; `draft` lets the decoder halve it, as a camera's fast path does."""
    image = Image.open(io.BytesIO(data))
    if draft:
        image.draft("RGB", (image.width // 2, image.height // 2))
    return np.asarray(image.convert("RGB").resize((INPUT, INPUT), Image.BILINEAR), np.uint8)


def features(network, x):
    """What the head is given."""
    with torch.no_grad():
        found = network.gather(network.body(network.quant(x))).flatten(1)
        return found.dequantize() if found.is_quantized else found


def answers(network, found):
    """Probabilities of features that came from elsewhere or from itself."""
    with torch.no_grad():
        if hasattr(network.head, "scale"):     # of integers: it takes features in its own steps
            scale, zero = network.gather_steps
            found = torch.quantize_per_tensor(found, scale, zero, torch.quint8)
        return network.dequant(network.head(found)).softmax(1)


class Node:
    """A way to serve a network: how it reads, whether it equalises, on how many threads it runs."""

    def __init__(self, network, draft=False, even=True, threads=1):
        self.network, self.draft, self.even, self.threads = network, draft, even, threads

    def prepared(self, data):
        x = read(data, self.draft)
        return equalised(x[None])[0] if self.even else x

    def served(self, data):
        """One request: predicted class, confidence, times in ms, and what is kept of its stages."""
        start = time.perf_counter()
        x = self.prepared(data)
        middle = time.perf_counter()
        given = tensor(x[None])
        found = features(self.network, given)
        chances = answers(self.network, found)[0]
        end = time.perf_counter()
        best = int(chances.argmax())
        return {"predicted": FACES[best], "confidence": f"{float(chances[best]):.4f}",
                "preprocess_ms": f"{1000 * (middle - start):.3f}", "network_ms": f"{1000 * (end - middle):.3f}",
                "latency_ms": f"{1000 * (end - start):.3f}", "input_mean": f"{float(given.mean()):.4f}",
                "feature_norm": f"{float(found.norm()):.3f}"}, x, found


def steps(network, seen):
    """The scale and zero of the features that a head of integers takes."""
    with torch.no_grad():
        found = network.gather(network.body(network.quant(tensor(seen[:1])))).flatten(1)
    return (found.q_scale(), found.q_zero_point()) if found.is_quantized else (1.0, 0)


def replay(nodes, pictures, ids):
    """Every picture on every node: rows of telemetry, and what the stages of each node gave."""
    rows, kept = [], {}
    for name, node in nodes.items():
        torch.set_num_threads(node.threads)
        for data in pictures[:30]:     # a node that has just started is slower
            node.served(data)
        seen = [node.served(data) for data in pictures]
        kept[name] = seen
        for one, (row, _, _) in zip(ids, seen):
            rows.append({"image_id": one, "node": name, **row})
    torch.set_num_threads(1)
    return rows, kept


def write(file, rows):
    """A table as CSV, packed where the name says so: the same bytes for the same rows."""
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    data = text.getvalue().encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".gz":
        with file.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as packed:
            packed.write(data)
    else:
        file.write_bytes(data)


def swaps(folder, faulty, kept, ids):
    """The faulty node with one stage of the reference in the place of its own."""
    def predictions(chances):
        return [{"image_id": one, "predicted": FACES[int(found.argmax())], "confidence": f"{float(found.max()):.4f}"}
                for one, found in zip(ids, chances)]

    inputs = [x for _, x, _ in kept["int8"]]
    found = torch.cat([one for _, _, one in kept["int8"]])
    again = torch.cat([features(faulty.network, tensor(x[None])) for x in inputs])
    for stage, chances in {
        "preprocess": answers(faulty.network, again),         # its own network on the reference's input
        "features": answers(faulty.network, found),           # its own head on the reference's features
    }.items():
        write(folder / "int8-plain" / stage / "predictions.csv", predictions(chances))


def traffic(rows, good, bad):
    """The requests of the pilot: which picture, when, at which car, and what that car's build answered."""
    rng = np.random.default_rng(SEED)
    by = {site: {light: [k for k, row in enumerate(rows) if row["site"] == site and row["light"] == light]
                 for light in ("day", "dusk", "night")} for site in CARS.values()}
    served = []
    for day in range(DAYS):
        shares = [0.62, 0.16, 0.22] if day >= DARK_FROM else [0.78, 0.16, 0.06]
        times = np.sort(rng.uniform(0, 86_400, REQUESTS))
        for second in times:
            car = str(rng.choice(list(CARS)))
            light = str(rng.choice(["day", "dusk", "night"], p=shares))
            place = int(rng.choice(by[CARS[car]][light]))
            faulty = day in FAULTY_DAYS and car in FAULTY_CARS
            row = (bad if faulty else good)[place]
            at = FIRST_DAY + timedelta(days=day, seconds=float(second))
            served.append({"image_id": rows[place]["image_id"], "node": car, "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                           "build": "3.0.1" if faulty else "3.0.0", "predicted": row["predicted"],
                           "confidence": row["confidence"], "latency_ms": row["latency_ms"],
                           "label": rows[place]["label"] if day < DAYS - UNLABELLED else ""})
    return served


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target", nargs="?", default=Path(__file__).resolve().parent / "signs", type=Path)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    pools = {name: pool(name, options.cache) for name in POOLS}
    networks, _ = trained(pools)
    whole = networks["v5 float32"]
    seen = equalised(pools["first"][0][:1])
    for network in (networks["v5"], networks["v3"], whole):
        network.gather_steps = steps(network, seen)

    folder = options.target / "datasets" / "signs"
    with (folder / "images.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids = [row["image_id"] for row in rows]
    pictures = [(folder / row["path"]).read_bytes() for row in rows]

    small = networks["v5"]
    nodes = {"int8": Node(small), "float32": Node(whole), "int8-draft": Node(small, draft=True),
             "int8-pair": Node(small, threads=2), "int8-plain": Node(small, even=False)}
    replayed, kept = replay(nodes, pictures, ids)
    target = options.target / "versions" / "v5" / "signs"
    write(target / "telemetry.csv.gz", replayed)
    swaps(target / "swaps", nodes["int8-plain"], kept, ids)

    found = torch.cat([one for _, _, one in kept["int8"]]).double().numpy()
    found -= found.mean(0)
    _, directions = np.linalg.eigh(found.T @ found)
    directions = directions[:, ::-1][:, :COMPONENTS]
    directions *= np.sign(directions[np.abs(directions).argmax(0), np.arange(COMPONENTS)])
    np.save(target / "embeddings.npy", (found @ directions).astype(np.float16))

    first, kept = replay({"good": Node(networks["v3"]), "bad": Node(networks["v3"], even=False)}, pictures, ids)
    good, bad = ([row for row, _, _ in kept[name]] for name in ("good", "bad"))
    write(options.target / "versions" / "v3" / "signs" / "telemetry.csv.gz", traffic(rows, good, bad))

    truth = [row["label"] for row in rows]
    for name in nodes:
        own = [row for row in replayed if row["node"] == name]
        right = np.mean([row["predicted"] == label for row, label in zip(own, truth)])
        middle = np.median([float(row["latency_ms"]) for row in own])
        print(f"{name}: accuracy {right:.4f}, {middle:.2f} ms")
    for name, seen in (("v3", good), ("v3 without equalising", bad)):
        print(f"{name}: accuracy {np.mean([row['predicted'] == label for row, label in zip(seen, truth)]):.4f}")
    print(f"{platform.machine()}, torch {torch.__version__}")


if __name__ == "__main__":
    main()
