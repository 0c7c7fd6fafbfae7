using System;
using System.Collections.Generic;

namespace DinhDanh
{
    /// <summary>What a file of trust brought.</summary>
    public sealed class LoadedTrust
    {
        /// <summary>Certificates of authorities that are trusted now.</summary>
        public int Trusted { get; internal set; }
        /// <summary>Revocation lists.</summary>
        public int RevocationLists { get; internal set; }
        /// <summary>Certificates that could not be read and are left out.</summary>
        public int Skipped { get; internal set; }
    }

    /// <summary>Whom a program trusts and what it insists on. Load once, use for every card, from any thread.</summary>
    public sealed class Verifier : IDisposable
    {
        private readonly VerifierHandle handle;

        private Verifier(VerifierHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>Vietnamese citizen cards: originals only, no old algorithms.</summary>
        public static Verifier CitizenCards()
        {
            return new Verifier(Native.Make((out VerifierHandle h, out IntPtr e) => Native.dd_verifier_citizen_cards(out h, out e)));
        }

        /// <summary>Passports of the world.</summary>
        public static Verifier TravelDocuments()
        {
            return new Verifier(Native.Make((out VerifierHandle h, out IntPtr e) => Native.dd_verifier_travel_documents(out h, out e)));
        }

        /// <summary>Cards of the simulator, and nothing else.</summary>
        public static Verifier TestCards()
        {
            return new Verifier(Native.Make((out VerifierHandle h, out IntPtr e) => Native.dd_verifier_test_cards(out h, out e)));
        }

        /// <summary>Trusts the authorities of a file: certificate, master list, revocation list.</summary>
        public LoadedTrust Load(byte[] file)
        {
            UIntPtr len, trusted = UIntPtr.Zero, lists = UIntPtr.Zero, skipped = UIntPtr.Zero;
            byte[] bytes = Native.Given(file, "file", out len);
            Native.Do((out IntPtr e) => Native.dd_verifier_load(handle, bytes, len, out trusted, out lists, out skipped, out e));
            return new LoadedTrust { Trusted = (int)trusted, RevocationLists = (int)lists, Skipped = (int)skipped };
        }

        /// <summary>Judges what was read, at a moment in Unix seconds. A fake card is an answer, never an exception.</summary>
        public Verification Verify(CardReading reading, long at)
        {
            if (reading == null) throw new ArgumentNullException("reading");
            return new Verification(Native.Make((out VerificationHandle h, out IntPtr e) =>
                Native.dd_verifier_verify(handle, reading.Handle, at, out h, out e)));
        }

        /// <summary>The same at a moment.</summary>
        public Verification Verify(CardReading reading, DateTimeOffset at)
        {
            return Verify(reading, at.ToUnixTimeSeconds());
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>A check that failed.</summary>
    public sealed class Refusal
    {
        internal Refusal(string line)
        {
            string[] parts = line.Split('\t');
            Check = parts[0];
            Reason = parts.Length > 1 ? parts[1] : "";
        }

        /// <summary>Such as <c>document-valid</c>.</summary>
        public string Check { get; private set; }
        /// <summary>Such as <c>expired</c>.</summary>
        public string Reason { get; private set; }
    }

    /// <summary>The answer about one document. There is no "ok": show what was refused, compare the assurance.</summary>
    public sealed class Verification : IDisposable
    {
        private readonly VerificationHandle handle;

        internal Verification(VerificationHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>Whether no check failed and the assurance is at least what the policy requires.</summary>
        public bool MeetsPolicy
        {
            get
            {
                int yes = 0;
                Native.Do((out IntPtr e) => Native.dd_verification_meets_policy(handle, out yes, out e));
                return yes == 1;
            }
        }

        /// <summary><c>Printed</c>, <c>SignedUnanchored</c>, <c>IssuerSigned</c>, <c>NotCloned</c> or <c>HolderPresent</c>.</summary>
        public string Assurance
        {
            get { return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_verification_assurance(handle, out b, out e)); }
        }

        /// <summary>The checks that failed.</summary>
        public IList<Refusal> Refusals
        {
            get
            {
                var all = new List<Refusal>();
                foreach (string line in Native.FillLines((out Native.Bytes b, out IntPtr e) => Native.dd_verification_refusals(handle, out b, out e)))
                    all.Add(new Refusal(line));
                return all;
            }
        }

        /// <summary>What the chip says about its holder. Dispose it.</summary>
        public Citizen Citizen()
        {
            return new Citizen(Native.Make((out CitizenHandle h, out IntPtr e) => Native.dd_verification_citizen(handle, out h, out e)));
        }

        /// <summary>The picture (JPEG or JPEG 2000) where it is the one that the authority signed; else null.</summary>
        public byte[] ExposePortrait()
        {
            return Native.Fill((out Native.Bytes b, out IntPtr e) => Native.dd_verification_expose_portrait(handle, out b, out e));
        }

        /// <summary>The same answer once somebody compared the person with the picture.</summary>
        public Verification WithHolder(bool same)
        {
            return new Verification(Native.Make((out VerificationHandle h, out IntPtr e) =>
                Native.dd_verification_with_holder(handle, same ? 1 : 0, out h, out e)));
        }

        /// <summary>The whole answer as JSON, byte for byte the same in every language: a citizen's data in the clear.</summary>
        public string ExposeJson()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_verification_expose_json(handle, out b, out e));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>
    /// A citizen as a document says. Every value has a method of its own, null where unknown; nothing else shows one.
    /// They are methods and no properties, so that no debugger, data grid or serialiser shows them by itself.
    /// </summary>
    public sealed class Citizen : IDisposable
    {
        private readonly CitizenHandle handle;

        internal Citizen(CitizenHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>Whether an authority that is trusted signed these data and nothing was changed.</summary>
        public bool Proven
        {
            get
            {
                int yes = 0;
                Native.Do((out IntPtr e) => Native.dd_citizen_proven(handle, out yes, out e));
                return yes == 1;
            }
        }

        /// <summary>Personal number, 12 digits.</summary>
        public string IdNumber()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_id_number(handle, out b, out e));
        }

        /// <summary>Number of the old identity card, 9 digits.</summary>
        public string OldIdNumber()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_old_id_number(handle, out b, out e));
        }

