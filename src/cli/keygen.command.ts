import { Command, InvalidArgumentError, Option } from 'commander';
import { environments, type Environment } from '../kernel/config/kernel-config.js';
import { findProvince } from '../protocol/dictionaries/provinces.js';
import { CommandError } from './failure.js';
import { writeFederation } from './federation-files.js';
import { drawPartyKeys, hexKey } from './federation-keys.js';
import { portNumber } from './port-number.js';
import { say } from './say.js';

const FIRST_PORT = 7_350;

interface Wish {
  readonly federation?: true;
  readonly provinces: readonly string[];
  readonly out?: string;
  readonly port: number;
  readonly environment: Environment;
  readonly postgres?: string;
}

/** `openec keygen`: fresh keys of one tier as JSON, or ready-to-run configuration files of a whole federation. */
export function keygenCommand(): Command {
  return new Command('keygen').description('生成密钥；或生成整个联邦的配置文件 · make keys, or the configuration files of a whole federation')
    .option('--federation', '生成整个联邦的配置文件 · write configuration files for a whole federation')
    .addOption(new Option('--provinces <codes>', '省份代码，逗号分隔 · province codes, separated by commas').argParser(provinceCodes).default(['35', '44'], '35,44'))
    .option('--out <dir>', '写入的目录（权限 0600） · folder to write to')
    .addOption(new Option('--port <number>', '起始端口 · first port').argParser(portNumber).default(FIRST_PORT))
    .addOption(new Option('--environment <name>', '运行环境 · environment').choices(environments).default('sandbox'))
    .addOption(new Option('--postgres <url>', '数据库服务器，每一方各用一个库 · a PostgreSQL server, with a database for each party'))
    .action(run);
}

async function run(wish: Wish): Promise<void> {
  if (wish.federation === true) {
    await federation(wish);
    return;
  }
  const { masterKey, privateKey, publicKey } = drawPartyKeys();
  say(JSON.stringify({ masterKey, signingKey: privateKey, publicKey, credentialNumberKey: hexKey(16) }, null, 2));
}

async function federation({ provinces, out, port, environment, postgres }: Wish): Promise<void> {
  if (out === undefined) throw new CommandError('请用 --out DIR 指定目录。', 'Name the folder for the files with --out DIR.');
  if (postgres !== undefined) requireServer(postgres);
  const { files, commands, statements } = await writeFederation({ provinces, out, firstPort: port, environment, postgres });
  say('已写入（仅本人可读） · written, readable by you only', ...files.map((file) => `  ${file}`), '');
  if (statements.length > 0) say('先在数据库服务器上执行（见 docs/databases.md） · first, at the database server', ...statements.map((each) => `  ${each}`), '');
  say('在各自的终端中启动 · start each in a terminal of its own', ...commands.map((command) => `  ${command}`));
  if (environment !== 'production') return;
  say('', '生产环境：请在 national.json 中填写 realName.url、realPerson.url 与 sms.url，并把 insurance-system-*.json 的密钥交给地方核心业务系统。');
  say('Production: enter realName.url, realPerson.url and sms.url in national.json, and hand the keys in insurance-system-*.json to the local core systems.');
}

/** Without a database: each party gets its own. The fault does not repeat the text, as those of options do: a password may stand in it. */
function requireServer(address: string): void {
  if (/^postgres(?:ql)?:\/\//.test(address) && URL.canParse(address) && new URL(address).pathname.length <= 1) return;
  throw new CommandError(
    '--postgres 应为不含库名的地址，如 postgresql://openec@127.0.0.1:5432。', '--postgres takes an address such as postgresql://openec@127.0.0.1:5432, without a database.',
  );
}

function provinceCodes(text: string): string[] {
  const codes = text.split(',').map((code) => code.trim());
  const unknown = codes.find((code) => findProvince(code) === undefined);
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is no province code of GB/T 2260 such as 35`);
  if (new Set(codes).size !== codes.length) throw new InvalidArgumentError('a province is named twice');
  return codes;
}
