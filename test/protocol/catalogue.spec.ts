import { describe, expect, it } from '@jest/globals';
import { fieldsByPrivacy } from '../../src/protocol/privacy.js';
import type { Row, Shape } from '../../src/protocol/shape.js';
import { catalogue, transactions, type AnyTransaction } from '../../src/protocol/transactions/index.js';

type PrintedRow = readonly [no: number, id: string, name: string, length: number, coded: 'Y' | 'N', mandatory: 'Y' | 'N'];
interface PrintedTable { table: string; ours: Shape<unknown>; title: string; rows: readonly PrintedRow[]; otherLengths?: Record<string, readonly [length: number, because: string]> }

/** Tables A.4 to A.7 of XJ-D01-2019 as printed; every row is of type C. */
const printed: readonly PrintedTable[] = [
  {
    table: 'A.4', ours: transactions.decodeQrCode.input, title: '电子凭证解码输入参数',
    rows: [
      [1, 'orgId',        '机构 ID',          32, 'N', 'Y'],
      [2, 'ecQrCode',     '电子凭证二维码值', 32, 'N', 'Y'],
      [3, 'businessType', '用码业务类型',      3, 'Y', 'Y'],
      [4, 'termId',       '终端 ID',          32, 'N', 'Y'],
      [5, 'termIp',       'IP 信息',          32, 'N', 'Y'],
      [6, 'operatorId',   '操作员工号',       20, 'N', 'Y'],
      [7, 'operatorName', '操作员姓名',       30, 'N', 'Y'],
      [8, 'officeId',     '医保科室编号',     20, 'N', 'Y'],
      [9, 'officeName',   '科室名称',         30, 'N', 'Y'],
    ],
    otherLengths: { businessType: [5, 'INT-04: the example of table C.1, 01101, has five digits'] },
  },
  {
    table: 'A.5', ours: transactions.decodeQrCode.output, title: '电子凭证解码输出参数',
    rows: [
      [1, 'userName', '用户姓名', 200, 'N', 'Y'],
      [2, 'idNo',     '证件号码',  22, 'N', 'Y'],
      [3, 'idType',   '证件类型',   2, 'Y', 'Y'],
      [4, 'ecToken',  '令牌',      40, 'N', 'Y'],
    ],
    otherLengths: { ecToken: [64, 'INT-06: table A.6 takes tokens of 64 characters; we issue 38'] },
  },
  {
    table: 'A.6', ours: transactions.checkToken.input, title: '电子凭证验证输入参数',
    rows: [
      [1, 'ecToken',  '令牌',     64, 'N', 'Y'],
      [2, 'idType',   '证件类型',  2, 'Y', 'Y'],
      [3, 'idNo',     '证件号码', 22, 'N', 'Y'],
      [4, 'userName', '姓名',     50, 'N', 'Y'],
    ],
  },
  {
    table: 'A.7', ours: transactions.checkToken.output, title: '电子凭证验证输出参数',
    rows: [
      [1, 'flag',     '校验结果',        1, 'Y', 'Y'],
      [2, 'idNo',     '证件号码',       22, 'N', 'Y'],
      [3, 'idType',   '证件类型',        2, 'Y', 'Y'],
      [4, 'userName', '姓名',           50, 'N', 'Y'],
      [5, 'insuOrg',  '参保地行政区划',  6, 'N', 'N'],
    ],
  },
];

/** Rows of ours beyond the printed ones: what clients in the field send and read besides (wire protocol). */
const beyond: Record<string, string[]> = {
  'A.4': ['deviceType', 'termMac'],
  'A.5': ['insuOrg', 'ecIndexNo', 'gender', 'birthday', 'nationality', 'email', 'chnlId', 'ecQrCode', 'authNo'],
  'A.6': [],
  'A.7': [],
};

