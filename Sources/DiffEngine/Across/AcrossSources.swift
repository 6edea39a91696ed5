import DataDiff
import Relational
import SQL
import Synchronization
import Warehouse

/// The two databases of a diff while it reads them, each in one state of its data.
final class AcrossSources: Sendable {
    let snapshots: [any Snapshot]
    /// Whether either side's rows come over a network.
    let isRemote: Bool
    private let hasEnded = Mutex(false)

    init(_ warehouses: [any SnapshotSource]) async {
        snapshots = [await warehouses[0].snapshot(), await warehouses[1].snapshot()]
        isRemote = warehouses.contains(where: \.isRemote)
    }

    var dialects: [Dialect] { snapshots.map(\.dialect) }

    func snapshot(_ side: DiffPlan.Side) -> any Snapshot { snapshots[side == .a ? 0 : 1] }

    /// Gives both databases free again; only the first call counts.
    func end() async {
        let isFirst = hasEnded.withLock { hasEnded in
            defer { hasEnded = true }
            return !hasEnded
        }
        guard isFirst else { return }
        for snapshot in snapshots { await snapshot.end() }
    }
}
