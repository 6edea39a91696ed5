/// Paging by a number from 1 in the address.
package enum PageNumber {
    /// Reads a query item; anything but a sensible page is page 1.
    package static func read(_ text: String?) -> Int {
        guard let text, let number = Int(text), (1...1_000_000).contains(number) else { return 1 }
        return number
    }
}

/// The items of one page out of all of them.
struct PageSlice {
    /// Of the items there are, from 0.
    let range: Range<Int>
    /// From 1, within what there is.
    let page: Int
    let pages: Int

    init(count: Int, page: Int, size: Int) {
        pages = max(1, (count + size - 1) / size)
        self.page = min(max(page, 1), pages)
        let start = (self.page - 1) * size
        range = start..<min(start + size, max(count, start))
    }
}

/// Links to the pages of a list; absent from a page when there is only one.
struct PagerView {
    var label: String
    var previous: String?
    var next: String?

    /// - Parameter address: the address of a page by its number.
    init?(_ slice: PageSlice, address: (Int) -> String) {
        guard slice.pages > 1 else { return nil }
        label = "Page \(FigureText.count(slice.page)) of \(FigureText.count(slice.pages))"
        previous = slice.page > 1 ? address(slice.page - 1) : nil
        next = slice.page < slice.pages ? address(slice.page + 1) : nil
    }
}
