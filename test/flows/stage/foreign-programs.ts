import { jest } from '@jest/globals';
import { nativeSm2 } from '../../../src/crypto/sm2-native.js';
import { documentedForm, findForm, type CanonicalForm } from '../../../src/protocol/canonical-form.js';
import { documentedManner } from '../../../src/protocol/manner.js';
import { num, obj, type Json } from '../../protocol/reference-writer.mjs';
import type { Cast } from './cast.js';
import type { DesignatedInstitution } from './designated-institution.js';
import { ForeignSpeaker, type ForeignManner } from './foreign-speaker.js';
import type { Talk } from './management-centre.js';
import type { Speaker } from './speaker.js';
import type { StageTier } from './stage-tier.js';

/** A program that signs in a form of its own. */
export const withForm = (choices: Partial<CanonicalForm>): ForeignManner => ({ form: { ...documentedForm, ...choices } });
const { encData } = documentedManner;
const inChina = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);

/** What programs in the field do otherwise: every row of the table of the wire protocol, each in some dress. */
export const programs: [what: string, how: ForeignManner][] = [
  ['as documented', {}],
  ['numbers as text at the first level', withForm({ scalars: 'text-first' })],
  ['numbers as text everywhere, encrypted with SM4', { ...withForm({ scalars: 'text' }), encType: 'SM4' }],
  ['only the first level sorted and cleaned', withForm({ depth: 'first' })],
  ['sorted without regard to case, SM3', { ...withForm({ order: 'caseless' }), signType: 'SM3' }],
  ['empty texts signed', withForm({ emptyText: 'kept' })],
  ['empty lists and objects left out, encrypted with SM2', { ...withForm({ hollow: 'dropped' }), encType: 'SM2' }],
  ['the SM4 cipher text signed', { ...withForm({ data: 'cipher' }), encType: 'SM4' }],
  ['the SM2 cipher text signed, without its 04', { ...withForm({ data: 'cipher' }), encType: 'SM2', encData: { ...encData, point: 'bare' } }],
  ['signatures in DER, seconds as a number', { signature: 'der', time: (now) => num(String(Math.floor(now / 1000))) }],
  ['the letters of the hex in Base64, yyyyMMddHHmmss as text', { signature: 'hex-text', time: inChina }],
  ['signatures without left padding, yyyyMMddHHmmss as a number', { signature: 'unpadded', time: (now) => num(inChina(now)) }],
  ['the signed JSON encrypted, in escapes', { encType: 'SM4', encData: { ...encData, text: 'signed', nonAscii: 'escaped' } }],
  ['several things at once', { ...withForm({ scalars: 'text', order: 'caseless', emptyText: 'kept', hollow: 'dropped' }), signature: 'der', encType: 'SM4' }],
];

/** Members that show how a program signs; the table refuses them, the signature covers them. */
export const telling: readonly (readonly [string, Json])[] = [['B', num('1.50')], ['a', obj(['y', ''], ['B', true], ['c', num('12345678901234567890')])], ['list', []], ['e', '']];

/** What a stage is opened with where verifications are counted: one engine makes them all. */
export const countable = { nationalOverrides: { sm2Engine: 'native' }, provinceOverrides: { sm2Engine: 'native' } };

/** How often a signature of this application was verified while something went on, on a stage that is {@link countable}. */
export async function verifications({ keys }: Speaker, act: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(nativeSm2, 'verify');
  try {
    await act();
    return spy.mock.calls.filter(([key]) => key.toBase64() === keys.signWith.publicKey.toBase64()).length;
  } finally {
    spy.mockRestore();
  }
}

export const everyWay: Talk = { encTypes: ['plain', 'SM4', 'SM2'] };

let opened = 0;

/** A hospital in Xiamen that nobody has heard of. */
export async function newHospital({ stage }: Cast, talk: Talk = everyWay): Promise<DesignatedInstitution> {
  opened += 1;
  const orgId = `H35020310${String(opened).padStart(3, '0')}`;
  const hospital = await stage.centre.registersHospital({ orgId, name: `示例医院${opened}`, division: '350203' }, stage.fujian, talk);
  await stage.converged();
  return hospital;
}

/** The program that somebody uses. */
export const programOf = ({ stage }: Cast, { speaker }: { speaker: Speaker }, how: ForeignManner = {}): ForeignSpeaker => (
  new ForeignSpeaker(speaker.keys, () => stage.clock.now(), how)
);

/** The forms that a tier has learned of an application. */
export async function learnedForms(tier: StageTier, { speaker }: { speaker: Speaker }): Promise<CanonicalForm[]> {
  const [row] = await tier.rows<{ known_forms: string | null }>('SELECT known_forms FROM registered_application WHERE app_id = ?', [speaker.keys.appId]);
  return (row?.known_forms ?? '').split(',').flatMap((name) => findForm(name) ?? []);
}
