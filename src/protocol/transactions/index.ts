import { refuse } from '../refusal.js';
import { transaction, type Transaction } from '../transaction.js';
import * as activateCredential from './activate-credential.js';
import * as alipayIdentity from './alipay-identity.js';
import * as bankCards from './bank-cards.js';
import * as activateUnit from './activate-unit.js';
import * as changeAuthorization from './change-authorization.js';
import * as changePassword from './change-password.js';
import * as changePerson from './change-person.js';
import * as changeUnit from './change-unit.js';
import * as channelAccess from './channel-access.js';
import * as checkCredential from './check-credential.js';
import * as checkQrCode from './check-qr-code.js';
import * as checkToken from './check-token.js';
import * as checkUnitToken from './check-unit-token.js';
import * as completionNotice from './completion-notice.js';
import * as decodeQrCode from './decode-qr-code.js';
import * as decodeUnitQrCode from './decode-unit-qr-code.js';
import * as exchangeCredential from './exchange-credential.js';
import * as exchangeDecode from './exchange-decode.js';
import * as exchangeHandling from './exchange-handling.js';
import * as exchangePresence from './exchange-presence.js';
import * as exchangePreview from './exchange-preview.js';
import * as exchangeReversal from './exchange-reversal.js';
import * as exchangeSettlement from './exchange-settlement.js';
import * as findPresented from './find-presented.js';
import * as exchangeUnit from './exchange-unit.js';
import * as exchangeUnitDecode from './exchange-unit-decode.js';
import * as findReceipt from './find-receipt.js';
import * as grantAuthorization from './grant-authorization.js';
import * as handleBusiness from './handle-business.js';
import * as handleInsurance from './handle-insurance.js';
import * as insuredPlaces from './insured-places.js';
import * as issueInstitutionQrCode from './issue-institution-qr-code.js';
import * as issueQrCode from './issue-qr-code.js';
import * as issueUnitQrCode from './issue-unit-qr-code.js';
import * as linkBill from './link-bill.js';
import * as linkPage from './link-page.js';
import * as listAuthorizations from './list-authorizations.js';
import * as listUnits from './list-units.js';
import * as notifySettlement from './notify-settlement.js';
import * as previewInsurance from './preview-insurance.js';
import * as previewSettlement from './preview-settlement.js';
import * as queryAuthorization from './query-authorization.js';
import * as queryByCard from './query-by-card.js';
import * as queryByDocument from './query-by-document.js';
import * as queryByFace from './query-by-face.js';
import * as queryByMobile from './query-by-mobile.js';
import * as queryState from './query-state.js';
import * as queryTierState from './query-tier-state.js';
import * as queryUnitState from './query-unit-state.js';
import * as registerChannel from './register-channel.js';
import * as registerInstitution from './register-institution.js';
import * as registerTerminal from './register-terminal.js';
import * as reportInsuredBatch from './report-insured-batch.js';
import * as reportInsuredPerson from './report-insured-person.js';
import * as reportStatistics from './report-statistics.js';
import * as reportUnit from './report-unit.js';
import * as resetPassword from './reset-password.js';
import * as reverseInsurance from './reverse-insurance.js';
import * as reverseSettlement from './reverse-settlement.js';
import * as sendSmsCode from './send-sms-code.js';
import * as setChannelPolicy from './set-channel-policy.js';
import * as settle from './settle.js';
import * as settleInsurance from './settle-insurance.js';
import * as sync from './sync-records.js';
import * as unitAgents from './unit-agents.js';
import * as unitAuthorizations from './unit-authorizations.js';
import * as verifyPassword from './verify-password.js';
import * as verifyRealName from './verify-real-name.js';
import * as verifyRealNameByWechat from './verify-real-name-wechat.js';
import * as verifyRealPerson from './verify-real-person.js';

/**
 * The transaction catalogue: every transType, where it stands in the standard, who may call it, which system answers in which zone, whether its data
 * must be encrypted, how long a repeat is recognised, and its two tables.
 */
