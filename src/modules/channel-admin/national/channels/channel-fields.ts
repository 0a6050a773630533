import { IsInt, Max, Min } from 'class-validator';
import { IsSm2PublicKey, MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { ReasonFields } from '../access/user-fields.js';

const LONGEST_OVERLAP_MINUTES = 30 * 24 * 60;

/** Rotation of secret and keys. */
export class RotationFields extends ReasonFields {
  /** How long the old keys go on working; 0 ends them at once. */
  @IsInt() @Min(0) @Max(LONGEST_OVERLAP_MINUTES) overlapMinutes: number;
  /** A new public key of the channel, where it has one; SM2, Base64 of 04‖X‖Y. */
  @MayBeAbsent() @IsSm2PublicKey() publicKey?: string;
}
