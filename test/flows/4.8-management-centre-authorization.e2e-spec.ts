import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letsIn } from './stage/centre-staff.js';
import { askCentre, type CentreUser, type Method } from './stage/centre-user.js';
import { expectChanges } from './stage/expectations.js';
import { routesOf, servedBelow, type Route } from './stage/management-routes.js';
import { accessForm, agreement, applies, channelKeys, channelLine, passed, reportsUp } from './stage/onboarding.js';
import { snapshot } from './stage/snapshot.js';
import { openStage, type Stage } from './stage/stage.js';
import { AlertStore } from '../../src/modules/channel-admin/national/monitoring/alert.store.js';
import { ChannelFindingStore } from '../../src/modules/channel-admin/national/supervision/channel-finding.store.js';
import { fits, roleNames, type Role } from '../../src/modules/channel-admin/role.rules.js';
import { parseScope } from '../../src/modules/channel-admin/area.rules.js';

/** The nation; the province and the city in which the things lie that the addresses name; a province and a city beside them. */
const SCOPES = ['national', 'province:35', 'city:350200', 'province:44', 'city:350100'] as const;
const HERE = ['national', 'province:35', 'city:350200'];
const READERS: Role[] = ['apply', 'endorse', 'decide', 'issue', 'operate', 'audit'];
const WATCHERS: Role[] = ['operate', 'audit'];
const OF_INSTITUTIONS: Role[] = ['register', 'operate', 'audit'];

