import Foundation

/// How many marked rows a sample holds that is drawn without replacement.
struct Hypergeometric {
    let total: Int
    let marked: Int
    let drawn: Int

    /// The probability of at most `count` marked rows.
    func probability(ofAtMost count: Int) -> Double {
        guard count >= lowest else { return 0 }
        guard count < highest else { return 1 }
        // Summed away from the mean, terms only get smaller.
        let mean = Double(drawn) * Double(marked) / Double(total)
        return Double(count) < mean ? sum(from: count, step: -1) : max(0, 1 - sum(from: count + 1, step: 1))
    }

    private var lowest: Int { max(0, drawn - (total - marked)) }
    private var highest: Int { min(drawn, marked) }

    private func sum(from start: Int, step: Int) -> Double {
        var count = start
        var term = exp(logarithm(of: count))
        var sum = 0.0
        while term > sum * 1e-17 {
            sum += term
            guard count != (step < 0 ? lowest : highest) else { break }
            term *= step < 0 ? 1 / ratio(after: count - 1) : ratio(after: count)
            count += step
        }
        return min(sum, 1)
    }

    /// The probability of one more than `count`, in units of that of `count`.
    private func ratio(after count: Int) -> Double {
        Double(marked - count) / Double(count + 1) * (Double(drawn - count) / Double(total - marked - drawn + count + 1))
    }

    /// The logarithm of the probability of exactly `count`.
    ///
    /// As a quotient of binomial probabilities, which keeps digits that differences of huge factorials would lose. After Catherine Loader,
    /// "Fast and accurate computation of binomial probabilities" (2000).
    private func logarithm(of count: Int) -> Double {
        let share = Double(drawn) / Double(total)
        return binomial(count, of: marked, share) + binomial(drawn - count, of: total - marked, share) - binomial(drawn, of: total, share)
    }

    private func binomial(_ count: Int, of trials: Int, _ share: Double) -> Double {
        let (x, n) = (Double(count), Double(trials))
        if count == 0 { return n * log1p(-share) }
        if count == trials { return n * log(share) }
        let errors = stirlingError(n) - stirlingError(x) - stirlingError(n - x)
        let deviances = deviance(x, n * share) + deviance(n - x, n * (1 - share))
        return errors - deviances + 0.5 * log(n / (2 * .pi * x * (n - x)))
    }

    /// x ln(x/m) + m - x.
    private func deviance(_ x: Double, _ mean: Double) -> Double {
        let distance = (x - mean) / mean
        return mean * ((1 + distance) * log1p(distance) - distance)
    }

    /// What Stirling's formula for ln(n!) leaves out.
    private func stirlingError(_ n: Double) -> Double {
        if n < 16 { return log((1...max(1, Int(n))).reduce(1.0) { $0 * Double($1) }) - (n + 0.5) * log(n) + n - 0.5 * log(2 * .pi) }
        let square = n * n
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n
    }
}
