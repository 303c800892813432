"""Wrong arguments: each message names the argument, what was expected, and the nearest right thing."""

import misread
from support import CLASSES, GUESSES, LABELS, N, NUMBERS, PREDICTIONS, SCORES, Case, tree

TABLE = {"predicted": PREDICTIONS, "label": LABELS}
NAMES = {"classes": CLASSES}


class Messages(Case):
    def check(self, kind, message, *arguments, **named):
        with self.subTest(message):
            with self.refused(kind, message):
                self.audit(*arguments, **named)
            self.assertEqual(tree(self.folder), [])

    def test_what_is_missing(self):
        self.check(TypeError, "predictions= or probabilities= is needed: a class a row, or a score a row and class", labels=LABELS)
        self.check(
            TypeError, "labels= is needed: a class an image, or the name of the column of predictions that holds it", PREDICTIONS
        )
        self.check(TypeError, 'audit() has no argument "lables"; did you mean "labels"?', PREDICTIONS, lables=LABELS)
        self.check(TypeError, 'audit() has no argument "xyz"', PREDICTIONS, LABELS, xyz=1)

    def test_what_excludes_each_other(self):
        self.check(
            ValueError,
            "probabilities= and confidence= are both given: keep probabilities=, which hold the confidence of every class",
            PREDICTIONS, LABELS, probabilities=SCORES, confidence=[1] * N,
        )
        self.check(
            ValueError, "probabilities= are given, and predictions holds a score a class as well; keep one of them",
            SCORES, LABELS, probabilities=SCORES, classes=CLASSES,
        )
        self.check(
            ValueError, 'settings: "gates" has an argument of its own; give it as gates=', PREDICTIONS, LABELS, settings={"gates": []}
        )
        self.check(
            ValueError, 'manifest: "date" has an argument of its own; give it as date=', PREDICTIONS, LABELS, manifest={"date": "x"}
        )
        self.check(TypeError, "settings: a mapping of keys to values was expected, not ['a']", PREDICTIONS, LABELS, settings=["a"])
        self.check(
            ValueError, 'version="baseline" is what the predictions of baseline= are called; give the version another name',
            PREDICTIONS, LABELS, baseline=LABELS, version="baseline",
        )

    def test_lengths(self):
        self.check(
            ValueError, "predictions: 3 rows, and labels has 60; one row an image is expected in each", PREDICTIONS[:3], LABELS
        )
        self.check(
            ValueError, "confidence: 2 rows, and predictions has 60; one row an image is expected in each",
            PREDICTIONS, LABELS, confidence=[1, 1],
        )
        self.check(ValueError, "ids: 1 ids, and predictions has 60 rows; one id a row is expected", PREDICTIONS, LABELS, ids=["a"])
        self.check(
            ValueError, "attributes: 2 rows for 60 images; give them a column image_id", PREDICTIONS, LABELS, attributes={"a": [1, 2]}
        )
        self.check(ValueError, "unit: 2 values, and labels has 60 rows", PREDICTIONS, LABELS, unit=[1, 2])
        self.check(
            ValueError, "baseline: 2 rows, and predictions has 60; give it a column image_id", PREDICTIONS, LABELS, baseline=LABELS[:2]
        )
        self.check(
            ValueError, "images: 1 paths for 60 images; one an image is expected, None where there is none",
            PREDICTIONS, LABELS, images=["a.png"],
        )
        self.check(
            ValueError, 'predictions: columns differ in length: predicted has 60, label has 3 rows',
            {"predicted": PREDICTIONS, "label": LABELS[:3]},
        )
        self.check(ValueError, "labels: no rows; at least one image is needed", [], [])
        self.check(ValueError, "labels: no rows; at least one image is needed", {"predicted": [], "label": []})
        self.check(ValueError, "predictions: the table has no columns", {}, LABELS)

    def test_forms(self):
        self.check(
            TypeError, "predictions: a table, an array, a tensor or a list was expected, not the str 'p.csv'; a file is read by "
            "`misread init DIR --from PATH`, then misread.Workspace(DIR).build()", "p.csv", LABELS,
        )
        self.check(
            TypeError, "predictions: a table, an array, a tensor or a list was expected, not the set {'a'}; a set has no order",
            {"a"}, LABELS,
        )
        self.check(
            TypeError, "predictions: a table, an array, a tensor or a list was expected, not the int 3", 3, LABELS
        )
        self.check(
            ValueError, "confidence: one value a row was expected, not a table or a matrix", PREDICTIONS, LABELS, confidence=SCORES
        )
        self.check(TypeError, 'classes="cat": a list of the names of all classes was expected', GUESSES, NUMBERS, classes="cat")
        self.check(ValueError, "classes: a list of names is expected, none of them blank", GUESSES, NUMBERS, classes=["a", None])
        self.check(
            TypeError, 'predictions: "label" holds the int 3 where other columns hold a value a row', {"predicted": [1], "label": 3}
        )
        self.check(
            TypeError, "attributes: a table, columns by their names, or names of columns were expected",
            PREDICTIONS, LABELS, attributes=[1] * N,
        )
        self.check(
            ValueError, "half of a letter (a lone surrogate) stands after 'image_id,label\\n0,a': no UTF-8 text holds it",
            ["a\ud800"], ["a\ud800"],
        )

    def test_columns(self):
        self.check(
            ValueError, 'predictions: there is no column "predicted" and none "p_<class>", there are pred, label; rename "pred" to '
            '"predicted"', {"pred": PREDICTIONS, "label": LABELS},
        )
        self.check(
            ValueError, 'predictions: there is no column "predicted" and none "p_<class>", there are predictd, x; did you mean '
            '"predictd"?', {"predictd": PREDICTIONS, "x": LABELS}, LABELS,
        )
        self.check(
            ValueError, 'labels="truth" is no column of predictions, there are truht, x; did you mean "truht"?',
            {"predicted": PREDICTIONS, "truht": LABELS, "x": LABELS}, labels="truth",
        )
        self.check(ValueError, 'labels="truth" names a column, and predictions is no table that has it', PREDICTIONS, labels="truth")
        self.check(
            ValueError, 'confidence="sure" is no column of predictions, there are predicted, label', TABLE, confidence="sure"
        )
        self.check(
            ValueError, "probabilities: 'a' is no column of predictions, there are label", TABLE, probabilities=["a", "b"]
        )
        self.check(
            ValueError, 'predictions: the column "Score" would be an attribute of the images, and is called as a prediction; rename '
            'it to "confidence", or list the attributes as attributes=[...]', {**TABLE, "Score": [1] * N},
        )
        self.check(ValueError, "attributes: 'cam' is no column of predictions, there are time", {**TABLE, "time": LABELS}, attributes=["cam"])
        self.check(
            ValueError, 'unit="video" names a column, and the images have no attributes; give them that one', PREDICTIONS, LABELS,
            unit="video",
        )
        self.check(
            ValueError, 'unit="video" is no column of the images, there are vidoe; did you mean "vidoe"?', PREDICTIONS, LABELS,
            unit="video", attributes={"vidoe": [1] * N},
        )
        self.check(
            ValueError, 'attributes: "label" is a column of the image table itself; give the attribute another name',
            PREDICTIONS, LABELS, attributes={"label": LABELS},
        )
        self.check(
            ValueError, 'attributes: "time" is a column of predictions as well; keep one of them',
            {**TABLE, "time": LABELS}, attributes={"time": LABELS},
        )

    def test_ids(self):
        self.check(ValueError, "ids: row 1 has no id; every row needs one", ["a", "b"], ["a", "b"], ids=["x", None])
        self.check(
            ValueError, 'predictions["image_id"]: row 0 has no id; every row needs one',
            {"image_id": [None, "x"], "predicted": ["a", "b"], "label": ["a", "b"]},
        )
        self.check(
            TypeError, "ids: a list with the id of each row, or the name of the column that holds it, was expected",
            PREDICTIONS, LABELS, ids=SCORES,
        )
        self.check(
            ValueError, "attributes: none of its ids is that of an image: x where images are 0, 1, 2 and 57 more",
            PREDICTIONS, LABELS, attributes={"image_id": ["x"], "a": [1]},
        )
        self.check(
            ValueError, 'attributes: the image "x" stands in it twice; one row an image is expected',
            PREDICTIONS, LABELS, attributes={"image_id": ["x", "x"], "a": [1, 2]},
        )
        self.check(
            ValueError, "probabilities: its ids are not those of predictions in the same order; bring both into one order",
            {"image_id": ["x", "y"], "predicted": ["a", "b"]}, ["a", "b"],
            probabilities={"image_id": ["y", "x"], "a": [1, 0], "b": [0, 1]},
        )

    def test_classes(self):
        self.check(
            ValueError, "classes= is needed: the probabilities have 3 columns and nothing says which class each is of; list the "
            "classes in the order of the columns, in scikit-learn model.classes_", SCORES, LABELS,
        )
        self.check(
            ValueError, "classes= is needed: labels holds 'cat' and predictions holds 1; list the classes in the order of the numbers",
            GUESSES, LABELS,
        )
        self.check(
            ValueError, "labels: row 2 holds the number 2, and there are 2 classes, which are counted from 0: cat, dog",
            GUESSES, NUMBERS, classes=["cat", "dog"],
        )
        self.check(
            ValueError, "predictions: 0.5 is neither the name nor the number of a class; scores of classes are given as "
            "probabilities=, the confidence of a prediction as confidence=", [0.5] * N, LABELS,
        )
        self.check(
            ValueError, "labels: ['a', 'b'] are several labels; where an image may have several, say task=\"multilabel\"",
            ["a"], [["a", "b"]], task="classification",
        )
        self.check(TypeError, "labels: {} is no name of a class; text or a number was expected", ["a", "b"], ["a", {}])
        self.check(
            ValueError, "probabilities=['a']: names of columns, and there is no table of predictions", labels=LABELS,
            probabilities=["a"],
        )
        self.check(
            ValueError, "classes= is needed: neither labels nor predictions hold a value that names one", [None], [None]
        )
        self.check(
            ValueError, "predictions: 3 columns of probabilities for the 2 classes cat, dog; one column a class is expected",
            SCORES, [0, 1] * 30, classes=["cat", "dog"],
        )
        self.check(
            ValueError, 'predictions: the column "brd" of the probabilities is no class; classes are cat, dog, bird',
            probabilities=dict(zip(("cat", "dog", "brd"), zip(*SCORES))), labels=LABELS, classes=CLASSES,
        )
        self.check(
            ValueError, "probabilities: one number a row is the probability of the second of two classes, and there are 3: cat, dog, "
            "bird", probabilities=[0.5] * N, labels=LABELS, classes=CLASSES,
        )
        self.check(ValueError, 'task="detect": "classification" or "multilabel" was expected', PREDICTIONS, LABELS, task="detect")
        self.check(
            ValueError, "labels: a list of labels holds a blank one; leave it out of the list", [["a"]], [["a", None]]
        )
        self.check(
            ValueError, 'labels: row 1 has 2 labels; where an image may have several, say task="multilabel"',
            [[0.5, 0.5]] * 2, [[1, 0], [1, 1]], classes=["a", "b"], task="classification",
        )

    def test_gates(self):
        for message, gates in (
            ('gates: "headline/accuracy > 0.9" is no gate; write "headline/accuracy >= 0.9" or "calibration/ece <= 0.05"',
             ["headline/accuracy > 0.9"]),
            ('gates: "headline/accuracy >= high": high is no number', ["headline/accuracy >= high"]),
            ('gates: "headline/accuracy >= nan": nan is no number', ["headline/accuracy >= nan"]),
            ('gates: "atleast" is no key of a gate; did you mean "at_least"?; its keys are name, fact, at_least, at_most, when',
             [{"fact": "headline/accuracy", "atleast": 0.9}]),
        ):
            self.check(ValueError, message, PREDICTIONS, LABELS, gates=gates)
        self.check(
            TypeError, "gates: a list of gates was expected; put brackets around the one", PREDICTIONS, LABELS,
            gates="headline/accuracy >= 0.9",
        )
        self.check(TypeError, "gates: a text or a mapping was expected, not 3", PREDICTIONS, LABELS, gates=[3])

    def test_values_that_no_file_holds(self):
        self.check(
            ValueError, "smallest_effect: nan holds a number that is not finite", PREDICTIONS, LABELS,
            settings={"smallest_effect": float("nan")},
        )
        self.check(
            TypeError, "notes: Ellipsis is nothing that YAML holds: text, numbers, lists and mappings are", PREDICTIONS, LABELS,
            manifest={"notes": ...},
        )

    def test_names_and_dates(self):
        self.check(
            ValueError, 'version="latest" is what the newest version is called; give it a name of its own', PREDICTIONS, LABELS,
            version="latest",
        )
        self.check(
            ValueError, "version='../x' cannot be the name of a folder: use letters, digits, . - and _", PREDICTIONS, LABELS,
            version="../x",
        )
        self.check(
            ValueError, "dataset='.a' cannot be the name of a folder: use letters, digits, . - and _", PREDICTIONS, LABELS,
            dataset=".a",
        )
        self.check(TypeError, 'date: a datetime.date or a text like "2026-01-31" was expected, not 3', PREDICTIONS, LABELS, date=3)
        self.check(ValueError, 'baseline="v0" is no version of the workspace, there is none', PREDICTIONS, LABELS, baseline="v0")

    def test_pictures(self):
        self.check(ValueError, 'images="/none" is no folder', PREDICTIONS, LABELS, images="/none")
        self.check(
            ValueError, 'images: 1 of 60 pictures are not there, the first is "none.png"', PREDICTIONS, LABELS,
            images=["none.png"] + [None] * 59,
        )
        self.check(
            TypeError, "images: the path of a picture was expected, not a list; save it as PNG first", PREDICTIONS, LABELS,
            images=[[0]] * N,
        )
        self.check(
            TypeError, "images: the folder of the pictures or a list of their paths was expected, not 3", PREDICTIONS, LABELS,
            images=3,
        )
        from support import DIGITS

        folder = DIGITS / "datasets/digits/images"
        self.check(
            ValueError, f'images="{folder}": no picture there is called like an image: pictures are digit-0000, digit-0000.png, '
            "digit-0001 and 3591 more, images 0, 1, 2 and 57 more; give the path of each, images=[...]",
            PREDICTIONS, LABELS, images=folder,
        )
        self.check(
            ValueError, f'images="{DIGITS / "incidents"}" holds no picture', PREDICTIONS, LABELS, images=DIGITS / "incidents"
        )


