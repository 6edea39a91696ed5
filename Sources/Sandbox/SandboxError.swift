/// Why the sandbox cannot start: what was tried and what to do.
package struct SandboxError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
