import { ManagementUsers } from '../../../src/modules/channel-admin/national/access/management-users.js';
import { parseScope } from '../../../src/modules/channel-admin/area.rules.js';
import type { Role } from '../../../src/modules/channel-admin/role.rules.js';
import { CentreUser } from './centre-user.js';
import type { StageTier } from './stage-tier.js';

const PASSWORD = 'Sample-Password-35';
const operator = { name: 'operator-of-the-machine', scope: parseScope('national') };

/** Lets a user in as `openec user add` on the machine does: beside HTTP, and with a password of the user's own. */
export async function letsIn(national: StageTier, name: string, scope: string, roles: readonly Role[], password = PASSWORD): Promise<CentreUser> {
  const users = national.app.get(ManagementUsers, { strict: false });
  await users.add(operator, { name, displayName: `示例${name}`, scope, roles: [...roles], password, passwordOrigin: 'own' });
  return new CentreUser(name, password, national);
}

/** Who works at the desks of 4.3. */
export interface Staff {
  /** 厦门市: applies. */
  readonly city: CentreUser;
  /** 福建省: endorses. */
  readonly province: CentreUser;
  /** The national bureau: one decides, another issues, a third watches over what was let in. */
  readonly decider: CentreUser;
  readonly issuer: CentreUser;
  readonly operator: CentreUser;
}

/** Lets in one user for every desk. */
export async function letsStaffIn(national: StageTier): Promise<Staff> {
  const [city, province, decider, issuer, watcher] = await Promise.all([
    letsIn(national, 'shenqing.xiamen', 'city:350200', ['apply']),
    letsIn(national, 'shangbao.fujian', 'province:35', ['endorse']),
    letsIn(national, 'shenpi.guojia', 'national', ['decide']),
    letsIn(national, 'fafang.guojia', 'national', ['issue']),
    letsIn(national, 'yunwei.guojia', 'national', ['operate', 'audit']),
  ]);
  return { city, province, decider, issuer, operator: watcher };
}

