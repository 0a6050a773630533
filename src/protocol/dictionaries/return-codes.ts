type Row = readonly [name: string, code: number, scope: string, text: string];
type RowOf<Rows extends readonly Row[]> = {
  readonly [R in Rows[number] as R[0]]: { readonly name: R[0]; readonly code: R[1]; readonly scope: R[2]; readonly text: R[3] };
};

// Text as printed, with Chinese comma and colon; the blanks of the scan (`服务 端`, `展码 id`, `已过期, 请`) are not part of it.
// Clients compare these texts, so none may be improved.
const rows = [
  ['success',                                    0, '系统级',       '成功'],
  ['unknownError',                              -1, '系统级',       '未知异常'],
  ['badRequest',                                -2, '系统级',       '请求参数异常'],
  ['timeout',                                   -3, '系统级',       '服务端请求超时'],
  ['forbidden',                                 -4, '系统级',       '权限校验异常'],
  ['badAddress',                                -5, '系统级',       '无效的请求地址'],
  ['rateLimited',                               -6, '系统级',       '触发限流'],
  ['tokenInvalid',                          501001, '电子凭证中心', '二维码Token失效'],
  ['credentialNotFound',                    500001, '电子凭证中心', '该电子凭证不存在'],
  ['credentialUpdateFailed',                500002, '电子凭证中心', '更新电子凭证出现异常'],
  ['channelNotAuthorizedByPerson',          500003, '电子凭证中心', '该电子凭证应用渠道未授权'],
  ['passwordWrong',                         500004, '电子凭证中心', '电子凭证密码错误'],
  ['displayIdInvalid',                      500005, '电子凭证中心', '展码id失效或已过期'],
  ['authorizationNotFound',                 500006, '电子凭证中心', '该电子凭证应用渠道授权记录不存在'],
  ['channelNotAuthorizedNationally',        500007, '电子凭证中心', '该应用渠道未授权'],
  ['authorizationCodeInvalid',              500008, '电子凭证中心', '非法授权码'],
  ['authorizationExists',                   500009, '电子凭证中心', '该授权记录已存在'],
  ['authorizationWriteFailed',              500010, '电子凭证中心', '写入电子凭证应用授权记录失败'],
  ['authorizationUpdateFailed',             500011, '电子凭证中心', '更新电子凭证应用授权记录失败'],
  ['channelNotFound',                       500012, '电子凭证中心', '该应用渠道不存在'],
  ['channelNotApproved',                    500013, '电子凭证中心', '该应用渠道未通过审核'],
  ['handlingSerialNoInvalid',               500014, '电子凭证中心', '非法经办流水号'],
  ['smsCodeWrong',                          500015, '电子凭证中心', '短信验证码错误'],
  ['syncTypeInvalid',                       500016, '电子凭证中心', '同步数据类型错误'],
  ['activationWriteFailed',                 500017, '电子凭证中心', '写入激活表记录失败'],
  ['activationUpdateFailed',                500018, '电子凭证中心', '修改激活表记录失败'],
  ['authorizationInfoWriteFailed',          500019, '电子凭证中心', '写入授权信息表记录失败'],
  ['authorizationInfoUpdateFailed',         500020, '电子凭证中心', '修改授权信息表记录失败'],
  ['unknownTransaction',                    500021, '电子凭证中心', '未知交易'],
  ['userNotAuthorized',                     500022, '电子凭证中心', '用户未授权或已过期，请重新进入'],
  ['cacheExpired',                          500023, '电子凭证中心', '缓存已过期，请重新进入'],
  ['linkTypeMissing',                       500024, '电子凭证中心', '需要生成的链接类型为空或不存在'],
  ['officialAccountNotConfigured',          500025, '电子凭证中心', '未设置应用关联的公众号或小程序信息'],
  ['wechatMerchantNotConfigured',           500026, '电子凭证中心', '微信小程序获取实名信息需设置商户信息'],
  ['mobileNumberFailed',                    500027, '电子凭证中心', '获取手机号出错'],
  ['realNameFailed',                        500028, '电子凭证中心', '获取实名信息出错'],
  ['smsCodeTypeMissing',                    500029, '电子凭证中心', '短信验证码类型为空不存在'],
  ['smsCodeExpired',                        500030, '电子凭证中心', '验证码已过期，请重新获取'],
  ['pageParametersMissing',                 500031, '电子凭证中心', '页码和页面大小存在空值'],
  ['configurationMissing',                  500032, '电子凭证中心', '请求缺少关键性配置'],
  ['nationalRequestFailed',                 500033, '电子凭证中心', '请求国家电子凭证出错'],
  ['accessTokenFailed',                     500034, '电子凭证中心', '请求AccessToken出错'],
  ['apiTicketFailed',                       500035, '电子凭证中心', '请求ApiTicket出错'],
  ['signatureInvalid',                      500036, '电子凭证中心', '签名出错'],
  ['realPersonSerialNoInvalid',             500037, '电子凭证中心', '非法实人认证流水号'],
  ['mobilePaymentBillAddressNotConfigured', 500038, '电子凭证中心', '电子凭证未配置请求移动支付清单地址'],
  ['nationalAddressNotConfigured',          500039, '电子凭证中心', '未配置国家电子凭证后端地址'],
  ['personAuthorizationNotFound',           500040, '电子凭证中心', '该电子凭证应用渠道授权记录不存在'],
  ['credentialSaveFailed',                  500041, '电子凭证中心', '保存电子凭证数据失败'],
  ['passwordNotSet',                        500042, '电子凭证中心', '电子凭证密码未设置'],
  ['alipayParametersMissing',               500043, '电子凭证中心', '支付宝请求缺少入参，请检查配置'],
  ['alipayFaceParametersFailed',            500044, '电子凭证中心', '支付宝获取人脸必要参数失败'],
  ['alipaySignatureInvalid',                500045, '电子凭证中心', '支付宝签名校验失败'],
  ['alipayDecryptionFailed',                500046, '电子凭证中心', '支付宝数据解密失败'],
  ['alipayConfigurationMissing',            500047, '电子凭证中心', '请求支付宝提示：支付宝缺少相关配置'],
  ['alipayUserInfoFailed',                  500048, '电子凭证中心', '获取支付宝用户信息失败'],
  ['qrCodeInvalid',                         500049, '电子凭证中心', '电子凭证二维码无效'],
  ['personNotFound',                        500050, '电子凭证中心', '用户身份信息为空，查询人员基础Id失败'],
  ['handlingExpired',                       500051, '电子凭证中心', '业务流水已过期，请重新进行业务办理'],
  ['channelAlreadyReviewed',                500052, '电子凭证中心', '该应用渠道已审核'],
  ['localServiceNotConfigured',             500053, '电子凭证中心', '缺少请求地方服务配置'],
  ['insuredPlaceMissing',                   500054, '电子凭证中心', '参保地为空'],
  ['qrUsageWriteFailed',                    500055, '电子凭证中心', '写入用码表记录失败'],
  ['channelRemovalFailed',                  500056, '电子凭证中心', '解除应用渠道失败'],
  ['institutionNotFound',                   500057, '电子凭证中心', '接入机构不存在'],
  ['institutionNotApproved',                500058, '电子凭证中心', '接入机构审核未通过'],
  ['handlingChannelMismatch',               500059, '电子凭证中心', '经办流水号对应授权渠道不一致'],
  ['syncActivationInvalid',                 500060, '电子凭证中心', '同步激活信息传入数据有误'],
  ['syncAuthorizationInvalid',              500061, '电子凭证中心', '同步授权信息传入数据有误'],
  ['accessCodeInvalid',                     500062, '电子凭证中心', 'code不存在或已失效'],
  ['nationalServiceNotConfigured',          500063, '电子凭证中心', '缺少请求国家服务配置'],
] as const satisfies readonly Row[];

