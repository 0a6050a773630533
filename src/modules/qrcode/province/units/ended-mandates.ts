import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { MandateWatch } from '../../../../registry/unit/mandate-watch.js';
import { QrCodeStore } from '../../qr-code.store.js';

/** INT-66: the codes that somebody shows for a unit become void in the unit of work that ends the mandate. */
@Injectable()
export class EndedMandates implements OnModuleInit {
  constructor(private readonly watch: MandateWatch, private readonly codes: QrCodeStore, @Inject(CLOCK) private readonly clock: Clock) {}

  onModuleInit(): void {
    this.watch.add((unit, person) => this.codes.voidActedBy(person, this.clock.now(), { credentialNumber: unit }));
  }
}
