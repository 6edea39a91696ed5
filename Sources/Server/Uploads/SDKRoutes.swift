import DbtArtifacts
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// What Datafold's SDK calls outside of `/api/v1`.
struct SDKRoutes: Sendable {
    let server: ServerContext

    func add(to router: Router<ServerRequestContext>) {
        // The SDK ships its log lines here, before it knows whether its key is right; nobody reads them.
        router.post("api/internal/sdk/log") { request, _ in
            _ = try? await request.body.collect(upTo: 1 << 20)
            return try JSONReply.response([String: String]())
        }
        let api = router.group("api/internal").add(middleware: KeyMiddleware(check: KeyCheck(store: server.store)))
        api.post("ci/:id/check_pks_in_dbt_manifest") { request, context in try await checkKeys(try context.number("id"), request) }
    }

    private func checkKeys(_ id: Int, _ request: Request) async throws -> Response {
        let config = try await server.store.ciConfig(id)
        let limit = server.settings.maxUploadMB * 10 << 20
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "The manifest is larger than \(limit >> 20) MB.", hint: "Raise server.max_upload_mb.")
        }
        let bytes = Array(body.readableBytesView)
        let tag = config.settings.primaryKeyTag
        let keys = try await ArtifactIntake.offPool {
            do throws(ArtifactError) {
                return ModelKeys.all(in: try Manifest(bytes: bytes, name: "manifest.json"), tag: tag)
            } catch {
                throw Problem(.unprocessableContent, "The manifest cannot be used: \(error).")
            }
        }
        return try JSONReply.response(keys.map(KeyView.init))
    }

    /// The SDK's `DbtPkInfo`.
    private struct KeyView: Encodable {
        let source: String
        let sqlTable: [String]
        let sqlPks: [String]
        let dbtFqn: [String]
        let dbtPks: [String]
        let dbtOriginalFilePath: String
        let dbtPatchPath: String?
        let warnings: [String]

        init(_ model: ModelKeys) {
            source = model.source ?? "none"
            sqlTable = model.relation
            sqlPks = model.columns
            dbtFqn = model.fqn
            dbtPks = model.columns
            dbtOriginalFilePath = model.file
            dbtPatchPath = model.patchFile
            warnings = model.warnings
        }
    }
}
