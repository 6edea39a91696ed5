import Foundation
import HTTPTransport
import Store

/// What stands in the form of a CI configuration: typed, or as it is stored.
struct CIConfigEntries: Sendable {
    /// By row; secrets are not among them.
    var values: [String: String]
    /// Secrets typed in this form, or in the one before it, by row.
    var secrets: [String: Secret] = [:]

    /// As it is stored, or what a new one begins with.
    init(_ tree: SettingsTree) {
        values = Dictionary(CIConfigRows.all.map { ($0.name, Self.shown(tree[$0.name], $0.name)) }) { first, _ in first }
    }

    /// As it was typed.
    ///
    /// - Parameter vault: opens secrets that an earlier form held.
    init(typed fields: [String: String], vault: SecretVault, purpose: String) {
        values = [:]
        for row in CIConfigRows.all {
            switch row.entry {
            case .secret:
                let typed = Secret(fields[row.name] ?? "")
                let held = fields[Self.heldName(row.name)].flatMap { $0.isEmpty ? nil : try? vault.open($0, for: purpose) }
                if let secret = typed.isEmpty ? held : typed { secrets[row.name] = secret }
            case .checkbox: values[row.name] = fields[row.name] == "true" ? "true" : "false"
            default: values[row.name] = fields[row.name] ?? ""
            }
        }
    }

    /// The hidden field that carries a secret, encrypted, from one form to the next.
    static func heldName(_ row: String) -> String { row + ".held" }

    subscript(_ name: String) -> String { values[name] ?? "" }

    /// What a form keeps of typed secrets without anybody being able to read them in the page.
    func held(vault: SecretVault, purpose: String) throws(StoreError) -> [String: String] {
        var held: [String: String] = [:]
        for (name, secret) in secrets { held[Self.heldName(name)] = try vault.seal(secret, for: purpose) }
        return held
    }

    /// As the API would have been sent it: what is empty is not there.
    var tree: SettingsTree {
        var tree = SettingsTree.object([:])
        let hasDbtCloud = values.contains { $0.key.hasPrefix("dbt_cloud.") && !$0.value.isEmpty } || !secrets.isEmpty
        for row in CIConfigRows.all {
            if row.name.hasPrefix("dbt_cloud."), !hasDbtCloud { continue }
            if row.entry == .secret {
                if let secret = secrets[row.name] { tree[row.name] = .text(secret.reveal()) }
            } else if row.entry == .checkbox {
                tree[row.name] = .bool(self[row.name] == "true")
            } else {
                let text = self[row.name]
                let isEmpty = text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
                tree[row.name] = isEmpty ? .null : .text(Self.isLines(row) ? text : text.trimmingCharacters(in: .whitespaces))
            }
        }
        return tree
    }

    private static func isLines(_ row: CIConfigRows.Row) -> Bool { if case .lines = row.entry { true } else { false } }

    private static func shown(_ value: SettingsTree?, _ name: String) -> String {
        let text = value?.shown ?? ""
        // As people write shares.
        guard ["sampling.tolerance", "sampling.confidence"].contains(name), let fraction = Double(text) else { return text }
        return ShareText.percent(fraction)
    }
}

/// A share as people write it.
enum ShareText {
    static func percent(_ fraction: Double) -> String {
        var digits = String(
            (fraction * 100).formatted(
                .number.precision(.significantDigits(1...12)).grouping(.never).locale(.init(identifier: "en_US_POSIX"))))
        if digits.contains("."), digits.hasSuffix("0") { digits = String(digits.reversed().drop { $0 == "0" }.reversed()) }
        return digits + "%"
    }
}
