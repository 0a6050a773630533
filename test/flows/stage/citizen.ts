import type { ShapeType } from '../../../src/protocol/shape.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { simulatedFace } from '../../../src/sandbox/verifiers/simulated-face.js';
import type { Channel, PublicService } from './channel.js';
import type { How } from './speaker.js';

type Activation = ShapeType<typeof transactions.activateCredential.output>;
type Display = ShapeType<typeof transactions.issueQrCode.output>;

/** A code on a screen. */
export interface ShownCode {
  readonly ecQrCode: string;
  readonly showId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly poolingArea: string;
}

export interface ActivationWish {
  /** 业务办理地, six digits; by default the first insured place. */
  readonly businessPlace?: string;
  readonly password?: string;
  readonly face?: string;
}

export interface ShowWish {
  /** The province of the business place. */
  readonly in: PublicService;
  /** By default the channel the citizen activated through. */
  readonly through?: Channel;
  /** 6.2.2.2 c 2: the pooling area the citizen picks. */
  readonly choosing?: string;
  /** INT-08: the display whose code is to be replaced. */
  readonly refreshing?: Pick<ShownCode, 'showId'>;
  /** 4.10: as which symbol the channel will show it. */
  readonly as?: 'qrCode' | 'barCode' | 'both';
  /** 4.2: what the code is for, table C.1. */
  readonly forBusiness?: string;
  /** 4.2: the password, where the citizen is asked for it. */
  readonly password?: string;
}

/** 参保人: an invented person, with face and password, who holds what the channels were given for this person. */
export class Citizen {
  readonly idType = '01';
  readonly face: string;
  readonly password = '274913';
  private readonly codes = new Map<Channel, string>();

  constructor(readonly userName: string, readonly idNo: string, readonly insuredIn: readonly string[]) {
    this.face = simulatedFace(idNo);
  }

  /** Name, id type and number, as forms ask for them. */
  get identity(): { idType: string; idNo: string; userName: string } {
    const { idType, idNo, userName } = this;
    return { idType, idNo, userName };
  }

  /** 6.1.3.3 a: real name, then real person; gives the two serial numbers that the activation asks for. */
  async provesWho(channel: Channel, { businessPlace = this.insuredIn[0] ?? '', face = this.face }: ActivationWish = {}) {
    const { handlingSerialNo } = await channel.verifiesRealName({ ...this.identity, businessPlace });
    const { realPersonSerialNo } = await channel.verifiesRealPerson({ handlingSerialNo, biometricSample: face });
    return { handlingSerialNo, realPersonSerialNo };
  }

  /** The whole of 6.1.3.3 in one sentence. */
  async activatesThrough(channel: Channel, wish: ActivationWish = {}): Promise<Activation> {
    const activation = await channel.activates({ ...(await this.provesWho(channel, wish)), password: wish.password ?? this.password });
    this.codes.set(channel, activation.authorizationCode);
    return activation;
  }

  /** 6.1.4.3: lets a channel use the credential; confirms with the password unless a code from a short message is said. */
  async authorizes(channel: Channel, proof: { password?: string; smsCode?: string } = { password: this.password }): Promise<string> {
    const { authorizationCode } = await channel.isAuthorizedBy({ ...this.identity, ...proof });
    this.codes.set(channel, authorizationCode);
    return authorizationCode;
  }

  /** 4.10: binds a bank card, by default in the channel the citizen activated through. */
  async bindsCard(cardNo: string, through = this.usualChannel): Promise<void> {
    await through.bindsCard({ authorizationCode: this.authorizationCodeIn(through), cardNo, password: this.password });
  }

  /** The same person under another name or document: same face only where the number stays. */
  becoming({ userName = this.userName, idNo = this.idNo }: { userName?: string; idNo?: string }): Citizen {
    return new Citizen(userName, idNo, this.insuredIn);
  }

  /** The same channel with other keys holds the same authorization code. */
  usesAlso(channel: Channel, authorizationCode: string): void {
    this.codes.set(channel, authorizationCode);
  }

  /** The personal channel authorization code that a channel holds for this citizen. */
  authorizationCodeIn(channel: Channel): string {
    const code = this.codes.get(channel);
    if (code === undefined) throw new Error(`${this.userName} has not activated through ${channel.name}`);
    return code;
  }

  /** 6.2.2.2 a: asks for a code; the answer may be a list of pooling areas to choose from. */
  asksToShow(wish: ShowWish, how?: How): Promise<Display> {
    const through = wish.through ?? this.usualChannel;
    const authorizationCode = this.authorizationCodeIn(through);
    const { choosing: poolingArea, refreshing, as: symbol, forBusiness: businessType, password } = wish;
    return through.asksForCode(wish.in, { authorizationCode, poolingArea, showId: refreshing?.showId, symbol, businessType, password }, how);
  }

  /** INT-12: a code of the national tier, where no province is given. */
  async showsNationalCode(wish: Omit<ShowWish, 'in'> = {}, how?: How): Promise<ShownCode> {
    const { through = this.usualChannel, choosing, refreshing, as: symbol, password } = wish;
    const authorizationCode = this.authorizationCodeIn(through);
    const display = await through.asksNationalForCode({ authorizationCode, poolingArea: choosing, showId: refreshing?.showId, symbol, password }, how);
    return shownIn(display);
  }

  /** Shows a code. */
  async shows(wish: ShowWish, how?: How): Promise<ShownCode> {
    return shownIn(await this.asksToShow(wish, how));
  }

  private get usualChannel(): Channel {
    const [first] = this.codes.keys();
    if (first === undefined) throw new Error(`${this.userName} has not activated anywhere`);
    return first;
  }
}

/** The code in an answer that has one. */
export function shownIn({ ecQrCode, showId, expiresAt, poolingArea }: Display): ShownCode {
  if (!ecQrCode || !showId || !expiresAt || !poolingArea) throw new Error('there is no code in the answer: the citizen is asked to choose');
  return { ecQrCode, showId, expiresAt, poolingArea };
}
