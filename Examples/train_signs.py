#!/usr/bin/env python3
"""Trains the five versions of the example workspace Examples/signs and writes what they predict.

usage: train_signs.py [TARGET] [--cache DIR] [--train] [--south]

TARGET (the folder `signs` beside this script) holds the images that make_signs.py drew; its `versions` are replaced, and
serve_signs.py adds to them. The training images are drawn from other seeds; --cache keeps them for another run. Needs torch,
numpy and Pillow: a quarter of an hour on one core. Training rounds otherwise on another processor and ends elsewhere, so the
trained networks are kept in sign_networks/ and used from there; --train trains them anew. Latencies differ from run to run.
--south writes what v3 and v5 predict of `signs-south`, and leaves the rest: a minute.

A small network, five times: trained on few images, mostly by day (v1); with images equalised and more of the day (v2); with
images of the night added (v3); v3 pruned and in integers of eight bits, one scale a tensor (v4); v3 trained further with rain
at night and more weight on the class that v4 lost, one scale a channel (v5). Nothing of the predictions is edited.
"""

import argparse
import csv
import hashlib
import io
import shutil
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import nn
from torch.ao import quantization

from make_signs import images
from sign_faces import FACES

NETWORKS = Path(__file__).resolve().parent / "sign_networks"
INPUT = 64      # pixels a side that the network sees
SEED = 7
BATCH = 48
LOST = "limit 80"    # the class that v4 loses, which v5 weighs twice in training
PRUNED = 0.5    # of the features of the last convolution, in v4
MAPPED = 10     # most confident errors of a version that have saliency maps
USUAL = {"light": {"day": 0.77, "dusk": 0.20, "night": 0.03}}
SOUTH = "signs-south"
CALIBRATED = 256    # training images that ranges of integers are taken from
POOLS = {   # seed, number of images, what they show where it differs from the usual
    "first": (101, 1800, USUAL),
    "day": (102, 2200, {"light": {"day": 1.0}}),
    "night": (103, 1200, {"light": {"night": 1.0}}),
    "night rain": (104, 700, {"light": {"night": 1.0}, "weather": {"rain": 1.0}}),
}


def decoded(data):
    """What the network sees of a JPEG: INPUT x INPUT, 0...1."""
    image = Image.open(io.BytesIO(data)).convert("RGB").resize((INPUT, INPUT), Image.BILINEAR)
    return np.asarray(image, np.uint8)


def equalised(x):
    """The same images with every brightness equally frequent; their colours stay."""
    result = np.empty_like(x)
    for place, pixels in enumerate(x):
        bright, blue, red = Image.fromarray(pixels).convert("YCbCr").split()
        result[place] = np.asarray(Image.merge("YCbCr", (ImageOps.equalize(bright), blue, red)).convert("RGB"))
    return result


def pool(name, cache):
    """Images and labels of a pool of training images."""
    seed, count, shares = POOLS[name]
    file = cache and cache / f"{name}-{seed}-{count}.npz".replace(" ", "-")
    if file and file.exists():
        kept = np.load(file)
        return kept["x"], kept["y"]
    drawn = images(count, seed, shares)
    x, y = np.stack([decoded(data) for data, _, _ in drawn]), np.array([FACES.index(sign) for _, sign, _ in drawn])
    if file:
        np.savez(file, x=x, y=y)
    return x, y


# The network.

