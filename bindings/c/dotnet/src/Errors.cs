using System;

namespace DinhDanh
{
    /// <summary>What an error is about, for programs that choose a screen by it.</summary>
    public enum ErrorCategory
    {
        /// <summary>The bytes or text that were given are not what they claim to be.</summary>
        Input = 1,
        /// <summary>The chip broke the protocol or refused.</summary>
        Card = 2,
        /// <summary>The key (CAN, MRZ) does not open this card.</summary>
        Key = 3,
        /// <summary>Reader, cable, position of the card, or the program's own transport.</summary>
        Link = 4,
        /// <summary>The program called the library wrongly, or cancelled.</summary>
        Caller = 5,
        /// <summary>A defect of the library itself. The program may go on.</summary>
        Internal = 6
    }

    /// <summary>
    /// Why a call failed. It names what happened and where, never a value that was read: it may be logged as it is.
    /// </summary>
    public sealed class DinhDanhException : Exception
    {
        private DinhDanhException(string message) : base(message)
        {
        }

        /// <summary>The stable code, such as <c>wrong-access-key</c>.</summary>
        public string Code { get; private set; }

        /// <summary>What it is about.</summary>
        public ErrorCategory Category { get; private set; }

        /// <summary>Whether the same call may succeed when it is simply made again with the card at rest.</summary>
        public bool Retryable { get; private set; }

        /// <summary>The file, field, step or argument in which it happened; may be empty.</summary>
        public string Place { get; private set; }

        /// <summary>What happened and what to do, in Vietnamese.</summary>
        public string MessageVi { get; private set; }

        /// <summary>What happened and what to do, in English.</summary>
        public string MessageEn { get; private set; }

        /// <summary>
        /// What the program's own transport threw. It is not the inner exception, because that would show in
        /// <c>ToString</c>, and nobody knows what it says.
        /// </summary>
        public Exception TransportException { get; internal set; }

        /// <summary>Every error that there is: code, category, and <c>yes</c> or <c>no</c> for whether it is retryable.</summary>
        public static string[] Known()
        {
            string lines = Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_error_codes(out b, out e));
            return lines.Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries);
        }

        internal static DinhDanhException Take(int status, IntPtr error)
        {
            try
            {
                string code = Native.Constant(Native.dd_error_code(error));
                string english = Native.Constant(Native.dd_error_message_en(error));
                return new DinhDanhException("[" + code + "] " + english)
                {
                    Code = code,
                    Category = (ErrorCategory)status,
                    Retryable = Native.dd_error_retryable(error) != 0,
                    Place = Native.Constant(Native.dd_error_place(error)),
                    MessageVi = Native.Constant(Native.dd_error_message_vi(error)),
                    MessageEn = english
                };
            }
            finally
            {
                Native.dd_error_free(error);
            }
        }
    }
}
