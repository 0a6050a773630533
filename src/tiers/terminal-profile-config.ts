import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, Matches } from 'class-validator';
import { MayBeAbsent } from '../kernel/config/config-rules.js';
import type { Environment } from '../kernel/config/kernel-config.js';

/** 终端免签名 (INT-135): whether this province takes requests without a signature, and at which further addresses terminals post. */
export class TerminalProfileConfig {
  /** Absent: in demo and sandbox only. */
  @MayBeAbsent() @IsBoolean() taken?: boolean;
  /** What stands before `/localcfc` besides nothing; absent: `/test` in demo and sandbox. */
  @MayBeAbsent() @IsArray() @ArrayMaxSize(8) @ArrayUnique()
  @Matches(/^(?:\/[\w-]{1,40}){1,4}$/, { each: true, message: 'must look like /test' }) prefixes?: string[];
}

/** The same with what the environment decides where nothing is said. */
export function terminalProfile({ taken, prefixes }: TerminalProfileConfig, environment: Environment): { readonly taken: boolean; readonly prefixes: readonly string[] } {
  const tried = environment !== 'production';
  return { taken: taken ?? tried, prefixes: prefixes ?? (tried ? ['/test'] : []) };
}
