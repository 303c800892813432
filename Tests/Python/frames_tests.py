"""Frames, arrays and tensors of other packages, where these are installed."""

import unittest

import misread
from support import CLASSES, GUESSES, LABELS, N, NUMBERS, PREDICTIONS, SCORES, Case, needs

NO_ORDER = (
    "labels: its index says another order of the rows than that of predictions; give ids=, or bring both into one order and "
    "reset_index(drop=True)"
)


class Tensors(Case):
    """What torch shows of itself, without torch."""

    def test_a_tensor_is_detached_and_brought_home(self):
        class Array:
            def __init__(self, values):
                self.values, self.shape, self.dtype = values, (len(values),), "int64"

            def tolist(self):
                return self.values

        class Tensor:
            def __init__(self, values, steps=""):
                self.values, self.steps = values, steps

            def detach(self):
                return Tensor(self.values, self.steps + "d")

            def cpu(self):
                return Tensor(self.values, self.steps + "c")

            def numpy(self):
                assert self.steps == "dc"
                return Array(self.values)

        class Brain(Tensor):
            """One that NumPy has no type for."""

            def detach(self):
                return self

            cpu = detach

            def numpy(self):
                raise TypeError("Got unsupported ScalarType BFloat16")

            def tolist(self):
                return self.values

        self.assertAccuracy(self.audit(Tensor(GUESSES), Tensor(NUMBERS), classes=CLASSES))
        self.assertAccuracy(self.audit(Brain(SCORES), Tensor(NUMBERS), classes=CLASSES))


@needs("numpy")
class Arrays(Case):
    def test_every_type(self):
        import numpy

        for kind in ("i1", "u2", "i8", "f4", "f8", "O"):
            with self.subTest(kind):
                said, truth = numpy.array(GUESSES).astype(kind), numpy.array(NUMBERS).astype(kind)
                self.assertAccuracy(self.audit(said, truth, classes=numpy.array(CLASSES)))
        self.assertAccuracy(self.audit(numpy.array(PREDICTIONS), numpy.array(LABELS)))
        self.assertAccuracy(self.audit(numpy.array(PREDICTIONS)[:, None], numpy.array(LABELS)[:, None]))
        self.assertAccuracy(self.audit(list(numpy.array(GUESSES)), list(numpy.array(NUMBERS))))

    def test_scores(self):
        import numpy

        plain = self.audit(SCORES, NUMBERS, classes=CLASSES).facts
        for kind in ("f8", ">f8"):
            scores = numpy.array(SCORES, dtype=kind)
            self.assertEqual(self.audit(scores, NUMBERS, classes=CLASSES).facts, plain)
            self.assertEqual(self.audit(numpy.asfortranarray(scores), NUMBERS, classes=CLASSES).facts, plain)
            self.assertEqual(self.audit(numpy.repeat(scores, 2, axis=0)[::2], NUMBERS, classes=CLASSES).facts, plain)
        for kind in ("f2", "f4"):
            self.assertAccuracy(self.audit(numpy.array(SCORES, dtype=kind), NUMBERS, classes=CLASSES))
        self.assertAccuracy(self.audit(list(numpy.array(SCORES)), NUMBERS, classes=CLASSES))

    def test_truth_values(self):
        import numpy

        truth = numpy.array([True, False] * 20)
        self.assertAccuracy(self.audit(truth, truth), 1, 40)
        self.assertAccuracy(self.audit(truth.astype(int), truth), 1, 40)

    def test_labels_that_are_not_known(self):
        import numpy

        labels = numpy.array(NUMBERS, dtype=float)
        labels[0] = numpy.nan
        self.assertAccuracy(self.audit(GUESSES, labels, classes=CLASSES), 54 / 59, 59)

    def test_what_the_program_refuses(self):
        import numpy

        scores = numpy.array(SCORES)
        scores[3, 1] = numpy.nan
        with self.refused(
            misread.InputError, "versions/v1/validation/predictions.npy:4: error: p_dog: nan is not a finite number"
        ):
            self.audit(scores, NUMBERS, classes=CLASSES)

    def test_shapes(self):
        import numpy

        with self.refused(
            ValueError, "predictions: has shape (2, 3, 4); one value a row (n,), or one number a row and class (n, classes), was "
            "expected",
        ):
            self.audit(numpy.zeros((2, 3, 4)), [1, 2])
        with self.refused(ValueError, "predictions: has shape (); one value a row (n,), or one number a row and class (n, classes), was expected"):
            self.audit(numpy.array(3), [1, 2])