/** Who may do what, said once more here: roles, and the scopes with which they may. Whoever adds a route says here who may use it. */
const EXPECTED: Record<string, readonly [roles: readonly Role[] | 'everybody' | 'anybody', scopes: readonly string[]]> = {
  'POST /management/session': ['anybody', []],
  'GET /management/session': ['everybody', []],
  'DELETE /management/session': ['everybody', []],
  'POST /management/session/password': ['everybody', []],
  'GET /management/users': [['administer-users', 'audit'], SCOPES],
  'POST /management/users': [['administer-users'], SCOPES],
  'GET /management/users/:name': [['administer-users', 'audit'], HERE],
  'PUT /management/users/:name': [['administer-users'], HERE],
  'POST /management/users/:name/disabling': [['administer-users'], HERE],
  'POST /management/users/:name/enabling': [['administer-users'], HERE],
  'POST /management/users/:name/password': [['administer-users'], HERE],
  'GET /management/applications': [READERS, SCOPES],
  'POST /management/applications': [['apply'], SCOPES],
  'GET /management/applications/:applicationId': [READERS, HERE],
  'PUT /management/applications/:applicationId': [['apply'], HERE],
  'POST /management/applications/:applicationId/submission': [['apply'], HERE],
  'POST /management/applications/:applicationId/withdrawal': [['apply'], HERE],
  'POST /management/applications/:applicationId/endorsement': [['endorse'], HERE],
  'POST /management/applications/:applicationId/return': [['endorse', 'decide'], HERE],
  'POST /management/applications/:applicationId/decision': [['decide'], ['national']],
  'POST /management/applications/:applicationId/issue': [['issue'], ['national']],
  'GET /management/applications/:applicationId/form.html': [READERS, HERE],
  'GET /management/applications/:applicationId/form.pdf': [READERS, HERE],
  'GET /management/applications/:applicationId/notice': [READERS, HERE],
  'GET /management/applications/:applicationId/notice.html': [READERS, HERE],
  'GET /management/applications/:applicationId/notice.pdf': [READERS, HERE],
  'POST /management/applications/:applicationId/notice/printing': [['issue', 'apply', 'endorse'], HERE],
  'GET /management/applications/:applicationId/agreements': [READERS, HERE],
  'POST /management/applications/:applicationId/agreements': [['apply', 'endorse', 'decide'], HERE],
  'GET /management/agreements/:agreementId': [READERS, HERE],
  'GET /management/agreements/:agreementId/document': [READERS, HERE],
  'POST /management/agreements/:agreementId/ending': [['operate'], ['national']],
  'GET /management/channels': [READERS, SCOPES],
  'GET /management/channels/:channelNumber': [READERS, HERE],
  'POST /management/channels/:channelNumber/suspension': [['operate'], ['national']],
  'POST /management/channels/:channelNumber/resumption': [['operate'], ['national']],
  'POST /management/channels/:channelNumber/retirement': [['operate'], ['national']],
  'POST /management/channels/:channelNumber/rotation': [['operate'], ['national']],
  'GET /management/statistics': [READERS, ['national', 'province:35', 'province:44']],
  'GET /management/statistics/report.csv': [READERS, ['national', 'province:35', 'province:44']],
  'GET /management/statistics/report.html': [READERS, ['national', 'province:35', 'province:44']],
  'GET /management/statistics/report.pdf': [READERS, ['national', 'province:35', 'province:44']],
  'GET /management/supervision/rules': [READERS, SCOPES],
  'GET /management/supervision/channels': [READERS, SCOPES],
  'GET /management/channels/:channelNumber/return-addresses': [READERS, HERE],
  'POST /management/channels/:channelNumber/return-addresses': [['operate'], ['national']],
  'GET /management/supervision/channels/:channelNumber': [READERS, HERE],
  'GET /management/findings': [READERS, SCOPES],
  'GET /management/findings/:findingId': [READERS, HERE],
  'POST /management/findings/:findingId/note': [['operate'], HERE],
  'POST /management/findings/:findingId/warning': [['operate'], HERE],
  'POST /management/findings/:findingId/limit': [['operate'], ['national']],
  'POST /management/findings/:findingId/suspension': [['operate'], ['national']],
  'GET /management/channels/:channelNumber/notice': [READERS, HERE],
  'POST /management/channels/:channelNumber/notice/printing': [['issue', 'apply', 'endorse'], HERE],
  'GET /management/monitoring': [WATCHERS, SCOPES],
  'GET /management/monitoring/tiers/:tier': [WATCHERS, HERE.slice(0, 2)],
  'GET /management/monitoring/links': [WATCHERS, SCOPES],
  'GET /management/monitoring/outbox': [WATCHERS, SCOPES],
  'POST /management/monitoring/outbox/redelivery': [['operate'], ['national']],
  'GET /management/monitoring/lags': [WATCHERS, SCOPES],
  'GET /management/monitoring/rules': [WATCHERS, SCOPES],
  'GET /management/monitoring/alerts': [WATCHERS, SCOPES],
  'POST /management/monitoring/alerts/:alertId/acknowledgement': [['operate'], HERE.slice(0, 2)],
  'GET /management/institutions': [OF_INSTITUTIONS, SCOPES],
  'GET /management/institutions/:orgId': [OF_INSTITUTIONS, HERE],
  'GET /management/institutions/:orgId/profile': [OF_INSTITUTIONS, HERE],
  'PUT /management/institutions/:orgId/profile': [['operate'], HERE],
  'POST /management/institutions/:orgId/suspension': [['operate'], HERE],
  'POST /management/institutions/:orgId/resumption': [['operate'], HERE],
  'POST /management/institutions/:orgId/closure': [['operate'], HERE],
  'GET /management/institutions/:orgId/terminals': [OF_INSTITUTIONS, HERE],
  'GET /management/institutions/:orgId/terminals.html': [OF_INSTITUTIONS, HERE],
  'GET /management/terminals': [OF_INSTITUTIONS, SCOPES],
  'GET /management/terminals/export.csv': [OF_INSTITUTIONS, SCOPES],
  'POST /management/terminals': [['register'], SCOPES],
  'POST /management/terminals/upload': [['register'], SCOPES],
  'GET /management/terminals/:filingNumber': [OF_INSTITUTIONS, HERE],
  'PUT /management/terminals/:filingNumber': [['register'], HERE],
  'PUT /management/terminals/:filingNumber/networks': [['register'], HERE],
  'POST /management/terminals/:filingNumber/suspension': [['register', 'operate'], HERE],
  'POST /management/terminals/:filingNumber/resumption': [['register', 'operate'], HERE],
  'POST /management/terminals/:filingNumber/retirement': [['register', 'operate'], HERE],
};

interface Somebody {
  readonly role: Role;
  readonly scope: string;
  readonly token: string;
}

let stage: Stage;
let routes: Route[];
let people: Somebody[];
let parameters: Record<string, string>;

beforeAll(async () => {
  stage = await openStage();
  routes = routesOf(stage.national).filter(({ path }) => path.startsWith('/management'));
  const staff = await stage.centre.staff;
  const applicationId = await applies(staff.city, accessForm([channelLine('示例政务服务')]));
  const { agreementId } = await staff.city.asks<{ agreementId: string }>('POST', `applications/${applicationId}/agreements`, agreement());
  await reportsUp(staff, applicationId);
  await staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: true });
  const issued = await staff.issuer.asks<{ channels: { channelNumber: string }[] }>('POST', `applications/${applicationId}/issue`, { ...passed, channels: [channelKeys(1).wanted] });
  await letsIn(stage.national, 'mubiao.xiamen', 'city:350200', ['audit']);
  const alertId = await raisesAlert();
  const { orgId, terminal } = await stage.centre.registersHospital({ orgId: 'H35020300001', name: '厦门示例医院', division: '350203' }, stage.fujian);
  const channelNumber = issued.channels[0]?.channelNumber ?? '';
  const findings = stage.national.app.get(ChannelFindingStore, { strict: false });
  const findingId = await stage.national.kernel.work.run(() => findings.add(channelNumber, '2026-01-01', { rule: 'over-shown', measured: { persons: 1 } }));
  parameters = {
    applicationId, agreementId, channelNumber, findingId: findingId ?? '', name: 'mubiao.xiamen', tier: 'province:35', alertId, orgId, filingNumber: terminal,
  };
  people = [];
  for (const role of roleNames) {
    for (const scope of SCOPES.filter((each) => fits(role, parseScope(each).kind))) {
      const user: CentreUser = await letsIn(stage.national, `${role}.${scope.replace(':', '.')}`, scope, [role]);
      await user.logsIn();
      people.push({ role, scope, token: user.token ?? '' });
    }
  }
  await stage.converged();
}, 120_000);
afterAll(() => stage.close());

