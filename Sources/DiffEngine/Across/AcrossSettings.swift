package import Warehouse

/// How a diff across two databases goes about it.
package struct AcrossSettings: Sendable {
    /// What is done before rows are moved.
    package enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// Checksums where rows would come over a network, else nothing.
        case auto
        /// Nothing: all rows are moved.
        case stream
        /// Both engines calculate checksums, so that rows which are told equal are not moved; where they can tell that.
        case checksums
    }

    package var strategy: Strategy
    /// Buckets of rows that have a checksum each; nil for as many as the tables' sizes suggest.
    package var bucketCount: Int?
    /// Makes the database that the rows meet in.
    ///
    /// It is closed, and gone, when the diff is done.
    package var scratch: @Sendable () throws(WarehouseError) -> ScratchDatabase

    package init(
        strategy: Strategy = .auto, bucketCount: Int? = nil,
        scratch: @escaping @Sendable () throws(WarehouseError) -> ScratchDatabase = { () throws(WarehouseError) in try ScratchDatabase() }
    ) {
        self.strategy = strategy
        self.bucketCount = bucketCount
        self.scratch = scratch
    }
}
