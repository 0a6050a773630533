import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { WithdrawalWatch } from '../../registry/credential/withdrawal-watch.js';
import { QrCodeStore } from './qr-code.store.js';

/** 4.7: the codes that a channel shows for a person or a unit become void in the unit of work that suspends or revokes its authorization. */
@Injectable()
export class WithdrawnCodes implements OnModuleInit {
  constructor(private readonly watch: WithdrawalWatch, private readonly codes: QrCodeStore, @Inject(CLOCK) private readonly clock: Clock) {}

  onModuleInit(): void {
    this.watch.add(async (credentialNumber, channelNumber) => {
      await this.codes.voidOf(credentialNumber, this.clock.now(), channelNumber);
      await this.codes.voidActedBy(credentialNumber, this.clock.now(), { channelNumber });
    });
  }
}