def convolution(inward, outward, stride=1, groups=1, size=3):
    return nn.Sequential(nn.Conv2d(inward, outward, size, stride, size // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(outward), nn.ReLU())


def separable(inward, outward, stride=1):
    return nn.Sequential(convolution(inward, inward, stride, inward), convolution(inward, outward, size=1))


class Network(nn.Module):
    """A convolution and five separable ones, the last with so many features; images come as 0...1."""

    def __init__(self, features=160):
        super().__init__()
        self.quant, self.dequant = quantization.QuantStub(), quantization.DeQuantStub()
        self.body = nn.Sequential(
            convolution(3, 24, 2), separable(24, 48, 2), separable(48, 64), separable(64, 96, 2), separable(96, 128),
            separable(128, features, 2))
        self.gather = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(features, len(FACES))

    def forward(self, x):
        x = self.body(self.quant(x))
        return self.dequant(self.head(self.gather(x).flatten(1)))

    def fused(self):
        """Convolution, normalisation and rectifier as one operation each."""
        for module in list(self.body.modules()):
            if isinstance(module, nn.Sequential) and isinstance(module[0], nn.Conv2d):
                quantization.fuse_modules(module, ["0", "1", "2"], inplace=True)
        return self


def tensor(x):
    return torch.from_numpy(x).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255


def varied(x, generator):
    """Training images moved by up to four pixels, lighter and darker."""
    wide = nn.functional.pad(x, (4, 4, 4, 4), mode="replicate")
    moved = torch.empty_like(x, memory_format=torch.channels_last)
    dx, dy = (torch.randint(0, 9, (len(x),), generator=generator) for _ in range(2))
    for k in range(len(x)):
        moved[k] = wide[k, :, dy[k]:dy[k] + INPUT, dx[k]:dx[k] + INPUT]
    factor = torch.empty(len(x), 1, 1, 1).uniform_(0.8, 1.25, generator=generator)
    return (moved * factor).clamp(0, 1)


def train(network, x, y, epochs, rate, weights=None):
    """AdamW with one cycle of the learning rate; the seed is fixed."""
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    y = torch.from_numpy(y)
    network.train().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.02)
    steps = (len(x) + BATCH - 1) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs * steps, pct_start=0.2)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(BATCH):
            loss = nn.functional.cross_entropy(network(varied(tensor(x[rows.numpy()]), generator)), y[rows], weight=weights)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.eval()


def copied(network):
    other = Network(network.head.in_features)
    other.load_state_dict(network.state_dict())
    return other.eval()


def pruned(network, share):
    """The network without the `share` of the features of its last convolution whose filters are smallest."""
    whole = copied(network)
    last = whole.body[-1][1]
    size = last[0].weight.flatten(1).norm(dim=1) * last[1].weight.abs() / (last[1].running_var + last[1].eps).sqrt()
    kept = size.argsort(descending=True)[:round(len(size) * (1 - share))].sort().values
    small = Network(len(kept))
    state = small.state_dict()
    for name, value in whole.state_dict().items():
        by_feature = name.startswith(f"body.{len(whole.body) - 1}.1.") and value.dim() > 0
        state[name] = value[kept] if by_feature else value[:, kept] if name == "head.weight" else value
    small.load_state_dict(state)
    return small.eval()


