import Foundation

extension CardSession {
    /// Reads the chip and gives what was read. Cancelling the task ends the session at its next step.
    public func read(_ transport: AsyncCardTransport, onProgress: (@Sendable (Progress) -> Void)? = nil) async throws
        -> CardReading
    {
        try await withTaskCancellationHandler {
            try await runAsync(transport: transport, listener: onProgress.map(Listener.init))
            return try reading()
        } onCancel: {
            cancel()
        }
    }
}

private final class Listener: ProgressListener, @unchecked Sendable {
    private let tell: @Sendable (Progress) -> Void

    init(_ tell: @escaping @Sendable (Progress) -> Void) {
        self.tell = tell
    }

    func onProgress(progress: Progress) throws {
        tell(progress)
    }
}
