import { luhn } from '../../../src/protocol/check-digits.js';
import { checkTierConfig, start } from '../../../src/tiers/index.js';
import type { Cast } from './cast.js';
import type { Citizen } from './citizen.js';
import type { DesignatedInstitution, Scan } from './designated-institution.js';
import type { Province } from './province.js';
import type { CitizenWish, Stage } from './stage.js';

let made = 0;

/** A bank card number nobody has: 16 digits with a check digit, of the range that starts with 9, which no payment network uses. */
export function freshCard(): string {
  made += 1;
  return cardNumber(`9156000000${String(11_110 + made)}`);
}

/** Fifteen digits with their check digit. */
export const cardNumber = (body: string): string => body + luhn(body);

/** A mobile number nobody has used yet; the simulated gateway takes it. */
export function freshNumber(): string {
  made += 1;
  return `137${String(22_220_000 + made)}`;
}

/** The code in the latest message to a number. */
export async function codeSentTo({ stage }: Cast, mobile: string): Promise<string> {
  return (await stage.messagesTo(mobile))[0]?.code ?? '';
}

/** A citizen who has activated with a mobile number, a while ago, of whom every province has heard that must. */
export async function withNumber(cast: Cast, wish: CitizenWish, mobile = freshNumber()): Promise<{ citizen: Citizen; mobile: string }> {
  const { stage, app } = cast;
  const citizen = await stage.citizen(wish);
  const proven = await citizen.provesWho(app);
  await app.sendsSms({ smsType: 'activate', handlingSerialNo: proven.handlingSerialNo, mobile });
  const { authorizationCode } = await app.activates({ ...proven, password: citizen.password, mobile, smsCode: await codeSentTo(cast, mobile) });
  citizen.usesAlso(app, authorizationCode);
  await stage.converged();
  stage.clock.passes({ minutes: 1 });
  return { citizen, mobile };
}

/** 4.10 手机号, both steps. */
export async function saysNumber(cast: Cast, institution: DesignatedInstitution, mobile: string, saying: object = {}): Promise<Scan> {
  await institution.hasCodeSentTo(mobile);
  return institution.takesCode({ mobile, smsCode: await codeSentTo(cast, mobile) }, saying);
}

/** 4.10 生物特征码, both steps. */
export async function showsFace(institution: DesignatedInstitution, face: string, saying: object = {}): Promise<Scan> {
  return institution.learnsWho(await institution.recognisesFace(face), saying);
}

/** INT-60: the province decides anew what it admits, and starts with that and nothing else of its own. Only on a stage with files. */
export async function decides(stage: Stage, { tier }: Province, presentations: object, others: object = {}): Promise<void> {
  await tier.stops();
  await tier.starts((plan) => start(checkTierConfig('province', { ...plan, ...others, presentations }), { clock: stage.clock }));
}