def in_integers(network, seen, by_channel):
    """The network with weights and activations of eight bits; ranges are taken from the images `seen`."""
    torch.backends.quantized.engine = "x86"
    small = copied(network).fused()
    weight = quantization.default_per_channel_weight_observer if by_channel else quantization.default_weight_observer
    small.qconfig = quantization.QConfig(activation=quantization.MinMaxObserver.with_args(dtype=torch.quint8), weight=weight)
    quantization.prepare(small, inplace=True)
    with torch.no_grad():
        for part in np.array_split(seen, max(1, len(seen) // 64)):
            small(tensor(part))
    return quantization.convert(small, inplace=True)


def probabilities(network, x):
    with torch.no_grad():
        return torch.cat([network(tensor(part)).softmax(1) for part in np.array_split(x, 12)]).numpy()


def latency(network, x, blocks=5, runs=200):
    """Milliseconds of processor time an image, one at a time on one thread, frozen by TorchScript: the least of the medians
    of five blocks, for other work on the machine only adds."""
    network = network if any("quantized" in type(m).__module__ for m in network.modules()) else copied(network).fused()
    frozen = torch.jit.freeze(torch.jit.trace(network, tensor(x[:1])).eval())
    times = []
    with torch.no_grad():
        for k in range(blocks * runs):
            one = tensor(x[k % len(x)][None])
            start = time.thread_time()
            frozen(one)
            times.append(1000 * (time.thread_time() - start))
    return min(float(np.median(times[k * runs:(k + 1) * runs])) for k in range(blocks))


def occlusion(network, x):
    """Where the network looks: how much the score of the predicted class falls when a patch of 12 pixels is grey, on a
    grid of 14 x 14 places; 0...255. The network is only run, so one of integers has a map of its own too."""
    places = [(4 * row, 4 * column) for row in range(14) for column in range(14)]
    whole = tensor(x[None])
    covered = whole.repeat(len(places), 1, 1, 1)
    grey = whole.mean((0, 2, 3))
    for k, (top, left) in enumerate(places):
        covered[k, :, top:top + 12, left:left + 12] = grey[:, None, None]
    with torch.no_grad():
        scores = network(whole)[0]
        best = scores.argmax()
        fall = (scores[best] - network(covered)[:, best]).clamp(min=0).reshape(14, 14).numpy()
    return np.round(255 * fall / max(fall.max(), 1e-6)).astype(np.uint8)


# The versions.

MANIFESTS = {
    "v1": """\
date: 2026-03-16
model: Separable convolutions, float32
artifact_sha256: {sha}
training_data: {first} drawn images; 77 % day, 20 % dusk, 3 % night
preprocessing: 64 x 64 pixels, values 0...1
runtime: "{runtime}"
measures: {{cpu_ms_per_image: {took}}}
datasets: [signs]
training: {{images: {images v1}}}
lineage:
  dataset: {first} drawn images
  labels: as drawn by make_signs.py
  preprocessing: 64 x 64 pixels, values 0...1
  code: train_signs.py
  training: Adam, from nothing
  runtime: "{runtime}"
notes: >-
  The first release; {weights} weights. {latency}
""",
    "v2": """\
date: 2026-05-18
model: Separable convolutions, float32
artifact_sha256: {sha}
training_data: those of v1 and {day} drawn images of the day
preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
runtime: "{runtime}"
baseline: v1
changes:
  - the brightness of each image is equalised before the network sees it
  - "{day} images of the day are added, and v1 is trained further"
measures: {{cpu_ms_per_image: {took}}}
datasets: [signs]
training: {{images: {images v2}}}
lineage:
  dataset: those of v1, {day} of the day
  labels: as drawn by make_signs.py
  preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
  code: train_signs.py
  training: Adam, the version before trained further
  runtime: "{runtime}"
  derived_from: v1
notes: >-
  Made to hold in fog. {latency} Two things changed at once, so a difference from v1 has no single cause.
""",
    "v3": """\
date: 2026-07-13
model: Separable convolutions, float32
artifact_sha256: {sha}
training_data: those of v2 and {night} drawn images of the night
preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
runtime: "{runtime}"
baseline: v2
changes: ["{night} images of the night are added, and v2 is trained further"]
actions: [ACT-0001]
measures: {{cpu_ms_per_image: {took}}}
training: {{images: {images v3}}}
lineage:
  dataset: those of v2, {night} of the night
  labels: as drawn by make_signs.py
  preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
  code: train_signs.py
  training: Adam, the version before trained further
  runtime: "{runtime}"
  derived_from: v2
notes: >-
  The only change since v2 is in the training data. {latency}
""",
    "v4": """\
date: 2026-09-21
model: Separable convolutions, pruned, int8
artifact_sha256: {sha}
training_data: those of v2 and {night} drawn images of the night
preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
runtime: "{runtime8}"
baseline: v3
changes:
  - weights and activations are integers of eight bits, one scale a tensor
  - the {pruned} features of the last convolution with the smallest filters are left out
actions: [ACT-0003]
measures: {{cpu_ms_per_image: {took}}}
datasets: [signs]
training: {{images: {images v4}}}
lineage:
  dataset: those of v2, {night} of the night
  labels: as drawn by make_signs.py
  preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
  code: train_signs.py
  training: none, v3 pruned and made int8 with one scale a tensor
  runtime: "{runtime8}"
  derived_from: v3
notes: >-
  v3 made smaller and faster, not trained further. {latency} Ranges were taken from 256 training images of v1.
""",
    "v5": """\
date: 2026-11-16
model: Separable convolutions, int8
artifact_sha256: {sha}
training_data: those of v3 and {night rain} drawn images of rain at night
preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
runtime: "{runtime8}"
baseline: v3
changes:
  - "{night rain} images of rain at night are added, and v3 is trained further"
  - class limit 80 weighs twice in training
  - weights and activations are integers of eight bits, one scale a channel
actions: [ACT-0004]
measures: {{cpu_ms_per_image: {took}}}
training: {{images: {images v5}}}
stages: [{{name: preprocess, taps: [input_mean]}}, {{name: features, taps: [feature_norm]}}]
lineage:
  dataset: those of v3, {night rain} of rain at night
  labels: as drawn by make_signs.py
  preprocessing: 64 x 64 pixels, brightness equalised, values 0...1
  code: train_signs.py
  training: Adam, v3 trained further with limit 80 twice, then int8 with one scale a channel
  runtime: "{runtime8}"
  derived_from: v3
notes: >-
  Compared with v3, for v4 was not released. {latency} Three things changed at once, so a difference from v3 has no single
  cause.
""",
}


def joined(*pools):
    return np.concatenate([x for x, _ in pools]), np.concatenate([y for _, y in pools])


def kept(network, name):
    """The network with the weights that were kept of training."""
    with np.load(NETWORKS / f"{name}.npz") as weights:
        network.load_state_dict({key: torch.from_numpy(weights[key]) for key in weights.files})
    return network.eval()


def trained(pools, anew=False):
    """The networks by version, `v5 float32` before it is made of integers, and how many features v4 was left without."""
    first, day, night, wet = (pools[name] for name in POOLS)

    def once(name, network, images, epochs, rate, weights=None):
        """The network trained further, or as it was kept."""
        if not anew and (NETWORKS / f"{name}.npz").exists():
            return kept(network, name)
        train(network, *images(), epochs, rate, weights)
        NETWORKS.mkdir(exist_ok=True)
        np.savez_compressed(NETWORKS / f"{name}.npz", **{key: value.numpy() for key, value in network.state_dict().items()})
        return network

    even = lambda *pools: lambda: (lambda x, y: (equalised(x), y))(*joined(*pools))
    torch.manual_seed(SEED)
    v1 = once("v1", Network(), lambda: first, 28, 6e-3)
    v2 = once("v2", copied(v1), even(first, day), 11, 5e-3)
    v3 = once("v3", copied(v2), even(first, day, night), 8, 4e-3)
    weights = torch.ones(len(FACES))
    weights[FACES.index(LOST)] = 2
    further = once("v5", copied(v3), even(first, day, night, wet), 5, 3e-3, weights)
    seen = equalised(first[0][:CALIBRATED])
    small = pruned(v3, PRUNED)
    networks = {"v1": v1, "v2": v2, "v3": v3, "v4": in_integers(small, seen, by_channel=False),
                "v5": in_integers(further, seen, by_channel=True)}
    networks["v5 float32"] = further
    return networks, v3.head.in_features - small.head.in_features


def predictions(rows, found):
    """A table of what a version predicts of images."""
    lines = [",".join(["image_id", "predicted", "confidence", *("p_" + name for name in FACES)])]
    for row, chances in zip(rows, found):
        best = int(chances.argmax())
        lines.append(",".join([row["image_id"], FACES[best], f"{chances[best]:.4f}", *(f"{p:.4f}" for p in chances)]))
    return "\n".join(lines) + "\n"


def read(folder):
    """The rows of a data set, its images as a network sees them and its labels."""
    with (folder / "images.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    plain = np.stack([decoded((folder / row["path"]).read_bytes()) for row in rows])
    return rows, plain, np.array([FACES.index(row["label"]) for row in rows])


def south(target):
    """What v3 and v5, as they are kept, predict of the second data set."""
    rows, plain, truth = read(target / "datasets" / SOUTH)
    seed, _, shares = POOLS["first"]
    seen = equalised(np.stack([decoded(data) for data, _, _ in images(CALIBRATED, seed, shares)]))
    networks = {"v3": kept(Network(), "v3"), "v5": in_integers(kept(Network(), "v5"), seen, by_channel=True)}
    for version, network in networks.items():
        found = probabilities(network, equalised(plain))
        folder = target / "versions" / version / SOUTH
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "predictions.csv").write_text(predictions(rows, found))
        print(f"{version} on {SOUTH}: accuracy {(found.argmax(1) == truth).mean():.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target", nargs="?", default=Path(__file__).resolve().parent / "signs", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--south", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.south:
        return south(options.target)
    pools = {name: pool(name, options.cache) for name in POOLS}
    networks, dropped = trained(pools, options.train)
    del networks["v5 float32"]

    rows, plain, truth = read(options.target / "datasets" / "signs")
    even = equalised(plain)
    inputs = {version: plain if version == "v1" else even for version in networks}
    chances = {version: probabilities(network, inputs[version]) for version, network in networks.items()}

    # Maps of the most confident errors of every version, and of the images that a record names.
    mapped = set()
    for found in chances.values():
        wrong = np.where(found.argmax(1) != truth)[0]
        mapped |= set(wrong[np.argsort(-found[wrong].max(1), kind="stable")][:MAPPED].tolist())
    named = "".join(path.read_text() for path in sorted(options.target.glob("*/*.md")))
    mapped |= {place for place, row in enumerate(rows) if row["image_id"] in named}

    shutil.rmtree(options.target / "versions", ignore_errors=True)
    for version, network in networks.items():
        target = options.target / "versions" / version
        (target / "signs" / "saliency").mkdir(parents=True)
        (target / "signs" / "predictions.csv").write_text(predictions(rows, chances[version]))
        for place in sorted(mapped):
            heat = Image.fromarray(occlusion(network, inputs[version][place]))
            heat.save(target / "signs" / "saliency" / (rows[place]["image_id"] + ".png"), optimize=True)
        middle = latency(network, inputs[version])
        took = (f"One image takes {middle:.2f} ms of processor time (the best of five medians of 200, one thread of the "
                "machine that trained it, without reading and resizing).")
        (target / "version.yml").write_text(MANIFESTS[version].format(
            latency=took, runtime=f"PyTorch {torch.__version__}, TorchScript, one thread",
            runtime8=f"PyTorch {torch.__version__}, TorchScript, x86 kernels of eight bits, one thread", pruned=dropped,
            took=f"{middle:.2f}", **trained_on(), sha=digest(network), weights=f"{sum(p.numel() for p in network.parameters()):,}",
            **{name: f"{count:,}" for name, (_, count, _) in POOLS.items()}))
        print(f"{version}: accuracy {(chances[version].argmax(1) == truth).mean():.4f}, {middle:.3f} ms")
    south(options.target)


def trained_on():
    """How many images each version was trained on, as MANIFESTS names them."""
    first, day, night, wet = (count for _, count, _ in POOLS.values())
    counts = {"v1": first, "v2": first + day, "v3": first + day + night, "v4": first + day + night,
              "v5": first + day + night + wet}
    return {f"images {version}": count for version, count in counts.items()}


def digest(network):
    """SHA-256 of the weights as they are kept."""
    total = hashlib.sha256()
    for name, value in sorted(network.state_dict().items()):
        if isinstance(value, torch.Tensor):
            value = value.int_repr() if value.is_quantized else value
            total.update(name.encode() + value.contiguous().cpu().numpy().tobytes())
    return total.hexdigest()


if __name__ == "__main__":
    main()
