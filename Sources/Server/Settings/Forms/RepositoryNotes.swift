import CIPipeline
import SourceControl
import Store
import Web

/// What the repository's host says about a form: missing rights, a label that is not there, patterns that no file matches.
struct RepositoryNotes: Sendable {
    let server: ServerContext

    func notes(_ entries: CIConfigEntries) async -> CIConfigNotes.Notes {
        guard let repository = try? await server.store.repositories().first(where: { $0.name == entries["repository"] }) else { return [:] }
        do {
            return try await withDeadline(Self.patience, server.time) { await notes(entries, repository) }
        } catch {
            return ["repository": [.init(.warning, "\(repository.name) could not be asked: the host did not answer in time.")]]
        }
    }

    /// A form does not wait longer for a host.
    private static let patience = Duration.seconds(10)

    private func notes(_ entries: CIConfigEntries, _ repository: RepositoryRecord) async -> CIConfigNotes.Notes {
        let host: any SourceControlHost
        var notes: CIConfigNotes.Notes = [:]
        do {
            host = try RepositoryDesk(server: server).host(repository)
            let facts = try await RepositoryDesk(server: server).facts(repository)
            let credential = repository.gitHubAppId == nil ? "The token" : "The App"
            notes["repository"] = facts.missingRights.map { .init(.warning, "\(credential) lacks \($0).") }
            if facts.fullName.lowercased() != repository.name.lowercased() {
                notes["repository", default: []].append(
                    .init(.warning, "It is called \(facts.fullName) on the host now; put that name into the repository's settings."))
            }
        } catch {
            return ["repository": [.init(.warning, (error as? Problem)?.detail ?? "The repository could not be asked.")]]
        }
        if let note = await label(entries, host) { notes[entries["require_label"] == "true" ? "require_label" : "label"] = [note] }
        notes["files_to_ignore"] = await patterns(entries["files_to_ignore"], host)
        return notes
    }

    private func label(_ entries: CIConfigEntries, _ host: any SourceControlHost) async -> FormField.Note? {
        let name = entries["label"].isEmpty ? CISettings().label : entries["label"]
        guard entries["require_label"] == "true" || name != CISettings().label else { return nil }
        guard let isThere = try? await host.hasLabel(name), !isThere else { return nil }
        return .init(.warning, "The repository has no label '\(name)'; create it there.")
    }

    private func patterns(_ text: String, _ host: any SourceControlHost) async -> [FormField.Note] {
        guard !text.isEmpty, let paths = try? await host.filePaths() else { return [] }
        return Self.unmatched(text, paths).map { .init(.warning, "'\($0.prefix(60))' matches no file of the default branch.") }
    }

    /// The patterns that match none of the paths.
    static func unmatched(_ text: String, _ paths: [String]) -> [String] {
        text.split(whereSeparator: \.isNewline).map(String.init).filter { line in
            let pattern = line.hasPrefix("!") ? String(line.dropFirst()) : line
            let alone = IgnorePatterns(pattern)
            return !alone.isEmpty && !paths.contains(where: alone.ignores)
        }
    }
}
