"""What a classifier hands over, in every form, gives the same audit; what is not read is said."""

import datetime
import json

import misread
from support import (
    ACCURACY, CLASSES, GUESSES, LABELS, N, NO_CONFIDENCE, NUMBERS, PREDICTIONS, SCORES, WORSE, Case,
)


class Forms(Case):
    def test_lists_of_names(self):
        audit = self.audit(PREDICTIONS, LABELS)
        self.assertAccuracy(audit)
        self.assertEqual(audit.said, NO_CONFIDENCE)

    def test_numbers_are_places_in_the_classes(self):
        audit = self.audit(GUESSES, NUMBERS, classes=CLASSES)
        self.assertAccuracy(audit)
        self.assertIn("headline/recall@class=bird", audit.facts)

    def test_places_are_told_although_the_first_class_never_occurs(self):
        audit = self.audit([1, 2, 1, 2] * 5, [1, 2, 2, 2] * 5, classes=CLASSES)
        self.assertAccuracy(audit, 0.75, 20)

    def test_numbers_that_are_the_names_of_classes(self):
        audit = self.audit([5, 7, 7, 7] * 5, [5, 7, 5, 7] * 5, classes=[5, 7])
        self.assertAccuracy(audit, 0.75, 20)
        self.assertIn("headline/recall@class=7", audit.facts)

    def test_classes_in_a_mapping_of_places(self):
        self.assertAccuracy(self.audit(GUESSES, NUMBERS, classes=dict(enumerate(CLASSES))))

    def test_truth_values(self):
        audit = self.audit([True, False] * 20, [True, True] * 10 + [False, False] * 10)
        self.assertAccuracy(audit, 0.5, 40)
        self.assertIn("headline/recall@class=True", audit.facts)

    def test_truth_values_are_places_where_classes_are_listed(self):
        audit = self.audit([1, 0] * 20, [True, True] * 10 + [False, False] * 10, classes=["bad", "good"])
        self.assertIn("headline/recall@class=good", audit.facts)

    def test_scores(self):
        audit = self.audit(probabilities=SCORES, labels=LABELS, classes=CLASSES)
        self.assertAccuracy(audit)
        self.assertEqual(audit.said, "")
        self.assertIn("calibration/ece", audit.facts)

    def test_scores_as_predictions(self):
        self.assertAccuracy(self.audit(SCORES, LABELS, classes=CLASSES))

    def test_scores_beside_predictions(self):
        audit = self.audit(WORSE, LABELS, probabilities=SCORES, classes=CLASSES)
        self.assertAccuracy(audit, 0.8)
        self.assertIn("is not the most probable class", audit.said)

    def test_confidence(self):
        audit = self.audit(PREDICTIONS, LABELS, confidence=[0.9] * 30 + [0.7] * 30)
        self.assertEqual(audit.said, "")
        self.assertIn("calibration/ece", audit.facts)

    def test_the_score_of_the_second_of_two_classes(self):
        audit = self.audit(probabilities=[0.1, 0.9] * 20, labels=[0, 1] * 20, classes=["bad", "good"])
        self.assertAccuracy(audit, 1, 40)

    def test_a_table_with_everything(self):
        rows = [
            {"image_id": f"é {row}", "label": LABELS[row], "predicted": PREDICTIONS[row], "weather": "sun" if row % 2 else "rain"}
            for row in range(N)
        ]
        audit = self.audit(rows)
        self.assertAccuracy(audit)
        table = (audit.workspace / "datasets/validation/images.csv").read_text("utf-8")
        self.assertTrue(table.startswith("image_id,label,weather\né 0,cat,rain\n"), table[:60])

    def test_columns_that_are_named(self):
        table = {"key": range(N), "truth": LABELS, "predicted": PREDICTIONS, "sure": [0.9] * N, "a": LABELS, "b": LABELS}
        audit = self.audit(table, labels="truth", ids="key", confidence="sure", attributes=["a"])
        self.assertAccuracy(audit)
        table = (audit.workspace / "datasets/validation/images.csv").read_text("utf-8")
        self.assertTrue(table.startswith("image_id,label,a\n0,"), table[:60])

    def test_columns_of_scores_that_are_named(self):
        columns = dict(zip("abc", zip(*SCORES)))
        self.assertAccuracy(self.audit({**columns, "label": LABELS}, probabilities=list("abc"), classes=CLASSES))

    def test_scores_by_class_in_another_order(self):
        columns = {name: [row[CLASSES.index(name)] for row in SCORES] for name in ("dog", "cat", "bird")}
        self.assertAccuracy(self.audit(probabilities=columns, labels=LABELS, classes=CLASSES))

    def test_text_of_numbers(self):
        columns = {"p_" + name: [str(row[place]) for row in SCORES] for place, name in enumerate(CLASSES)}
        self.assertAccuracy(self.audit({**columns, "label": LABELS}))

    def test_tables_of_one_column(self):
        self.assertAccuracy(self.audit({"species": PREDICTIONS}, {"target": LABELS}))
        self.assertAccuracy(self.audit({"image_id": range(N), "species": PREDICTIONS}, {"image_id": range(N), "y": LABELS}))

    def test_mappings_of_ids(self):
        said = {f"image {row}": PREDICTIONS[row] for row in range(N)}
        labels = {f"image {row}": LABELS[row] for row in reversed(range(N))}
        self.assertAccuracy(self.audit(said, labels))

    def test_a_table_of_labels_in_another_order(self):
        labels = [{"image_id": row, "label": LABELS[row], "cam": row % 4} for row in reversed(range(N))]
        audit = self.audit({"image_id": range(N), "predicted": PREDICTIONS}, labels)
        self.assertAccuracy(audit)

    def test_a_column_that_nobody_asked_for_is_said(self):
        audit = self.audit({"image_id": range(N), "predicted": PREDICTIONS, "fold": [1] * N}, {"image_id": range(N), "label": LABELS})
        self.assertIn("predictions.csv: note: columns not used: fold; attributes of images belong into the image table", audit.said)

    def test_blank_labels_are_not_known(self):
        for blank in (None, float("nan"), ""):
            with self.subTest(blank=blank):
                audit = self.audit(PREDICTIONS, [blank, *LABELS[1:]])
                self.assertAccuracy(audit, 54 / 59, 59)

    def test_names_of_every_sort(self):
        names = ['a,b\n"c"', "é\u2028\x85", " blank ", "nan", "123", "?", "ａ", "#", "&x", "*y", "!z"]
        audit = self.audit(names * 5, names * 5, ids=[f"x\n;{row}" for row in range(55)], title='"&*: \x7f', model="ü: #")
        self.assertAccuracy(audit, 1, 55)
        said = json.loads((audit.page.parent / "data" / "index.json").read_bytes())
        self.assertEqual(sorted(said["classes"]), sorted(names))

    def test_several_labels_an_image(self):
        truth = [["cat"], ["cat", "dog"], [], {"bird"}] * 10
        audit = self.audit(truth, truth)
        self.assertEqual(audit.facts["multilabel/micro_f1"].value, 1)

    def test_several_labels_as_numbers(self):
        truth = [[0], [0, 1], [], [2]] * 10
        self.assertEqual(self.audit(truth, truth, classes=CLASSES).facts["multilabel/micro_f1"].value, 1)

    def test_several_labels_in_columns_of_0_and_1(self):
        truth = [[1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 0, 1]] * 10
        scores = [[0.9 if each else 0.2 for each in row] for row in truth]
        for said in (truth, scores):
            self.assertEqual(self.audit(said, truth, classes=CLASSES).facts["multilabel/micro_f1"].value, 1)

    def test_one_label_in_columns_of_0_and_1(self):
        truth = [[int(place == number) for place in range(3)] for number in NUMBERS]
        with self.refused(
            ValueError,
            'labels: every row has exactly one 1; say task="classification", or task="multilabel" where an image may have '
            "several labels",
        ):
            self.audit(SCORES, truth, classes=CLASSES)
        self.assertAccuracy(self.audit(SCORES, truth, classes=CLASSES, task="classification"))
        audit = self.audit(SCORES, truth, classes=CLASSES, task="multilabel")
        self.assertIn("multilabel/micro_f1", audit.facts)


