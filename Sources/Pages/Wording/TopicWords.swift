import Record

extension Section {
    /// The topic that its page is listed under: failures for archives that keep none, as most analyses ask for them.
    var listedUnder: Topic { topic ?? .failures }
}

extension Topic {
    /// The question that it is called by.
    var phrase: Phrase {
        switch self {
        case .verdict: .topicVerdict
        case .failures: .topicFailures
        case .confidence: .topicConfidence
        case .causes: .topicCauses
        case .data: .topicData
        }
    }
}
