// Every short text that is not a page of its own: the sentence of the verdict, what a failure mode is called, the words around
// tiles, gates and pictures, the lines of a terminal. Each is a phrase of a file under `Templates/phrases/`, which a workspace may
// replace; here stands which there are and what each may speak of.

/// A phrase, by file and name.
public enum Phrase: String, CaseIterable, Sendable {
    case listAnd = "lists/and"
    case listClauses = "lists/clauses"
    case listComma = "lists/comma"
    case listSemicolon = "lists/semicolon"
    case listMore = "lists/more"

    case verdictNotReady = "verdict/not-ready"
    case verdictReady = "verdict/ready"
    case verdictInconclusive = "verdict/inconclusive"
    case verdictNotReadyShort = "verdict/not-ready-short"
    case verdictReadyShort = "verdict/ready-short"
    case verdictInconclusiveShort = "verdict/inconclusive-short"
    case verdictNoAudit = "verdict/no-audit"
    case verdictNoGate = "verdict/no-gate"
    case verdictNoGateAsked = "verdict/no-gate-asked"
    case verdictGateNotMeasured = "verdict/gate-not-measured"
    case verdictGateBelow = "verdict/gate-below"
    case verdictGateAbove = "verdict/gate-above"
    case verdictGateValue = "verdict/gate-value"
    case verdictGateAsked = "verdict/gate-asked"
    case verdictGatesOpenOfPart = "verdict/gates-open-of-part"
    case verdictGatesOpen = "verdict/gates-open"
    case verdictGateUndecidable = "verdict/gate-undecidable"
    case verdictMoreGates = "verdict/more-gates"
    case verdictAnalysisFailed = "verdict/analysis-failed"
    case verdictClasses = "verdict/classes"
    case verdictClassesCount = "verdict/classes-count"
    case verdictTheBaseline = "verdict/the-baseline"
    case verdictClassesRegressed = "verdict/classes-regressed"
    case verdictClassesRegressedToo = "verdict/classes-regressed-too"
    case verdictAccuracyRegressed = "verdict/accuracy-regressed"
    case verdictObjectsRegressed = "verdict/objects-regressed"
    case verdictMoreFalsePositives = "verdict/more-false-positives"
    case verdictNothingFound = "verdict/nothing-found"
    case verdictPrecisionRegressed = "verdict/precision-regressed"
    case verdictInput = "verdict/input"
    case verdictImagesWithoutPrediction = "verdict/images-without-prediction"
    case verdictImagesWithoutDetection = "verdict/images-without-detection"
    case verdictClassesAtZero = "verdict/classes-at-zero"
    case verdictClassesNeverFound = "verdict/classes-never-found"
    case verdictAccuracy = "verdict/accuracy"
    case verdictPrecision = "verdict/precision"
    case verdictCoverage = "verdict/coverage"
    case verdictPrecisionChanged = "verdict/precision-changed"
    case verdictObjectsChanged = "verdict/objects-changed"
    case verdictFalsePositivesChanged = "verdict/false-positives-changed"
    case verdictAccuracyChanged = "verdict/accuracy-changed"
    case verdictConfidence = "verdict/confidence"
    case verdictGatesPassed = "verdict/gates-passed"

    case nextTitle = "next/title"
    case nextErrors = "next/errors"
    case nextSlice = "next/slice"
    case nextConfusion = "next/confusion"
    case nextClassRegression = "next/class-regression"
    case nextConfidentErrors = "next/confident-errors"
    case nextCalibration = "next/calibration"
    case nextFragility = "next/fragility"
    case nextGates = "next/gates"
    case nextSetGates = "next/set-gates"
    case nextMore = "next/more"
    case nextRaise = "next/raise"
    case nextLower = "next/lower"
    case nextLabels = "next/labels"

