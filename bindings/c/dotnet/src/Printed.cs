using System;
using System.Collections.Generic;

namespace DinhDanh
{
    /// <summary>The library itself.</summary>
    public static class Library
    {
        /// <summary>Its version.</summary>
        public static string Version
        {
            get { return Native.Constant(Native.dd_version()); }
        }
#if DD_PLANTED_PANIC
        /// <summary>Fails inside the library; only in test builds.</summary>
        public static void PlantedPanic()
        {
            Native.Do((out IntPtr e) => Native.dd_planted_panic(out e));
        }
#endif
    }

    /// <summary>A personal number of 12 digits.</summary>
    public static class PersonalNumber
    {
        /// <summary>What it says, as JSON with the number in the clear. <c>id-number-length</c>, <c>id-number-digits</c>.</summary>
        public static string ExposeJson(string digits)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(digits, "digits", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_personal_number_expose_json(text, len, out b, out e));
        }

        /// <summary>The number with its middle hidden.</summary>
        public static string Masked(string digits)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(digits, "digits", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_personal_number_masked(text, len, out b, out e));
        }
    }

    /// <summary>The QR code of a card: claimed, never proven.</summary>
    public static class CardQr
    {
        /// <summary>Citizen, fields and issues as JSON. <c>qr-not-a-card</c>.</summary>
        public static string ExposeJson(byte[] payload)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(payload, "payload", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_card_qr_expose_json(bytes, len, out b, out e));
        }

        /// <summary>Whom it speaks of. Dispose it.</summary>
        public static Citizen Citizen(byte[] payload)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(payload, "payload", out len);
            return new Citizen(Native.Make((out CitizenHandle h, out IntPtr e) => Native.dd_card_qr_citizen(bytes, len, out h, out e)));
        }
    }

    /// <summary>A machine readable zone: claimed, never proven.</summary>
    public static class Mrz
    {
        /// <summary>Citizen, lines, checks as JSON; <paramref name="at"/> in Unix seconds decides the century.</summary>
        public static string ExposeJson(string lines, long at)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(lines, "lines", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_mrz_expose_json(text, len, at, out b, out e));
        }

        /// <summary>The same for the text of a character recognition, mended as far as check digits prove it.</summary>
        public static string ExposeJsonOfRecognised(string recognised, long at)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(recognised, "recognised", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_mrz_recognised_expose_json(text, len, at, out b, out e));
        }

        /// <summary>Whom it speaks of, and whether its check digits hold. Dispose the citizen.</summary>
        public static Citizen Citizen(string lines, long at, out bool consistent)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(lines, "lines", out len);
            int holds = 0;
            var citizen = new Citizen(Native.Make((out CitizenHandle h, out IntPtr e) =>
                Native.dd_mrz_citizen(text, len, at, out h, out holds, out e)));
            consistent = holds == 1;
            return citizen;
        }
    }

    /// <summary>Hand scanners.</summary>
    public static class Scans
    {
        /// <summary>Guesses what a scanner's text was before keyboard or input method mangled it, as JSON.</summary>
        public static string Repair(string scanned)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(scanned, "scanned", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_repair_scan(text, len, out b, out e));
        }
    }

    /// <summary>One code of a picture.</summary>
    public sealed class QrCode
    {
        private readonly byte[] payload;

        private QrCode(byte[] payload, int[] corners)
        {
            this.payload = payload;
            Corners = corners;
        }

        /// <summary>The bytes that it holds: maybe a citizen's data.</summary>
        public byte[] ExposeBytes()
        {
            return (byte[])payload.Clone();
        }

        /// <summary>x and y of top left, top right, bottom right and bottom left, in pixels.</summary>
        public int[] Corners { get; private set; }

        /// <summary>Every code in a PNG or JPEG file of at most <paramref name="maxPixels"/> (0: 50 million).</summary>
        public static IList<QrCode> Read(byte[] pngOrJpeg, ulong maxPixels = 0)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(pngOrJpeg, "pngOrJpeg", out len);
            return Take(Native.Make((out QrCodesHandle h, out IntPtr e) => Native.dd_read_qr(bytes, len, maxPixels, out h, out e)));
        }

        internal static IList<QrCode> Take(QrCodesHandle codes)
        {
            using (codes)
            {
                UIntPtr count = UIntPtr.Zero;
                Native.Do((out IntPtr e) => Native.dd_qr_codes_count(codes, out count, out e));
                var all = new List<QrCode>();
                for (uint i = 0; i < (uint)count; i++)
                {
                    var index = (UIntPtr)i;
                    var corners = new int[8];
                    Native.Do((out IntPtr e) => Native.dd_qr_codes_corners(codes, index, corners, (UIntPtr)8u, out e));
                    byte[] payload = Native.Fill((out Native.Bytes b, out IntPtr e) =>
                        Native.dd_qr_codes_expose_payload(codes, index, out b, out e));
                    all.Add(new QrCode(payload, corners));
                }
                return all;
            }
        }
    }

    /// <summary>Codes from the frames of a camera.</summary>
    public sealed class FrameScanner : IDisposable
    {
        private readonly FrameScannerHandle handle;

        /// <summary>For frames of at most <paramref name="maxPixels"/> (0: 50 million).</summary>
        public FrameScanner(ulong maxPixels = 0)
        {
            handle = Native.Make((out FrameScannerHandle h, out IntPtr e) => Native.dd_frame_scanner_new(maxPixels, out h, out e));
        }

        /// <summary>A frame of grey values, rows <paramref name="stride"/> bytes apart. <c>picture-buffer</c>.</summary>
        public IList<QrCode> Grey(byte[] frame, int width, int height, int stride)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(frame, "frame", out len);
            return QrCode.Take(Native.Make((out QrCodesHandle h, out IntPtr e) =>
                Native.dd_frame_scanner_grey(handle, bytes, len, (uint)width, (uint)height, (uint)stride, out h, out e)));
        }

        /// <summary>A frame of 32-bit pixels in the order R, G, B, A.</summary>
        public IList<QrCode> Rgba(byte[] frame, int width, int height, int stride)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(frame, "frame", out len);
            return QrCode.Take(Native.Make((out QrCodesHandle h, out IntPtr e) =>
                Native.dd_frame_scanner_rgba(handle, bytes, len, (uint)width, (uint)height, (uint)stride, out h, out e)));
        }

        /// <summary>Forgets earlier frames: for the next card.</summary>
        public void Reset()
        {
            Native.Do((out IntPtr e) => Native.dd_frame_scanner_reset(handle, out e));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>A file for the portal, and JSON about the declarations that are not in it.</summary>
    public sealed class PortalFile
    {
        private readonly byte[] file;
        private readonly string leftOut;

        internal PortalFile(byte[] file, byte[] leftOut)
        {
            this.file = file;
            this.leftOut = System.Text.Encoding.UTF8.GetString(leftOut);
        }

        /// <summary>The file: people's data in the clear.</summary>
        public byte[] ExposeBytes()
        {
            return (byte[])file.Clone();
        }

        /// <summary>The declarations that are not in it, as JSON.</summary>
        public string LeftOut()
        {
            return leftOut;
        }
    }

    /// <summary>Declarations of residence, as JSON in UTF-8.</summary>
    public static class Stays
    {
        private delegate int FillsTwo(out Native.Bytes one, out Native.Bytes two, out IntPtr error);

        /// <summary>What speaks against declarations at a moment in Unix seconds, with the law, as JSON.</summary>
        public static string Check(byte[] declarations, long at, bool inRemoteArea)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(declarations, "declarations", out len);
            return Native.FillText((out Native.Bytes b, out IntPtr e) =>
                Native.dd_check_stays(bytes, len, at, inRemoteArea ? 1 : 0, out b, out e));
        }

        /// <summary>The XML of foreign guests for the portal.</summary>
        public static PortalFile ForeignGuestsXml(byte[] declarations)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(declarations, "declarations", out len);
            return Two((out Native.Bytes one, out Native.Bytes two, out IntPtr e) =>
                Native.dd_foreign_guests_xml(bytes, len, out one, out two, out e));
        }

        /// <summary>The portal's workbook, filled into the template that the user downloaded there.</summary>
        public static PortalFile PortalWorkbook(byte[] template, byte[] declarations)
        {
            UIntPtr templateLen, len;
            byte[] empty = Native.Given(template, "template", out templateLen), bytes = Native.Given(declarations, "declarations", out len);
            return Two((out Native.Bytes one, out Native.Bytes two, out IntPtr e) =>
                Native.dd_portal_workbook(empty, templateLen, bytes, len, out one, out two, out e));
        }

        private static PortalFile Two(FillsTwo call)
        {
            Native.Bytes one, two;
            IntPtr error;
            int status = call(out one, out two, out error);
            try
            {
                Native.Check(status, error);
                return new PortalFile(Native.Copy(one), Native.Copy(two));
            }
            finally
            {
                Native.dd_bytes_free(ref one);
                Native.dd_bytes_free(ref two);
            }
        }
    }
}