class OfTheProgram(Case):
    """What the program says is raised word for word."""

    def check(self, message, *arguments, **named):
        with self.refused(misread.InputError, message):
            self.audit(*arguments, confidence=[0.9] * len(arguments[0]), **named)

    def test_messages(self):
        self.check(
            'misread.yml: error: gates: "headline/acuracy": headline states no such fact; did you mean headline/accuracy?',
            PREDICTIONS, LABELS, gates=["headline/acuracy >= 0.9"],
        )
        self.check('misread.yml:4: error: slicingg: there is no such key; did you mean "slicing"?', PREDICTIONS, LABELS,
                   settings={"slicingg": {}})
        self.check('versions/v1/version.yml:3: error: comit: there is no such key; did you mean "commit"?', PREDICTIONS, LABELS,
                   manifest={"comit": "a"})
        self.check('versions/v1/version.yml:1: error: date: "31.1.2026" is not a date; write it as 2026-03-31', PREDICTIONS, LABELS,
                   date="31.1.2026")
        self.check(
            'datasets/validation/images.csv:3: error: label: "dog" is not a class of misread.yml; 20 such rows in all',
            PREDICTIONS, LABELS, classes=["cat", "bird"],
        )
        self.check('misread.yml: error: classes: the class "cat" is listed twice', PREDICTIONS, LABELS, classes=[*CLASSES, "cat"])

    def test_ids_of_other_images(self):
        with self.assertRaises(misread.InputError) as caught:
            self.audit(
                {"image_id": [f"p{row}" for row in range(N)], "predicted": PREDICTIONS}, {"image_id": range(N), "label": LABELS}
            )
        problem = caught.exception.problems[-1]
        self.assertEqual(
            (problem.severity, problem.file, problem.row), ("error", "versions/v1/validation/predictions.csv", None)
        )
        self.assertTrue(problem.text.startswith("image_id: 60 of 60 predictions belong to no image: "), problem.text)

    def test_ids_that_stand_twice(self):
        with self.assertRaises(misread.InputError) as caught:
            self.audit(PREDICTIONS, LABELS, ids=[*range(N - 1), 1])
        self.assertEqual(
            [(each.file, each.row, each.text) for each in caught.exception.problems if each.severity == "error"],
            [("datasets/validation/images.csv", 61, "image_id: the image 1 stands already in row 3; keep the row that is meant")],
        )
        self.assertEqual(caught.exception.status, 2)
