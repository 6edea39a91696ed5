import SQL

/// What one kind of warehouse asks of its driver; one value each under `Kinds/`.
struct WarehouseKind: Sendable {
    let driver: String
    let dialect: Dialect
    /// A name for people, without secrets.
    let label: @Sendable (WarehouseConfiguration) -> String
    let databaseOptions: @Sendable (WarehouseConfiguration) -> [(String, String)]
    /// Statements run on every new connection.
    let opening: @Sendable (WarehouseConfiguration) -> [String]
    /// Whether the database is on another machine.
    let isRemote: @Sendable (WarehouseConfiguration) -> Bool
    /// Whether holding the database open keeps others from writing to it.
    let closesWhenIdle: Bool
    /// Options of statements whose rows are read batch by batch.
    let streaming: [(String, String)]
    /// How several statements see one state of the data; nil when an open database is one.
    let transaction: SnapshotTransaction?
    /// Reads the options from a connection URI.
    let options: @Sendable (_ uri: String) throws(WarehouseError) -> [String: String]
    /// Names of the options there are.
    let optionNames: Set<String>
    /// Checks the options' values, as far as that is possible without a connection.
    let validate: @Sendable (_ options: [String: String]) throws(WarehouseError) -> Void
    /// Looks for what would otherwise end in a riddle of the driver's.
    let precheck: @Sendable (WarehouseConfiguration) throws(WarehouseError) -> Void

    init(_ type: WarehouseType) {
        switch type {
        case .duckdb: self = .duckdb
        case .postgresql: self = .postgresql
        }
    }

    init(
        driver: String, dialect: Dialect, opening: @escaping @Sendable (WarehouseConfiguration) -> [String] = { _ in [] },
        closesWhenIdle: Bool = false, streaming: [(String, String)] = [], transaction: SnapshotTransaction? = nil,
        optionNames: Set<String>,
        isRemote: @escaping @Sendable (WarehouseConfiguration) -> Bool = { _ in false },
        label: @escaping @Sendable (WarehouseConfiguration) -> String,
        databaseOptions: @escaping @Sendable (WarehouseConfiguration) -> [(String, String)],
        options: @escaping @Sendable (String) throws(WarehouseError) -> [String: String],
        validate: @escaping @Sendable ([String: String]) throws(WarehouseError) -> Void,
        precheck: @escaping @Sendable (WarehouseConfiguration) throws(WarehouseError) -> Void = { _ in }
    ) {
        self.driver = driver
        self.dialect = dialect
        self.opening = opening
        self.isRemote = isRemote
        self.closesWhenIdle = closesWhenIdle
        self.streaming = streaming
        self.transaction = transaction
        self.optionNames = optionNames
        self.label = label
        self.databaseOptions = databaseOptions
        self.options = options
        self.validate = validate
        self.precheck = precheck
    }
}
