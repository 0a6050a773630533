import { expect, it } from '@jest/globals';
import { examine, type Diagnosis } from '../../../src/sandbox/signature-doctor/index.js';
import { body, canonical, envelope, keys, publicKeyOf, sign, text, type Members } from './clumsy-client.js';

/** About a quarter of a megabyte, where everything known would take minutes. */
const long: Members = { items: Array.from({ length: 2_000 }, (_, at) => ({ no: at, name: `药品${at}`, code: 'XYZ1234567', price: 1.5, remark: 'some text that fills a hundred bytes' })) };

const asked = (data: Members, message: string): Diagnosis => (
  examine(body(envelope, sign(message).toString('base64'), { data }), { appId: keys.appId, appSecret: keys.appSecret, publicKey: publicKeyOf(keys.privateKey) })
);

it('says of a long message that not everything was tried, instead of trying for minutes', () => {
  const { verdict, found, sentence } = asked(long, 'something else');
  expect({ verdict, found }).toEqual({ verdict: 'unknown', found: [] });
  expect(sentence[0]).toContain('未能试完');
  expect(sentence[1]).toContain('not every known mistake was tried');
});

it('finds in a long message what it does try', () => {
  expect(asked(long, text(envelope, canonical(long)))).toMatchObject({ verdict: 'matches', found: [] });
});

it('tries everything in a message of ten kilobytes', () => {
  const { sentence } = asked({ items: (long.items as Members[]).slice(0, 75) }, 'something else');
  expect(sentence[1]).toContain('none of the');
});