const MEDICAL = 'Appendix A leaves encryption to the province, and institutions in the field send clear and signed data: the profile of the caller decides';
const DISPLAY = 'it names nobody: an authorization code, a display id and a code value, each of use to this very channel only; the profile of the channel decides';
/** Transactions that carry secrets or personal data and may yet travel in clear; a password among them never does, which its handler sees to. */
const mayTravelInClear: Record<string, string> = {
  'ec.query': MEDICAL,
  'ec.verify': MEDICAL,
  'ec.qrcode.check': MEDICAL,
  'ec.settle': MEDICAL,
  'ec.settle.preview': MEDICAL,
  'ec.business.handle': MEDICAL,
  'ec.qrcode.issue': DISPLAY,
  'cn.nhsa.ec.auth': MEDICAL,
  'cn.nhsa.auth.check': MEDICAL,
  'ec.qrcode.issue.national': DISPLAY,
};

const callersOfTiers = ['national', 'province'];
const stepsOfActivation = /^ec\.(state|realname|realperson|activate|sms|authorization|password)\b/;

const allRows = (shape: Shape<unknown>): Row[] => shape.rows.flatMap((row) => [row, ...(row.type.inner === undefined ? [] : allRows(row.type.inner))]);
const allTables = (shape: Shape<unknown>): Shape<unknown>[] => [shape, ...shape.rows.flatMap((row) => (row.type.inner === undefined ? [] : allTables(row.type.inner)))];
const rowsOf = ({ input, output }: AnyTransaction): Row[] => [...allRows(input), ...allRows(output)];
const isPrivate = (row: AnyTransaction): boolean => rowsOf(row).some(({ privacy }) => privacy !== 'open');
const named = catalogue.map((row) => [row.transType, row] as const);

describe('the printed tables', () => {
  it.each(printed)('$table $title stand row by row in the code', ({ table, ours, title, rows, otherLengths = {} }) => {
    expect([ours.table, ours.title]).toEqual([table, title]);
    const expected = rows.map(([no, id, name, length, coded, mandatory]) => [no, id, name, 'C', otherLengths[id]?.[0] ?? length, coded, mandatory]);
    expect(ours.rows.slice(0, rows.length).map(({ no, id, name, type, coded, mandatory }) => [no, id, name, type.type, type.length, coded, mandatory])).toEqual(expected);
    expect(ours.rows.slice(rows.length).map(({ id }) => id)).toEqual(beyond[table]);
  });

  it('are departed from only where an interpretation says so', () => {
    const departures = printed.flatMap(({ rows, otherLengths = {} }) => Object.entries(otherLengths).map(([id, [length, because]]) => ({ length, because, printed: rows.find((row) => row[1] === id)?.[3] })));
    for (const { length, because, printed: asPrinted } of departures) {
      expect(because).toMatch(/^INT-\d\d: /);
      expect(length).toBeGreaterThan(asPrinted ?? Number.POSITIVE_INFINITY);
    }
  });
});

