/// Two texts cut into what they share at both ends and what differs between.
struct TextChange: Hashable {
    /// One side: only `middle` differs from the other side's.
    struct Side: Hashable {
        var start: String
        var middle: String
        var end: String
    }

    var a: Side
    var b: Side

    /// Compares by character; texts that share too little are marked as a whole.
    ///
    /// - Parameter limit: how many characters of a side are kept, around the difference.
    init(_ textA: String, _ textB: String, limit: Int) {
        let a = Array(textA)
        let b = Array(textB)
        var start = 0
        while start < a.count, start < b.count, a[start] == b[start] { start += 1 }
        var end = 0
        while end < a.count - start, end < b.count - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
        if (start + end) * 3 < max(a.count, b.count) { (start, end) = (0, 0) }
        self.a = Self.side(a, start, end, limit)
        self.b = Self.side(b, start, end, limit)
    }

    private static func side(_ text: [Character], _ start: Int, _ end: Int, _ limit: Int) -> Side {
        let middle = text[start..<(text.count - end)]
        guard text.count > limit else {
            return Side(start: String(text[..<start]), middle: String(middle), end: String(text[(text.count - end)...]))
        }
        let context = limit / 3
        let before = start > context ? "…" + String(text[(start - context)..<start]) : String(text[..<start])
        let room = max(limit - min(start, context), context)
        if middle.count > room { return Side(start: before, middle: String(middle.prefix(room - 1)) + "…", end: "") }
        let rest = text[(text.count - end)...]
        let after = rest.count > room - middle.count ? String(rest.prefix(max(room - middle.count, 1) - 1)) + "…" : String(rest)
        return Side(start: before, middle: String(middle), end: after)
    }
}
