// The first scan of a hospital, signed, in one file: go run first_scan.go (Go 1.18 or newer, nothing to install).
// The steps are numbered as in docs/integrating.md. The arithmetic of SM2 below is written to be read: it is not constant time, so it can leak the
// private key to whoever measures it. In production take a library that is kept well, such as github.com/emmansun/gmsm:
// priv.Sign(rand.Reader, text, sm2.DefaultSM2SignerOpts) gives DER (to be turned into r‖s), sm2.VerifyASN1WithSM2(pub, nil, text, der) checks it;
// the user id 1234567812345678 is its default.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"math/bits"
	"net/http"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

func stop(parts ...any) {
	fmt.Fprintln(os.Stderr, parts...)
	os.Exit(1)
}

func setting(name string) string {
	if os.Getenv(name) == "" {
		stop("the environment lacks", name)
	}
	return os.Getenv(name)
}

func main() {
	// 2 What you were handed; 3 the request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too.
	orgId, appSecret := setting("EC_ORG_ID"), setting("EC_APP_SECRET")
	data := object{
		"orgId": orgId, "ecQrCode": setting("EC_QR_CODE"), "businessType": "01301", "termId": setting("EC_TERMINAL"), "termIp": "127.0.0.1",
		"operatorId": "test001", "operatorName": "测试操作员", "officeId": "32760", "officeName": "测试科室", "deviceType": "",
	}
	id := make([]byte, 16)
	rand.Read(id)
	request := object{
		"appId": setting("EC_APP_ID"), "orgId": orgId, "version": "1.0.0", "encType": "plain", "signType": "SM2", "transType": "ec.query",
		"timestamp": strconv.FormatInt(time.Now().UnixMilli(), 10), "requestId": fmt.Sprintf("%x", id), // repeat an unanswered request under the same requestId
		"data": data,
	}
	// The private key: Base64 of 32 bytes, or of 33 with a leading zero as Java writes it.
	request["signData"] = sign(number(setting("EC_PRIVATE_KEY")), stringToSign(request, appSecret))

	// 5 Post it as UTF-8, read the answer, check its signature before anything in it is believed.
	body, _ := json.Marshal(request)
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Post(setting("EC_URL"), "application/json; charset=utf-8", bytes.NewReader(body)) // http://127.0.0.1:7352/api/transactions
	if err != nil {
		stop("no answer (repeat it under the same requestId):", err)
	}
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber() // else 1.50 becomes the float64 1.5 before the signature is checked
	answer := object{}
	if err := decoder.Decode(&answer); err != nil {
		stop("the answer cannot be trusted, it is no JSON object:", err)
	}
	said := strings.TrimSpace(fmt.Sprint(plain(answer["code"]), " ", plain(answer["message"]), " ", plain(answer["detail"])))
	sameQuestion := answer["requestId"] == request["requestId"] && answer["signType"] == "SM2"
	if !sameQuestion || !verify(setting("EC_PLATFORM_PUBLIC_KEY"), stringToSign(answer, appSecret), plain(answer["signData"])) {
		stop("the answer cannot be trusted, its signature does not match; it says:", said)
	}
	if plain(answer["code"]) != "0" {
		stop("refused:", said)
	}
	found := answer["data"].(object)
	idNo := plain(found["idNo"])
	fmt.Println(found["userName"], idNo[:6]+strings.Repeat("*", len(idNo)-10)+idNo[len(idNo)-4:], found["ecToken"])
}

// 4 The string to sign.
func stringToSign(message object, appSecret string) string {
	signed := object{}
	for name, value := range message {
		if name != "signData" && name != "encData" && name != "extra" {
			signed[name] = value
		}
	}
	var parts []string
	for _, name := range names(signed) {
		parts = append(parts, name+"="+plain(signed[name]))
	}
	return strings.Join(parts, "&") + "&key=" + appSecret
}

// Names of the members that say something, in ASCII order: upper case before lower case. A Go map has no order of its own.
func names(members object) (said []string) {
	for name, value := range members {
		if value != nil && value != "" {
			said = append(said, name)
		}
	}
	sort.Strings(said)
	return said
}

func plain(value any) string {
	switch is := value.(type) {
	case nil:
		return ""
	case string:
		return is
	}
	return canonical(value)
}