describe('the catalogue', () => {
  it('names every transaction once, in at most 40 characters (INT-27): ours `ec.…`, or as terminals in the field say it', () => {
    const transTypes = catalogue.map(({ transType }) => transType);
    expect(new Set(transTypes).size).toBe(transTypes.length);
    for (const transType of transTypes) expect(transType).toMatch(/^(?=.{1,40}$)(ec|cn\.nhsa)(\.[a-z]+(-[a-z]+)*)+$/);
    expect(transTypes).toContain('ec.query');
  });

  it.each(named)('%s has a clause, callers and both tables', (_, row) => {
    expect(row.clause).toMatch(/^([A-D]\.)?\d[\d.]*( [a-e](-[a-e])?)?$|^notice \d\.\d$/);
    expect(row.callers.length).toBeGreaterThan(0);
    expect(new Set(row.callers).size).toBe(row.callers.length);
    expect(row.callers).not.toContain(row.servedBy);
    for (const table of [row.input, row.output]) {
      expect(table.rows.length).toBeGreaterThan(0);
      expect(table.title).not.toBe('');
    }
  });

  it.each(named)('%s numbers the rows of its tables 1 to n and names each field once', (_, row) => {
    for (const table of [...allTables(row.input), ...allTables(row.output)]) {
      expect(table.rows.map(({ no }) => no)).toEqual(table.rows.map((_each, index) => index + 1));
      expect(new Set(table.rows.map(({ id }) => id)).size).toBe(table.rows.length);
      for (const { id, name, type } of table.rows) {
        expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(name).not.toBe('');
        if (type.type === 'C') expect(type.length).toBeGreaterThan(0);
      }
    }
  });

  it('serves internet channels in the public-service zone and machines of the system in the core zone (5.2.2, 5.2.3)', () => {
    for (const { callers, zone } of catalogue) expect(zone).toBe(callers.includes('channel') ? 'public-service' : 'core');
  });

  it('remembers for good what the outbox delivers', () => {
    const delivered = catalogue.filter(({ transType }) => transType.startsWith('ec.sync.'));
    expect(delivered.filter(({ repeats }) => repeats !== 'for good')).toEqual([]);
    expect(delivered.length).toBeGreaterThan(0);
  });
});

describe('how data travels', () => {
  it.each(named.filter(([, row]) => isPrivate(row)))('%s carries secrets or personal data: encrypted, or by a stated exception', (transType, row) => {
    expect(row.travel).toBe(transType in mayTravelInClear ? 'any' : 'encrypted');
  });

  it('between tiers and in the steps of an activation there is no exception', () => {
    const strict = catalogue.filter(({ transType, callers }) => callers.some((caller) => callersOfTiers.includes(caller)) || stepsOfActivation.test(transType));
    expect(strict.length).toBeGreaterThan(10);
    expect(strict.filter(({ travel }) => travel !== 'encrypted').map(({ transType }) => transType)).toEqual([]);
    expect(strict.filter(({ transType }) => transType in mayTravelInClear)).toEqual([]);
  });

  it('no exception demands a password', () => {
    const passwords = catalogue.filter(({ transType }) => transType in mayTravelInClear).flatMap(rowsOf).filter(({ id }) => /password/i.test(id));
    expect(passwords.map(({ mandatory }) => mandatory)).not.toContain('Y');
  });

  it('every exception is still one', () => {
    for (const transType of Object.keys(mayTravelInClear)) expect(named.filter(([name, row]) => name === transType && isPrivate(row))).toHaveLength(1);
  });
});

describe('privacy', () => {
  const { secretFields, personalFields } = fieldsByPrivacy(catalogue);

  it('is one and the same for a field wherever it stands, since a log knows only its name', () => {
    const kinds = new Map<string, Set<string>>();
    for (const { id, privacy } of catalogue.flatMap(rowsOf)) kinds.set(id, (kinds.get(id) ?? new Set()).add(privacy));
    expect([...kinds].filter(([, privacies]) => privacies.size > 1).map(([id]) => id)).toEqual([]);
  });

  it('covers what opens something and what names a person, also in nested tables', () => {
    for (const id of ['ecQrCode', 'ecToken', 'authNo', 'showId', 'password', 'authorizationCode', 'handlingSerialNo', 'realPersonSerialNo', 'biometricSample', 'extData', 'cardNo', 'smsCode', 'appSecret', 'platformPrivateKey']) {
      expect([id, secretFields.has(id)]).toEqual([id, true]);
    }
    for (const id of ['idNo', 'userName', 'operatorName', 'credentialNumber', 'ecIndexNo', 'birthday', 'nationality']) expect([id, personalFields.has(id)]).toEqual([id, true]);
    for (const id of ['orgId', 'businessType', 'idType', 'appId', 'settlementNo']) expect([id, secretFields.has(id) || personalFields.has(id)]).toEqual([id, false]);
  });
});
