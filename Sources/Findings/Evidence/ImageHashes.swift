import Artifacts
import Digests

extension DetectionEvaluation {
    /// What an archive tells each image by: the first eight bytes of the SHA-256 of its name.
    var imageHashes: [UInt64] { names.map { SHA256Digest(of: $0.text).prefix64 } }
}
