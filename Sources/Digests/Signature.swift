// Who vouches for a folder. SHA256SUMS names every file, so that one signature over it signs them all; the signature lies beside
// the list and the program that made it checks it.

import Files
import Foundation

/// A detached signature of a folder's SHA256SUMS.
public struct Signature: Sendable {
    /// A program that signs, and what its signature of the list is called.
    public enum Kind: String, CaseIterable, Sendable {
        /// OpenSSH: `ssh-keygen -Y sign -n file -f KEY SHA256SUMS`.
        case openSSH = "ssh-keygen"
        /// Minisign: `minisign -S -s KEY -m SHA256SUMS`.
        case minisign

        /// Name of the signature's file.
        public var fileName: String {
            switch self {
            case .openSSH: ChecksumList.fileName + ".sig"
            case .minisign: ChecksumList.fileName + ".minisig"
            }
        }
    }

    /// What a check says.
    public enum Verdict: Sendable, Equatable {
        /// The list is as somebody signed it whom the signers name.
        case signed(by: String)
        /// The list is as somebody signed it; whether to trust the key nobody asked.
        case signedByKey(String)
        /// There is a signature and no list of signers, without which this kind cannot be checked.
        case unchecked(Kind)
        /// There is none.
        case absent
        /// The signature is not of this list.
        case broken(String)
        /// The signature is of this list, by somebody whom the signers do not name.
        case unknownSigner
        /// The program that checks it is not installed.
        case noProgram(Kind)
        /// The program that checks it did not come to an answer, and why.
        case undecided(Kind, String)

        /// Of several verdicts the one of the lowest rank is said.
        fileprivate var rank: Int {
            switch self {
            case .broken: 0
            case .signed: 1
            case .undecided: 2
            case .unknownSigner: 3
            case .signedByKey: 4
            case .unchecked: 5
            case .noProgram: 6
            case .absent: 7
            }
        }
    }

    /// Names of files beside the list that are signatures of it, and no part of what is listed.
    public static let fileNames = Set(Kind.allCases.map(\.fileName))

    /// Checks the signatures that lie in `folder` beside its list: one that is broken is told before one that holds, whatever
    /// their order. `signers` names who may have signed: a file of allowed
    /// signers of OpenSSH, or a public key of Minisign. `name` is how messages call the folder. Throws when a file cannot be
    /// read.
    public static func check(
        _ folder: URL, named name: String, signers: URL? = nil
    ) throws(FileError) -> Verdict {
        let source = try SourceFolder(folder, kind: "folder", prefix: name + "/")
        let asked = try signers.map { url throws(FileError) in
            let text = String(decoding: try NamedFile.bytes(url.path, called: url.lastPathComponent), as: UTF8.self)
            return text.hasPrefix(comment) ? Kind.minisign : .openSSH
        }
        var verdicts: [Verdict] = []
        for kind in Kind.allCases {
            guard let entry = try source.entry(kind.fileName), !entry.isFolder else { continue }
            let list = try source.bytes(ChecksumList.fileName)
            let bytes = try source.bytes(kind.fileName)
            guard bytes.count <= mostBytes else {
                verdicts.append(.broken("\(kind.fileName) has \(bytes.count) bytes, a signature at most \(mostBytes)"))
                continue
            }
            if kind == .minisign, !isMinisign(bytes) {
                verdicts.append(.broken("\(kind.fileName) is no signature of Minisign"))
                continue
            }
            // Read through the same door as every file, and handed on as a copy that nobody else can change meanwhile.
            let copy = try ScratchCopy(of: bytes)
            guard let program = ExternalProgram(named: kind.rawValue) else {
                verdicts.append(.noProgram(kind))
                continue
            }
            let own = asked == kind ? signers : nil
            verdicts.append(
                try withExtendedLifetime(copy) { () throws(FileError) in
                    switch kind {
                    case .openSSH: openSSH(program, list, copy.file, own)
                    case .minisign: try minisign(program, list, copy.file, own)
                    }
                })
        }
        return verdicts.min { $0.rank < $1.rank } ?? .absent
    }

