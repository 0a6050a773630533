import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';

/** 接入应用 (INT-21): the keys and the profile of one channel or institution. */
@Entity('registered_application')
@Index('ix_registered_application_owner', ['ownerKind', 'ownerId'])
export class RegisteredApplicationEntity {
  @PrimaryColumn({ name: 'app_id', type: 'varchar', length: 32 }) appId: string;
  @Column({ name: 'owner_kind', type: 'varchar', length: 20 }) ownerKind: 'channel' | 'institution';
  @Column({ name: 'owner_id', type: 'varchar', length: 40 }) ownerId: string;
  /** Sealed. */
  @Column({ name: 'app_secret', type: 'text' }) appSecret: string;
  /** Base64 of 04‖X‖Y. */
  @Column({ name: 'counterpart_public_key', type: 'varchar', length: 100 }) counterpartPublicKey: string;
  /** Sealed. */
  @Column({ name: 'platform_private_key', type: 'text' }) platformPrivateKey: string;
  /** Comma-separated. */
  @Column({ name: 'sign_types', type: 'varchar', length: 20 }) signTypes: string;
  /** Comma-separated. */
  @Column({ name: 'enc_types', type: 'varchar', length: 20 }) encTypes: string;
  @Column({ type: 'varchar', length: 10 }) standing: string;
  /** `documented` holds the application to that form; null is `any`. */
  @Column({ name: 'signing_forms', type: 'varchar', length: 10, nullable: true }) signingForms: string | null;
  /** Names of the forms in which its requests matched here, comma-separated, the latest first; null where nothing but the documented one did. */
  @Column({ name: 'known_forms', type: 'varchar', length: 200, nullable: true }) knownForms: string | null;
  /** When keys that were replaced stop working; null for those in use. */
  @Column({ name: 'valid_until', type: 'bigint', nullable: true, transformer: epochMs }) validUntil: number | null;
  /** When the owner's national authorization ends; null where it has no end. */
  @Column({ name: 'authorized_until', type: 'bigint', nullable: true, transformer: epochMs }) authorizedUntil: number | null;
}
