import Artifacts
import Record

/// The files that `misread init` writes: manifests that explain themselves, and a README that says what goes where.
struct WorkspaceStarter {
    let task: TaskKind
    let dataset: String
    let version: String
    /// Classes that are known; `nil` or empty when they are for the team to list.
    var classes: [String] = []
    /// Day of the evaluation, as `2026-01-31`.
    var date: String?
    /// The version that this one is compared with.
    var baseline: String?
    /// What the data set was made of.
    var source: String?
    /// What the columns of probabilities hold in their place, as `probabilities: {kind: ...}` says it.
    var kind: String?

    /// Path and text of each file.
    var files: [(path: String, text: String)] {
        [
            ("misread.yml", settings),
            ("datasets/\(dataset)/dataset.yml", datasheet),
            ("versions/\(version)/version.yml", manifest),
            ("README.md", readme),
        ] + (listsClassesApart ? [(Self.classFile, classes.map { $0 + "\n" }.joined())] : [])
    }

    /// Where classes are listed that are too many for a line of misread.yml.
    private static let classFile = "classes.txt"
    /// Most classes of such a line.
    private static let mostListed = 1000

    private var listsClassesApart: Bool {
        task != .detection && classes.count > Self.mostListed && !classes.contains { $0.contains(where: \.isNewline) }
    }

    private var settings: String {
        """
        # What is audited, by whom, and what a release must keep.
        title: My model
        task: \(task.rawValue)
        owners: []                    # roles rather than names
        dataset: \(dataset)
        \(classLines)

        slicing:
          max_depth: 2                # predicates in a slice, 1...6
          min_support: 20             # rows below which a slice is not judged
          buckets: 5                  # quantile buckets of a numeric attribute
          # edges: {brightness: [64, 128, 192]}
          # declared: [{name: cats at night, where: {label: cat, time: night}}]

        # privacy:
        #   publish: [time, weather]  # when given, no other attribute is shown
        #   publish_names: false      # true: also ids of images and names of classes that look like personal data
        #   audience: internal        # who the site is for; a writeup for fewer is listed by its id alone
        #   suppress_below: 10        # groups of people with fewer images are published only together
        # groups: [sex, age]          # attributes whose values are groups of people: how far apart their rates are
        # unit: video                 # rows of one unit are not independent
        # telemetry:                  # how rows of telemetry.csv are compared
        #   match: [label, time]      # at the same mix of these; chosen by what goes with errors when not given
        #   reference_node: gpu-1     # the node that others are compared with on the same images
        # constraints:                # what a version has to keep to be used at all; measures: of version.yml, or latency by telemetry
        #   - model_size_mb <= 20
        #   - latency_p99_ms <= 15
        # what_if:                    # the error rate at another mix of images
        #   - {name: winter, mix: {weather: {snow: 0.3, clear: 0.7}}}
        # confident_above: 0.9        # an error at or above it is a confident error
        # smallest_effect: 0.01       # a failure mode differs by at least this from the rate expected of it
        # examples: 300               # how many images of a version have a page and a picture of their own
        # pictures: 12                # how many pictures one list of a page shows at most, where fewer than 24 are wanted
        # accept: [class-names]       # what is right about the input although it looks like a slip

        # Each gate names a fact of the audit and the bound that its whole interval must keep. Whatever the gates say, a
        # class of which nothing is right, a regression and missing predictions keep a version from being called ready,
        # unless a gate that asks of that very thing passes. `@class=*` asks of every class; `@slice=NAME` of a declared
        # slice: slices/accuracy@slice=cats at night, and slices/accuracy_change@slice=... against the baseline; `@case=*` of every
        # case of dataset.yml: suite/passed@case=*; `@*` of every perturbed run. `when: baseline` is not asked of the first version. The bounds are a start: set your own. All facts:
        # misread facts --workspace .
        gates:
        \(gates)

        """
    }

    private var classLines: String {
        let all = classes.isEmpty ? "cat, dog" : classes.map(YAMLText.quoted).joined(separator: ", ")
        let listed = listsClassesApart ? Self.classFile : "[\(all)]"
        return switch task {
        case .classification: "# Every class once, in the order of the probabilities.\nclasses: \(listed)"
        case .multilabel: "# Every label once, in the order of the scores.\nclasses: \(listed)"
        case .detection:
            "# split: test                 # of a data set that holds train, valid and test\n"
                + "# The classes are the categories of annotations.json."
        }
    }

