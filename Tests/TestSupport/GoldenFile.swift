import Foundation
package import Testing

/// Compares text with a file that is kept beside the tests; `PLUMBLINE_UPDATE_GOLDEN=1` writes the file anew.
package func expectGolden(_ text: String, _ path: String, beside file: String = #filePath, _ location: SourceLocation = #_sourceLocation) {
    let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden").appending(path: path)
    if ProcessInfo.processInfo.environment["PLUMBLINE_UPDATE_GOLDEN"] == "1" {
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data((text + "\n").utf8).write(to: url)
    }
    let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? "(no such file: \(path))"
    #expect(text + "\n" == expected, "differs from \(path)", sourceLocation: location)
}
