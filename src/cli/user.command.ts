import { Command } from 'commander';
import { roleNames } from '../modules/channel-admin/role.rules.js';
import { Refusal } from '../protocol/refusal.js';
import { modeOfFile } from '../tiers/index.js';
import { configOption, requireConfigFile } from './config-option.js';
import { CommandError } from './failure.js';
import { enterUser } from './management-users.js';
import { withDatabase } from './open-database.js';
import { askPassword } from './password-prompt.js';
import { say } from './say.js';

interface AddOptions {
  readonly config?: string;
  readonly name: string;
  readonly displayName?: string;
  readonly scope: string;
  readonly roles: string;
}

/** `openec user add`: enters a user of the management centre; the first one cannot be entered over HTTP. The password never stands on a command line. */
export function userCommand(): Command {
  const add = new Command('add').description('新增管理中心用户，口令从标准输入或提示读取 · enter a user; the password is read from standard input or asked for')
    .addOption(configOption())
    .requiredOption('--name <name>', '登录名 · login name')
    .option('--display-name <text>', '姓名 · name of the person; the login name by default')
    .requiredOption('--scope <scope>', '范围 · national, province:35 or city:350200')
    .requiredOption('--roles <list>', `角色，逗号分隔 · comma-separated: ${roleNames.join(', ')}`)
    .action(addUser);
  return new Command('user').description('管理中心用户 · users of the management centre').addCommand(add);
}

async function addUser({ config, name, displayName = name, scope, roles }: AddOptions): Promise<void> {
  const file = requireConfigFile(config);
  if (modeOfFile(file) !== 'national') throw new CommandError('管理中心用户登记在国家级。', 'The users of the management centre are entered at the national tier.');
  const password = await askPassword(`${name} 的口令 · password of ${name}: `);
  const wish = { name, displayName, scope, roles: roles.split(','), password };
  await explained(() => withDatabase(file, (kernel, tier) => enterUser(kernel, wish, 'passwordHashCost' in tier ? tier.passwordHashCost : undefined)));
  say(`已新增用户 ${name}（${scope}：${roles}） · user ${name} entered`);
}

async function explained(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = error.faults.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
    throw new CommandError(`未新增用户：${why}`, `No user was entered: ${why}`);
  }
}
