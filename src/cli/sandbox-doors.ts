import type { Type } from '@nestjs/common';
import type { Environment } from '../kernel/config/kernel-config.js';
import { SignatureDoctorModule } from '../sandbox/signature-doctor/index.js';

/** What a tier answers beside its own in a demo or a sandbox; nothing in production. */
export const sandboxDoors = (environment: Environment): readonly Type[] => (environment === 'production' ? [] : [SignatureDoctorModule]);