    case gateAtLeast = "gates/at-least"
    case gateAtMost = "gates/at-most"
    case gateBoundAtLeast = "gates/bound-at-least"
    case gateBoundAtMost = "gates/bound-at-most"
    case gateShort = "gates/short"
    case gateToSpare = "gates/to-spare"
    case gateFloor = "gates/floor"
    case gateUnits = "gates/units"
    case gateNounsOf = "gates/nouns-of"
    case gateWouldDecide = "gates/would-decide"
    case gateMembers = "gates/members"
    case gateMoreMembers = "gates/more-members"
    case gateCount = "gates/count"
    case gateNone = "gates/none"
    case gateNoneAsked = "gates/none-asked"
    case gateExact = "gates/exact"
    case gateNoneSet = "gates/none-set"
    case gateNotInBaseline = "gates/not-in-baseline"
    case gatePage = "gates/page"
    case gateNotStated = "gates/not-stated"

    case movedWhat = "moved/what"
    case movedNone = "moved/none"
    case movedMore = "moved/more"
    case movedPairedInterval = "moved/paired-interval"
    case movedCorrected = "moved/corrected"
    case movedChange = "moved/change"
    case movedFound = "moved/found"
    case movedFalsePositives = "moved/false-positives"
    case movedAccuracy = "moved/accuracy"
    case movedLabels = "moved/labels"
    case movedLabel = "moved/label"
    case movedRecall = "moved/recall"
    case movedSlice = "moved/slice"
    case movedUnder = "moved/under"
    case movedFromTo = "moved/from-to"
    case movedMost = "moved/most"

    case policyTitle = "policy/title"
    case policyVerdictNow = "policy/verdict-now"
    case policyWhy = "policy/why"
    case policyVerdictThen = "policy/verdict-then"
    case policyGatesThen = "policy/gates-then"
    case policySame = "policy/same"
    case policyOtherGates = "policy/other-gates"
    case policyNotAsked = "policy/not-asked"
    case policyNow = "policy/now"
    case policyInForce = "policy/in-force"
    case policyRemoved = "policy/removed"
    case policySince = "policy/since"
    case policySetAfter = "policy/set-after"
    case policyOnItsDay = "policy/on-its-day"
    case policyOfItsDay = "policy/of-its-day"
    case policyByToday = "policy/by-today"
    case policyAll = "policy/all"

    case tileClass = "tiles/class"
    case tileFloor = "tiles/floor"
    case tileChosen = "tiles/chosen"
    case tileChange = "tiles/change"
    case tileWorse = "tiles/worse"
    case tileBetter = "tiles/better"
    case tileNotSignificant = "tiles/not-significant"
    case tileFixed = "tiles/fixed"
    case tileRegressed = "tiles/regressed"
    case tileBothIncorrect = "tiles/both-incorrect"
    case tileTest = "tiles/test"

    case modeConfusion = "failure-modes/confusion"
    case modeClassRegression = "failure-modes/class-regression"
    case modeConfidentErrors = "failure-modes/confident-errors"
    case modeLabelSuspects = "failure-modes/label-suspects"
    case modeOverconfidence = "failure-modes/overconfidence"
    case modeUnderconfidence = "failure-modes/underconfidence"
    case modeFragility = "failure-modes/fragility"
    case modeOther = "failure-modes/other"
    case modeKindConfusion = "failure-modes/kind-confusion"
    case modeKindSlice = "failure-modes/kind-slice"
    case modeKindClassRegression = "failure-modes/kind-class-regression"
    case modeKindConfidentErrors = "failure-modes/kind-confident-errors"
    case modeKindLabelSuspects = "failure-modes/kind-label-suspects"
    case modeKindCalibration = "failure-modes/kind-calibration"
    case modeKindFragility = "failure-modes/kind-fragility"
    case modeOfClass = "failure-modes/of-class"
    case modeOfSlice = "failure-modes/of-slice"
    case modeOfAll = "failure-modes/of-all"
    case modeFromSeverity = "failure-modes/from-severity"
    case modeStatement = "failure-modes/statement"
    case modeErrorNoun = "failure-modes/error-noun"
    case modeErrors = "failure-modes/errors"
    case modeShare = "failure-modes/share"
    case modeRelated = "failure-modes/related"
    case modeNewErrorNoun = "failure-modes/new-error-noun"
    case modeCountedAbove = "failure-modes/counted-above"
    case modeBaseline = "failure-modes/baseline"
    case modeUpTo = "failure-modes/up-to"
    case modeList = "failure-modes/list"
    case modeFoundHere = "failure-modes/found-here"
    case modeFirstAudit = "failure-modes/first-audit"
    case modeNotListed = "failure-modes/not-listed"
    case modeNoLongerListed = "failure-modes/no-longer-listed"
    case modeNeitherLists = "failure-modes/neither-lists"
    case modeAsOf = "failure-modes/as-of"
    case modeExpected = "failure-modes/expected"
    case modeGain = "failure-modes/gain"
    case modeGainAtSiblings = "failure-modes/gain-at-siblings"
    case modeGainIfAllRight = "failure-modes/gain-if-all-right"
    case modeSiblings = "failure-modes/siblings"
    case modeHistory = "failure-modes/history"
    case modeItsHistory = "failure-modes/its-history"