@needs("pandas")
class Pandas(Case):
    def frame(self, index=None):
        import pandas

        return pandas.DataFrame({"predicted": PREDICTIONS, "label": LABELS}, index=index)

    def test_a_frame(self):
        self.assertAccuracy(self.audit(self.frame()))

    def test_an_index_of_ids_joins_rows(self):
        frame = self.frame([f"day/{row}.png" for row in range(N)])
        other = frame["label"].sample(frac=1, random_state=1)
        audit = self.audit(frame[["predicted"]], other)
        self.assertAccuracy(audit)
        self.assertAccuracy(self.audit(frame["predicted"], other.to_frame()))
        self.assertIn("day/0.png,", (audit.workspace / "datasets/validation/images.csv").read_text())

    def test_an_index_that_is_left_of_a_larger_frame(self):
        frame = self.frame(range(100, 100 + 3 * N, 3))
        self.assertAccuracy(self.audit(frame["predicted"].to_numpy(), frame["label"]))
        self.assertAccuracy(self.audit(frame["predicted"].reset_index(drop=True), frame["label"]))
        self.assertAccuracy(self.audit(frame["predicted"], frame["label"]))

    def test_an_index_that_says_another_order(self):
        frame = self.frame()
        mixed = frame["label"].sample(frac=1, random_state=1)
        with self.refused(ValueError, NO_ORDER):
            self.audit(frame["predicted"], mixed)
        self.assertAccuracy(self.audit(frame["predicted"].loc[mixed.index], mixed))
        self.assertAccuracy(self.audit(frame["predicted"].loc[mixed.index].tolist(), mixed))

    def test_an_index_that_is_no_ids(self):
        import pandas

        with self.refused(
            ValueError, 'labels: its index is taken for the ids of images, and "0" stands in it twice; give ids=, or '
            "reset_index(drop=True) where its rows only have an order",
        ):
            self.audit(PREDICTIONS, pandas.Series(LABELS, index=[0] * N))
        levels = pandas.MultiIndex.from_product([["a", "b"], range(N // 2)])
        with self.refused(ValueError, "labels: its index has 2 levels, which are no ids; give ids="):
            self.audit(PREDICTIONS, pandas.Series(LABELS, index=levels))
        self.assertAccuracy(self.audit(PREDICTIONS, pandas.Series(LABELS, index=levels), ids=range(N)))

    def test_types(self):
        import pandas

        labels = [None, *NUMBERS[1:]]
        for truth in (
            pandas.array(labels, dtype="Int64"), pandas.Series(labels), pandas.Series(labels, dtype="Int8"),
            pandas.Series([None, *LABELS[1:]], dtype="string"), pandas.Series([None, *LABELS[1:]], dtype="category"),
            pandas.Categorical([None, *LABELS[1:]]),
        ):
            self.assertAccuracy(self.audit(GUESSES, truth, classes=CLASSES), 54 / 59, 59)

    def test_attributes_of_every_type(self):
        import pandas

        frame = self.frame().assign(
            taken=pandas.date_range("2026-01-01", periods=N), lux=[float(row % 7) for row in range(N)], flash=[True, False] * 30,
            cam=pandas.Categorical(["a", "b", None] * 20), rain=pandas.array([1, None] * 30, dtype="Int64"),
        )
        audit = self.audit(frame)
        self.assertEqual(
            (audit.workspace / "datasets/validation/images.csv").read_text().splitlines()[:3],
            ["image_id,label,taken,lux,flash,cam,rain", "0,cat,2026-01-01T00:00:00,0.0,True,a,1", "1,dog,2026-01-02T00:00:00,1.0,False,b,"],
        )

    def test_scores(self):
        import pandas

        self.assertAccuracy(self.audit(probabilities=pandas.DataFrame(SCORES), labels=LABELS, classes=CLASSES))
        by_name = pandas.DataFrame(SCORES, columns=CLASSES)[["bird", "cat", "dog"]]
        self.assertAccuracy(self.audit(probabilities=by_name, labels=LABELS))
        self.assertAccuracy(self.audit(by_name.add_prefix("p_"), LABELS, classes=CLASSES))

    def test_columns(self):
        import pandas

        twice = pandas.DataFrame([["a", "b"]], columns=["predicted", "predicted"])
        with self.refused(ValueError, 'predictions: two columns are called "predicted"'):
            self.audit(twice, ["a"])
        levels = pandas.DataFrame([["a"]], columns=pandas.MultiIndex.from_tuples([("predicted", "x")]))
        with self.refused(
            ValueError, "predictions: its columns have several levels, ('predicted', 'x'); give them one name each"
        ):
            self.audit(levels, ["a"])
        with self.refused(ValueError, "predictions: the table has no columns"):
            self.audit(pandas.DataFrame(), ["a"])
        with self.refused(ValueError, "labels: no rows; at least one image is needed"):
            self.audit(self.frame().iloc[:0])

    def test_numbers_as_labels(self):
        import pandas

        frame = pandas.DataFrame({"predicted": GUESSES, "label": NUMBERS})
        self.assertIn("headline/recall@class=bird", self.audit(frame, classes=CLASSES).facts)
        self.assertIn("headline/recall@class=2", self.audit(frame).facts)


@needs("polars")
class Polars(Case):
    def test_frames_and_series(self):
        import polars

        frame = polars.DataFrame({"image_id": range(N), "predicted": PREDICTIONS, "label": LABELS})
        self.assertAccuracy(self.audit(frame))
        self.assertAccuracy(self.audit(frame["predicted"], frame["label"]))
        self.assertAccuracy(self.audit(frame.drop("label"), frame.drop("predicted").reverse()))
        with self.refused(TypeError, "predictions: a lazy frame has no rows yet; hand over predictions.collect()"):
            self.audit(frame.lazy(), LABELS)


@needs("pyarrow")
class Arrow(Case):
    def test_tables_and_arrays(self):
        import pyarrow

        table = pyarrow.table({"predicted": PREDICTIONS, "label": LABELS})
        self.assertAccuracy(self.audit(table))
        self.assertAccuracy(self.audit(pyarrow.array(PREDICTIONS), table["label"]))


if __name__ == "__main__":
    unittest.main()
