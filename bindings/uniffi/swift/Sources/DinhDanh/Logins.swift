import Foundation

extension LoginAttempt {
    /// Makes the calls of a login until there is none for now: then the browser's turn has come, or the login is there.
    ///
    /// `send` makes one call with the HTTP client of the app, as the rules of `HttpCall` say: no redirect followed, no
    /// address that `admits` refuses. What it throws ends the login as a call that failed.
    ///
    /// - Throws: `DinhDanhError`: whatever speaks against the login.
    public func carry(_ send: (HttpCall) async throws -> HttpAnswer) async throws {
        while let call = try nextCall() {
            switch await outcome(send, call) {
            case let .success(answer): try onAnswer(answer: answer)
            case let .failure(error): try onFailure(timedOut: isTimeout(error))
            }
        }
    }
}

extension LogoutNotice {
    /// As for a login: until the logout token was checked.
    public func carry(_ send: (HttpCall) async throws -> HttpAnswer) async throws {
        while let call = try nextCall() {
            switch await outcome(send, call) {
            case let .success(answer): try onAnswer(answer: answer)
            case let .failure(error): try onFailure(timedOut: isTimeout(error))
            }
        }
    }
}

private typealias Outcome = Result<HttpAnswer, any Error>

private func outcome(_ send: (HttpCall) async throws -> HttpAnswer, _ call: HttpCall) async -> Outcome {
    do {
        return .success(try await send(call))
    } catch {
        return .failure(error)
    }
}

private func isTimeout(_ error: any Error) -> Bool {
    let error = error as NSError
    return error.domain == NSURLErrorDomain && error.code == NSURLErrorTimedOut
}
