import { TRANSACTION_PATH } from '../../client/transaction-client.js';
import { systemClock } from '../../kernel/clock.js';
import type { ChannelAuthorizationCode } from '../../protocol/identifiers.js';
import { transactions } from '../../protocol/transactions/index.js';
import { alignedColumns } from '../display-width.js';
import { FUJIAN, PHARMACY_35 } from './cast.js';
import { decodeInput } from './counter.js';
import type { HopLog, SeenHop } from './hop-log.js';
import { requireCode } from './outcomes.js';
import type { Play } from './play.js';
import { askForCode } from './show-code.js';

type Encore = Play & { readonly log: HopLog };

/** A code is replaced so long before it expires, milliseconds. */
const BEFORE_EXPIRY_MS = 5_000;

/** After the last act: says where everything answers, offers a request to be pasted, and shows what comes in, until a signal asks to stop. */
export async function stayUp(encore: Encore, authorizationCode: ChannelAuthorizationCode, signal: Promise<NodeJS.Signals>): Promise<void> {
  showAddresses(encore);
  const offer = new Offer(encore, authorizationCode);
  await offer.make();
  const unwatch = encore.log.watch(() => {
    const [hop] = encore.log.since(encore.log.mark() - 1);
    if (hop !== undefined) offer.notice(hop);
  });
  await signal;
  unwatch();
  offer.withdraw();
  encore.stage.narrator.note(['正在结束……', 'stopping ...']);
}

function showAddresses({ stage: { narrator }, wire: { federation } }: Encore): void {
  const tiers = [federation.national, ...Object.values(federation.provinces), ...Object.values(federation.insuranceSystems)];
  const rows = tiers.map(({ name, coreUrl, publicServiceUrl }) => [` ${narrator.nameOf(name)}`, publicServiceUrl, `${coreUrl}/health`]);
  narrator.line();
  for (const line of alignedColumns([[' 谁 who', '公共服务区 public service', '核心业务区及运行状况 core zone, health'], ...rows])) narrator.line(line);
}

/** One ready-made decode with a live code. When it was used or is about to expire, there is another one. */
class Offer {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly encore: Encore, private readonly authorizationCode: ChannelAuthorizationCode) {}

  async make(): Promise<void> {
    const shown = await askForCode(this.encore, FUJIAN, { authorizationCode: this.authorizationCode });
    const code = requireCode(this.encore.stage, shown);
    const lifetime = (shown.expiresAt ?? 0) - systemClock.now();
    this.timer = setTimeout(() => this.again(), Math.max(0, lifetime - BEFORE_EXPIRY_MS));
    this.print(code, Math.round(lifetime / 60_000));
  }

  /** Shows what came in; after a successful decode of the pharmacy there is a new code. */
  notice(hop: SeenHop): void {
    this.encore.stage.narrator.hops([hop]);
    if (hop.from === `institution:${PHARMACY_35.orgId}` && hop.transType === transactions.decodeQrCode.transType && hop.code === 0) this.again();
  }

  withdraw(): void {
    clearTimeout(this.timer);
  }

  private again(): void {
    this.withdraw();
    this.make().catch((error: unknown) => {
      this.encore.stage.narrator.note(['未能发出新码', `no new code: ${error instanceof Error ? error.message : String(error)}`]);
    });
  }

  private print(code: Parameters<typeof decodeInput>[2], minutes: number): void {
    const { stage: { narrator }, wire: { federation }, enrolled } = this.encore;
    const url = `${federation.provinces[FUJIAN]?.coreUrl ?? ''}${TRANSACTION_PATH}`;
    const { orgId, ecQrCode, businessType, termId, termIp, ...rest } = decodeInput(PHARMACY_35, enrolled, code);
    narrator.line();
    narrator.note([`粘贴即可解码一次（${minutes} 分钟内有效；用后或到期自动换新码）`, `paste it: decodes once, within ${minutes} min; a new one follows`]);
    const { transType } = transactions.decodeQrCode;
    for (const line of [
      // a proxy that the shell names for the world outside must not be asked for loopback
      `curl -s --noproxy '*' -w '\\n' -H 'Content-Type: application/json' \\`, `  ${url} -d '{`,
      `  "transType":"${transType}","orgId":"${orgId}","data":{"orgId":"${orgId}","businessType":"${businessType}",`,
      `  "ecQrCode":"${ecQrCode}","termId":"${termId}","termIp":"${termIp}",`, `  ${JSON.stringify(rest).slice(1, -1)}}}'`,
    ]) narrator.line(line);
  }
}
