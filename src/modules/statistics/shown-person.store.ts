import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { ShownPersonEntity } from './shown-person.entity.js';

/** How often the codes of one person are shown. */
@Injectable()
export class ShownPersonStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Counts so many codes more and gives the number there is then. In the open unit of work. One statement, because every display comes by here. */
  async add({ day, channelNumber, person, codes }: ShownPersonEntity): Promise<number> {
    const [row] = await this.work.writer().sql<{ codes: number }[]>`
      INSERT INTO shown_person (day, channel_number, person, codes) VALUES (${day}, ${channelNumber}, ${person}, ${codes})
      ON CONFLICT (day, channel_number, person) DO UPDATE SET codes = shown_person.codes + excluded.codes RETURNING codes`;
    return row?.codes ?? codes;
  }

  /** Forgets days that are over, in the open unit of work. */
  async forgetBefore(day: string): Promise<void> {
    await this.work.writer().getRepository(ShownPersonEntity).delete({ day: LessThan(day) });
  }
}
