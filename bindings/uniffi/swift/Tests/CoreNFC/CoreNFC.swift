// What CoreNFCTransport and the README use of Apple's Core NFC, declared as Apple documents it, so that they can be
// compiled and run where there is no Core NFC. Nothing of Apple's behaviour is imitated beyond these lines.
import Dispatch
import Foundation

public final class NFCISO7816APDU: @unchecked Sendable {
    public let bytes: Data

    /// None where the bytes are no command.
    public init?(data: Data) {
        guard data.count >= 4 else { return nil }
        bytes = data
    }
}

public protocol NFCISO7816Tag: AnyObject {
    func sendCommand(apdu: NFCISO7816APDU) async throws -> (Data, UInt8, UInt8)
}

public struct NFCReaderError: Error {
    public enum Code: Int, Sendable {
        case readerErrorUnsupportedFeature = 1
        case readerTransceiveErrorTagConnectionLost = 100
        case readerTransceiveErrorRetryExceeded = 101
        case readerTransceiveErrorTagResponseError = 102
        case readerTransceiveErrorSessionInvalidated = 103
        case readerTransceiveErrorTagNotConnected = 104
        case readerSessionInvalidationErrorUserCanceled = 200
        case readerSessionInvalidationErrorSessionTimeout = 201
        case readerSessionInvalidationErrorSessionTerminatedUnexpectedly = 202
    }

    public let code: Code

    public init(_ code: Code) {
        self.code = code
    }
}

public enum NFCTag {
    case iso7816(any NFCISO7816Tag)
    case other
}

public protocol NFCTagReaderSessionDelegate: AnyObject {
    func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession)
    func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error)
    func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag])
}

/// Finds no tags: tests call the delegate themselves.
public final class NFCTagReaderSession: @unchecked Sendable {
    public struct PollingOption: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let iso14443 = PollingOption(rawValue: 1)
    }

    public var alertMessage = ""
    public private(set) var invalidatedWith: String?

    public init?(
        pollingOption: PollingOption, delegate: any NFCTagReaderSessionDelegate, queue: DispatchQueue? = nil
    ) {}

    public func begin() {}

    public func connect(to tag: NFCTag) async throws {}

    public func invalidate() {
        invalidatedWith = ""
    }

    public func invalidate(errorMessage: String) {
        invalidatedWith = errorMessage
    }
}

/// Apple's card emulation, of no use here but for its name.
public final class CardSession {}
