import Foundation

/// Addresses within the app.
enum SettingsAddress {
    /// A path of ours, for going back to; nil for anything that leads elsewhere.
    static func own(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), text.count < 1000 else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { (0x21...0x7e).contains($0.value) && $0 != "\\" }
        return isPlain ? text : nil
    }

    /// A path with query items; those without a value are left out.
    static func path(_ path: String, _ items: [String: String?]) -> String {
        var parts = URLComponents()
        parts.path = path
        let present = items.compactMap { item in item.value.map { URLQueryItem(name: item.key, value: $0) } }.sorted { $0.name < $1.name }
        if !present.isEmpty { parts.queryItems = present }
        return parts.string ?? path
    }
}
