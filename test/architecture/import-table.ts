/** A room of the house. The folder of a module has three: its shelf root and one shelf for each tier. */
export type Room =
  | 'crypto' | 'protocol' | 'client' | 'kernel' | 'registry'
  | 'modules' | 'modules/national' | 'modules/province'
  | 'sandbox' | 'tiers' | 'cli';

/** One row of the table "Who may import whom" of docs/architecture.md. Every room may import itself. */
export interface RoomRow {
  readonly room: Room;
  readonly mayImport: readonly Room[];
  /** npm packages and node built-ins; a trailing `*` stands for any ending. */
  readonly packages: readonly string[];
  readonly because: string;
}

/** Lowest first. A file imports from its own floor and from lower ones, never from a higher one. */
export const FLOORS: readonly (readonly Room[])[] = [
  ['crypto'],
  ['protocol'],
  ['client'], // floor 2 of the house: the caller's half below the server's half
  ['kernel'],
  ['registry'],
  ['modules', 'modules/national', 'modules/province', 'sandbox'],
  ['tiers'],
  ['cli'],
];

const UP_TO_REGISTRY = ['crypto', 'protocol', 'client', 'kernel', 'registry'] as const;
const UP_TO_MODULES = [...UP_TO_REGISTRY, 'modules', 'modules/national', 'modules/province'] as const;

const SHAPES = ['class-validator', 'class-transformer'];
const SHELF = ['@nestjs/common', 'typeorm', 'rxjs', 'fastify', 'qrcode', ...SHAPES];

export const IMPORT_TABLE: readonly RoomRow[] = [
  { room: 'crypto', mayImport: [], packages: ['node:crypto', 'sm-crypto'],
    because: 'an auditor must be able to stop here' },
  { room: 'protocol', mayImport: ['crypto'], packages: SHAPES,
    because: 'the standard knows nothing of our server' },
  { room: 'client', mayImport: ['crypto', 'protocol'], packages: ['node:*'],
    because: 'an integrator can take this folder with protocol and crypto and talk to us' },
  { room: 'kernel', mayImport: ['crypto', 'protocol', 'client'],
    packages: ['@nestjs/*', 'typeorm', 'better-sqlite3', 'pg', 'fastify', 'pino', 'pdfkit', 'prom-client', 'csv-parse', 'reflect-metadata', 'rxjs', 'node:*', ...SHAPES],
    because: 'it is machinery; a domain word here is a bug' },
  { room: 'registry', mayImport: UP_TO_REGISTRY, packages: ['@nestjs/common', 'typeorm'],
    because: 'it is the one shared vocabulary of who exists' },
  { room: 'modules', mayImport: UP_TO_REGISTRY, packages: SHELF,
    because: 'what both tiers share of a module must not know either tier' },
  { room: 'modules/national', mayImport: UP_TO_REGISTRY, packages: SHELF,
    because: 'a handler stands on its own shelf root and on the floors below' },
  { room: 'modules/province', mayImport: UP_TO_REGISTRY, packages: SHELF,
    because: 'a handler stands on its own shelf root and on the floors below' },
  { room: 'sandbox', mayImport: UP_TO_MODULES, packages: [...SHELF, '@nestjs/core', 'node:*'],
    because: 'personas, test clock and faults plug into modules and never start a tier' },
  { room: 'tiers', mayImport: UP_TO_MODULES, packages: ['@nestjs/*', 'typeorm', 'fastify', 'reflect-metadata', 'node:*', ...SHAPES],
    because: 'a tier is a list: it composes what stands below and does nothing itself' },
  { room: 'cli', mayImport: [...UP_TO_MODULES, 'sandbox', 'tiers'],
    packages: ['commander', 'qrcode', 'pino', 'fastify', 'rxjs', 'reflect-metadata', '@nestjs/*', 'node:*', ...SHAPES],
    because: 'commands only list and start' },
];

/** The only doors from one module into another, each of one tier, each through the `index.ts` of that tier's shelf. */
export const DRAWN_EDGES: readonly { readonly tier: 'national' | 'province'; readonly from: string; readonly to: string }[] = [
  { tier: 'national', from: 'activation', to: 'authorization' },
  { tier: 'national', from: 'qrcode', to: 'authorization' },
  { tier: 'national', from: 'cross-province-exchange', to: 'qrcode' },
  { tier: 'national', from: 'presentation', to: 'authorization' },
  { tier: 'national', from: 'channel-admin', to: 'statistics' },
  { tier: 'national', from: 'pages', to: 'activation' },
  { tier: 'national', from: 'pages', to: 'authorization' },
  { tier: 'province', from: 'qrcode', to: 'authorization' },
  { tier: 'province', from: 'qrcode', to: 'cross-province-exchange' },
  { tier: 'province', from: 'settlement', to: 'qrcode' },
  { tier: 'province', from: 'settlement', to: 'cross-province-exchange' },
  { tier: 'province', from: 'presentation', to: 'qrcode' },
  { tier: 'province', from: 'presentation', to: 'cross-province-exchange' },
];
