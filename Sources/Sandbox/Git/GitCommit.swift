/// One commit as git stores it.
///
/// Times are ISO 8601 in UTC.
struct GitCommit: Sendable, Equatable {
    struct Person: Sendable, Equatable {
        let name: String
        let email: String
        let date: String
    }

    let sha: String
    let tree: String
    let parents: [String]
    let author: Person
    let committer: Person
    let message: String

    /// The fields of one commit, each ended by a unit separator, commits ended by NUL (`git log -z`).
    static let format = ["%H", "%T", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B"].joined(separator: "%x1f")

    /// Reads the output of `git log -z --format=…`.
    static func parse(_ output: String) -> [GitCommit] {
        output.split(separator: "\0").compactMap { record in
            let fields = record.split(separator: "\u{1f}", maxSplits: 9, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 10 else { return nil }
            return GitCommit(
                sha: fields[0],
                tree: fields[1],
                parents: fields[2].split(separator: " ").map(String.init),
                author: Person(name: fields[3], email: fields[4], date: fields[5]),
                committer: Person(name: fields[6], email: fields[7], date: fields[8]),
                message: fields[9].trimmingSuffix(while: \.isNewline)
            )
        }
    }
}

extension StringProtocol {
    /// The text without the run of characters at its end that fulfil the condition.
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}