    /// What a careful team asks of the whole, of each class, of the input and of the change; commented out, what needs more
    /// than a first version has.
    private var gates: String {
        switch task {
        case .classification:
            """
              - {name: Accuracy, fact: headline/accuracy, at_least: 0.9}
              - {name: Recall of every class, fact: headline/recall@class=*, at_least: 0.5}
              - {name: Every image has a prediction, fact: headline/images_without_prediction, at_most: 0}
              - {name: Calibration error, fact: calibration/ece, at_most: 0.1}
              - {name: Accuracy held, fact: comparison/accuracy_change, at_least: -0.02, when: baseline}
              - {name: No class regressed, fact: comparison/classes_worse, at_most: 0, when: baseline}
              # - {name: No class lost 10 points, fact: comparison/recall_change@class=*, at_least: -0.1, when: baseline}
              # - {name: At night, fact: slices/accuracy@slice=night, at_least: 0.8}
              # - {name: No less robust, fact: robustness/runs_worse_than_baseline, at_most: 0, when: baseline}
              # - {name: No run lost 5 points, fact: robustness/change_from_baseline@*, at_least: -0.05, when: baseline}
            """
        case .multilabel:
            """
              - {name: F1 over all labels, fact: multilabel/micro_f1, at_least: 0.8}
              - {name: F1 of every label, fact: multilabel/f1@label=*, at_least: 0.5}
              - {name: Every image has a prediction, fact: multilabel/images_without_prediction, at_most: 0}
              - {name: Calibration error of labels, fact: label-calibration/ece, at_most: 0.1}
              - {name: Labels right held, fact: label-comparison/exact_match_change, at_least: -0.02, when: baseline}
              - {name: No label regressed, fact: label-comparison/labels_worse, at_most: 0, when: baseline}
              # - {name: No label lost 10 points, fact: label-comparison/label_change@label=*, at_least: -0.1, when: baseline}
            """
        case .detection:
            """
              - {name: Average precision at IoU 0.5, fact: detection/ap50, at_least: 0.5}
              - {name: AP of the weakest class, fact: detection-classes/worst_ap, at_least: 0.1}
              - {name: Objects of every class, fact: detection-classes/found@class=*, at_least: 0.3}
              - {name: False positives per image, fact: detection-false-alarms/false_positives_per_image, at_most: 1}
              - {name: Average precision held, fact: detection-comparison/ap_change, at_least: -0.02, when: baseline}
              - {name: Objects found held, fact: detection-comparison/change, at_least: -0.02, when: baseline}
              # - {name: False alarms where nothing is, fact: detection-false-alarms/false_alarm_share, at_most: 0.1}
            """
        }
    }

    /// What a suite looks like.
    private static func cases(rate: String) -> String {
        """

        # cases:                        # what every version has to pass: a suite
        #   - {name: fog, where: {weather: fog}, expect: \(rate) >= 0.9}
        #   - {name: night, where: {time: night}, expect: no change, tolerance: 0.02}   # against the baseline
        """
    }

    private var datasheet: String {
        """
        # Where the images and labels came from. All keys are optional; what is missing is shown as missing.
        title: \(dataset)
        \(source.map { "source: \(YAMLText.quoted($0))" } ?? "# source:")
        # licence:
        # labelling_standard:
        # collected:
        # decisions: []\(task == .multilabel ? "" : Self.cases(rate: task == .detection ? "recall" : "accuracy"))
        # When your file has other column names or another separator:
        # columns: {image_id: filename, label: truth}
        # delimiter: ";"
        # decimal: ","

        """
    }

