"""A detector's annotations and detections, as files, dictionaries and tables."""

import csv
import json

import misread
from support import SCENES, Case, tree

TRUTH = SCENES / "datasets/scenes/annotations.json"
FIRST = SCENES / "versions/v1/scenes/detections.json"
SECOND = SCENES / "versions/v2/scenes/detections.json"


class Detectors(Case):
    def setUp(self):
        super().setUp()
        self.truth = json.loads(TRUTH.read_bytes())
        self.first = json.loads(FIRST.read_bytes())
        self.second = json.loads(SECOND.read_bytes())

    def test_files_and_values_say_the_same(self):
        by_file = self.audit(annotations=TRUTH, detections=str(FIRST))
        by_value = self.audit(annotations=self.truth, detections=self.first)
        self.assertEqual(by_file.facts, by_value.facts)
        self.assertEqual((by_file.counted, by_file.n), ("objects", 628))

    def test_a_table_of_boxes(self):
        rows = [
            dict(zip("xywh", each["bbox"]), image_id=each["image_id"], category_id=each["category_id"], score=each["score"])
            for each in self.first
        ]
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        values = self.audit(annotations=self.truth, detections=self.first).facts
        self.assertEqual(self.audit(annotations=self.truth, detections=rows).facts, values)

        class Frame:
            """What a frame of pandas shows of itself."""

            def __init__(self):
                self.columns = list(columns)

            def to_pydict(self):
                return columns

        self.assertEqual(self.audit(annotations=self.truth, detections=Frame()).facts, values)

    def test_tensors_of_an_image(self):
        class Tensor:
            def __init__(self, values):
                self.values = values

            def detach(self):
                return self

            def cpu(self):
                return self

            def tolist(self):
                return self.values

        of_image = {each["id"]: [] for each in self.truth["images"]}
        for each in self.first:
            of_image[each["image_id"]].append(each)
        said = [
            {
                "image_id": image,
                "boxes": Tensor([[x, y, x + w, y + h] for x, y, w, h in (each["bbox"] for each in all_of_it)]),
                "scores": Tensor([each["score"] for each in all_of_it]),
                "labels": Tensor([each["category_id"] for each in all_of_it]),
            }
            for image, all_of_it in of_image.items()
        ]
        self.assertEqual(self.audit(annotations=self.truth, detections=said).said, "")

    def test_images_attributes_and_unit(self):
        with open(SCENES / "datasets/scenes/images.csv") as table:
            known = [{name: text for name, text in row.items() if name != "path"} for row in csv.DictReader(table)]
        audit = self.audit(
            annotations=TRUTH, detections=FIRST, images=SCENES / "datasets/scenes/images", attributes=known, unit="light"
        )
        self.assertTrue(list((audit.archive / "images").iterdir()))
        self.assertIn("light,blur", (audit.workspace / "datasets/validation/images.csv").read_text())
        self.assertIn('unit: "light"', (audit.workspace / "misread.yml").read_text())

    def test_versions_and_baselines(self):
        workspace = misread.Workspace(self.folder / "w")
        workspace.audit(annotations=TRUTH, detections=FIRST, version="v1")
        before = tree(workspace.path)
        workspace.audit(annotations=self.truth, detections=self.first, version="v1")
        self.assertEqual(tree(workspace.path), before)
        with self.refused(
            ValueError, 'version="v1" is in the workspace with other predictions: give the new one another version=, or say replace=True'
        ):
            workspace.audit(detections=SECOND, version="v1")
        with self.refused(
            ValueError,
            'annotations: the data set "validation" of the workspace has others: leave them out for a further version, or give the '
            "new ones another dataset= or workspace=",
        ):
            workspace.audit(annotations={**self.truth, "annotations": self.truth["annotations"][1:]}, detections=SECOND, version="v2")
        with self.assertRaises(misread.InputError):
            workspace.audit(detections=[1, 2, 3], version="v2")
        self.assertEqual(tree(workspace.path), before)
        self.assertEqual(workspace.audit(detections=SECOND, version="v2").baseline, "v1")
        self.assertEqual(workspace.versions, ("v1", "v2"))

    def test_a_baseline_that_is_data(self):
        for baseline in (FIRST, str(FIRST), self.first):
            audit = self.audit(annotations=TRUTH, detections=SECOND, baseline=baseline)
            self.assertEqual(audit.baseline, "baseline")
            self.assertIn("detection-comparison/ap_change", audit.facts)

    def test_settings_hold(self):
        few = self.audit(annotations=TRUTH, detections=FIRST, settings={"max_detections": 1})
        all_of_them = self.audit(annotations=TRUTH, detections=FIRST)
        self.assertLess(few.facts["detection/ap50"].value, all_of_them.facts["detection/ap50"].value)

    def test_what_is_refused(self):
        for named, kind, message in (
            ({"detections": self.first}, TypeError, "annotations= is needed: the ground truth of a data set that is new"),
            ({"annotations": self.truth}, TypeError, "detections= is needed beside annotations="),
            ({"annotations": "no.json", "detections": FIRST}, ValueError, 'annotations="no.json" is not there'),
            (
                {"annotations": TRUTH, "detections": 3}, TypeError,
                "detections: a path, a dictionary, a list or a table was expected, not int",
            ),
            (
                {"annotations": TRUTH, "detections": FIRST, "labels": ["a"]}, ValueError,
                "labels= is of a classifier; a detector has annotations= and detections=",
            ),
            ({"annotations": TRUTH, "detections": FIRST, "images": "/none"}, ValueError, 'images="/none" is no folder'),
            (
                {"annotations": TRUTH, "detections": FIRST, "images": ["a.png"]}, TypeError,
                "images: the folder of the pictures was expected; annotations name each by its file",
            ),
            (
                {"annotations": TRUTH, "detections": FIRST, "unit": [1]}, ValueError,
                "unit: the name of a column of attributes= was expected for a detector",
            ),
            (
                {"annotations": TRUTH, "detections": FIRST, "attributes": {"a": [1]}}, ValueError,
                "attributes: a table with the column image_id was expected, the id or the file name of each image",
            ),
            (
                {"annotations": TRUTH, "detections": [1, 2, 3]}, misread.InputError,
                "detections.json: error: neither annotations nor predictions were recognised in it, among 1 files that are no "
                "pictures; INPUT.md lists the forms that open",
            ),
        ):
            with self.subTest(message), self.refused(kind, message):
                self.audit(**named)
        self.assertEqual(tree(self.folder), [])
