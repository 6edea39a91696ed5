import Foundation

// How to wait, and what to bring home.
extension SettingsReader {
    /// dbt Cloud ends a run after a day at the latest, so nothing is left to wait for then.
    private static let longestWait = 86_400.0

    mutating func waiting() -> TriggerSettings.Waiting? {
        let interval = seconds(given.optional(input.interval, "--interval"), atLeast: 0.1) ?? 10
        let timeout = seconds(given.optional(input.timeout, "--timeout"), atLeast: 1) ?? Self.longestWait
        guard input.waits else { return nil }
        return .init(interval: .seconds(interval), timeout: .seconds(timeout), cancelsOnTimeout: input.cancelsOnTimeout)
    }

    mutating func artifacts() -> ArtifactRequest? {
        let named = input.artifactPaths.compactMap { [given] in given.find($0, "--artifact")?.text }
        let step = wholeNumber(given.optional(input.artifactStep, "--step"), above: 0)
        guard let folder = given.optional(input.artifactsFolder, "--artifacts")?.text else {
            if !named.isEmpty || step != nil { problems.append("--artifact and --step need a folder to write to: give --artifacts DIR") }
            return nil
        }
        for path in named where path.hasPrefix("/") || path.split(separator: "/").contains("..") {
            problems.append("--artifact is \"\(shown(path))\": give a path as dbt Cloud lists it, such as run_results.json")
        }
        let standard = ["manifest.json", "run_results.json", "catalog.json"]
        return ArtifactRequest(folder: folder, paths: named.isEmpty ? standard : named, areNamed: !named.isEmpty, step: step)
    }

    mutating func wholeNumber(_ value: GivenValue?, above bound: Int) -> Int? {
        guard let value else { return nil }
        guard let number = Int(value.text), number > bound else {
            problems.append("\(value.name) is \"\(shown(value.text))\", which is not a whole number from \(bound + 1) on")
            return nil
        }
        return number
    }

    mutating func truth(_ value: GivenValue?) -> Bool? {
        guard let value else { return nil }
        switch value.text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            problems.append("\(value.name) is \"\(shown(value.text))\": give true or false")
            return nil
        }
    }

    private mutating func seconds(_ value: GivenValue?, atLeast smallest: Double) -> Double? {
        guard let value else { return nil }
        guard let number = Double(value.text), number.isFinite, number >= smallest, number <= 30 * Self.longestWait else {
            let from = smallest == 1 ? "1" : "\(smallest)"
            problems.append("\(value.name) is \"\(shown(value.text))\": give a number of seconds from \(from) to 2592000, which is 30 days")
            return nil
        }
        return number
    }
}
