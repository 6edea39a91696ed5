/// Text that grows piece by piece up to a limit; the first piece that does not fit ends it with a notice.
struct CutText {
    private(set) var text = ""
    private let limit: Int
    private let closing: String
    private var isCut = false

    /// - Parameter limit: bytes of UTF-8.
    init(limit: Int, closing: String) {
        self.limit = limit
        self.closing = closing
    }

    /// Appends whole pieces; a piece is never split, so that no markup is left open.
    mutating func append(_ pieces: [String]) {
        for piece in pieces where !isCut {
            guard text.utf8.count + piece.utf8.count + closing.utf8.count <= limit else {
                text += closing
                isCut = true
                return
            }
            text += piece
        }
    }
}
