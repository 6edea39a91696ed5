/// Why an archive could not be read or written.
package struct ZipError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// It is no zip archive, or damaged.
        case damaged
        /// It uses something that is not understood: encryption, ZIP64, a rare compression.
        case unsupported
        /// It holds more than is allowed.
        case tooLarge
        /// An entry's name leads out of the folder it is unpacked in.
        case leadsOutside
        /// A file cannot be read or written.
        case file
    }

    package var code: Code
    /// What is wrong with which entry; a part of a sentence.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
