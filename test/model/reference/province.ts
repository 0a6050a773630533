import type { DesignatedInstitution } from '../../flows/stage/designated-institution.js';
import type { Province as Hand } from '../../flows/stage/province.js';
import type { Agreement, AgreementState, Credential, CredentialState } from './credential.js';
import { ChannelRegister } from './channels.js';
import { CodeDesk } from './code-desk.js';
import { Insurer } from './insurer.js';
import { Suspensions } from './suspensions.js';
import type { Tally } from './tally.js';
import { TokenDesk } from './tokens.js';
import { sameIdentity, withPlacesOf, type Identity, type Place } from './words.js';

/** What one tier tells another of a credential. Words are numbered by national; a later one counts more. */
export interface Word {
  readonly credential: Credential;
  readonly state: CredentialState;
  readonly identity: Identity;
  readonly places: readonly Place[];
  readonly no: number;
}

/** 两定机构 with its terminal. */
export interface Institution {
  readonly name: string;
  readonly kind: 'hospital' | 'pharmacy';
  readonly province: Province;
  readonly hand: DesignatedInstitution;
}

/** 省级电子凭证业务中台 (5.2.3): a replica of what it was told, and what it issues itself. */
export class Province {
  readonly channels = new ChannelRegister();
  readonly suspensions = new Suspensions();
  readonly insurer = new Insurer();
  readonly desk: CodeDesk;
  readonly tokens: TokenDesk;
  private readonly credentials = new Map<Credential, { state: CredentialState; no: number }>();
  private readonly agreements = new Map<Agreement, { state: AgreementState; no: number }>();
  /** By document: the name, and the places. */
  private readonly people = new Map<string, { userName: string; places: readonly Place[] }>();
  /** INT-72: what it has told of its own places and national has not answered yet. */
  private ownWords = 0;
  private readonly unanswered = new Map<Credential, { places: readonly Place[]; no: number }>();

  constructor(readonly code: string, readonly name: string, readonly hand: Hand, tally: Tally) {
    this.desk = new CodeDesk(code, tally);
    this.tokens = new TokenDesk(code, tally);
  }

  /** What it knows of a credential. */
  find(credential: Credential): Word | undefined {
    const known = this.credentials.get(credential);
    const person = this.people.get(credential.identity.idNo);
    if (known === undefined || person === undefined) return undefined;
    const identity = known.state === 'superseded' ? credential.identity : { ...credential.identity, userName: person.userName };
    return { credential, state: known.state, identity, places: person.places, no: known.no };
  }

  /** What it believes of whoever stands there with this document. */
  believes(idNo: string): { places: string[]; states: CredentialState[] } {
    const places = (this.people.get(idNo)?.places ?? []).map(({ poolingArea, insuranceType }) => `${poolingArea} ${insuranceType}`);
    const states = [...this.credentials].filter(([{ identity }]) => identity.idNo === idNo).map(([, { state }]) => state);
    return { places: places.toSorted(), states: states.toSorted() };
  }

  stateOf(agreement: Agreement): AgreementState | undefined {
    return this.agreements.get(agreement)?.state;
  }

  /** The credential, not over, of the person with this name and document. */
  credentialOf(identity: Identity): Credential | undefined {
    const person = this.people.get(identity.idNo);
    if (person === undefined || !sameIdentity({ ...identity, userName: person.userName }, identity)) return undefined;
    return [...this.credentials].find(([credential, { state }]) => credential.identity.idNo === identity.idNo && state !== 'superseded')?.[0];
  }

  /** 6.1.2.3 c, 4.4: an older word does not replace a newer one; the end of a credential voids what is out (INT-45). */
  hearsOfCredential({ credential, state, identity, places, no }: Word): void {
    const known = this.credentials.get(credential);
    if (known !== undefined && known.no > no) return;
    this.credentials.set(credential, { state, no });
    if (state !== 'superseded') this.people.set(identity.idNo, { userName: identity.userName, places: this.ownWordOver(credential, places) });
    else if (known?.state !== 'superseded') this.end(credential);
  }

  /** 6.1.3.3 d, 4.7: a pair has one code at a time; what is withdrawn voids the codes that the channel shows. */
  hearsOfAgreement(agreement: Agreement, state: AgreementState, no: number): void {
    const known = this.agreements.get(agreement);
    if (known !== undefined && known.no > no) return;
    if (state !== 'revoked' && !this.displaces(agreement, no)) return;
    this.agreements.set(agreement, { state, no });
    if (state !== 'granted') this.desk.voidOf(agreement.credential, agreement.channel);
  }

  /** 6.3.2.2 c: its own local core business system says where in it the person is insured. Gives the number of the word. */
  isTold(credential: Credential, own: readonly Place[]): number {
    const known = this.find(credential);
    if (known === undefined) throw new Error('only of a credential that is known here');
    const no = (this.ownWords += 1);
    this.people.set(known.identity.idNo, { userName: known.identity.userName, places: withPlacesOf(this.code, own, known.places) });
    this.unanswered.set(credential, { places: own, no });
    return no;
  }

  /** National has taken its word, and those before it, into the register. */
  isAnswered(credential: Credential, no: number): void {
    const waiting = this.unanswered.get(credential);
    if (waiting !== undefined && waiting.no <= no) this.unanswered.delete(credential);
  }

  /** Own places as told here, the others as national says. */
  ownWordOver(credential: Credential, places: readonly Place[]): readonly Place[] {
    const own = this.unanswered.get(credential);
    return own === undefined ? places : withPlacesOf(this.code, own.places, places);
  }

  /** 6.3.2.2 c 2, INT-74: another place knows better. Codes and tokens are void, the cache is refreshed where there is one. */
  isCorrected(word: Word): void {
    if (this.credentials.has(word.credential)) this.hearsOfCredential(word);
    this.desk.voidOf(word.credential);
    this.tokens.voidOf(word.credential);
  }

  /** It says nothing about the person any more. */
  private end(credential: Credential): void {
    const { idNo, userName } = credential.identity;
    if (!this.people.has(idNo)) this.people.set(idNo, { userName, places: [] });
    this.unanswered.delete(credential);
    this.desk.end(credential);
    this.tokens.voidOf(credential);
  }

  private displaces(agreement: Agreement, no: number): boolean {
    const { channel, credential } = agreement;
    for (const [other, known] of this.agreements) {
      if (other === agreement || other.channel !== channel || other.credential !== credential || known.state === 'revoked') continue;
      if (known.no > no) return false;
      this.agreements.set(other, { ...known, state: 'revoked' });
    }
    return true;
  }
}
