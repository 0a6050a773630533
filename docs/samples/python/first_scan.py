"""The first scan of a hospital, signed, in one file: python3 first_scan.py (Python 3.8 or newer, nothing to install).

The steps are numbered as in docs/integrating.md. The arithmetic of SM2 below is written to be read: it is not constant time, so it can
leak the private key to whoever measures it. In production take a library that is kept well, such as gmssl (pip install gmssl):
    gmssl.sm2.CryptSM2(private_key=d_hex, public_key=xy_hex).sign_with_sm3(text.encode())    # r‖s in hex; user id 1234567812345678
"""
import base64, hashlib, json, os, secrets, sys, time, urllib.error, urllib.request, uuid


def stop(why):
    print(why, file=sys.stderr)
    sys.exit(1)


sys.stdout.reconfigure(encoding="utf-8")  # a Chinese Windows would write GBK
sys.stderr.reconfigure(encoding="utf-8")


# 2 What you were handed.
def setting(name):
    return os.environ.get(name) or stop(f"the environment lacks {name}")


url = setting("EC_URL")  # http://127.0.0.1:7352/api/transactions
org_id, app_id, app_secret = setting("EC_ORG_ID"), setting("EC_APP_ID"), setting("EC_APP_SECRET")
our_private_key = setting("EC_PRIVATE_KEY")  # Base64 of 32 bytes, or of 33 with a leading zero as Java writes it
platform_public_key = setting("EC_PLATFORM_PUBLIC_KEY")  # Base64 of 65 bytes 04‖X‖Y
qr_code, terminal = setting("EC_QR_CODE"), setting("EC_TERMINAL")

# 3 The request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too.
data = {
    "orgId": org_id, "ecQrCode": qr_code, "businessType": "01301", "termId": terminal, "termIp": "127.0.0.1",
    "operatorId": "test001", "operatorName": "测试操作员", "officeId": "32760", "officeName": "测试科室", "deviceType": "",
}
request = {
    "appId": app_id, "orgId": org_id, "version": "1.0.0", "encType": "plain", "signType": "SM2", "transType": "ec.query",
    "timestamp": str(int(time.time() * 1000)), "requestId": str(uuid.uuid4()),  # repeat an unanswered request under the same requestId
    "data": data,
}


# 4 The string to sign.
class Lexeme(str):
    """A number as it stood on the wire: 1.50 must not become 1.5 before the signature is checked."""


def canonical(value):
    """Compact JSON, members sorted (ASCII, upper case first) and empty ones dropped at every level; Chinese stays Chinese."""
    if isinstance(value, Lexeme):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        said = sorted(name for name, each in value.items() if each not in (None, ""))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in said) + "}"
    return json.dumps(value, ensure_ascii=False)  # the default, ensure_ascii=True, would write \uXXXX


def string_to_sign(members):
    said = sorted(name for name, each in members.items() if each not in (None, "") and name not in ("signData", "encData", "extra"))
    parts = [f"{name}={members[name] if isinstance(members[name], str) else canonical(members[name])}" for name in said]
    return "&".join(parts) + "&key=" + app_secret


# SM2 with SM3 (GB/T 32918): y² = x³ + ax + b over p, G of order n.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
     0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)


def plus(one, other):
    if one is None or other is None:  # None is the point at infinity
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], P - 2, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], P - 2, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor, point):
    result = None
    for bit in bin(factor)[2:]:
        result = plus(result, result)
        if bit == "1":
            result = plus(result, point)
    return result


def digest(public_key, text):
    """SM3(Z ‖ text); Z says who signs: length of the user id in bits, user id, curve, public key."""
    numbers = b"".join(number.to_bytes(32, "big") for number in (A, B, *G, *public_key))
    z = hashlib.new("sm3", b"\x00\x80" + b"1234567812345678" + numbers).digest()
    return int.from_bytes(hashlib.new("sm3", z + text.encode("utf-8")).digest(), "big")  # UTF-8, never GBK


def sign(text):
    d = int.from_bytes(base64.b64decode(our_private_key), "big")
    e = digest(times(d, G), text)
    while True:
        k = 1 + secrets.randbelow(N - 1)  # fresh for every signature: two with the same k give the private key away
        r = (e + times(k, G)[0]) % N
        s = pow(1 + d, N - 2, N) * (k - r * d) % N
        if r and s and r + k != N:  # raw r‖s, not DER, and each half padded to 32 bytes: about 1 in 128 is shorter
            return base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()


def verify(text, signature):
    raw, key = base64.b64decode(signature), base64.b64decode(platform_public_key)
    if len(raw) != 64 or len(key) != 65:
        return False
    public_key = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    point = plus(times(s, G), times((r + s) % N, public_key))
    return point is not None and (digest(public_key, text) + point[0]) % N == r


# 5 Post it as UTF-8, read the answer, check its signature before anything in it is believed.
request["signData"] = sign(string_to_sign(request))
post = urllib.request.Request(url, json.dumps(request).encode("utf-8"), {"Content-Type": "application/json; charset=utf-8"})
try:
    with urllib.request.urlopen(post, timeout=10) as response:
        body = response.read().decode("utf-8")
except urllib.error.HTTPError as error:  # an answer all the same
    body = error.read().decode("utf-8")
except OSError as error:
    stop(f"no answer (repeat it under the same requestId): {error}")
answer = json.loads(body, parse_int=Lexeme, parse_float=Lexeme)
said = " ".join(answer[name] for name in ("code", "message", "detail") if answer.get(name))
same_question = answer.get("requestId") == request["requestId"] and answer.get("signType") == "SM2"
if not same_question or not verify(string_to_sign(answer), answer.get("signData") or ""):
    stop(f"the answer cannot be trusted, its signature does not match; it says: {said}")
if answer["code"] != "0":
    stop(f"refused: {said}")
id_no = answer["data"]["idNo"]
print(answer["data"]["userName"], id_no[:6] + "*" * max(0, len(id_no) - 10) + id_no[-4:], answer["data"]["ecToken"])
