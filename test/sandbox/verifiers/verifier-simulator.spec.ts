import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/kernel/clock.js';
import { Contacts } from '../../../src/kernel/link/contacts.js';
import { HttpCardHolderVerifier } from '../../../src/modules/presentation/national/http-card-holder-verifier.js';
import { HttpFaceSearch } from '../../../src/modules/presentation/national/http-face-search.js';
import { parseBankCardNumber } from '../../../src/protocol/identifiers.js';
import { simulatedFace } from '../../../src/sandbox/verifiers/simulated-face.js';
import { VerifierSimulator } from '../../../src/sandbox/verifiers/verifier-simulator.js';
import { cardNumber } from '../../flows/stage/presenting.js';

const contacts = new Contacts(systemClock);
const simulator = new VerifierSimulator();
let url = '';
beforeAll(async () => { url = await simulator.start(); });
afterAll(() => simulator.stop());

const person = { idType: '01', idNo: '350203199001011239', userName: '甄测试' };
const searching = (path = '/face-search') => new HttpFaceSearch({ url: url + path, timeoutMs: 300 }, contacts);
const checking = (path = '/card-holder') => new HttpCardHolderVerifier({ url: url + path, timeoutMs: 300 }, contacts);
const card = (body: string) => parseBankCardNumber(cardNumber(body));
const silence = { returnCode: { code: -3 } };

describe('the simulated library of faces, asked by the real adapter', () => {
  it('names the document a face was made for, and nobody for any other', async () => {
    await expect(searching().search(simulatedFace(person.idNo))).resolves.toEqual({ idType: '01', idNo: person.idNo });
    for (const face of ['', 'AAAA', Buffer.from('a face in the crowd').toString('base64')]) await expect(searching().search(face)).resolves.toBeUndefined();
  });

  it('is silent for the face that never answers: -3', async () => {
    await expect(searching().search(simulatedFace('never answers'))).rejects.toMatchObject(silence);
  });

  it('is believed only when it names somebody or says that there is nobody', async () => {
    // The real-person check answers match for this, and names nobody.
    const namesNobody = searching('/real-person').search(simulatedFace('undefined'));
    await expect(namesNobody).rejects.toMatchObject({ ...silence, diagnosis: expect.stringContaining('named nobody') });
    await expect(new HttpFaceSearch({ url: undefined, timeoutMs: 300 }, contacts).search('AAAA')).rejects.toMatchObject({ returnCode: { code: 500032 } });
  });
});

describe('the simulated banks, asked by the real adapter', () => {
  it('say that a card is the person\'s, except for the numbers that are made to differ', async () => {
    await expect(checking().verify(person, card('91560000011111'))).resolves.toBe('match');
    await expect(checking().verify(person, card('91560000010000'))).resolves.toBe('mismatch');
  });

  it('are silent for one number: -3; not configured is 500032', async () => {
    await expect(checking().verify(person, card('91560000019999'))).rejects.toMatchObject(silence);
    const nowhere = new HttpCardHolderVerifier({ url: undefined, timeoutMs: 300 }, contacts);
    await expect(nowhere.verify(person, card('91560000011111'))).rejects.toMatchObject({ returnCode: { code: 500032 } });
  });
});

it('says what it is in every answer, and has no other address', async () => {
  const asked = { method: 'POST', body: JSON.stringify({ biometricSample: 'AAAA' }) };
  expect(await (await fetch(`${url}/face-search`, asked)).json()).toEqual({ result: 'mismatch', by: 'simulator' });
  expect((await fetch(`${url}/elsewhere`, asked)).status).toBe(404);
});
