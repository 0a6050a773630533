import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letsIn } from './stage/centre-staff.js';
import { askCentre, CentreUser, type Method } from './stage/centre-user.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { openStage, type Stage } from './stage/stage.js';

const PASSWORD = 'Another-Sample-44';
let stage: Stage;
let admin: CentreUser;
beforeAll(async () => {
  stage = await openStage({ nationalOverrides: { passwordHashCost: 15 } });
  admin = await letsIn(stage.national, 'guanli.guojia', 'national', ['administer-users', 'audit']);
});
afterAll(() => stage.close());

const at = (method: Method, path: string, body?: unknown, token?: string) => askCentre(stage.national.coreUrl, method, path, body, token);
const logsIn = (name: string, password: string) => at('POST', 'session', { name, password });
const wanted = (name: string, saying: object = {}) => (
  { name, displayName: '甄测试', scope: 'province:35', roles: ['endorse'], initialPassword: PASSWORD, ...saying }
);

/** A user whom the administrator entered and who has chosen a password of the own. */
async function newcomer(name: string, saying: object = {}): Promise<CentreUser> {
  await admin.asks('POST', 'users', wanted(name, saying));
  const user = new CentreUser(name, 'My-Own-Sample-35', stage.national);
  await user.logsIn(PASSWORD);
  await user.tries('POST', 'session/password', { currentPassword: PASSWORD, newPassword: user.password });
  return user;
}

describe('4.8 电子凭证管理中心由国家医疗保障局集中部署，地方登录使用', () => {
  it('opens a session by name and password, says who one is, and ends it', async () => {
    const { status, json, headers } = await logsIn('guanli.guojia', admin.password);
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    const token = json['token'] as string;
    expect(token).toMatch(/^[a-z2-7]{52}$/);
    expect((await at('GET', 'session', undefined, token)).json).toEqual(
      { name: 'guanli.guojia', scope: 'national', roles: ['administer-users', 'audit'], passwordOrigin: 'own', displayName: '示例guanli.guojia', standing: 'active', changedAt: expect.any(Number) },
    );
    expect((await at('DELETE', 'session', undefined, token)).status).toBe(204);
    expect(await at('GET', 'session', undefined, token)).toMatchObject({ status: 401, json: { code: 500022, success: false, message: '用户未授权或已过期，请重新进入' } });
  });

  it('keeps neither password nor token: a slow hash and a blind index', async () => {
    await admin.logsIn();
    const dump = JSON.stringify([await stage.national.rows('SELECT * FROM management_user'), await stage.national.rows('SELECT * FROM management_session')]);
    expect(dump).toContain('$scrypt$ln=15,r=8,p=1$');
    for (const secret of [admin.token ?? '', admin.password, '示例guanli']) expect(dump).not.toContain(secret);
  });

  it('is served in the core zone only: to the public-service zone the address does not exist (-5)', async () => {
    for (const path of ['session', 'users?page=1&pageSize=1', 'nothing']) {
      expect(await askCentre(stage.national.publicServiceUrl, 'GET', path, undefined, admin.token)).toMatchObject({ status: 404, json: { code: -5, message: '无效的请求地址' } });
    }
    expect(await askCentre(stage.national.publicServiceUrl, 'POST', 'session', { name: 'guanli.guojia', password: admin.password })).toMatchObject({ status: 404 });
    expect(await askCentre(stage.fujian.coreUrl, 'POST', 'session', { name: 'guanli.guojia', password: admin.password })).toMatchObject({ status: 404, json: { code: -5 } });
  });
});

