import type { ShapeType } from '../../../src/protocol/shape.js';
import type { InstitutionKind } from '../../../src/protocol/transactions/application-record.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import type { Identified } from './province.js';
import type { How, Loose, Speaker } from './speaker.js';

export type Scan = ShapeType<typeof transactions.decodeQrCode.output>;
export type UnitScan = ShapeType<typeof transactions.decodeUnitQrCode.output>;
export type Receipt = ShapeType<typeof transactions.settle.output>;
type ScanInput = Loose<ShapeType<typeof transactions.decodeQrCode.input>>;
export type HandlingReceipt = ShapeType<typeof transactions.handleBusiness.output>;
type HandleInput = Omit<Loose<ShapeType<typeof transactions.handleBusiness.input>>, 'content'> & { readonly content?: string };
type SettleInput = Loose<ShapeType<typeof transactions.settle.input>>;
export type Preview = ShapeType<typeof transactions.previewSettlement.output>;
type PreviewInput = Loose<ShapeType<typeof transactions.previewSettlement.input>>;
type ReverseInput = Loose<ShapeType<typeof transactions.reverseSettlement.input>>;

export type InstitutionDisplay = ShapeType<typeof transactions.issueInstitutionQrCode.output>;
type ShowInput = Loose<ShapeType<typeof transactions.issueInstitutionQrCode.input>>;
type CheckInput = Loose<ShapeType<typeof transactions.checkQrCode.input>>;
type Saying<R extends keyof typeof transactions> = Partial<Loose<ShapeType<(typeof transactions)[R]['input']>>>;

/** Whoever serves institutions in a core zone. */
export interface Core {
  readonly coreUrl: string;
}

/** What can be scanned: a shown code, or any text in its place. */
export type Scannable = string | { readonly ecQrCode: string };

export interface InstitutionFacts {
  readonly orgId: string;
  readonly name: string;
  readonly kind: InstitutionKind;
  readonly division: string;
}

/** 两定机构: its information system, with one acceptance terminal. */
export class DesignatedInstitution implements InstitutionFacts {
  readonly orgId: string;
  readonly name: string;
  readonly kind: InstitutionKind;
  readonly division: string;
  private settled = 0;

  constructor(
    facts: InstitutionFacts, readonly speaker: Speaker, private readonly province: Core,
    /** 终端备案号 of its terminal. */
    readonly terminal: string,
    /** What it mostly does, table C.1. */
    readonly usualBusiness: string,
  ) {
    ({ orgId: this.orgId, name: this.name, kind: this.kind, division: this.division } = facts);
  }

  /** A.1.6: scans a code. `saying` replaces fields of table A.4. */
  scans(code: Scannable, saying: Partial<ScanInput> = {}, how?: How): Promise<Scan> {
    return this.speaker.ask(this.province.coreUrl, transactions.decodeQrCode, this.scanOf(code, saying), how);
  }

  /** Table A.4 as this institution fills it in. */
  scanOf(code: Scannable, saying: Partial<ScanInput> = {}): ScanInput {
    return { ...this.counter, ecQrCode: typeof code === 'string' ? code : code.ecQrCode, ...saying };
  }

  /** What every request from its counter says (table A.4 without the code). */
  get counter(): Omit<ScanInput, 'ecQrCode'> {
    return {
      orgId: this.orgId, businessType: this.usualBusiness, termId: this.terminal, termIp: '127.0.0.1', operatorId: 'test001', operatorName: '测试操作员',
      officeId: '32760', officeName: '测试科室',
    };
  }

  /** 4.10 身份信息: is presented an identity document. `saying` replaces fields of the request, here and below. */
  readsDocument({ idType, idNo, userName }: Identified, saying: Saying<'queryByDocument'> = {}, how?: How): Promise<Scan> {
    return this.speaker.ask(this.province.coreUrl, transactions.queryByDocument, { ...this.counter, idType, idNo, userName, ...saying }, how);
  }

  /** 4.10 金融信息: is presented a bank card. */
  readsCard(cardNo: string, saying: Saying<'queryByCard'> = {}, how?: How): Promise<Scan> {
    return this.speaker.ask(this.province.coreUrl, transactions.queryByCard, { ...this.counter, cardNo, ...saying }, how);
  }

  /** 4.10 手机号: has a code sent to the number that is presented. */
  hasCodeSentTo(mobile: string, saying: Saying<'sendQuerySms'> = {}, how?: How) {
    return this.speaker.ask(this.province.coreUrl, transactions.sendQuerySms, { ...this.counter, mobile, ...saying }, how);
  }

  /** 4.10 手机号: the code is read out. */
  takesCode({ mobile, smsCode }: { mobile: string; smsCode: string }, saying: Saying<'queryByMobile'> = {}, how?: How): Promise<Scan> {
    return this.speaker.ask(this.province.coreUrl, transactions.queryByMobile, { ...this.counter, mobile, smsCode, ...saying }, how);
  }

  /** 4.10 生物特征码, first step: a face before the terminal. */
  recognisesFace(face: string, saying: Saying<'authenticateFace'> = {}, how?: How) {
    const input = { ...this.counter, outBizNo: this.nextSerialNo(), extData: face, ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.authenticateFace, input, how);
  }

