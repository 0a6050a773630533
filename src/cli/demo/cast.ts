import { buildResidentId } from '../../protocol/identity-documents.js';
import { parseDivisionCode, parseMacAddress, parseOrgId, type DivisionCode, type MacAddress, type OrgId } from '../../protocol/identifiers.js';
import type { InstitutionKind, TerminalKind } from '../../protocol/transactions/application-record.js';
import { insuranceTypes } from '../../protocol/transactions/fields.js';

/** An invented insured person. */
export interface Person {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
  readonly english: string;
  readonly password: string;
  /** Where the person is insured, and reported by which province. */
  readonly places: readonly { readonly poolingArea: DivisionCode; readonly insuranceType: string; readonly province: string }[];
}

/** An invented designated institution with one acceptance terminal. */
export interface Institution {
  readonly orgId: OrgId;
  /** In the lines of the story. */
  readonly short: string;
  readonly name: string;
  readonly english: string;
  readonly kind: InstitutionKind;
  readonly division: DivisionCode;
  readonly province: string;
  readonly terminal: { readonly name: string; readonly purpose: string; readonly mac: MacAddress; readonly kind: TerminalKind };
  readonly office: { readonly officeId: string; readonly officeName: string };
  /** Whether it talks like the programs in the field: unsigned and in clear, named by its orgId. */
  readonly speaksPlain: boolean;
}

/** The two provinces of the story. */
export const FUJIAN = '35';
export const GUANGDONG = '44';

export const XIAMEN = parseDivisionCode('350200');
export const FUZHOU = parseDivisionCode('350100');
export const SHENZHEN = parseDivisionCode('440300');

const AREA_NAMES: Readonly<Record<string, string>> = { [XIAMEN]: '厦门', [FUZHOU]: '福州', [SHENZHEN]: '深圳' };
const INSURANCE_NAMES: Readonly<Record<string, string>> = { [insuranceTypes.employee]: '职工医保 employee', [insuranceTypes.resident]: '居民医保 resident' };

/** A pooling area as it is shown: `350200 厦门`. */
export const areaName = (area: string): string => `${area} ${AREA_NAMES[area] ?? ''}`.trimEnd();

/** An insurance type as it is shown: `310 职工医保 employee`. */
export const insuranceName = (type: string): string => `${type} ${INSURANCE_NAMES[type] ?? ''}`.trimEnd();

/** The official channel (2.6: built by the bureau itself). */
export const CHANNEL = { short: '官方渠道', name: '国家医保服务平台（演示）', english: "official channel: the bureau's own app" };
/** A channel of another party (2.6). */
export const PARTNER = { short: '示例支付', name: '示例支付（虚构的第三方渠道）', english: "third party: another company's app" };

/** Somebody at a desk of the management centre (4.3, 4.8). */
export interface DeskFacts {
  readonly name: string;
  readonly short: string;
  readonly chinese: string;
  readonly scope: string;
  readonly roles: readonly string[];
}

/** Who lets a third-party channel in: the city applies, the province endorses, the bureau decides, and another person there issues the keys. */
export const DESKS = {
  city: { name: 'shenqing.xiamen', short: '厦门医保', chinese: '厦门示例申请人', scope: 'city:350200', roles: ['apply'] },
  province: { name: 'shangbao.fujian', short: '福建医保', chinese: '福建示例上报人', scope: 'province:35', roles: ['endorse'] },
  decider: { name: 'shenpi.guojia', short: '国家审批', chinese: '国家示例审批人', scope: 'national', roles: ['decide'] },
  issuer: { name: 'fafang.guojia', short: '国家发放', chinese: '国家示例发放人', scope: 'national', roles: ['issue'] },
} as const satisfies Readonly<Record<string, DeskFacts>>;

const scanGun = (name: string, purpose: string, mac: string) => ({ name, purpose, mac: parseMacAddress(mac), kind: 'scan-gun' as const });

