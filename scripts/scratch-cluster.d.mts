/** A PostgreSQL server of a test run's own, which it may crash and start again. */
export declare class ScratchCluster {
  /** Makes and starts one in a folder of its own; a text instead says in one line why that is not possible here. */
  static start(wish?: { readonly folder?: string; readonly settings?: Readonly<Record<string, string>> }): Promise<ScratchCluster | string>;
  readonly url: string;
  begins(): void;
  /** As a power failure does it: nothing is finished, nothing is written; the next start recovers from the log. */
  crashes(): void;
  remove(): void;
}