        /// <summary>Full name.</summary>
        public string FullName()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_full_name(handle, out b, out e));
        }

        /// <summary><c>YYYY-MM-DD</c>, <c>YYYY-MM</c> or <c>YYYY</c>.</summary>
        public string DateOfBirth()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_date_of_birth(handle, out b, out e));
        }

        /// <summary><c>male</c>, <c>female</c> or <c>unspecified</c>.</summary>
        public string Sex()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_sex(handle, out b, out e));
        }

        /// <summary>Nationality, three letters.</summary>
        public string Nationality()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_nationality(handle, out b, out e));
        }

        /// <summary>Place of residence as written.</summary>
        public string Address()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_address(handle, out b, out e));
        }

        /// <summary>Place of origin as written.</summary>
        public string PlaceOfOrigin()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_place_of_origin(handle, out b, out e));
        }

        /// <summary>Date of issue, ISO 8601.</summary>
        public string Issued()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_issued(handle, out b, out e));
        }

        /// <summary>Date of expiry, ISO 8601, or <c>never</c>.</summary>
        public string Expires()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_expires(handle, out b, out e));
        }

        /// <summary>All of it as JSON: a citizen's data in the clear.</summary>
        public string ExposeJson()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_citizen_expose_json(handle, out b, out e));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>A login that a provider signed.</summary>
    public sealed class Login : IDisposable
    {
        private readonly LoginHandle handle;

        internal Login(LoginHandle handle)
        {
            this.handle = handle;
        }

        /// <summary>The provider.</summary>
        public string Issuer
        {
            get { return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_login_issuer(handle, out b, out e)); }
        }

        /// <summary>The level of assurance: 0, 1 or 2.</summary>
        public int Level
        {
            get
            {
                int level = 0;
                Native.Do((out IntPtr e) => Native.dd_login_level(handle, out level, out e));
                return level;
            }
        }

        /// <summary>The person's stable name at this provider.</summary>
        public string ExposeSubject()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_login_expose_subject(handle, out b, out e));
        }

        /// <summary>Everything that the login proves, as JSON.</summary>
        public string ExposeJson()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_login_expose_json(handle, out b, out e));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>What an ID token must be.</summary>
    public sealed class IdTokenCheck : IDisposable
    {
        private readonly IdTokenCheckHandle handle;

        /// <summary>For tokens of <paramref name="issuer"/> made for <paramref name="clientId"/>, at a moment in Unix seconds.</summary>
        public IdTokenCheck(string issuer, string clientId, long now)
        {
            UIntPtr issuerLen, clientLen;
            byte[] by = Native.Utf8(issuer, "issuer", out issuerLen), to = Native.Utf8(clientId, "clientId", out clientLen);
            handle = Native.Make((out IdTokenCheckHandle h, out IntPtr e) =>
                Native.dd_id_token_check_new(by, issuerLen, to, clientLen, now, out h, out e));
        }

        /// <summary>The nonce of the login. Without it the token is bound to no login.</summary>
        public IdTokenCheck Nonce(string nonce)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(nonce, "nonce", out len);
            Native.Do((out IntPtr e) => Native.dd_id_token_check_nonce(handle, text, len, out e));
            return this;
        }

        /// <summary>The access token of the same answer.</summary>
        public IdTokenCheck AccessToken(string accessToken)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(accessToken, "accessToken", out len);
            Native.Do((out IntPtr e) => Native.dd_id_token_check_access_token(handle, text, len, out e));
            return this;
        }

        /// <summary>The level of assurance to insist on: 0, 1 or 2.</summary>
        public IdTokenCheck RequiredLevel(byte level)
        {
            Native.Do((out IntPtr e) => Native.dd_id_token_check_required_level(handle, level, out e));
            return this;
        }

        /// <summary>The person must have proven who they are within these seconds.</summary>
        public IdTokenCheck MaxAge(uint seconds)
        {
            Native.Do((out IntPtr e) => Native.dd_id_token_check_max_age(handle, seconds, out e));
            return this;
        }

        /// <summary>Verifies a token with the keys of the provider (JWK set, JSON).</summary>
        public Login Verify(string token, string jwks)
        {
            UIntPtr tokenLen, jwksLen;
            byte[] what = Native.Utf8(token, "token", out tokenLen), by = Native.Utf8(jwks, "jwks", out jwksLen);
            return new Login(Native.Make((out LoginHandle h, out IntPtr e) =>
                Native.dd_id_token_check_verify(handle, what, tokenLen, by, jwksLen, out h, out e)));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }
}
