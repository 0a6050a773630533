import { importEdges, type ImportEdge } from './import-edges.js';
import { IMPORT_TABLE, type RoomRow } from './import-table.js';
import type { Finding, Law } from './law.js';
import { acrossTiers, betweenModules, findPlace, floorOf, isDrawnEdge, rowAllows, rowAllowsPackage, type Place } from './place.js';
import type { SourceTree } from './source-tree.js';

/** An import between two rooms of the house. */
interface Passage {
  readonly edge: ImportEdge;
  readonly from: Place;
  readonly to: Place;
}

function allEdges(tree: SourceTree): ImportEdge[] {
  return tree.src.flatMap(importEdges);
}

function passages(tree: SourceTree): Passage[] {
  return allEdges(tree).flatMap((edge) => {
    const from = findPlace(edge.from.path);
    const to = edge.target === undefined ? undefined : findPlace(edge.target);
    return from && to ? [{ edge, from, to }] : [];
  });
}

function finding(edge: ImportEdge, says?: string): Finding {
  return { file: edge.from.file, line: edge.line, says: says ?? `imports ${edge.target ?? edge.packageName ?? 'a computed name'}` };
}

/** A law that forbids those imports between rooms for which `forbids` answers true. */
function passageLaw(name: string, because: string, forbids: (from: Place, to: Place) => boolean): Law {
  return {
    name,
    because,
    check: (tree) => passages(tree).filter(({ from, to }) => forbids(from, to)).map(({ edge }) => finding(edge)),
  };
}

/** A law that forbids those imports, of files or packages, for which `forbids` answers true. */
function edgeLaw(name: string, because: string, forbids: (edge: ImportEdge) => boolean): Law {
  return { name, because, check: (tree) => allEdges(tree).filter(forbids).map((edge) => finding(edge)) };
}

function breaksRow(row: RoomRow, edge: ImportEdge): boolean {
  const from = findPlace(edge.from.path);
  if (from?.room !== row.room) return false;
  if (edge.packageName !== undefined) return !rowAllowsPackage(row, edge.packageName);
  if (edge.target === undefined) return false;
  const to = findPlace(edge.target);
  if (!to) return true;
  return !betweenModules(from, to) && !acrossTiers(from, to) && !rowAllows(row, from, to);
}

/** One law for each row of the import table. */
const tableLaws: Law[] = IMPORT_TABLE.map((row) => edgeLaw(
  `room-${row.room.replace('/', '-')}`, row.because, (edge) => breaksRow(row, edge)));

const TYPEORM_SPEAKERS = /\.(store|entity)\.ts$|(^|\/)migrations\/|^kernel\/persistence\/|^tiers\//;
const DRIVER_HOME = 'kernel/persistence/';
const DRIVERS: ReadonlySet<string> = new Set(['better-sqlite3', 'pg']);
const isRules = (path: string): boolean => path.endsWith('.rules.ts');

function breaksPurity(edge: ImportEdge): boolean {
  if (!isRules(edge.from.path)) return false;
  return edge.target === undefined || !(edge.target.startsWith('protocol/') || isRules(edge.target));
}

/** The table of who may import whom, and the laws that sharpen it. */
export const importLaws: readonly Law[] = [
  ...tableLaws,
  {
    name: 'rooms-known',
    because: 'a file outside every room is bound by no row of the table',
    check: (tree) => tree.src.filter((unit) => !findPlace(unit.path))
      .map((unit) => ({ file: unit.file, line: 1, says: 'stands in no room of the house' })),
  },
  edgeLaw('literal-imports', 'an import whose name is computed cannot be judged by reading',
    (edge) => edge.target === undefined && edge.packageName === undefined),
  passageLaw('floors', 'a floor uses no word that a lower floor has not defined',
    (from, to) => floorOf(to) > floorOf(from)),
  passageLaw('tier-shelves-apart', 'two machines cannot share memory, so neither may their code', acrossTiers),
  passageLaw('drawn-edges', 'the edges between modules are acyclic and reviewed; all else is a transaction or goes through registry',
    (from, to) => betweenModules(from, to) && !acrossTiers(from, to) && !isDrawnEdge(from, to)),
  passageLaw('sandbox-apart', 'a production start must not contain the sandbox',
    (from, to) => to.room === 'sandbox' && from.room !== 'sandbox' && from.room !== 'cli'),
  passageLaw('demo-over-the-wire', 'the demo proves the wire: it speaks through client and never to a room behind it',
    (from, to) => from.path.startsWith('cli/demo/') && (to.module !== undefined || to.room === 'registry')),
  edgeLaw('pure-rules', 'rules are provable by reading: the standard and other rules, no Nest, no TypeORM, no clock', breaksPurity),
  edgeLaw('typeorm-in-stores', 'a store is the only kind of file that speaks TypeORM; a handler never does',
    (edge) => edge.packageName === 'typeorm' && !TYPEORM_SPEAKERS.test(edge.from.path)),
  edgeLaw('driver-behind-persistence', 'a database engine is changed in one folder, and nobody else notices',
    (edge) => DRIVERS.has(edge.packageName ?? '') && !edge.from.path.startsWith(DRIVER_HOME)),
];
