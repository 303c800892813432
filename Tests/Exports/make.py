#!/usr/bin/env python3
"""Writes the small files of Tests/Exports/files with the tools that people export with.

    python3 -m pip install globox supervision opencv-python-headless scikit-learn pandas pyarrow datumaro
    python3 Tests/Exports/make.py [ROW ...]

A row is a folder with `truth` and `results`, or `export` with both. Tests/CommandTests/ExportFilesTests.swift opens each of
them; INPUT.md lists them. A row whose tool is not installed is left as it is.
"""

import json
import os
import shutil
import struct
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__)) + "/files"
NAMES = ["cat", "dog"]
WIDTH, HEIGHT = 40, 30
# Of each picture its objects: class, left, top, right, bottom.
OBJECTS = {"a": [(1, 4, 5, 14, 20)], "b": [(0, 12, 6, 32, 26), (1, 2, 2, 8, 10)], "c": [(0, 10, 10, 30, 25)]}


def png(path):
    """A grey picture."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes([128]) * WIDTH) * HEIGHT, 9)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def pictures(folder):
    for name in OBJECTS:
        png(f"{folder}/{name}.png")


def results_csv(path):
    """Detections as supervision's CSV sink writes them, with the file's name added as its documentation says."""
    import numpy as np
    import supervision as sv

    with sv.CSVSink(path) as sink:
        for name, boxes in OBJECTS.items():
            found = sv.Detections(
                xyxy=np.array([box[1:] for box in boxes], float), class_id=np.array([box[0] for box in boxes]),
                confidence=np.linspace(0.9, 0.6, len(boxes)),
                data={"class_name": np.array([NAMES[box[0]] for box in boxes])})
            sink.append(found, custom_data={"file_name": name + ".png"})


def results_json(path):
    import numpy as np
    import supervision as sv

    with sv.JSONSink(path) as sink:
        for name, boxes in OBJECTS.items():
            found = sv.Detections(
                xyxy=np.array([box[1:] for box in boxes], float), class_id=np.array([box[0] for box in boxes]),
                confidence=np.linspace(0.9, 0.6, len(boxes)),
                data={"class_name": np.array([NAMES[box[0]] for box in boxes])})
            sink.append(found, custom_data={"file_name": name + ".png"})


def supervised(row, form, results):
    import cv2
    import numpy as np
    import supervision as sv

    pictures(row + "/pictures")
    paths = {f"{row}/pictures/{name}.png": boxes for name, boxes in OBJECTS.items()}
    objects = {
        path: sv.Detections(
            xyxy=np.array([box[1:] for box in boxes], float), class_id=np.array([box[0] for box in boxes]))
        for path, boxes in paths.items()}
    data = sv.DetectionDataset(classes=NAMES, images=list(objects), annotations=objects)
    if form == "yolo":
        data.as_yolo(row + "/truth/images", row + "/truth/labels", data_yaml_path=row + "/truth/data.yaml")
    elif form == "voc":
        data.as_pascal_voc(row + "/truth/JPEGImages", row + "/truth/Annotations")
    else:
        data.as_coco(row + "/truth/images", row + "/truth/annotations.json")
    shutil.rmtree(row + "/pictures")
    (results_csv if results == "csv" else results_json)(f"{row}/results.{results}")


def globox_row(row, form):
    import pathlib

    import globox

    found = globox.AnnotationSet()
    for name, boxes in OBJECTS.items():
        found.add(
            globox.Annotation(
                image_id=name + ".png", image_size=(WIDTH, HEIGHT),
                boxes=[
                    globox.BoundingBox(label=NAMES[box[0]], xmin=box[1], ymin=box[2], xmax=box[3], ymax=box[4])
                    for box in boxes]))
    truth = pathlib.Path(row + "/truth")
    truth.mkdir(parents=True)
    ids = {name: place for place, name in enumerate(NAMES)}
    if form == "coco":
        found.save_coco(truth / "annotations.json", auto_ids=True)
    elif form == "cvat":
        found.save_cvat(truth / "annotations.xml")
    elif form == "labelme":
        found.save_labelme(truth)
    elif form == "openimages":
        found.save_openimage(truth / "boxes.csv")
        pictures(row + "/truth/images")
    elif form == "voc":
        found.save_pascal_voc(truth / "Annotations")
    elif form in ("yolo-v5", "yolo-v7", "darknet"):
        save = {"yolo-v5": found.save_yolo_v5, "yolo-v7": found.save_yolo_v7, "darknet": found.save_yolo_darknet}[form]
        save(truth / "labels", label_to_id=ids)
        pictures(row + "/truth/images")
        (truth / "classes.txt").write_text("".join(name + "\n" for name in NAMES))
    elif form == "text":
        found.save_txt(truth / "boxes")
    results_csv(row + "/results.csv")


def datumaro_row(row, form):
    from datumaro.components.annotation import Bbox
    from datumaro.components.dataset import Dataset
    from datumaro.components.dataset_base import DatasetItem
    from datumaro.components.media import Image
    import numpy as np

    items = [
        DatasetItem(
            id=name, subset="val", media=Image.from_numpy(data=np.full((HEIGHT, WIDTH, 3), 128, np.uint8)),
            annotations=[
                Bbox(box[1], box[2], box[3] - box[1], box[4] - box[2], label=box[0],
                     id=10 * number + place)
                for place, box in enumerate(boxes)])
        for number, (name, boxes) in enumerate(OBJECTS.items(), 1)]
    data = Dataset.from_iterable(items, categories=NAMES)
    data.export(row + "/truth", {"datumaro": "datumaro", "coco": "coco_instances", "voc": "voc_detection",
                                 "kitti": "kitti_detection"}[form], save_media=True)
    results_csv(row + "/results.csv")


def classifier():
    """A small model of scikit-learn with its labels, answers and probabilities."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    draw = np.random.default_rng(7)
    x = draw.normal(size=(40, 3))
    y = (x[:, 0] + draw.normal(scale=0.5, size=40) > 0).astype(int)
    model = LogisticRegression().fit(x, y)
    return y, model.predict(x), model.predict_proba(x)