    case galleryPredictedAs = "gallery/predicted-as"
    case galleryCorrect = "gallery/correct"
    case galleryAlt = "gallery/alt"
    case galleryAltCorrect = "gallery/alt-correct"
    case galleryAltOutcome = "gallery/alt-outcome"
    case galleryAltOverlay = "gallery/alt-overlay"
    case galleryConfidence = "gallery/confidence"
    case galleryScore = "gallery/score"
    case galleryBaseline = "gallery/baseline"
    case galleryNoPicture = "gallery/no-picture"
    case galleryShown = "gallery/shown"
    case galleryScaleAlt = "gallery/scale-alt"
    case galleryScale = "gallery/scale"
    case galleryScaleLowest = "gallery/scale-lowest"
    case galleryScaleHalf = "gallery/scale-half"
    case galleryScaleHighest = "gallery/scale-highest"
    case galleryRows = "gallery/rows"
    case galleryEmpty = "gallery/empty"
    case galleryNothingToShow = "gallery/nothing-to-show"

    case pageNewest = "pages/newest"
    case pageReadNewest = "pages/read-newest"
    case pageNewestAudit = "pages/newest-audit"
    case pageRedirect = "pages/redirect"
    case pageReleaseAudit = "pages/release-audit"
    case pageAgainst = "pages/against"
    case pageChangesSince = "pages/changes-since"
    case pageChanges = "pages/changes"
    case pageSeveralChanges = "pages/several-changes"
    case pageDiffering = "pages/differing"
    case pageNotComparedOther = "pages/not-compared-other"
    case pageOfWorst = "pages/of-worst"
    case pageOtherSet = "pages/other-set"
    case pageEvaluatedOn = "pages/evaluated-on"
    case pageNotMeasured = "pages/not-measured"
    case pageQuestion = "pages/question"
    case pageAnalysisFailed = "pages/analysis-failed"
    case pageAnalysisFailedDetail = "pages/analysis-failed-detail"
    case pageAnalysisFailedMessage = "pages/analysis-failed-message"
    case pageEntryFailed = "pages/entry-failed"
    case pageChangeInterval = "pages/change-interval"
    case pageIntervalOf = "pages/interval-of"
    case pageRowsImages = "pages/rows-images"
    case pageRowsPredictions = "pages/rows-predictions"
    case pageRowsRegions = "pages/rows-regions"
    case pageRowsDetections = "pages/rows-detections"
    case pageRowsObjects = "pages/rows-objects"
    case pageRowsLeftOut = "pages/rows-left-out"
    case pageRowsEvaluated = "pages/rows-evaluated"
    case pageDigest = "pages/digest"
    case pageEvaluated = "pages/evaluated"
    case pageMore = "pages/more"
    case pageEvaluationDate = "pages/evaluation-date"
    case pageBaselineDigest = "pages/baseline-digest"
    case pageFamilySlices = "pages/family-slices"
    case pageFamilyConfusions = "pages/family-confusions"
    case pageFamilyCalibration = "pages/family-calibration"
    case pageFamilyComparison = "pages/family-comparison"
    case pageFamilyRobustness = "pages/family-robustness"
    case pageFamilyFalls = "pages/family-falls"

    case incidentOpenBecause = "incidents/open-because"
    case incidentImpact = "incidents/impact"
    case incidentTrigger = "incidents/trigger"
    case incidentDetection = "incidents/detection"
    case incidentRecord = "incidents/record"
    case incidentContributing = "incidents/contributing"
    case incidentShownBy = "incidents/shown-by"
    case incidentNoAction = "incidents/no-action"
    case incidentNoDate = "incidents/no-date"
    case incidentWithheld = "incidents/withheld"

