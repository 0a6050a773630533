using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

/// <summary>
/// The first scan of a hospital, signed, in one file. .NET: copy it into `dotnet new console` in the place of Program.cs, `dotnet run`.
/// Mono or .NET Framework: mcs -r:System.Numerics FirstScan.cs, mono FirstScan.exe. Nothing to install.
/// The steps are numbered as in docs/integrating.md. The arithmetic of SM2 below is written to be read: it is not constant time, so it can leak the
/// private key to whoever measures it. In production take a library that is kept well, such as BouncyCastle.Cryptography (NuGet):
///   var signer = new SM2Signer(PlainDsaEncoding.Instance, new SM3Digest());          // PlainDsaEncoding: raw r‖s, the default is DER
///   signer.Init(true, new ParametersWithID(privateKeyParameters, Encoding.ASCII.GetBytes("1234567812345678")));
/// </summary>
public static class FirstScan
{
    /// <summary>A number, true or false as it stood on the wire: 1.50 must not become 1.5 before the signature is checked.</summary>
    sealed class Lexeme { public string Text; }

    public static void Main()
    {
        Console.OutputEncoding = new UTF8Encoding(false); // a Chinese Windows would write GBK
        // 2 What you were handed; 3 the request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too.
        var data = new Dictionary<string, object> {
            { "orgId", Setting("EC_ORG_ID") }, { "ecQrCode", Setting("EC_QR_CODE") }, { "businessType", "01301" }, { "termId", Setting("EC_TERMINAL") },
            { "termIp", "127.0.0.1" }, { "operatorId", "test001" }, { "operatorName", "测试操作员" }, { "officeId", "32760" }, { "officeName", "测试科室" },
            { "deviceType", "" } };
        var milliseconds = (long)(DateTime.UtcNow - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalMilliseconds;
        var request = new Dictionary<string, object> {
            { "appId", Setting("EC_APP_ID") }, { "orgId", Setting("EC_ORG_ID") }, { "version", "1.0.0" }, { "encType", "plain" }, { "signType", "SM2" },
            { "transType", "ec.query" }, { "timestamp", milliseconds.ToString() }, { "data", data },
            { "requestId", Guid.NewGuid().ToString() } }; // repeat an unanswered request under the same requestId
        request["signData"] = Sign(StringToSign(request));

        // 5 Post it as UTF-8, read the answer, check its signature before anything in it is believed.
        var answer = new Reader(Post(Setting("EC_URL"), Json(request, false))).Value() as IDictionary<string, object>;
        if (answer == null) Stop("the answer cannot be trusted: it is no JSON object");
        var said = string.Join(" ", new[] { "code", "message", "detail" }.Select(name => Text(Get(answer, name))).Where(part => part != ""));
        var sameQuestion = Text(Get(answer, "requestId")) == (string)request["requestId"] && Text(Get(answer, "signType")) == "SM2";
        if (!sameQuestion || !Verify(StringToSign(answer), Text(Get(answer, "signData"))))
            Stop("the answer cannot be trusted, its signature does not match; it says: " + said);
        if (Text(answer["code"]) != "0") Stop("refused: " + said);
        var found = (IDictionary<string, object>)answer["data"];
        Console.WriteLine(Text(found["userName"]) + " " + Regex.Replace(Text(found["idNo"]), "(?<=.{6}).(?=.{4})", "*") + " " + Text(found["ecToken"]));
    }

    static string Setting(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(value)) Stop("the environment lacks " + name);
        return value;
    }

    static void Stop(string why) { Console.Error.WriteLine(why); Environment.Exit(1); }

    static object Get(IDictionary<string, object> members, string name) { object value; return members.TryGetValue(name, out value) ? value : null; }

    /// <summary>HttpWebRequest, because Mono and .NET both have it; in .NET take HttpClient.</summary>
    static string Post(string url, string body) // http://127.0.0.1:7352/api/transactions
    {
        var request = WebRequest.CreateHttp(url);
        request.Method = "POST";
        request.ContentType = "application/json; charset=utf-8";
        request.Timeout = 10000;
        var bytes = Encoding.UTF8.GetBytes(body); // never Encoding.Default: on a Chinese Windows that is GBK
        try
        {
            using (var stream = request.GetRequestStream()) stream.Write(bytes, 0, bytes.Length);
            using (var response = request.GetResponse()) return Read(response);
        }
        catch (WebException error)
        {
            if (error.Response == null) Stop("no answer (repeat it under the same requestId): " + error.Message);
            return Read(error.Response); // another HTTP status is an answer all the same
        }
    }

    static string Read(WebResponse response) { using (var reader = new StreamReader(response.GetResponseStream(), Encoding.UTF8)) return reader.ReadToEnd(); }

    // 4 The string to sign.
    static string StringToSign(IDictionary<string, object> message)
    {
        var names = Said(message).Where(name => name != "signData" && name != "encData" && name != "extra");
        return string.Join("&", names.Select(name => name + "=" + Text(message[name]))) + "&key=" + Setting("EC_APP_SECRET");
    }

