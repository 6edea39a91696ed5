/// Names of tables and files that hold a diff's rows: `plumbline_NAME_KIND`.
package struct KeptName: Hashable, Sendable {
    private let stem: String

    /// - Parameters:
    ///   - name: of the compared table.
    ///   - limit: bytes that a name may have; a longer one is cut and gets a mark of its whole.
    package init(_ name: String, limit: Int?) {
        let ends = RowKind.allCases.map { $0.rawValue.utf8.count + 1 }.max() ?? 0
        let room = limit.map { $0 - Self.prefix.utf8.count - ends }
        guard let room, name.utf8.count > room else {
            stem = Self.prefix + name
            return
        }
        let mark = "_" + String(Self.hash(name), radix: 36)
        stem = Self.prefix + ColumnTitles.cut(name, to: room - mark.utf8.count) + mark
    }

    /// A name that every file system takes: letters, digits, dots and hyphens stay, other characters become underscores.
    package static func file(_ name: String) -> KeptName {
        KeptName(String(name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" }), limit: 200)
    }

    /// How all names begin that are made of names with this beginning; at most 30 bytes of it are looked at.
    package static func start(_ name: String) -> String { prefix + name }

    package func name(_ kind: RowKind) -> String { "\(stem)_\(kind.rawValue)" }

    private static let prefix = "plumbline_"

    /// FNV-1a, 32 bits: the same in every run.
    private static func hash(_ text: String) -> UInt32 {
        text.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
