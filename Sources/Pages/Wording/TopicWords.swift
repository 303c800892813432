import Record

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
