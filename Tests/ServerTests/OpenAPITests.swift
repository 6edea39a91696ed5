import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct OpenAPITests {
    private func document() async throws -> (data: Data, paths: [String: [String: [String: Any]]]) {
        let place = try await ServerPlace()
        let data = try await place.test { client in
            try await client.execute(uri: "/api/v1/openapi.json", method: .get, headers: [.authorization: "Key viewer-key"]) { response in
                #expect(response.status == .ok)
                return Data(response.body.readableBytesView)
            }
        }
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return (data, try #require(json["paths"] as? [String: [String: [String: Any]]]))
    }

    @Test func everyRouteIsDescribed() async throws {
        let paths = try await document().paths
        for path in [
            "ci_configs", "ci_configs/{id}", "repositories/{id}/webhook", "data_sources/test/{id}", "dbt_cloud/jobs", "runs/{id}",
            "openapi.json",
        ] {
            #expect(paths["/api/v1/\(path)"] != nil, "\(path)")
        }
        #expect(Set(paths["/api/v1/ci_configs/{id}"]?.keys.map(\.self) ?? []) == ["get", "put", "patch", "delete"])
        for (path, operations) in paths {
            for (method, operation) in operations {
                // Of a route that nobody has described the summary is its address.
                #expect(operation["summary"] as? String != "\(method.uppercased()) \(path)", "\(method) \(path) is not described")
            }
        }
    }

    // https://pypi.org/project/openapi-spec-validator/
    @Test func aValidatorFindsNothingWrong() async throws {
        let document = String(decoding: try await document().data, as: UTF8.self)
        let folder = try TemporaryFolder(["openapi.json": document])
        let python = BuiltProduct(file: Repository.virtualEnvironment + "/bin/python")
        let outcome = try await python.run(["-m", "openapi_spec_validator", folder.path + "/openapi.json"])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
}
