import { DRAWN_EDGES, FLOORS, IMPORT_TABLE, type Room, type RoomRow } from './import-table.js';

/** Where a file stands: its room, and for a file of a module which one. */
export interface Place {
  readonly room: Room;
  readonly module?: string;
  readonly path: string;
}

const ROOMS = new Set<string>(IMPORT_TABLE.map((row) => row.room));

/** The place of a path below src, e.g. `modules/qrcode/province/decode-qr-code.handler.ts`; undefined outside every room. */
export function findPlace(path: string): Place | undefined {
  const [first = '', module, shelf] = path.split('/').slice(0, -1);
  if (first !== 'modules') return ROOMS.has(first) ? { room: first as Room, path } : undefined;
  if (!module) return undefined;
  const room = shelf === 'national' || shelf === 'province' ? `modules/${shelf}` as const : 'modules';
  return { room, module, path };
}

/** Counted from the ground; see FLOORS. */
export function floorOf(place: Place): number {
  return FLOORS.findIndex((rooms) => rooms.includes(place.room));
}

/** Whether the table lets `row.room` import a file that stands at `to`. Edges between two modules are judged by the drawn edges. */
export function rowAllows(row: RoomRow, from: Place, to: Place): boolean {
  if (from.room === to.room) return true;
  if (from.module && to.room === 'modules') return true; // its own shelf root, because another module's is no matter of the table
  return row.mayImport.includes(to.room);
}

/** Whether a package stands in the row; `node:*` and `@nestjs/*` stand for all that begin so. */
export function rowAllowsPackage(row: RoomRow, packageName: string): boolean {
  return row.packages.some((allowed) => (allowed.endsWith('*')
    ? packageName.startsWith(allowed.slice(0, -1))
    : packageName === allowed));
}

/** Whether both places belong to modules, and to different ones. */
export function betweenModules(from: Place, to: Place): boolean {
  return from.module !== undefined && to.module !== undefined && from.module !== to.module;
}

/** Whether the import goes through one of the doors in DRAWN_EDGES: same tier, and only the index of the other shelf. */
export function isDrawnEdge(from: Place, to: Place): boolean {
  return DRAWN_EDGES.some((edge) => from.module === edge.from && from.room === `modules/${edge.tier}`
    && to.path === `modules/${edge.to}/${edge.tier}/index.ts`);
}

/** Whether one place is a national shelf and the other a province shelf. */
export function acrossTiers(from: Place, to: Place): boolean {
  const shelves = [from.room, to.room];
  return shelves.includes('modules/national') && shelves.includes('modules/province');
}
