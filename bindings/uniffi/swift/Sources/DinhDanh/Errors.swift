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

extension DinhDanhError: LocalizedError {
    /// In Vietnamese where the person's first language is, in English elsewhere.
    public var errorDescription: String? {
        Locale.preferredLanguages.first?.hasPrefix("vi") == true ? messageVi : messageEn
    }
}

extension DinhDanhError: CustomStringConvertible {}
