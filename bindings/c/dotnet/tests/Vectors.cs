// Runs the vectors that hold the languages together, from C#. Vectors.exe LINES FOLDER
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DinhDanh;

internal static class Program
{
    private static int Main(string[] words)
    {
        int run = 0, wrong = 0;
        foreach (string line in File.ReadAllLines(words[0]))
        {
            string[] parts = line.Split('\t');
            var input = new Dictionary<string, byte[]>();
            for (int i = 2; i < parts.Length - 1; i++)
            {
                int equals = parts[i].IndexOf('=');
                input[parts[i].Substring(0, equals)] = Convert.FromBase64String(parts[i].Substring(equals + 1));
            }
            string expected = parts[parts.Length - 1];
            string got;
            try
            {
                got = "json=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(Call(parts[1], input, words[1])));
            }
            catch (DinhDanhException failed)
            {
                got = "error=" + failed.Code;
            }
            if (got != expected)
            {
                Console.Error.WriteLine(parts[0] + ": " + got);
                wrong++;
            }
            run++;
        }
        string[] known = DinhDanhException.Known();
        if (!known.SequenceEqual(File.ReadAllLines(Path.Combine(words[1], "error_codes.txt")))
            || !known.All(line => Enum.GetNames(typeof(ErrorCategory)).Contains(line.Split(' ')[1], StringComparer.OrdinalIgnoreCase)))
        {
            Console.Error.WriteLine("error codes");
            wrong++;
        }
        Console.WriteLine("codes: " + known.Length);
        Console.WriteLine("vectors: " + run);
        return run == 0 || wrong > 0 ? 1 : 0;
    }

    private static string Call(string call, Dictionary<string, byte[]> input, string folder)
    {
        Func<string, string> text = name => Encoding.UTF8.GetString(input[name]);
        Func<string, long> number = name => long.Parse(text(name));
        Func<string, byte[]> file = name => File.ReadAllBytes(Path.Combine(folder, text(name)));
        switch (call)
        {
            case "personal_number": return PersonalNumber.ExposeJson(text("text"));
            case "card_qr": return CardQr.ExposeJson(Convert.FromBase64String(text("base64")));
            case "mrz": return Mrz.ExposeJson(text("text"), number("at"));
            case "mrz_recognised": return Mrz.ExposeJsonOfRecognised(text("text"), number("at"));
            case "repair_scan": return Scans.Repair(text("text"));
            case "check_stays": return Stays.Check(input["declarations"], number("at"), number("remote") != 0);
            case "read_qr":
                return "[" + string.Join(",", QrCode.Read(file("file")).Select(code => "\"" + Convert.ToBase64String(code.ExposeBytes()) + "\"")) + "]";
            case "foreign_guests_xml":
                PortalFile guests = Stays.ForeignGuestsXml(input["declarations"]);
                return Convert.ToBase64String(guests.ExposeBytes()) + " " + guests.LeftOut();
            case "verify_dump":
                string hex = text("challenge"), policy = text("policy");
                byte[] challenge = hex == "" ? null : Enumerable.Range(0, hex.Length / 2).Select(i => Convert.ToByte(hex.Substring(2 * i, 2), 16)).ToArray();
                using (Verifier verifier = policy == "test" ? Verifier.TestCards() : policy == "citizen" ? Verifier.CitizenCards() : Verifier.TravelDocuments())
                {
                    if (text("anchors") != "") verifier.Load(file("anchors"));
                    using (CardReading reading = CardReading.FromDump(file("file"), challenge))
                    using (Verification answer = verifier.Verify(reading, number("at")))
                        return answer.ExposeJson();
                }
            case "id_token":
                using (var check = new IdTokenCheck(text("issuer"), text("client_id"), number("now")))
                {
                    if (text("nonce") != "") check.Nonce(text("nonce"));
                    using (Login login = check.RequiredLevel((byte)number("required_level")).Verify(text("token"), text("jwks")))
                        return login.ExposeJson();
                }
            default: throw new ArgumentException(call);
        }
    }
}
