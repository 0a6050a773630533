import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { buildTerminalFilingNumber, type ProvinceCode, type TerminalFilingNumber } from '../../../../protocol/identifiers.js';
import { FilingNumberSerialEntity } from './filing-number-serial.entity.js';

/** Assigns filing numbers, none of them twice nationwide (2.8). */
@Injectable()
export class FilingNumberStore {
  constructor(private readonly work: UnitOfWork) {}

  /** The next numbers of a province and year. In the open unit of work, which has the register to itself: numbers have no gaps. */
  async assign(province: ProvinceCode, year: number, count: number): Promise<TerminalFilingNumber[]> {
    const rows = this.work.writer().getRepository(FilingNumberSerialEntity);
    const counted = await rows.increment({ province, year }, 'last', count);
    if (counted.affected !== 1) await rows.insert({ province, year, last: count });
    const { last } = await rows.findOneByOrFail({ province, year });
    return Array.from({ length: count }, (_none, at) => buildTerminalFilingNumber({ province, year, serial: last - count + 1 + at }));
  }
}
