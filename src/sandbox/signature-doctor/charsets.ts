const LEADS = [0x81, 0xfe] as const;
const TRAILS = [0x40, 0xfe] as const;

let codes: ReadonlyMap<string, number> | undefined;

/** The bytes of a text in GBK; undefined where a character has none there. Node reads GBK, but does not write it: the table is read once, backwards. */
export function gbkBytes(text: string): Buffer | undefined {
  codes ??= tableOfCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character < '\u0080' ? character.charCodeAt(0) : codes.get(character);
    if (code === undefined) return undefined;
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Buffer.from(bytes);
}

/** The text that bytes in this encoding write; undefined where they are none. */
export function textOf(bytes: Uint8Array, encoding: 'utf-8' | 'gbk'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function tableOfCodes(): Map<string, number> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let lead = LEADS[0]; lead <= LEADS[1]; lead += 1) {
    for (let trail = TRAILS[0]; trail <= TRAILS[1]; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, (lead << 8) | trail);
    }
  }
  return table;
}
