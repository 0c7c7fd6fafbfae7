using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace DinhDanh
{
    /// <summary>The functions of dinhdanh.h. A test holds this list against that header.</summary>
    internal static class Native
    {
        private const string Dll = "dinhdanh";
        private const CallingConvention C = CallingConvention.Cdecl;
        /// <summary>DD_ABI_VERSION of the header that this file was written for.</summary>
        private const uint Abi = 1;
        private const int AnswerBytes = 65538;

        [StructLayout(LayoutKind.Sequential)]
        internal struct Bytes
        {
            internal IntPtr Data;
            internal UIntPtr Len;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct ProgressNow
        {
            internal int Stage;
            internal uint Read;
            internal uint Total;
            [MarshalAs(UnmanagedType.ByValArray, SizeConst = 16)]
            internal byte[] File;
        }

        [UnmanagedFunctionPointer(C)]
        internal delegate int TransceiveCallback(IntPtr context, IntPtr command, UIntPtr commandLen, IntPtr answer, ref UIntPtr answerLen);

        [UnmanagedFunctionPointer(C)]
        internal delegate void ProgressCallback(IntPtr context, ref ProgressNow progress);

        static Native()
        {
            LoadBesideProgram();
            uint abi = dd_abi_version();
            if (abi != Abi)
                throw new DllNotFoundException("The native library dinhdanh has ABI version " + abi + "; this assembly needs " + Abi + ".");
        }

        /// <summary>
        /// .NET Framework does not look into the folders of a NuGet package: a program for any processor loads the
        /// library that fits it from `runtimes` beside itself. Where there is none, Windows searches as usual.
        /// </summary>
        private static void LoadBesideProgram()
        {
            if (Environment.OSVersion.Platform != PlatformID.Win32NT) return;
            string kind = IntPtr.Size == 8 ? "win-x64" : "win-x86";
            string path = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, "runtimes", kind, "native", "dinhdanh.dll");
            if (File.Exists(path)) LoadLibrary(path);
        }

        [DllImport("kernel32", CharSet = CharSet.Unicode, EntryPoint = "LoadLibraryW")]
        private static extern IntPtr LoadLibrary(string path);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern uint dd_abi_version();

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_version();

#if DD_PLANTED_PANIC
        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_planted_panic(out IntPtr error);
#endif
        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_bytes_free(ref Bytes bytes);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_proven(CitizenHandle citizen, out int proven, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_id_number(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_old_id_number(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_full_name(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_date_of_birth(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_sex(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_nationality(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_address(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_place_of_origin(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_issued(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_expires(CitizenHandle citizen, out Bytes text, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_citizen_expose_json(CitizenHandle citizen, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_citizen_free(IntPtr citizen);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_error_code(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_error_category(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_error_place(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_error_message_vi(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern IntPtr dd_error_message_en(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_error_retryable(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_error_codes(out Bytes codes, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_error_free(IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_new(byte[] issuer, UIntPtr issuerLen, byte[] clientId, UIntPtr clientIdLen, long now, out IdTokenCheckHandle check, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_nonce(IdTokenCheckHandle check, byte[] nonce, UIntPtr nonceLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_access_token(IdTokenCheckHandle check, byte[] accessToken, UIntPtr accessTokenLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_required_level(IdTokenCheckHandle check, byte level, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_max_age(IdTokenCheckHandle check, uint seconds, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_id_token_check_verify(IdTokenCheckHandle check, byte[] token, UIntPtr tokenLen, byte[] jwks, UIntPtr jwksLen, out LoginHandle login, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_id_token_check_free(IntPtr check);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_login_issuer(LoginHandle login, out Bytes issuer, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_login_expose_subject(LoginHandle login, out Bytes subject, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_login_level(LoginHandle login, out int level, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_login_expose_json(LoginHandle login, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_login_free(IntPtr login);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_read_qr(byte[] pngOrJpeg, UIntPtr pngOrJpegLen, ulong maxPixels, out QrCodesHandle codes, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_qr_codes_count(QrCodesHandle codes, out UIntPtr count, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_qr_codes_expose_payload(QrCodesHandle codes, UIntPtr index, out Bytes payload, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_qr_codes_corners(QrCodesHandle codes, UIntPtr index, [Out] int[] xY, UIntPtr xYLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_qr_codes_free(IntPtr codes);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_frame_scanner_new(ulong maxPixels, out FrameScannerHandle scanner, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_frame_scanner_grey(FrameScannerHandle scanner, byte[] frame, UIntPtr frameLen, uint width, uint height, uint stride, out QrCodesHandle codes, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_frame_scanner_rgba(FrameScannerHandle scanner, byte[] frame, UIntPtr frameLen, uint width, uint height, uint stride, out QrCodesHandle codes, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_frame_scanner_reset(FrameScannerHandle scanner, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_frame_scanner_free(IntPtr scanner);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_personal_number_expose_json(byte[] digits, UIntPtr digitsLen, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_personal_number_masked(byte[] digits, UIntPtr digitsLen, out Bytes masked, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_card_qr_expose_json(byte[] payload, UIntPtr payloadLen, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_card_qr_citizen(byte[] payload, UIntPtr payloadLen, out CitizenHandle citizen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_mrz_expose_json(byte[] lines, UIntPtr linesLen, long at, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_mrz_recognised_expose_json(byte[] recognised, UIntPtr recognisedLen, long at, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_mrz_citizen(byte[] lines, UIntPtr linesLen, long at, out CitizenHandle citizen, out int consistent, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_repair_scan(byte[] scanned, UIntPtr scannedLen, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_new(out RequestHandle request, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_can(RequestHandle request, byte[] digits, UIntPtr digitsLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_mrz(RequestHandle request, byte[] lines, UIntPtr linesLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_qr(RequestHandle request, byte[] payload, UIntPtr payloadLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_allow_bac_after_failed_pace(RequestHandle request, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_leave_portrait(RequestHandle request, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_request_missing(RequestHandle request, out Bytes lines, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_request_free(IntPtr request);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_new(RequestHandle request, UIntPtr longestAnswer, out SessionHandle session, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_run(SessionHandle session, TransceiveCallback transceive, ProgressCallback progress, IntPtr context, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_next_command(SessionHandle session, out Bytes command, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_on_response(SessionHandle session, byte[] answer, UIntPtr answerLen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_cancel(SessionHandle session, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_is_cancelled(SessionHandle session, out int cancelled, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_progress(SessionHandle session, out ProgressNow progress, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_reading(SessionHandle session, out ReadingHandle reading, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_session_close(SessionHandle session, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_session_free(IntPtr session);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_reading_from_dump(byte[] json, UIntPtr jsonLen, byte[] challenge, UIntPtr challengeLen, out ReadingHandle reading, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_reading_with_qr(ReadingHandle reading, byte[] payload, UIntPtr payloadLen, out ReadingHandle withQr, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_reading_expose_dump(ReadingHandle reading, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_reading_files(ReadingHandle reading, out Bytes lines, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_reading_expose_portrait(ReadingHandle reading, out Bytes picture, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_reading_free(IntPtr reading);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_check_stays(byte[] declarations, UIntPtr declarationsLen, long at, int inRemoteArea, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_foreign_guests_xml(byte[] declarations, UIntPtr declarationsLen, out Bytes xml, out Bytes leftOut, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_portal_workbook(byte[] templateFile, UIntPtr templateFileLen, byte[] declarations, UIntPtr declarationsLen, out Bytes workbook, out Bytes leftOut, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verifier_citizen_cards(out VerifierHandle verifier, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verifier_travel_documents(out VerifierHandle verifier, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verifier_test_cards(out VerifierHandle verifier, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verifier_load(VerifierHandle verifier, byte[] file, UIntPtr fileLen, out UIntPtr trusted, out UIntPtr revocationLists, out UIntPtr skipped, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verifier_verify(VerifierHandle verifier, ReadingHandle reading, long at, out VerificationHandle verification, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_verifier_free(IntPtr verifier);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_meets_policy(VerificationHandle verification, out int meets, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_assurance(VerificationHandle verification, out Bytes word, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_refusals(VerificationHandle verification, out Bytes lines, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_citizen(VerificationHandle verification, out CitizenHandle citizen, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_expose_portrait(VerificationHandle verification, out Bytes picture, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_with_holder(VerificationHandle verification, int same, out VerificationHandle withHolder, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern int dd_verification_expose_json(VerificationHandle verification, out Bytes json, out IntPtr error);

        [DllImport(Dll, CallingConvention = C)]
        internal static extern void dd_verification_free(IntPtr verification);

        internal delegate int Fills(out Bytes bytes, out IntPtr error);
        internal delegate int Makes<T>(out T handle, out IntPtr error);
        internal delegate int Does(out IntPtr error);

        internal static void Check(int status, IntPtr error)
        {
            if (status != 0) throw DinhDanhException.Take(status, error);
        }

        internal static void Do(Does call)
        {
            IntPtr error;
            Check(call(out error), error);
        }

        internal static T Make<T>(Makes<T> call) where T : Handle
        {
            T handle;
            IntPtr error;
            int status = call(out handle, out error);
            Check(status, error);
            return handle;
        }

        /// <summary>The bytes that a call fills in, or null where there is no value.</summary>
        internal static byte[] Fill(Fills call)
        {
            Bytes bytes;
            IntPtr error;
            int status = call(out bytes, out error);
            try
            {
                Check(status, error);
                return Copy(bytes);
            }
            finally
            {
                dd_bytes_free(ref bytes);
            }
        }

        internal static byte[] Copy(Bytes bytes)
        {
            if (bytes.Data == IntPtr.Zero) return null;
            var copy = new byte[checked((int)bytes.Len.ToUInt64())];
            Marshal.Copy(bytes.Data, copy, 0, copy.Length);
            return copy;
        }

        internal static string FillText(Fills call)
        {
            byte[] bytes = Fill(call);
            return bytes == null ? null : Encoding.UTF8.GetString(bytes);
        }

        internal static IList<string> FillLines(Fills call)
        {
            string text = FillText(call);
            return string.IsNullOrEmpty(text) ? new string[0] : text.Split('\n');
        }

        /// <summary>UTF-8. The array has one byte more than the text, so that empty text has an address.</summary>
        internal static byte[] Utf8(string text, string name, out UIntPtr len)
        {
            if (text == null) throw new ArgumentNullException(name);
            // A lone half of a surrogate pair becomes U+FFFD, as everywhere in .NET.
            int count = Encoding.UTF8.GetByteCount(text);
            var bytes = new byte[count + 1];
            Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0);
            len = (UIntPtr)(uint)count;
            return bytes;
        }

        internal static byte[] Given(byte[] bytes, string name, out UIntPtr len)
        {
            if (bytes == null) throw new ArgumentNullException(name);
            len = (UIntPtr)(uint)bytes.Length;
            return bytes.Length == 0 ? new byte[1] : bytes;
        }

        /// <summary>Text of an error or of the library: ends with a zero byte and is not ours.</summary>
        internal static string Constant(IntPtr text)
        {
            int len = 0;
            while (Marshal.ReadByte(text, len) != 0) len++;
            var bytes = new byte[len];
            Marshal.Copy(text, bytes, 0, len);
            return Encoding.UTF8.GetString(bytes);
        }

        internal static int RoomForAnswer
        {
            get { return AnswerBytes; }
        }
    }

    /// <summary>
    /// Owns an object of the library. The runtime counts the calls that use it: it is freed once, and not before the last
    /// of them returned, whatever the program disposes and when.
    /// </summary>
    internal abstract class Handle : SafeHandle
    {
        protected Handle() : base(IntPtr.Zero, true)
        {
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }
    }

    internal sealed class RequestHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_request_free(handle);
            return true;
        }
    }

    internal sealed class SessionHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_session_free(handle);
            return true;
        }
    }

    internal sealed class ReadingHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_reading_free(handle);
            return true;
        }
    }

    internal sealed class VerifierHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_verifier_free(handle);
            return true;
        }
    }

    internal sealed class VerificationHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_verification_free(handle);
            return true;
        }
    }

    internal sealed class CitizenHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_citizen_free(handle);
            return true;
        }
    }

    internal sealed class QrCodesHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_qr_codes_free(handle);
            return true;
        }
    }

    internal sealed class FrameScannerHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_frame_scanner_free(handle);
            return true;
        }
    }

    internal sealed class IdTokenCheckHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_id_token_check_free(handle);
            return true;
        }
    }

    internal sealed class LoginHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            Native.dd_login_free(handle);
            return true;
        }
    }
}
