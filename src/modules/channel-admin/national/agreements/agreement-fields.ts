import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { FormatError } from '../../../../protocol/identifiers.js';
import { agreementKinds, chinaDayStart, type AgreementKind } from '../../cooperation-agreement.rules.js';
import { ReadBy, Text } from '../access/field-rules.js';
import { MOST_CHANNELS } from '../onboarding/application-form.js';

/** A scanned agreement of some thirty pages. */
const LARGEST_DOCUMENT = 6 * 1024 * 1024;

/** How large a body may be that carries the largest document in Base64. */
export const LARGEST_FILING = Math.ceil((LARGEST_DOCUMENT * 4) / 3) + 64 * 1024;

/** What the first bytes of a document must be. */
const MARKS = { 'application/pdf': '255044462d', 'image/jpeg': 'ffd8ff', 'image/png': '89504e470d0a1a0a' } as const;
export type MediaType = keyof typeof MARKS;

/** A document in Base64; decoding and encoding again shows whether it is what it says, without a pattern over millions of characters. */
function documentText(text: string): void {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== text) throw new FormatError('Base64 of at least one byte');
  if (bytes.length > LARGEST_DOCUMENT) throw new FormatError(`at most ${LARGEST_DOCUMENT} bytes`);
}

/** A signed agreement, as it is filed with an application. */
export class AgreementFields {
  @IsIn(agreementKinds) kind: AgreementKind;
  /** 序号 of the channel of the form whose provider signed. */
  @IsInt() @Min(1) @Max(MOST_CHANNELS) rowNo: number;
  @Text(100) title: string;
  /** Who signed for the health-security side. */
  @Text(60) ourSignatory: string;
  /** Who signed for the side of the channel. */
  @Text(60) theirSignatory: string;
  @ReadBy(chinaDayStart) signedOn: string;
  @ReadBy(chinaDayStart) validFrom: string;
  /** The last day; left out where it has no end. */
  @MayBeAbsent() @ReadBy(chinaDayStart) validUntil?: string;
  @IsIn(Object.keys(MARKS)) mediaType: MediaType;
  /** Base64. */
  @ReadBy(documentText) document: string;
}

/** Whether the bytes begin as documents of this kind do. */
export function beginsAs(mediaType: MediaType, document: Buffer): boolean {
  return document.toString('hex', 0, 8).startsWith(MARKS[mediaType]);
}
