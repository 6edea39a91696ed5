import Foundation
import HTTPTransport
import Testing

struct SecretTests {
    private let secret = Secret("  hunter2hunter2\n")

    @Test func neverShows() {
        struct Holder { var key: Secret }
        var dumped = ""
        dump(Holder(key: secret), to: &dumped)
        let headers: HeaderList = ["Authorization": "Token hunter2hunter2"]
        dump(HTTPCall(.get, "http://h", headers: headers), to: &dumped)
        let texts = ["\(secret)", String(reflecting: secret), "\(Holder(key: secret))", dumped, "\(headers)", String(reflecting: headers)]
        for text in texts { #expect(!text.contains("hunter2"), "\(text)") }
        #expect(secret.reveal() == "hunter2hunter2")
    }

    @Test func matchesOnlyItself() {
        #expect(secret.matches("hunter2hunter2"))
        #expect(!secret.matches("hunter2hunter"))
        #expect(!secret.matches(""))
        #expect(!Secret("").matches(""))
    }

    @Test func redactorBlotsOutEchoedSecrets() {
        let redactor = Redactor([Secret("pass word/1"), Secret("")])
        #expect(
            redactor.clean("bad pass word/1 or pass%20word%2F1\nor \u{1B}[31m\(Data("pass word/1".utf8).base64EncodedString())")
                == "bad *** or *** or [31m***")
        #expect(redactor.clean(String(repeating: "x", count: 400)).count == 300)
    }

    /// The example of GitHub's documentation on validating deliveries.
    @Test func signatureOfADocumentedExample() {
        let body = Data("Hello, World!".utf8)
        let digits = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        let key = Secret("It's a Secret to Everybody")
        #expect(BodySignature.digits(of: body, secret: key) == digits)
        #expect(BodySignature.isValid(digits: digits, of: body, secret: key))
        #expect(BodySignature.isValid(digits: digits.uppercased(), of: body, secret: key))
        #expect(!BodySignature.isValid(digits: digits, of: body + [10], secret: key))
        #expect(!BodySignature.isValid(digits: String(digits.dropLast()), of: body, secret: key))
        #expect(!BodySignature.isValid(digits: "zz" + digits.dropFirst(2), of: body, secret: key))
        #expect(!BodySignature.isValid(digits: "", of: body, secret: key))
        #expect(!BodySignature.isValid(digits: BodySignature.digits(of: body, secret: Secret("x")), of: body, secret: Secret("")))
    }
}