export const transactions = {
  //                               transType                  clause          callers                               served by            zone              travel       repeats     tables
  decodeQrCode:        transaction('ec.query',                'A.1.6',        ['institution'],                      'province',          'core',           'any',       'window',   decodeQrCode),
  checkToken:          transaction('ec.verify',               'A.1.7',        ['insurance-system', 'institution'],  'province',          'core',           'any',       'window',   checkToken),
  settle:              transaction('ec.settle',               '6.4.2.2 b',    ['institution'],                      'province',          'core',           'any',       'window',   settle),
  previewSettlement:   transaction('ec.settle.preview',       '6.4.2.2 b',    ['institution'],                      'province',          'core',           'any',       'window',   previewSettlement),
  reverseSettlement:   transaction('ec.settle.reverse',       '6.4.2.2 c',    ['institution'],                      'province',          'core',           'any',       'window',   reverseSettlement),
  findReceipt:         transaction('ec.receipt.query',        '6.4.2.2 c',    ['institution', 'insurance-system'],  'province',          'core',           'any',       'window',   findReceipt),
  notifySettlement:    transaction('cn.nhsa.settle.notify',   '6.4',          ['institution'],                      'province',          'core',           'any',       'window',   notifySettlement),
  handleBusiness:      transaction('ec.business.handle',      '6.3.2.2 b',    ['institution'],                      'province',          'core',           'any',       'window',   handleBusiness),
  issueQrCode:         transaction('ec.qrcode.issue',         '6.2.2.2',      ['channel'],                          'province',          'public-service', 'any',       'window',   issueQrCode),
  issueNationalQrCode: transaction('ec.qrcode.issue.national','5.2.2',        ['channel'],                          'national',          'public-service', 'any',       'window',   issueQrCode.national),
  issueInstitutionQrCode: transaction('ec.qrcode.issue.institution', '7.1',          ['institution'],                      'province',          'core',           'encrypted', 'window',   issueInstitutionQrCode),
  checkQrCode:         transaction('ec.qrcode.check',         '7.1',          ['institution'],                      'province',          'core',           'any',       'window',   checkQrCode),
  checkCredential:     transaction('ec.credential.check',     '7.1',          ['institution'],                      'province',          'core',           'encrypted', 'window',   checkCredential.byInstitution),

  queryByDocument:     transaction('ec.query.document',       '4.10',         ['institution'],                      'province',          'core',           'encrypted', 'window',   queryByDocument),
  queryByCard:         transaction('ec.query.card',           '4.10',         ['institution'],                      'province',          'core',           'encrypted', 'window',   queryByCard),
  sendQuerySms:        transaction('ec.query.mobile.send',    '4.10',         ['institution'],                      'province',          'core',           'encrypted', 'window',   queryByMobile.send),
  queryByMobile:       transaction('ec.query.mobile',         '4.10',         ['institution'],                      'province',          'core',           'encrypted', 'window',   queryByMobile),
  authenticateFace:    transaction('cn.nhsa.ec.auth',         '4.10',         ['institution'],                      'province',          'core',           'any',       'window',   queryByFace.authenticate),
  queryByFace:         transaction('cn.nhsa.auth.check',      '4.10',         ['institution'],                      'province',          'core',           'any',       'window',   queryByFace),
  bindCard:            transaction('ec.card.bind',            '4.10',         ['channel'],                          'national',          'public-service', 'encrypted', 'window',   bankCards.bind),
  unbindCard:          transaction('ec.card.unbind',          '4.10',         ['channel'],                          'national',          'public-service', 'encrypted', 'window',   bankCards.unbind),
  listCards:           transaction('ec.card.list',            '4.10',         ['channel'],                          'national',          'public-service', 'encrypted', 'window',   bankCards.list),
  findByDocument:      transaction('ec.exchange.document',    '4.10',         ['province'],                         'national',          'core',           'encrypted', 'window',   findPresented.document),
  findByCard:          transaction('ec.exchange.card',        '4.10',         ['province'],                         'national',          'core',           'encrypted', 'window',   findPresented.card),
  sendMobileCode:      transaction('ec.exchange.mobile.send', '4.10',         ['province'],                         'national',          'core',           'encrypted', 'window',   findPresented.sendMobileCode),
  findByMobile:        transaction('ec.exchange.mobile',      '4.10',         ['province'],                         'national',          'core',           'encrypted', 'window',   findPresented.mobile),
  findByFace:          transaction('ec.exchange.face',        '4.10',         ['province'],                         'national',          'core',           'encrypted', 'window',   findPresented.face),

  queryState:          transaction('ec.state.query',          '6.1.2.3 b',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   queryState),
  verifyRealName:      transaction('ec.realname.verify',      '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   verifyRealName),
  verifyRealPerson:    transaction('ec.realperson.verify',    '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   verifyRealPerson),
  verifyRealNameByWechat: transaction('ec.realname.wechat',      '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   verifyRealNameByWechat),
  verifyRealNameByAlipay: transaction('ec.realname.alipay',      '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   alipayIdentity.realName),
  beginAlipayFace:     transaction('ec.realperson.alipay.begin', '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   alipayIdentity.beginFace),
  finishAlipayFace:    transaction('ec.realperson.alipay.finish', '6.1.3.3 a',   ['channel'],                          'national',          'public-service', 'encrypted', 'window',   alipayIdentity.finishFace),
  activateCredential:  transaction('ec.activate',             '6.1.3.3 b-e',  ['channel'],                          'national',          'public-service', 'encrypted', 'window',   activateCredential),
  sendSmsCode:         transaction('ec.sms.send',             '6.1.3.3',      ['channel'],                          'national',          'public-service', 'encrypted', 'window',   sendSmsCode),
  grantAuthorization:  transaction('ec.authorization.grant',  '6.1.4.3',      ['channel'],                          'national',          'public-service', 'encrypted', 'window',   grantAuthorization),
  queryAuthorization:  transaction('ec.authorization.query',  '6.1.4.3 c',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   queryAuthorization),
  listAuthorizations:  transaction('ec.authorization.list',   '4.7',          ['channel'],                          'national',          'public-service', 'encrypted', 'window',   listAuthorizations),
  changeAuthorization: transaction('ec.authorization.change', '4.7',          ['channel'],                          'national',          'public-service', 'encrypted', 'window',   changeAuthorization),
  changePassword:      transaction('ec.password.change',      '5.2.2',        ['channel'],                          'national',          'public-service', 'encrypted', 'window',   changePassword),
  resetPassword:       transaction('ec.password.reset',       '5.2.2',        ['channel'],                          'national',          'public-service', 'encrypted', 'window',   resetPassword),
  verifyPassword:      transaction('ec.password.verify',      '4.2',          ['province'],                         'national',          'core',           'encrypted', 'window',   verifyPassword),

  getAccessToken:      transaction('ec.channel.token',        '4.3',          ['channel'],                          'national',          'public-service', 'encrypted', 'window',   channelAccess.token),
  getApiTicket:        transaction('ec.channel.ticket',       '6.1.3.3 c',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   channelAccess.ticket),
  issueAccessCode:     transaction('ec.channel.code.issue',   '6.1.4.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   channelAccess.issueCode),
  exchangeAccessCode:  transaction('ec.channel.code.exchange', '6.1.4.3 c',   ['channel'],                          'national',          'public-service', 'encrypted', 'window',   channelAccess.exchangeCode),
  linkPage:            transaction('ec.page.link',            '6.1.3.3 c',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   linkPage),
  linkBill:            transaction('ec.bill.link',            'C.4',          ['channel'],                          'province',          'public-service', 'encrypted', 'window',   linkBill),

  exchangeCredential:  transaction('ec.exchange.credential',  '6.2.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeCredential),
  exchangeDecode:      transaction('ec.exchange.decode',      '6.3.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeDecode),
  remoteDecode:        transaction('ec.remote.decode',        '4.9',          ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeDecode),
  exchangePresence:    transaction('ec.exchange.presence',    '7.1',          ['province'],                         'national',          'core',           'encrypted', 'window',   exchangePresence),
  exchangeCredentialCheck: transaction('ec.exchange.credential-check', '7.1',          ['province'],                         'national',          'core',           'encrypted', 'window',   checkCredential.exchange),
  exchangeQrCheck:     transaction('ec.exchange.qrcode-check', '7.1',          ['province'],                         'national',          'core',           'encrypted', 'window',   checkQrCode.exchange),
  remoteQrCheck:       transaction('ec.remote.qrcode-check',  '4.9',          ['national'],                         'province',          'core',           'encrypted', 'window',   checkQrCode.exchange),
  exchangeHandling:    transaction('ec.exchange.handle',      '6.3.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeHandling),
  remoteHandling:      transaction('ec.remote.handle',        '6.3.2.2 b',    ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeHandling),
  handleInsurance:     transaction('ec.insurance.handle',     '6.3.2.2 c',    ['province'],                         'insurance-system',  'core',           'encrypted', 'window',   handleInsurance),
  exchangeSettlement:  transaction('ec.exchange.settle',      '6.5.2.2 c',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeSettlement),
  remoteSettlement:    transaction('ec.remote.settle',        '6.5.2.2 c',    ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeSettlement),
  exchangePreview:     transaction('ec.exchange.preview',     '6.5.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangePreview),
  remotePreview:       transaction('ec.remote.preview',       '6.5.2.2 b',    ['national'],                         'province',          'core',           'encrypted', 'window',   exchangePreview),
  exchangeReversal:    transaction('ec.exchange.reverse',     '6.5.2.2 c',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeReversal),
  remoteReversal:      transaction('ec.remote.reverse',       '6.5.2.2 c',    ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeReversal),
  settleInsurance:     transaction('ec.insurance.settle',     '6.4.2.2 c',    ['province'],                         'insurance-system',  'core',           'encrypted', 'window',   settleInsurance),
  previewInsurance:    transaction('ec.insurance.preview',    '6.4.2.2 b',    ['province'],                         'insurance-system',  'core',           'encrypted', 'window',   previewInsurance),
  reverseInsurance:    transaction('ec.insurance.reverse',    '6.4.2.2 c',    ['province'],                         'insurance-system',  'core',           'encrypted', 'window',   reverseInsurance),

  syncActivation:      transaction('ec.sync.activation',      '6.1.2.3 c',    ['national'],                         'province',          'core',           'encrypted', 'for good', sync.activation),
  syncAuthorization:   transaction('ec.sync.authorization',   '6.1.3.3 d',    ['national'],                         'province',          'core',           'encrypted', 'for good', sync.authorization),
  syncChannel:         transaction('ec.sync.channel',         '5.2.3',        ['national'],                         'province',          'core',           'encrypted', 'for good', sync.channel),
  syncChannelPolicy:   transaction('ec.sync.channel-policy',  '5.2.3',        ['national'],                         'province',          'core',           'encrypted', 'for good', sync.channelPolicy),
  syncInstitution:     transaction('ec.sync.institution',     '7.1',          ['national'],                         'province',          'core',           'encrypted', 'for good', sync.institution),
  syncTerminals:       transaction('ec.sync.terminals',       '7.2.1.1',      ['national'],                         'province',          'core',           'encrypted', 'for good', sync.terminals),
  syncInsuredPlaces:   transaction('ec.sync.insured-place',   '6.3.2.2 c',    ['national'],                         'province',          'core',           'encrypted', 'for good', insuredPlaces.sync),
  syncNotice:          transaction('ec.sync.notice',          '6.3.2.2 d',    ['national'],                         'province',          'core',           'encrypted', 'for good', completionNotice),
  reportCompletion:    transaction('ec.notice.completed',     '6.3.2.2 d',    ['province'],                         'national',          'core',           'encrypted', 'for good', completionNotice),
  reportInsuredPlaces: transaction('ec.insured-place.report', '6.3.2.2 c',    ['province'],                         'national',          'core',           'encrypted', 'for good', insuredPlaces.report),
  reportStatistics:    transaction('ec.statistics.report',    '5.2.1',        ['province'],                         'national',          'core',           'encrypted', 'for good', reportStatistics),
  updateInsuredPlaces: transaction('ec.insured-place.update', '6.3.2.2 c',    ['insurance-system'],                 'province',          'core',           'encrypted', 'window',   insuredPlaces.update),
  findNotices:         transaction('ec.notice.query',         '6.3.2.2 d',    ['insurance-system'],                 'province',          'core',           'encrypted', 'window',   completionNotice.query),

  registerChannel:     transaction('ec.channel.register',     '4.3',          ['management-centre'],                'national',          'core',           'encrypted', 'window',   registerChannel),
  setChannelPolicy:    transaction('ec.channel.policy.set',   '5.2.2',        ['management-centre'],                'national',          'core',           'any',       'window',   setChannelPolicy),
  registerInstitution: transaction('ec.institution.register', '7.1',          ['management-centre'],                'national',          'core',           'encrypted', 'window',   registerInstitution),
  registerTerminal:    transaction('ec.terminal.register',    '7.2.1.1',      ['management-centre'],                'national',          'core',           'any',       'window',   registerTerminal),
  reportInsuredPerson: transaction('ec.person.report',        'notice 2.2',   ['province', 'management-centre'],    'national',          'core',           'encrypted', 'window',   reportInsuredPerson),
  reportInsuredBatch:  transaction('ec.person.report.batch',  'notice 2.2',   ['province'],                         'national',          'core',           'encrypted', 'window',   reportInsuredBatch),
  changePerson:        transaction('ec.person.change',        '4.4',          ['province', 'management-centre'],    'national',          'core',           'encrypted', 'window',   changePerson),

  queryTierState:      transaction('ec.monitor.query',        '5.2.1',        ['national'],                         'province',          'core',           'encrypted', 'window',   queryTierState),

  // Units (notice 一, INT-65)
  reportUnit:              transaction('ec.unit.report',               'notice 2.2', ['province', 'management-centre'],    'national', 'core',           'encrypted', 'window',   reportUnit),
  changeUnit:              transaction('ec.unit.change',               '4.4',        ['province', 'management-centre'],    'national', 'core',           'encrypted', 'window',   changeUnit),
  queryUnitState:          transaction('ec.unit.state.query',          '6.1.2.3 b',  ['channel'],                          'national', 'public-service', 'encrypted', 'window',   queryUnitState),
  listUnits:               transaction('ec.unit.list',                 '6.1.2.3 b',  ['channel'],                          'national', 'public-service', 'encrypted', 'window',   listUnits),
  activateUnit:            transaction('ec.unit.activate',             '6.1.3.3 d',  ['channel'],                          'national', 'public-service', 'encrypted', 'window',   activateUnit),
  grantUnitAuthorization:  transaction('ec.unit.authorization.grant',  '6.1.4.3',    ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAuthorizations.grant),
  listUnitAuthorizations:  transaction('ec.unit.authorization.list',   '4.7',        ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAuthorizations.list),
  changeUnitAuthorization: transaction('ec.unit.authorization.change', '4.7',        ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAuthorizations.change),
  appointAgent:            transaction('ec.unit.agent.appoint',        '4.7',        ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAgents.appoint),
  dismissAgent:            transaction('ec.unit.agent.dismiss',        '4.7',        ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAgents.dismiss),
  listAgents:              transaction('ec.unit.agent.list',           '4.7',        ['channel'],                          'national', 'public-service', 'encrypted', 'window',   unitAgents.list),
  issueUnitQrCode:         transaction('ec.unit.qrcode.issue',         '6.2.2.2',    ['channel'],                          'province', 'public-service', 'encrypted', 'window',   issueUnitQrCode),
  decodeUnitQrCode:        transaction('ec.unit.query',                'A.1.6',      ['institution'],                      'province', 'core',           'encrypted', 'window',   decodeUnitQrCode),
  checkUnitToken:          transaction('ec.unit.verify',               'A.1.7',      ['insurance-system', 'institution'],  'province', 'core',           'encrypted', 'window',   checkUnitToken),
  exchangeUnit:            transaction('ec.exchange.unit',             '6.2.2.2 b',  ['province'],                         'national', 'core',           'encrypted', 'window',   exchangeUnit),
  exchangeUnitDecode:      transaction('ec.exchange.unit-decode',      '6.3.2.2 b',  ['province'],                         'national', 'core',           'encrypted', 'window',   exchangeUnitDecode),
  remoteUnitDecode:        transaction('ec.remote.unit-decode',        '4.9',        ['national'],                         'province', 'core',           'encrypted', 'window',   exchangeUnitDecode),
  syncUnit:                transaction('ec.sync.unit',                 '6.1.2.3 c',  ['national'],                         'province', 'core',           'encrypted', 'for good', sync.unit),
} as const;

// oxlint-disable-next-line typescript/no-explicit-any -- a list of rows of different tables
export type AnyTransaction = Transaction<any, any>;

/** Every row, in the order of the catalogue. */
export const catalogue: readonly AnyTransaction[] = Object.values(transactions);

const byTransType: ReadonlyMap<string, AnyTransaction> = new Map(catalogue.map((row) => [row.transType, row]));

/** The row of a transType; undefined where the catalogue has none. */
export const findTransaction = (transType: string): AnyTransaction | undefined => byTransType.get(transType);

/** What every transType begins with that carries a record from national to a province. */
const SYNCHRONISED = 'ec.sync.';

/** The row of a transType. Data to be synchronised of a type that stands here in no catalogue is `500016` (the sender is ahead of us), anything else `500021`. // INT-115 */
export function requireTransaction(transType: string): AnyTransaction {
  const found = findTransaction(transType);
  if (found !== undefined) return found;
  throw refuse(transType.startsWith(SYNCHRONISED) ? 'syncTypeInvalid' : 'unknownTransaction', { faults: [{ field: 'transType', reason: 'stands in no catalogue' }] });
}
