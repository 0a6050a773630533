import { transaction, type Transaction } from '../transaction.js';
import * as activateCredential from './activate-credential.js';
import * as checkToken from './check-token.js';
import * as decodeQrCode from './decode-qr-code.js';
import * as exchangeCredential from './exchange-credential.js';
import * as exchangeDecode from './exchange-decode.js';
import * as exchangeSettlement from './exchange-settlement.js';
import * as findReceipt from './find-receipt.js';
import * as issueQrCode from './issue-qr-code.js';
import * as registerChannel from './register-channel.js';
import * as registerInstitution from './register-institution.js';
import * as registerTerminal from './register-terminal.js';
import * as reportInsuredPerson from './report-insured-person.js';
import * as settle from './settle.js';
import * as settleInsurance from './settle-insurance.js';
import * as sync from './sync-records.js';
import * as verifyRealName from './verify-real-name.js';
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
  findReceipt:         transaction('ec.receipt.query',        '6.4.2.2 c',    ['institution', 'insurance-system'],  'province',          'core',           'any',       'window',   findReceipt),
  issueQrCode:         transaction('ec.qrcode.issue',         '6.2.2.2',      ['channel'],                          'province',          'public-service', 'any',       'window',   issueQrCode),

  verifyRealName:      transaction('ec.realname.verify',      '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   verifyRealName),
  verifyRealPerson:    transaction('ec.realperson.verify',    '6.1.3.3 a',    ['channel'],                          'national',          'public-service', 'encrypted', 'window',   verifyRealPerson),
  activateCredential:  transaction('ec.activate',             '6.1.3.3 b-e',  ['channel'],                          'national',          'public-service', 'encrypted', 'window',   activateCredential),

  exchangeCredential:  transaction('ec.exchange.credential',  '6.2.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeCredential),
  exchangeDecode:      transaction('ec.exchange.decode',      '6.3.2.2 b',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeDecode),
  remoteDecode:        transaction('ec.remote.decode',        '4.9',          ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeDecode),
  exchangeSettlement:  transaction('ec.exchange.settle',      '6.5.2.2 c',    ['province'],                         'national',          'core',           'encrypted', 'window',   exchangeSettlement),
  remoteSettlement:    transaction('ec.remote.settle',        '6.5.2.2 c',    ['national'],                         'province',          'core',           'encrypted', 'window',   exchangeSettlement),
  settleInsurance:     transaction('ec.insurance.settle',     '6.4.2.2 c',    ['province'],                         'insurance-system',  'core',           'encrypted', 'window',   settleInsurance),

  syncActivation:      transaction('ec.sync.activation',      '6.1.2.3 c',    ['national'],                         'province',          'core',           'encrypted', 'for good', sync.activation),
  syncAuthorization:   transaction('ec.sync.authorization',   '6.1.3.3 d',    ['national'],                         'province',          'core',           'encrypted', 'for good', sync.authorization),
  syncChannel:         transaction('ec.sync.channel',         '5.2.3',        ['national'],                         'province',          'core',           'encrypted', 'for good', sync.channel),
  syncInstitution:     transaction('ec.sync.institution',     '7.1',          ['national'],                         'province',          'core',           'encrypted', 'for good', sync.institution),
  syncTerminal:        transaction('ec.sync.terminal',        '7.2.1.1',      ['national'],                         'province',          'core',           'encrypted', 'for good', sync.terminal),

  registerChannel:     transaction('ec.channel.register',     '4.3',          ['management-centre'],                'national',          'core',           'encrypted', 'window',   registerChannel),
  registerInstitution: transaction('ec.institution.register', '7.1',          ['management-centre'],                'national',          'core',           'encrypted', 'window',   registerInstitution),
  registerTerminal:    transaction('ec.terminal.register',    '7.2.1.1',      ['management-centre'],                'national',          'core',           'any',       'window',   registerTerminal),
  reportInsuredPerson: transaction('ec.person.report',        'notice 2.2',   ['province', 'management-centre'],    'national',          'core',           'encrypted', 'window',   reportInsuredPerson),
} as const;

// oxlint-disable-next-line typescript/no-explicit-any -- a list of rows of different tables
export type AnyTransaction = Transaction<any, any>;

/** Every row, in the order of the catalogue. */
export const catalogue: readonly AnyTransaction[] = Object.values(transactions);
