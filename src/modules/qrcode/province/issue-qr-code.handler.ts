import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { buildQrValue, parseChannelNumber, parseDisplayId, type DisplayId } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { ChannelAuthorizationStore, requireGranted, requireOwnCode } from '../../authorization/province/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { choosePlace, requireActivated } from '../display.rules.js';
import { DisplayStore, type DisplayOwner } from './display.store.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';
import { QrCodeStore } from './qr-code.store.js';

type Row = typeof transactions.issueQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;
type Place = CredentialRecord['insuredPlaces'][number];

/** Who stands behind an authorization code, and whether national had to be asked. */
interface Known {
  readonly credential: CredentialRecord;
  readonly authorization: AuthorizationRecord;
  readonly fetched: boolean;
}

/** 6.2.2.2: shows a code at the business place. Known here: issue. Unknown: fetch from national, keep, issue. Several pooling areas: ask first. */
@Handles(transactions.issueQrCode)
export class IssueQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly channels: ChannelStore, private readonly authorizations: ChannelAuthorizationStore,
    private readonly credentials: CredentialStore, private readonly displays: DisplayStore, private readonly codes: QrCodeStore,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    const known = (await this.findHere(input)) ?? (await this.fetch(call));
    requireOwnCode(known.authorization, caller.ownerId);
    await this.requireAuthorized(known.authorization);
    requireActivated(known.credential);
    const owner = { credentialNumber: known.credential.credentialNumber, channelNumber: caller.ownerId };
    const place = choosePlace(known.credential.insuredPlaces, input.poolingArea, await this.displays.chosen(owner));
    return call.act({ subject: owner.credentialNumber }, async () => {
      if (known.fetched) await this.keep(known);
      if (place === undefined) return { insuredPlaces: known.credential.insuredPlaces };
      if (input.poolingArea !== undefined) await this.displays.choose(owner, input.poolingArea);
      return this.issue(owner, place, input.showId);
    });
  }

  private async findHere({ authorizationCode }: Input): Promise<Known | undefined> {
    const authorization = await this.authorizations.find(authorizationCode);
    const credential = authorization && (await this.credentials.find(authorization.credentialNumber));
    return authorization && credential && { authorization, credential, fetched: false };
  }

  private async fetch(call: Call<Input, Output>): Promise<Known> {
    const question = { authorizationCode: call.input.authorizationCode, channelNumber: parseChannelNumber(call.caller.ownerId) };
    const { credential, authorization } = await this.national.ask(transactions.exchangeCredential, question, call.derivedId('credential'));
    return { credential, authorization, fetched: true };
  }

  private async keep({ credential, authorization }: Known): Promise<void> {
    await this.credentials.takeOver(credential);
    await this.authorizations.put(authorization);
  }

  /** 4.5, 4.6: the official channel needs no authorization, a third-party channel does. */
  private async requireAuthorized(authorization: AuthorizationRecord): Promise<void> {
    const channel = await this.channels.find(authorization.channelNumber);
    if (channel === undefined) throw refuse('channelNotFound');
    if (channel.kind === 'third-party') requireGranted(authorization);
  }

  private async issue(owner: DisplayOwner, place: Place, refreshed: DisplayId | undefined): Promise<Output> {
    const { province, codeMs } = this.settings;
    const now = this.clock.now();
    const displayId = await this.displayFor(owner, refreshed, now);
    const value = buildQrValue({ unique17: this.ids.digits(17), random2: this.ids.digits(2), province });
    await this.codes.issue({ ...owner, ...place, value, displayId, issuedAt: now, expiresAt: now + codeMs });
    return { ecQrCode: value, showId: displayId, expiresAt: now + codeMs, poolingArea: place.poolingArea };
  }

  /** INT-08: a refresh goes on with its display; an unknown, foreign or expired display id is `500005`. */
  private async displayFor(owner: DisplayOwner, refreshed: DisplayId | undefined, now: number): Promise<DisplayId> {
    if (refreshed !== undefined) {
      if (!(await this.displays.isOpen(refreshed, owner, now))) throw refuse('displayIdInvalid');
      return refreshed;
    }
    const displayId = parseDisplayId(this.ids.id());
    await this.displays.open(displayId, owner, now + this.settings.displayMs);
    return displayId;
  }
}
