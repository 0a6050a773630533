import { describe, expect, it } from '@jest/globals';
import { requireGoodUserPassword } from '../../../src/modules/channel-admin/user-password.rules.js';
import { Refusal } from '../../../src/protocol/refusal.js';

const reasons = (password: string): string[] => {
  try {
    requireGoodUserPassword('newPassword', password, 'zhen.ceshi');
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.returnCode.name).toBe('badRequest');
    return error.faults.map(({ field, reason }) => `${field}: ${reason}`);
  }
};

describe('passwords of management-centre users', () => {
  it.each(['Sample-Pass35', 'a sentence that is long enough', '一个足够长的口令句子，谁也猜不到它是什么吧', 'abcDEF123456'])('takes %p', (password) => {
    expect(reasons(password)).toEqual([]);
  });

  it.each([
    ['Short-1a', 'must have 12 to 128 characters'],
    ['alllowercaseword', 'must mix three'],
    ['Aa1Aa1Aa1Aa1Aa1Aa1Aa1', 'must have 6 different characters'],
    ['My-Zhen.Ceshi-2026', 'must not contain the user name'],
    ['A1-'.repeat(50), 'must have 12 to 128 characters'],
  ])('refuses %p: %s', (password, reason) => {
    expect(reasons(password).join('\n')).toContain(`newPassword: ${reason}`);
  });

  it('names every fault at once', () => {
    expect(reasons('zhen.ceshi').length).toBeGreaterThan(2);
  });
});
