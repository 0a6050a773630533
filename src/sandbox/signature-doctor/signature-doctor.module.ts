import { Module, type OnModuleInit } from '@nestjs/common';
import { TierIdentity } from '../../kernel/host/tier-identity.js';
import { SignatureDoctorController } from './signature-doctor.controller.js';

/** The signature doctor as a door of a running tier. Whoever asks it learns what was signed, so it starts in no production. */
@Module({ controllers: [SignatureDoctorController] })
export class SignatureDoctorModule implements OnModuleInit {
  constructor(private readonly tier: TierIdentity) {}

  onModuleInit(): void {
    if (this.tier.environment === 'production') throw new Error('The signature doctor does not start where the environment is production');
  }
}
