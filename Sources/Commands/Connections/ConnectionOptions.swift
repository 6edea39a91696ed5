import ArgumentParser

/// Options that say how a connection is found and used.
struct ConnectionOptions: ParsableArguments {
    /// Where a configuration file is, unless one is given.
    static let defaultFile = "plumbline.yaml"

    @Option(
        help: ArgumentHelp(
            "Configuration file whose data sources may be named instead of a URI (default: \(Self.defaultFile)).", valueName: "file"))
    var config: String?
}
