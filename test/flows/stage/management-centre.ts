import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import type { KeyRingTexts } from '../../../src/protocol/key-ring.js';
import { ChannelWatch } from '../../../src/modules/channel-admin/national/supervision/channel-watch.js';
import type { ShapeType } from '../../../src/protocol/shape.js';
import type { EncType, SignType } from '../../../src/protocol/envelope.js';
import type { ChannelKind, SigningForms } from '../../../src/protocol/transactions/application-record.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { AlertRounds } from '../../../src/modules/channel-admin/national/monitoring/alert-rounds.js';
import type { TerminalWish } from '../../../src/protocol/transactions/register-terminal.js';
import { letsStaffIn, type Staff } from './centre-staff.js';
import { Channel } from './channel.js';
import { Hospital, Pharmacy, type Core, type InstitutionFacts } from './designated-institution.js';
import { onboards } from './onboarding.js';
import type { Identified } from './province.js';
import { Speaker, type Air, type How, type Loose } from './speaker.js';
import type { StageTier } from './stage-tier.js';
import type { Unit } from './unit.js';

/** How an application wants to talk, where it is not signed, clear or SM4, in any form. */
export interface Talk {
  readonly signTypes?: readonly SignType[];
  readonly encTypes?: readonly EncType[];
  readonly signingForms?: SigningForms;
}

type ChannelLimits = ShapeType<typeof transactions.setChannelPolicy.input>;

/** 电子凭证管理中心 (5.2.1): lets channels, institutions and terminals in. */
export class ManagementCentre {
  private readonly speaker: Speaker;
  private letIn: Promise<Staff> | undefined;

  constructor(keys: KeyRingTexts, private readonly air: Air, private readonly national: StageTier) {
    this.speaker = new Speaker(keys, air);
  }

  /** 4.3: the channel that comes of it speaks with the APPID and SECRET it was handed. */
  registersChannel(name: string, kind: ChannelKind): Promise<Channel> {
    return kind === 'third-party' ? this.onboards(name) : this.registersByTransaction(name, kind);
  }

  /** By `ec.channel.register`, which is for the bureau's own channels. */
  async registersByTransaction(name: string, kind: ChannelKind, talk: Talk = {}): Promise<Channel> {
    const { publicKey, privateKey } = newKeys();
    const issued = await this.speaker.ask(this.national.coreUrl, transactions.registerChannel, { ...wish(publicKey, talk), name, kind });
    const { appId, appSecret, channelNumber, platformPublicKey } = issued;
    const speaker = new Speaker({ appId, appSecret, privateKey, counterpartPublicKey: platformPublicKey }, this.air);
    return new Channel(name, kind, channelNumber, speaker, this.national);
  }

  /** Who works in the centre; let in when first asked for. */
  get staff(): Promise<Staff> {
    this.letIn ??= letsStaffIn(this.national);
    return this.letIn;
  }

  /** 5.2.1: the look at the federation that the centre takes every few seconds, taken now. */
  looksAround(): Promise<void> {
    return this.national.app.get(AlertRounds, { strict: false }).round();
  }

  /** 4.3, D: a channel of another party goes the whole way, over HTTP: application, endorsement, decision, issue, notice. */
  async onboards(name: string): Promise<Channel> {
    const { channelNumber, ...keys } = await onboards(await this.staff, name);
    return this.channelOf(name, channelNumber, keys);
  }

  /** A channel of another party with the keys of its notice. */
  channelOf(name: string, channelNumber: string, keys: { appId: string; appSecret: string; privateKey: string; platformPublicKey: string }): Channel {
    const { appId, appSecret, privateKey, platformPublicKey } = keys;
    const speaker = new Speaker({ appId, appSecret, privateKey, counterpartPublicKey: platformPublicKey }, this.air);
    return new Channel(name, 'third-party', channelNumber, speaker, this.national);
  }

