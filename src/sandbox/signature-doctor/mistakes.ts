/** What somebody did, and what to change, in one sentence each: Chinese, English. */
export interface Mistake {
  readonly did: readonly [chinese: string, english: string];
  readonly change: readonly [chinese: string, english: string];
  /** The platform takes it, unless the application is registered for the documented form alone. */
  readonly taken?: true;
}

const mistake = (did: Mistake['did'], change: Mistake['change']): Mistake => ({ did, change });
const taken = (did: Mistake['did'], change: Mistake['change']): Mistake => ({ did, change, taken: true });

/** How the signature is written. */
const spellings = {
  'signature-der': taken(['signData 是 DER 编码的 Base64', 'signData is Base64 of DER'], ['改为 r‖s 各 32 字节', 'write r‖s, 32 bytes each']),
  'signature-hex-text': taken(['signData 是十六进制文本的 Base64', 'signData is Base64 of hexadecimal letters'], ['对 64 字节本身做 Base64', 'take Base64 of the 64 bytes themselves']),
  'signature-short': taken(['r 或 s 缺少前导零字节', 'r or s lacks its leading zero bytes'], ['r、s 各左补零至 32 字节', 'pad r and s with zero bytes on the left to 32 bytes each']),
  'signature-hex': mistake(['signData 是十六进制', 'signData is hexadecimal'], ['改用 Base64', 'write Base64']),
  'signature-double-base64': mistake(['signData 做了两次 Base64', 'signData is Base64 of Base64'], ['只做一次', 'encode once']),
  'signature-url-base64': mistake(['signData 用了 URL 安全的 Base64', 'signData is the URL-safe Base64'], ['用标准 Base64，保留 + / =', 'use standard Base64 with + / =']),
  'signature-long-halves': mistake(['r、s 带有多余的前导零字节', 'r and s carry needless zero bytes in front'], ['r、s 各恰 32 字节', 'write exactly 32 bytes each']),
  'signature-halves-swapped': mistake(['写成了 s‖r', 's‖r is written'], ['先 r 后 s', 'write r first, then s']),
  'signature-little-endian': mistake(['r、s 按小端写出', 'r and s are written little endian'], ['按大端写出', 'write them big endian']),
  'signed-as-ecdsa': mistake(['用 SM2 曲线做了 ECDSA', 'ECDSA on the curve of SM2 was made'], ['用 SM3withSM2（GB/T 32918.2）', 'use SM3withSM2 (GB/T 32918.2)']),
  'digest-lower-case': mistake(['SM3 摘要用小写十六进制', 'the SM3 digest is in lower-case hex'], ['改为大写', 'write capitals']),
  'digest-base64': mistake(['SM3 摘要用了 Base64', 'the SM3 digest is in Base64'], ['改为大写十六进制', 'write upper-case hex']),
  'digest-hmac': mistake(['用 appSecret 做了 HMAC-SM3', 'HMAC-SM3 with the app secret was made'], ['对签名原文直接做 SM3', 'take plain SM3 of the string to sign']),
  'digest-other-hash': mistake(['用了别的摘要算法', 'another hash was taken'], ['改用 SM3', 'take SM3']),
} as const;

