import Foundation

/// Somebody's word that a column has another name in the change.
///
/// The forms are Datafold's: `datafold remap OLD NEW [MODELS]`, `X-Datafold: rename …`, `/datafold renamed …`, `datafold: remapped …`, one on
/// a line, and the same with `plumbline`.
package struct ColumnRemap: Hashable, Sendable, Codable {
    /// Where it stands, which decides how it is folded.
    package enum Source: String, Hashable, Sendable, Codable {
        /// A commit's message: from the name before that commit to the one after it.
        case commit
        /// A comment: from production's name to the change's.
        case comment
    }

    package var old: String
    package var new: String
    /// A shell pattern over names of models and tables, ignoring case; nil for all.
    package var models: String?
    package var source: Source

    package init(old: String, new: String, models: String? = nil, source: Source) {
        self.old = old
        self.new = new
        self.models = models
        self.source = source
    }

    /// All that a text says, in its order; other lines are left alone.
    package static func all(in text: String, source: Source) -> [ColumnRemap] {
        ChangeText.lines(of: text).compactMap { line($0, source) }
    }

    private static func line(_ line: Substring, _ source: Source) -> ColumnRemap? {
        var words = ChangeText.words(of: line)
        guard let name = words.first?.lowercased(), words.count >= 4 else { return nil }
        var bare = name.drop { $0 == "/" }
        if bare.hasPrefix("x-") { bare = bare.dropFirst(2) }
        if bare.hasSuffix(":") { bare = bare.dropLast() }
        guard ChangeText.addressees.contains(String(bare)), verbs.contains(words[1].lowercased()), words.count <= 5 else { return nil }
        words.removeFirst(2)
        return ColumnRemap(old: words[0], new: words[1], models: words.count > 2 ? words[2] : nil, source: source)
    }

    static let verbs: Set = ["remap", "remapped", "rename", "renamed"]
}

extension [ColumnRemap] {
    /// Production's names with the change's for a model, commits folded in their order (a to b and b to c give a to c), then comments,
    /// which speak of the whole change.
    ///
    /// - Parameter names: what the model and its table are called.
    func folded(for names: [String]) -> [ColumnRemap] {
        var pairs: [ColumnRemap] = []
        for remap in self where remap.concerns(names) {
            if remap.source == .commit, let index = pairs.firstIndex(where: { Self.isSame($0.new, remap.old) }) {
                pairs[index].new = remap.new
                // Renamed back.
                if Self.isSame(pairs[index].old, remap.new) { pairs.remove(at: index) }
                continue
            }
            pairs.removeAll { Self.isSame($0.old, remap.old) || Self.isSame($0.new, remap.new) }
            pairs.append(remap)
        }
        return pairs
    }

    private static func isSame(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }
}

extension ColumnRemap {
    /// Whether one of the names fits its pattern.
    fileprivate func concerns(_ names: [String]) -> Bool {
        guard let models else { return true }
        return names.contains { NameGlob.matches(models, $0) }
    }
}

/// Shell patterns over whole names, ignoring case.
enum NameGlob {
    static func matches(_ pattern: String, _ name: String) -> Bool {
        Glob.matches(Array(pattern.lowercased())[...], Array(name.lowercased())[...])
    }
}
