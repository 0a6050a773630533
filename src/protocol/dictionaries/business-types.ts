/** A row of table C.1 (电子凭证用码业务类型表): what a scanned code is used for. */
export interface BusinessType {
  /** Canonical five digits, first and second level joined: `01101` (note under table C.1). */
  readonly code: string;
  /** First level, two digits: the kind of place. */
  readonly first: string;
  readonly firstName: string;
  /** Second level, three digits. */
  readonly second: string;
  readonly name: string;
  /** What the code is shown instead of (第二级说明). */
  readonly replaces: string;
}

// Text as printed. The blanks of the scan (`医疗类 APP 线上 身份认证`) are not part of it.
const rows: readonly (readonly [first: string, firstName: string, second: string, name: string, replaces: string])[] = [
  ['01', '医院',      '101', '挂号',                  '替代社保卡（预约挂号，现场挂号，取号候诊）'],
  ['01', '医院',      '102', '住院建档',              '替代身份证、社保卡'],
  ['01', '医院',      '103', '入院登记',              '替代社保卡'],
  ['01', '医院',      '104', '缴纳预缴金',            '替代住院押金卡'],
  ['01', '医院',      '201', '问诊',                  '替代挂号条、社保卡'],
  ['01', '医院',      '202', '预约检查',              '替代检查凭条、社保卡'],
  ['01', '医院',      '203', '检查',                  '替代检查凭条、社保卡'],
  ['01', '医院',      '204', '治疗',                  '替代挂号条、社保卡'],
  ['01', '医院',      '301', '结算',                  '替代社保卡（门诊结算，出院结算）'],
  ['01', '医院',      '302', '取药',                  '替代取药凭条、社保卡（门诊取药，出院带药）'],
  ['01', '医院',      '303', '取报告',                '替代取报告凭条'],
  ['01', '医院',      '304', '打印票据和清单',        '替代挂号条、社保卡（打印收费清单，票据清单，结算单，异地就医结算单）'],
  ['01', '医院',      '305', '病历材料复印',          '替代身份证、社保卡（门诊和住院各类材料复印）'],
  ['02', '药店',      '121', '药店购药',              '替代社保卡'],
  ['02', '药店',      '122', '下载外购处方',          '替代社保卡、身份证'],
  ['03', '医疗类APP', '131', '医疗类APP线上身份认证', '替代社保卡，目前地方医保APP都是绑定社保卡'],
  ['03', '医疗类APP', '132', '医疗类APP线上结算',     '替代社保卡，目前地方医保APP都是绑定社保卡'],
];

/** Table C.1 in the order of the standard. */
export const businessTypes: readonly BusinessType[] = rows.map(([first, firstName, second, name, replaces]) =>
  ({ code: first + second, first, firstName, second, name, replaces }));

/**
 * The business type a client means: the canonical five digits, or the three digits of the second level while only one
 * first level has them. Anything else gives undefined, which the caller refuses with -2. // INT-04
 */
export function findBusinessType(text: string): BusinessType | undefined {
  const matches = businessTypes.filter((row) => row.code === text || row.second === text);
  return matches.length === 1 ? matches[0] : undefined;
}
