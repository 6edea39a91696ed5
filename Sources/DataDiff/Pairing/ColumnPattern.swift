#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension ColumnChoice {
    /// Whether a column takes part, going by include and exclude alone.
    func keeps(_ name: String) -> Bool {
        if exclude.contains(where: { Self.matches(name, $0) }) { return false }
        return include.isEmpty || include.contains { Self.matches(name, $0) }
    }

    /// POSIX `fnmatch` over lower-cased text.
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        fnmatch(pattern.lowercased(), name.lowercased(), 0) == 0
    }
}