    /// <summary>Names of the members that say something, ordered as ASCII: the default order is the culture's, which puts a before B.</summary>
    static IEnumerable<string> Said(IDictionary<string, object> members)
    {
        return members.Keys.Where(name => Text(members[name]) != "").OrderBy(name => name, StringComparer.Ordinal);
    }

    static string Text(object value) { return value == null ? "" : value as string ?? Json(value, true); }

    /// <summary>Compact JSON; sorted, and cleaned of null and "" at every level where it is to be signed. Chinese stays Chinese, no \uXXXX.</summary>
    static string Json(object value, bool toSign)
    {
        if (value == null) return "null";
        if (value is Lexeme) return ((Lexeme)value).Text;
        if (value is List<object>) return "[" + string.Join(",", ((List<object>)value).Select(each => Json(each, toSign))) + "]";
        var members = value as IDictionary<string, object>;
        if (members != null)
        {
            var names = toSign ? Said(members) : members.Keys;
            return "{" + string.Join(",", names.Select(name => Json(name, toSign) + ":" + Json(members[name], toSign))) + "}";
        }
        var quoted = new StringBuilder("\"");
        foreach (var c in (string)value)
        {
            var escape = "\"\\\b\f\n\r\t".IndexOf(c);
            quoted.Append(escape >= 0 ? "\\" + "\"\\bfnrt"[escape] : c < ' ' ? "\\u" + ((int)c).ToString("x4") : c.ToString());
        }
        return quoted + "\"";
    }

    /// <summary>Reads JSON; System.Text.Json does it too (JsonElement.GetRawText keeps the text of a number), but Mono lacks it.</summary>
    sealed class Reader
    {
        Match token;
        public Reader(string text) { token = Regex.Match(text, "\\s*([\\[\\]{}:,]|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\\[\\]{}:,\"]+)\\s*"); }

        string Next()
        {
            if (!token.Success) Stop("the answer cannot be trusted: it is no JSON");
            var text = token.Groups[1].Value;
            token = token.NextMatch();
            return text;
        }

        public object Value() { return Value(Next()); }

        object Value(string text)
        {
            if (text == "{")
            {
                var members = new Dictionary<string, object>();
                for (var name = Next(); name != "}"; name = Next())
                    if (name != ",") { Next(); members[Unquoted(name)] = Value(); }
                return members;
            }
            if (text == "[")
            {
                var entries = new List<object>();
                for (var entry = Next(); entry != "]"; entry = Next()) if (entry != ",") entries.Add(Value(entry));
                return entries;
            }
            return text[0] == '"' ? Unquoted(text) : text == "null" ? null : (object)new Lexeme { Text = text };
        }

        static string Unquoted(string text)
        {
            return Regex.Replace(text.Substring(1, text.Length - 2), @"\\(u[0-9a-fA-F]{4}|.)", escape =>
            {
                var letter = escape.Groups[1].Value;
                if (letter.Length > 1) return ((char)Convert.ToInt32(letter.Substring(1), 16)).ToString();
                var at = "bfnrt".IndexOf(letter, StringComparison.Ordinal);
                return at < 0 ? letter : "\b\f\n\r\t"[at].ToString();
            });
        }
    }

