import SQL

/// How values are compared: which columns, at which keys.
package struct ValueQuery: Hashable, Sendable {
    /// Where the rows shown as examples come from.
    package enum Examples: Hashable, Sendable {
        /// A later statement, or none are wanted.
        case apart
        /// The statement itself fetches the first of them.
        case included
        /// The statement tells at which classes of keys there are some.
        case located
    }

    /// Places of the compared columns; the others are known to be equal.
    package var columns: [Int]
    /// Whether either side has duplicate keys, which then are left out on both sides.
    package var duplicates: Bool
    package var examples: Examples
    /// Which keys are looked at; nil for all.
    package var sample: SamplePlan?
    package var pairing = Pairing.byKey

    /// How rows of the two sides come together.
    package enum Pairing: Hashable, Sendable {
        /// By their keys.
        case byKey
        /// By their places in the tables; the statement says last at how many places the keys are not the same.
        case byPlace
        /// By their keys, once it is known from hashes of the rows which ones differ; nothing is said of the others.
        case byKeyWhereRowsDiffer
    }

    package init(
        columns: [Int], duplicates: Bool, examples: Examples = .apart, sample: SamplePlan? = nil, pairing: Pairing = .byKey
    ) {
        self.columns = columns
        self.duplicates = duplicates
        self.examples = examples
        self.sample = sample
        self.pairing = pairing
    }
}

extension DiffPlan {
    /// Classes of keys, by their hash, that differing rows are located in.
    static let keyClasses = 2048
    /// More rows than these are not fetched by the statement that counts.
    private static let mostIncluded = 1000

    /// How the rows that are shown as examples are best found when values are compared.
    package var bestExamples: ValueQuery.Examples {
        if request.sampleRowLimit == 0 || !canSummarise { return .apart }
        if dialect.fingerprints.firstRows == nil { return .located }
        return request.sampleRowLimit <= Self.mostIncluded ? .included : .apart
    }

    /// Keeps a side's rows to those of a sample and of some classes.
    ///
    /// The hash is of the key in the form that both sides share, so both keep the same keys.
    func restriction(_ side: Side, sample: SamplePlan?, classes: [Int]? = nil) -> Expression? {
        let parts = [
            sample.map { Expression.comparison(.lowBits(keyHash(side), below: SamplePlan.modulus), .less, .integer($0.limit)) },
            classes.map { .isOneOf(.lowBits(keyHash(side), below: Self.keyClasses), $0) },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : .all(parts)
    }

    /// The class of a row's key.
    func keyClass(_ side: Side) -> [SelectColumn] {
        [.expression(.lowBits(keyHash(side), below: Self.keyClasses), as: "class")]
    }
}