class Settings(Case):
    """Each argument changes what the audit is."""

    def test_ids(self):
        audit = self.audit(PREDICTIONS, LABELS, ids=[f"day/{row}.png" for row in range(N)])
        self.assertIn("day/0.png,cat\n", (audit.workspace / "datasets/validation/images.csv").read_text())

    def test_attributes_are_sliced_by(self):
        night = ["night" if row % 10 == 0 else "day" for row in range(300)]
        said = [CLASSES[(row + (time == "night")) % 3] for row, time in enumerate(night)]
        truth = [CLASSES[row % 3] for row in range(300)]
        audit = self.audit(said, truth, attributes={"time": night})
        self.assertIn("time night", [finding.title for finding in audit.findings])
        found = next(finding for finding in audit.findings if finding.title == "time night")
        self.assertEqual((found.kind, found.standing, found.errors, found.n, found.rate), ("slices", "finding", 30, 30, 1.0))
        self.assertTrue(found.interval.low < 1 and found.gain.value > 0 and found.images and found.page.is_file())

    def test_attributes_are_joined_by_their_ids(self):
        table = {"image_id": [f"k{row}" for row in range(10, 90)], "w": ["a", "b"] * 40}
        audit = self.audit(PREDICTIONS, LABELS, ids=[f"k{row}" for row in range(N)], attributes=table)
        rows = (audit.workspace / "datasets/validation/images.csv").read_text().splitlines()
        self.assertEqual(rows[9:13], ["k8,bird,", "k9,cat,", "k10,dog,a", "k11,bird,b"])

    def test_unit_widens_intervals(self):
        def width(**named):
            interval = self.audit(PREDICTIONS, LABELS, **named).facts["headline/accuracy"].interval
            return interval.high - interval.low

        units = [row % 10 for row in range(N)]
        self.assertGreater(width(unit=units), width())
        self.assertEqual(width(unit="video", attributes={"video": units}), width(unit=units))

    def test_gates(self):
        self.assertEqual(self.audit(PREDICTIONS, LABELS).verdict.state, "inconclusive")
        audit = self.audit(PREDICTIONS, LABELS, gates=["Sure: headline/accuracy >= 0.5", {"fact": "headline/errors", "at_most": 3}])
        self.assertFalse(audit.ready)
        self.assertEqual([(gate.name, gate.state) for gate in audit.gates], [("Number of errors at most 3", "failed"), ("Sure", "passed")])
        self.assertEqual(audit.gates[0].measured.value, 6)
        self.assertTrue(self.audit(PREDICTIONS, LABELS, gates=["headline/accuracy >= 0.5"]).ready)

    def test_gates_of_a_baseline(self):
        gates = ["headline/accuracy >= 0.5", "comparison/classes_worse <= 0 when baseline"]
        self.assertEqual(len(self.audit(PREDICTIONS, LABELS, gates=gates).gates), 1)
        self.assertEqual(len(self.audit(PREDICTIONS, LABELS, gates=gates, baseline=WORSE).gates), 2)

    def test_baseline(self):
        audit = self.audit(PREDICTIONS, LABELS, baseline=WORSE)
        self.assertEqual(audit.baseline, "baseline")
        self.assertEqual(audit.facts["headline/accuracy"].baseline, 0.8)
        self.assertEqual(self.audit(PREDICTIONS, LABELS).baseline, None)

    def test_title_model_date_version_and_data_set(self):
        audit = self.audit(
            PREDICTIONS, LABELS, title="Pets & more", model="resnet", date=datetime.date(2026, 1, 31), version="r-1", dataset="pets"
        )
        page = audit.page.read_text("utf-8")
        for words in ("Pets &amp; more", "resnet", "2026-01-31"):
            self.assertIn(words, page)
        self.assertEqual((audit.version, audit.dataset), ("r-1", "pets"))
        self.assertTrue((audit.workspace / "versions/r-1/pets").is_dir())

    def test_date_of_today_unless_an_epoch_is_set(self):
        import os
        import unittest.mock

        with unittest.mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="86400"):
            audit = self.audit(PREDICTIONS, LABELS)
        self.assertIn("1970-01-02", audit.summary)

    def test_settings_manifest_and_datasheet(self):
        audit = self.audit(
            PREDICTIONS, LABELS, settings={"owners": ["vision team"]}, manifest={"training_data": "half of all"},
            datasheet={"licence": "CC BY 4.0"},
        )
        site = "".join(path.read_text("utf-8") for path in audit.site.rglob("*.html"))
        for words in ("half of all", "CC BY 4.0"):
            self.assertIn(words, site)
        self.assertIn('owners: ["vision team"]\n', (audit.workspace / "misread.yml").read_text())

    def test_images(self):
        from support import DIGITS

        ids = [f"digit-{row:04}" for row in range(40)]
        names, table = ["0", "1"] * 20, [f"{each}.png" for each in ids]
        folder = DIGITS / "datasets/digits/images"
        for named in (
            {"images": folder}, {"images": str(folder)}, {"images": [folder / each for each in table]},
            {"images": "file", "attributes": {"file": [folder / each for each in table]}},
            {"images": folder, "attributes": {"path": table}},
        ):
            audit = self.audit(names[::-1], names, ids=ids, **named)
            self.assertEqual(len(list((audit.workspace / "datasets/validation/images").iterdir())), 40)
            self.assertTrue(list((audit.archive / "images").iterdir()))
        self.assertFalse((self.audit(names, names, ids=ids).archive / "images").exists())


class Numbers(Case):
    def test_they_are_those_of_the_command_line(self):
        """The same as the example's own archive says, from its own files."""
        import csv
        import subprocess

        from misread._program import PROGRAM
        from support import DIGITS

        with open(DIGITS / "datasets/digits/images.csv") as table:
            labels = [{**row, "path": ""} for row in csv.DictReader(table)]
        with open(DIGITS / "versions/v1/digits/predictions.csv") as table:
            said = list(csv.DictReader(table))
        audit = self.audit(said, labels)
        made = self.folder / "by hand"
        subprocess.run(
            [PROGRAM, "init", made, "--from", DIGITS / "datasets/digits/images.csv", "--from",
             DIGITS / "versions/v1/digits/predictions.csv"], check=True, capture_output=True,
        )
        other = misread.Workspace(made).build()
        names = ["headline/accuracy", "headline/log_loss", "calibration/ece", "headline/recall@class=8"]
        self.assertEqual([audit.facts[name] for name in names], [other.facts[name] for name in names])
        self.assertEqual(ACCURACY, 0.9)
