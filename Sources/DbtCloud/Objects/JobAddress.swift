import Foundation
package import HTTPTransport

/// The address of a job as the browser shows it.
///
/// dbt Cloud's pages were `/#/accounts/1/projects/2/jobs/3/` and are `/deploy/1/projects/2/jobs/3`, sometimes below another folder.
package struct JobAddress: Hashable, Sendable {
    /// The address before the page's path: the account's Access URL.
    package let accessURL: BaseURL
    package let accountID: Int
    package let projectID: Int
    package let jobID: Int

    /// Reads an address; nil when it is not one of a job.
    package init?(_ address: String) {
        let trimmed = address.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let parts = URLComponents(string: trimmed), let scheme = parts.scheme, let host = parts.host else { return nil }
        let fragment = (parts.fragment ?? "").prefix { $0 != "?" }
        let segments = (parts.path + "/" + fragment).split(separator: "/").map(String.init)
        guard let account = Self.number(after: ["deploy", "accounts"], in: segments),
            let project = Self.number(after: ["projects"], in: segments), let job = Self.number(after: ["jobs"], in: segments)
        else { return nil }
        let port = parts.port.map { ":\($0)" } ?? ""
        guard let base = try? BaseURL("\(scheme)://\(host)\(port)", setting: "address of the job") else { return nil }
        (accessURL, accountID, projectID, jobID) = (base, account, project, job)
    }

    private static func number(after names: [String], in segments: [String]) -> Int? {
        guard let place = segments.firstIndex(where: names.contains), segments.indices.contains(place + 1) else { return nil }
        return Int(segments[place + 1]).flatMap { $0 > 0 ? $0 : nil }
    }
}
