import { describe, expect, it } from '@jest/globals';
import { accessPathOf, accessPaths, requireOpenPath, requireTerminal, terminalAccesses } from '../../../src/modules/qrcode/terminal-access.rules.js';
import { Refusal } from '../../../src/protocol/refusal.js';

const fieldOf = (act: () => void): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.returnCode.name).toBe('forbidden');
    return error.faults[0]?.field;
  }
};

describe('7.2.1.1 接入方式', () => {
  it('is the dynamic library where the MAC address is reported, else HTTPS', () => {
    expect([accessPathOf({ termMac: 'f8:34:41:bd:e1:88' }), accessPathOf({})]).toEqual(['dll', 'https']);
  });

  it.each(accessPaths.flatMap((path) => terminalAccesses.map((opened) => ({ path, opened }))))('$path where $opened is opened', ({ path, opened }) => {
    expect(fieldOf(() => requireOpenPath(path, opened))).toBe(opened === 'both' || opened === path ? undefined : 'data.termMac');
  });

  it('lets an active terminal of the institution in, and only the registered device', () => {
    const terminal = { orgId: 'H1', standing: 'active', mac: 'f8:34:41:bd:e1:88' };
    expect(fieldOf(() => requireTerminal(terminal, { orgId: 'H1' }))).toBeUndefined();
    expect(fieldOf(() => requireTerminal(terminal, { orgId: 'H1', termMac: terminal.mac }))).toBeUndefined();
    expect(fieldOf(() => requireTerminal(terminal, { orgId: 'H1', termMac: 'f8:34:41:bd:e1:89' }))).toBe('data.termMac');
    for (const wrong of [undefined, { ...terminal, orgId: 'H2' }, { ...terminal, standing: 'suspended' }, { ...terminal, standing: 'retired' }]) {
      expect(fieldOf(() => requireTerminal(wrong, { orgId: 'H1', termMac: terminal.mac }))).toBe('data.termId');
    }
  });
});
