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
    }

    /// Names of files beside the list that are signatures of it, and no part of what is listed.
    public static let fileNames = Set(Kind.allCases.map(\.fileName))

    /// Checks the signature that lies in `folder` beside its list. `signers` names who may have signed: a file of allowed
    /// signers of OpenSSH, or a public key of Minisign. `name` is how messages call the folder. Throws when a file cannot be
    /// read.
    public static func check(
        _ folder: URL, named name: String, signers: URL? = nil
    ) throws(FileError) -> Verdict {
        let source = try SourceFolder(folder, kind: "folder", prefix: name + "/")
        for kind in Kind.allCases {
            guard let entry = try source.entry(kind.fileName), !entry.isFolder else { continue }
            let list = try source.bytes(ChecksumList.fileName)
            // Read through the same door as every file, and handed on as a copy that nobody else can change meanwhile.
            let copy = try ScratchCopy(of: try source.bytes(kind.fileName))
            guard let program = ExternalProgram(named: kind.rawValue) else { return .noProgram(kind) }
            return try withExtendedLifetime(copy) { () throws(FileError) in
                switch kind {
                case .openSSH: openSSH(program, list, copy.file, signers)
                case .minisign: try minisign(program, list, copy.file, signers)
                }
            }
        }
        return .absent
    }

    private static func openSSH(
        _ program: ExternalProgram, _ list: Data, _ signature: URL, _ signers: URL?
    ) -> Verdict {
        let valid = try? program.run(
            ["-Y", "check-novalidate", "-n", "file", "-s", signature.path], input: list, mostBytes: 1 << 16)
        guard let valid, valid.succeeded else { return .broken(firstLine(valid?.complaint ?? "")) }
        // Good "file" signature with ED25519 key SHA256:...
        let key = firstLine(String(decoding: valid.output, as: UTF8.self)).split(separator: " ").last.map { String($0) }
        guard let signers else { return .signedByKey(key ?? "") }
        let found = try? program.run(
            ["-Y", "find-principals", "-f", signers.path, "-s", signature.path], mostBytes: 1 << 16)
        let principals = String(decoding: found?.output ?? Data(), as: UTF8.self).split(separator: "\n")
        for principal in principals {
            let run = try? program.run(
                ["-Y", "verify", "-f", signers.path, "-I", String(principal), "-n", "file", "-s", signature.path],
                input: list, mostBytes: 1 << 16)
            if run?.succeeded == true { return .signed(by: String(principal)) }
        }
        return .unknownSigner
    }

    private static func minisign(
        _ program: ExternalProgram, _ list: Data, _ signature: URL, _ signers: URL?
    ) throws(FileError) -> Verdict {
        guard let signers else { return .unchecked(.minisign) }
        let copy = try ScratchCopy(of: list)
        let run = withExtendedLifetime(copy) {
            try? program.run(
                ["-V", "-q", "-p", signers.path, "-m", copy.file.path, "-x", signature.path], mostBytes: 1 << 16)
        }
        guard let run else { return .noProgram(.minisign) }
        if run.succeeded { return .signed(by: signers.lastPathComponent) }
        // Another key's signature is told apart from a broken one by the key's number alone.
        return run.complaint.contains("key id") ? .unknownSigner : .broken(firstLine(run.complaint))
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map { String($0) } ?? ""
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
