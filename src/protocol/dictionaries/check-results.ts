/** Table C.3 (校验结果代码表), `flag` in table A.7: how the verification of a credential token ended. */
export const checkResults = {
  failed: { name: 'failed', code: '0', text: '校验失败' },
  passed: { name: 'passed', code: '1', text: '校验成功' },
} as const;

/** A row of table C.3. */
export type CheckResult = (typeof checkResults)[keyof typeof checkResults];

/** The row of table C.3 with this one-digit code, or undefined. */
export function findCheckResult(code: string): CheckResult | undefined {
  return Object.values(checkResults).find((row) => row.code === code);
}
