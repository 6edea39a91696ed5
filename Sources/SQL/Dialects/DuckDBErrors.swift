/// What DuckDB's errors mean: it puts the kind of trouble in front of its messages and sets no SQLSTATE.
enum DuckDBErrors {
    @Sendable static func classify(_ message: String, _ sqlState: String?) -> Dialect.ErrorKind {
        func says(_ texts: String...) -> Bool { texts.contains(where: message.contains) }
        if says("Could not set lock", "Conflicting lock") { return .locked }
        if says("database does not exist", "does not exist in read-only mode") { return .databaseMissing }
        if says("max_temp_directory_size", "No space left on device") { return .diskFull }
        if says("Out of Memory Error") { return .outOfMemory }
        if says(
            "not a valid DuckDB database file", "Corrupt database file", "Could not read enough bytes", "database file with version number")
        {
            return .damaged
        }
        if says("Catalog Error") && says("does not exist") {
            return says("Table with name", "View with name", "Schema with name", "Catalog with name") ? .relationNotFound : .syntax
        }
        if says("Binder Error") && says("Referenced column") { return .columnNotFound }
        if says("Parser Error") { return .syntax }
        return says("Permission") ? .permission : .other
    }

    @Sendable static func advice(_ kind: Dialect.ErrorKind) -> String? {
        switch kind {
        case .outOfMemory: "raise the option memory_limit, lower threads, or compare fewer rows or columns"
        case .diskFull: "make room in temp_directory or raise max_temp_directory_size, or compare fewer rows or columns"
        case .damaged: "copy a DuckDB file only while nothing writes to it; one of a newer DuckDB needs a newer driver"
        default: nil
        }
    }
}