  /** 5.2.2 渠道权限控制: from where, for what and how often a channel may call; what is not said is not limited. */
  limits(channel: Channel, wish: Partial<Loose<ChannelLimits>>): Promise<unknown> {
    const open = { allowedAddresses: [], allowedTransTypes: [], requestsPerMinute: 0, requestsPerDay: 0 };
    return this.speaker.ask(this.national.coreUrl, transactions.setChannelPolicy, { ...open, ...wish, channelNumber: channel.channelNumber });
  }

  /** INT-131: where pages may send persons back to a channel. */
  async returnsTo(channel: Channel, ...addresses: string[]): Promise<void> {
    await (await this.staff).operator.asks('POST', `channels/${channel.channelNumber}/return-addresses`, { addresses, reason: '登记返回地址' });
  }

  /** 渠道监管 (5.2.1): the look at all channels that the centre takes from time to time, taken now. */
  async supervises(): Promise<void> {
    await this.national.app.get(ChannelWatch, { strict: false }).round();
  }

  /** 4.4: enters that name or document of a person have changed. */
  async changesPerson(from: Identified, to: Identified): Promise<void> {
    const changed = { newIdType: to.idType, newIdNo: to.idNo, newUserName: to.userName };
    const { idType, idNo, userName } = from;
    await this.speaker.ask(this.national.coreUrl, transactions.changePerson, { idType, idNo, userName, ...changed });
  }

  /** 4.4, INT-68: enters that name, code or legal representative of a unit have changed. */
  async changesUnit(from: Unit, to: Unit): Promise<void> {
    await this.speaker.ask(this.national.coreUrl, transactions.changeUnit, from.changeTo(to));
  }

  /** 7.1: a hospital with one terminal, served by `province`; `networks` from which the terminal may speak without a signature. */
  async registersHospital(facts: Omit<InstitutionFacts, 'kind'>, province: Core, talk?: Talk, networks?: readonly string[]): Promise<Hospital> {
    const { speaker, terminal } = await this.registersInstitution({ ...facts, kind: 'hospital' }, talk, networks);
    return new Hospital({ ...facts, kind: 'hospital' }, speaker, province, terminal);
  }

  /** 7.1: a pharmacy with one terminal, served by `province`. */
  async registersPharmacy(facts: Omit<InstitutionFacts, 'kind'>, province: Core): Promise<Pharmacy> {
    const { speaker, terminal } = await this.registersInstitution({ ...facts, kind: 'pharmacy' });
    return new Pharmacy({ ...facts, kind: 'pharmacy' }, speaker, province, terminal);
  }

  /** 7.2.1.1, table 1: gives the terminal's filing number. */
  async registersTerminal(orgId: string, saying: Partial<Loose<TerminalWish>> = {}, how?: How): Promise<string> {
    const { filingNumber } = await this.speaker.ask(this.national.coreUrl, transactions.registerTerminal, {
      orgId, name: '挂号自助终端', purpose: '用于患者自助进行挂号等操作', version: '1.2', developer: '示例开发有限公司', mac: 'f8:34:41:bd:e1:88', kind: 'scan-gun', ...saying,
    }, how);
    return filingNumber;
  }

  private async registersInstitution(facts: InstitutionFacts, talk: Talk = {}, networks?: readonly string[]): Promise<{ speaker: Speaker; terminal: string }> {
    const { publicKey, privateKey } = newKeys();
    const issued = await this.speaker.ask(this.national.coreUrl, transactions.registerInstitution, { ...wish(publicKey, talk), ...facts });
    const { appId, appSecret, platformPublicKey } = issued;
    const speaker = new Speaker({ appId, appSecret, privateKey, counterpartPublicKey: platformPublicKey }, this.air, facts.orgId);
    return { speaker, terminal: await this.registersTerminal(facts.orgId, networks && { networks: [...networks] }) };
  }
}

function newKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateSm2KeyPair();
  return { publicKey: publicKey.toBase64(), privateKey: privateKey.toBase64() };
}

const wish = (publicKey: string, talk: Talk) => ({ publicKey, signTypes: ['SM2', 'SM3'], encTypes: ['plain', 'SM4'], ...talk });