/** The string to sign. */
const strings = {
  'order-caseless': taken(['名称排序不分大小写', 'names are sorted without regard to case'], ['按 ASCII 排序', 'sort by ASCII']),
  'empties-kept': taken(['保留了空文本成员', 'members with empty text are kept'], ['各层都去掉空文本', 'leave out empty text at every level']),
  'hollow-dropped': taken(['去掉了空对象与空数组', 'empty objects and lists are dropped'], ['保留 {} 与 []', 'keep {} and []']),
  'first-level-only': taken(['data 只整理了第一层', 'only the first level of data is sorted and cleaned'], ['各层都排序、去空', 'sort and clean every level']),
  'numbers-as-text-first': taken(['data 第一层的数字写成了文本', 'numbers at the first level of data are written as text'], ['数字按 JSON 原样', 'write numbers as JSON numbers']),
  'numbers-as-text': taken(['data 各层的数字都写成了文本', 'numbers at every level of data are written as text'], ['数字按 JSON 原样', 'write numbers as JSON numbers']),
  'data-is-cipher-text': taken(['data 用密文代替了明文', 'the cipher text stands for the data'], ['对明文 data 签名', 'sign the plain data']),
  'members-unsorted': mistake(['顶层成员没有排序', 'the top-level members are not sorted'], ['按 ASCII 排序', 'sort them by ASCII']),
  'data-unsorted': mistake(['data 的成员没有排序', 'the members of data are not sorted'], ['按 ASCII 逐层排序', 'sort them by ASCII at every level']),
  'nulls-kept': mistake(['保留了 null 成员', 'null members are kept'], ['各层都去掉 null', 'leave out null at every level']),
  'numbers-recomputed': mistake(['数字经过了浮点转换（如 1.50 成了 1.5）', 'numbers went through floating point (1.50 became 1.5)'], ['保留数字原文', 'keep the letters of the number']),
  'json-blanks': mistake(['JSON 带空格', 'the JSON has blanks'], ['输出紧凑 JSON', 'write compact JSON']),
  'non-ascii-escaped': mistake(['中文写成了 \\uXXXX', 'non-ASCII characters are escaped as \\uXXXX'], ['保留原字符', 'keep the characters']),
  'slashes-escaped': mistake(['斜杠写成了 \\/', 'slashes are escaped as \\/'], ['关闭斜杠转义', 'switch that escape off']),
  'html-escaped': mistake(['< > & 写成了 \\u003c 等', '< > & are escaped as \\u003c and so on'], ['关闭 HTML 转义', 'switch HTML escaping off']),
  'url-encoded': mistake(['值做了 URL 编码', 'values are URL-encoded'], ['用原值', 'write the values as they are']),
  'data-left-out': mistake(['签名原文没有 data', 'the string to sign has no data'], ['加入 data=', 'add data=']),
  'data-flattened': mistake(['data 的成员摊在了顶层', 'the members of data stand at the top level'], ['data 作为一个 JSON 值', 'write data as one JSON value']),
  'extra-signed': mistake(['extra 参与了签名', 'extra is signed'], ['去掉 extra', 'leave extra out']),
  'enc-data-signed': mistake(['encData 也参与了签名', 'encData is signed as well'], ['去掉 encData', 'leave encData out']),
  'key-missing': mistake(['末尾没有 &key=', '&key= is missing at the end'], ['末尾加 &key= 与 appSecret', 'append &key= and the app secret']),
  'key-bare': mistake(['appSecret 前没有 &key=', 'the app secret is appended without &key='], ['写成 &key= 加 appSecret', 'write &key= before it']),
  'key-sorted-in': mistake(['key 按字母排进了成员之间', 'key is sorted in among the members'], ['key 放在最后', 'put key at the end']),
  'key-is-app-id': mistake(['key 用了 appId', 'key holds the app id'], ['key 用 appSecret', 'put the app secret there']),
  'line-break': mistake(['签名原文末尾多了换行', 'the string ends with a line break'], ['去掉换行', 'take the line break away']),
  'gbk': mistake(['签名原文按 GBK 编码', 'the string is encoded as GBK'], ['用 UTF-8', 'use UTF-8']),
  'digest-signed': mistake(['对签名原文的摘要签了名', 'a digest of the string is signed'], ['对签名原文本身签名', 'sign the string itself']),
} as const;

