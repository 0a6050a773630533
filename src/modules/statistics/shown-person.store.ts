import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { ShownPersonEntity } from './shown-person.entity.js';

/** How often the codes of one person are shown. */
@Injectable()
export class ShownPersonStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Counts one code more and gives the number there is now. In the open unit of work. */
  async count(key: Pick<ShownPersonEntity, 'day' | 'channelNumber' | 'person'>): Promise<number> {
    const rows = this.work.writer().getRepository(ShownPersonEntity);
    const codes = ((await rows.findOneBy({ ...key }))?.codes ?? 0) + 1;
    if (codes === 1) await rows.insert({ ...key, codes });
    else await rows.update({ ...key }, { codes });
    return codes;
  }

  /** Forgets days that are over, in the open unit of work. */
  async forgetBefore(day: string): Promise<void> {
    await this.work.writer().getRepository(ShownPersonEntity).delete({ day: LessThan(day) });
  }
}
