import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letsIn } from './stage/centre-staff.js';
import { askCentre, type CentreUser } from './stage/centre-user.js';
import { expectChanges, expectRefusal } from './stage/expectations.js';
import { snapshot } from './stage/snapshot.js';
import { openStage, type Stage } from './stage/stage.js';

let stage: Stage;
let admin: CentreUser;
beforeAll(async () => {
  stage = await openStage({ provinces: ['35'] });
  admin = await letsIn(stage.national, 'guanli.guojia', 'national', ['administer-users']);
  await admin.logsIn();
});
afterAll(() => stage.close());

describe('what is not understood is refused with every fault at once', () => {
  const post = (body: unknown) => askCentre(stage.national.coreUrl, 'POST', 'users', body, admin.token);

  it('names every field that is wrong, missing or unknown', async () => {
    const before = await snapshot(stage.tiers);
    const { status, json } = await post({ name: 'A b', displayName: ' x', scope: 'city:1', roles: ['decide', 'king'], nope: 1, nested: { a: [1] } });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: -2, success: false, message: '请求参数异常' });
    for (const field of ['name: ', 'displayName: ', 'scope: ', 'roles: ', 'initialPassword: ', 'nope: ', 'nested: ']) expect(json['detail']).toContain(field);
    await expectChanges(stage, before, {});
  });

  it.each([
    ['no JSON', '{'], ['a list', '[]'], ['nothing', ''], ['a member twice', '{"name":"a","name":"b"}'], ['a number', '1'], ['null', 'null'],
    ['a prototype', '{"__proto__":{"roles":["decide"]}}'],
    ['a constructor', '{"constructor":{"prototype":{}}}'], ['a constructor inside', '{"name":{"constructor":{"prototype":{}}}}'], ['one in a list', '{"roles":[{"constructor":{}}]}'],
  ])('%s', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, json: { code: -2 } });
  });

  it('no UTF-8, and a body that is too large', async () => {
    const bytes = await fetch(`${stage.national.coreUrl}/management/users`, { method: 'POST', body: Buffer.from([0x7b, 0xff, 0x7d]), headers: { authorization: `Bearer ${admin.token}` } });
    expect([bytes.status, ((await bytes.json()) as { detail: string }).detail]).toEqual([400, 'body: must be UTF-8']);
    expect(await post(`{"name":"${'a'.repeat(1024 * 1024)}"}`)).toMatchObject({ status: 413, json: { code: -2, detail: expect.stringMatching(/^body: \d+ bytes; at most 1048576/) } });
  });

  it('500031: a list without page or page size; -2: with one that is none', async () => {
    await expectRefusal(admin.asks('GET', 'users'), 'pageParametersMissing', { because: 'page: is missing; pageSize: is missing' });
    await expectRefusal(admin.asks('GET', 'users?page=1&pageSize='), 'pageParametersMissing', { naming: 'pageSize' });
    await expectRefusal(admin.asks('GET', 'users?page=0&pageSize=10'), 'badRequest', { naming: 'page' });
    await expectRefusal(admin.asks('GET', 'users?page=1&pageSize=201'), 'badRequest', { naming: 'pageSize' });
  });
});