    case datasetsNotReady = "datasets/not-ready"
    case datasetsInconclusive = "datasets/inconclusive"
    case datasetsReady = "datasets/ready"
    case datasetsLacking = "datasets/lacking"
    case datasetsSentence = "datasets/sentence"
    case datasetsNoneJudged = "datasets/none-judged"
    case datasetsNoPredictions = "datasets/no-predictions"
    case datasetsNotMeant = "datasets/not-meant"
    case datasetsNotJudged = "datasets/not-judged"
    case datasetsVersion = "datasets/version"
    case datasetsAll = "datasets/all"
    case datasetsEyebrow = "datasets/eyebrow"
    case datasetsLine = "datasets/line"
    case datasetsLineLacking = "datasets/line-lacking"
    case datasetsHeadlines = "datasets/headlines"
    case datasetsReproduce = "datasets/reproduce"

    case summaryCoverage = "summary/coverage"
    case summaryGates = "summary/gates"
    case summaryGatesNone = "summary/gates-none"
    case summaryCount = "summary/count"
    case summaryFound = "summary/found"
    case summaryRegression = "summary/regression"
    case summaryMode = "summary/mode"
    case summaryNotMeasured = "summary/not-measured"
    case summarySite = "summary/site"
    case summaryArchived = "summary/archived"
    case summaryArchivedUnchanged = "summary/archived-unchanged"
    case summaryArchivedReplaced = "summary/archived-replaced"
    case summaryArchivedBefore = "summary/archived-before"
    case summaryNothingToAudit = "summary/nothing-to-audit"

    case importRecognised = "import/recognised"
    case importTruth = "import/truth"
    case importDetections = "import/detections"
    case importLabels = "import/labels"
    case importFolders = "import/folders"
    case importPredictions = "import/predictions"
    case importTable = "import/table"
    case importPictures = "import/pictures"
    case importPicturesNone = "import/pictures-none"
    case importUnused = "import/unused"
    case importNext = "import/next"
    case importNextResults = "import/next-results"

    case inputWorkspace = "check-input/workspace"
    case inputDataset = "check-input/dataset"
    case inputDatasetObjects = "check-input/dataset-objects"
    case inputCategory = "check-input/category"
    case inputNumber = "check-input/number"
    case inputVersion = "check-input/version"
    case inputDetections = "check-input/detections"
    case inputRows = "check-input/rows"
    case inputAccount = "check-input/account"
    case inputRefused = "check-input/refused"
    case inputProbabilitiesAll = "check-input/probabilities-all"
    case inputProbabilitiesOne = "check-input/probabilities-one"
    case inputProbabilitiesNone = "check-input/probabilities-none"
    case inputMaps = "check-input/maps"
    case inputEmbeddings = "check-input/embeddings"
    case inputPictures = "check-input/pictures"
    case inputRoleImages = "check-input/role-images"
    case inputRoleTruth = "check-input/role-ground-truth"
    case inputRolePictures = "check-input/role-pictures"
    case inputRolePredictions = "check-input/role-predictions"
    case inputRoleDetections = "check-input/role-detections"
    case inputRoleMaps = "check-input/role-maps"
    case inputRoleEmbeddings = "check-input/role-embeddings"
    case inputRolePerturbations = "check-input/role-perturbations"
    case inputDoubtStands = "check-input/doubt-stands"
    case inputDoubtAccepted = "check-input/doubt-accepted"
    case inputWarning = "check-input/warning"
    case inputNote = "check-input/note"
    case inputPerturbations = "check-input/perturbations"
    case inputPerturbation = "check-input/perturbation"
    case inputNext = "check-input/next"

