import type { ReturnCodeName } from './return-codes.js';

/** What whoever gets the code does next: 中文 · English. */
export const remedies = {
  none:      '无须处理 · nothing',
  correct:   '改正请求后重发 · correct the request and send it as a new one',
  repeat:    '稍后以同一请求号重发 · repeat it later under the same request id',
  show:      '请本人重新展码 · have the person show a new code',
  person:    '请本人重做这一步 · have the person do the step again',
  activate:  '先激活 · activate first (6.1.3)',
  authorize: '请本人授权 · have the person authorize the channel (6.1.4)',
  query:     '查询授权当前状态 · ask for the present state of the authorization',
  restart:   '从实名认证重新开始 · begin again with the real name',
  centre:    '联系管理中心 · turn to the management centre',
  configure: '由该端运维补齐配置 · the operator of that tier completes its configuration',
  compare:   '由两端运维核对数据 · the operators of both tiers compare their data',
} as const;

/** The files `test/flows/appendix-c-….e2e-spec.ts` with the line that produces a code. */
export const proofs = ['system', 'persons', 'codes-and-sync', 'channels', 'payment-apps'] as const;

/** From what a return code comes, in both languages, what to do, and where a test produces it. */
export interface ReturnCodeCause {
  readonly chinese: string;
  readonly english: string;
  readonly remedy: keyof typeof remedies;
  readonly provenIn: (typeof proofs)[number];
}

const cause = (chinese: string, english: string, remedy: ReturnCodeCause['remedy'], provenIn: ReturnCodeCause['provenIn']): ReturnCodeCause => (
  { chinese, english, remedy, provenIn }
);

