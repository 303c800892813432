// What a data set asks of every version: named cases, each some of its images and what is expected of them. `cases:` of dataset.yml.

import Columns
import Diagnostics

/// A case of a suite.
public struct SuiteCase: Sendable, Equatable {
    /// What is expected of the images of a case.
    public enum Expectation: Sendable, Equatable {
        /// The share predicted correctly, or of objects found, is at least this.
        case atLeast(Rate, Double)
        /// It is what the baseline's is on the same images, give or take this; the smallest effect of misread.yml when `nil`.
        case noChange(within: Double?)
    }

    /// What a share is called, for those who write the case.
    public enum Rate: String, Sendable, CaseIterable {
        /// Of images.
        case accuracy
        /// Of the images of a class, or of objects.
        case recall
    }

    /// How the team calls it.
    public var name: String
    /// Conditions that all hold for its images, one at least.
    public var predicates: [Predicate]
    /// What is expected.
    public var expectation: Expectation
    /// Where it is written.
    public var place: Place

    /// A case.
    public init(name: String, predicates: [Predicate], expectation: Expectation, place: Place) {
        self.name = name
        self.predicates = predicates
        self.expectation = expectation
        self.place = place
    }

    /// It in a line: "fog: weather = fog, accuracy >= 0.9".
    public func words(smallestEffect: Double) -> String {
        let conditions = predicates.map { "\($0.attribute) = \($0.value)" }
        return "\(name): \((conditions + [expectation.words(smallestEffect: smallestEffect)]).joined(separator: ", "))"
    }
}

extension SuiteCase.Expectation {
    /// How far the share may move, where it is not to.
    public func tolerance(smallestEffect: Double) -> Double? {
        if case .noChange(let within) = self { within ?? smallestEffect } else { nil }
    }

    /// As it is written in dataset.yml, with its tolerance.
    public func words(smallestEffect: Double) -> String {
        switch self {
        case .atLeast(let rate, let bound): "\(rate.rawValue) >= \(bound)"
        case .noChange(let within): "no change beyond \(within ?? smallestEffect)"
        }
    }
}
