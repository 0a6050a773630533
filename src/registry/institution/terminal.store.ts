import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { containing, type Found, type Slice } from '../../kernel/persistence/search.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { Standing, TerminalKind } from '../../protocol/transactions/application-record.js';
import type { TerminalRecord } from '../../protocol/transactions/register-terminal.js';
import { InstitutionEntity } from './institution.entity.js';
import { TerminalEntity, TerminalNetworkEntity } from './terminal.entity.js';

/** Which terminals are looked for. */
export interface TerminalSearch {
  readonly orgId?: string;
  /** Part of the name, the institution's name, the filing number or the MAC address. */
  readonly text?: string;
  readonly kind?: TerminalKind;
  readonly standing?: Standing;
}

/** Which device it is (INT-92). */
type Device = Pick<TerminalRecord, 'orgId' | 'mac'>;

/** How many conditions one query takes. */
const AT_ONCE = 200;

/** The register of acceptance terminals. */
@Injectable()
export class TerminalStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Enters terminals or replaces them, in the open unit of work. */
  async put(records: readonly TerminalRecord[]): Promise<void> {
    const writer = this.work.writer();
    await writer.getRepository(TerminalEntity).save(records.map(({ networks = [], ...record }) => ({ ...record, networks: networks.join(',') || null })));
    for (const { filingNumber, networks = [] } of records) {
      await writer.getRepository(TerminalNetworkEntity).delete({ filingNumber });
      if (networks.length > 0) await writer.getRepository(TerminalNetworkEntity).save(networks.map((network) => ({ network, filingNumber })));
    }
  }

  /** The terminals registered at these networks, with the one of these networks that each is registered at; in the order of `networks`. */
  async at(networks: readonly string[]): Promise<{ readonly network: string; readonly terminal: TerminalRecord }[]> {
    const reader = this.work.reader();
    const places = await reader.getRepository(TerminalNetworkEntity).findBy({ network: In([...networks]) });
    if (places.length === 0) return [];
    const rows = await reader.getRepository(TerminalEntity).findBy({ filingNumber: In(places.map(({ filingNumber }) => filingNumber)) });
    const byNumber = new Map(rows.map((row) => [row.filingNumber, known(row)]));
    const found = places.flatMap(({ network, filingNumber }) => {
      const terminal = byNumber.get(filingNumber);
      return terminal === undefined ? [] : [{ network, terminal }];
    });
    return found.toSorted((one, other) => networks.indexOf(one.network) - networks.indexOf(other.network));
  }

  async find(filingNumber: string): Promise<TerminalRecord | undefined> {
    return recordOf(await this.work.reader().getRepository(TerminalEntity).findOneBy({ filingNumber }));
  }

  /** INT-92: the terminals with these MAC addresses at institutions, as far as they are not retired; at each of these an address stands once at most. */
  async findInUse(devices: readonly Device[]): Promise<TerminalRecord[]> {
    const rows: TerminalEntity[] = [];
    for (let at = 0; at < devices.length; at += AT_ONCE) {
      const some = devices.slice(at, at + AT_ONCE).map(({ orgId, mac }) => ({ orgId, mac, standing: Not('retired' as const) }));
      rows.push(...(await this.work.reader().getRepository(TerminalEntity).findBy(some)));
    }
    return rows.map(known);
  }

  /** Every terminal of an institution, by filing number. */
  async ofInstitution(orgId: string): Promise<TerminalRecord[]> {
    const rows = await this.work.reader().getRepository(TerminalEntity).find({ where: { orgId }, order: { filingNumber: 'ASC' } });
    return rows.map(known);
  }

  /** Terminals of institutions whose divisions begin with the digits of an area, by filing number. */
  async search(area: string, { orgId, text, kind, standing }: TerminalSearch, slice: Slice): Promise<Found<TerminalRecord>> {
    const query = this.work.reader().getRepository(TerminalEntity).createQueryBuilder('terminal')
      .innerJoin(InstitutionEntity, 'institution', 'institution.orgId = terminal.orgId').where('institution.division LIKE :area', { area: `${area}%` });
    if (orgId !== undefined) query.andWhere({ orgId });
    if (text !== undefined) query.andWhere(containing(['terminal.name', 'terminal.user', 'terminal.filingNumber', 'terminal.mac'], text));
    if (kind !== undefined) query.andWhere({ kind });
    if (standing !== undefined) query.andWhere({ standing });
    const [rows, total] = await query.orderBy('terminal.filingNumber').offset(slice.skip).limit(slice.take).getManyAndCount();
    return { total, items: rows.map(known) };
  }
}

/** What stands in the table was read by the parsers of its record when it came in. */
const known = ({ networks, ...row }: TerminalEntity): TerminalRecord => (
  { ...(row as Omit<TerminalEntity, 'networks'> & Omit<TerminalRecord, 'networks'>), ...(networks !== null && { networks: networks.split(',') }) }
);

const recordOf = (row: TerminalEntity | null): TerminalRecord | undefined => (row === null ? undefined : known(row));