/** The cause of every return code: no two that somebody must tell apart share a code. */
export const returnCodeCauses: Readonly<Record<ReturnCodeName, ReturnCodeCause>> = {
  success: cause('交易成功', 'the transaction was carried out', 'none', 'system'),
  unknownError: cause('内部错误，或对方应答不可信', 'a fault of ours, or an answer of another system that cannot be believed', 'repeat', 'system'),
  badRequest: cause('参数缺失或不合规，detail 指出字段', 'a member is missing or wrong; `detail` names it', 'correct', 'system'),
  timeout: cause('所需的外部系统未按时应答', 'a system that was needed did not answer in time', 'repeat', 'system'),
  forbidden: cause('调用方、终端或角色无此权限', 'the caller, the terminal or the user has no right to this', 'correct', 'system'),
  badAddress: cause('交易不在此地址或分区提供', 'the transaction is served at another address or in another zone', 'correct', 'system'),
  rateLimited: cause('超过渠道限额、短信间隔或登录次数', 'more often than the limits of the channel, of short messages or of logins allow', 'repeat', 'system'),
  tokenInvalid: cause('令牌已用、已过期、已作废或属于他人', 'the token is used up, expired, void or somebody else\'s', 'show', 'codes-and-sync'),
  credentialNotFound: cause('没有这样的已激活凭证', 'there is no such credential in use', 'activate', 'persons'),
  credentialUpdateFailed: cause('同步的凭证标识码在本省对应另一证件', 'a synchronised credential number stands in the province for another document', 'compare', 'codes-and-sync'),
  channelNotAuthorizedByPerson: cause('本人已暂停或解除对该渠道的授权', 'the person has suspended or revoked what this channel was authorized to', 'authorize', 'persons'),
  passwordWrong: cause('密码错误或已锁定', 'the password is wrong or locked', 'person', 'persons'),
  displayIdInvalid: cause('展码id不存在、属于他人或已过期', 'the display is unknown, somebody else\'s or expired', 'show', 'codes-and-sync'),
  authorizationNotFound: cause('渠道查询：本人从未授权该渠道', 'the channel looks: this person never authorized it', 'authorize', 'persons'),
  channelNotAuthorizedNationally: cause('渠道所需协议已终止', 'the agreement that the channel needs is not in force', 'centre', 'channels'),
  authorizationCodeInvalid: cause('授权码不存在或属于其他渠道', 'the code is unknown or another channel\'s', 'correct', 'persons'),
  authorizationExists: cause('本人此前已授权该渠道', 'the person had authorized the channel before', 'none', 'persons'),
  authorizationWriteFailed: cause('同时有另一请求先写入了授权', 'another request at the same time has written the authorization first', 'query', 'persons'),
  authorizationUpdateFailed: cause('授权当前状态不允许此变更', 'the state of the authorization does not allow the change', 'query', 'persons'),
  channelNotFound: cause('渠道或应用未登记', 'no such channel or application is registered', 'centre', 'system'),
  channelNotApproved: cause('渠道未批准、已暂停或已解除', 'the channel is not approved, suspended or retired', 'centre', 'channels'),
  handlingSerialNoInvalid: cause('经办流水不存在或已办结', 'the handling is unknown or finished', 'restart', 'persons'),
  smsCodeWrong: cause('验证码不对', 'another code than the one that was sent', 'person', 'persons'),
  syncTypeInvalid: cause('同步的数据类型本端不认识（对端版本更新）', 'data of a type that the receiver does not know: the sender\'s release is ahead', 'compare', 'system'),
  activationWriteFailed: cause('凭证已激活，不能再写激活记录', 'the credential is activated already', 'none', 'persons'),
  activationUpdateFailed: cause('同一时刻的两条激活信息互相矛盾', 'two words of one moment say different states of a credential', 'compare', 'codes-and-sync'),
  authorizationInfoWriteFailed: cause('凭证在本省已失效，不能写入新授权', 'a new authorization for a credential that is over in the province', 'compare', 'codes-and-sync'),
  authorizationInfoUpdateFailed: cause('授权码在本省属于另一人或另一渠道，或同一时刻状态矛盾', 'the code stands in the province for another person or channel, or in another state at the same moment', 'compare', 'codes-and-sync'),
  unknownTransaction: cause('transType 不在交易目录', 'the transType stands in no catalogue', 'correct', 'system'),
  userNotAuthorized: cause('本人在换码前撤回授权；专用页面链接已用、已过期或本人不同意；管理中心未登录或会话过期', 'the person withdrew before the code was exchanged; the link to a dedicated page was used or has expired, or the person declined; no session at the management centre', 'authorize', 'channels'),
  cacheExpired: cause('参保信息已变化，缓存已刷新', 'the insured data have changed; the cache is fresh again', 'show', 'codes-and-sync'),
  linkTypeMissing: cause('未说明链接类型，或没有这种页面', 'no kind of page was named, or one that does not exist', 'correct', 'channels'),
  officialAccountNotConfigured: cause('该渠道未关联公众号或小程序', 'the channel is linked with no mini program or official account', 'configure', 'payment-apps'),
  wechatMerchantNotConfigured: cause('关联的小程序没有微信支付商户信息', 'the linked account has no merchant at WeChat Pay', 'configure', 'payment-apps'),
  mobileNumberFailed: cause('本人没有已验证的手机号', 'the person has proven no mobile number', 'person', 'persons'),
  realNameFailed: cause('姓名与证件不符', 'name and document do not belong together', 'person', 'persons'),
  smsCodeTypeMissing: cause('未说明验证码用途，或没有这种用途', 'what the code is for was not said, or does not exist', 'correct', 'persons'),
  smsCodeExpired: cause('验证码已过期、已用、已被替换或已试满', 'the code is expired, used, replaced, or was tried too often', 'person', 'persons'),
  pageParametersMissing: cause('列表请求缺少页码或页面大小', 'a list was asked for without page or page size', 'correct', 'channels'),
  configurationMissing: cause('本端缺少所需外部系统或页面的配置', 'the tier lacks the configuration of an outside system or of the pages', 'configure', 'system'),
  nationalRequestFailed: cause('国家平台未应答', 'national did not answer', 'repeat', 'system'),
  accessTokenFailed: cause('SECRET 或 AccessToken 无效', 'the SECRET or the AccessToken is not good', 'correct', 'channels'),
  apiTicketFailed: cause('取票或用票时凭据无效', 'the AccessToken or the ApiTicket is not good', 'correct', 'channels'),
  signatureInvalid: cause('签名不符或密文打不开', 'the signature does not match, or the cipher text does not open', 'correct', 'system'),
  realPersonSerialNoInvalid: cause('实人认证流水不属于此经办', 'the real-person number is not of this handling', 'restart', 'persons'),
  mobilePaymentBillAddressNotConfigured: cause('该省未配置移动支付清单地址', 'the province has configured no address for the list of mobile payments', 'configure', 'channels'),
  nationalAddressNotConfigured: cause('省端有国家链路但没有地址', 'the province has its link to national without an address', 'configure', 'system'),
  personAuthorizationNotFound: cause('本人变更：从未授权该渠道', 'the person wants to change what was never granted', 'none', 'persons'),
  credentialSaveFailed: cause('取回的凭证与本省登记矛盾', 'a fetched credential contradicts the register of the province', 'compare', 'codes-and-sync'),
  passwordNotSet: cause('激活前没有密码', 'there is no password before the activation', 'activate', 'persons'),
  alipayParametersMissing: cause('本端缺少支付宝应用配置，或支付宝称缺少参数', 'our application at Alipay is not configured completely, or Alipay misses a parameter', 'configure', 'payment-apps'),
  alipayFaceParametersFailed: cause('支付宝未能开始或查询人脸认证', 'Alipay did not begin the face verification, or does not know it', 'person', 'payment-apps'),
  alipaySignatureInvalid: cause('支付宝应答的签名与所配公钥不符', 'the answer is not signed with the configured key of Alipay', 'configure', 'payment-apps'),
  alipayDecryptionFailed: cause('支付宝应答用所配密钥打不开', 'the answer does not open with the configured key', 'configure', 'payment-apps'),
  alipayConfigurationMissing: cause('支付宝提示我方应用未配置或未签约', 'Alipay says that our application is not set up there', 'configure', 'payment-apps'),
  alipayUserInfoFailed: cause('支付宝不认识该授权码，或无法给出实名', 'Alipay does not know the consent, or gives no real name', 'person', 'payment-apps'),
  qrCodeInvalid: cause('二维码已用、已过期、已作废或从未签发', 'the code is used, expired, void or was never issued', 'show', 'codes-and-sync'),
  personNotFound: cause('没有该人的基础信息', 'no province has reported this person', 'person', 'persons'),
  handlingExpired: cause('经办超时', 'the handling took too long', 'restart', 'persons'),
  channelAlreadyReviewed: cause('该申请已有结论', 'the application is decided already', 'none', 'channels'),
  localServiceNotConfigured: cause('省端没有地方核心业务系统的链路', 'the province has no link to its local core business system', 'configure', 'system'),
  insuredPlaceMissing: cause('本人目前没有参保地', 'the person is insured nowhere at present', 'person', 'codes-and-sync'),
  qrUsageWriteFailed: cause('外省二维码的持有人与本省登记矛盾，用码不予登记', 'the holder of another province\'s code contradicts the register here: the use is not entered', 'compare', 'codes-and-sync'),
  channelRemovalFailed: cause('渠道已解除', 'the channel is retired already', 'none', 'channels'),
  institutionNotFound: cause('机构未登记或已关闭', 'no such institution is registered, or it is closed', 'centre', 'system'),
  institutionNotApproved: cause('机构已暂停', 'the institution is suspended', 'centre', 'system'),
  handlingChannelMismatch: cause('经办流水由另一渠道开启', 'another channel opened the handling', 'restart', 'persons'),
  syncActivationInvalid: cause('同步的激活信息尚未激活，或时间在未来', 'a synchronised state that is no activation, or is dated in the future', 'compare', 'codes-and-sync'),
  syncAuthorizationInvalid: cause('同步的授权信息时间在未来', 'a synchronised authorization that is dated in the future', 'compare', 'codes-and-sync'),
  accessCodeInvalid: cause('一次性 code 不存在、已用或已过期', 'the one-time code is unknown, used or expired', 'authorize', 'channels'),
  nationalServiceNotConfigured: cause('省端没有到国家平台的链路', 'the province has no link to national at all', 'configure', 'system'),
  notACredentialCode: cause('扫到的不是医保电子凭证二维码', 'what was scanned is no code of an electronic credential', 'show', 'codes-and-sync'),
};
