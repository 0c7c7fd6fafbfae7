package vn.dinhdanh

// What every variant of DinhDanhException has, without asking which one it is.

/** The stable code, such as `wrong-access-key`. */
public val DinhDanhException.code: String
    get() = when (this) {
        is DinhDanhException.Input -> code
        is DinhDanhException.Card -> code
        is DinhDanhException.Key -> code
        is DinhDanhException.Link -> code
        is DinhDanhException.Caller -> code
        is DinhDanhException.Internal -> code
    }

/** Whether the same call may succeed when it is simply made again, with the card at rest on the reader. */
public val DinhDanhException.retryable: Boolean
    get() = when (this) {
        is DinhDanhException.Input -> retryable
        is DinhDanhException.Card -> retryable
        is DinhDanhException.Key -> retryable
        is DinhDanhException.Link -> retryable
        is DinhDanhException.Caller -> retryable
        is DinhDanhException.Internal -> retryable
    }

/** The file, field or step in which it happened; may be empty. */
public val DinhDanhException.place: String
    get() = when (this) {
        is DinhDanhException.Input -> place
        is DinhDanhException.Card -> place
        is DinhDanhException.Key -> place
        is DinhDanhException.Link -> place
        is DinhDanhException.Caller -> place
        is DinhDanhException.Internal -> place
    }

/** What happened and what to do, in Vietnamese, for the person at the counter. */
public val DinhDanhException.messageVi: String
    get() = when (this) {
        is DinhDanhException.Input -> messageVi
        is DinhDanhException.Card -> messageVi
        is DinhDanhException.Key -> messageVi
        is DinhDanhException.Link -> messageVi
        is DinhDanhException.Caller -> messageVi
        is DinhDanhException.Internal -> messageVi
    }

/** The same in English. */
public val DinhDanhException.messageEn: String
    get() = when (this) {
        is DinhDanhException.Input -> messageEn
        is DinhDanhException.Card -> messageEn
        is DinhDanhException.Key -> messageEn
        is DinhDanhException.Link -> messageEn
        is DinhDanhException.Caller -> messageEn
        is DinhDanhException.Internal -> messageEn
    }