    // SM2 with SM3 (GB/T 32918): y² = x³ + ax + b over p, G of order n. A point is { x, y }, null is the point at infinity.
    static readonly BigInteger P = Hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF"), A = P - 3,
        B = Hex("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"),
        N = Hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    static readonly BigInteger[] G = { Hex("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
        Hex("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0") };

    static BigInteger Hex(string digits) { return BigInteger.Parse("0" + digits, System.Globalization.NumberStyles.HexNumber); } // 0: no minus

    /// <summary>Big endian and unsigned; BigInteger itself is little endian with a sign. So 32 bytes and 33 with a leading zero are the same key.</summary>
    static BigInteger Number(IEnumerable<byte> bytes) { return new BigInteger(bytes.Reverse().Concat(new byte[] { 0 }).ToArray()); }

    /// <summary>Exactly 32 bytes, padded on the left: about 1 number in 128 is shorter than that.</summary>
    static IEnumerable<byte> Bytes32(BigInteger number) { return number.ToByteArray().Concat(new byte[32]).Take(32).Reverse(); }

    static BigInteger Mod(BigInteger number, BigInteger modulo) { var rest = number % modulo; return rest.Sign < 0 ? rest + modulo : rest; }
    static BigInteger Inverse(BigInteger number, BigInteger prime) { return BigInteger.ModPow(Mod(number, prime), prime - 2, prime); }

    static BigInteger[] Plus(BigInteger[] one, BigInteger[] other)
    {
        if (one == null || other == null) return one ?? other;
        var twice = one[0] == other[0];
        if (twice && one[1] != other[1]) return null;
        var slope = Mod(twice ? (3 * one[0] * one[0] + A) * Inverse(2 * one[1], P) : (other[1] - one[1]) * Inverse(other[0] - one[0], P), P);
        var x = Mod(slope * slope - one[0] - other[0], P);
        return new[] { x, Mod(slope * (one[0] - x) - one[1], P) };
    }

    static BigInteger[] Times(BigInteger factor, BigInteger[] point)
    {
        BigInteger[] result = null;
        for (var bit = 255; bit >= 0; bit--)
        {
            result = Plus(result, result);
            if (!(factor >> bit).IsEven) result = Plus(result, point);
        }
        return result;
    }

    /// <summary>SM3(Z ‖ text); Z says who signs: length of the user id in bits, user id, curve, public key.</summary>
    static BigInteger Digest(BigInteger[] publicKey, string text)
    {
        var numbers = new[] { A, B, G[0], G[1], publicKey[0], publicKey[1] }.SelectMany(Bytes32);
        var z = Sm3(new byte[] { 0, 128 }.Concat(Encoding.ASCII.GetBytes("1234567812345678")).Concat(numbers).ToArray());
        return Number(Sm3(z.Concat(Encoding.UTF8.GetBytes(text)).ToArray()));
    }

    static string Sign(string text)
    {
        BigInteger d = Number(Convert.FromBase64String(Setting("EC_PRIVATE_KEY"))), e = Digest(Times(d, G), text), k, r, s;
        do
        {
            var random = new byte[40];
            using (var generator = RandomNumberGenerator.Create()) generator.GetBytes(random);
            k = Number(random) % (N - 1) + 1; // fresh for every signature: two with the same k give the private key away
            r = Mod(e + Times(k, G)[0], N);
            s = Mod(Inverse(d + 1, N) * (k - r * d), N);
        } while (r.IsZero || s.IsZero || r + k == N);
        return Convert.ToBase64String(Bytes32(r).Concat(Bytes32(s)).ToArray()); // raw r‖s, not DER
    }

    static bool Verify(string text, string signature)
    {
        byte[] raw = Convert.FromBase64String(signature), key = Convert.FromBase64String(Setting("EC_PLATFORM_PUBLIC_KEY")); // 65 bytes 04‖X‖Y
        if (raw.Length != 64 || key.Length != 65) return false;
        BigInteger r = Number(raw.Take(32)), s = Number(raw.Skip(32)), t = Mod(r + s, N);
        BigInteger[] platform = { Number(key.Skip(1).Take(32)), Number(key.Skip(33)) };
        if (r.IsZero || s.IsZero || t.IsZero || r >= N || s >= N) return false;
        var sum = Plus(Times(s, G), Times(t, platform));
        return sum != null && Mod(Digest(platform, text) + sum[0], N) == r;
    }

    static uint Left(uint word, int by) { by &= 31; return by == 0 ? word : word << by | word >> (32 - by); }

    /// <summary>SM3 (GB/T 32905).</summary>
    static byte[] Sm3(byte[] message)
    {
        var padded = new byte[(message.Length + 72) / 64 * 64];
        message.CopyTo(padded, 0);
        padded[message.Length] = 0x80;
        BitConverter.GetBytes(8L * message.Length).Reverse().ToArray().CopyTo(padded, padded.Length - 8);
        uint[] v = { 0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e }, w = new uint[68];
        for (var block = 0; block < padded.Length; block += 64)
        {
            for (var j = 0; j < 68; j++)
            {
                var at = block + 4 * j;
                var x = j < 16 ? 0 : w[j - 16] ^ w[j - 9] ^ Left(w[j - 3], 15);
                w[j] = j < 16 ? (uint)(padded[at] << 24 | padded[at + 1] << 16 | padded[at + 2] << 8 | padded[at + 3])
                    : x ^ Left(x, 15) ^ Left(x, 23) ^ Left(w[j - 13], 7) ^ w[j - 6];
            }
            var c = (uint[])v.Clone();
            for (var j = 0; j < 64; j++)
            {
                uint ff = j < 16 ? c[0] ^ c[1] ^ c[2] : c[0] & c[1] | c[0] & c[2] | c[1] & c[2], gg = j < 16 ? c[4] ^ c[5] ^ c[6] : c[4] & c[5] | ~c[4] & c[6];
                uint a12 = Left(c[0], 12), ss1 = Left(unchecked(a12 + c[4] + Left(j < 16 ? 0x79cc4519u : 0x7a879d8au, j)), 7);
                uint tt1 = unchecked(ff + c[3] + (ss1 ^ a12) + (w[j] ^ w[j + 4])), tt2 = unchecked(gg + c[7] + ss1 + w[j]);
                c = new[] { tt1, c[0], Left(c[1], 9), c[2], tt2 ^ Left(tt2, 9) ^ Left(tt2, 17), c[4], Left(c[5], 19), c[6] };
            }
            for (var i = 0; i < 8; i++) v[i] ^= c[i];
        }
        return v.SelectMany(word => BitConverter.GetBytes(word).Reverse()).ToArray();
    }
}
