import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { parseCredentialNumber, parsePoolingArea, parseProvinceCode, type CredentialNumber } from '../../../protocol/identifiers.js';
import type { CompletionNotice } from '../../../protocol/transactions/completion-notice.js';
import { CompletionNoticeEntity } from './completion-notice.entity.js';

/** The notices this province was sent by other insured places. */
@Injectable()
export class CompletionNoticeStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Enters a notice unless it stands there. In the open unit of work. */
  async add(notice: CompletionNotice, receivedAt: number): Promise<void> {
    const rows = this.work.writer().getRepository(CompletionNoticeEntity);
    if (await rows.existsBy({ referenceNo: notice.referenceNo, kind: notice.kind })) return;
    await rows.insert({ ...notice, receivedAt, sequence: ((await rows.maximum('sequence')) ?? 0) + 1 });
  }

  /** The latest notices about one credential, the last first. */
  async ofCredential(credentialNumber: CredentialNumber, most: number): Promise<CompletionNotice[]> {
    const rows = await this.rows().find({ where: { credentialNumber }, order: { sequence: 'DESC' }, take: most });
    return rows.map(noticeOf);
  }

  /** How many notices about one credential have arrived, or how many at all. */
  count(credentialNumber?: CredentialNumber): Promise<number> {
    return this.rows().countBy(credentialNumber === undefined ? {} : { credentialNumber });
  }

  private rows() {
    return this.work.reader().getRepository(CompletionNoticeEntity);
  }
}

function noticeOf({ referenceNo, kind, businessType, completedAt, ...row }: CompletionNoticeEntity): CompletionNotice {
  return {
    referenceNo, kind, businessType, completedAt, credentialNumber: parseCredentialNumber(row.credentialNumber),
    insuOrg: parsePoolingArea(row.insuOrg), businessProvince: parseProvinceCode(row.businessProvince),
  };
}