    /// What it may speak of: a text `name`, a count `name#`, of which `one.name` says whether it is one, a flag `name?`.
    var names: [String] {
        switch self {
        case .listAnd, .listClauses: ["last", "start"]
        case .listComma, .listSemicolon: ["next", "start"]
        case .listMore, .tileBothIncorrect, .pageSeveralChanges, .pageMore: ["count"]
        case .verdictNotReady: ["caps", "reasons", "has.caps?"]
        case .verdictReady, .verdictGatesPassed, .verdictNoGateAsked, .gateNoneAsked: ["gates#"]
        case .verdictInconclusive: ["reasons"]
        case .verdictGateNotMeasured: ["fact"]
        case .verdictGateBelow, .verdictGateAbove: ["bound", "fact", "value"]
        case .datasetsNotReady, .datasetsInconclusive, .datasetsReady, .datasetsLacking: ["names"]
        case .datasetsSentence: ["parts"]
        case .datasetsVersion, .datasetsEyebrow, .datasetsReproduce: ["version"]
        case .datasetsLine: ["dataset", "line"]
        case .datasetsLineLacking: ["dataset", "version"]
        case .verdictGateValue: ["fact", "value"]
        case .verdictGateAsked: ["bound", "fact", "at.least?", "at.most?"]
        case .verdictGatesOpenOfPart: ["gates", "n", "nouns"]
        case .verdictGatesOpen: ["gates", "n", "nouns", "unit.nouns", "units", "has.units?"]
        case .verdictGateUndecidable: ["gate", "reason", "more#", "has.more?"]
        case .verdictMoreGates, .verdictClassesCount: ["count#"]
        case .verdictAnalysisFailed: ["title"]
        case .verdictClasses: ["names", "classes#"]
        case .verdictClassesRegressed: ["baseline", "classes", "has.baseline?"]
        case .verdictClassesRegressedToo, .verdictClassesAtZero, .verdictClassesNeverFound: ["classes"]
        case .verdictAccuracyRegressed: ["baseline", "has.baseline?"]
        case .verdictObjectsRegressed, .verdictPrecisionRegressed, .verdictMoreFalsePositives, .pageChangesSince:
            ["baseline"]
        case .verdictInput: ["doubt", "more#", "has.more?"]
        case .verdictImagesWithoutPrediction, .verdictImagesWithoutDetection: ["images", "missing"]
        case .verdictAccuracy: ["interval", "n", "value", "has.interval?"]
        case .verdictPrecision: ["found", "interval", "objects", "value", "has.found?", "has.interval?"]
        case .verdictCoverage: ["images", "kept", "reasons", "has.reasons?", "is.subset?"]
        case .summaryCoverage: ["images", "kept"]
        case .inputPictures: ["images", "pictures"]
        case .inputWarning, .inputNote: ["text"]
        case .verdictPrecisionChanged: ["baseline", "change", "interval", "is.better?", "is.undecided?"]
        case .verdictObjectsChanged: ["baseline", "gained", "lost", "is.better?", "is.undecided?", "is.worse?"]
        case .verdictFalsePositivesChanged: ["baseline", "before", "now", "is.better?", "is.undecided?", "is.worse?"]
        case .verdictAccuracyChanged:
            [
                "baseline", "change", "class", "fixed", "interval", "loss", "regressed", "has.class?", "has.interval?",
                "has.pairs?", "has.part?", "is.better?", "is.undecided?", "n",
            ]
        case .verdictConfidence: ["confidence", "points", "is.over?"]
        case .nextErrors: ["do", "errors#", "is.new?"]
        case .nextSlice, .nextConfusion, .nextClassRegression: ["nouns"]
        case .nextMore: ["n", "nouns", "size"]
        case .nextRaise, .nextLower: ["margin"]
        case .nextLabels: ["labels#"]
        case .gateAtLeast, .gateAtMost: ["bound", "fact"]
        case .gateBoundAtLeast, .gateBoundAtMost: ["bound"]
        case .gateShort, .gateToSpare: ["margin"]
        case .gateFloor, .tileFloor: ["floor"]
        case .tileChosen: ["interval"]
        case .gateUnits: ["nouns", "units"]
        case .gateWouldDecide: ["nouns", "size"]
        case .gateNounsOf: ["member", "nouns", "is.units?"]
        case .gateMembers: ["failed", "members", "open", "passed", "has.failed?", "has.open?"]
        case .gateMoreMembers: ["count#"]
        case .gateCount: ["state", "count#"]
        case .gatePage, .modeList, .modeAsOf, .pageReadNewest, .pageReleaseAudit, .pageIntervalOf: ["version"]
        case .movedMore: ["count"]
        case .movedSlice: ["slice"]
        case .movedUnder: ["run"]
        case .movedRecall, .movedLabel: ["class"]
        case .movedFromTo: ["before", "now", "subject"]
        case .movedMost: ["baseline", "better", "worse", "has.better?", "has.worse?"]
        case .policyOtherGates: ["gates#"]
        case .policySince, .policySetAfter: ["date", "version"]
        case .policyOnItsDay: ["verdict"]
        case .tileClass, .modeClassRegression: ["class"]
        case .tileChange: ["baseline", "change", "interval", "n", "has.interval?", "has.part?"]
        case .tileTest: ["p"]
        case .modeConfusion: ["predicted", "truth"]
        case .modeFragility: ["factor"]
        case .modeOther: ["kind", "slice", "has.slice?"]
        case .modeOfClass: ["class", "n", "nouns"]
        case .modeOfSlice, .modeOfAll: ["n", "nouns"]
        case .modeFromSeverity: ["level", "of", "rank", "severities"]
        case .modeStatement: ["interval", "of", "value"]
        case .modeErrorNoun, .modeNewErrorNoun, .modeErrors, .modeCountedAbove: ["errors#"]
        case .modeShare, .galleryShown: ["share"]
        case .modeBaseline: ["value"]
        case .modeUpTo: ["level"]
        case .galleryAlt: ["label", "predicted"]
        case .galleryAltCorrect: ["label"]
        case .galleryAltOutcome: ["label", "outcome"]
        case .galleryConfidence: ["confidence"]
        case .galleryScore: ["score"]
        case .galleryBaseline: ["predicted"]
        case .galleryScale: ["opacity"]
        case .galleryRows: ["rows", "shown"]
        case .galleryNothingToShow: ["caption"]
        case .pageNewest: ["date", "version"]
        case .pageDiffering: ["fields"]
        case .pageOfWorst: ["class", "fact", "version"]
        case .pageOtherSet: ["n", "nouns"]
        case .pageEvaluatedOn: ["classes#"]
        case .incidentWithheld: ["audience"]
        case .pageNotMeasured, .pageRowsLeftOut, .incidentNoAction: ["reason"]
        case .pageEvaluated: ["nouns"]
        case .summaryGates: ["counts"]
        case .summaryCount: ["count", "state"]
        case .summaryFound: ["findings#", "leads#"]
        case .summaryMode: ["errors", "interval", "of", "title", "value", "has.errors?"]
        case .summaryRegression: ["before", "errors", "interval", "now", "of", "title", "has.before?"]
        case .summaryNotMeasured: ["sections"]
        case .summarySite: ["path"]
        case .summaryNothingToAudit, .inputNext: ["command"]
        case .inputWorkspace: ["task", "title", "classes#", "has.classes?"]
        case .inputDataset: ["name", "images#"]
        case .inputDatasetObjects: ["name", "classes#", "images#", "regions#"]
        case .inputCategory: ["name", "values#"]
        case .inputNumber: ["buckets", "edges", "name", "has.edges?", "is.computed?"]
        case .inputVersion: ["baseline", "date", "name", "has.baseline?"]
        case .inputDetections: ["detections"]
        case .inputRows: ["account"]
        case .inputAccount: ["kept", "read", "refused", "has.missing?", "has.refused?", "order.trusted?"]
        case .inputRefused: ["count", "reason"]
        case .inputMaps: ["maps"]
        case .inputEmbeddings: ["dimensions"]
        case .inputPerturbation: ["account", "factor", "level"]
        case .importRecognised: ["names"]
        case .importTruth: ["classes", "count#", "files#", "form", "images#", "objects#", "place"]
        case .importDetections: ["answered", "detections", "files#", "form", "images", "place"]
        case .importLabels, .importFolders: ["classes", "count#", "images#", "place"]
        case .importPredictions: ["place", "rows#"]
        case .importTable: ["place"]
        case .importPictures: ["images", "pictures", "unclear#", "has.unclear?"]
        case .importUnused: ["files", "more", "pictures#", "has.both?", "has.files?", "has.more?", "has.pictures?"]
        case .importNext, .importNextResults: ["command"]
        default: []
        }
    }
}