// Live codes that the table does not have.
const beyond = [
  ['notACredentialCode', 500159, '电子凭证中心', '请使用医保电子凭证二维码'],
] as const satisfies readonly Row[];

function byName<Rows extends readonly Row[]>(table: Rows): RowOf<Rows> {
  return Object.fromEntries(table.map(([name, code, scope, text]) => [name, { name, code, scope, text }])) as RowOf<Rows>;
}

/** Table C.4 (返回值代码表) and nothing else, keyed by the name of the cause. */
export const tableC4 = byName(rows);

/** What terminals in the field know beyond table C.4: 500159 answers a code that is no e-credential code at all. */
export const beyondC4 = byName(beyond);

/** Every return code this system can answer with, keyed by the name of its cause: table C.4 and `beyondC4`. */
export const returnCodes = { ...tableC4, ...beyondC4 };

/** English name of the cause of a return code. */
export type ReturnCodeName = keyof typeof returnCodes;

/** A return code: the JSON number on the wire (0 on success // INT-01), who it concerns (使用范围) and its exact public text. */
export interface ReturnCode {
  readonly name: ReturnCodeName;
  readonly code: number;
  readonly scope: string;
  readonly text: string;
}

const byNumber: ReadonlyMap<number, ReturnCode> = new Map(Object.values(returnCodes).map((row) => [row.code, row]));

/** The return code with this number, in table C.4 or beyond it, or undefined. */
export function findReturnCode(code: number): ReturnCode | undefined {
  return byNumber.get(code);
}
