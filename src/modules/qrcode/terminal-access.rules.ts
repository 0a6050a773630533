import { refuse, type Refusal } from '../../protocol/refusal.js';

/** 7.2.1.1 接入方式: a terminal speaks HTTPS by itself, or through the dynamic library of Appendix B. */
export const accessPaths = ['https', 'dll'] as const;
export type AccessPath = (typeof accessPaths)[number];

/** What a province has opened to the terminals of its institutions. */
export const terminalAccesses = [...accessPaths, 'both'] as const;
export type TerminalAccessPolicy = (typeof terminalAccesses)[number];

/** INT-93: the library reports the MAC address of its terminal, and nothing else does. */
export const accessPathOf = ({ termMac }: { readonly termMac?: string }): AccessPath => (termMac === undefined ? 'https' : 'dll');

const CLOSED: Readonly<Record<AccessPath, string>> = {
  https: 'is missing: this province has opened the dynamic library (Appendix B) only, which reports it',
  dll: 'is reported by the dynamic library (Appendix B), which this province has not opened',
};

/** The path is one that the province has opened; else `-4`. */
export function requireOpenPath(path: AccessPath, opened: TerminalAccessPolicy): void {
  if (opened !== 'both' && opened !== path) throw notAllowed('data.termMac', CLOSED[path]);
}

/** A terminal as far as its access is concerned. */
interface Registered {
  readonly orgId: string;
  readonly standing: string;
  readonly mac: string;
}

/** 7.2: the terminal is registered for this institution and in use, and the device is the registered one where its address is reported; else `-4`. */
export function requireTerminal(terminal: Registered | undefined, { orgId, termMac }: { readonly orgId: string; readonly termMac?: string }): void {
  if (terminal?.orgId !== orgId) throw notAllowed('data.termId', 'is no terminal of this institution');
  if (terminal.standing !== 'active') throw notAllowed('data.termId', `is a terminal that is ${terminal.standing}`);
  if (termMac !== undefined && termMac !== terminal.mac) throw notAllowed('data.termMac', 'is not that of the registered terminal');
}

const notAllowed = (field: string, reason: string): Refusal => refuse('forbidden', { faults: [{ field, reason }] });
