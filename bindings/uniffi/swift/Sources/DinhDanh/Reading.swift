import Dispatch
import Foundation

extension ReadingSession {
    /// Reads the chip on a thread of its own and gives what was read.
    ///
    /// Cancelling the task ends the session at its next step, with the error `cancelled`; a transport that hangs has to
    /// be interrupted by the program. `onProgress` is called on that thread, before every command.
    ///
    /// - Throws: `DinhDanhError`: what the transport says, and what ends the session.
    public func read(
        _ transport: any CardTransport, onProgress: (@Sendable (ReadingProgress) -> Void)? = nil
    ) async throws -> CardReading {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global(qos: .userInitiated).async {
                    continuation.resume(
                        with: Result {
                            try self.run(transport: transport, listener: onProgress.map(Listener.init))
                            return try self.reading()
                        })
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// As above, over a transport that is waited for.
    ///
    /// Cancelling the task cancels that of the transport, and does not wait for it.
    ///
    /// - Throws: `DinhDanhError`: what the transport says, and what ends the session.
    public func read(
        _ transport: any AsyncCardTransport, onProgress: (@Sendable (ReadingProgress) -> Void)? = nil
    ) async throws -> CardReading {
        let exchange = Exchange(transport)
        return try await withTaskCancellationHandler {
            try await runAsync(transport: exchange, listener: onProgress.map(Listener.init))
            return try reading()
        } onCancel: {
            cancel()
            exchange.cancel()
        }
    }
}

private final class Listener: ProgressListener, @unchecked Sendable {
    private let tell: @Sendable (ReadingProgress) -> Void

    init(_ tell: @escaping @Sendable (ReadingProgress) -> Void) {
        self.tell = tell
    }

    func onProgress(progress: ReadingProgress) throws {
        tell(progress)
    }
}

/// Passes commands on, until it is cancelled: then who waits is answered at once, whatever the transport does.
///
/// The library asks for every answer in a task of its own, which knows nothing of the one that is cancelled.
private final class Exchange: AsyncCardTransport, @unchecked Sendable {
    private let transport: any AsyncCardTransport
    private let lock = NSLock()
    private var isCancelled = false
    private var waiting: CheckedContinuation<Data, any Error>?
    private var asking: Task<Void, Never>?

    init(_ transport: any AsyncCardTransport) {
        self.transport = transport
    }

    func transceive(command: Data) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            ask(command, for: continuation)
        }
    }

    func cancel() {
        lock.lock()
        isCancelled = true
        let asking = asking
        lock.unlock()
        asking?.cancel()
        answer(.failure(TransportError.Cancelled))
    }

    private func ask(_ command: Data, for continuation: CheckedContinuation<Data, any Error>) {
        lock.lock()
        defer { lock.unlock() }
        guard !isCancelled else { return continuation.resume(throwing: TransportError.Cancelled) }
        waiting = continuation
        asking = Task { [transport] in
            do {
                let answer = try await transport.transceive(command: command)
                self.answer(.success(answer))
            } catch is CancellationError {
                self.answer(.failure(TransportError.Cancelled))
            } catch {
                self.answer(.failure(error))
            }
        }
    }

    /// The first answer counts.
    private func answer(_ answer: Result<Data, any Error>) {
        lock.lock()
        let waiting = waiting
        self.waiting = nil
        asking = nil
        lock.unlock()
        waiting?.resume(with: answer)
    }
}