/** Who signed, and as whom. */
const signers = {
  'user-id-other': mistake(['SM2 用了别的用户标识', 'another SM2 user id is used'], ['用户标识为 1234567812345678', 'use 1234567812345678']),
  'no-z': mistake(['SM2 摘要没有 Z', 'the SM2 digest lacks Z'], ['先算 Z 再拼签名原文（GB/T 32918.2 5.5）', 'put Z before the string (GB/T 32918.2 clause 5.5)']),
  'secret-of-another': mistake(['用了别的应用的 appSecret', 'the app secret of another application is used'], ['换成本应用的 appSecret', "use this application's"]),
  'key-of-another': mistake(['用了别的应用的私钥', 'the private key of another application signed'], ['换成本应用的私钥', "use this application's"]),
  'platform-key': mistake(['平台密钥与应用密钥互换', 'the platform key and the application key are swapped'], ['用应用自己的私钥签名，用平台公钥验签', 'sign with your own private key; verify with the platform public key']),
  'key-33-bytes-cut': mistake(['33 字节的私钥被截成前 32 字节', 'a private key of 33 bytes was cut after 32'], ['去掉前导零，取后 32 字节', 'drop the leading zero and take the last 32 bytes']),
  'key-little-endian': mistake(['私钥按小端读取', 'the private key was read little endian'], ['按大端读取', 'read it big endian']),
} as const;

/** What was changed after signing. */
const changes = {
  'timestamp-changed': mistake(['签名后改了 timestamp', 'timestamp was changed after signing'], ['先定 timestamp 再签名', 'set timestamp first, then sign']),
  'member-added': mistake(['签名后加了成员', 'a member was added after signing'], ['先写全再签名', 'set every member first, then sign']),
  'data-member-added': mistake(['签名后在 data 里加了成员', 'a member was added to data after signing'], ['先写全再签名', 'set every member first, then sign']),
} as const;

/** How the data were encrypted. */
const ciphers = {
  'enc-data-lower-case': taken(['encData 用小写十六进制', 'encData is in lower-case hex'], ['改为大写', 'write capitals']),
  'enc-data-base64': mistake(['encData 用了 Base64', 'encData is in Base64'], ['改为大写十六进制', 'write upper-case hex']),
  'sm4-key-is-secret': mistake(['SM4 密钥直接取了 appSecret', 'the SM4 key was taken from the app secret itself'], ['按规则由 appId 与 appSecret 导出', 'derive it from app id and app secret']),
  'sm4-key-is-app-id': mistake(['SM4 密钥取了 appId', 'the SM4 key was taken from the app id'], ['按规则由 appId 与 appSecret 导出', 'derive it from app id and app secret']),
  'sm4-key-not-ascii': mistake(['SM4 密钥把十六进制又解码了', 'the SM4 key was decoded from its hex letters'], ['16 个字符按 ASCII 作密钥', 'take the 16 characters as ASCII bytes']),
  'sm4-key-lower-case': mistake(['SM4 密钥用了小写十六进制', 'the SM4 key has lower-case letters'], ['用大写十六进制的前 16 个字符', 'take the first 16 upper-case letters']),
  'sm4-key-of-another': mistake(['用了别的应用的 SM4 密钥', 'the SM4 key of another application is used'], ['换成本应用的密钥', "use this application's"]),
  'sm4-cbc': mistake(['SM4 用了 CBC 模式', 'SM4 ran in CBC mode'], ['用 ECB 模式', 'use ECB']),
  'padded-twice': mistake(['明文填充了两次', 'the plain text was padded twice'], ['只做一次 PKCS#7 填充', 'pad once (PKCS#7)']),
  'zero-padding': mistake(['用零字节填充', 'the plain text was padded with zero bytes'], ['用 PKCS#7 填充', 'pad with PKCS#7']),
  'body-gbk': mistake(['报文按 GBK 编码', 'the body is encoded as GBK'], ['用 UTF-8', 'use UTF-8']),
} as const;

/** Every mistake that is known, by its name. */
export const allMistakes = { ...spellings, ...strings, ...signers, ...changes, ...ciphers };

export type MistakeName = keyof typeof allMistakes;

export const mistakeOf = (name: MistakeName): Mistake => allMistakes[name];

/** A mistake as it was found; `detail` says which key, member or number it was, where that is not a secret. */
export interface Found {
  readonly name: MistakeName;
  readonly detail?: string;
}

/** How many of them the platform does not take. */
export const gravity = (found: readonly Found[]): number => found.filter(({ name }) => mistakeOf(name).taken === undefined).length;