describe('a login that is refused', () => {
  it('says the same of a name that nobody has, a wrong password and a disabled user, and takes the same time', async () => {
    await newcomer('tingyong.fujian');
    await admin.asks('POST', 'users/tingyong.fujian/disabling', { reason: '离职' });
    const time = async (name: string, password: string): Promise<[number, object]> => {
      const began = performance.now();
      const { status, json } = await logsIn(name, password);
      return [performance.now() - began, { status, code: json['code'], message: json['message'], detail: json['detail'] }];
    };
    const cases = [['guanli.guojia', 'wrong'], ['nobody.at-all', 'wrong'], ['tingyong.fujian', 'My-Own-Sample-35']] as const;
    const times = new Map<string, number>(cases.map(([name]) => [name, Infinity]));
    for (let turn = 0; turn < 3; turn += 1) {
      for (const [name, password] of cases) {
        const [ms, answer] = await time(name, password);
        expect(answer).toEqual({ status: 401, code: -4, message: '权限校验异常', detail: 'password: name and password do not fit' });
        times.set(name, Math.min(times.get(name) ?? Infinity, ms));
      }
    }
    await logsIn('guanli.guojia', admin.password);
    const [slowest, fastest] = [Math.max(...times.values()), Math.min(...times.values())];
    expect(fastest).toBeGreaterThan(20);
    expect(slowest / fastest).toBeLessThan(2.5);
  });

  it.each(['suoding.fujian', 'nobody.locked'])('locks %s after five attempts, made one after the other or at once, for a quarter of an hour', async (name) => {
    if (name === 'suoding.fujian') await newcomer(name);
    const answers = await Promise.all(Array.from({ length: 12 }, () => logsIn(name, 'wrong')));
    const counted = (status: number): number => answers.filter((answer) => answer.status === status).length;
    expect([counted(401), counted(429)]).toEqual([5, 7]);
    const locked = await logsIn(name, 'My-Own-Sample-35');
    expect(locked).toMatchObject({ status: 429, json: { code: -6, message: '触发限流', detail: expect.stringMatching(/^name: locked after too many attempts; again in \d+ s$/) } });
    stage.clock.passes({ minutes: 15 });
    expect((await logsIn(name, 'My-Own-Sample-35')).status).toBe(name === 'suoding.fujian' ? 201 : 401);
  });

  it('counts from the beginning after a success', async () => {
    const user = await newcomer('cishu.fujian');
    for (let turn = 0; turn < 3; turn += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) expect((await logsIn(user.name, 'wrong')).status).toBe(401);
      expect((await logsIn(user.name, user.password)).status).toBe(201);
    }
  });

  it('is journaled without the name of somebody who has none here', async () => {
    await logsIn('My-Password-In-The-Wrong-Field', 'x');
    const rows = await stage.national.rows<{ actor: string; subject: string; detail: string; outcome: string }>("SELECT * FROM journal_entry WHERE act = 'management.session.open' ORDER BY sequence DESC LIMIT 1");
    expect(rows).toMatchObject([{ actor: 'user:', outcome: 'refused', subject: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(JSON.stringify(rows)).not.toContain('My-Password');
  });
});

describe('a session ends', () => {
  it('after a quarter of an hour without use, and eight hours after the login however it is used', async () => {
    await admin.logsIn();
    stage.clock.passes({ minutes: 14 });
    expect((await admin.tries('GET', 'session')).status).toBe(200);
    stage.clock.passes({ minutes: 14 });
    expect((await admin.tries('GET', 'session')).status).toBe(200);
    stage.clock.passes({ minutes: 15 });
    expect((await admin.tries('GET', 'session')).status).toBe(401);
    await admin.logsIn();
    for (let quarter = 0; quarter < 34; quarter += 1) {
      stage.clock.passes({ minutes: 14 });
      expect((await admin.tries('GET', 'session')).status).toBe(200);
    }
    stage.clock.passes({ minutes: 5 });
    expect((await admin.tries('GET', 'session')).status).toBe(401);
  });

  it('for every session of a user when the password changes, is reset, or the user is disabled', async () => {
    const user = await newcomer('huihua.fujian');
    const open = async (password: string): Promise<string> => (await logsIn(user.name, password)).json['token'] as string;
    const dead = async (token: string): Promise<boolean> => (await at('GET', 'session', undefined, token)).status === 401;
    const [one, other] = [await open(user.password), await open(user.password)];
    expect((await at('POST', 'session/password', { currentPassword: user.password, newPassword: 'Third-Sample-3535' }, one)).status).toBe(204);
    expect([await dead(one), await dead(other)]).toEqual([true, true]);
    const third = await open('Third-Sample-3535');
    await admin.asks('POST', 'users/huihua.fujian/password', { initialPassword: PASSWORD });
    expect(await dead(third)).toBe(true);
    const fourth = await open(PASSWORD);
    await admin.asks('POST', 'users/huihua.fujian/disabling', { reason: '调离' });
    expect(await dead(fourth)).toBe(true);
    expect((await logsIn(user.name, PASSWORD)).status).toBe(401);
    await admin.asks('POST', 'users/huihua.fujian/enabling', { reason: '调回' });
    expect((await logsIn(user.name, PASSWORD)).status).toBe(201);
  });

  it('for a change of the own password the present one is needed, and wrong ones are counted', async () => {
    const user = await newcomer('gaimi.fujian');
    await user.logsIn();
    const change = (currentPassword: string, newPassword: string) => user.tries('POST', 'session/password', { currentPassword, newPassword });
    expect(await change('wrong', 'Third-Sample-3535')).toMatchObject({ status: 401, json: { code: -4 } });
    expect(await change(user.password, 'gaimi.fujian')).toMatchObject({ status: 400, json: { code: -2, detail: expect.stringContaining('newPassword: must not contain the user name') } });
    for (let wrong = 0; wrong < 4; wrong += 1) await change('wrong', 'Third-Sample-3535');
    expect(await change(user.password, 'Third-Sample-3535')).toMatchObject({ status: 429 });
  });
});

describe('users are administered within the own scope', () => {
  it('a user with an initial password can do nothing but choose another one', async () => {
    await admin.asks('POST', 'users', wanted('chushi.fujian'));
    const user = new CentreUser('chushi.fujian', PASSWORD, stage.national);
    await expectRefusal(user.asks('GET', 'applications?page=1&pageSize=1'), 'forbidden', { naming: 'password', because: 'of your own' });
    expect((await user.tries('GET', 'session')).json).toMatchObject({ passwordOrigin: 'initial' });
    await user.tries('POST', 'session/password', { currentPassword: PASSWORD, newPassword: 'My-Own-Sample-35' });
    await user.logsIn('My-Own-Sample-35');
    expect((await user.tries('GET', 'applications?page=1&pageSize=1')).status).toBe(200);
  });

  it('a province lets in users of its own and of its cities, and nobody else', async () => {
    const fujian = await newcomer('guanli.fujian', { scope: 'province:35', roles: ['administer-users'] });
    await fujian.asks('POST', 'users', wanted('shenqing.quanzhou', { scope: 'city:350500', roles: ['apply'] }));
    const beyond = [{ scope: 'national', roles: ['decide'] }, { scope: 'province:44' }, { scope: 'city:440100', roles: ['apply'] }];
    for (const saying of beyond) await expectRefusedWithoutTrace(stage, () => fujian.asks('POST', 'users', wanted('yuequan.fujian', saying)), 'forbidden', { naming: 'scope' });
    for (const path of ['users/guanli.guojia', 'users/guanli.guojia/disabling']) {
      const act = () => (path.endsWith('disabling') ? fujian.asks('POST', path, { reason: '越权' }) : fujian.asks('GET', path));
      await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'scope' });
    }
    const lift = () => fujian.asks('PUT', 'users/shenqing.quanzhou', { displayName: '甄测试', scope: 'national', roles: ['audit'] });
    await expectRefusedWithoutTrace(stage, lift, 'forbidden', { naming: 'scope' });
    const { items } = await fujian.asks<{ items: { scope: string }[] }>('GET', 'users?page=1&pageSize=200');
    expect(items.length).toBeGreaterThan(1);
    expect(items.every(({ scope }) => scope === 'province:35' || scope.startsWith('city:35'))).toBe(true);
  });

  it('nobody changes, disables or resets oneself', async () => {
    const acts = [
      () => admin.asks('PUT', 'users/guanli.guojia', { displayName: '甄测试', scope: 'national', roles: ['decide', 'issue'] }),
      () => admin.asks('POST', 'users/guanli.guojia/disabling', { reason: '误操作' }),
      () => admin.asks('POST', 'users/guanli.guojia/password', { initialPassword: PASSWORD }),
    ];
    for (const act of acts) await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'name', because: 'is your own' });
  });

  it('other rights hold at once, in sessions that are open', async () => {
    const user = await newcomer('quanxian.fujian');
    await user.logsIn();
    expect((await user.tries('GET', 'users?page=1&pageSize=1')).status).toBe(403);
    await admin.asks('PUT', 'users/quanxian.fujian', { displayName: '贾示例', scope: 'city:350200', roles: ['audit'] });
    expect(await user.tries('GET', 'users?page=1&pageSize=1')).toMatchObject({ status: 200, json: { items: expect.any(Array) } });
    expect((await user.tries('GET', 'session')).json).toMatchObject({ scope: 'city:350200', roles: ['audit'], displayName: '贾示例' });
  });

  it('a name is taken once, an unknown one is an unknown address, and roles must fit the scope', async () => {
    await admin.asks('POST', 'users', wanted('liangci.fujian'));
    await expectRefusedWithoutTrace(stage, () => admin.asks('POST', 'users', wanted('liangci.fujian')), 'badRequest', { naming: 'name', because: 'taken' });
    await expectRefusedWithoutTrace(stage, () => admin.asks('GET', 'users/nobody.here'), 'badAddress', { naming: 'name' });
    await expectRefusedWithoutTrace(stage, () => admin.asks('POST', 'users', wanted('juese.fujian', { roles: ['decide', 'issue'] })), 'badRequest', { because: /decide is open to national.*issue is open to national/ });
  });
});

it('journals every act with the user as its actor, and leaves whole journals', async () => {
  const rows = await stage.national.rows<{ actor: string; act: string }>("SELECT DISTINCT actor, act FROM journal_entry WHERE act LIKE 'management.%'");
  const told = rows.map(({ actor, act }) => `${actor} ${act}`);
  for (const act of ['user.add', 'user.change', 'user.disable', 'user.enable', 'password.reset', 'session.open']) expect(told).toContain(`user:guanli.guojia management.${act}`);
  expect(told).toContain('user:huihua.fujian management.password.change');
  expect(told).toContain('user:guanli.guojia management.session.end');
  await expectJournalsWhole(stage.tiers);
});
