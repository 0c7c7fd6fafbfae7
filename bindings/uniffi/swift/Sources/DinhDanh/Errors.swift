import Foundation

extension DinhDanhError {
    private var fields: (code: String, retryable: Bool, place: String, vi: String, en: String) {
        switch self {
        case let .Input(code, retryable, place, vi, en), let .Card(code, retryable, place, vi, en),
            let .Key(code, retryable, place, vi, en), let .Link(code, retryable, place, vi, en),
            let .Caller(code, retryable, place, vi, en), let .Internal(code, retryable, place, vi, en):
            return (code, retryable, place, vi, en)
        }
    }

    /// The stable code, such as `wrong-access-key`.
    public var code: String { fields.code }
    /// Whether the same call may succeed when it is simply made again, with the card at rest.
    public var retryable: Bool { fields.retryable }
    /// The file, field or step in which it happened; may be empty.
    public var place: String { fields.place }
    /// What happened and what to do, in Vietnamese, for the person at the counter.
    public var messageVi: String { fields.vi }
    /// The same in English.
    public var messageEn: String { fields.en }
}

extension DinhDanhError: CustomStringConvertible, LocalizedError {
    /// In Vietnamese where that is the person's first language, in English elsewhere. Linux names no language: use
    /// `messageVi` there.
    public var errorDescription: String? { inFirst(of: Locale.preferredLanguages, messageVi, messageEn) }
}

extension TransportError: CustomStringConvertible, LocalizedError {
    /// As the error that a session ends with because of it.
    public var errorDescription: String? { message(inFirstOf: Locale.preferredLanguages) }

    func message(inFirstOf languages: [String]) -> String? {
        let code =
            switch self {
            case .CardRemoved: "card-removed"
            case .Timeout: "card-mute"
            case .Failed: "transport-failed"
            case .Cancelled: "cancelled"
            }
        return errorCodes().first { $0.code == code }.map { inFirst(of: languages, $0.messageVi, $0.messageEn) }
    }
}

extension EnvelopeKeyError: CustomStringConvertible {}

/// `languages` are names of BCP 47, the person's first choice first.
func inFirst(of languages: [String], _ vietnamese: String, _ english: String) -> String {
    languages.first?.split(whereSeparator: { $0 == "-" || $0 == "_" }).first == "vi" ? vietnamese : english
}
