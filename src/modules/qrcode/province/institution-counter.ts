import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import {
  buildEcToken, ecIndexNoOf, type AuthNo, type CredentialNumber, type DivisionCode, type PoolingArea, type QrValue,
} from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import { EcTokenStore } from './ec-token.store.js';
import { TerminalAccess, type FromTerminal, type TerminalFacts } from './institution-access/terminal-access.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

/** Table A.5, in which every presentation ends. */
export type PresentedAnswer = ShapeType<typeof transactions.decodeQrCode.output>;

/** Where a credential is presented, and for which business: what a token is bound to (4.11). */
export interface PresentedAt {
  readonly orgId: string;
  readonly businessType: string;
  /** Of the institution. */
  readonly division: DivisionCode;
}

/** A counter that was let in: the institution's division, and what the journal keeps of the terminal. */
export interface Counter {
  readonly orgId: string;
  readonly division: DivisionCode;
  readonly facts: TerminalFacts;
}

/** Who presents it, for which pooling area, and by what. */
export interface Presenter extends Identity {
  readonly credentialNumber: CredentialNumber;
  readonly insuOrg: PoolingArea;
  readonly insuranceType: string;
  /** Where a code was shown: the channel and the value. */
  readonly channelNumber?: string;
  readonly ecQrCode?: QrValue;
  /** Where a face was recognised. */
  readonly authNo?: AuthNo;
}

/** The counter of a designated institution: who calls from there, and the token it gets for whoever stands before it, whatever was presented (4.10). */
@Injectable()
export class InstitutionCounter {
  constructor(
    private readonly institutions: InstitutionStore, private readonly access: TerminalAccess, private readonly tokens: EcTokenStore,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The institution that calls, from an active terminal of its own, by a path that is open (7.2). Else `-2`, `500057`, `500058`, `-4`. */
  async require(request: FromTerminal, caller: Caller): Promise<Counter> {
    requireOwnOrg(request.orgId, caller);
    const { division } = await this.institutions.require(request.orgId);
    return { orgId: request.orgId, division, facts: await this.access.require(request) };
  }

  /** Issues the token and gives the answer of table A.5. In the open unit of work. */
  async answer({ orgId, businessType, division }: PresentedAt, presenter: Presenter): Promise<PresentedAnswer> {
    const { idType, idNo, userName, credentialNumber, insuOrg, insuranceType, channelNumber, ecQrCode, authNo } = presenter;
    const ecToken = buildEcToken(division, this.ids.lower(30));
    const holder = { identity: { idType, idNo, userName }, credentialNumber, poolingArea: insuOrg, insuranceType, orgId, businessType, channelNumber };
    await this.tokens.issue(ecToken, holder, this.clock.now() + this.settings.tokenMs);
    return { userName, idNo, idType, ecToken, insuOrg, ecIndexNo: ecIndexNoOf(credentialNumber), chnlId: channelNumber, ecQrCode, authNo };
  }
}
