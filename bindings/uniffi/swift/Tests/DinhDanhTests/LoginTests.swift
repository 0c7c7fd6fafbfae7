import DinhDanh
import Foundation
import XCTest

/// Logins, as far as they go without a provider.
final class LoginTests: XCTestCase {
    private let secret = Data("the browser's session secret".utf8)
    private let now: Int64 = 1_795_305_600
    private let settings = """
        {"profile": "cas", "name": "Tỉnh Mẫu", "reach": "loopback", "redirect_uri": "http://127.0.0.1:8098/callback",
        "cas_login": "http://127.0.0.1:1/login", "cas_validate": "http://127.0.0.1:1/validate"}
        """

    /// A login for which the browser has come back with a ticket.
    private func away() async throws -> LoginAttempt {
        let provider = try LoginProvider(settings: settings, clientSecret: nil, envelopeKey: nil)
        let attempt = try provider.begin(wishes: LoginWishes(), sessionSecret: secret, now: now)
        try await attempt.carry { _ in throw Unexpected(what: "a call before the browser went away") }
        let state = try XCTUnwrap(attempt.state())
        XCTAssertTrue(try XCTUnwrap(attempt.address()).hasPrefix("http://127.0.0.1:1/login"))
        let query = "ticket=ST-\(state)&state=\(state)"
        XCTAssertEqual(provider.answeredState(query: query), state)
        try attempt.answer(query: query, sessionSecret: secret, now: now)
        return attempt
    }

    func testCallsThatFail() async throws {
        let local = ["Location": "http://127.0.0.1/"]
        let metadata = "169.254.169.254"
        let sends: [(String, (HttpCall) async throws -> HttpAnswer)] = [
            ("call-timeout", { _ in throw NSError(domain: NSURLErrorDomain, code: NSURLErrorTimedOut) }),
            ("call-failed", { _ in throw NSError(domain: NSURLErrorDomain, code: NSURLErrorCannotConnectToHost) }),
            ("call-failed", { _ in throw Unexpected(what: "001199000018") }),
            ("redirect-refused", { _ in HttpAnswer(status: 302, headers: local, body: Data(), remote: nil) }),
            ("address-refused", { _ in HttpAnswer(status: 200, headers: [:], body: Data(), remote: metadata) }),
            ("too-large", { _ in HttpAnswer(status: 200, headers: [:], body: Data(count: 300_000), remote: nil) }),
        ]
        for (code, send) in sends {
            let attempt = try await away()
            let error = try await refused { try await attempt.carry(send) }
            XCTAssertEqual(error.code, code)
            XCTAssertFalse(texts(of: error).contains { $0.contains("001199000018") })
            XCTAssertEqual(try refused { try attempt.nextCall() }.code, "closed")
            XCTAssertNil(attempt.login())
        }
    }

    func testCallsKeepTheirSecrets() async throws {
        let attempt = try await away()
        let call = try XCTUnwrap(attempt.nextCall())
        XCTAssertTrue(call.exposeUrl().contains("ST-"))
        XCTAssertFalse(texts(of: call).contains { $0.contains("ST-") })
        XCTAssertTrue(call.admits(address: "127.0.0.1"))
        XCTAssertFalse(call.admits(address: "169.254.169.254"))
    }

    func testSettingsThatAreWrong() throws {
        let error = try refused { try LoginProvider(settings: "{}", clientSecret: nil, envelopeKey: nil) }
        XCTAssertEqual(error.code, "profile-invalid")
    }
}