  /** 4.10 生物特征码, second step: who it was. */
  learnsWho({ authNo }: { authNo: string }, saying: Saying<'queryByFace'> = {}, how?: How): Promise<Scan> {
    const input = { ...this.counter, outBizNo: this.nextSerialNo(), authNo, ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.queryByFace, input, how);
  }

  /** 6.4.2.2 b: asks to settle what was scanned. `saying` replaces fields of the request. */
  settles({ ecToken }: Loose<Pick<Scan, 'ecToken'>>, saying: Partial<SettleInput> = {}, how?: How): Promise<Receipt> {
    const input = { orgId: this.orgId, ecToken, businessType: this.usualBusiness, institutionSerialNo: this.nextSerialNo(), totalFen: 12_345, ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.settle, input, how);
  }

  /** 预结算: asks what a settlement would come to. `saying` replaces fields of the request. */
  previews({ ecToken }: Loose<Pick<Scan, 'ecToken'>>, saying: Partial<PreviewInput> = {}, how?: How): Promise<Preview> {
    const input = { orgId: this.orgId, ecToken, businessType: this.usualBusiness, totalFen: 12_345, ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.previewSettlement, input, how);
  }

  /** 结算撤销: takes back a settlement. `saying` replaces fields of the request. */
  reverses({ settlementNo }: Pick<Receipt, 'settlementNo'>, saying: Partial<ReverseInput> = {}, how?: How): Promise<Receipt> {
    const input = { orgId: this.orgId, settlementNo, reversalSerialNo: `R${this.nextSerialNo()}`, ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.reverseSettlement, input, how);
  }

  /** 6.3.2.2 b: has a business handled for the person whose code was scanned. `content` is JSON text. `saying` replaces fields of the request. */
  hasHandled({ ecToken }: Loose<Pick<Scan, 'ecToken'>>, saying: Partial<HandleInput> = {}, how?: How): Promise<HandlingReceipt> {
    const input = { orgId: this.orgId, ecToken, businessType: this.usualBusiness, institutionSerialNo: this.nextSerialNo(), ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.handleBusiness, input, how);
  }

  /** A fresh number of its own for one settlement. */
  nextSerialNo(): string {
    this.settled += 1;
    return `S${String(this.settled).padStart(6, '0')}`;
  }

  /** A.1.7: whether a token is valid and this person's. */
  checks(ecToken: string, person: { idType: string; idNo: string; userName: string }, how?: How) {
    const { idType, idNo, userName } = person;
    return this.speaker.ask(this.province.coreUrl, transactions.checkToken, { ecToken, idType, idNo, userName }, how);
  }

  /** 7.1: shows a code for a person who stands there. `saying` replaces fields of the request. */
  shows(person: { idType: string; idNo: string; userName: string; password: string }, saying: Partial<ShowInput> = {}, how?: How): Promise<InstitutionDisplay> {
    const { idType, idNo, userName, password } = person;
    const input = { idType, idNo, userName, password, orgId: this.orgId, termId: this.terminal, termIp: '127.0.0.1', ...saying };
    return this.speaker.ask(this.province.coreUrl, transactions.issueInstitutionQrCode, input, how);
  }

  /** 7.1: whether a code would be taken, without using it up. */
  checksCode(code: Scannable, saying: Partial<CheckInput> = {}, how?: How): Promise<ShapeType<typeof transactions.checkQrCode.output>> {
    const { orgId, ecQrCode, businessType, termId, termIp } = this.scanOf(code);
    return this.speaker.ask(this.province.coreUrl, transactions.checkQrCode, { orgId, ecQrCode, businessType, termId, termIp, ...saying }, how);
  }

  /** 7.1: whether a person has a credential that is in use; the flag of table C.3. */
  async checksCredential(person: { idType: string; idNo: string; userName: string }, how?: How): Promise<string> {
    const { idType, idNo, userName } = person;
    return (await this.speaker.ask(this.province.coreUrl, transactions.checkCredential, { idType, idNo, userName, orgId: this.orgId }, how)).flag;
  }

  /** INT-67: scans the code of a unit for business of units. `saying` replaces fields of the request. */
  scansUnit(code: Scannable, saying: Partial<ScanInput> = {}, how?: How): Promise<UnitScan> {
    const input = this.scanOf(code, { businessType: '90904', ...saying });
    return this.speaker.ask(this.province.coreUrl, transactions.decodeUnitQrCode, input, how);
  }

  /** INT-67: whether a token is valid and this unit's. */
  checksUnit(ecToken: string, { creditCode, unitName }: { creditCode: string; unitName: string }, how?: How) {
    return this.speaker.ask(this.province.coreUrl, transactions.checkUnitToken, { ecToken, creditCode, unitName }, how);
  }

  findsReceipt(settlementNo: string, how?: How): Promise<Receipt> {
    return this.speaker.ask(this.province.coreUrl, transactions.findReceipt, { settlementNo }, how);
  }
}

/** 定点医疗机构; mostly settles (01301). */
export class Hospital extends DesignatedInstitution {
  constructor(facts: InstitutionFacts, speaker: Speaker, province: Core, terminal: string) {
    super(facts, speaker, province, terminal, '01301');
  }
}

/** 定点零售药店; sells medicine (02121). */
export class Pharmacy extends DesignatedInstitution {
  constructor(facts: InstitutionFacts, speaker: Speaker, province: Core, terminal: string) {
    super(facts, speaker, province, terminal, '02121');
  }
}