/** An alert about the tier of the addresses. */
function raisesAlert(): Promise<string> {
  const { kernel, app } = stage.national;
  const alarm = { rule: 'outbox-old', tier: 'province:35', subject: 'national', detail: 'the oldest waits 20 minutes' } as const;
  return kernel.work.run(async () => {
    await app.get(AlertStore, { strict: false }).raise('the-alert', alarm, kernel.clock.now());
    return 'the-alert';
  });
}

const titleOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
const addressOf = ({ path }: Pick<Route, 'path'>): string => path.slice('/management/'.length).replace(/:(\w+)/g, (_all, name: string) => parameters[name] ?? '');

const LISTS = ['users', 'applications', 'channels', 'institutions', 'terminals', 'monitoring/alerts', 'supervision/channels', 'findings'].map((list) => `/management/${list}`);

/** A body that nobody means: whoever is let in is told so (400), and nothing happens. */
function ask({ method, path }: Pick<Route, 'method' | 'path'>, token?: string): Promise<{ status: number; json: Record<string, unknown> }> {
  const body = method === 'GET' || method === 'DELETE' ? undefined : { nobodyMeansThis: true };
  const query = method === 'GET' && LISTS.includes(path) ? '?page=1&pageSize=1' : '';
  return askCentre(stage.national.coreUrl, method as Method, addressOf({ path }) + query, body, token);
}

describe('every route of the management centre', () => {
  it('declares who may use it, and nobody put one beside the controllers', () => {
    expect(routes.filter(({ allowance }) => allowance === undefined).map(titleOf)).toEqual([]);
    expect(servedBelow(stage.national, '/management').sort()).toEqual(routes.map(titleOf).sort());
    expect(servedBelow(stage.national, '/management').length).toBeGreaterThan(30);
  });

  it('stands in the table of this test', () => {
    expect(routes.map(titleOf).filter((title) => EXPECTED[title] === undefined)).toEqual([]);
    expect(Object.keys(EXPECTED).filter((title) => !routes.map(titleOf).includes(title))).toEqual([]);
  });

  it('refuses everybody without a session (401, 500022), but for the login', async () => {
    const open: string[] = [];
    for (const route of routes) {
      for (const token of [undefined, 'a'.repeat(52)]) {
        const { status, json } = await ask(route, token);
        if (status !== 401 || json['code'] !== 500022) open.push(titleOf(route));
      }
    }
    expect([...new Set(open)]).toEqual(['POST /management/session']);
  });

  it('does not exist in the public-service zone (404, -5)', async () => {
    for (const route of routes) {
      const { status, json } = await askCentre(stage.national.publicServiceUrl, route.method as Method, addressOf(route), undefined, people[0]?.token);
      expect({ route: titleOf(route), status, code: json['code'] }).toEqual({ route: titleOf(route), status: 404, code: -5 });
    }
  });
});

describe('every route × every role × every scope', () => {
  it('lets in exactly those of the table; nobody else, and nothing happens', async () => {
    const before = await snapshot(stage.tiers);
    const wrong: string[] = [];
    for (const route of routes.filter((each) => titleOf(each) !== 'DELETE /management/session')) {
      const [roles, scopes] = EXPECTED[titleOf(route)] ?? [[], []];
      for (const { role, scope, token } of people) {
        const may = roles === 'anybody' || roles === 'everybody' || (roles.includes(role) && scopes.includes(scope));
        const { status, json } = await ask(route, token);
        const letIn = ![401, 403, 404].includes(status);
        if (letIn !== may || (!may && json['code'] !== -4) || status >= 500) wrong.push(`${titleOf(route)} as ${role} with ${scope}: ${status} ${JSON.stringify(json).slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(people).toHaveLength(23);
    await expectChanges(stage, before, {});
  }, 120_000);
});