    /// Most bytes of a signature: those of either program have less than one in a hundred of it, and a certificate's fit well.
    private static let mostBytes = 64_000
    /// Most seconds that a program may take over one, and most bytes that it may say.
    private static let mostSeconds = 20, mostSaid = 1 << 16

    /// How Minisign's files begin, keys as signatures.
    private static let comment = "untrusted comment:"

    /// Two comments, each before a line of base64: 74 bytes (algorithm, key number, signature), and 64 (the signature of the
    /// trusted comment). Minisign, "Signature format".
    private static func isMinisign(_ bytes: Data) -> Bool {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.count == 4 && lines[0].hasPrefix(comment) && lines[2].hasPrefix("trusted comment:")
            && Data(base64Encoded: String(lines[1]))?.count == 74 && Data(base64Encoded: String(lines[3]))?.count == 64
    }

    private static func openSSH(
        _ program: ExternalProgram, _ list: Data, _ signature: URL, _ signers: URL?
    ) -> Verdict {
        do throws(ExternalProgram.Failure) {
            let valid = try program.run(
                ["-Y", "check-novalidate", "-n", "file", "-s", signature.path], input: list, mostBytes: mostSaid,
                mostSeconds: mostSeconds)
            guard valid.succeeded else { return .broken(firstLine(valid.complaint)) }
            // Good "file" signature with ED25519 key SHA256:...
            let key = firstLine(String(decoding: valid.output, as: UTF8.self)).split(separator: " ").last
            guard let signers else { return .signedByKey(key.map { String($0) } ?? "") }
            // Where nobody is found it says so by its status.
            let found = try program.run(
                ["-Y", "find-principals", "-f", signers.path, "-s", signature.path], mostBytes: mostSaid,
                mostSeconds: mostSeconds)
            for principal in String(decoding: found.output, as: UTF8.self).split(separator: "\n") {
                let run = try program.run(
                    ["-Y", "verify", "-f", signers.path, "-I", String(principal), "-n", "file", "-s", signature.path],
                    input: list, mostBytes: mostSaid, mostSeconds: mostSeconds)
                if run.succeeded { return .signed(by: String(principal)) }
            }
            return .unknownSigner
        } catch {
            return .undecided(.openSSH, words(of: error))
        }
    }

    private static func minisign(
        _ program: ExternalProgram, _ list: Data, _ signature: URL, _ signers: URL?
    ) throws(FileError) -> Verdict {
        guard let signers else { return .unchecked(.minisign) }
        let copy = try ScratchCopy(of: list)
        let run: ExternalProgram.Run
        do throws(ExternalProgram.Failure) {
            run = try withExtendedLifetime(copy) { () throws(ExternalProgram.Failure) in
                try program.run(
                    ["-V", "-q", "-p", signers.path, "-m", copy.file.path, "-x", signature.path], mostBytes: mostSaid,
                    mostSeconds: mostSeconds)
            }
        } catch {
            return .undecided(.minisign, words(of: error))
        }
        if run.succeeded { return .signed(by: signers.lastPathComponent) }
        // Another key's signature is told apart from a broken one by the key's number alone.
        return run.complaint.contains("key id") ? .unknownSigner : .broken(firstLine(run.complaint))
    }

    private static func words(of failure: ExternalProgram.Failure) -> String {
        switch failure {
        case .notStarted: "could not be started"
        case .unreadable, .tooMuch: "said what cannot be read"
        case .tooLong: "did not end within \(mostSeconds) s"
        }
    }

    private static func firstLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    }
}

/// Bytes in a file of their own that nobody else may read or change; it is gone with this value.
private struct ScratchCopy {
    private let folder: ScratchFolder
    var file: URL { folder["file"] }

    init(of bytes: Data) throws(FileError) {
        folder = try ScratchFolder()
        do {
            try bytes.write(to: file)
        } catch {
            throw FileError(error, "a temporary file", .write)
        }
    }
}
