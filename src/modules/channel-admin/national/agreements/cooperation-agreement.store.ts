import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { parseDivisionCode, type DivisionCode } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { AgreementKind, Term } from '../../cooperation-agreement.rules.js';
import { AgreementDocumentEntity } from './agreement-document.entity.js';
import { CooperationAgreementEntity } from './cooperation-agreement.entity.js';

/** Who signed. */
export interface Signatories {
  /** For the health-security side. */
  readonly ours: string;
  /** For the side of the channel. */
  readonly theirs: string;
}

/** An agreement on file. */
export type CooperationAgreement = Omit<CooperationAgreementEntity, 'division' | 'signatories'> & {
  readonly division: DivisionCode;
  readonly signatories: Signatories;
};

const contextOf = (column: string, agreementId: string): string => `cooperation_agreement.${column}:${agreementId}`;

/** The agreements on file, with their documents sealed. */
@Injectable()
export class CooperationAgreementStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Files an agreement with its document, in the open unit of work. */
  async insert({ signatories, ...agreement }: CooperationAgreement, document: Buffer): Promise<void> {
    const { agreementId } = agreement;
    const sealed = this.protection.seal(JSON.stringify(signatories), contextOf('signatories', agreementId));
    await this.work.writer().getRepository(CooperationAgreementEntity).insert({ ...agreement, signatories: sealed });
    const content = this.protection.seal(document.toString('base64'), contextOf('content', agreementId));
    await this.work.writer().getRepository(AgreementDocumentEntity).insert({ agreementId, content });
  }

  /** The agreement, or `-5`: the address names none. */
  async require(agreementId: string): Promise<CooperationAgreement> {
    const row = await this.rows().findOneBy({ agreementId });
    if (row === null) throw refuse('badAddress', { faults: [{ field: 'agreementId', reason: 'is the id of no agreement' }] });
    return this.opened(row);
  }

  /** The bytes that were filed. */
  async documentOf(agreementId: string): Promise<Buffer> {
    const row = await this.work.reader().getRepository(AgreementDocumentEntity).findOneByOrFail({ agreementId });
    return Buffer.from(this.protection.open(row.content, contextOf('content', agreementId)), 'base64');
  }

  /** Agreements of a kind with whoever runs channels under a credit code; local ones are those with one department. */
  async list(kind: AgreementKind, creditCode: string, division: DivisionCode): Promise<CooperationAgreement[]> {
    const where = { kind, creditCode, ...(kind === 'local' && { division }) };
    return (await this.rows().find({ where, order: { validFrom: 'ASC', agreementId: 'ASC' } })).map((row) => this.opened(row));
  }

  /** Ends an agreement before its time, in the open unit of work. */
  async end(agreementId: string, at: number): Promise<void> {
    await this.work.writer().getRepository(CooperationAgreementEntity).update({ agreementId }, { endedAt: at });
  }

  private rows() {
    return this.work.reader().getRepository(CooperationAgreementEntity);
  }

  private opened({ division, signatories, ...row }: CooperationAgreementEntity): CooperationAgreement {
    const plain = this.protection.open(signatories, contextOf('signatories', row.agreementId));
    return { ...row, division: parseDivisionCode(division), signatories: JSON.parse(plain) as Signatories };
  }
}

/** When an agreement holds. */
export function termOf({ validFrom, validUntil, endedAt }: Pick<CooperationAgreement, 'validFrom' | 'validUntil' | 'endedAt'>): Term {
  return { from: validFrom, until: Math.min(validUntil ?? Infinity, endedAt ?? Infinity) };
}
