import Foundation

/// What GitHub's runner obeys in a log, by the rules of its `ActionCommand.cs` and `ActionCommandManager.cs`.
struct RunnerModel {
    private static let known: Set<String> = ["error", "warning", "notice", "add-mask", "set-output", "group", "debug", "stop-commands"]
    /// Name and data of each command that was obeyed.
    private(set) var obeyed: [(name: String, data: String)] = []
    private(set) var stopToken: String?

    init(_ log: String) {
        for line in log.split(whereSeparator: \.isNewline) {
            guard let command = Self.parse(String(line), also: stopToken) else { continue }
            if let token = stopToken {
                if command.name.lowercased() == token.lowercased() { stopToken = nil }
            } else if command.name == "stop-commands" {
                stopToken = command.data
            } else {
                obeyed.append(command)
            }
        }
    }

    private static func parse(_ line: String, also token: String?) -> (name: String, data: String)? {
        func isKnown(_ name: Substring) -> Bool { known.contains(name.lowercased()) || name.lowercased() == token?.lowercased() }
        let trimmed = line.drop { $0.isWhitespace }
        if trimmed.hasPrefix("::"), let end = trimmed.dropFirst(2).firstRange(of: "::") {
            let name = trimmed.dropFirst(2)[..<end.lowerBound].prefix { $0 != " " }
            if isKnown(name) { return (String(name), String(trimmed[end.upperBound...])) }
        }
        guard let start = line.firstRange(of: "##["), let end = line[start.upperBound...].firstIndex(of: "]") else { return nil }
        let name = line[start.upperBound..<end].prefix { $0 != " " }
        return isKnown(name) ? (String(name), String(line[line.index(after: end)...])) : nil
    }
}

/// What Azure's agent obeys in a log, by the rules of its `Command.cs`: area and event, properties, and data.
func azureCommands(_ log: String) -> [(head: String, data: String)] {
    log.split(whereSeparator: \.isNewline).compactMap { line in
        guard let start = line.range(of: "##vso[", options: .caseInsensitive), let end = line[start.upperBound...].firstIndex(of: "]")
        else { return nil }
        return (String(line[start.upperBound..<end]), String(line[line.index(after: end)...]))
    }
}

/// Texts that each CI system, or an old release of it, would obey in a log.
let hostileLines = [
    "::error::x", "  ::add-mask::hunter2", "\u{85}::set-output name=run_id::1", "x ##[add-mask]y", "##[set-output name=a]b", "##[group]g",
    "##vso[task.setvariable variable=PATH]/tmp", "text ##VSO[task.complete result=Succeeded;]", "##\u{200B}vso[task.x y=z]",
    ":\u{AD}:error::x", "#\u{1B}[0m#[add-mask]y", "section_end:1700000000:plumbline_log_7\r\u{1B}[0K",
    "section_start:1:x[collapsed=true]\r\u{1B}[0Kx", "\n::error::x\r\n::warning::y\r::notice::z", "::TOKEN0123456789ab::\n::error::x",
    "::token0123456789AB::\n::error::x", "\"\n::error::x", "```\n::error::x\n```",
]
