/// Markdown that grows piece by piece; a piece that does not fit is left out whole, so that no markup is left open.
struct SizedMarkdown {
    /// Bytes kept free for the frame that follows the last piece that fits.
    private static let reserve = 4096
    private(set) var text = ""
    private let limit: Int

    /// - Parameter limit: bytes of UTF-8 of the whole text.
    init(limit: Int) {
        self.limit = limit
    }

    /// Appends what must stand there whatever the size: headings, the ends of tables and elements.
    mutating func frame(_ piece: String) {
        text += CICommandText.harmless(piece)
    }

    /// Appends a piece if it fits.
    @discardableResult
    mutating func add(_ piece: String) -> Bool {
        let safe = CICommandText.harmless(piece)
        guard text.utf8.count + safe.utf8.count <= limit - Self.reserve else { return false }
        text += safe
        return true
    }

    /// Appends pieces up to the first that does not fit.
    ///
    /// - Returns: how many did.
    mutating func addPrefix(_ pieces: [String]) -> Int {
        for (count, piece) in pieces.enumerated() where !add(piece) { return count }
        return pieces.count
    }

    /// Appends pieces up to the first that does not fit, and says how many more there are.
    mutating func add(_ pieces: [String], more: String) {
        let left = pieces.count - addPrefix(pieces)
        if left > 0 { frame("\n_… and \(left) more \(more)_\n") }
    }
}
