import Crypto
import Foundation
package import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Encrypts what must not be readable in the database file: tokens, keys, passwords.
///
/// AES-256-GCM with a fresh nonce per value. What a value is for is authenticated with it, so that a token pasted into
/// another column does not open.
package struct SecretVault: Sendable {
    private let key: SymmetricKey

    /// - Parameter keyText: 32 bytes in base64.
    /// - Throws: `StoreError` with `wrongKey` when the text is something else.
    package init(keyText: String, source: String) throws(StoreError) {
        guard let bytes = Data(base64Encoded: keyText.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32 else {
            throw StoreError(
                .wrongKey, "The secret key in \(source) is not 32 bytes in base64; make one with `openssl rand -base64 32`.")
        }
        key = SymmetricKey(data: bytes)
    }

    /// Encrypts a secret for one purpose, for example `repository.token`.
    package func seal(_ secret: Secret, for purpose: String) throws(StoreError) -> String {
        do {
            let box = try AES.GCM.seal(Data(secret.reveal().utf8), using: key, authenticating: Data(purpose.utf8))
            guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
            return combined.base64EncodedString()
        } catch {
            throw StoreError(.wrongKey, "Cannot encrypt the secret for \(purpose).")
        }
    }

    /// Decrypts what `seal` made for the same purpose.
    ///
    /// - Throws: `StoreError` with `wrongKey`.
    package func open(_ sealed: String, for purpose: String) throws(StoreError) -> Secret {
        do {
            guard let data = Data(base64Encoded: sealed) else { throw CryptoKitError.incorrectParameterSize }
            let plain = try AES.GCM.open(AES.GCM.SealedBox(combined: data), using: key, authenticating: Data(purpose.utf8))
            guard let text = String(data: plain, encoding: .utf8) else { throw CryptoKitError.incorrectParameterSize }
            return Secret(text)
        } catch {
            throw StoreError(
                .wrongKey,
                "Cannot decrypt the stored \(purpose): the secret key is not the one it was encrypted with. Bring back that key (file secret.key in the data directory, or PLUMBLINE_SECRET_KEY)."
            )
        }
    }

    /// A keyed digest by which an API key is looked up; it cannot be turned back, nor guessed without the vault's key.
    package func digest(_ secret: Secret) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(secret.reveal().utf8), using: key)).base64EncodedString()
    }
}

extension SecretVault {
    /// The name of the environment variable that replaces the key file.
    package static let environmentName = "PLUMBLINE_SECRET_KEY"

    /// Takes the key from the environment, else from `secret.key` in the data directory, which is made at first use.
    static func load(directory: DataDirectory, environment: [String: String]) throws(StoreError) -> SecretVault {
        if let text = environment[environmentName], !text.isEmpty {
            return try SecretVault(keyText: text, source: environmentName)
        }
        let path = directory.file("secret.key")
        if let data = FileManager.default.contents(atPath: path) {
            return try SecretVault(keyText: String(decoding: data, as: UTF8.self), source: path)
        }
        let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
        try write(text, to: path)
        return try SecretVault(keyText: text, source: path)
    }

    /// Written whole under another name first: half a key would lock every secret away.
    private static func write(_ text: String, to path: String) throws(StoreError) {
        let partial = path + ".new"
        let descriptor = openPrivate(partial)
        guard descriptor >= 0 else { throw StoreError(.notWritable, "Cannot write the key file \(path).") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((text + "\n").utf8))
            try handle.synchronize()
        } catch {
            throw StoreError(.notWritable, "Cannot write the key file \(path).")
        }
        guard rename(partial, path) == 0 else { throw StoreError(.notWritable, "Cannot write the key file \(path).") }
    }
}

/// Makes a file that only its owner may read, empty; outside the vault because of the vault's own `open`.
private func openPrivate(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