// Compact JSON, sorted and cleaned at every level.
func canonical(value any) string {
	var parts []string
	switch is := value.(type) {
	case []any:
		for _, each := range is {
			parts = append(parts, canonical(each))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case object:
		for _, name := range names(is) {
			parts = append(parts, canonical(name)+":"+canonical(is[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // else < > & become \u003c \u003e \u0026 and the signature is another
	encoder.Encode(value)
	return strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(text.String(), "\n"))
}

// SM2 with SM3 (GB/T 32918): y² = x³ + ax + b over p, G of order n.
var (
	p = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF")
	a = new(big.Int).Sub(p, big.NewInt(3))
	b = hex("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93")
	n = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")
	g = &point{hex("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
		hex("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0")}
)

type point struct{ x, y *big.Int } // nil is the point at infinity

func hex(digits string) *big.Int { number, _ := new(big.Int).SetString(digits, 16); return number }

func number(base64Text string) *big.Int {
	raw, err := base64.StdEncoding.DecodeString(base64Text)
	if err != nil {
		stop("not Base64:", err)
	}
	return new(big.Int).SetBytes(raw)
}

func add(x, y *big.Int) *big.Int         { return new(big.Int).Add(x, y) }
func sub(x, y *big.Int) *big.Int         { return new(big.Int).Sub(x, y) }
func mul(x, y, modulo *big.Int) *big.Int { r := new(big.Int).Mul(x, y); return r.Mod(r, modulo) }
func inverse(x, modulo *big.Int) *big.Int {
	return new(big.Int).ModInverse(new(big.Int).Mod(x, modulo), modulo)
}

func plus(one, other *point) *point {
	if one == nil {
		return other
	}
	if other == nil {
		return one
	}
	var slope *big.Int
	if one.x.Cmp(other.x) != 0 {
		slope = mul(sub(other.y, one.y), inverse(sub(other.x, one.x), p), p)
	} else if one.y.Cmp(other.y) == 0 {
		slope = mul(add(mul(big.NewInt(3), mul(one.x, one.x, p), p), a), inverse(add(one.y, one.y), p), p)
	} else {
		return nil
	}
	x := new(big.Int).Mod(sub(sub(mul(slope, slope, p), one.x), other.x), p)
	return &point{x, new(big.Int).Mod(sub(mul(slope, sub(one.x, x), p), one.y), p)}
}

func times(factor *big.Int, of *point) (result *point) {
	for bit := factor.BitLen() - 1; bit >= 0; bit-- {
		result = plus(result, result)
		if factor.Bit(bit) == 1 {
			result = plus(result, of)
		}
	}
	return result
}

// SM3(Z ‖ text); Z says who signs: length of the user id in bits, user id, curve, public key. Numbers are padded to 32 bytes on the left.
func digest(publicKey *point, text string) *big.Int {
	z := append([]byte{0x00, 0x80}, "1234567812345678"...)
	for _, each := range []*big.Int{a, b, g.x, g.y, publicKey.x, publicKey.y} {
		z = append(z, each.FillBytes(make([]byte, 32))...)
	}
	return new(big.Int).SetBytes(sm3(append(sm3(z), text...)))
}

func sign(d *big.Int, text string) string {
	e := digest(times(d, g), text)
	for {
		k, err := rand.Int(rand.Reader, n) // fresh for every signature: two with the same k give the private key away
		if err != nil || k.Sign() == 0 {
			continue
		}
		r := new(big.Int).Mod(add(e, times(k, g).x), n)
		s := mul(inverse(add(d, big.NewInt(1)), n), sub(k, mul(r, d, n)), n)
		if r.Sign() != 0 && s.Sign() != 0 && add(r, k).Cmp(n) != 0 {
			// Raw r‖s, not DER, each half padded to 32 bytes: about 1 in 128 is shorter than that.
			return base64.StdEncoding.EncodeToString(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
		}
	}
}

func verify(publicKey, text, signature string) bool {
	raw, _ := base64.StdEncoding.DecodeString(signature)
	key, _ := base64.StdEncoding.DecodeString(publicKey) // Base64 of 65 bytes 04‖X‖Y
	if len(raw) != 64 || len(key) != 65 {
		return false
	}
	half := func(bytes []byte) *big.Int { return new(big.Int).SetBytes(bytes) }
	r, s, platform := half(raw[:32]), half(raw[32:]), &point{half(key[1:33]), half(key[33:])}
	t := new(big.Int).Mod(add(r, s), n)
	if r.Sign() == 0 || s.Sign() == 0 || t.Sign() == 0 || r.Cmp(n) >= 0 || s.Cmp(n) >= 0 {
		return false
	}
	sum := plus(times(s, g), times(t, platform))
	return sum != nil && new(big.Int).Mod(add(digest(platform, text), sum.x), n).Cmp(r) == 0
}

// SM3 (GB/T 32905).
func sm3(message []byte) []byte {
	padded := append(append([]byte{}, message...), 0x80)
	padded = append(padded, make([]byte, (120-len(padded)%64)%64)...)
	padded = binary.BigEndian.AppendUint64(padded, uint64(len(message))*8)
	v := [8]uint32{0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e}
	rotate := bits.RotateLeft32
	for ; len(padded) > 0; padded = padded[64:] {
		var w [68]uint32
		for j := range w {
			if j < 16 {
				w[j] = binary.BigEndian.Uint32(padded[4*j:])
			} else {
				x := w[j-16] ^ w[j-9] ^ rotate(w[j-3], 15)
				w[j] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j-13], 7) ^ w[j-6]
			}
		}
		c := v
		for j := 0; j < 64; j++ {
			t, ff, gg := uint32(0x79cc4519), c[0]^c[1]^c[2], c[4]^c[5]^c[6]
			if j >= 16 {
				t, ff, gg = 0x7a879d8a, c[0]&c[1]|c[0]&c[2]|c[1]&c[2], c[4]&c[5]|^c[4]&c[6]
			}
			ss1 := rotate(rotate(c[0], 12)+c[4]+rotate(t, j), 7)
			tt1, tt2 := ff+c[3]+(ss1^rotate(c[0], 12))+(w[j]^w[j+4]), gg+c[7]+ss1+w[j]
			c = [8]uint32{tt1, c[0], rotate(c[1], 9), c[2], tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), c[4], rotate(c[5], 19), c[6]}
		}
		for i := range v {
			v[i] ^= c[i]
		}
	}
	hash := make([]byte, 32)
	for i, word := range v {
		binary.BigEndian.PutUint32(hash[4*i:], word)
	}
	return hash
}
