import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { SupersessionWatch } from '../../../registry/credential/supersession-watch.js';
import { EcTokenStore } from './ec-token.store.js';

/** 4.4: the tokens of a superseded credential become void in the unit of work that supersedes it. */
@Injectable()
export class SupersededTokens implements OnModuleInit {
  constructor(private readonly watch: SupersessionWatch, private readonly tokens: EcTokenStore, @Inject(CLOCK) private readonly clock: Clock) {}

  onModuleInit(): void {
    this.watch.add((credentialNumber) => this.tokens.voidOf(credentialNumber, this.clock.now()));
  }
}
