#if canImport(CoreNFC)
import CoreNFC
import Foundation

/// A card at the phone's antenna, found by an `NFCTagReaderSession` that polls `.iso14443`.
///
/// The app's Info.plist names the application of travel documents, `A0000002471001`, under
/// `com.apple.developer.nfc.readersession.iso7816.select-identifiers`.
@available(iOS 15, *)
public final class CoreNFCTransport: AsyncCardTransport, @unchecked Sendable {
    /// For `ReadingSession`: what every chip passes. Phones pass 65 536 as well, which is faster, but some chips fall
    /// silent at the first long command.
    public static let longestAnswer: UInt32 = 256

    private let tag: any NFCISO7816Tag

    /// The tag has to be connected already.
    public init(_ tag: any NFCISO7816Tag) {
        self.tag = tag
    }

    public func transceive(command: Data) async throws -> Data {
        guard let apdu = NFCISO7816APDU(data: command) else { throw TransportError.Failed }
        do {
            let (data, sw1, sw2) = try await tag.sendCommand(apdu: apdu)
            return data + [sw1, sw2]
        } catch let error as NFCReaderError {
            switch error.code {
            case .readerTransceiveErrorTagConnectionLost, .readerTransceiveErrorTagNotConnected:
                throw TransportError.CardRemoved
            case .readerTransceiveErrorRetryExceeded, .readerSessionInvalidationErrorSessionTimeout:
                throw TransportError.Timeout
            case .readerSessionInvalidationErrorUserCanceled:
                throw TransportError.Cancelled
            default:
                throw TransportError.Failed
            }
        }
    }
}
#endif
