/// Who keeps a setting: the configuration file, which brings it in line at each start, or people in the app and the API.
package enum RecordOrigin: String, Hashable, Sendable, Codable {
    case file, app
}
