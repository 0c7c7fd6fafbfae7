import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension LoginAttempt {
    /// Makes the calls of a login until there is none for now: then the browser's turn has come, or the login is there.
    ///
    /// `send` makes one call, with the HTTP client of the app; `makeCall` does otherwise. What it throws ends the login as a
    /// call that failed.
    ///
    /// - Throws: `DinhDanhError`: whatever speaks against the login.
    public func carry(_ send: @Sendable (HttpCall) async throws -> HttpAnswer = makeCall) async throws {
        try await DinhDanh.carry(next: nextCall, answered: onAnswer, failed: onFailure, send)
    }
}

extension LogoutNotice {
    /// As for a login: until the logout token was checked.
    ///
    /// - Throws: `DinhDanhError`: whatever speaks against the token.
    public func carry(_ send: @Sendable (HttpCall) async throws -> HttpAnswer = makeCall) async throws {
        try await DinhDanh.carry(next: nextCall, answered: onAnswer, failed: onFailure, send)
    }
}

private func carry(
    next: () throws -> HttpCall?,
    answered: (HttpAnswer) throws -> Void,
    failed: (Bool) throws -> Void,
    _ send: @Sendable (HttpCall) async throws -> HttpAnswer
) async throws {
    while let call = try next() {
        let answer: HttpAnswer
        do {
            answer = try await send(call)
        } catch {
            try failed((error as? URLError)?.code == .timedOut)
            continue
        }
        try answered(answer)
    }
}

/// Makes one call as its rules say: to no network address that it may not go to, certificate checked, no redirect followed,
/// bounded in size and time.
@Sendable
public func makeCall(_ call: HttpCall) async throws -> HttpAnswer {
    guard let url = URL(string: call.exposeUrl()), let host = url.host else { throw URLError(.badURL) }
    // Which of them the connection takes is not known yet: none may be a wrong one.
    guard try networkAddresses(of: host).allSatisfy(call.admits(address:)) else { throw URLError(.cannotConnectToHost) }
    var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
    request.httpMethod = call.method()
    for (name, value) in call.exposeHeaders() {
        request.setValue(value, forHTTPHeaderField: name)
    }
    request.httpBody = call.exposeBody().map { Data($0.utf8) }
    let settings = URLSessionConfiguration.ephemeral
    settings.timeoutIntervalForRequest = TimeInterval(call.timeoutSeconds())
    settings.timeoutIntervalForResource = TimeInterval(call.timeoutSeconds())
    let exchange = HttpExchange(longestAnswer: Int(call.longestAnswer()))
    let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            exchange.waiting = continuation
            task.resume()
        }
    } onCancel: {
        task.cancel()
    }
}

private func networkAddresses(of host: String) throws -> [String] {
    var list: UnsafeMutablePointer<addrinfo>?
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    guard getaddrinfo(bare, nil, nil, &list) == 0, let first = list else { throw URLError(.cannotFindHost) }
    defer { freeaddrinfo(first) }
    return try sequence(first: first, next: { $0.pointee.ai_next }).map { entry in
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let (address, length) = (entry.pointee.ai_addr, entry.pointee.ai_addrlen)
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            throw URLError(.cannotFindHost)
        }
        let digits = text.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: "%")) }
        return String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// One call on its way. The session calls it from one queue, after `waiting` was set.
private final class HttpExchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    var waiting: CheckedContinuation<HttpAnswer, any Error>?
    private let longestAnswer: Int
    private var body = Data()
    private var remote: String?

    init(longestAnswer: Int) {
        self.longestAnswer = longestAnswer
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        body.append(data.prefix(longestAnswer + 1 - body.count))
        // A byte more than allowed is enough to be refused.
        if body.count > longestAnswer {
            finish(dataTask, nil)
            dataTask.cancel()
        }
    }

    #if !canImport(FoundationNetworking)
    func urlSession(_ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics) {
        remote = metrics.transactionMetrics.last?.remoteAddress
    }
    #endif

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        finish(task, error)
    }

    private func finish(_ task: URLSessionTask, _ error: (any Error)?) {
        guard let continuation = waiting else { return }
        waiting = nil
        guard error == nil, let response = task.response as? HTTPURLResponse else {
            return continuation.resume(throwing: error ?? URLError(.badServerResponse))
        }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { headers[name] = value }
        }
        let status = UInt16(clamping: response.statusCode)
        continuation.resume(returning: HttpAnswer(status: status, headers: headers, body: body, remote: remote))
    }
}
