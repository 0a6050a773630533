import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Facts } from '../../kernel/dispatch/call.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { buildQrValue, parseDisplayId, type CredentialNumber, type DisplayId, type PoolingArea } from '../../protocol/identifiers.js';
import type { ShapeType } from '../../protocol/shape.js';
import type { CodeSymbol } from '../../protocol/transactions/fields.js';
import { transactions } from '../../protocol/transactions/index.js';
import { CODE_SETTINGS, type CodeSettings } from './code-settings.js';
import { choosePlace, type Place } from './display.rules.js';
import { DisplayStore, type Display, type DisplayOwner } from './display.store.js';
import { QrCodeStore } from './qr-code.store.js';

/** A code, or the pooling areas to choose from. */
export type Shown = ShapeType<typeof transactions.issueQrCode.output>;

/** For the journal: the business that a code is shown for, where it was said. */
export const businessOf = ({ businessType }: { readonly businessType?: string }): Facts => (businessType === undefined ? {} : { businessType });

/** For the journal: whether a code came of a request (1), or the pooling areas to choose from (0). */
export const codesIn = ({ ecQrCode }: Pick<Shown, 'ecQrCode'>): { readonly codes: 0 | 1 } => ({ codes: ecQrCode === undefined ? 0 : 1 });

/** Whose code is shown: a person's, or a unit's. */
interface Shows {
  readonly credentialNumber: CredentialNumber;
  readonly insuredPlaces: Place[];
}

/** One request for a code, as far as it was understood before anything is written. */
export interface DisplayPlan {
  readonly credential: Shows;
  readonly owner: DisplayOwner;
  /** Undefined: the person has to choose first. */
  readonly place: Place | undefined;
  /** The choice as this request said it, to be remembered. */
  readonly chosen: PoolingArea | undefined;
  /** As which symbol the value will be shown (INT-60). */
  readonly symbol: CodeSymbol;
  /** The display that is refreshed; undefined opens a new one. */
  readonly refreshed: Display | undefined;
  /** INT-91: the institution that shows it, in the place of a channel; it has one live code of a person at a time. */
  readonly shownByOrg?: string;
}

/** What a channel asks for. */
interface Wish {
  readonly poolingArea?: PoolingArea;
  readonly showId?: DisplayId;
  readonly symbol?: CodeSymbol;
}

/** 6.2.2.2 c: issues the code values of this tier, one live value for each display (4.11). */
@Injectable()
export class CodeIssuer {
  constructor(
    private readonly displays: DisplayStore, private readonly codes: QrCodeStore, @Inject(CODE_SETTINGS) private readonly settings: CodeSettings,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** INT-08, INT-29: which display and which pooling area are meant. An unknown, foreign or expired display id is `500005`. */
  plan(credential: Shows, channelNumber: string, wish: Wish): Promise<DisplayPlan> {
    return this.planFor(credential, { credentialNumber: credential.credentialNumber, channelNumber }, wish);
  }

  /** The same for a unit, whose code this person shows (INT-67). */
  planForUnit(unit: Shows, actorNumber: CredentialNumber, channelNumber: string, wish: Wish): Promise<DisplayPlan> {
    return this.planFor(unit, { credentialNumber: unit.credentialNumber, channelNumber, actorNumber }, wish);
  }

  /** Issues what was planned, or asks to choose. `passwordAt`: when the person proved the password for it. In the open unit of work. */
  async show({ credential, owner, place, chosen, symbol, refreshed, shownByOrg }: DisplayPlan, passwordAt: number | undefined): Promise<Shown> {
    if (place === undefined) return { insuredPlaces: credential.insuredPlaces };
    if (chosen !== undefined) await this.displays.choose(owner, chosen);
    const { issuer, codeMs } = this.settings;
    const now = this.clock.now();
    if (shownByOrg !== undefined) await this.codes.voidOf(owner.credentialNumber, now, shownByOrg);
    const displayId = refreshed === undefined ? await this.open(owner, passwordAt, now) : await this.goOn(refreshed, passwordAt);
    const value = buildQrValue({ unique17: this.ids.digits(17), random2: this.ids.digits(2), province: issuer });
    await this.codes.issue({ ...owner, ...place, value, displayId, symbol, passwordAt, shownByOrg, issuedAt: now, expiresAt: now + codeMs });
    return { ecQrCode: value, showId: displayId, expiresAt: now + codeMs, poolingArea: place.poolingArea };
  }

  private async planFor(credential: Shows, owner: DisplayOwner, { poolingArea, showId, symbol }: Wish): Promise<DisplayPlan> {
    const refreshed = showId && (await this.displays.require(showId, owner, this.clock.now()));
    const place = choosePlace(credential.insuredPlaces, poolingArea, await this.displays.chosen(owner));
    const before = refreshed && (await this.codes.symbolOf(refreshed.displayId));
    return { credential, owner, place, chosen: poolingArea, symbol: symbol ?? before ?? 'qrCode', refreshed };
  }

  private async open(owner: DisplayOwner, passwordAt: number | undefined, now: number): Promise<DisplayId> {
    const displayId = parseDisplayId(this.ids.id());
    await this.displays.open({ displayId, passwordAt, expiresAt: now + this.settings.displayMs }, owner);
    return displayId;
  }

  private async goOn({ displayId, passwordAt: before }: Display, passwordAt: number | undefined): Promise<DisplayId> {
    if (passwordAt !== undefined && passwordAt !== before) await this.displays.proven(displayId, passwordAt);
    return displayId;
  }
}