export const HOSPITAL_35: Institution = {
  orgId: parseOrgId('H35020300001'), short: '厦门医院', name: '厦门示例医院', english: 'hospital in Xiamen', kind: 'hospital', province: FUJIAN,
  division: parseDivisionCode('350203'), terminal: scanGun('门诊收费一号窗扫码枪', '门诊结算', '02:00:00:35:00:01'),
  office: { officeId: '0101', officeName: '示例内科' }, speaksPlain: false,
};
export const PHARMACY_35: Institution = {
  orgId: parseOrgId('P35020300002'), short: '厦门药店', name: '厦门示例药店', english: 'pharmacy in Xiamen', kind: 'pharmacy', province: FUJIAN,
  division: parseDivisionCode('350203'), terminal: scanGun('收银台扫码枪', '药店购药', '02:00:00:35:00:02'),
  office: { officeId: '0001', officeName: '收银台' }, speaksPlain: true,
};
export const HOSPITAL_44: Institution = {
  orgId: parseOrgId('H44010600001'), short: '广州医院', name: '广州示例医院', english: 'hospital in Guangzhou', kind: 'hospital', province: GUANGDONG,
  division: parseDivisionCode('440106'), terminal: scanGun('门诊收费二号窗扫码枪', '门诊结算', '02:00:00:44:00:01'),
  office: { officeId: '0102', officeName: '示例外科' }, speaksPlain: false,
};
export const PHARMACY_44: Institution = {
  orgId: parseOrgId('P44030500002'), short: '深圳药店', name: '深圳示例药店', english: 'pharmacy in Shenzhen', kind: 'pharmacy', province: GUANGDONG,
  division: parseDivisionCode('440305'), terminal: scanGun('收银台扫码枪', '药店购药', '02:00:00:44:00:02'),
  office: { officeId: '0001', officeName: '收银台' }, speaksPlain: false,
};

export const INSTITUTIONS: readonly Institution[] = [HOSPITAL_35, PHARMACY_35, HOSPITAL_44, PHARMACY_44];

/** Table C.1: registration at a hospital (挂号). */
export const REGISTRATION = '01101';

/** Table C.1: settlement at a hospital, purchase at a pharmacy. */
export const BUSINESS_TYPE: Readonly<Record<InstitutionKind, string>> = { hospital: '01301', pharmacy: '02121' };

/** The persons of one run. A credential is activated once (4.2), so that every run on the same databases needs persons of its own. */
export interface People {
  /** Insured in 厦门 only. */
  readonly zhen: Person;
  /** Insured in 厦门 and in 深圳. */
  readonly jia: Person;
}

/** 4.4: the name that 贾示例 takes later. */
export const NEW_NAME = '贾新名';

/** `run` counts from 1; up to 9,980 runs have different persons. */
export function castPeople(run: number): People {
  const inXiamen = (insuranceType: string) => ({ poolingArea: XIAMEN, insuranceType, province: FUJIAN });
  const inShenzhen = { poolingArea: SHENZHEN, insuranceType: insuranceTypes.resident, province: GUANGDONG };
  return {
    zhen: person('甄测试', 'Zhen', residentId('199001', run, 0), '274913', [inXiamen(insuranceTypes.employee)]),
    jia: person('贾示例', 'Jia', residentId('198506', run, 1), '850264', [inXiamen(insuranceTypes.employee), inShenzhen]),
  };
}

function person(userName: string, english: string, idNo: string, password: string, places: Person['places']): Person {
  return { idType: '01', idNo, userName, english, password, places };
}

const SEQUENCES = 499;

/** `odd` 0 or 1: the last digit of the sequence is odd for men (GB 11643). */
function residentId(month: string, run: number, odd: number): string {
  const day = String(Math.floor(run / SEQUENCES) + 1).padStart(2, '0');
  return buildResidentId('350203', month + day, String((run % SEQUENCES) * 2 + odd).padStart(3, '0'));
}
