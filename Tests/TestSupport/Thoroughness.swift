import Foundation

/// How much a test tries. `make test` tries what finds a fault in seconds; `make test-all` sets `MISREAD_TESTS=all` and
/// tries as much as the law deserves. This is the one place that reads it.
public enum Thoroughness {
    /// Whether everything is tried.
    public static let isFull = ProcessInfo.processInfo.environment["MISREAD_TESTS"] == "all"

    /// How many draws, seeds or rows a test makes: `few`, or `all` in the full run.
    public static func draws(_ few: Int, all: Int) -> Int { isFull ? all : few }

    /// `first` and as many seeds after it as `draws` says.
    public static func seeds(from first: UInt64, _ few: Int, all: Int) -> Range<UInt64> {
        first..<(first + UInt64(draws(few, all: all)))
    }
}
