import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { buildAuthNo } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { FaceAuthenticationStore } from './face-authentication.store.js';
import { LookUpLimit } from './look-up-limit.js';
import { LookUps } from './look-ups.js';
import { PresentationDesk } from './presentation-desk.js';
import { PRESENTATION_SETTINGS, type PresentationSettings } from './presentation-settings.js';

type Row = typeof transactions.authenticateFace;
type Output = ShapeType<Row['output']>;

/** 4.10 生物特征码, first step: a face before the terminal; national has it searched. The institution learns a number for it and not yet who it is (INT-64). */
@Handles(transactions.authenticateFace)
export class AuthenticateFaceHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly lookUps: LookUps, private readonly limit: LookUpLimit,
    private readonly authentications: FaceAuthenticationStore, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(PRESENTATION_SETTINGS) private readonly settings: PresentationSettings, @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { extData, orgId, outBizNo } = call.input;
    const { division } = await this.desk.admit(call, 'face');
    const question = { biometricSample: extData, orgId };
    const { credential } = await this.lookUps.find(call, 'face', () => this.national.ask(transactions.findByFace, question, call.derivedId('face')));
    const { credentialNumber } = credential;
    return call.act({ subject: credentialNumber, facts: { orgId } }, async () => {
      const now = this.clock.now();
      await this.limit.requireLeft(orgId, 'face', now);
      await this.desk.keep({ credential, fetched: true });
      const authNo = buildAuthNo(division, this.ids.digits(19));
      await this.authentications.enter({ authNo, orgId, outBizNo, credentialNumber, expiresAt: now + this.settings.authNoMs });
      return { authNo };
    });
  }
}
