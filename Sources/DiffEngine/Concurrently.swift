import DataDiff

/// Does one thing for both sides at once.
///
/// - Returns: side a's answer, then side b's.
/// - Throws: the first failure; the other side is cancelled then.
func both<Answer: Sendable>(
    _ work: @escaping @Sendable (DiffPlan.Side) async throws(DiffFailure) -> Answer
) async throws(DiffFailure) -> [Answer] {
    try await concurrently(DiffPlan.Side.allCases, work)
}

/// Does the same for several items at once; the first failure cancels the rest and is thrown.
///
/// - Returns: the answers in the order of the items.
func concurrently<Item: Sendable, Answer: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) async throws(DiffFailure) -> Answer
) async throws(DiffFailure) -> [Answer] {
    let finished = await withTaskGroup(of: (Int, Result<Answer, DiffFailure>).self) { group in
        for (index, item) in items.enumerated() { group.addTask { (index, await outcome(of: work, item)) } }
        var answers: [Int: Answer] = [:]
        var first: DiffFailure?
        for await (index, result) in group {
            switch result {
            case .success(let answer): answers[index] = answer
            case .failure(let failure):
                // What the others then fail with is only that they were cancelled.
                first = first ?? failure
                group.cancelAll()
            }
        }
        return first.map { Result<[Answer], DiffFailure>.failure($0) } ?? .success(items.indices.compactMap { answers[$0] })
    }
    return try finished.get()
}

/// Keeps the type of the error across a child task.
private func outcome<Item, Answer>(
    of work: (Item) async throws(DiffFailure) -> Answer, _ item: Item
) async -> Result<Answer, DiffFailure> {
    do throws(DiffFailure) {
        return .success(try await work(item))
    } catch {
        return .failure(error)
    }
}
