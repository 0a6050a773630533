import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { SupersessionWatch } from '../../registry/credential/supersession-watch.js';
import { DisplayStore } from './display.store.js';
import { QrCodeStore } from './qr-code.store.js';

/**
 * 4.4: the codes of a superseded credential, and those its person shows for units, become void in the unit of work that supersedes it; its displays and
 * choices end with it (INT-44).
 */
@Injectable()
export class SupersededCodes implements OnModuleInit {
  constructor(
    private readonly watch: SupersessionWatch, private readonly codes: QrCodeStore, private readonly displays: DisplayStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.watch.add(async (credentialNumber) => {
      const now = this.clock.now();
      await this.codes.voidOf(credentialNumber, now);
      await this.codes.voidActedBy(credentialNumber, now);
      await this.displays.endOf(credentialNumber, now);
    });
  }
}
