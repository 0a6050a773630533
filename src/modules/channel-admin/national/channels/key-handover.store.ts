import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { KeyHandoverEntity } from './key-handover.entity.js';

/** Which keys wait to be handed over, and to whom the others were. */
@Injectable()
export class KeyHandoverStore {
  constructor(private readonly work: UnitOfWork) {}

  /** New keys that nobody has seen, in the open unit of work. */
  async insert(appId: string, channelNumber: string): Promise<void> {
    await this.work.writer().getRepository(KeyHandoverEntity).insert({ appId, channelNumber, shownAt: null, shownTo: null });
  }

  /** Takes the one look at these keys; false when somebody has had it at any of them. In the open unit of work, to be rolled back then. */
  async take(appIds: readonly string[], userName: string, at: number): Promise<boolean> {
    const taken = await this.work.writer().getRepository(KeyHandoverEntity)
      .update({ appId: In([...appIds]), shownAt: IsNull() }, { shownAt: at, shownTo: userName });
    return taken.affected === appIds.length;
  }

  find(appId: string): Promise<KeyHandoverEntity | null> {
    return this.work.reader().getRepository(KeyHandoverEntity).findOneBy({ appId });
  }
}
