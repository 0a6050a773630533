<?php
/**
 * The first scan of a hospital, signed, in one file: php first_scan.php (PHP 7.4 or newer with the extensions gmp and openssl).
 * The steps are numbered as in docs/integrating.md. PHP's openssl has SM3 but cannot sign SM2 with a user id. The arithmetic of SM2 below is written
 * to be read: it is not constant time, so it can leak the private key to whoever measures it. In production take a library that is kept well, such
 * as lpilp/guomi (composer): (new RtSm2('base64'))->doSign($text, $privateKeyHex) gives DER, to be turned into r‖s; the user id is its default.
 */
declare(strict_types=1);

function stop(string $why): void
{
    fwrite(STDERR, $why . "\n");
    exit(1);
}

// 2 What you were handed.
function setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') stop("the environment lacks $name");
    return $value;
}

$url = setting('EC_URL'); // http://127.0.0.1:7352/api/transactions
$orgId = setting('EC_ORG_ID');
$appSecret = setting('EC_APP_SECRET');
$ourPrivateKey = setting('EC_PRIVATE_KEY'); // Base64 of 32 bytes, or of 33 with a leading zero as Java writes it
$platformPublicKey = setting('EC_PLATFORM_PUBLIC_KEY'); // Base64 of 65 bytes 04‖X‖Y

// 3 The request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too. This file is saved as UTF-8.
$data = (object) [
    'orgId' => $orgId, 'ecQrCode' => setting('EC_QR_CODE'), 'businessType' => '01301', 'termId' => setting('EC_TERMINAL'), 'termIp' => '127.0.0.1',
    'operatorId' => 'test001', 'operatorName' => '测试操作员', 'officeId' => '32760', 'officeName' => '测试科室', 'deviceType' => '',
];
$request = (object) [
    'appId' => setting('EC_APP_ID'), 'orgId' => $orgId, 'version' => '1.0.0', 'encType' => 'plain', 'signType' => 'SM2', 'transType' => 'ec.query',
    'timestamp' => (string) (int) (microtime(true) * 1000),
    'requestId' => bin2hex(random_bytes(16)), // repeat an unanswered request under the same requestId
    'data' => $data,
];

// 4 The string to sign.
/** Members that say something, in ASCII order: upper case before lower case. Without SORT_STRING names that look like numbers would sort as numbers. */
function said(object $object): array
{
    $members = array_filter(get_object_vars($object), fn ($value) => $value !== null && $value !== '');
    ksort($members, SORT_STRING);
    return $members;
}

/** Compact JSON, sorted and cleaned at every level. json_encode alone writes \uXXXX for Chinese and \/ for a slash: both break the signature. */
function canonical($value): string
{
    if (is_array($value)) return '[' . implode(',', array_map('canonical', $value)) . ']';
    // json_decode turns 1.50 into 1.5: this interface has whole numbers only, with others keep the text of the number.
    if (!is_object($value)) return json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS);
    $parts = [];
    foreach (said($value) as $name => $each) $parts[] = canonical((string) $name) . ':' . canonical($each);
    return '{' . implode(',', $parts) . '}';
}

function stringToSign(object $message): string
{
    $parts = [];
    foreach (said($message) as $name => $value) {
        if (in_array($name, ['signData', 'encData', 'extra'], true)) continue;
        $parts[] = $name . '=' . (is_string($value) ? $value : canonical($value));
    }
    return implode('&', $parts) . '&key=' . $GLOBALS['appSecret'];
}

// SM2 with SM3 (GB/T 32918): y² = x³ + ax + b over p, G of order n.
$P = gmp_init('FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF', 16);
$A = gmp_sub($P, 3);
$B = gmp_init('28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93', 16);
$N = gmp_init('FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123', 16);
$G = [gmp_init('32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7', 16),
      gmp_init('BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0', 16)];

/** 32 bytes, padded on the left: about 1 number in 128 is shorter than that. */
function bytes32(GMP $number): string
{
    return str_pad(gmp_export($number), 32, "\0", STR_PAD_LEFT);
}

