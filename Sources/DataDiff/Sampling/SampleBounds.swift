/// How many of all rows may differ, given how many differ in a sample of them; exact, without replacement.
///
/// The bounds of Clopper and Pearson for the hypergeometric distribution: numbers at which a count as small (or as large) as the one that
/// was seen would be rarer than `risk` are ruled out. Rows that were seen count as they are, so a bound is never below the differences
/// seen, and never above what is left when the matches seen are taken away.
struct SampleBounds {
    let total: Int
    let drawn: Int
    let found: Int

    /// - Parameter total: raised to `drawn` should it be less.
    init(total: Int, drawn: Int, found: Int) {
        self.total = max(total, drawn)
        self.drawn = drawn
        self.found = min(max(found, 0), drawn)
    }

    /// The most rows that may differ.
    ///
    /// - Parameter risk: the probability of being wrong, below 1.
    func most(risk: Double) -> Int {
        var (possible, excluded) = (found, total - drawn + found + 1)
        while excluded - possible > 1 {
            let middle = possible + (excluded - possible) / 2
            let probability = Hypergeometric(total: total, marked: middle, drawn: drawn).probability(ofAtMost: found)
            if probability > risk { possible = middle } else { excluded = middle }
        }
        return possible
    }

    /// The fewest rows that may differ: all but the most that may match.
    func fewest(risk: Double) -> Int {
        total - SampleBounds(total: total, drawn: drawn, found: drawn - found).most(risk: risk)
    }
}
