import { Hospital, Pharmacy } from '../flows/stage/designated-institution.js';
import type { Channel as ChannelHand } from '../flows/stage/channel.js';
import { onboards } from '../flows/stage/onboarding.js';
import { openStage, type Stage } from '../flows/stage/stage.js';
import { StageClock } from '../flows/stage/stage-clock.js';
import { passwordPolicy } from './acts/drawn.js';
import type { Planned } from './act.js';
import { MailBags } from '../flows/stage/mail-bags.js';
import { Channel, type Keys, type Standing } from './reference/channels.js';
import { Person } from './reference/credential.js';
import { Nation } from './reference/nation.js';
import { Province, type Institution } from './reference/province.js';
import { Tally } from './reference/tally.js';
import type { Identity } from './reference/words.js';
import { Story } from './story.js';

/** Two days before a year ends: some of the first stories of a world see the benefits of two years. */
const BEGINS_AT = Date.UTC(2026, 11, 30, 1);
const NAMES: Readonly<Record<string, string>> = { 35: '福建', 44: '广东', 33: '浙江' };

/** A channel of the stage as it is when a story begins. */
interface LetIn {
  readonly name: string;
  readonly channelNumber: string;
  readonly kind: Channel['kind'];
  hand: ChannelHand;
  readonly privateKey: string | undefined;
}

/** A stage on which many stories are played one after the other, each with persons of its own. The clock stands, so that every edge is met exactly. */
export class World {
  private readonly mail: MailBags;

  private constructor(
    private readonly stage: Stage, private readonly channels: LetIn[], private readonly hands: readonly (Hospital | Pharmacy)[],
    private readonly outcomes: Map<string, number>,
  ) {
    this.mail = new MailBags(stage);
  }

  /** `outcomes`: how often each verb came out how, to be counted on. */
  static async open(outcomes: Map<string, number>): Promise<World> {
    const stage = await openStage({
      provinces: Object.keys(NAMES), clock: new StageClock(BEGINS_AT),
      nationalOverrides: { managementCentre: { sessionIdleMinutes: 240, sessionHours: 24 } }, provinceOverrides: { passwordPolicy },
    });
    const { centre, fujian, guangdong, zhejiang } = stage;
    const official = await centre.registersChannel('国家医保服务平台（示例）', 'official');
    const bureau: LetIn = { name: '国家平台', channelNumber: official.channelNumber, kind: 'official', hand: official, privateKey: undefined };
    const hands = [
      await centre.registersHospital({ orgId: 'H35020300001', name: '福建医院', division: '350203' }, fujian),
      await centre.registersPharmacy({ orgId: 'P35020300002', name: '福建药店', division: '350203' }, fujian),
      await centre.registersHospital({ orgId: 'H44010400003', name: '广东医院', division: '440104' }, guangdong),
      await centre.registersPharmacy({ orgId: 'P33010200004', name: '浙江药店', division: '330102' }, zhejiang),
    ];
    return new World(stage, [bureau, await letIn(stage, '示例支付'), await letIn(stage, '示例出行')], hands, outcomes);
  }

  get tiers(): Stage['tiers'] {
    return this.stage.tiers;
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** Whatever was on its way arrives. */
  settles(): Promise<void> {
    return this.mail.arrives();
  }

  /** Begins another story: nobody has been reported, no code is out, every channel is active with one pair of keys. */
  private async newStory(): Promise<Story> {
    await this.settles();
    // Nothing of the story before is valid any more: codes, tokens, displays, handlings, replaced keys.
    this.stage.clock.passes({ minutes: 120 });
    for (const index of [1, 2]) await this.putRight(index);
    for (const hand of this.hands) await this.resumes(hand);
    await this.stage.converged();
    const tally = new Tally();
    const provinces = Object.entries(this.stage.provinces).map(([code, hand]) => new Province(code, NAMES[code], hand, tally));
    const channels = this.channels.map(({ name, kind, channelNumber }) => new Channel(name, kind, channelNumber));
    const nation = new Nation(() => this.stage.clock.now(), [this.person('甄一'), this.person('贾二')], channels, provinces, this.institutions(provinces), tally);
    for (const [index, channel] of channels.entries()) this.enter(nation, channel, this.channels[index]);
    return Story.begin(nation, this.stage, this.mail, (verb, outcome) => {
      this.outcomes.set(`${verb}: ${outcome}`, (this.outcomes.get(`${verb}: ${outcome}`) ?? 0) + 1);
    });
  }

  /** Plays a plan as a story of its own. Throws `Divergence`. */
  async tells(plan: readonly Planned[]): Promise<void> {
    const story = await this.newStory();
    try {
      await story.plays(plan);
      await story.ends();
    } finally {
      for (const [index, channel] of story.channels.entries()) this.channels[index].hand = channel.current.hand;
    }
  }

  private enter({ channelRegister, provinces }: Nation, channel: Channel, { hand, privateKey }: LetIn): void {
    const keys: Keys = { channel, no: 1, hand, privateKey };
    channel.keys.push(keys);
    for (const register of [channelRegister, ...provinces.map((province) => province.channels)]) {
      register.enter(channel, { standing: 'active', validUntil: new Map([[keys, undefined]]) });
    }
  }

  /** A person has two documents and two names, four identities in all. */
  private person(name: string): Person {
    const numbers = [this.stage.stranger(name).idNo, this.stage.stranger(name).idNo];
    const aliases = numbers.flatMap((idNo) => [name, `${name}甲`].map((userName): Identity => ({ idType: '01', idNo, userName })));
    return new Person(name, aliases[0], aliases);
  }

  private institutions(provinces: readonly Province[]): Institution[] {
    return this.hands.map((hand) => {
      const province = provinces.find(({ code }) => code === hand.division.slice(0, 2));
      if (province === undefined) throw new Error('an institution without a province');
      return { name: hand.name, kind: hand.kind, province, hand };
    });
  }

  /** A channel that the story before has suspended is resumed; in the place of one it has retired another is let in. */
  private async putRight(index: number): Promise<void> {
    const { operator } = await this.stage.centre.staff;
    const { channelNumber, name } = this.channels[index];
    const { standing } = await operator.asks<{ standing: Standing }>('GET', `channels/${channelNumber}`);
    if (standing === 'suspended') await operator.asks('POST', `channels/${channelNumber}/resumption`, { reason: '示例原因' });
    if (standing === 'retired') this.channels[index] = await letIn(this.stage, name);
  }

  /** An institution or a terminal that the story before has suspended is resumed. */
  private async resumes({ orgId, terminal }: Hospital | Pharmacy): Promise<void> {
    const { operator } = await this.stage.centre.staff;
    for (const path of [`institutions/${orgId}`, `terminals/${terminal}`]) {
      const { standing } = await operator.asks<{ standing: Standing }>('GET', path);
      if (standing === 'suspended') await operator.asks('POST', `${path}/resumption`, { reason: '示例原因' });
    }
  }
}

async function letIn(stage: Stage, name: string): Promise<LetIn> {
  const { channelNumber, ...keys } = await onboards(await stage.centre.staff, name);
  return { name, channelNumber, kind: 'third-party', hand: stage.centre.channelOf(name, channelNumber, keys), privateKey: keys.privateKey };
}
