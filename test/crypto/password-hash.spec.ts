import { describe, expect, it } from '@jest/globals';
import { hashPassword, verifyPassword } from '../../src/crypto/password-hash.js';
import { loadVectors } from './load-vectors.js';

const { hashes } = loadVectors<{ hashes: { password: string; stored: string }[] }>('password-hash');

describe('password hash (scrypt, RFC 7914)', () => {
  it.each(hashes)('verifies the published hash of $password', async ({ password, stored }) => {
    expect(await verifyPassword(password, stored)).toBe(true);
    expect(await verifyPassword(`${password} `, stored)).toBe(false);
  });

  it('stores cost, salt and hash, never the same twice, and accepts only the right password', async () => {
    const [first, second] = await Promise.all([hashPassword('示例口令 1'), hashPassword('示例口令 1')]);
    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second).not.toBe(first);
    expect(await verifyPassword('示例口令 1', first)).toBe(true);
    expect(await verifyPassword('示例口令 1', second)).toBe(true);
    expect(await verifyPassword('示例口令 2', first)).toBe(false);
    expect(await verifyPassword('', first)).toBe(false);
  });

  it('does not care how the keyboard composed a character', async () => {
    const stored = await hashPassword('e\u0301A１');
    expect(await verifyPassword('\u00e9A1', stored)).toBe(true);
  });

  it('does not hold up the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => { turns += 1; }, 1);
    await hashPassword('slow');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it.each([
    '', 'plain text', '$scrypt$ln=15,r=8,p=1$', '$scrypt$ln=0,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf04',
    '$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU$', '$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  ])('is false for the stored text "%s"', async (stored) => {
    expect(await verifyPassword('pleaseletmein', stored)).toBe(false);
  });

  it.each(['ln=24,r=8,p=1', 'ln=14,r=0,p=1', 'ln=14,r=8,p=0', 'ln=14,r=8,p=17', 'ln=14,r=99,p=1', 'ln=99,r=1,p=1'])(
    'does not start on a cost of %s', async (cost) => {
      const stored = hashes[0].stored.replace(/ln=\d+,r=\d+,p=\d+/, cost);
      expect(await verifyPassword('pleaseletmein', stored)).toBe(false);
    });
});
