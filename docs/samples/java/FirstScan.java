import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.*;

/**
 * The first scan of a hospital, signed, in one file: java FirstScan.java (Java 11 or newer, nothing to install).
 * The steps are numbered as in docs/integrating.md. The arithmetic of SM2 below is written to be read: it is not constant time, so it can leak the
 * private key to whoever measures it. In production take a library that is kept well, such as BouncyCastle:
 *   SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());    // PlainDSAEncoding: raw r‖s, the default is DER
 *   signer.init(true, new ParametersWithID(privateKeyParameters, "1234567812345678".getBytes(US_ASCII)));
 */
public class FirstScan {
    public static void main(String[] arguments) throws Exception {
        // 2 What you were handed; 3 the request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too.
        // Map.of refuses what repeats; the order does not matter, TreeMap sorts by ASCII: upper case before lower case.
        Map<String, Object> data = new TreeMap<>(Map.of(
            "orgId", setting("EC_ORG_ID"), "ecQrCode", setting("EC_QR_CODE"), "businessType", "01301", "termId", setting("EC_TERMINAL"),
            "termIp", "127.0.0.1", "operatorId", "test001", "operatorName", "测试操作员", "officeId", "32760", "officeName", "测试科室", "deviceType", ""));
        String requestId = UUID.randomUUID().toString(); // repeat an unanswered request under the same requestId
        Map<String, Object> request = new TreeMap<>(Map.of(
            "appId", setting("EC_APP_ID"), "orgId", setting("EC_ORG_ID"), "version", "1.0.0", "encType", "plain", "signType", "SM2",
            "transType", "ec.query", "timestamp", String.valueOf(System.currentTimeMillis()), "requestId", requestId, "data", data));
        request.put("signData", sign(stringToSign(request)));

        // 5 Post it as UTF-8 (never getBytes() alone: on a Chinese Windows that is GBK), read the answer, check its signature before it is believed.
        HttpResponse<byte[]> response = null;
        try {
            response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(setting("EC_URL"))).timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json; charset=utf-8").POST(HttpRequest.BodyPublishers.ofString(json(request, false))).build(),
                HttpResponse.BodyHandlers.ofByteArray()); // EC_URL: http://127.0.0.1:7352/api/transactions
        } catch (java.io.IOException error) {
            stop("no answer (repeat it under the same requestId): " + error);
        }
        Map<?, ?> answer = (Map<?, ?>) new Reader(new String(response.body(), StandardCharsets.UTF_8)).value();
        String said = text(answer.get("code")) + " " + text(answer.get("message")) + " " + text(answer.get("detail"));
        boolean sameQuestion = requestId.equals(answer.get("requestId")) && "SM2".equals(answer.get("signType"));
        if (!sameQuestion || !verify(stringToSign(answer), text(answer.get("signData"))))
            stop("the answer cannot be trusted, its signature does not match; it says: " + said);
        if (!text(answer.get("code")).equals("0")) stop("refused: " + said);
        Map<?, ?> found = (Map<?, ?>) answer.get("data");
        String idNo = text(found.get("idNo")), masked = idNo.replaceAll("(?<=.{6}).(?=.{4})", "*");
        new PrintStream(System.out, true, "UTF-8").println(found.get("userName") + " " + masked + " " + found.get("ecToken"));
    }

    static String setting(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? stop("the environment lacks " + name) : value;
    }

    static String stop(String why) {
        new PrintStream(System.err, true, StandardCharsets.UTF_8).println(why.trim());
        System.exit(1);
        return why;
    }

    // 4 The string to sign.
    static String stringToSign(Map<?, ?> message) {
        StringJoiner parts = new StringJoiner("&");
        for (Map.Entry<?, ?> each : new TreeMap<>(message).entrySet())
            if (!List.of("signData", "encData", "extra").contains(each.getKey()) && !text(each.getValue()).isEmpty())
                parts.add(each.getKey() + "=" + text(each.getValue()));
        return parts + "&key=" + setting("EC_APP_SECRET");
    }

    static String text(Object value) {
        return value == null ? "" : value instanceof String ? (String) value : json(value, true);
    }

    /** Compact JSON, sorted; cleaned of null and "" at every level where it is to be signed. Chinese stays Chinese, no \\uXXXX. */
    static String json(Object value, boolean cleaned) {
        StringJoiner parts = new StringJoiner(",");
        if (value instanceof List) {
            for (Object each : (List<?>) value) parts.add(json(each, cleaned));
            return "[" + parts + "]";
        }
        if (value instanceof Map) {
            for (Map.Entry<?, ?> each : new TreeMap<>((Map<?, ?>) value).entrySet())
                if (!cleaned || !text(each.getValue()).isEmpty()) parts.add(json(each.getKey(), cleaned) + ":" + json(each.getValue(), cleaned));
            return "{" + parts + "}";
        }
        if (!(value instanceof String)) return String.valueOf(value); // null, true, false, and numbers with the letters they came with
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : ((String) value).toCharArray()) {
            int escape = "\"\\\b\f\n\r\t".indexOf(c);
            quoted.append(escape >= 0 ? "\\" + "\"\\bfnrt".charAt(escape) : c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return quoted + "\"";
    }

    /** Reads JSON, since Java has no reader of its own. Numbers stay text: 1.50 must not become 1.5 before the signature is checked. */
    static class Reader {
        static final java.util.regex.Pattern TOKEN = java.util.regex.Pattern.compile("\\s*([\\[\\]{}:,]|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\\[\\]{}:,\"]+)\\s*");
        final java.util.regex.Matcher tokens;
        Reader(String text) { tokens = TOKEN.matcher(text); }
        String next() { return tokens.find() ? tokens.group(1) : stop("the answer cannot be trusted: it is no JSON"); }
        Object value() { return value(next()); }

        Object value(String token) {
            if (token.equals("{")) {
                Map<String, Object> members = new TreeMap<>();
                for (String name = next(); !name.equals("}"); name = next())
                    if (!name.equals(",")) { next(); members.put((String) value(name), value()); }
                return members;
            }
            if (token.equals("[")) {
                List<Object> entries = new ArrayList<>();
                for (String entry = next(); !entry.equals("]"); entry = next()) if (!entry.equals(",")) entries.add(value(entry));
                return entries;
            }
            return token.startsWith("\"") ? unquoted(token) : token.equals("null") ? null : new StringBuilder(token); // a lexeme: not a String
        }

        static String unquoted(String token) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i < token.length() - 1; i++) {
                char c = token.charAt(i);
                if (c == '\\') {
                    int escape = "bfnrt".indexOf(c = token.charAt(++i));
                    if (escape >= 0) c = "\b\f\n\r\t".charAt(escape);
                    else if (c == 'u') { c = (char) Integer.parseInt(token.substring(i + 1, i + 5), 16); i += 4; }
                }
                text.append(c);
            }
            return text.toString();
        }
    }

    // SM2 with SM3 (GB/T 32918): y² = x³ + ax + b over p, G of order n. A point is { x, y }, null is the point at infinity.
    static final BigInteger P = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF"), A = P.subtract(BigInteger.valueOf(3)),
        B = hex("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"),
        N = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    static final BigInteger[] G = { hex("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
        hex("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0") };

    static BigInteger hex(String digits) { return new BigInteger(digits, 16); }
    /** Unsigned: new BigInteger(bytes) would take a first bit for a minus. So 32 bytes and 33 with a leading zero are the same key. */
    static BigInteger number(byte[] bytes, int from, int to) { return new BigInteger(1, Arrays.copyOfRange(bytes, from, to)); }

    /** Exactly 32 bytes: toByteArray() gives 33 where the first bit is set, and fewer than 32 about once in 128. */
    static byte[] bytes32(BigInteger number) {
        byte[] digits = number.toByteArray(), padded = new byte[32];
        int length = Math.min(32, digits.length);
        System.arraycopy(digits, digits.length - length, padded, 32 - length, length);
        return padded;
    }

    static BigInteger[] plus(BigInteger[] one, BigInteger[] other) {
        if (one == null || other == null) return one == null ? other : one;
        boolean twice = one[0].equals(other[0]);
        if (twice && !one[1].equals(other[1])) return null;
        BigInteger slope = twice ? one[0].pow(2).multiply(BigInteger.valueOf(3)).add(A).multiply(one[1].shiftLeft(1).modInverse(P))
            : other[1].subtract(one[1]).multiply(other[0].subtract(one[0]).modInverse(P));
        BigInteger x = slope.pow(2).subtract(one[0]).subtract(other[0]).mod(P);
        return new BigInteger[] { x, slope.multiply(one[0].subtract(x)).subtract(one[1]).mod(P) };
    }

    static BigInteger[] times(BigInteger factor, BigInteger[] point) {
        BigInteger[] result = null;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            result = plus(result, result);
            if (factor.testBit(bit)) result = plus(result, point);
        }
        return result;
    }

    /** SM3(Z ‖ text); Z says who signs: length of the user id in bits, user id, curve, public key. */
    static BigInteger digest(BigInteger[] publicKey, String text) {
        ByteBuffer z = ByteBuffer.allocate(210).putShort((short) 128).put("1234567812345678".getBytes(StandardCharsets.US_ASCII));
        for (BigInteger each : new BigInteger[] { A, B, G[0], G[1], publicKey[0], publicKey[1] }) z.put(bytes32(each));
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return new BigInteger(1, sm3(ByteBuffer.allocate(32 + message.length).put(sm3(z.array())).put(message).array()));
    }

    static String sign(String text) {
        byte[] key = Base64.getDecoder().decode(setting("EC_PRIVATE_KEY"));
        BigInteger d = number(key, 0, key.length), e = digest(times(d, G), text), k, r, s;
        do {
            k = new BigInteger(256, new SecureRandom()).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE); // two with the same k give the key away
            r = e.add(times(k, G)[0]).mod(N);
            s = d.add(BigInteger.ONE).modInverse(N).multiply(k.subtract(r.multiply(d))).mod(N);
        } while (r.signum() == 0 || s.signum() == 0 || r.add(k).equals(N));
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(64).put(bytes32(r)).put(bytes32(s)).array()); // raw r‖s, not DER
    }

    static boolean verify(String text, String signature) {
        byte[] raw = Base64.getDecoder().decode(signature), key = Base64.getDecoder().decode(setting("EC_PLATFORM_PUBLIC_KEY")); // 65 bytes 04‖X‖Y
        if (raw.length != 64 || key.length != 65) return false;
        BigInteger r = number(raw, 0, 32), s = number(raw, 32, 64), t = r.add(s).mod(N);
        BigInteger[] platform = { number(key, 1, 33), number(key, 33, 65) };
        if (r.signum() == 0 || s.signum() == 0 || t.signum() == 0 || r.compareTo(N) >= 0 || s.compareTo(N) >= 0) return false;
        BigInteger[] sum = plus(times(s, G), times(t, platform));
        return sum != null && digest(platform, text).add(sum[0]).mod(N).equals(r);
    }

    /** SM3 (GB/T 32905). */
    static byte[] sm3(byte[] message) {
        ByteBuffer padded = ByteBuffer.allocate((message.length + 72) / 64 * 64).put(message).put((byte) 0x80);
        padded.putLong(padded.capacity() - 8, 8L * message.length).rewind();
        int[] v = { 0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e }, w = new int[68];
        while (padded.hasRemaining()) {
            for (int j = 0; j < 68; j++) {
                int x = j < 16 ? 0 : w[j - 16] ^ w[j - 9] ^ Integer.rotateLeft(w[j - 3], 15);
                w[j] = j < 16 ? padded.getInt()
                    : x ^ Integer.rotateLeft(x, 15) ^ Integer.rotateLeft(x, 23) ^ Integer.rotateLeft(w[j - 13], 7) ^ w[j - 6];
            }
            int[] c = v.clone();
            for (int j = 0; j < 64; j++) {
                boolean early = j < 16;
                int ff = early ? c[0] ^ c[1] ^ c[2] : c[0] & c[1] | c[0] & c[2] | c[1] & c[2], gg = early ? c[4] ^ c[5] ^ c[6] : c[4] & c[5] | ~c[4] & c[6];
                int a12 = Integer.rotateLeft(c[0], 12), ss1 = Integer.rotateLeft(a12 + c[4] + Integer.rotateLeft(early ? 0x79cc4519 : 0x7a879d8a, j), 7);
                int tt1 = ff + c[3] + (ss1 ^ a12) + (w[j] ^ w[j + 4]), tt2 = gg + c[7] + ss1 + w[j];
                c = new int[] { tt1, c[0], Integer.rotateLeft(c[1], 9), c[2],
                    tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17), c[4], Integer.rotateLeft(c[5], 19), c[6] };
            }
            for (int i = 0; i < 8; i++) v[i] ^= c[i];
        }
        ByteBuffer hash = ByteBuffer.allocate(32);
        for (int word : v) hash.putInt(word);
        return hash.array();
    }
}
