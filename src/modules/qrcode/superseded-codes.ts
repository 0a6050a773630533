import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { SupersessionWatch } from '../../registry/credential/supersession-watch.js';
import { QrCodeStore } from './qr-code.store.js';

/** 4.4: the codes of a superseded credential, and those its person shows for units, become void in the unit of work that supersedes it. */
@Injectable()
export class SupersededCodes implements OnModuleInit {
  constructor(private readonly watch: SupersessionWatch, private readonly codes: QrCodeStore, @Inject(CLOCK) private readonly clock: Clock) {}

  onModuleInit(): void {
    this.watch.add(async (credentialNumber) => {
      await this.codes.voidOf(credentialNumber, this.clock.now());
      await this.codes.voidActedBy(credentialNumber, this.clock.now());
    });
  }
}