/** null is the point at infinity. */
function plus(?array $one, ?array $other): ?array
{
    global $P, $A;
    if ($one === null || $other === null) return $one ?? $other;
    if ($one[0] == $other[0]) {
        if (gmp_mod($one[1] + $other[1], $P) == 0) return null;
        $slope = (3 * $one[0] * $one[0] + $A) * gmp_invert(2 * $one[1], $P);
    } else {
        $slope = ($other[1] - $one[1]) * gmp_invert($other[0] - $one[0], $P);
    }
    $x = gmp_mod($slope * $slope - $one[0] - $other[0], $P);
    return [$x, gmp_mod($slope * ($one[0] - $x) - $one[1], $P)];
}

function times(GMP $factor, array $point): ?array
{
    $result = null;
    foreach (str_split(gmp_strval($factor, 2)) as $bit) {
        $result = plus($result, $result);
        if ($bit === '1') $result = plus($result, $point);
    }
    return $result;
}

/** SM3(Z ‖ text); Z says who signs: length of the user id in bits, user id, curve, public key. */
function digest(array $publicKey, string $text): GMP
{
    global $A, $B, $G;
    $numbers = implode('', array_map('bytes32', [$A, $B, $G[0], $G[1], $publicKey[0], $publicKey[1]]));
    $z = openssl_digest("\x00\x80" . '1234567812345678' . $numbers, 'sm3', true);
    return gmp_import(openssl_digest($z . $text, 'sm3', true));
}

function sign(string $text): string
{
    global $N, $G, $ourPrivateKey;
    $d = gmp_import(base64_decode($ourPrivateKey, true));
    $e = digest(times($d, $G), $text);
    do {
        $k = gmp_random_range(1, $N - 1); // fresh for every signature: two with the same k give the private key away
        $r = gmp_mod($e + times($k, $G)[0], $N);
        $s = gmp_mod(gmp_invert($d + 1, $N) * ($k - $r * $d), $N);
    } while ($r == 0 || $s == 0 || $r + $k == $N);
    return base64_encode(bytes32($r) . bytes32($s)); // raw r‖s, not DER
}

function verify(string $text, string $signature): bool
{
    global $N, $G, $platformPublicKey;
    $raw = base64_decode($signature, true);
    $key = base64_decode($platformPublicKey, true);
    if ($raw === false || strlen($raw) !== 64 || strlen((string) $key) !== 65) return false;
    [$r, $s, $publicKey] = [gmp_import(substr($raw, 0, 32)), gmp_import(substr($raw, 32)), [gmp_import(substr($key, 1, 32)), gmp_import(substr($key, 33))]];
    $t = gmp_mod($r + $s, $N);
    if ($r == 0 || $r >= $N || $s == 0 || $s >= $N || $t == 0) return false;
    $point = plus(times($s, $G), times($t, $publicKey));
    return $point !== null && gmp_mod(digest($publicKey, $text) + $point[0], $N) == $r;
}

// 5 Post it as UTF-8, read the answer, check its signature before anything in it is believed.
$request->signData = sign(stringToSign($request));
$http = ['method' => 'POST', 'header' => 'Content-Type: application/json; charset=utf-8', 'content' => json_encode($request, JSON_UNESCAPED_UNICODE),
    'ignore_errors' => true, 'timeout' => 10];
$body = @file_get_contents($url, false, stream_context_create(['http' => $http]));
if ($body === false) stop('no answer (repeat it under the same requestId): ' . (error_get_last()['message'] ?? ''));
$answer = json_decode($body, false, 64, JSON_BIGINT_AS_STRING); // objects, not arrays: {} must not become []
if (!is_object($answer)) stop('the answer cannot be trusted: it is no JSON object');
$saying = implode(' ', array_filter([$answer->code ?? '', $answer->message ?? '', $answer->detail ?? ''], fn ($part) => $part !== ''));
$sameQuestion = ($answer->requestId ?? '') === $request->requestId && ($answer->signType ?? '') === 'SM2';
if (!$sameQuestion || !verify(stringToSign($answer), (string) ($answer->signData ?? ''))) {
    stop("the answer cannot be trusted, its signature does not match; it says: $saying");
}
if ($answer->code !== 0) stop("refused: $saying");
['userName' => $userName, 'idNo' => $idNo, 'ecToken' => $ecToken] = get_object_vars($answer->data);
echo $userName, ' ', substr($idNo, 0, 6), str_repeat('*', max(0, strlen($idNo) - 10)), substr($idNo, -4), ' ', $ecToken, "\n";
