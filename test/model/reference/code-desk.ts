import type { Channel } from './channels.js';
import type { Credential } from './credential.js';
import { no, must } from './refused.js';
import type { Tally } from './tally.js';
import { CODE_LIVES, DISPLAY_LIVES, type Place } from './words.js';

/** Whose display it is. */
export interface Owner {
  readonly credential: Credential;
  readonly channel: Channel;
}

/** 展码 (INT-08): one display, refreshed under its display id. */
export interface Display extends Owner {
  readonly at: CodeDesk;
  readonly expiresAt: number;
  /** INT-73: when the person proved the password in it. */
  passwordAt: number | undefined;
  /** Known once it was answered. */
  showId: string;
}

/** 二维码 (2.2): one code value. */
export interface Code extends Owner {
  readonly no: number;
  readonly display: Display;
  readonly place: Place;
  readonly expiresAt: number;
  readonly passwordAt: number | undefined;
  state: 'live' | 'used' | 'void';
  /** Known once it was answered. */
  value: string;
}

export interface Wish {
  /** The pooling area the person picks. */
  readonly choosing: string | undefined;
  readonly refreshing: Display | undefined;
}

/** Codes and displays of one issuer: a province, or the national tier (INT-12). */
export class CodeDesk {
  readonly codes: Code[] = [];
  readonly displays: Display[] = [];
  private readonly choices = new Map<Credential, Map<Channel, string>>();

  constructor(readonly issuer: string, private readonly tally: Tally) {}

  /** 6.2.2.2 c: the place a code is for; undefined asks the person to choose. A display that is not this owner's or is over is `500005`. */
  choose(owner: Owner, places: readonly Place[], { choosing, refreshing }: Wish, now: number): Place | undefined {
    if (refreshing !== undefined) must(this.isOpen(refreshing, owner, now), 'displayIdInvalid');
    must(places.length > 0, 'insuredPlaceMissing');
    const meant = choosing ?? (places.length === 1 ? places[0].poolingArea : this.choices.get(owner.credential)?.get(owner.channel));
    const place = places.find(({ poolingArea }) => poolingArea === meant);
    if (place === undefined && choosing !== undefined) throw no('badRequest');
    return place;
  }

  /** 4.11: one live code for each display; the choice is remembered (INT-29). */
  issue(owner: Owner, place: Place, { choosing, refreshing }: Wish, passwordAt: number | undefined, now: number): Code {
    if (choosing !== undefined) this.remember(owner, choosing);
    const display = refreshing ?? this.open(owner, passwordAt, now);
    display.passwordAt = passwordAt;
    for (const code of this.codes) if (code.display === display && code.state === 'live') code.state = 'void';
    const code: Code = { ...owner, no: this.codes.length + 1, display, place, passwordAt, expiresAt: now + CODE_LIVES, state: 'live', value: '' };
    this.codes.push(code);
    this.tally.count(this.issuer, 'qr_code');
    return code;
  }

  /** A code that can be decoded now; a used, void or expired one is `500049`. */
  requireLive(code: Code, now: number): void {
    must(code.state === 'live' && code.expiresAt > now, 'qrCodeInvalid');
  }

  /** INT-45: every live code of a credential, or of what one channel shows of it. */
  voidOf(credential: Credential, channel?: Channel): void {
    for (const code of this.codes) {
      if (code.credential === credential && (channel ?? code.channel) === code.channel && code.state === 'live') code.state = 'void';
    }
  }

  /** 4.4, INT-44: a credential that is over leaves no code, no display and no choice behind. */
  end(credential: Credential): void {
    this.voidOf(credential);
    this.choices.delete(credential);
    for (const display of this.displays.filter((each) => each.credential === credential)) this.over.add(display);
  }

  private readonly over = new Set<Display>();

  private isOpen(display: Display, { credential, channel }: Owner, now: number): boolean {
    return display.at === this && display.credential === credential && display.channel === channel && display.expiresAt > now && !this.over.has(display);
  }

  private open(owner: Owner, passwordAt: number | undefined, now: number): Display {
    const display: Display = { ...owner, at: this, expiresAt: now + DISPLAY_LIVES, passwordAt, showId: '' };
    this.displays.push(display);
    this.tally.count(this.issuer, 'qr_display');
    return display;
  }

  private remember({ credential, channel }: Owner, poolingArea: string): void {
    const ofCredential = this.choices.get(credential) ?? new Map<Channel, string>();
    this.choices.set(credential, ofCredential.set(channel, poolingArea));
  }
}
