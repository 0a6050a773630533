/** Where the dedicated pages are reached from outside; undefined where none are configured. */
export interface PageSettings {
  readonly url: string | undefined;
}

export const PAGE_SETTINGS = Symbol('PageSettings');