    private var manifest: String {
        """
        # What was evaluated. Every date on the site comes from these files, never from a clock.
        date: \(date ?? "2026-01-31")              # \(date == nil ? "of the evaluation" : "the day the results were written")
        model: \(VersionManifest.placeholderModel)
        # commit:
        # artifact_sha256:
        # training_data:
        # label_version:
        # preprocessing:
        # runtime:
        # lineage:                    # what it was made from and runs on, part by part: which of them changed is told on lineage/
        #   dataset: {name: fleet 2026-01, hash: 3b1f0c9a7e55}   # a name alone will do; a hash is 7 to 128 hexadecimal digits
        #   labels: {name: standard 4}
        #   preprocessing: resized to 224, values 0...1
        #   code: {name: main, hash: 9c1d2e4}
        #   training: 40 epochs, seed 1
        #   runtime: ONNX Runtime 1.17, CPU
        #   derived_from: v1          # whose weights training started from: a version, or a name
        \(baseline.map { "baseline: \(YAMLText.quoted($0))" } ?? "# baseline:")                   # the version this one is compared with
        # changes: []                 # what differs from it, one entry a change
        # actions: []                 # the actions it carries out, by their ids: they are judged by this version
        # measures: {model_size_mb: 21.5, cost_per_1000: 0.4}   # what it costs: shown beside how good it is on trade-offs/
        # training: {images: 50000, per_class: {cat: 5000, dog: 400}}   # what it was trained on: asked whether classes with fewer err more
        # notes:
        # columns: {predicted: pred, confidence: score}
        \(kind.map { "probabilities: {kind: \($0)}" } ?? "# probabilities: {kind: logit}")   # probability, logit, log, negative-log, percent or uint8; normalise: true divides rows by their
        #                                # sum; positive: CLASS says which of two classes a single column is of
        # ids: {match: exact}            # or number, stem, file_name: how ids of both files are compared
        # coverage: subset               # predictions are meant for part of the images

        """
    }

    private var readme: String {
        switch task {
        case .classification: classificationReadme
        case .multilabel: multilabelReadme
        case .detection: detectionReadme
        }
    }

    private var multilabelReadme: String {
        """
        # Files of this workspace

        | put here | what |
        |---|---|
        | `datasets/\(dataset)/images.csv` | one row an image: `image_id`, `label` with its labels as `cat;dog` (or one column of 0 and 1 a label), and any attributes |
        | `datasets/\(dataset)/images/` | PNG, JPEG, WebP, TIFF, BMP or GIF, optional |
        | `versions/\(version)/\(dataset)/predictions.csv` | `image_id`, then one score `p_<label>` for each label, or `predicted` as `cat;dog` |
        | `incidents/` | post-incident writeups in Markdown, optional |

        JSON Lines (`.jsonl`) and NumPy arrays (`predictions.npy` with `ids.txt`) work in place of CSV. List your labels
        under `classes:` in `misread.yml`, fill in `version.yml` (`threshold:` says from which score on a label counts as
        given), and run `misread check-input` on this folder.

        """
    }

    private var detectionReadme: String {
        """
        # Files of this workspace

        | put here | what |
        |---|---|
        | `datasets/\(dataset)/annotations.json` | COCO ground truth; or any form of INPUT.md as it is |
        | `datasets/\(dataset)/images.csv` | attributes to slice by, one row an image: `image_id` (the id in annotations.json), then any columns; optional |
        | `datasets/\(dataset)/images/` | PNG, JPEG, WebP, TIFF, BMP or GIF under the names in annotations.json, optional |
        | `versions/\(version)/\(dataset)/detections.json` | COCO results: `image_id`, `category_id`, `bbox`, `score`; or any form of INPUT.md as it is |
        | `incidents/` | post-incident writeups in Markdown, optional |

        Fill in `version.yml`, and run `misread check-input` on this folder. Keep the detections of low score: average
        precision is cut short without them.

        """
    }

    private var classificationReadme: String {
        """
        # Files of this workspace

        | put here | what |
        |---|---|
        | `datasets/\(dataset)/images.csv` | one row an image: `image_id`, `label`, and any attributes; `path` when pictures are not called `images/<image_id>.png` or `.jpg` |
        | `datasets/\(dataset)/images/` | PNG, JPEG, WebP, TIFF, BMP or GIF, optional |
        | `versions/\(version)/\(dataset)/predictions.csv` | `image_id`, then `predicted` and `confidence`, or one `p_<class>` for each class |
        | `versions/\(version)/\(dataset)/saliency/` | `<image_id>.npy`, `.npz` or `.png`, optional |
        | `versions/\(version)/\(dataset)/experiments/<factor>=<level>/` | predictions after exactly one change, for instance `blur=1.0`, optional |
        | `versions/\(version)/\(dataset)/telemetry.csv` | where the model ran: `image_id`, `node`, and `time`, `latency_ms`, `predicted` or any category, optional |
        | `incidents/` | post-incident writeups in Markdown, optional |

        JSON Lines (`.jsonl`) and NumPy arrays (`predictions.npy` with `ids.txt`) work in place of CSV. List your classes
        in `misread.yml`, fill in `version.yml`, and run `misread check-input` on this folder.

        """
    }
}