def sklearn_row(row, form):
    import numpy as np

    os.makedirs(row + "/export")
    if form == "multilabel":
        from sklearn.preprocessing import MultiLabelBinarizer

        draw = np.random.default_rng(3)
        lists = [[name for name in ["bird", "cat", "dog"] if draw.random() < 0.5] for _ in range(40)]
        binarizer = MultiLabelBinarizer()
        truth = binarizer.fit_transform(lists)
        scores = np.clip(0.2 + 0.5 * truth + draw.normal(scale=0.1, size=truth.shape), 0.01, 0.99)
        np.savez(
            row + "/export/run.npz", y_true=truth, y_score=scores.round(4), classes=binarizer.classes_.astype(str))
        return
    y, answers, probabilities = classifier()
    if form == "npz":
        np.savez(row + "/export/run.npz", y_true=y, y_pred=answers, y_proba=probabilities.round(5))
    else:
        for name, array in [("y_true", y), ("y_pred", answers), ("y_proba", probabilities.astype(np.float32))]:
            np.save(f"{row}/export/{name}.npy", array)


def pandas_row(row, form):
    import pandas as pd

    os.makedirs(row)
    y, answers, probabilities = classifier()
    ids = [f"{place:03d}" for place in range(len(y))]
    truth = pd.DataFrame({"image_id": ids, "label": [NAMES[place] for place in y], "light": y * 0.5 + 0.25})
    results = pd.DataFrame({
        "image_id": ids, "predicted": [NAMES[place] for place in answers], "p_cat": probabilities[:, 0].round(4),
        "p_dog": 1 - probabilities[:, 0].round(4)})
    if form == "index":
        truth.to_csv(row + "/truth.csv")
        results.to_csv(row + "/results.csv", float_format="%.4f")
    elif form == "semicolon":
        truth.to_csv(row + "/truth.csv", sep=";", decimal=",", index=False)
        results.to_csv(row + "/results.csv", sep=";", decimal=",", index=False, float_format="%.4f", encoding="utf-8-sig")
    elif form == "utf16":
        truth.to_csv(row + "/truth.csv", index=False, encoding="utf-16")
        results.to_csv(row + "/results.csv", index=False, encoding="utf-16", float_format="%.4f")
    elif form == "jsonl":
        truth.to_json(row + "/truth.jsonl", orient="records", lines=True)
        results.to_json(row + "/results.jsonl", orient="records", lines=True)
    elif form == "records":
        truth.to_json(row + "/truth.json", orient="records")
        results.to_json(row + "/results.json", orient="records")
    elif form == "gzip":
        truth.to_csv(row + "/truth.csv.gz", index=False)
        results.to_csv(row + "/results.csv.gz", index=False, float_format="%.4f")
    elif form == "parquet":
        truth.to_parquet(row + "/truth.parquet", index=False)
        results.to_parquet(row + "/results.parquet", index=False)


ROWS = {
    **{f"supervision-{form}-{results}": (lambda row, form=form, results=results: supervised(row, form, results))
       for form in ["yolo", "voc", "coco"] for results in ["csv", "json"]},
    **{f"globox-{form}": (lambda row, form=form: globox_row(row, form))
       for form in ["coco", "cvat", "labelme", "openimages", "voc", "yolo-v5", "yolo-v7", "darknet", "text"]},
    **{f"datumaro-{form}": (lambda row, form=form: datumaro_row(row, form))
       for form in ["datumaro", "coco", "voc", "kitti"]},
    **{f"sklearn-{form}": (lambda row, form=form: sklearn_row(row, form)) for form in ["npz", "npy", "multilabel"]},
    **{f"pandas-{form}": (lambda row, form=form: pandas_row(row, form))
       for form in ["index", "semicolon", "utf16", "jsonl", "records", "gzip", "parquet"]},
}


def main():
    missing = []
    for name in sys.argv[1:] or ROWS:
        row = f"{HERE}/{name}"
        made = row + ".new"
        shutil.rmtree(made, ignore_errors=True)
        try:
            ROWS[name](made)
        except ImportError as error:
            shutil.rmtree(made, ignore_errors=True)
            missing.append(f"{name}: {error}")
            continue
        shutil.rmtree(row, ignore_errors=True)
        os.rename(made, row)
        print("wrote", name)
    print("\n".join(missing))


if __name__ == "__main__":
    main()
