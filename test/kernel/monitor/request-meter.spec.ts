import { beforeEach, describe, expect, it } from '@jest/globals';
import { RequestMeter } from '../../../src/kernel/monitor/request-meter.js';
import { outcomeClassOf, type OutcomeClass } from '../../../src/protocol/outcome-class.js';
import { returnCodes, type ReturnCodeName } from '../../../src/protocol/dictionaries/return-codes.js';

const MINUTE = 60_000;
const clock = { at: 0, now() { return this.at; } };
let meter: RequestMeter;
beforeEach(() => {
  clock.at = 1_800_000_000_000;
  meter = new RequestMeter(clock);
});

const answers = (name: ReturnCodeName, ms = 3, transType = 'ec.query', zone: 'core' | 'public-service' = 'core') => (
  meter.note({ zone, transType, code: returnCodes[name].code, ms })
);
const windows = () => meter.zones().find(({ zone }) => zone === 'core')?.windows ?? [];

describe('what was answered', () => {
  it('is counted by class in the last 1, 5 and 60 minutes', () => {
    answers('success');
    answers('qrCodeInvalid');
    answers('badRequest');
    answers('timeout');
    answers('unknownError');
    const all = { requests: 5, refused: 2, elsewhere: 1, faults: 1 };
    expect(windows()).toMatchObject([{ minutes: 1, ...all }, { minutes: 5, ...all }, { minutes: 60, ...all }]);
    clock.at += 2 * MINUTE;
    expect(windows()).toMatchObject([{ minutes: 1, requests: 0 }, { minutes: 5, ...all }, { minutes: 60, ...all }]);
    clock.at += 10 * MINUTE;
    expect(windows()).toMatchObject([{ requests: 0 }, { requests: 0 }, { minutes: 60, ...all }]);
    clock.at += 60 * MINUTE;
    expect(windows()).toMatchObject([{ requests: 0 }, { requests: 0 }, { requests: 0 }]);
  });

  it('is told by return code, and only what there was', () => {
    answers('success');
    answers('qrCodeInvalid');
    answers('qrCodeInvalid');
    clock.at += 2 * MINUTE;
    answers('unknownError');
    expect(meter.transactions()).toMatchObject([{ zone: 'core', transType: 'ec.query', codes: [
      { returnCode: 0, minute: 0, fiveMinutes: 1, hour: 1 }, { returnCode: -1, minute: 1, fiveMinutes: 1, hour: 1 },
      { returnCode: 500049, minute: 0, fiveMinutes: 2, hour: 2 },
    ] }]);
  });

  it('is kept apart by zone and by transaction, and a zone is the sum of its transactions', () => {
    answers('success', 1, 'ec.query');
    answers('success', 1, 'ec.verify');
    answers('success', 1, 'ec.qrcode.issue', 'public-service');
    expect(meter.zones().map(({ zone, transType, windows: [{ requests }] }) => ({ zone, transType, requests }))).toEqual([
      { zone: 'core', transType: undefined, requests: 2 }, { zone: 'public-service', transType: undefined, requests: 1 },
    ]);
    expect(meter.transactions().map(({ transType }) => transType)).toEqual(['ec.query', 'ec.verify', 'ec.qrcode.issue']);
  });

  it('has durations: the class of which so many in a hundred were not slower', () => {
    for (let n = 0; n < 94; n += 1) answers('success', 8);
    for (let n = 0; n < 5; n += 1) answers('success', 400);
    answers('success', 90_000);
    expect(windows()[0]).toMatchObject({ p50Ms: 10, p95Ms: 500, p99Ms: 500 });
    answers('success', 90_000);
    answers('success', 90_000);
    expect(windows()[0]).toMatchObject({ p99Ms: 30_000 });
  });

  it('without a duration counts, and says nothing of durations', () => {
    meter.note({ zone: 'core', transType: 'none', code: returnCodes.badAddress.code });
    expect(windows()[0]).toMatchObject({ requests: 1, refused: 1, p50Ms: 0, p99Ms: 0 });
  });

  it('never remembers a name that a caller made up', () => {
    for (let n = 0; n < 1_000; n += 1) answers('unknownTransaction', 1, `ec.made.up${n}`);
    expect(meter.transactions().map(({ transType }) => transType)).toEqual(['none']);
    expect(windows()[0]).toMatchObject({ requests: 1_000 });
  });
});

describe('classes of return codes', () => {
  it('are one for each row; a code that blames the request or the business is a refusal', () => {
    const namesOf = (wanted: OutcomeClass) => Object.values(returnCodes).map(({ name }) => name).filter((name) => outcomeClassOf(name) === wanted);
    expect(namesOf('done')).toEqual(['success']);
    expect(namesOf('fault')).toEqual(['unknownError']);
    expect(namesOf('elsewhere')).toEqual([
      'timeout', 'officialAccountNotConfigured', 'wechatMerchantNotConfigured', 'configurationMissing', 'nationalRequestFailed',
      'mobilePaymentBillAddressNotConfigured', 'nationalAddressNotConfigured', 'alipayParametersMissing', 'alipaySignatureInvalid', 'alipayDecryptionFailed',
      'alipayConfigurationMissing', 'localServiceNotConfigured', 'nationalServiceNotConfigured',
    ]);
    expect(namesOf('refused')).toEqual(expect.arrayContaining(['badRequest', 'signatureInvalid', 'qrCodeInvalid', 'passwordWrong']));
  });
});
