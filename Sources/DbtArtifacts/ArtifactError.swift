/// Why a dbt artifact could not be used.
///
/// Every case names the file and says what to do.
package enum ArtifactError: Error, Hashable, Sendable {
    /// There is no file at `path`.
    case missing(path: String)
    /// `path` is a directory.
    case directory(path: String)
    /// The file is there and could not be read; `reason` is the system's.
    case unreadable(path: String, reason: String)
    /// The file has no bytes, or only white space.
    case empty(path: String)
    /// The text stops being JSON after `offset` bytes, where `expected` should have been.
    case notJSON(path: String, offset: Int, expected: String)
    /// It is JSON, but without `metadata.dbt_schema_version`.
    case notAnArtifact(path: String)
    /// It is a dbt artifact of another kind, such as `run-results`.
    case wrongKind(path: String, expected: ArtifactKind, found: String)
    /// Its schema is older than what is understood.
    case tooOld(path: String, kind: ArtifactKind, version: Int)
    /// It has more bytes than a 32-bit offset can address.
    case tooLarge(path: String)
}

extension ArtifactError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "cannot read \(path): there is no such file; give the path of an artifact that dbt wrote, such as target/manifest.json"
        case .directory(let path): "cannot read \(path): it is a directory; give the file inside it, such as \(path)/manifest.json"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .empty(let path): "\(path) is empty; dbt was perhaps interrupted while writing it, so run dbt (or download the artifact) again"
        case .notJSON(let path, let offset, let expected):
            "\(path) is not JSON at byte \(offset): expected \(expected); it may be cut short, so fetch it again"
        case .notAnArtifact(let path):
            "\(path) is JSON but no dbt artifact: it has no metadata.dbt_schema_version; give a file that dbt wrote"
        case .wrongKind(let path, let expected, let found):
            "\(path) holds dbt's \(found), not \(expected.article) \(expected.words); give \(expected.fileName)"
        case .tooOld(let path, let kind, let version):
            "\(path) has \(kind.words) schema v\(version), older than v\(kind.oldestVersion); make it with \(kind.oldestRelease) or later"
        case .tooLarge(let path): "\(path) is larger than 4 GB, more than any dbt artifact should be; check that it is the right file"
        }
    }
}

/// Which of dbt's files a text is, as its schema's address says.
package struct ArtifactKind: RawRepresentable, Hashable, Sendable {
    /// As in `https://schemas.getdbt.com/dbt/<kind>/v12.json`.
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let manifest = ArtifactKind(rawValue: "manifest")
    package static let runResults = ArtifactKind(rawValue: "run-results")
    package static let catalog = ArtifactKind(rawValue: "catalog")

    /// The file dbt writes it to.
    package var fileName: String { "\(rawValue.replacing("-", with: "_")).json" }
    /// For messages.
    package var words: String { rawValue.replacing("-", with: " ") }

    /// The oldest schema that is read: what dbt 1.5 wrote, for the catalog the only one.
    package var oldestVersion: Int {
        switch self {
        case .manifest: 9
        case .runResults: 4
        default: 1
        }
    }

    fileprivate var oldestRelease: String { self == .catalog ? "dbt 1.0" : "dbt 1.5" }
    fileprivate var article: String { self == .runResults ? "the" : "a" }
}
