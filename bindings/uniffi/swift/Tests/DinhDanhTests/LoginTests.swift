import DinhDanh
import Foundation
import XCTest

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

private let secret = Data("the browser's session secret".utf8)
private let now: Int64 = 1_795_000_000
private let number = "001199000018"

/// Logins call by call. Python and Kotlin log in at running providers; here the answers stand in the test.
final class LoginTests: XCTestCase {
    private func provider(_ origin: String = "http://127.0.0.1:1") throws -> LoginProvider {
        let settings = """
            {"profile": "vnconnect", "name": "Tỉnh Mẫu", "reach": "loopback", "client_id": "benh-vien-mau",
             "redirect_uri": "http://127.0.0.1:8097/callback", "authorization_endpoint": "\(origin)/authorize",
             "token_endpoint": "\(origin)/token", "userinfo_endpoint": "\(origin)/userinfo"}
            """
        return try LoginProvider(settings: settings, clientSecret: Data("secret".utf8), envelopeKey: nil)
    }

    /// An attempt whose browser came back.
    private func answered(_ provider: LoginProvider) async throws -> LoginAttempt {
        let attempt = try provider.begin(wishes: LoginWishes(), sessionSecret: secret, now: now)
        try await attempt.carry()
        let state = try XCTUnwrap(attempt.state())
        XCTAssertTrue(try XCTUnwrap(attempt.address()).contains(state))
        let query = "code=\(state)&state=\(state)"
        XCTAssertEqual(provider.answeredState(query: query), state)
        try attempt.answer(query: query, sessionSecret: secret, now: now)
        return attempt
    }

    private func refused(_ attempt: LoginAttempt, _ send: @Sendable (HttpCall) async throws -> HttpAnswer) async
        -> String
    {
        do {
            try await attempt.carry(send)
        } catch let error as DinhDanhError {
            XCTAssertFalse("\(error) \(error.localizedDescription)".contains(number))
            return error.code
        } catch {
            XCTFail("\(error)")
        }
        return "accepted"
    }

    func testCallByCall() async throws {
        let provider = try provider()
        let attempt = try await answered(provider)
        try await attempt.carry { call in
            let isToken = call.exposeUrl().hasSuffix("/token")
            XCTAssertEqual(call.method(), isToken ? "POST" : "GET")
            XCTAssertEqual(call.exposeBody()?.contains("code_verifier="), isToken ? true : nil)
            XCTAssertNotNil(call.exposeHeaders()["Authorization"])
            let body =
                isToken
                ? #"{"access_token": "a", "token_type": "Bearer"}"# : #"{"sub": "7", "SoDinhDanh": "\#(number)"}"#
            let headers = ["Content-Type": "application/json"]
            return HttpAnswer(status: 200, headers: headers, body: Data(body.utf8), remote: "127.0.0.1")
        }
        let login = try XCTUnwrap(attempt.login())
        XCTAssertTrue(login.exposeJson().contains(number))
        XCTAssertFalse("\(login) \(attempt)".contains(number))
        XCTAssertThrowsError(try login.require(requiredLevel: 1, acceptServerChannel: true)) {
            XCTAssertEqual(($0 as? DinhDanhError)?.code, "level-too-low")
        }
    }

    func testCallsThatFail() async throws {
        let provider = try provider()
        let fails: [(String, @Sendable (HttpCall) async throws -> HttpAnswer)] = [
            ("call-failed", makeCall),
            ("call-timeout", { _ in throw URLError(.timedOut) }),
            ("call-failed", { _ in throw CocoaError(.fileNoSuchFile) }),
            ("redirect-refused", { _ in HttpAnswer(status: 302, headers: [:], body: Data(), remote: nil) }),
            (
                "address-refused",
                { _ in HttpAnswer(status: 200, headers: [:], body: Data(), remote: "169.254.169.254") }
            ),
            ("too-large", { _ in HttpAnswer(status: 200, headers: [:], body: Data(count: 300_000), remote: nil) }),
        ]
        for (code, send) in fails {
            let attempt = try await answered(provider)
            let found = await refused(attempt, send)
            XCTAssertEqual(found, code)
            let after = await refused(attempt, send)
            XCTAssertEqual(after, "closed")
            XCTAssertNil(attempt.login())
        }
    }

    func testAnEnvelopeAsksTheKeyOfTheApp() throws {
        final class Key: EnvelopeKey, @unchecked Sendable {
            var asked = 0
            func unwrapKey(wrapped: Data) throws -> Data {
                asked += 1
                throw CocoaError(.fileNoSuchFile)
            }
        }
        let key = Key()
        let terms = EnvelopeTerms(
            provider: "VNeID", mode: "ecb", keyBits: 128, requiredLevel: 0, acceptServerChannel: true)
        let envelope = Data(#"{"data": "\#(Data(count: 32).base64EncodedString())", "key": "AAAA"}"#.utf8)
        XCTAssertThrowsError(try openEnvelope(envelope: envelope, key: key, terms: terms, now: now)) {
            XCTAssertEqual(($0 as? DinhDanhError)?.code, "envelope-open")
        }
        XCTAssertEqual(key.asked, 1)
    }
}
