import type { Credential } from './credential.js';
import type { Booking } from './insurer.js';
import type { Institution } from './province.js';
import type { Token } from './tokens.js';
import type { Identity, Place } from './words.js';

/** What one serial number of an institution stands for. */
interface Business {
  readonly institution: Institution;
  readonly serialNo: string;
  readonly businessType: string;
  /** The token it was asked for with last, and what that stands for. */
  token: Token;
  credential: Credential;
  identity: Identity;
  place: Place;
}

/** 结算. */
export interface Settlement extends Business {
  readonly totalFen: number;
  state: 'refused' | 'settled' | 'reversed';
  booking: Booking | undefined;
  reversalSerialNo: string | undefined;
  /** 结算编号; known once it was answered. */
  settlementNo: string;
}

/** 经办. */
export interface BusinessHandling extends Business {
  state: 'refused' | 'handled';
  /** Known once it was answered. */
  receiptNo: string;
}

/** 经办流水 of 6.1: real name and real person, for one activation or one new password. */
export interface Handling {
  readonly no: number;
  readonly credential: Credential;
  readonly channelName: string;
  readonly businessPlace: string;
  readonly expiresAt: number;
  isFinished: boolean;
  /** Known once they were answered. */
  handlingSerialNo: string;
  realPersonSerialNo: string;
}
