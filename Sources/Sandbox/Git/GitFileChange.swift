/// One file of a comparison of two commits.
struct GitFileChange: Sendable, Equatable {
    enum Status: String, Sendable { case added, removed, modified, renamed, copied, changed }

    let path: String
    let previousPath: String?
    let status: Status
    /// The file's object name after the change; before it for a removed file.
    let sha: String
    let additions: Int
    let deletions: Int
    /// The hunks, from the first `@@` on; nil for binary files, pure renames and patches too large to show.
    let patch: String?

    /// Patches above this many characters are left out, as GitHub leaves out large ones.
    static let patchLimit = 200_000

    /// Joins the three outputs of `git diff` (`--raw -z`, `--numstat -z`, `-p`) that list the same files in the same order.
    static func parse(raw: String, numstat: String, patch: String) -> [GitFileChange] {
        let names = parseRaw(raw)
        let counts = parseNumstat(numstat)
        let patches = parsePatch(patch)
        return names.enumerated().map { index, name in
            GitFileChange(
                path: name.path,
                previousPath: name.previousPath,
                status: name.status,
                sha: name.sha,
                additions: index < counts.count ? counts[index].additions : 0,
                deletions: index < counts.count ? counts[index].deletions : 0,
                patch: index < patches.count ? patches[index] : nil
            )
        }
    }

    private typealias Name = (path: String, previousPath: String?, status: Status, sha: String)

    /// `:100644 100644 <old> <new> M` NUL path NUL, with two paths for renames and copies.
    private static func parseRaw(_ output: String) -> [Name] {
        var tokens = output.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)[...]
        var names: [Name] = []
        while let head = tokens.popFirst(), head.hasPrefix(":") {
            let fields = head.dropFirst().split(separator: " ").map(String.init)
            guard fields.count == 5, let letter = fields[4].first, let first = tokens.popFirst() else { break }
            switch letter {
            case "R", "C":
                guard let second = tokens.popFirst() else { return names }
                names.append((second, first, letter == "R" ? .renamed : .copied, fields[3]))
            case "A": names.append((first, nil, .added, fields[3]))
            case "D": names.append((first, nil, .removed, fields[2]))
            case "T": names.append((first, nil, .changed, fields[3]))
            default: names.append((first, nil, .modified, fields[3]))
            }
        }
        return names
    }

    /// `3\t1\tpath` NUL, or `3\t1\t` NUL old NUL new NUL for renames; `-` for binary files.
    static func parseNumstat(_ output: String) -> [(additions: Int, deletions: Int)] {
        var tokens = output.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)[...]
        var counts: [(additions: Int, deletions: Int)] = []
        while let head = tokens.popFirst() {
            let fields = head.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            counts.append((Int(fields[0]) ?? 0, Int(fields[1]) ?? 0))
            if fields[2].isEmpty { tokens = tokens.dropFirst(2) }
        }
        return counts
    }

    private static func parsePatch(_ output: String) -> [String?] {
        var patches: [String?] = []
        var lines: [Substring]?
        var inHunks = false
        func finish(_ lines: [Substring]?) {
            guard let lines else { return }
            let text = lines.joined(separator: "\n")
            patches.append(text.isEmpty || text.utf8.count > patchLimit ? nil : text)
        }
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("diff --git ") {
                finish(lines)
                lines = []
                inHunks = false
            } else if inHunks || line.hasPrefix("@@") {
                inHunks = true
                lines?.append(line)
            }
        }
        // The output ends with a newline, which leaves one empty line behind the last hunk.
        if lines?.last?.isEmpty == true { lines?.removeLast() }
        finish(lines)
        return patches
    }
}
