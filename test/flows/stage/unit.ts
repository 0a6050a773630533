import { mod31 } from '../../../src/protocol/check-digits.js';
import type { ShapeType } from '../../../src/protocol/shape.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import type { UnitKind } from '../../../src/protocol/transactions/unit-fields.js';
import type { Channel, PublicService } from './channel.js';
import { shownIn, type Citizen, type ShownCode } from './citizen.js';
import type { How } from './speaker.js';

type Activation = ShapeType<typeof transactions.activateUnit.output>;
type Display = ShapeType<typeof transactions.issueUnitQrCode.output>;

/** An invented unified social credit code with a good check character. */
export function inventedCreditCode(n: number): string {
  const body = `91350203MA${String(n).padStart(7, '0')}`;
  return body + mod31(body);
}

/** How somebody acts for a unit, where it is not the legal representative in the usual channel. */
export interface ActingWish {
  readonly through?: Channel;
  readonly by?: Citizen;
}

export interface ShowUnitWish extends ActingWish {
  /** The province of the business place. */
  readonly in: PublicService;
  readonly choosing?: string;
  readonly refreshing?: Pick<ShownCode, 'showId'>;
  readonly forBusiness?: string;
  readonly password?: string;
}

/** 单位: an invented employer or institution, with what the channels were given for it. */
export class Unit {
  private readonly codes = new Map<Channel, string>();

  constructor(
    readonly creditCode: string, readonly unitName: string, readonly unitKind: UnitKind, readonly representative: Citizen,
    readonly registeredIn: readonly string[],
  ) {}

  get identity(): { creditCode: string; unitName: string } {
    const { creditCode, unitName } = this;
    return { creditCode, unitName };
  }

  /** As a province reports it, without the pooling area. */
  get entry() {
    return { ...this.identity, unitKind: this.unitKind, ...this.representative.identity };
  }

  /** The same unit under another name, code or legal representative. */
  becoming(next: { unitName?: string; creditCode?: string; representative?: Citizen }): Unit {
    const { unitName = this.unitName, creditCode = this.creditCode, representative = this.representative } = next;
    return new Unit(creditCode, unitName, this.unitKind, representative, this.registeredIn);
  }

  changeTo(next: Unit) {
    return { ...this.identity, newCreditCode: next.creditCode, newUnitName: next.unitName, ...next.representative.identity };
  }

  /** INT-66: the legal representative (or whoever is said) activates; businessPlace is the first pooling area unless said. */
  async activatesThrough(channel: Channel, wish: { by?: Citizen; password?: string; businessPlace?: string } = {}, how?: How): Promise<Activation> {
    const by = wish.by ?? this.representative;
    const activation = await channel.atNational('activateUnit', {
      ...this.identity, authorizationCode: by.authorizationCodeIn(channel), businessPlace: wish.businessPlace ?? this.registeredIn[0] ?? '',
      password: wish.password ?? by.password,
    }, how);
    this.codes.set(channel, activation.unitAuthorizationCode);
    return activation;
  }

  /** INT-69: lets a further channel use the unit's credential. */
  async authorizes(channel: Channel, { by = this.representative, password = by.password }: { by?: Citizen; password?: string } = {}): Promise<string> {
    const wish = { ...this.identity, authorizationCode: by.authorizationCodeIn(channel), password };
    const { unitAuthorizationCode } = await channel.atNational('grantUnitAuthorization', wish);
    this.codes.set(channel, unitAuthorizationCode);
    return unitAuthorizationCode;
  }

  /** The code that a channel holds for this unit. */
  authorizationCodeIn(channel: Channel): string {
    const code = this.codes.get(channel);
    if (code === undefined) throw new Error(`${this.unitName} is not in use in ${channel.name}`);
    return code;
  }

  /** The two codes by which a channel says who acts for which unit. */
  codesIn(channel: Channel, by: Citizen = this.representative) {
    return { authorizationCode: by.authorizationCodeIn(channel), unitAuthorizationCode: this.authorizationCodeIn(channel) };
  }

  /** INT-66: the legal representative appoints an agent in the official channel. */
  async appoints(agent: Citizen, channel: Channel, { by = this.representative, password = by.password }: { by?: Citizen; password?: string } = {}): Promise<void> {
    await channel.atNational('appointAgent', { ...this.codesIn(channel, by), ...agent.identity, password });
  }

  async dismisses(agent: Citizen, channel: Channel, by = this.representative): Promise<void> {
    await channel.atNational('dismissAgent', { ...this.codesIn(channel, by), ...agent.identity });
  }

  /** Somebody asks to show the unit's code; the answer may be a list of pooling areas to choose from. */
  asksToShow(wish: ShowUnitWish, how?: How): Promise<Display> {
    const { through = this.usualChannel, by, choosing: poolingArea, refreshing, forBusiness: businessType, password } = wish;
    return through.asksForUnitCode(wish.in, { ...this.codesIn(through, by), poolingArea, showId: refreshing?.showId, businessType, password }, how);
  }

  async shows(wish: ShowUnitWish, how?: How): Promise<ShownCode> {
    return shownIn(await this.asksToShow(wish, how));
  }

  private get usualChannel(): Channel {
    const [first] = this.codes.keys();
    if (first === undefined) throw new Error(`${this.unitName} has not been activated anywhere`);
    return first;
  }
}
