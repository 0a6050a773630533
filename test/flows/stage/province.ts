import { transactions } from '../../../src/protocol/transactions/index.js';
import { UnfinishedHandlings } from '../../../src/modules/qrcode/province/unfinished-handlings.js';
import { StatisticsReporting } from '../../../src/modules/statistics/province/statistics-reporting.js';
import { UnfinishedSettlements } from '../../../src/modules/settlement/province/unfinished-settlements.js';
import type { ShapeType } from '../../../src/protocol/shape.js';
import type { How, Loose } from './speaker.js';
import { StageTier } from './stage-tier.js';
import type { Unit } from './unit.js';

type UnitReport = ShapeType<typeof transactions.reportUnit.input>;

export interface InsuredPlace {
  readonly poolingArea: string;
  readonly insuranceType: string;
}

export interface Identified {
  readonly idType: string;
  readonly idNo: string;
  readonly userName: string;
}

/** 省级医疗保障部门 with its mid-platform (5.2.3), its national counterpart, and its local core business system beside it. */
export class Province {
  constructor(readonly code: string, readonly tier: StageTier, readonly insurer: StageTier, private readonly national: StageTier) {}

  get coreUrl(): string {
    return this.tier.coreUrl;
  }

  get publicServiceUrl(): string {
    return this.tier.publicServiceUrl;
  }

  /** Notice 二(二): reports a person as insured in one of its pooling areas. */
  async reports(person: { idType: string; idNo: string; userName: string }, place: InsuredPlace, how?: How): Promise<void> {
    const { idType, idNo, userName } = person;
    await this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.reportInsuredPerson, { idType, idNo, userName, ...place }, how);
  }

  /** 6.3.2.2 c: its local core business system tells where in the province a person is insured now. */
  async tellsPlaces(person: { idType: string; idNo: string; userName: string }, insuredPlaces: readonly InsuredPlace[], how?: How): Promise<void> {
    const { idType, idNo, userName } = person;
    const speaker = this.insurer.speakerTo(this.tier.name);
    await speaker.ask(this.coreUrl, transactions.updateInsuredPlaces, { idType, idNo, userName, insuredPlaces }, how);
  }

  /** 4.4: reports that name or document of an insured person have changed. */
  async reportsChange(from: Identified, to: Identified, how?: How): Promise<string> {
    const changed = { newIdType: to.idType, newIdNo: to.idNo, newUserName: to.userName };
    const { idType, idNo, userName } = from;
    const national = this.tier.speakerTo('national');
    return (await national.ask(this.national.coreUrl, transactions.changePerson, { idType, idNo, userName, ...changed }, how)).credentialState;
  }

  /** Notice 一, 二(二): reports a unit as registered in one of its pooling areas. `saying` replaces fields of the request. */
  async reportsUnit(unit: Unit, poolingArea: string, saying: Partial<Loose<UnitReport>> = {}, how?: How): Promise<string> {
    const report = { ...unit.entry, poolingArea, insuranceType: '310', ...saying };
    return (await this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.reportUnit, report, how)).credentialState;
  }

  /** 4.4, INT-68: reports that name, code or legal representative of a unit have changed. */
  async reportsUnitChange(from: Unit, to: Unit, how?: How): Promise<string> {
    return (await this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.changeUnit, from.changeTo(to), how)).credentialState;
  }

  /** 6.2.2.2 b 2: fetches from national which unit stands behind a channel's code. */
  fetchesUnit(authorizationCode: string, { channelNumber }: { channelNumber: string }, how?: How) {
    return this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.exchangeUnit, { authorizationCode, channelNumber }, how);
  }

  /** INT-23: has national verify a password. */
  async verifiesPassword(credentialNumber: string, password: string, how?: How): Promise<number> {
    const answer = await this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.verifyPassword, { credentialNumber, password }, how);
    return answer.verifiedAt;
  }

  /** 6.2.2.2 b 2: fetches from national who stands behind a channel's code. */
  fetches(authorizationCode: string, { channelNumber }: { channelNumber: string }, how?: How) {
    return this.tier.speakerTo('national').ask(this.national.coreUrl, transactions.exchangeCredential, { authorizationCode, channelNumber }, how);
  }

  /** The look at unanswered settlements that the tier takes from time to time, taken now. */
  async takesUpUnfinishedSettlements(): Promise<void> {
    await this.tier.app.get(UnfinishedSettlements).round();
  }

  /** 统计上报 (5.2.1): counts what has happened and reports it to national, now. */
  async reportsStatistics(): Promise<void> {
    await this.tier.counts();
    await this.tier.app.get(StatisticsReporting, { strict: false }).round();
  }

  /** The look at unanswered businesses (6.3), taken now. */
  async takesUpUnfinishedHandlings(): Promise<void> {
    await this.tier.app.get(UnfinishedHandlings).round();
  }
}
